"""How are entities, activities and the rules they follow said in PROV-O?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node

from dutygraph.findings import Words
from dutygraph.names import CODE, code
from dutygraph.triples.reading import Reader
from dutygraph.triples.reason import Triple
from dutygraph.triples.view import NEIGHBOURS

PROV: Final = Namespace(NEIGHBOURS["prov"])
OWL_RL: Final = Namespace(f"{CODE}owl-rl/")
AGENT: Final = URIRef(str(CODE).removesuffix("/code/"))
_TABLES: Final = URIRef(
    "https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules"
)
_READING: Final = re.compile(r"DR\d+")


@dataclass
class Trail:
    """Triples of PROV-O while they are gathered; `reader` gives the labels."""

    reader: Reader
    triples: set[Triple] = field(default_factory=set)

    def say(self, subject: Node, said: Mapping[URIRef, Node | Sequence[Node]]) -> None:
        """Say of a subject, for each predicate, one value or several."""
        for predicate, given in said.items():
            values = [given] if isinstance(given, Node) else given
            self.triples |= {(subject, predicate, value) for value in values}

    def label(self, subject: Node, words: Words | None = None) -> None:
        """Label a subject in both languages, by the data's own label where none is given."""
        words = words or self.reader.words(subject)
        pair = [Literal(words.zh, lang="zh"), Literal(words.en, lang="en")]
        self.say(subject, {RDFS.label: pair})

    def generate(self, entity: URIRef, origins: Sequence[Node], run: URIRef) -> None:
        """Say that an activity made an entity out of others."""
        self.say(entity, {RDF.type: PROV.Entity, PROV.wasGeneratedBy: run})
        self.say(entity, {PROV.wasDerivedFrom: origins})
        self.say(run, {RDF.type: PROV.Activity, PROV.used: origins})

    def grade(self, entity: URIRef, run: URIRef, grade: Node) -> None:
        """Say in which role, as the code of a grade, an entity came out of its activity."""
        generation = URIRef(f"{entity}.generation")
        self.say(entity, {PROV.qualifiedGeneration: generation})
        self.say(generation, {RDF.type: PROV.Generation, PROV.activity: run, PROV.hadRole: grade})
        self.say(grade, {RDF.type: PROV.Role})
        self.label(grade)

    def sign(self, run: URIRef) -> None:
        """Say that the program did an activity."""
        self.say(run, {PROV.wasAssociatedWith: AGENT})
        self.say(AGENT, {RDF.type: PROV.SoftwareAgent, RDFS.label: Literal("dutygraph")})

    def plan(self, rule: str) -> URIRef:
        """Describe a rule, of the W3C or a reading rule, and give its IRI."""
        reads = _READING.fullmatch(rule)
        plan = code("rule", rule) if reads else OWL_RL[rule]
        self.say(plan, {RDF.type: PROV.Plan})
        if reads:
            self.label(plan)
        else:
            self.say(plan, {RDFS.label: Literal(rule), RDFS.seeAlso: _TABLES})
        return plan

    def follow(self, run: URIRef, rules: Sequence[str]) -> None:
        """Say by which rules an activity went, each as the plan of an association."""
        for number, rule in enumerate(rules, start=1):
            plan, association = self.plan(rule), URIRef(f"{run}.{number}")
            self.say(run, {PROV.used: plan, PROV.qualifiedAssociation: association})
            how = {RDF.type: PROV.Association, PROV.agent: AGENT, PROV.hadPlan: plan}
            self.say(association, how)
