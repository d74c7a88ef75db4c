"""Can a value of the user change what is asked? Is a wrong one refused in one line?"""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dutygraph.audit.ask import ask_named, request_of
from dutygraph.audit.binding import bind, candidates
from dutygraph.audit.case import Case
from dutygraph.audit.questions import Question, question_named, questions
from dutygraph.errors import UsageError
from dutygraph.names import PREFIXES
from dutygraph.triples.answer import take
from dutygraph.triples.labels import Labels
from dutygraph.triples.query import names_in
from dutygraph.triples.worker import Request

HOSTILE = (
    '"',
    "'",
    '"""',
    "\\",
    "\\u0022",
    "}",
    "} } #",
    '") } ; DROP ALL ; #',
    '资金" . ?s ?p ?o . FILTER("" = "',
    "\n",
    "\r\n} INSERT DATA { <a:a> <a:b> <a:c> }",
    "\u202e资金",
    "\u200b",
    "<https://example.org/a b>",
    "https://example.org/a b",
    "<> } SERVICE <http://127.0.0.1:9/> {",
    "?_holder_iri",
    "$x",
    "yunfu:county }",
    "yunfu:../county",
    "UNDEF",
    "\ud800",
    "\x00",
    "٣",
    "1e9",
    "9" * 40,
)
TAKING = [q for q in questions() if q.parameters]


def hostile_text() -> st.SearchStrategy[str]:
    pieces = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12))
    return st.lists(pieces, min_size=1, max_size=3).map("".join)


@settings(max_examples=300, deadline=None)
@given(question=st.sampled_from(TAKING), text=hostile_text())
@example(question=question_named("find-words"), text='") } #')
def test_no_value_changes_the_query(
    case: Case, labels: Labels, question: Question, text: str
) -> None:
    """The text asked is the file's own; a value is refused in a line, or is one term beside it."""
    told = {p.name: text for p in question.parameters}
    request = _requested(question, told, case)
    if request is None:
        return
    assert request.query == question.query
    by_variable = {p.variable: p for p in question.parameters}
    assert set(request.bindings) == set(by_variable)
    for variable, term in request.bindings.items():
        parameter = by_variable[variable]
        if parameter.type == "iri":
            assert term in candidates(parameter, labels)
        else:
            assert isinstance(term, ox.Literal)
            assert parameter.type == "integer" or term.value == text
    found = case.system.store.query(
        request.query,
        prefixes={**PREFIXES, **request.prefixes},
        use_default_graph_as_union=True,
        substitutions={ox.Variable(n): t for n, t in request.bindings.items()},
    )
    assert [v.value for v in found.variables] == _variables(question)  # type: ignore[union-attr]
    take(found)


def _requested(question: Question, told: dict[str, str], case: Case) -> Request | None:
    try:
        return request_of(question, told, case.system)
    except UsageError as error:
        line = str(error)
    assert "\n" not in line
    assert line.startswith("--")
    return None


def _variables(question: Question) -> list[str]:
    return [name[1:] for name in names_in(question.query.split("WHERE", 1)[0])]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_looked_for_as_they_are(case: Case, text: str) -> None:
    """No norm holds such words, so an answer with rows would be one to another question."""
    try:
        rows = ask_named(case.system, question_named("find-words"), {"text": text})
    except UsageError:
        assert not text.strip() or "\ud800" in text
    else:
        assert rows.rows == ()


@pytest.mark.parametrize(
    ("name", "told", "place", "words"),
    [
        ("norms-of-holder", {}, "norms-of-holder", ["--holder", "主体"]),
        ("norms-of-holder", {"level": "县"}, "--level", ["takes --holder"]),
        ("no-report", {"level": "县"}, "--level", ["no parameter"]),
        ("norms-of-holder", {"holder": "审计局"}, "--holder", ["nearest: 市审计局"]),
        ("norms-of-holder", {"holder": "city audit buro"}, "--holder", ["city audit bureau"]),
        ("norms-of-holder", {"holder": ""}, "--holder", ["no such holder"]),
        ("holders-at-level", {"level": "州"}, "--level", ["known: 央, central"]),
        ("direct-loops", {"grade": "有争议"}, "--grade", ["明文", "推导"]),
        ("if-villages-fail", {"count": "三"}, "--count", ["no whole number"]),
        ("if-villages-fail", {"count": "3.0"}, "--count", ["no whole number"]),
        ("find-words", {"text": " "}, "--text", ["is empty"]),
        ("duties-in-one-article", {"article": "第一百条"}, "--article", ["nearest: "]),
        ("norms-of-holder", {"holder": "http://x.example/y"}, "--holder", ["no such holder"]),
    ],
)
def test_a_wrong_value_is_one_line(
    labels: Labels, name: str, told: dict[str, str], place: str, words: list[str]
) -> None:
    with pytest.raises(UsageError) as caught:
        bind(question_named(name), told, labels)
    line = str(caught.value)
    assert line.startswith(f"{place}: ")
    assert all(word in line for word in words), line


def test_a_label_of_two_lists_both() -> None:
    store = ox.Store()
    turtle = """@prefix dg: <https://w3id.org/dutygraph/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <http://two.example/> .
<east> a dg:Body ; rdfs:label "民政局"@zh . <west> a dg:Body ; rdfs:label "民政局"@zh ."""
    store.load(turtle, format=ox.RdfFormat.TURTLE)
    question = question_named("norms-of-holder")
    with pytest.raises(UsageError, match=r"^--holder: “民政局” names 2 of them; say east, west$"):
        bind(question, {"holder": "民政局"}, Labels(store))
    bound = bind(question, {"holder": "west"}, Labels(store))
    assert bound == {"_holder_iri": ox.NamedNode("http://two.example/west")}


def test_whole_numbers_become_integers(labels: Labels) -> None:
    bound = bind(question_named("if-villages-fail"), {"count": " 12 "}, labels)
    assert bound["_count_integer"] == ox.Literal(12)
    assert bound["_text"] == ox.Literal("村")
