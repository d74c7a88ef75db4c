"""Which checks are there, and what does each find?

A check is a file of `queries/check/`: what is wrong, why it matters, the cure, and the
SPARQL that finds it. How grave its findings are stands in `levels.toml`, and a user may
replace that (see `levels`).
"""

from __future__ import annotations

import difflib
import functools
import hashlib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox
from rdflib import URIRef

from dutygraph import places
from dutygraph.audit.case import Case
from dutygraph.errors import UsageError
from dutygraph.findings import SEVERITIES, Finding, Words
from dutygraph.model import Norm, Provision
from dutygraph.names import PREFIXES
from dutygraph.triples.rules import head

# An IRI in a text that an answer gives stands for its label, so that one text does for both.
_NAMED: Final = re.compile(r"<([a-z]+:[^<>\s]+)>")


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its texts in both languages, its source, its query and its level.

    `link` is the link of the loop whose loss the check reports first, empty for others.
    `replaced` tells that a user chose the level: then a row may soften it but not raise it.
    """

    name: str
    severity: str
    link: str
    source: str
    texts: dict[str, Words]
    query: str
    replaced: bool = False

    def severity_of(self, row: str) -> str:
        """Give the level of a finding whose row in the answer asks for `row`, or for none."""
        if self.replaced and row:
            return max(row, self.severity, key=SEVERITIES.index)
        return row or self.severity


@functools.cache
def checks() -> tuple[Check, ...]:
    """Read every check with its level, sorted by name."""
    folder = places.queries() / "check"
    levels = tomllib.loads((folder / "levels.toml").read_text(encoding="utf-8"))
    found = []
    for path in sorted(folder.glob("*.rq")):
        facts, query = head(path)
        texts = {
            key: Words(str(facts[f"{key}_zh"]), str(english))
            for key, english in facts.items()
            if f"{key}_zh" in facts
        }
        found.append(
            Check(
                name=path.stem,
                severity=str(levels[path.stem]),
                link=str(facts.get("link", "")),
                source=str(facts["source"]),
                texts=texts,
                query=query,
            )
        )
    return tuple(found)


def check_named(name: str) -> Check:
    """Find one check.

    Raises: UsageError with the nearest known name.
    """
    known = {check.name: check for check in checks()}
    if name in known:
        return known[name]
    raise UsageError("unknown check", place=name, cure=nearest(name, known))


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which known name is meant, else list them all, as the cure of an unknown one."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1)
    return f"did you mean {close[0]}?" if close else f"known: {', '.join(names)}"


def run_checks(case: Case, chosen: Iterable[Check] | None = None) -> tuple[Finding, ...]:
    """Run checks over what is known of a case, all unless chosen; its facts must be written.

    Returns: findings by severity, then in the order of the text.
    """
    describe = _Describer(case)
    found: dict[Finding, int] = {}
    causes: dict[Finding, set[str]] = defaultdict(set)
    for check in checks() if chosen is None else chosen:
        rows = case.system.store.query(
            check.query, prefixes=PREFIXES, use_default_graph_as_union=True
        )
        assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 -- every check is a SELECT
        names = [v.value for v in rows.variables]
        for row in rows:
            values = {n: t for n in names if isinstance(t := row[n], ox.NamedNode | ox.Literal)}
            place = describe.place(values["subject"].value)
            finding = describe.finding(check, values)
            found[finding] = place
            if "because" in values and values["because"].value:
                causes[finding].add(values["because"].value)
    ordered = sorted(found, key=lambda f: (SEVERITIES.index(f.severity), f.check, found[f], f))
    return tuple(replace(f, because_of=", ".join(sorted(causes.get(f, ())))) for f in ordered)


class _Describer:
    """Turn the rows of a check into findings with labels, articles and words."""

    def __init__(self, case: Case) -> None:
        self.reader = case.reasoned.reader
        self.text = case.system.text or ""
        self.provisions = {p.iri: p for p in case.provisions}
        self.norms = {n.iri: n for n in case.norms}
        self.first: dict[str, Norm] = {}
        duties = [n for n in case.norms if n.force == "obligation"]
        articles = [n for n in duties if n.provision and n.provision.kind == "article"]
        for norms in (articles, duties, case.norms):
            for norm in norms:
                for holder in norm.holders:
                    self.first.setdefault(holder, norm)
        for norm in case.norms:
            for holder in norm.counterparts:
                self.first.setdefault(holder, norm)

    def finding(self, check: Check, values: dict[str, ox.NamedNode | ox.Literal]) -> Finding:
        subject = values["subject"].value
        detail = self._words(values.get("detail"))
        label = self._label(subject)
        provision = self._provision(subject)
        article = provision.label if provision else Words("有关条款", "the provision concerned")
        variant = values["variant"].value if "variant" in values else ""
        message = check.texts[f"message_{variant}" if variant else "message"]
        severity = check.severity_of(values["severity"].value if "severity" in values else "")
        because = values["because"].value if "because" in values else ""

        def fill(words: Words) -> Words:
            return Words(
                words.zh.format(
                    label=label.zh, detail=detail.zh, article=article.zh, name=label.zh
                ),
                words.en.format(
                    label=label.en, detail=detail.en, article=article.en, name=label.zh
                ),
            )

        return Finding(
            check=check.name,
            severity="note" if because else severity,
            subject=self._name(subject),
            label=label,
            provision=provision.label if provision and provision.kind == "article" else None,
            message=fill(message),
            cure=fill(check.texts["cure"]),
            quote=self._quote(subject),
            fingerprint=_fingerprint(variant, detail.zh, self._own_words(subject)),
            span=self._span(subject, detail.zh),
        )

    def place(self, iri: str) -> int:
        """Give where in the text a finding belongs, for sorting."""
        norm = self._norm(iri)
        if norm and norm.quote:
            return norm.quote.start
        return self.provisions[iri].start if iri in self.provisions else 0

    def _norm(self, iri: str) -> Norm | None:
        return self.norms.get(iri) or self.first.get(iri)

    def _provision(self, iri: str) -> Provision | None:
        norm = self._norm(iri)
        return self.provisions.get(iri) or (norm.provision if norm else None)

    def _quote(self, iri: str) -> str:
        norm = self._norm(iri)
        return norm.quote.words if norm and norm.quote else ""

    def _own_words(self, iri: str) -> str:
        norm = self.norms.get(iri)
        return norm.quote.words if norm and norm.quote else ""

    def _span(self, iri: str, detail: str) -> tuple[()] | tuple[int, int]:
        """Find the quote; in a provision the words that the finding names, else all of it."""
        norm = self._norm(iri)
        if norm and norm.quote:
            return norm.quote.start, norm.quote.end
        provision = self.provisions.get(iri)
        if provision is None:
            return ()
        start, end = provision.start, provision.end
        at = self.text.find(detail, start, end) if detail else -1
        return (at, at + len(detail)) if at >= 0 else (start, end)

    def _name(self, iri: str) -> str:
        norm = self.norms.get(iri)
        return norm.id if norm else iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]

    def _label(self, iri: str) -> Words:
        if iri in self.norms:
            return Words(self.norms[iri].id, self.norms[iri].id)
        return self._words(ox.NamedNode(iri))

    def _words(self, term: ox.NamedNode | ox.Literal | None) -> Words:
        if isinstance(term, ox.NamedNode):
            return self.reader.words(URIRef(term.value))
        if term is None:
            return Words("", "")
        named = {iri: self._label(iri) for iri in _NAMED.findall(term.value)}
        return Words(
            _NAMED.sub(lambda m: named[m[1]].zh, term.value),
            _NAMED.sub(lambda m: named[m[1]].en, term.value.replace("、", ", " if named else "、")),
        )


def _fingerprint(*words: str) -> str:
    """Make a short key of words: not of places or neighbours, which move when norms do."""
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:12]
