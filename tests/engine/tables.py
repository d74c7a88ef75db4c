"""What do the tables of OWL 2 RL say, read word by word?

The second oracle of the engines, after owlrl: each rule as OWL 2 Profiles, section 4.3, tables
4 to 9 has it, run over a set of triples until nothing new comes. Slow and plain; it shares no
code with the product. Literals stand as subjects here, as in the tables.

Source: https://www.w3.org/TR/owl2-profiles/, section 4.3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from rdflib import Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

Triple = tuple[Node, Node, Node]
Binding = dict[str, Node]
Pattern = tuple[Node | str, Node | str, Node | str]

RULES: Final = """
eq-ref    ?s ?p ?o => ?s owl:sameAs ?s & ?p owl:sameAs ?p & ?o owl:sameAs ?o
eq-sym    ?x owl:sameAs ?y => ?y owl:sameAs ?x
eq-trans  ?x owl:sameAs ?y & ?y owl:sameAs ?z => ?x owl:sameAs ?z
eq-rep-s  ?s owl:sameAs ?t & ?s ?p ?o => ?t ?p ?o
eq-rep-p  ?p owl:sameAs ?q & ?s ?p ?o => ?s ?q ?o
eq-rep-o  ?o owl:sameAs ?u & ?s ?p ?o => ?s ?p ?u
eq-diff1  ?x owl:sameAs ?y & ?x owl:differentFrom ?y => false
prp-dom   ?p rdfs:domain ?c & ?x ?p ?y => ?x rdf:type ?c
prp-rng   ?p rdfs:range ?c & ?x ?p ?y => ?y rdf:type ?c
prp-fp    ?p rdf:type owl:FunctionalProperty & ?x ?p ?y & ?x ?p ?z => ?y owl:sameAs ?z
prp-ifp   ?p rdf:type owl:InverseFunctionalProperty & ?x ?p ?y & ?z ?p ?y => ?x owl:sameAs ?z
prp-irp   ?p rdf:type owl:IrreflexiveProperty & ?x ?p ?x => false
prp-symp  ?p rdf:type owl:SymmetricProperty & ?x ?p ?y => ?y ?p ?x
prp-asyp  ?p rdf:type owl:AsymmetricProperty & ?x ?p ?y & ?y ?p ?x => false
prp-trp   ?p rdf:type owl:TransitiveProperty & ?x ?p ?y & ?y ?p ?z => ?x ?p ?z
prp-spo1  ?p rdfs:subPropertyOf ?q & ?x ?p ?y => ?x ?q ?y
prp-eqp1  ?p owl:equivalentProperty ?q & ?x ?p ?y => ?x ?q ?y
prp-eqp2  ?p owl:equivalentProperty ?q & ?x ?q ?y => ?x ?p ?y
prp-pdw   ?p owl:propertyDisjointWith ?q & ?x ?p ?y & ?x ?q ?y => false
prp-inv1  ?p owl:inverseOf ?q & ?x ?p ?y => ?y ?q ?x
prp-inv2  ?p owl:inverseOf ?q & ?x ?q ?y => ?y ?p ?x
prp-npa1  ?n owl:sourceIndividual ?x & ?n owl:assertionProperty ?p & ?n owl:targetIndividual ?y & ?x ?p ?y => false
prp-npa2  ?n owl:sourceIndividual ?x & ?n owl:assertionProperty ?p & ?n owl:targetValue ?y & ?x ?p ?y => false
cls-nothing2  ?x rdf:type owl:Nothing => false
cls-com   ?c owl:complementOf ?d & ?x rdf:type ?c & ?x rdf:type ?d => false
cls-svf1  ?r owl:someValuesFrom ?d & ?r owl:onProperty ?p & ?u ?p ?v & ?v rdf:type ?d => ?u rdf:type ?r
cls-svf2  ?r owl:someValuesFrom owl:Thing & ?r owl:onProperty ?p & ?u ?p ?v => ?u rdf:type ?r
cls-avf   ?r owl:allValuesFrom ?d & ?r owl:onProperty ?p & ?u rdf:type ?r & ?u ?p ?v => ?v rdf:type ?d
cls-hv1   ?r owl:hasValue ?v & ?r owl:onProperty ?p & ?u rdf:type ?r => ?u ?p ?v
cls-hv2   ?r owl:hasValue ?v & ?r owl:onProperty ?p & ?u ?p ?v => ?u rdf:type ?r
cls-maxc1 ?r owl:maxCardinality ?0 & ?r owl:onProperty ?p & ?u rdf:type ?r & ?u ?p ?v => false
cls-maxc2 ?r owl:maxCardinality ?1 & ?r owl:onProperty ?p & ?u rdf:type ?r & ?u ?p ?v & ?u ?p ?w => ?v owl:sameAs ?w
cls-maxqc1 ?r owl:maxQualifiedCardinality ?0 & ?r owl:onProperty ?p & ?r owl:onClass ?c & ?u rdf:type ?r & ?u ?p ?v & ?v rdf:type ?c => false
cls-maxqc2 ?r owl:maxQualifiedCardinality ?0 & ?r owl:onProperty ?p & ?r owl:onClass owl:Thing & ?u rdf:type ?r & ?u ?p ?v => false
cls-maxqc3 ?r owl:maxQualifiedCardinality ?1 & ?r owl:onProperty ?p & ?r owl:onClass ?c & ?u rdf:type ?r & ?u ?p ?v & ?v rdf:type ?c & ?u ?p ?w & ?w rdf:type ?c => ?v owl:sameAs ?w
cls-maxqc4 ?r owl:maxQualifiedCardinality ?1 & ?r owl:onProperty ?p & ?r owl:onClass owl:Thing & ?u rdf:type ?r & ?u ?p ?v & ?u ?p ?w => ?v owl:sameAs ?w
cax-sco   ?c rdfs:subClassOf ?d & ?x rdf:type ?c => ?x rdf:type ?d
cax-eqc1  ?c owl:equivalentClass ?d & ?x rdf:type ?c => ?x rdf:type ?d
cax-eqc2  ?c owl:equivalentClass ?d & ?x rdf:type ?d => ?x rdf:type ?c
cax-dw    ?c owl:disjointWith ?d & ?x rdf:type ?c & ?x rdf:type ?d => false
scm-cls   ?c rdf:type owl:Class => ?c rdfs:subClassOf ?c & ?c owl:equivalentClass ?c & ?c rdfs:subClassOf owl:Thing & owl:Nothing rdfs:subClassOf ?c
scm-sco   ?c rdfs:subClassOf ?d & ?d rdfs:subClassOf ?e => ?c rdfs:subClassOf ?e
scm-eqc1  ?c owl:equivalentClass ?d => ?c rdfs:subClassOf ?d & ?d rdfs:subClassOf ?c
scm-eqc2  ?c rdfs:subClassOf ?d & ?d rdfs:subClassOf ?c => ?c owl:equivalentClass ?d
scm-op    ?p rdf:type owl:ObjectProperty => ?p rdfs:subPropertyOf ?p & ?p owl:equivalentProperty ?p
scm-dp    ?p rdf:type owl:DatatypeProperty => ?p rdfs:subPropertyOf ?p & ?p owl:equivalentProperty ?p
scm-spo   ?p rdfs:subPropertyOf ?q & ?q rdfs:subPropertyOf ?r => ?p rdfs:subPropertyOf ?r
scm-eqp1  ?p owl:equivalentProperty ?q => ?p rdfs:subPropertyOf ?q & ?q rdfs:subPropertyOf ?p
scm-eqp2  ?p rdfs:subPropertyOf ?q & ?q rdfs:subPropertyOf ?p => ?p owl:equivalentProperty ?q
scm-dom1  ?p rdfs:domain ?c & ?c rdfs:subClassOf ?d => ?p rdfs:domain ?d
scm-dom2  ?q rdfs:domain ?c & ?p rdfs:subPropertyOf ?q => ?p rdfs:domain ?c
scm-rng1  ?p rdfs:range ?c & ?c rdfs:subClassOf ?d => ?p rdfs:range ?d
scm-rng2  ?q rdfs:range ?c & ?p rdfs:subPropertyOf ?q => ?p rdfs:range ?c
scm-hv    ?c owl:hasValue ?i & ?c owl:onProperty ?p & ?d owl:hasValue ?i & ?d owl:onProperty ?q & ?p rdfs:subPropertyOf ?q => ?c rdfs:subClassOf ?d
scm-svf1  ?c owl:someValuesFrom ?y & ?c owl:onProperty ?p & ?d owl:someValuesFrom ?z & ?d owl:onProperty ?p & ?y rdfs:subClassOf ?z => ?c rdfs:subClassOf ?d
scm-svf2  ?c owl:someValuesFrom ?y & ?c owl:onProperty ?p & ?d owl:someValuesFrom ?y & ?d owl:onProperty ?q & ?p rdfs:subPropertyOf ?q => ?c rdfs:subClassOf ?d
scm-avf1  ?c owl:allValuesFrom ?y & ?c owl:onProperty ?p & ?d owl:allValuesFrom ?z & ?d owl:onProperty ?p & ?y rdfs:subClassOf ?z => ?c rdfs:subClassOf ?d
scm-avf2  ?c owl:allValuesFrom ?y & ?c owl:onProperty ?p & ?d owl:allValuesFrom ?y & ?d owl:onProperty ?q & ?p rdfs:subPropertyOf ?q => ?d rdfs:subClassOf ?c
"""  # noqa: E501 — one rule a line, as in the tables

SPACES: Final = {"rdf": RDF, "rdfs": RDFS, "owl": OWL, "xsd": XSD}
CARDINALITIES: Final = {
    name: Literal(name[1], datatype=XSD.nonNegativeInteger) for name in ("?0", "?1")
}
ANNOTATIONS: Final = [
    *(RDFS[n] for n in ("label", "comment", "seeAlso", "isDefinedBy")),
    *(OWL[n] for n in ("deprecated", "versionInfo", "priorVersion")),
    *(OWL[n] for n in ("backwardCompatibleWith", "incompatibleWith")),
]
# The datatypes of OWL 2 RL (Profiles, 4.2.2 and table 8), and four more that the product knows.
_SIGNS: Final = ("nonNegativeInteger", "nonPositiveInteger", "positiveInteger", "negativeInteger")
_SIZES: Final = ("long", "int", "short", "byte")
_UNSIGNED: Final = ("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte")
NUMERIC: Final = [XSD[n] for n in ("decimal", "integer", *_SIGNS, *_SIZES, *_UNSIGNED)]
_WORDS: Final = ("normalizedString", "token", "language", "Name", "NCName", "NMTOKEN")
TEXTS: Final = [XSD[n] for n in ("string", *_WORDS)]
_BINARY: Final = ("hexBinary", "base64Binary")
_MOMENTS: Final = ("dateTime", "dateTimeStamp")
OTHERS: Final = [XSD[n] for n in ("boolean", *_BINARY, "anyURI", *_MOMENTS, "float", "double")]
BEYOND: Final = [RDF.HTML, RDF.langString, XSD.date, XSD.time]
DATATYPES: Final[list[Node]] = [
    *NUMERIC, *TEXTS, *OTHERS, RDF.PlainLiteral, RDF.XMLLiteral, RDFS.Literal, *BEYOND
]  # fmt: skip


@dataclass(frozen=True)
class Meant:
    """What is said here, by hand, of a literal that a test uses: its value, and its types."""

    value: object
    types: frozenset[Node]


class Store:
    """Triples, looked up by what of them is bound."""

    def __init__(self) -> None:
        self.all: set[Triple] = set()
        self._index: dict[tuple[Node | None, ...], set[Triple]] = defaultdict(set)

    def add(self, triple: Triple) -> bool:
        if triple in self.all:
            return False
        self.all.add(triple)
        for bound in product((True, False), repeat=3):
            key = tuple(t if b else None for t, b in zip(triple, bound, strict=True))
            self._index[key].add(triple)
        return True

    def find(self, pattern: Pattern, binding: Binding) -> list[Triple]:
        key = tuple(binding.get(t) if isinstance(t, str) and t[0] == "?" else t for t in pattern)
        return list(self._index.get(key, ()))  # type: ignore[arg-type]


def parsed() -> list[tuple[str, list[Pattern], list[Pattern]]]:
    def word(text: str) -> Node | str:
        if text in CARDINALITIES:
            return CARDINALITIES[text]
        if text.startswith("?"):
            return text
        prefix, local = text.split(":")
        return URIRef(str(SPACES[prefix]) + local)

    def patterns(text: str) -> list[Pattern]:
        parts = [part.split() for part in text.split(" & ")]
        return [(word(a), word(b), word(c)) for a, b, c in parts]

    found = []
    for line in RULES.strip().splitlines():
        name, rest = line.split(maxsplit=1)
        body, head = rest.split(" => ")
        found.append((name, patterns(body), [] if head == "false" else patterns(head)))
    return found


PARSED: Final = parsed()


def solutions(store: Store, body: list[Pattern], binding: Binding) -> Iterator[Binding]:
    if not body:
        yield binding
        return
    for triple in store.find(body[0], binding):
        new = dict(binding)
        if all(
            new.setdefault(t, v) == v
            for t, v in zip(body[0], triple, strict=True)
            if isinstance(t, str) and t[0] == "?"
        ):
            yield from solutions(store, body[1:], new)


def lists(store: Store, head: Node, seen: tuple[Node, ...] = ()) -> Iterator[list[Node]]:
    """Read LIST[?x, ?y1, ..., ?yn] in every way that the cells allow."""
    if head == RDF.nil:
        yield []
    if head in seen:
        return
    for _, _, first in store.find((head, RDF.first, "?f"), {}):
        for _, _, rest in store.find((head, RDF.rest, "?r"), {}):
            for items in lists(store, rest, (*seen, head)):
                yield [first, *items]


def axioms(store: Store, prop: URIRef) -> Iterator[tuple[Node, list[Node]]]:
    """List the axioms whose object is a list: their subject, and the list's items."""
    for subject, _, head in store.find(("?s", prop, "?o"), {}):
        for items in lists(store, head):
            yield subject, items


