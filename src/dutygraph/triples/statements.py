"""Under which IRI, and in which words, does a statement about a triple stand?

A triple has no name in RDF 1.1. Here its statement is named after its subject, predicate and
object, so that two runs, and two files, speak of one statement by one name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from dutygraph.findings import Words
from dutygraph.names import DG
from dutygraph.triples.reading import Reader
from dutygraph.triples.reason import Triple

_LOCAL: Final = re.compile(r"[^/#]*$")
_WORDS: Final[dict[Node, Words]] = {
    RDF.type: Words("是", "is a"),
    RDFS.subClassOf: Words("归入", "is a kind of"),
    RDFS.subPropertyOf: Words("也即", "is also"),
    RDFS.domain: Words("主语归入", "has domain"),
    RDFS.range: Words("宾语归入", "has range"),
    OWL.inverseOf: Words("反过来是", "is the inverse of"),
    OWL.propertyChainAxiom: Words("由链推出", "follows from the chain"),
    OWL.onProperty: Words("看属性", "looks at"),
    OWL.hasValue: Words("取值", "has value"),
    OWL.TransitiveProperty: Words("传递属性", "transitive property"),
    SKOS.broader: Words("属于大类", "has broader"),
    SKOS.notation: Words("序号", "has number"),
}


@dataclass(frozen=True)
class Statements:
    """Names and words for statements and for unnamed nodes of an ontology.

    Triples: `ontology` is where unnamed nodes hang from named ones; not changed.
    """

    prefixes: Mapping[str, str]
    ontology: Graph
    reader: Reader

    def name(self, triple: Triple) -> URIRef:
        """Name the statement of a triple: `county.dg:reportsTo.city`.

        An object is written without its namespace where the subject is in the same, with a
        prefix where one is known, else whole; dots in it are escaped, so that no two triples
        share a name. A literal and an unnamed node become a digest.
        """
        subject, predicate, obj = triple
        owner = str(self.term(subject))
        space = _LOCAL.sub("", owner)
        return URIRef(f"{owner}.{self._short(predicate)}.{self._short(obj, space)}")

    def term(self, node: Node) -> Node:
        """Give a term as it is, and an unnamed node under a name of its own.

        In an ontology the name follows the axiom by which the node hangs from a named one,
        and a digest of what hangs below it: `dg:bears.owl:propertyChainAxiom.5f1d0c2a4b3e`.
        One of the data keeps its label, which stays the same while the file does.
        """
        if not isinstance(node, BNode):
            return node
        found = sorted(self.ontology.subject_predicates(node), key=str)
        if not found:
            return URIRef(f"urn:dutygraph:{node}")
        owner, predicate = found[0]
        digest = _digest(self._shape(node))
        return URIRef(f"{self.term(owner)}.{self._short(predicate)}.{digest}")

    def _short(self, term: Node, space: str = "") -> str:
        iri = str(self.term(term))
        if isinstance(term, Literal):
            return f"literal:{_digest(term.n3())}"
        if isinstance(term, BNode):
            return f"unnamed:{_digest(iri)}"
        if space and iri.startswith(space) and iri != space:
            return _escaped(iri.removeprefix(space))
        known = {p: s for p, s in self.prefixes.items() if p and s and iri.startswith(s)}
        if not known:
            return _escaped(iri)
        prefix = min(known, key=lambda p: (-len(known[p]), p))
        return f"{prefix}:{_escaped(iri.removeprefix(known[prefix]))}"

    def _shape(self, node: Node) -> str:
        """Write what hangs below an unnamed node, without its label."""
        if not isinstance(node, BNode):
            return node.n3()
        below = self.ontology.predicate_objects(node)
        return f"[{' '.join(sorted(f'{p.n3()} {self._shape(o)}' for p, o in below))}]"

    def described(self, node: Node) -> tuple[Triple, ...]:
        """List what an ontology says of an unnamed node and those below it, all named."""
        found: list[Triple] = []
        for predicate, obj in self.ontology.predicate_objects(node):
            if isinstance(node, BNode):
                found.append((self.term(node), predicate, self.term(obj)))
                found += self.described(obj)
        return tuple(sorted(found))

    def words(self, triple: Triple) -> Words:
        """Say a triple in words, by the labels of its terms."""
        said = [self.words_of(term) for term in triple]
        return Words(" ".join(w.zh for w in said), " ".join(w.en for w in said))

    def words_of(self, term: Node) -> Words:
        """Say a term: by its label, words as they are, an unnamed node by what is below it."""
        exact = self.reader.asserted.value(term, DG.hasExactWords)
        if exact is not None or isinstance(term, Literal):
            return Words(f"“{exact or term}”", f"“{exact or term}”")
        if term in _WORDS:
            return _WORDS[term]
        if not isinstance(term, BNode):
            return self.reader.words(term)
        chain = list(self.ontology.items(term)) if (term, RDF.first, None) in self.ontology else []
        value = (self.ontology.value(term, p) for p in (OWL.onProperty, OWL.hasValue))
        said = [self.words_of(part) for part in chain or value if part is not None]
        said = said or [self.reader.words(term)]
        mark = " ∘ " if chain else " "
        return Words(mark.join(w.zh for w in said), mark.join(w.en for w in said))


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def _escaped(words: str) -> str:
    return quote(words, safe="").replace(".", "%2E")
