"""Does a bound term, whatever is in it, stay one term in the text that a server is sent?"""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from dutygraph.audit.questions import Question, questions
from dutygraph.errors import QueryError
from dutygraph.names import PREFIXES
from dutygraph.triples.answer import Rows, take
from dutygraph.triples.spelt import form, spelt, token
from dutygraph.triples.worker import Request

TAKING = [q for q in questions() if q.parameters]
PIECES = (
    '"',
    "'''",
    "\\",
    "\\u0022",
    "\\U00000022 } #",
    "\\\\u0022",
    "\\u",
    "} UNION { ?s ?p ?o",
    '") } ; DROP ALL ; #',
    "\n",
    "\r\n} INSERT DATA { <a:a> <a:b> <a:c> }",
    "\u202e",
    "\u200b",
    "\u2028",
    "\x00",
    "\x7f",
    "{",
    "?_holder_iri",
    "<https://example.org/a b>",
    "UNDEF",
    "@zh",
    "^^<a:a>",
    "0022",
    "𝄞",
)
texts = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.characters(codec="utf-8"), max_size=8)),
    max_size=5,
).map("".join)


def literals() -> st.SearchStrategy[ox.Literal]:
    return st.one_of(
        texts.map(ox.Literal),
        st.builds(lambda t: ox.Literal(t, language="zh"), texts),
        st.builds(lambda t: ox.Literal(t, datatype=ox.NamedNode("http://n.example/t")), texts),
        st.integers(-(10**30), 10**30).map(
            lambda n: ox.Literal(str(n), datatype=ox.NamedNode("http://n.example/n"))
        ),
    )


def iris() -> st.SearchStrategy[ox.NamedNode]:
    def made(text: str) -> ox.NamedNode | None:
        try:
            return ox.NamedNode(f"http://n.example/{text}")
        except ValueError:
            return None

    return texts.map(made).filter(lambda one: one is not None)  # type: ignore[return-value]


@settings(max_examples=400, deadline=None)
@given(st.one_of(literals(), iris()))
@example(ox.Literal("\\u0022 } #"))
@example(ox.Literal("\\\\u0022"))
@example(ox.Literal("\\U00000022"))
def test_the_engine_reads_the_same_term(term: ox.Literal | ox.NamedNode) -> None:
    text = spelt(Request("SELECT ?_x WHERE { } # } {", bindings={"_x": term}))
    found = take(ox.Store().query(text))
    assert found == Rows(("_x",), ((term,),))


@settings(max_examples=200, deadline=None)
@given(question=st.sampled_from(TAKING), term=st.one_of(literals(), iris()))
@example(question=TAKING[0], term=ox.Literal("\\u0022 } #"))
@example(question=TAKING[0], term=ox.Literal("\\\\u0022 } #"))
def test_no_value_changes_the_shape_of_a_question(
    question: Question, term: ox.Literal | ox.NamedNode
) -> None:
    """As rdflib reads it, whose algebra can be looked at: the values differ, and nothing else.

    It decodes escapes before it parses, as the specification of SPARQL has it, where Oxigraph
    decodes them inside strings only.
    """
    assert _shape(_spelt(question, term)) == _shape(_spelt(question, ox.NamedNode("a:a")))


def _spelt(question: Question, term: ox.Literal | ox.NamedNode) -> str:
    bindings = {p.variable: term for p in question.parameters}
    return spelt(Request(question.query, question.name, bindings=bindings))


def _shape(text: str) -> str:
    """Write the algebra of a query without the terms of its first table of values."""
    algebra = prepareQuery(text).algebra
    return repr(_bare(algebra))


def _bare(part: object) -> object:
    if isinstance(part, CompValue):
        if part.name == "values" and all(str(name).startswith("_") for name in part.res[0]):
            return part.name, [sorted(map(str, row)) for row in part.res]
        return part.name, sorted((str(k), _bare(v)) for k, v in part.items() if k != "_vars")
    if isinstance(part, list | tuple):
        return [_bare(one) for one in part]
    return sorted(map(str, part)) if isinstance(part, set) else str(part)


@settings(max_examples=100, deadline=None)
@given(texts)
@example("\\u0022")
def test_a_second_engine_reads_the_same_words(text: str) -> None:
    """Controls are left out: rdflib's own grammar takes no raw NUL, and turns CR into LF."""
    term = ox.Literal("".join(c for c in text if c.isprintable()))
    found = rdflib.Graph().query(spelt(Request("SELECT ?_x { }", bindings={"_x": term})))
    (row,) = found
    assert str(row[0]) == term.value  # type: ignore[index]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("SELECT ?_x { ?s ?p ?_x }", "SELECT ?_x { VALUES (?_x) { (1) } ?s ?p ?_x }"),
        ("ASK{?s ?p ?_x}", "ASK{ VALUES (?_x) { (1) }?s ?p ?_x}"),
        (
            "SELECT (EXISTS { ?a ?b ?c } AS ?e) ?_x WHERE { FILTER(?_x = 1) }",
            "SELECT (EXISTS { ?a ?b ?c } AS ?e) ?_x WHERE { VALUES (?_x) { (1) } FILTER(?_x = 1) }",
        ),
        (
            '# { \nSELECT (CONCAT(\'{\', """{\n""") AS ?y) ?_x { }',
            '# { \nSELECT (CONCAT(\'{\', """{\n""") AS ?y) ?_x { VALUES (?_x) { (1) } }',
        ),
    ],
)
def test_values_stand_at_the_head_of_where(query: str, wanted: str) -> None:
    one = '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    text = spelt(Request(query, bindings={"_x": ox.Literal(1)}))
    assert text.endswith(wanted.replace("(1) }", f"({one}) }}"))
    assert text.count("\n") == query.count("\n")


def test_prefixes_are_known_and_the_user_s_own_win() -> None:
    text = spelt(Request("PREFIX dg: <http://mine.example/> SELECT * { ?s dg:a skos:b }"))
    assert text.count("PREFIX dg:") == 1
    assert {f"PREFIX {p}: <{space}>" for p, space in PREFIXES.items() if p != "dg"} <= {
        f"PREFIX {part.strip()}" for part in text.split("PREFIX ")
    }
    assert isinstance(ox.Store().query(text), ox.QuerySolutions)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("select * {}", "SELECT"),
        ("PREFIX select: <a:a> # ASK\nBASE <a:ask> CONSTRUCT { } WHERE { }", "CONSTRUCT"),
        ("DESCRIBE <a:a>", "DESCRIBE"),
        ("ASK { ?s ?p 'SELECT' }", "ASK"),
        ("", ""),
    ],
)
def test_the_form_is_told_by_its_keyword(query: str, kind: str) -> None:
    assert form(query) == kind


def test_what_cannot_be_bound_is_refused() -> None:
    with pytest.raises(QueryError, match="takes no parameters"):
        spelt(Request("CONSTRUCT { ?s ?p ?o } WHERE { }", bindings={"s": ox.NamedNode("a:a")}))
    with pytest.raises(QueryError, match="no name"):
        token(ox.BlankNode("b"))
    with pytest.raises(QueryError, match="no WHERE"):
        spelt(Request("DESCRIBE <a:a>", bindings={"s": ox.NamedNode("a:a")}))
