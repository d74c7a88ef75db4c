"""What does RDFS add to OWL 2 RL?

OWL 2 RL leaves out the axioms of RDF and RDFS, and the rules that would type everything as a
resource. Who asks for both regimes gets both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from dutygraph.engine.facts import Facts
from dutygraph.engine.relations import pack
from dutygraph.engine.rules import Atom, Rule, parsed
from dutygraph.engine.terms import Terms
from dutygraph.engine.vocabulary import DATATYPES, INTERNAL, NUMBERS, PREFIXES, SAME, TYPE

MOST_MEMBERS: Final = 10_000

_AXIOMS: Final = """
rdf:type rdfs:domain rdfs:Resource rdfs:range rdfs:Class
rdfs:domain rdfs:domain rdf:Property rdfs:range rdfs:Class
rdfs:range rdfs:domain rdf:Property rdfs:range rdfs:Class
rdfs:subPropertyOf rdfs:domain rdf:Property rdfs:range rdf:Property
rdfs:subClassOf rdfs:domain rdfs:Class rdfs:range rdfs:Class
rdf:subject rdfs:domain rdf:Statement rdfs:range rdfs:Resource
rdf:predicate rdfs:domain rdf:Statement rdfs:range rdfs:Resource
rdf:object rdfs:domain rdf:Statement rdfs:range rdfs:Resource
rdfs:member rdfs:domain rdfs:Resource rdfs:range rdfs:Resource
rdf:first rdfs:domain rdf:List rdfs:range rdfs:Resource
rdf:rest rdfs:domain rdf:List rdfs:range rdf:List
rdfs:seeAlso rdfs:domain rdfs:Resource rdfs:range rdfs:Resource
rdfs:isDefinedBy rdfs:domain rdfs:Resource rdfs:range rdfs:Resource
rdfs:isDefinedBy rdfs:subPropertyOf rdfs:seeAlso
rdfs:comment rdfs:domain rdfs:Resource rdfs:range rdfs:Literal
rdfs:label rdfs:domain rdfs:Resource rdfs:range rdfs:Literal
rdf:value rdfs:domain rdfs:Resource rdfs:range rdfs:Resource
rdf:nil rdf:type rdf:List
rdf:Alt rdfs:subClassOf rdfs:Container
rdf:Bag rdfs:subClassOf rdfs:Container
rdf:Seq rdfs:subClassOf rdfs:Container
rdfs:ContainerMembershipProperty rdfs:subClassOf rdf:Property
rdfs:Datatype rdfs:subClassOf rdfs:Class
"""
_PROPERTIES: Final = (
    "rdf:type rdf:subject rdf:predicate rdf:object rdf:first rdf:rest rdf:value rdf:_1"
)
_RULES: Final = """
rdfs6   ?p rdf:type rdf:Property -> ?p rdfs:subPropertyOf ?p
rdfs8   ?c rdf:type rdfs:Class -> ?c rdfs:subClassOf rdfs:Resource
rdfs10  ?c rdf:type rdfs:Class -> ?c rdfs:subClassOf ?c
rdfs12  ?p rdf:type rdfs:ContainerMembershipProperty -> ?p rdfs:subPropertyOf rdfs:member
rdfs13  ?d rdf:type rdfs:Datatype -> ?d rdfs:subClassOf rdfs:Literal
"""
_RESOURCE: Final = NUMBERS["rdfs:Resource"]
_PROPERTY: Final = NUMBERS["rdf:Property"]
_HIDDEN: Final = INTERNAL | {~n for n in INTERNAL} | {SAME}
_X, _Y = -1, -2


def add_axioms(facts: Facts, terms: Terms[Any]) -> None:
    """Add the axiomatic triples of RDF and RDFS.

    Of the endless rdf:_1, rdf:_2, ... only rdf:_1 and those in use, up to MOST_MEMBERS, have
    theirs.
    Source: RDF 1.1 Semantics, sections 8 and 9.
    """
    rule = Rule("rdfs-axiom", (), Atom(_X, _Y, -3))
    for line in _AXIOMS.strip().splitlines():
        subject, *rest = (NUMBERS[word] for word in line.split())
        for p, o in zip(rest[::2], rest[1::2], strict=True):
            facts.add(p, pack(np.array([subject]), np.array([o])), rule)
    properties = np.array(sorted(NUMBERS[name] for name in _PROPERTIES.split()))
    facts.add(~_PROPERTY, properties, rule)
    for member in _members(terms):
        one = np.array([member])
        facts.add(~NUMBERS["rdfs:ContainerMembershipProperty"], one, rule)
        for relation in ("rdfs:domain", "rdfs:range"):
            facts.add(NUMBERS[relation], pack(one, np.array([_RESOURCE])), rule)


def _members(terms: Terms[Any]) -> Iterator[int]:
    for n in range(1, MOST_MEMBERS + 1):
        number = terms.find(f"{PREFIXES['rdf']}_{n}")
        if number is not None:
            yield number


def rdfs_rules(facts: Facts) -> Iterator[Rule]:
    """Make the rules of RDFS that OWL 2 RL lacks, for each relation that holds facts now.

    Source: RDF 1.1 Semantics, sections 8.1.1 and 9.2.1.
    """
    yield from parsed(_RULES)
    for relation in sorted(set(facts.relations()) - _HIDDEN):
        if relation < 0:
            yield from _of_class(~relation)
            continue
        said = (Atom(_X, relation, _Y),)
        yield Rule("rdfD2", said, Atom(relation, TYPE, _PROPERTY))
        yield Rule("rdfs4a", said, Atom(_X, TYPE, _RESOURCE))
        yield Rule("rdfs4b", said, Atom(_Y, TYPE, _RESOURCE))


def _of_class(kind: int) -> Iterator[Rule]:
    said = (Atom(_X, TYPE, kind),)
    if kind != _RESOURCE:
        yield Rule("rdfs4a", said, Atom(_X, TYPE, _RESOURCE))
    yield Rule("rdfs4b", said, Atom(kind, TYPE, _RESOURCE))
    if kind in DATATYPES:
        yield Rule("rdfs1", said, Atom(kind, TYPE, NUMBERS["rdfs:Datatype"]))
