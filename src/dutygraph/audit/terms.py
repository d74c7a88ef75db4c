"""Which triple is meant by a subject, a relation and an object in words?"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from rdflib import Literal, URIRef
from rdflib.namespace import OWL, RDF, SKOS
from rdflib.term import Node

from dutygraph.audit.case import Case
from dutygraph.audit.holders import holder_names
from dutygraph.errors import UsageError
from dutygraph.names import DG, PREFIXES, local
from dutygraph.net.links import LINES
from dutygraph.triples.justify import in_our_words
from dutygraph.triples.reason import Triple

_COMMON: Final = (*LINES, DG.isEntrustedBy, DG.isOverseenBy, DG.answersTo, DG.imposesOn, DG.bears)
_KINDS: Final = (OWL.ObjectProperty, OWL.DatatypeProperty)

Named = Mapping[str, list[URIRef]]


def find_triple(case: Case, subject: str, relation: str, obj: str) -> Triple:
    """Find a triple that is known: of norms, holders, provisions, codes; in any dg: relation.

    Things go by IRI, prefixed name, local name or label, relations by local name or label.

    Raises: UsageError for a name that is not known, with the nearest, or that is borne by
        several; for a triple that does not hold, with what does.
    """
    predicate = _relation(case, relation)
    known = case.reasoned.known
    left = _term(case, subject)
    literal = (o for o in known.objects(left, predicate) if isinstance(o, Literal))
    said = next((o for o in sorted(literal) if str(o) == obj), None)
    triple: Triple = (left, predicate, said if said is not None else _term(case, obj))
    if triple in known and in_our_words(triple):
        return triple
    there = sorted({case.reasoned.reader.words(o).zh for o in known.objects(left, predicate)})
    see = f"see what it gives with `dutygraph why {case.system.name} {subject}`"
    raise UsageError(
        "the text gives no such line",
        place=f"{subject} {relation} {obj}",
        cure=f"with this relation it gives: {', '.join(there)}" if there else see,
    )


def _relation(case: Case, name: str) -> URIRef:
    names: dict[str, URIRef] = {"a": RDF.type, "type": RDF.type}
    for kind in _KINDS:
        for term in sorted(case.reasoned.ontology.subjects(RDF.type, kind), key=str):
            if isinstance(term, URIRef) and term in DG:
                words = case.reasoned.reader.words(term)
                for one in (local(term), str(term), words.zh, words.en):
                    names.setdefault(_plain(one), term)
    key = _plain(name.removeprefix("dg:").removeprefix("rdf:"))
    if key in names:
        return names[key]
    close = [names[n] for n in difflib.get_close_matches(key, names, cutoff=0.6)]
    nearest = ", ".join(dict.fromkeys(local(p) for p in close))
    hint = f"nearest: {nearest}; " if nearest else ""
    common = ", ".join(sorted(local(p) for p in _COMMON))
    cure = f"{hint}known: {common}, and the other relations of the ontology"
    raise UsageError("unknown relation", place=name, cure=cure)


def _plain(name: str) -> str:
    return name.replace("-", "").replace(" ", "").lower()


def _term(case: Case, name: str) -> URIRef:
    tiers = tuple(_tiers(case))
    for named in tiers:
        found = sorted(set(named.get(name, [])))
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(
                f"names {len(found)} things", place=name, cure=f"say which: {', '.join(found)}"
            )
    names = sorted({n for named in tiers for n in named if "://" not in n})
    close = difflib.get_close_matches(name, names, cutoff=0.4)
    cure = f"nearest: {', '.join(close)}" if close else "see `dutygraph register`"
    raise UsageError("no such holder, norm or other thing", place=name, cure=cure)


def _tiers(case: Case) -> Iterator[Named]:
    """List things under their names: norms, holders, then the rest; whole IRIs last."""
    reasoned = case.reasoned
    norms = [URIRef(n.iri) for n in reasoned.reader.norms(readings=True)]
    yield {local(norm): [norm] for norm in norms}
    for named in holder_names(case):
        yield {name: [URIRef(h.iri) for h in holders] for name, holders in named.items()}
    rest: dict[str, list[URIRef]] = defaultdict(list)
    whole: dict[str, list[URIRef]] = defaultdict(list)
    prefixes = {**reasoned.system.prefixes, **PREFIXES}
    for thing in _things(case):
        words = reasoned.reader.words(thing)
        for one in dict.fromkeys((local(thing), words.zh, words.en)):
            rest[one].append(thing)
        whole[str(thing)].append(thing)
        for prefix, space in prefixes.items():
            if thing.startswith(space):
                whole[f"{prefix}:{thing.removeprefix(space)}"].append(thing)
    yield rest
    yield whole


def _things(case: Case) -> list[URIRef]:
    """List what the data describe, the codes, and the project's classes."""
    ontology = case.reasoned.ontology
    found: set[Node] = set(case.reasoned.known.subjects(RDF.type, None))
    found -= set(ontology.subjects(RDF.type, None))
    found |= set(ontology.subjects(RDF.type, SKOS.Concept))
    found |= {one for one in ontology.subjects(RDF.type, OWL.Class) if str(one).startswith(str(DG))}
    return sorted(one for one in found if isinstance(one, URIRef))
