"""Which ontologies and data do the tests of the engines draw?

Every feature of OWL 2 RL, drawn freely over few terms, so that axioms meet. An axiom is its
triples; blank nodes are named after what they say, so that equal axioms are equal.
"""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from rdflib import BNode, Literal, Namespace, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

Triple = tuple[Node, Node, Node]
Triples = frozenset[Triple]
Expression = tuple[Node, Triples]

EX = Namespace("https://example.org/")
CLASSES = [EX[n] for n in "ABC"]
PROPERTIES = [EX[n] for n in "pqr"]
PEOPLE = [EX[n] for n in "abcd"]
LITERALS = [Literal("x"), Literal("x", lang="zh"), Literal(1), Literal("1.5", datatype=XSD.decimal)]
NONE: Triples = frozenset()

classes, properties, people = (st.sampled_from(s) for s in (CLASSES, PROPERTIES, PEOPLE))
literals = st.sampled_from(LITERALS)
values: st.SearchStrategy[Node] = st.one_of(people, people, people, literals)


def name(*parts: Node) -> BNode:
    return BNode("-".join(str(p).rsplit("/", 1)[-1].rsplit("#", 1)[-1] for p in parts))


def listed(items: Sequence[Node]) -> Expression:
    """Write a list; its cells are named after what they hold."""
    cells = [name(EX["list"], *items[n:]) for n in range(len(items))]
    found: set[Triple] = set()
    for cell, item, after in zip(cells, items, [*cells[1:], RDF.nil], strict=True):
        found |= {(cell, RDF.first, item), (cell, RDF.rest, after)}
    return (cells[0] if cells else RDF.nil), frozenset(found)


def restriction(prop: URIRef, kind: URIRef, filler: Node, *more: tuple[URIRef, Node]) -> Expression:
    node = name(prop, kind, filler, *(o for _, o in more))
    said: set[Triple] = {(node, OWL.onProperty, prop), (node, kind, filler)}
    return node, frozenset(said | {(node, p, o) for p, o in more})


def boolean(kind: URIRef, items: list[URIRef]) -> Expression:
    head, cells = listed(items)
    node = name(kind, *items)
    return node, cells | {(node, kind, head)}


def plain(term: Node) -> Expression:
    return term, NONE


def number(text: str) -> Literal:
    return Literal(text, datatype=XSD.nonNegativeInteger)


fillers = st.one_of(classes, classes, st.just(OWL.Thing), st.just(XSD.integer))
some = st.builds(restriction, properties, st.just(OWL.someValuesFrom), fillers)
every = st.builds(restriction, properties, st.just(OWL.allValuesFrom), classes)
valued = st.builds(restriction, properties, st.just(OWL.hasValue), values)
most = st.builds(
    restriction,
    properties,
    st.just(OWL.maxCardinality),
    st.sampled_from([number("0"), number("1")]),
)
qualified = st.builds(
    restriction,
    properties,
    st.just(OWL.maxQualifiedCardinality),
    st.sampled_from([number("0"), number("1")]),
    st.tuples(st.just(OWL.onClass), st.one_of(classes, st.just(OWL.Thing))),
)
several = st.lists(classes, min_size=1, max_size=3)
expressions: st.SearchStrategy[Expression] = st.one_of(
    classes.map(plain),
    classes.map(plain),
    st.just(plain(OWL.Nothing)),
    some,
    every,
    valued,
    most,
    qualified,
    st.builds(boolean, st.just(OWL.intersectionOf), several),
    st.builds(boolean, st.just(OWL.unionOf), several),
    st.builds(boolean, st.just(OWL.oneOf), st.lists(people, min_size=1, max_size=2)),
    st.builds(lambda c: (name(OWL.complementOf, c), frozenset({
        (name(OWL.complementOf, c), OWL.complementOf, c)
    })), classes),
)  # fmt: skip


def between(left: Expression, relation: URIRef, right: Expression) -> Triples:
    return left[1] | right[1] | {(left[0], relation, right[0])}


def chain(target: URIRef, steps: list[URIRef]) -> Triples:
    head, cells = listed(steps)
    return cells | {(target, OWL.propertyChainAxiom, head)}


def all_of(kind: URIRef, relation: URIRef, items: list[URIRef]) -> Triples:
    head, cells = listed(items)
    node = name(kind, *items)
    return cells | {(node, RDF.type, kind), (node, relation, head)}


def denied(subject: URIRef, prop: URIRef, value: Node) -> Triples:
    node = name(EX["not"], subject, prop, value)
    target = OWL.targetValue if isinstance(value, Literal) else OWL.targetIndividual
    return frozenset(
        {
            (node, OWL.sourceIndividual, subject),
            (node, OWL.assertionProperty, prop),
            (node, target, value),
        }
    )


def key(kind: URIRef, items: list[URIRef]) -> Triples:
    head, cells = listed(items)
    return cells | {(kind, OWL.hasKey, head)}


def one(*triple: Node) -> Triples:
    return frozenset({triple})  # type: ignore[arg-type]


