"""Do two engines that share no code give the same rows, in the same order?"""

from __future__ import annotations

import tomllib
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.query import ResultRow

from dutygraph import places
from dutygraph.audit.ask import ask_named, request_of, without_parameters
from dutygraph.audit.case import Case
from dutygraph.audit.questions import question_named, questions
from dutygraph.names import PREFIXES
from dutygraph.triples.answer import Rows, Term, take
from dutygraph.triples.query import guard

Cells = list[tuple[str, ...]]
ANSWERS: list[dict[str, Any]] = tomllib.loads(
    (places.data() / "yunfu-2017" / "answers.toml").read_text(encoding="utf-8")
)["answer"]
# As the answers by hand ask them; and each that needs nothing, with nothing.
ASKED = sorted(
    {(a["question"], tuple(sorted(a.get("with", {}).items()))) for a in ANSWERS}
    | {(q.name, ()) for q in questions() if not any(p.required for p in q.parameters)}
)


@pytest.fixture(scope="module")
def other(case: Case) -> rdflib.Dataset:
    """All that the store holds, in rdflib's own memory; its default graph is the union."""
    found = rdflib.Dataset(default_union=True)
    quads = case.system.store.dump(format=ox.RdfFormat.N_QUADS)
    found.parse(data=quads, format="nquads")
    return found


def n3(term: object) -> str:
    """Write a term as N-Triples, plain strings without their type."""
    if term is None:
        return ""
    written = term.n3() if isinstance(term, rdflib.term.Node) else str(term)
    return written.replace("^^<http://www.w3.org/2001/XMLSchema#string>", "")


def _identifier(term: Term) -> rdflib.term.Identifier:
    found = rdflib.util.from_n3(str(term))
    assert isinstance(found, rdflib.term.Identifier)
    return found


def plain(rows: Rows) -> Cells:
    return [tuple(map(n3, row)) for row in rows.rows]


def test_every_question_is_asked_with_every_parameter() -> None:
    asked = {(name, "") for name, _ in ASKED}
    asked |= {(name, told) for name, given in ASKED for told, _ in given}
    wanted = {(q.name, "") for q in questions()}
    wanted |= {(q.name, p.name) for q in questions() for p in q.parameters}
    assert asked == wanted


@pytest.mark.parametrize(("name", "given"), ASKED, ids=lambda v: v if isinstance(v, str) else "")
def test_rdflib_gives_the_same_rows(
    case: Case, other: rdflib.Dataset, name: str, given: tuple[tuple[str, str], ...]
) -> None:
    question = question_named(name)
    request = request_of(question, dict(given), case.system)
    bound = {variable: _identifier(term) for variable, term in request.bindings.items()}
    found = other.query(question.query, initNs=PREFIXES, initBindings=bound)
    assert found.vars is not None
    kept = [i for i, v in enumerate(found.vars) if not v.startswith("_")]
    theirs = [tuple(n3(row[i]) for i in kept) for row in found if isinstance(row, ResultRow)]
    assert theirs == plain(ask_named(case.system, question, dict(given)))


@pytest.mark.parametrize(("name", "given"), ASKED, ids=lambda v: v if isinstance(v, str) else "")
def test_order_does_not_depend_on_the_store(
    case: Case, name: str, given: tuple[tuple[str, str], ...]
) -> None:
    """A store filled the other way round gives the same rows in the same order."""
    turned = _turned(case)
    question = question_named(name)
    request = request_of(question, dict(given), case.system)
    guard(request.query, name)
    found = turned.query(
        request.query,
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
        substitutions={ox.Variable(n): t for n, t in request.bindings.items()} or None,
    )
    rows = take(found)
    assert isinstance(rows, Rows)
    assert without_parameters(rows) == ask_named(case.system, question, dict(given))


_TURNED: dict[int, ox.Store] = {}


def _turned(case: Case) -> ox.Store:
    if not _TURNED:
        store = ox.Store()
        for quad in sorted(case.system.store, key=str, reverse=True):
            store.add(quad)
        _TURNED[0] = store
    return _TURNED[0]