def of_lists(store: Store) -> Iterator[tuple[str, list[Pattern], list[Pattern]]]:
    """Make the rules that a list stands in, each for the list as it is."""
    for p, steps in axioms(store, OWL.propertyChainAxiom):
        body: list[Pattern] = [(f"?u{n}", s, f"?u{n + 1}") for n, s in enumerate(steps)]
        if steps:
            yield "prp-spo2", body, [("?u0", p, f"?u{len(steps)}")]
    for c, key in axioms(store, OWL.hasKey):
        shared: list[Pattern] = []
        for n, p in enumerate(key):
            shared += [("?x", p, f"?z{n}"), ("?y", p, f"?z{n}")]
        if key:
            typed: list[Pattern] = [("?x", RDF.type, c), ("?y", RDF.type, c)]
            yield "prp-key", typed + shared, [("?x", OWL.sameAs, "?y")]
    yield from of_classes(store)
    yield from of_members(store)


def of_classes(store: Store) -> Iterator[tuple[str, list[Pattern], list[Pattern]]]:
    for c, parts in axioms(store, OWL.intersectionOf):
        if parts:
            yield "cls-int1", [("?y", RDF.type, d) for d in parts], [("?y", RDF.type, c)]
        for d in parts:
            yield "cls-int2", [("?y", RDF.type, c)], [("?y", RDF.type, d)]
            yield "scm-int", [], [(c, RDFS.subClassOf, d)]
    for c, parts in axioms(store, OWL.unionOf):
        for d in parts:
            yield "cls-uni", [("?y", RDF.type, d)], [("?y", RDF.type, c)]
            yield "scm-uni", [], [(d, RDFS.subClassOf, c)]
    for c, members in axioms(store, OWL.oneOf):
        for y in members:
            yield "cls-oo", [], [(y, RDF.type, c)]