CHARACTERISTICS = [
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.IrreflexiveProperty,
    OWL.SymmetricProperty,
    OWL.AsymmetricProperty,
    OWL.TransitiveProperty,
    OWL.TransitiveProperty,
]
links = st.lists(properties, min_size=1, max_size=3)
class_axioms = st.one_of(
    *(
        st.builds(between, expressions, st.just(relation), expressions)
        for relation in (RDFS.subClassOf, RDFS.subClassOf, OWL.equivalentClass)
    ),
    st.builds(between, classes.map(plain), st.just(OWL.disjointWith), classes.map(plain)),
    st.builds(one, classes, st.just(RDF.type), st.just(OWL.Class)),
)
property_axioms = st.one_of(
    *(
        st.builds(one, properties, st.just(relation), properties)
        for relation in (
            RDFS.subPropertyOf,
            RDFS.subPropertyOf,
            OWL.inverseOf,
            OWL.equivalentProperty,
            OWL.propertyDisjointWith,
        )
    ),
    st.builds(one, properties, st.just(RDF.type), st.sampled_from(CHARACTERISTICS)),
    st.builds(between, properties.map(plain), st.just(RDFS.domain), expressions),
    st.builds(between, properties.map(plain), st.just(RDFS.range), expressions),
    st.builds(chain, properties, links),
)
apart = st.one_of(
    st.builds(
        all_of,
        st.just(OWL.AllDisjointClasses),
        st.just(OWL.members),
        st.lists(classes, min_size=2, max_size=3, unique=True),
    ),
    st.builds(
        all_of,
        st.just(OWL.AllDisjointProperties),
        st.just(OWL.members),
        st.lists(properties, min_size=2, max_size=3, unique=True),
    ),
    st.builds(
        all_of,
        st.just(OWL.AllDifferent),
        st.sampled_from([OWL.members, OWL.distinctMembers]),
        st.lists(people, min_size=2, max_size=3, unique=True),
    ),
    st.builds(denied, people, properties, values),
)
keys = st.builds(key, classes, st.lists(properties, min_size=1, max_size=2, unique=True))
# Axioms about the language itself: what the rules read may follow from data.
bold = st.one_of(
    st.builds(one, properties, st.just(RDFS.subPropertyOf), st.just(RDF.type)),
    st.builds(one, properties, st.just(RDFS.subPropertyOf), st.just(RDFS.subClassOf)),
    st.builds(one, properties, st.just(RDFS.subPropertyOf), st.just(OWL.sameAs)),
    st.builds(one, st.just(RDF.type), st.just(RDFS.subPropertyOf), properties),
    st.builds(one, st.just(OWL.sameAs), st.just(RDFS.subPropertyOf), properties),
    st.builds(one, properties, properties, st.one_of(classes, properties)),
    st.builds(one, classes, st.just(RDFS.subClassOf), st.sampled_from(CHARACTERISTICS)),
    st.builds(one, properties, st.just(RDF.type), classes),
    st.builds(one, properties, st.just(OWL.sameAs), properties),
    st.builds(one, classes, st.just(OWL.sameAs), classes),
    st.builds(one, classes, properties, classes),
)
axioms = st.one_of(class_axioms, class_axioms, property_axioms, property_axioms, apart)
relations = st.builds(one, people, properties, values)
types = st.builds(one, people, st.just(RDF.type), classes)
equalities = st.builds(
    one, people, st.sampled_from([OWL.sameAs, OWL.sameAs, OWL.differentFrom]), people
)
data = st.one_of(relations, relations, relations, types, types, equalities)


def joined(parts: list[Triples]) -> Triples:
    return NONE.union(*parts)


def declared(triples: Triples) -> Triples:
    """Declare all classes and properties, as OWL 2 DL asks."""
    found: set[Triple] = {(p, RDF.type, OWL.ObjectProperty) for p in PROPERTIES}
    found |= {(c, RDF.type, OWL.Class) for c in CLASSES}
    return triples | found


worlds = st.builds(
    lambda a, d: joined([*a, *d]),
    st.lists(axioms, min_size=2, max_size=7),
    st.lists(data, min_size=2, max_size=7),
)
bold_worlds = st.builds(
    lambda a, b, d: joined([*a, *b, *d]),
    st.lists(axioms, min_size=1, max_size=5),
    st.lists(bold, min_size=1, max_size=3),
    st.lists(data, min_size=2, max_size=6),
)
keyed_worlds = st.builds(
    lambda k, a, d: joined([k, *a, *d]),
    keys,
    st.lists(axioms, max_size=3),
    st.lists(data, min_size=3, max_size=8),
)

# Literals of one value in several datatypes, and names for them (table 8).
_spelt = st.sampled_from(
    [
        Literal(1),
        Literal("01", datatype=XSD.integer, normalize=False),
        Literal("1.0", datatype=XSD.decimal, normalize=False),
        Literal("1", datatype=XSD.double, normalize=False),
        Literal("x"),
        Literal("true", datatype=XSD.boolean),
    ]
)
_ranges = st.sampled_from(
    [XSD.integer, XSD.byte, XSD.decimal, XSD.string, XSD.double, RDFS.Literal]
)
_of_values = st.one_of(
    st.builds(one, people, st.sampled_from([OWL.sameAs, *PROPERTIES]), _spelt),
    st.builds(one, properties, st.just(RDFS.range), _ranges),
    st.builds(
        lambda p, d: between(
            plain(CLASSES[0]), OWL.equivalentClass, restriction(p, OWL.someValuesFrom, d)
        ),
        properties,
        _ranges,
    ),
    st.builds(one, properties, st.just(RDF.type), st.just(OWL.FunctionalProperty)),
)
valued_worlds = st.builds(
    lambda v, a, d: joined([*v, *a, *d]),
    st.lists(_of_values, min_size=2, max_size=6),
    st.lists(axioms, max_size=3),
    st.lists(data, min_size=1, max_size=4),
)
