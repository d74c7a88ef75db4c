"""Does every question keep the form of the library, and can it be published?"""

from __future__ import annotations

import inspect
import json
import re

import pyoxigraph as ox
import pytest

from dutygraph import places
from dutygraph.audit.ask import ask_named, open_judged
from dutygraph.audit.binding import CLASSES
from dutygraph.audit.questions import TYPES, Question, question_named, questions
from dutygraph.cli.ask import ask
from dutygraph.errors import UsageError
from dutygraph.names import PREFIXES, SCHEMES
from dutygraph.out.screen.columns import COLUMNS
from dutygraph.out.screen.library import SPACE, TAGS, examples, listing, tagged
from dutygraph.triples.query import guard, names_in

SHACL = "http://www.w3.org/ns/shacl#"
HAN = re.compile(r"[\u4e00-\u9fff]")
each = pytest.mark.parametrize("question", questions(), ids=lambda q: q.name)


@each
def test_texts_stand_in_both_languages(question: Question) -> None:
    for words in (
        question.summary,
        question.description,
        *(p.summary for p in question.parameters),
    ):
        assert HAN.search(words.zh)
        assert words.en
        assert not HAN.search(words.en.replace("中央, 省, 市", "").replace("或", ""))
    assert question.summary.zh.endswith(("？", "。"))
    assert question.summary.en.endswith(("?", "."))


@each
def test_tags_are_known(question: Question) -> None:
    assert question.tags
    assert set(question.tags) <= set(TAGS)


@each
def test_query_keeps_what_a_user_s_query_must(question: Question) -> None:
    guard(question.query, question.name)
    assert question.query.startswith("SELECT ")
    assert "\nORDER BY " in question.query


@each
def test_parameters_are_those_of_the_query(question: Question) -> None:
    used = {name[1:] for name in names_in(question.query) if name[:2] in {"?_", "$_"}}
    assert used == {p.variable for p in question.parameters}
    selected = question.query.split("WHERE", 1)[0]
    for parameter in question.parameters:
        assert f"?{parameter.variable}" in selected
        assert parameter.type in TYPES
        assert (parameter.type == "iri") == bool(parameter.of)
        assert not parameter.of or parameter.of in {*CLASSES, *SCHEMES}
        assert not parameter.required or not parameter.variable.startswith("__")


def test_each_parameter_has_an_option() -> None:
    options = set(inspect.signature(ask).parameters)
    told = {p.name for q in questions() for p in q.parameters}
    assert told <= options
    assert told == options - {
        "name", "system", "form", "lang", "label_lang", "limit", "timeout", "why", "endpoint",
        "output",
    }  # fmt: skip


@each
def test_columns_are_named(question: Question) -> None:
    head = question.query.split("WHERE", 1)[0]
    shown = {v for v in re.findall(r"\?(\w+)", head) if not v.startswith("_")}
    assert shown <= set(COLUMNS)


def test_no_column_is_named_in_vain() -> None:
    used = {n[1:] for q in questions() for n in names_in(q.query.split("WHERE", 1)[0])}
    assert set(COLUMNS) <= used | {"why"}, "why is what --why adds"


def test_questions_are_asked_of_other_systems_too() -> None:
    """Nothing in a question is true of one regulation alone: the toy is asked them all."""
    toy = open_judged("toy").system
    for question in questions():
        if not any(p.required for p in question.parameters):
            assert ask_named(toy, question, {}).variables
    # 第三, 五, 六, 七, 八, 十, 十一条 of the toy: seven reports, each to one recipient.
    assert len(ask_named(toy, question_named("who-reports-to-whom"), {}).rows) == 7


def test_unknown_question_offers_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"^who-report: unknown question; .*who-reports-to-whom"):
        question_named("who-report")
    with pytest.raises(UsageError, match="see `dutygraph ask`"):
        question_named("")


def test_every_question_is_listed_once() -> None:
    found = json.loads(listing("json", "zh"))
    names = [entry["name"] for entry in found]
    assert names == [q.name for q in questions()]
    assert {q.name for group in tagged().values() for q in group} == set(names)
    table = listing("table", "zh")
    assert isinstance(table, str)
    for name in names:
        assert len(re.findall(rf"^  {name} ", table, re.MULTILINE)) == 1


def test_files_and_questions_agree() -> None:
    files = sorted((places.queries() / "ask").iterdir())
    assert [f.stem for f in files if f.suffix == ".rq"] == [q.name for q in questions()]


def test_examples_are_executables_that_parse() -> None:
    """What SHACL says of an executable holds: its prefixes make its query parse by itself."""
    store = ox.Store()
    store.load(examples(), format=ox.RdfFormat.TURTLE)
    prefixes = {
        _value(store, one, "prefix"): _value(store, one, "namespace")
        for one in _objects(store, ox.NamedNode(SPACE + "prefixes"), "declare")
    }
    assert prefixes == PREFIXES
    for question in questions():
        this = ox.NamedNode(SPACE + question.name)
        assert _objects(store, this, "prefixes") == [ox.NamedNode(SPACE + "prefixes")]
        query = _value(store, this, "select")
        head = "".join(f"PREFIX {p}: <{space}>\n" for p, space in prefixes.items())
        assert isinstance(ox.Store().query(head + query), ox.QuerySolutions)
    assert examples() == examples()


def _objects(store: ox.Store, subject: object, name: str) -> list[object]:
    found = store.quads_for_pattern(subject, ox.NamedNode(SHACL + name), None)  # type: ignore[arg-type]
    return [quad.object for quad in found]


def _value(store: ox.Store, subject: object, name: str) -> str:
    (found,) = _objects(store, subject, name)
    assert isinstance(found, ox.Literal)
    return found.value
