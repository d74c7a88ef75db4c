"""Does the ontology stay within OWL 2 RL, entail no surprise, and load without our code?

The profile is written out as tables from OWL 2 Profiles, section 4.2: which class expression
may stand below (a sub-class), above (a super-class) and on both sides (an equivalence).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import owlready2  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

from dutygraph import places
from dutygraph.audit.report import Report
from dutygraph.names import DG
from dutygraph.triples.axioms import schema
from dutygraph.triples.reason import Inference, Triple, infer, relevant
from dutygraph.triples.system import ontology_files

ALIGN = sorted((places.ontology() / "align").glob("*.ttl"))

SUB, SUPER, EQUIV, ANY = "sub-class", "super-class", "equivalent class", ""
"""Positions of a class expression; ANY asks nothing of what stands inside."""

ALLOWED: dict[str, dict[str, str]] = {
    SUB: {
        "class": ANY,
        "intersectionOf": SUB,
        "unionOf": SUB,
        "oneOf": ANY,
        "someValuesFrom": SUB,
        "hasValue": ANY,
    },
    SUPER: {
        "class": ANY,
        "intersectionOf": SUPER,
        "complementOf": SUB,
        "allValuesFrom": SUPER,
        "hasValue": ANY,
        "maxCardinality 0 or 1": SUB,
    },
    EQUIV: {"class": ANY, "intersectionOf": EQUIV, "hasValue": ANY},
}
THING_INSIDE = ("someValuesFrom", "maxCardinality 0 or 1")
LISTED = ("intersectionOf", "unionOf")
COUNTED = ("Cardinality", "QualifiedCardinality")

NUMBERS = (
    "decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger "
    "long int short byte unsignedLong unsignedInt unsignedShort unsignedByte float double"
)
STRINGS = "string normalizedString token language Name NCName NMTOKEN"
OTHERS = "boolean hexBinary base64Binary anyURI dateTime dateTimeStamp"
DATATYPES = {RDFS.Literal, RDF.XMLLiteral, RDF.PlainLiteral, RDF.langString} | {
    XSD[name] for names in (NUMBERS, STRINGS, OTHERS) for name in names.split()
}
SIMPLE_ONLY = (
    OWL.IrreflexiveProperty,
    OWL.AsymmetricProperty,
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
)
BEYOND = {
    (DG.isIssuedOn, RDFS.range, XSD.date),
    (DG.hasPeriod, RDFS.range, XSD.duration),
    (DG.reportsTo, RDF.type, OWL.IrreflexiveProperty),
}
"""What rule engines take and OWL 2 DL does not: days and durations, which are not in its
datatype map, and that nobody reports to himself, said of a property made of a chain."""


@dataclass(frozen=True)
class Profile:
    """The syntactic restrictions of OWL 2 RL, asked of one graph."""

    graph: Graph

    def violations(self) -> Iterator[str]:
        yield from self._class_axioms()
        yield from self._property_axioms()
        yield from self._definitions()
        yield from self._data_ranges()
        yield from self._not_simple()
        yield from (f"DisjointUnion at {s}" for s in self.graph.subjects(OWL.disjointUnionOf))
        yield from (f"ObjectHasSelf at {s}" for s in self.graph.subjects(OWL.hasSelf))
        for s in self.graph.subjects(RDF.type, OWL.ReflexiveProperty):
            yield f"ReflexiveObjectProperty at {s}"

    def _class_axioms(self) -> Iterator[str]:
        for below, above in self.graph.subject_objects(RDFS.subClassOf):
            yield from self._expression(below, SUB)
            yield from self._expression(above, SUPER)
        for predicate, position in ((OWL.equivalentClass, EQUIV), (OWL.disjointWith, SUB)):
            for pair in self.graph.subject_objects(predicate):
                yield from (v for one in pair for v in self._expression(one, position))
        for members in self.graph.objects(None, OWL.members):
            for one in Collection(self.graph, members):
                yield from self._expression(one, SUB)
        for keyed in self.graph.subjects(OWL.hasKey):
            yield from self._expression(keyed, SUB)
        for kind in self.graph.objects(None, RDF.type):
            if isinstance(kind, BNode):
                yield from self._expression(kind, SUPER)

    def _property_axioms(self) -> Iterator[str]:
        for kind in self.graph.objects(None, RDFS.domain):
            yield from self._expression(kind, SUPER)
        for prop, kind in self.graph.subject_objects(RDFS.range):
            if not self._is_data(prop):
                yield from self._expression(kind, SUPER)
        kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
        for prop in set(self.graph.subjects(RDF.type)):
            if sum((prop, RDF.type, kind) in self.graph for kind in kinds) > 1:
                yield f"two kinds of property: {prop}"

    def _definitions(self) -> Iterator[str]:
        """Ask of a class that is itself written as an expression."""
        for constructor in (*LISTED, "complementOf", "oneOf"):
            for named in self.graph.subjects(OWL[constructor]):
                if isinstance(named, URIRef):
                    yield from self._inside(named, constructor, EQUIV)

    def _not_simple(self) -> Iterator[str]:
        """Ask of properties that follow from others in several steps (Structural Spec., 11.2)."""
        made = set(self.graph.subjects(OWL.propertyChainAxiom))
        made |= set(self.graph.subjects(RDF.type, OWL.TransitiveProperty))
        composite = {
            up for p in made for up in self.graph.transitive_objects(p, RDFS.subPropertyOf)
        }
        composite |= {q for p in composite for q in self.graph.objects(p, OWL.inverseOf)}
        composite |= {q for p in composite for q in self.graph.subjects(OWL.inverseOf, p)}
        for kind in SIMPLE_ONLY:
            for prop in set(self.graph.subjects(RDF.type, kind)) & composite:
                yield f"{kind.fragment} on a composite property: {prop}"

    def _expression(self, node: Node, position: str) -> Iterator[str]:
        if position == ANY:
            return
        if node == OWL.Thing:
            yield f"owl:Thing as {position}"
        elif isinstance(node, BNode):
            yield from self._inside(node, self._constructor(node), position)

    def _inside(self, node: Node, constructor: str, position: str) -> Iterator[str]:
        if constructor not in ALLOWED[position]:
            yield f"{constructor} as {position}"
            return
        below = ALLOWED[position][constructor]
        if self._is_data(self.graph.value(node, OWL.onProperty)):
            return
        for part in self._parts(node, constructor):
            if part != OWL.Thing or constructor not in THING_INSIDE:
                yield from self._expression(part, below)

    def _constructor(self, node: Node) -> str:
        plain = (*LISTED, "complementOf", "oneOf", "someValuesFrom", "allValuesFrom", "hasValue")
        for name in (*plain, "hasSelf"):
            if (node, OWL[name], None) in self.graph:
                return name
        for bound in ("max", "min", ""):
            for ending in COUNTED:
                name = bound + ending if bound else ending[0].lower() + ending[1:]
                count = self.graph.value(node, OWL[name])
                if count is not None:
                    small = bound == "max" and int(str(count)) <= 1
                    return "maxCardinality 0 or 1" if small else f"{name} {count}"
        return "class"

    def _parts(self, node: Node, constructor: str) -> Iterator[Node]:
        if constructor in LISTED:
            for members in self.graph.objects(node, OWL[constructor]):
                yield from Collection(self.graph, members)
        elif constructor.startswith("max"):
            yield from self.graph.objects(node, OWL.onClass)
        else:
            yield from self.graph.objects(node, OWL[constructor])

    def _is_data(self, prop: Node | None) -> bool:
        return prop is not None and (prop, RDF.type, OWL.DatatypeProperty) in self.graph

    def _data_ranges(self) -> Iterator[str]:
        found = [(p, r) for p, r in self.graph.subject_objects(RDFS.range) if self._is_data(p)]
        for node, prop in self.graph.subject_objects(OWL.onProperty):
            if self._is_data(prop):
                fillers = (OWL.someValuesFrom, OWL.allValuesFrom, OWL.onDataRange)
                found += [(prop, r) for p in fillers for r in self.graph.objects(node, p)]
        for prop, data_range in found:
            yield from self._data_range(prop, data_range)

    def _data_range(self, prop: Node, node: Node) -> Iterator[str]:
        if isinstance(node, BNode):
            together = self.graph.value(node, OWL.intersectionOf)
            if together is None:
                yield f"data range of {prop} is neither a datatype nor an intersection"
            else:
                for part in Collection(self.graph, together):
                    yield from self._data_range(prop, part)
        elif node not in DATATYPES and str(node).startswith((str(XSD), str(OWL), str(RDF))):
            yield f"datatype {node} of {prop}"


def violations(graph: Graph) -> list[str]:
    return sorted(set(Profile(graph).violations()))


def surprises(premises: Iterable[Triple], inference: Inference) -> list[str]:
    """Say what is entailed that nobody meant."""
    graph = Graph()
    for triple in (*premises, *inference.triples):
        graph.add(triple)
    found = [f"clash: {clash}" for clash in inference.clashes]
    found += [f"sameAs: {s} {o}" for s, o in graph.subject_objects(OWL.sameAs) if s != o]
    for predicate in (RDF.type, RDFS.subClassOf, OWL.equivalentClass):
        empty = set(graph.subjects(predicate, OWL.Nothing)) - {OWL.Nothing}
        found += [f"nothing: {s}" for s in empty]
    holders = set(graph.subjects(RDF.type, DG.Holder)) | set(graph.subjects(DG.holds))
    for holder in holders:
        kinds = graph.objects(holder, RDF.type)
        found += [f"unnamed type: {holder}" for kind in kinds if isinstance(kind, BNode)]
    return sorted(set(found))


@pytest.fixture(scope="module")
def core() -> Graph:
    graph = Graph()
    for path in ontology_files():
        graph.parse(path, format="turtle")
    return graph


def parsed(body: str) -> Graph:
    head = "".join(
        f"@prefix {name}: <{space}> .\n"
        for name, space in (("owl", OWL), ("rdf", RDF), ("rdfs", RDFS), ("xsd", XSD), ("dg", DG))
    )
    return Graph().parse(data=f"{head}@prefix : <http://example.org/> .\n{body}", format="turtle")


def test_ontology_is_in_owl_2_rl(core: Graph) -> None:
    within = Graph()
    within += core
    for axiom in BEYOND:
        assert axiom in core
        within.remove(axiom)
    assert violations(within) == []


def test_what_is_beyond_the_profile_is_counted(core: Graph) -> None:
    assert len(violations(core)) == len(BEYOND)


@pytest.mark.parametrize("path", ALIGN, ids=lambda p: p.stem)
def test_each_alignment_keeps_the_profile(core: Graph, path: Path) -> None:
    together = core + Graph().parse(path, format="turtle")
    assert violations(together) == violations(core)


A_PROPERTY = ":p a owl:ObjectProperty . :d a owl:DatatypeProperty . "
SOME = "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ]"
ALL = "[ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :B ]"
VALUE = "[ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :b ]"
SELF = "[ a owl:Restriction ; owl:onProperty :p ; owl:hasSelf true ]"
UNION = "[ a owl:Class ; owl:unionOf ( :A :B ) ]"
BOTH = "[ a owl:Class ; owl:intersectionOf ( :A :B ) ]"
NOT = "[ a owl:Class ; owl:complementOf :B ]"
ONE = "[ a owl:Class ; owl:oneOf ( :a :b ) ]"


def bound(kind: str, count: int, on: str = "") -> str:
    number = f'"{count}"^^xsd:nonNegativeInteger'
    return f"[ a owl:Restriction ; owl:onProperty :p ; owl:{kind} {number} {on}]"


BAD = {
    "thing below": ("owl:Thing rdfs:subClassOf :A .", "owl:Thing as sub-class"),
    "thing above": (":A rdfs:subClassOf owl:Thing .", "owl:Thing as super-class"),
    "thing equivalent": (":A owl:equivalentClass owl:Thing .", "owl:Thing as equivalent class"),
    "all below": (f"{ALL} rdfs:subClassOf :A .", "allValuesFrom as sub-class"),
    "not below": (f"{NOT} rdfs:subClassOf :A .", "complementOf as sub-class"),
    "max below": (
        f"{bound('maxCardinality', 1)} rdfs:subClassOf :A .",
        "maxCardinality 0 or 1 as sub-class",
    ),
    "union above": (f":A rdfs:subClassOf {UNION} .", "unionOf as super-class"),
    "some above": (f":A rdfs:subClassOf {SOME} .", "someValuesFrom as super-class"),
    "one of above": (f":A rdfs:subClassOf {ONE} .", "oneOf as super-class"),
    "max 2 above": (
        f":A rdfs:subClassOf {bound('maxCardinality', 2)} .",
        "maxCardinality 2 as super-class",
    ),
    "min above": (
        f":A rdfs:subClassOf {bound('minCardinality', 1)} .",
        "minCardinality 1 as super-class",
    ),
    "exact above": (
        f":A rdfs:subClassOf {bound('cardinality', 1)} .",
        "cardinality 1 as super-class",
    ),
    "qualified min above": (
        f":A rdfs:subClassOf {bound('minQualifiedCardinality', 1, '; owl:onClass :B ')} .",
        "minQualifiedCardinality 1 as super-class",
    ),
    "inside max": (
        f":A rdfs:subClassOf {bound('maxQualifiedCardinality', 1, f'; owl:onClass {NOT} ')} .",
        "complementOf as sub-class",
    ),
    "inside not": (
        f":A rdfs:subClassOf [ a owl:Class ; owl:complementOf {ALL} ] .",
        "allValuesFrom as sub-class",
    ),
    "inside both": (
        f":A rdfs:subClassOf [ a owl:Class ; owl:intersectionOf ( :B {UNION} ) ] .",
        "unionOf as super-class",
    ),
    "inside all": (
        f":A rdfs:subClassOf {ALL.replace(':B', SOME)} .",
        "someValuesFrom as super-class",
    ),
    "inside some": (
        f"{SOME.replace(':B', ALL)} rdfs:subClassOf :A .",
        "allValuesFrom as sub-class",
    ),
    "some equivalent": (f":A owl:equivalentClass {SOME} .", "someValuesFrom as equivalent class"),
    "union equivalent": (f":A owl:equivalentClass {UNION} .", "unionOf as equivalent class"),
    "named union": (":A a owl:Class ; owl:unionOf ( :B :C ) .", "unionOf as equivalent class"),
    "not disjoint": (f":A owl:disjointWith {NOT} .", "complementOf as sub-class"),
    "all disjoint": (
        f"[ a owl:AllDisjointClasses ; owl:members ( :A {ALL} ) ] .",
        "allValuesFrom as sub-class",
    ),
    "union domain": (f":p rdfs:domain {UNION} .", "unionOf as super-class"),
    "some range": (f":p rdfs:range {SOME} .", "someValuesFrom as super-class"),
    "irreflexive chain": (
        ":p a owl:IrreflexiveProperty ; owl:propertyChainAxiom ( :q :r ) .",
        "IrreflexiveProperty on a composite property: ",
    ),
    "functional above transitive": (
        ":q a owl:TransitiveProperty ; rdfs:subPropertyOf :p . :p a owl:FunctionalProperty .",
        "FunctionalProperty on a composite property: ",
    ),
    "two kinds": (":p a owl:DatatypeProperty .", "two kinds of property: "),
    "data domain": (f":d rdfs:domain {ONE} .", "oneOf as super-class"),
    "key": (f"{ALL} owl:hasKey ( :p ) .", "allValuesFrom as sub-class"),
    "assertion": (f":a a {UNION} .", "unionOf as super-class"),
    "disjoint union": (":A owl:disjointUnionOf ( :B :C ) .", "DisjointUnion at "),
    "reflexive": (":p a owl:ReflexiveProperty .", "ReflexiveObjectProperty at "),
    "self": (f"{SELF} rdfs:subClassOf :A .", "ObjectHasSelf at "),
    "real": (":d rdfs:range owl:real .", "datatype http://www.w3.org/2002/07/owl#real of "),
    "day": (":d rdfs:range xsd:date .", "datatype http://www.w3.org/2001/XMLSchema#date of "),
    "list of literals": (
        ":d rdfs:range [ a rdfs:Datatype ; owl:oneOf ( 1 2 ) ] .",
        "data range of ",
    ),
    "facet": (
        ":d rdfs:range [ owl:onDatatype xsd:byte ; owl:withRestrictions ( [ xsd:length 1 ] ) ] .",
        "data range of ",
    ),
    "filler": (
        f":A rdfs:subClassOf {ALL.replace(':p', ':d').replace(':B', 'owl:rational')} .",
        "datatype http://www.w3.org/2002/07/owl#rational of ",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_profile_catches(name: str) -> None:
    body, message = BAD[name]
    found = violations(parsed(A_PROPERTY + body))
    assert [v for v in found if v.startswith(message)], found


GOOD = {
    "hasValue on every side": f":A rdfs:subClassOf {VALUE} . {VALUE} rdfs:subClassOf :B . "
    f":C owl:equivalentClass {VALUE} .",
    "below": " ".join(f"{one} rdfs:subClassOf :A ." for one in (SOME, UNION, ONE, BOTH)),
    "above": f":A rdfs:subClassOf {ALL} , {NOT} , {BOTH} .",
    "at most": f":A rdfs:subClassOf {bound('maxCardinality', 1)} , {bound('maxCardinality', 0)} .",
    "some thing": f"{SOME.replace(':B', 'owl:Thing')} rdfs:subClassOf :A .",
    "both equivalent": f":A owl:equivalentClass {BOTH} .",
    "properties": ":p a owl:TransitiveProperty , owl:SymmetricProperty ; owl:inverseOf :q . "
    ":q owl:propertyChainAxiom ( :p :p ) . :r a owl:IrreflexiveProperty , owl:FunctionalProperty .",
    "data": ":d rdfs:range [ a rdfs:Datatype ; owl:intersectionOf ( xsd:integer xsd:long ) ] .",
    "data restriction": f"{SOME.replace(':p', ':d').replace(':B', 'xsd:integer')} "
    "rdfs:subClassOf :A .",
}


@pytest.mark.parametrize("name", GOOD)
def test_profile_allows(name: str) -> None:
    assert violations(parsed(A_PROPERTY + GOOD[name])) == []


def test_data_and_alignments_entail_no_surprise(core: Graph, yunfu: Report, toy: Report) -> None:
    aligned = Graph()
    for path in ALIGN:
        aligned.parse(path, format="turtle")
    for one in (yunfu, toy):
        case = one.case.reasoned
        premises = set(schema(core + aligned)) | relevant(case.asserted)
        premises |= relevant(t for added in case.by_rule.values() for t in added)
        assert surprises(premises, infer(premises)) == []


SURPRISES = {
    "sameAs: ": "dg:holds a owl:FunctionalProperty . :h dg:holds :a , :b .",
    "clash: ": "dg:Body owl:disjointWith dg:Norm . :h a dg:Body , dg:Norm .",
    "nothing: http://example.org/A": ":A a owl:Class ; rdfs:subClassOf owl:Nothing .",
    "nothing: http://example.org/h": ":A a owl:Class ; rdfs:subClassOf owl:Nothing . :h a :A .",
    "unnamed type: ": f"dg:holds rdfs:domain {VALUE} . :p a owl:ObjectProperty . :h dg:holds :n .",
}


@pytest.mark.parametrize("message", SURPRISES)
def test_surprises_are_seen(message: str) -> None:
    premises = set(parsed(SURPRISES[message]))
    assert [s for s in surprises(premises, infer(premises)) if s.startswith(message)]


def test_every_class_and_property_can_have_members(core: Graph) -> None:
    """A class that nothing can belong to shows as a clash once something is put into it."""
    fresh = iter(URIRef(f"http://example.org/{n}") for n in range(1000))
    premises = set(schema(core))
    premises |= {(next(fresh), RDF.type, kind) for kind in core.subjects(RDF.type, OWL.Class)}
    links = set(core.subjects(RDF.type, OWL.ObjectProperty))
    premises |= {(next(fresh), link, next(fresh)) for link in links}
    assert surprises(premises, infer(premises)) == []


def test_a_report_to_oneself_is_a_clash(core: Graph) -> None:
    premises = schema(core) | set(parsed(":h dg:holds :n . :n dg:namesRecipient :h ."))
    assert surprises(premises, infer(premises))


@pytest.mark.parametrize("path", [*ontology_files(), *ALIGN], ids=lambda p: p.stem)
def test_each_file_loads_in_two_engines_alike(path: Path) -> None:
    store = ox.Store()
    store.load(path=path)
    assert len(store) == len(Graph().parse(path, format="turtle")) > 0


def test_owlready2_finds_every_class_with_both_labels(core: Graph) -> None:
    world = owlready2.World()
    lines = io.BytesIO(core.serialize(format="nt", encoding="utf-8"))
    world.get_ontology("http://example.org/dutygraph#").load(fileobj=lines, format="ntriples")
    wanted = {
        str(s): {
            (o.language, str(o)) for o in core.objects(s, RDFS.label) if isinstance(o, Literal)
        }
        for s in core.subjects(RDF.type, OWL.Class)
        if isinstance(s, URIRef)
    }
    found = {
        kind.iri: {(str(label.lang), str(label)) for label in kind.label}
        for kind in world.classes()
        if kind.iri in wanted
    }
    assert len(wanted) > 20
    assert found == wanted
    assert all({language for language, _ in labels} == {"zh", "en"} for labels in found.values())
    properties = {p.iri for p in world.object_properties()}
    assert {str(DG.holds), str(DG.reportsTo)} <= properties
