"""What does each named graph hold, how much of it, and how is it asked?"""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib.namespace import RDF

from dutygraph import places
from dutygraph.audit.case import open_case
from dutygraph.audit.facts import write_facts
from dutygraph.findings import Words
from dutygraph.names import ASSERTED, AUDIT, CODE, GRAPH, INFERRED, ONTOLOGY, PREFIXES, local
from dutygraph.triples.rules import rules
from dutygraph.triples.system import System, node
from dutygraph.triples.vocabulary.facts import curie
from vocabulary.examples import Example, examples


@dataclass(frozen=True, slots=True)
class Named:
    """A named graph: what it holds, and its triples in each bundled system."""

    name: str
    iri: str
    holds: Words
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An example with the answer that the system gives."""

    example: Example
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def systems() -> tuple[str, ...]:
    """List the bundled systems, sorted."""
    return places.systems()


@functools.cache
def judged(name: str) -> System:
    """Open a bundled system with all that follows from it."""
    case = open_case(name)
    write_facts(case)
    return case.system


@functools.cache
def named_graphs() -> tuple[Named, ...]:
    """List the graphs in the order in which they come about."""
    said = [
        (str(ONTOLOGY), Words("本体与代码表", "the ontology and its code lists")),
        (str(ASSERTED), Words("数据文件里写的", "what the files of the system say")),
    ]
    for rule in sorted(rules(), key=lambda rule: int(rule.name.removeprefix("DR"))):
        words = Words(
            f"读法 {{rule:{rule.name}}} 另加的", f"what reading rule {{rule:{rule.name}}} adds"
        )
        said.append((f"{GRAPH}rule/{rule.name}", words))
    said += [
        (str(INFERRED), Words("按 OWL 2 RL 推得的", "what follows by OWL 2 RL")),
        (
            str(AUDIT),
            Words(
                "判定：责任线、环节、结论、未覆盖的原话、全文",
                "verdicts: lines, links, outcomes, words not covered, the full text",
            ),
        ),
    ]
    return tuple(
        Named(
            name=f"graph:{iri.removeprefix(str(GRAPH))}",
            iri=iri,
            holds=holds,
            counts=tuple(_size(judged(name), iri) for name in systems()),
        )
        for iri, holds in said
    )


def totals() -> tuple[int, ...]:
    """Count the distinct triples of the default graph in each system."""
    query = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }"
    return tuple(int(_rows(judged(name), query)[1][0][0]) for name in systems())


@functools.cache
def answers() -> tuple[Shown, ...]:
    """Answer each example."""
    return tuple(Shown(one, *_rows(judged(one.system), one.query)) for one in examples())


def data_prefixes() -> tuple[tuple[str, str, str], ...]:
    """List the prefixes that each system brings along, beside those that all know."""
    return tuple(
        (name, prefix, space)
        for name in systems()
        for prefix, space in sorted(judged(name).prefixes.items())
        if prefix not in PREFIXES
    )


@functools.cache
def occurrences() -> dict[str, tuple[int, ...]]:
    """Count where each term or code stands in each system, the ontology itself left out.

    A class counts its instances, a property its triples, a code the triples that end in it.
    """
    counts = [_counted(judged(name)) for name in systems()]
    return {name: tuple(one[name] for one in counts) for name in set().union(*counts)}


def seen(name: str) -> tuple[tuple[str, int], ...]:
    """Pair each system that has a term or code with the count."""
    found = occurrences().get(name, (0,) * len(systems()))
    return tuple((system, n) for system, n in zip(systems(), found, strict=True) if n)


def _counted(system: System) -> Counter[str]:
    found: Counter[str] = Counter()
    for quad in system.store:
        if quad.graph_name != node(ONTOLOGY):
            found[curie(quad.predicate.value)] += 1
            if isinstance(quad.object, ox.NamedNode) and _counts(quad):
                found[curie(quad.object.value)] += 1
    return found


def _counts(quad: ox.Quad) -> bool:
    """Tell a class of an instance or a code from a term in an axiom that was inferred."""
    return quad.predicate == node(RDF.type) or str(quad.object).startswith(f"<{CODE}")


def _size(system: System, iri: str) -> int:
    return sum(1 for _ in system.store.quads_for_pattern(None, None, None, node(iri)))


Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def _rows(system: System, query: str) -> Table:
    found = system.store.query(
        query,
        prefixes={**PREFIXES, **system.prefixes},
        use_default_graph_as_union="FROM" not in query,
    )
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 -- the examples are SELECTs
    columns = tuple(variable.value for variable in found.variables)
    rows = tuple(tuple(_cell(row[one], system) for one in columns) for row in found)
    return columns, rows


def _cell(term: object, system: System) -> str:
    if isinstance(term, ox.Literal):
        return term.value
    if isinstance(term, ox.NamedNode):
        for prefix, space in {**PREFIXES, **system.prefixes}.items():
            if term.value.startswith(space):
                return f"{prefix}:{term.value.removeprefix(space)}"
        return local(term.value)
    return ""