def of_members(store: Store) -> Iterator[tuple[str, list[Pattern], list[Pattern]]]:
    for name, kind, prop in (
        ("eq-diff2", OWL.AllDifferent, OWL.members),
        ("eq-diff3", OWL.AllDifferent, OWL.distinctMembers),
        ("prp-adp", OWL.AllDisjointProperties, OWL.members),
        ("cax-adc", OWL.AllDisjointClasses, OWL.members),
    ):
        said = (items for x, items in axioms(store, prop) if (x, RDF.type, kind) in store.all)
        for one, other in (pair for items in said for pair in combinations(items, 2)):
            if kind == OWL.AllDifferent:
                yield name, [(one, OWL.sameAs, other)], []
            elif kind == OWL.AllDisjointProperties:
                yield name, [("?x", one, "?y"), ("?x", other, "?y")], []
            else:
                yield name, [("?x", RDF.type, one), ("?x", RDF.type, other)], []


def of_literals(store: Store, meant: dict[Node, Meant]) -> Iterator[Triple]:
    """State table 8 for the literals in use."""
    used = sorted({t for triple in store.all for t in triple if isinstance(t, Literal)})
    for one in used:
        yield from ((one, RDF.type, d) for d in meant[one].types)
        for other in used:
            same = meant[one].value == meant[other].value
            yield (one, OWL.sameAs if same else OWL.differentFrom, other)


