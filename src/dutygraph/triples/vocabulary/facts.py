"""What do the axioms about a term say, in words?

A name in braces, as `{dg:holds}`, becomes a link on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from dutygraph.findings import Words
from dutygraph.names import CODE, DG, PREFIXES, code
from dutygraph.triples.vocabulary.alignments import aligned
from dutygraph.triples.vocabulary.model import core, terms

NAMED: Final = re.compile(r"\{([\w-]+:[\w/.-]+)\}")
_CHARACTERS: Final = {
    OWL.TransitiveProperty: Words(
        "传递：a 对 b、b 对 c 成立，则 a 对 c 成立。",
        "Transitive: what holds from a to b and from b to c holds from a to c.",
    ),
    OWL.SymmetricProperty: Words("对称。", "Symmetric."),
    OWL.AsymmetricProperty: Words("不对称。", "Asymmetric."),
    OWL.IrreflexiveProperty: Words(
        "不自反：没有主体对自己成立，否则数据矛盾。",
        "Irreflexive: it never leads from a thing to itself; where it does, the data clash.",
    ),
    OWL.FunctionalProperty: Words("函数性。", "Functional."),
    OWL.InverseFunctionalProperty: Words("反函数性。", "Inverse functional."),
}
_VARIABLES: Final = "abcdefgh"


@dataclass(frozen=True, slots=True)
class Fact:
    """A row about a term: what it tells, and each thing it says."""

    head: Words
    says: tuple[Words, ...]


def facts(name: str) -> tuple[Fact, ...]:
    """Say every axiom of the core and of the alignments that names this term."""
    node = URIRef(DG[name.removeprefix("dg:")])
    rows = (*_hierarchy(node), *_property(node), *_class(node), *_both(name, node))
    return tuple(Fact(head, tuple(said)) for head, says in rows if (said := list(says)))


Row = tuple[Words, Iterable[Words]]


def _hierarchy(node: URIRef) -> Iterator[Row]:
    graph = core()
    yield Words("上位类", "sub-class of"), _names(graph.objects(node, RDFS.subClassOf))
    yield Words("下位类", "has sub-classes"), _names(graph.subjects(RDFS.subClassOf, node))
    yield Words("上位关系", "sub-property of"), _names(graph.objects(node, RDFS.subPropertyOf))
    yield Words("下位关系", "has sub-properties"), _names(graph.subjects(RDFS.subPropertyOf, node))


def _property(node: URIRef) -> Iterator[Row]:
    graph = core()
    domains = sorted(graph.objects(node, RDFS.domain), key=str)
    yield Words("定义域", "domain"), _names(d for d in domains if not isinstance(d, BNode))
    yield Words("值域", "range"), _names(graph.objects(node, RDFS.range))
    yield (
        Words("由此得知", "tells that"),
        (_valued(graph, node, one) for one in domains if isinstance(one, BNode)),
    )
    inverse = {*graph.objects(node, OWL.inverseOf), *graph.subjects(OWL.inverseOf, node)}
    yield Words("互逆", "inverse of"), _names(inverse)
    types = set(graph.objects(node, RDF.type))
    yield Words("性质", "character"), (text for kind, text in _CHARACTERS.items() if kind in types)
    yield Words("由属性链推得", "follows from a chain"), _chains(graph, node)
    yield Words("用于属性链", "takes part in chains"), _links(graph, node)


def _class(node: URIRef) -> Iterator[Row]:
    graph = core()
    apart = {*graph.objects(node, OWL.disjointWith), *graph.subjects(OWL.disjointWith, node)}
    yield Words("互斥", "disjoint with"), _names(apart)
    yield Words("作为定义域", "domain of"), _names(graph.subjects(RDFS.domain, node))
    yield Words("作为值域", "range of"), _names(graph.subjects(RDFS.range, node))


def _both(name: str, node: URIRef) -> Iterator[Row]:
    graph = core()
    read = _names(graph.objects(node, DG.isReadBy))
    yield Words("推导须用读法", "inference needs reading rule"), read
    yield Words("对齐", "aligned with"), (_same(f"{{{one}}}") for one in aligned(name))


def broader(name: str) -> tuple[Fact, ...]:
    """Say which codes a code is narrower or broader than."""
    scheme, own = name.split(":", 1)
    node, graph = code(scheme, own), core()
    rows: tuple[Row, ...] = (
        (Words("上位代码", "broader"), _names(graph.objects(node, SKOS.broader))),
        (Words("下位代码", "narrower"), _names(graph.subjects(SKOS.broader, node))),
    )
    return tuple(Fact(head, tuple(said)) for head, says in rows if (said := list(says)))


def curie(node: Node | str) -> str:
    """Shorten an IRI of the ontology or of a vocabulary it uses."""
    iri = str(node)
    if iri.startswith(str(CODE)):
        return iri.removeprefix(str(CODE)).replace("/", ":", 1)
    for prefix, space in PREFIXES.items():
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return f"<{iri}>"


def _names(nodes: Iterable[Node]) -> Iterator[Words]:
    places = {term.name: at for at, term in enumerate(terms())}
    found = sorted((curie(n) for n in nodes), key=lambda one: (places.get(one, len(places)), one))
    return (_same(f"{{{one}}}") for one in found)


def _same(text: str) -> Words:
    return Words(text, text)


def _valued(graph: Graph, node: URIRef, restriction: Node) -> Words:
    """Say a domain `has value`: whoever has the property has that value for another."""
    own, other = curie(node), graph.value(restriction, OWL.onProperty)
    value = graph.value(restriction, OWL.hasValue)
    if other is None or value is None:
        raise ValueError(f"the domain of {own} is of a form that has no words yet")
    told = f"{{{curie(other)}}} {{{curie(value)}}}"
    return Words(f"凡有 {{{own}}} 的，都有 {told}。", f"What has {{{own}}} has {told}.")


def _chains(graph: Graph, node: URIRef) -> Iterator[Words]:
    heads = graph.objects(node, OWL.propertyChainAxiom)
    chains = sorted(tuple(curie(one) for one in Collection(graph, head)) for head in heads)
    return (_chain(curie(node), chain) for chain in chains)


def _links(graph: Graph, node: URIRef) -> Iterator[Words]:
    found = {
        (curie(target), tuple(curie(one) for one in Collection(graph, head)))
        for target, head in graph.subject_objects(OWL.propertyChainAxiom)
        if node in set(Collection(graph, head))
    }
    return (_chain(target, chain) for target, chain in sorted(found))


def _chain(target: str, chain: tuple[str, ...]) -> Words:
    """Say a chain: if a holds b and b names recipient c, then a reports to c."""
    steps = [f"{_VARIABLES[i]} {{{p}}} {_VARIABLES[i + 1]}" for i, p in enumerate(chain)]
    end = f"a {{{target}}} {_VARIABLES[len(chain)]}"
    zh = f"若 {'，且 '.join(steps)}，则 {end}。"
    return Words(zh, f"If {' and '.join(steps)}, then {end}.")
