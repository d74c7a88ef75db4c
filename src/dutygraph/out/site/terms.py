"""What does the site say of the ontology's terms and codes: the list, and the page of each?"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from rdflib.namespace import RDF

from dutygraph.findings import Words
from dutygraph.names import ASSERTED, PREFIXES
from dutygraph.out.site.addresses import term_path, written
from dutygraph.out.site.describe import described
from dutygraph.out.site.part import Part
from dutygraph.out.site.pieces import Column, Grid, Piece, Row, Sheet, Table, same
from dutygraph.out.site.wording import SITE
from dutygraph.triples.rules import rules
from dutygraph.triples.system import node
from dutygraph.triples.vocabulary.alignments import targets
from dutygraph.triples.vocabulary.facts import NAMED, broader, facts
from dutygraph.triples.vocabulary.model import Entry, schemes, topics
from dutygraph.triples.vocabulary.uses import KINDS, data_uses

_COLUMNS = (
    Column("name", SITE["name"]),
    Column("label", SITE["label"]),
    Column("kind", SITE["kind"]),
    Column("definition", SITE["definition"]),
)


@functools.cache
def entries() -> Mapping[str, tuple[Entry, Words]]:
    """Give each term and code by its IRI, with the title of the file or list it stands in."""
    parts = (*topics(), *schemes())
    return {entry.iri: (entry, part.title) for part in parts for entry in part.entries}


def table() -> Table:
    """List the terms, topic by topic, then the codes, list by list."""
    found = enumerate(entries().values())
    return Table(_COLUMNS, tuple(_row(at, entry, title) for at, (entry, title) in found))


def _row(at: int, entry: Entry, title: Words) -> Row:
    path = _address(entry.iri)
    where = Words(f"{title.zh} · {entry.kind.zh}", f"{title.en} · {entry.kind.en}")
    cells = (
        (Piece(same(entry.name), path, "code"),),
        (Piece(entry.label, path),),
        (Piece(where, "", "soft"),),
        (Piece(entry.definition),),
    )
    keys = (at, entry.label.zh, where.zh, entry.definition.zh)
    return Row(entry.iri, cells, keys, _texts(entry))


def _address(iri: str) -> str:
    return written(term_path(iri) or "")


def _texts(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "iri": entry.iri,
        "kind": entry.kind.en,
        "label": entry.label.zh,
        "label_en": entry.label.en,
        "definition": entry.definition.zh,
        "definition_en": entry.definition.en,
        "examples": [{"language": lang, "text": text} for lang, text in entry.examples],
        "notes": [{"language": lang, "text": text} for lang, text in entry.notes],
    }


def sheet(parts: Sequence[Part], iri: str) -> Sheet | None:
    """Describe a term or code: definition, example, notes, axioms, alignments, uses."""
    if iri not in entries():
        return None
    entry, title = entries()[iri]
    return Sheet(
        template="term.html",
        title=entry.label,
        show=partial(_show, parts, entry, title),
        facts=partial(_facts, parts, entry),
        grid=partial(_grid, parts, entry),
        triples=partial(described, parts[0].case.system.store, [iri]),
        place="terms",
        canonical=_address(iri),
    )


def _show(parts: Sequence[Part], entry: Entry, title: Words) -> dict[str, Any]:
    rule = next((r for r in rules() if f"rule:{r.name}" == entry.name), None)
    return {
        "entry": entry,
        "topic": title,
        "axioms": [(fact.head, [_linked(w) for w in fact.says]) for fact in _facts_of(entry)],
        "uses": [(KINDS[k], [_user(parts[0], k, n) for n in names]) for k, names in _uses(entry)],
        "counts": _counts(parts, entry),
        "rule": rule.query if rule else "",
    }


def _facts_of(entry: Entry) -> tuple[Any, ...]:
    return facts(entry.name) if entry.name.startswith("dg:") else broader(entry.name)


def _uses(entry: Entry) -> list[tuple[str, tuple[str, ...]]]:
    return list(data_uses().get(entry.name, {}).items())


def _user(part: Part, kind: str, name: str) -> Piece:
    if kind in {"question", "check"}:
        return Piece(same(name), part.within(f"{kind}/{name}"), "code")
    if kind == "rule":
        return Piece(same(name), written(f"term/rule/{name}"), "code")
    return Piece(same(name), _named(name), "code")


def _linked(words: Words) -> dict[str, list[Piece]]:
    """Part words at the names in braces, each of which leads to its term."""
    return {"zh": _pieces(words.zh), "en": _pieces(words.en)}


def _pieces(text: str) -> list[Piece]:
    found, at = [], 0
    for match in NAMED.finditer(text):
        found.append(Piece(same(text[at : match.start()])))
        found.append(Piece(same(match[1]), _named(match[1]), "code"))
        at = match.end()
    return [*found, Piece(same(text[at:]))]


def _named(name: str) -> str:
    """Give the address of a term, code or published term by its short name; empty for none."""
    if name in targets():
        return targets()[name]
    prefix, _, rest = name.partition(":")
    iri = PREFIXES.get(prefix, "") + rest
    return _address(iri) if iri in entries() else ""


def _counts(parts: Sequence[Part], entry: Entry) -> list[tuple[str, int]]:
    """Count for each system the triples of a property, or the things of a class or code."""
    found = []
    for part in parts:
        store, term, graph = part.case.system.store, node(entry.iri), node(ASSERTED)
        if entry.kind.en == "class":
            quads = store.quads_for_pattern(None, node(RDF.type), term, graph)
        elif entry.kind.en == "code":
            quads = store.quads_for_pattern(None, None, term, graph)
        else:
            quads = store.quads_for_pattern(None, term, None, graph)
        number = sum(1 for _ in quads)
        if number:
            found.append((part.name, number))
    return found


def _facts(parts: Sequence[Part], entry: Entry) -> dict[str, Any]:
    return {
        **_texts(entry),
        "axioms": [
            {"head": fact.head.en, "says": [w.en for w in fact.says]} for fact in _facts_of(entry)
        ],
        "uses": {kind: list(names) for kind, names in _uses(entry)},
        "in_data": dict(_counts(parts, entry)),
    }


def _grid(parts: Sequence[Part], entry: Entry) -> Grid:
    texts = _texts(entry)
    head = ("name", "iri", "kind", "label", "label_en", "definition", "definition_en")
    counted = "；".join(f"{name} {number}" for name, number in _counts(parts, entry))
    return Grid((*head, "in_data"), ((*(texts[key] for key in head), counted),))
