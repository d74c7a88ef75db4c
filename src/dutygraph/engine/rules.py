"""Which rules does OWL 2 RL have, and how is a rule held?

The text below follows tables 4 to 9 of OWL 2 Profiles, section 4.3, rule by rule. What needs
lists of any length is made in `compile`; the rules of equality that only replace a term by an
equal one (eq-ref, eq-sym, eq-trans, eq-rep-*) hold by construction, because of all equal terms
only one is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from dutygraph.engine.vocabulary import NUMBERS, SAME, TYPE

W3C: Final = """
eq-diff1  ?x owl:differentFrom ?x -> false
prp-dom   ?p rdfs:domain ?c . ?x ?p ?y -> ?x rdf:type ?c
prp-rng   ?p rdfs:range ?c . ?x ?p ?y -> ?y rdf:type ?c
prp-fp    ?p rdf:type owl:FunctionalProperty . ?x ?p ?y -> same ?y by ?x
prp-ifp   ?p rdf:type owl:InverseFunctionalProperty . ?x ?p ?y -> same ?x by ?y
prp-irp   ?p rdf:type owl:IrreflexiveProperty . ?x ?p ?x -> false
prp-symp  ?p rdf:type owl:SymmetricProperty . ?x ?p ?y -> ?y ?p ?x
prp-asyp  ?p rdf:type owl:AsymmetricProperty . ?x ?p ?y . ?y ?p ?x -> false
prp-trp   ?p rdf:type owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z -> ?x ?p ?z
prp-spo1  ?p rdfs:subPropertyOf ?q . ?x ?p ?y -> ?x ?q ?y
prp-eqp1  ?p owl:equivalentProperty ?q . ?x ?p ?y -> ?x ?q ?y
prp-eqp2  ?p owl:equivalentProperty ?q . ?x ?q ?y -> ?x ?p ?y
prp-pdw   ?p owl:propertyDisjointWith ?q . ?x ?p ?y . ?x ?q ?y -> false
prp-inv1  ?p owl:inverseOf ?q . ?x ?p ?y -> ?y ?q ?x
prp-inv2  ?p owl:inverseOf ?q . ?x ?q ?y -> ?y ?p ?x
prp-npa1  ?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . ?n owl:targetIndividual ?y . ?x ?p ?y -> false
prp-npa2  ?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . ?n owl:targetValue ?y . ?x ?p ?y -> false
cls-nothing2  ?x rdf:type owl:Nothing -> false
cls-int2  ?c owl:intersectionOf ?l . ?l :item ?d . ?x rdf:type ?c -> ?x rdf:type ?d
cls-uni   ?c owl:unionOf ?l . ?l :item ?d . ?x rdf:type ?d -> ?x rdf:type ?c
cls-com   ?c owl:complementOf ?d . ?x rdf:type ?c . ?x rdf:type ?d -> false
cls-svf1  ?c owl:someValuesFrom ?d . ?c owl:onProperty ?p . ?x ?p ?y . ?y rdf:type ?d -> ?x rdf:type ?c
cls-svf2  ?c owl:someValuesFrom owl:Thing . ?c owl:onProperty ?p . ?x ?p ?y -> ?x rdf:type ?c
cls-avf   ?c owl:allValuesFrom ?d . ?c owl:onProperty ?p . ?x rdf:type ?c . ?x ?p ?y -> ?y rdf:type ?d
cls-hv1   ?c owl:hasValue ?v . ?c owl:onProperty ?p . ?x rdf:type ?c -> ?x ?p ?v
cls-hv2   ?c owl:hasValue ?v . ?c owl:onProperty ?p . ?x ?p ?v -> ?x rdf:type ?c
cls-maxc1  ?c rdf:type :max0 . ?c owl:onProperty ?p . ?x rdf:type ?c . ?x ?p ?y -> false
cls-maxc2  ?c rdf:type :max1 . ?c owl:onProperty ?p . ?x rdf:type ?c . ?x ?p ?y -> same ?y by ?x
cls-maxqc1  ?c rdf:type :maxQualified0 . ?c owl:onProperty ?p . ?c owl:onClass ?d . ?x rdf:type ?c . ?x ?p ?y . ?y rdf:type ?d -> false
cls-maxqc2  ?c rdf:type :maxQualified0 . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing . ?x rdf:type ?c . ?x ?p ?y -> false
cls-maxqc3  ?c rdf:type :maxQualified1 . ?c owl:onProperty ?p . ?c owl:onClass ?d . ?x rdf:type ?c . ?x ?p ?y . ?y rdf:type ?d -> same ?y by ?x
cls-maxqc4  ?c rdf:type :maxQualified1 . ?c owl:onProperty ?p . ?c owl:onClass owl:Thing . ?x rdf:type ?c . ?x ?p ?y -> same ?y by ?x
cls-oo    ?c owl:oneOf ?l . ?l :item ?x -> ?x rdf:type ?c
cax-sco   ?c rdfs:subClassOf ?d . ?x rdf:type ?c -> ?x rdf:type ?d
cax-eqc1  ?c owl:equivalentClass ?d . ?x rdf:type ?c -> ?x rdf:type ?d
cax-eqc2  ?c owl:equivalentClass ?d . ?x rdf:type ?d -> ?x rdf:type ?c
cax-dw    ?c owl:disjointWith ?d . ?x rdf:type ?c . ?x rdf:type ?d -> false
scm-cls   ?c rdf:type owl:Class -> ?c rdfs:subClassOf ?c
scm-cls   ?c rdf:type owl:Class -> ?c owl:equivalentClass ?c
scm-cls   ?c rdf:type owl:Class -> ?c rdfs:subClassOf owl:Thing
scm-cls   ?c rdf:type owl:Class -> owl:Nothing rdfs:subClassOf ?c
scm-sco   ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e -> ?c rdfs:subClassOf ?e
scm-eqc1  ?c owl:equivalentClass ?d -> ?c rdfs:subClassOf ?d
scm-eqc1  ?c owl:equivalentClass ?d -> ?d rdfs:subClassOf ?c
scm-eqc2  ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c -> ?c owl:equivalentClass ?d
scm-op    ?p rdf:type owl:ObjectProperty -> ?p rdfs:subPropertyOf ?p
scm-op    ?p rdf:type owl:ObjectProperty -> ?p owl:equivalentProperty ?p
scm-dp    ?p rdf:type owl:DatatypeProperty -> ?p rdfs:subPropertyOf ?p
scm-dp    ?p rdf:type owl:DatatypeProperty -> ?p owl:equivalentProperty ?p
scm-spo   ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r -> ?p rdfs:subPropertyOf ?r
scm-eqp1  ?p owl:equivalentProperty ?q -> ?p rdfs:subPropertyOf ?q
scm-eqp1  ?p owl:equivalentProperty ?q -> ?q rdfs:subPropertyOf ?p
scm-eqp2  ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p -> ?p owl:equivalentProperty ?q
scm-dom1  ?p rdfs:domain ?c . ?c rdfs:subClassOf ?d -> ?p rdfs:domain ?d
scm-dom2  ?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q -> ?p rdfs:domain ?c
scm-rng1  ?p rdfs:range ?c . ?c rdfs:subClassOf ?d -> ?p rdfs:range ?d
scm-rng2  ?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q -> ?p rdfs:range ?c
scm-hv    ?c owl:hasValue ?v . ?c owl:onProperty ?p . ?d owl:hasValue ?v . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q -> ?c rdfs:subClassOf ?d
scm-svf1  ?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?z . ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z -> ?c rdfs:subClassOf ?d
scm-svf2  ?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?y . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q -> ?c rdfs:subClassOf ?d
scm-avf1  ?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?z . ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z -> ?c rdfs:subClassOf ?d
scm-avf2  ?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?y . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q -> ?d rdfs:subClassOf ?c
scm-int   ?c owl:intersectionOf ?l . ?l :item ?d -> ?c rdfs:subClassOf ?d
scm-uni   ?c owl:unionOf ?l . ?l :item ?d -> ?d rdfs:subClassOf ?c
"""  # noqa: E501 — one rule a line, as in the tables


class Atom(NamedTuple):
    """A pattern of a triple; numbers below zero are variables."""

    s: int
    p: int
    o: int

    def filled(self, values: dict[int, int]) -> Atom:
        """Put values for variables."""
        return Atom(*(values.get(t, t) for t in self))

    def variables(self) -> set[int]:
        """List the variables."""
        return {t for t in self if t < 0}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its W3C name.

    `head` is what it concludes, or nothing for an inconsistency. A rule that concludes sameAs
    has as its head `?x owl:sameAs ?x`, and two values of ?x are the same where `by`, the
    values of these variables, agree: so n equal things take n rows and not n². `given` are
    the triples of the ontology that made it from a rule of the tables.
    """

    name: str
    body: tuple[Atom, ...]
    head: Atom | None
    by: tuple[int, ...] = ()
    given: tuple[Atom, ...] = field(default=(), compare=False)

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """List the atoms of its body and its head."""
        return self.body if self.head is None else (*self.body, self.head)

    @property
    def merges(self) -> bool:
        """Tell whether it finds equal terms by agreement on other variables."""
        return bool(self.by)

    @property
    def is_transitive(self) -> bool:
        """Tell whether it says that one relation is transitive, and no more."""
        if self.head is None or len(self.body) != 2 or self.by:  # noqa: PLR2004
            return False
        (x, p, y), (y2, q, z) = self.body
        return (
            p == q == self.head.p
            and (x, z) == (self.head.s, self.head.o)
            and y == y2
            and len({x, y, z}) == len(self.body) + 1
            and max(x, y, z) < 0
        )


def is_class(atom: Atom) -> bool:
    """Tell whether an atom speaks of one class: `?x rdf:type C`."""
    return atom.p == TYPE and atom.o >= 0


@cache
def table() -> tuple[Rule, ...]:
    """Read the rules of the W3C tables."""
    return parsed(W3C)


@cache
def parsed(text: str) -> tuple[Rule, ...]:
    """Read rules, one a line."""
    return tuple(_parse(line) for line in text.strip().splitlines())


def _parse(line: str) -> Rule:
    name, text = line.split(maxsplit=1)
    left, right = text.split(" -> ")
    names: dict[str, int] = dict(NUMBERS)

    def number(word: str) -> int:
        if word.startswith("?"):
            return names.setdefault(word, -1 - (len(names) - len(NUMBERS)))
        return names[word]

    body = tuple(Atom(*map(number, atom.split())) for atom in left.split(" . "))
    if right == "false":
        return Rule(name, body, None)
    if right.startswith("same "):
        _, one, _, by = right.split()
        return Rule(name, body, Atom(number(one), SAME, number(one)), (number(by),))
    return Rule(name, body, Atom(*map(number, right.split())))