def axiomatic() -> Iterator[Triple]:
    yield OWL.Thing, RDF.type, OWL.Class
    yield OWL.Nothing, RDF.type, OWL.Class
    yield from ((a, RDF.type, OWL.AnnotationProperty) for a in ANNOTATIONS)
    yield from ((d, RDF.type, RDFS.Datatype) for d in DATATYPES)


def closure(premises: frozenset[Triple], meant: dict[Node, Meant]) -> tuple[set[Triple], set[str]]:
    """Run all rules to the fixpoint.

    Returns: all triples, and the names of the rules whose consequent is false.
    """
    store = Store()
    for triple in (*premises, *axiomatic()):
        store.add(triple)
    moved, false = True, set[str]()
    while moved:
        moved = bool(sum(store.add(t) for t in list(of_literals(store, meant))))
        for name, body, head in (*PARSED, *of_lists(store)):
            found = list(solutions(store, body, {}))
            if found and not head:
                false.add(name)
            for binding in found:
                for pattern in head:
                    s, p, o = (binding.get(t, t) if isinstance(t, str) else t for t in pattern)
                    moved |= store.add((s, p, o))  # type: ignore[arg-type]
    for one, _, kind in store.find(("?l", RDF.type, "?d"), {}):
        if isinstance(one, Literal) and kind in DATATYPES and kind not in meant[one].types:
            false.add("dt-not-type")
    return store.all, false
