"""Which checks are there, and what does each find?

A check is a file of `queries/check/`: what is wrong, why it matters, the cure, and the
SPARQL that finds it. How grave its findings are stands in `levels.toml`.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import URIRef

from dutygraph import places
from dutygraph.audit.case import Case
from dutygraph.errors import UsageError
from dutygraph.findings import SEVERITIES, Finding, Words
from dutygraph.model import Norm, Provision
from dutygraph.names import PREFIXES
from dutygraph.triples.rules import head


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its texts in both languages, its source, its query and its level.

    `link` is the link of the loop whose loss the check reports first, empty for others.
    """

    name: str
    severity: str
    link: str
    source: str
    texts: dict[str, Words]
    query: str


_TEXTS = ("title", "problem", "why", "cure", "message", "message_implied")


def checks() -> tuple[Check, ...]:
    """Read every check with its level, sorted by name."""
    folder = places.queries() / "check"
    levels = tomllib.loads((folder / "levels.toml").read_text(encoding="utf-8"))
    found = []
    for path in sorted(folder.glob("*.rq")):
        facts, query = head(path)
        texts = {k: Words(str(facts[f"{k}_zh"]), str(facts[k])) for k in _TEXTS if k in facts}
        severity = str(levels[path.stem])
        found.append(
            Check(
                name=path.stem,
                severity=severity,
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
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]}? " if close else ""
    raise UsageError("unknown check", place=name, cure=f"{hint}known: {', '.join(known)}")


def run_checks(case: Case, only: Iterable[str] | None = None) -> tuple[Finding, ...]:
    """Run the checks over what is known of a case; its facts must have been written.

    Returns: findings by severity, then in the order of the text.
    """
    chosen = set(only) if only is not None else None
    describe = _Describer(case)
    found: dict[Finding, int] = {}
    for check in checks():
        if chosen is not None and check.name not in chosen:
            continue
        rows = case.system.store.query(
            check.query, prefixes=PREFIXES, use_default_graph_as_union=True
        )
        assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 -- every check is a SELECT
        names = [v.value for v in rows.variables]
        for row in rows:
            values = {n: t for n in names if isinstance(t := row[n], ox.NamedNode | ox.Literal)}
            place = describe.place(values["subject"].value)
            found[describe.finding(check, values)] = place
    return tuple(sorted(found, key=lambda f: (SEVERITIES.index(f.severity), f.check, found[f], f)))


class _Describer:
    """Turn the rows of a check into findings with labels, articles and words."""

    def __init__(self, case: Case) -> None:
        self.reader = case.reasoned.reader
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
        severity = values["severity"].value if "severity" in values else ""
        because = values["because"].value if "because" in values else ""

        def fill(words: Words) -> Words:
            return Words(
                words.zh.format(label=label.zh, detail=detail.zh, article=article.zh),
                words.en.format(label=label.en, detail=detail.en, article=article.en),
            )

        return Finding(
            check=check.name,
            severity="note" if because else severity or check.severity,
            subject=self._name(subject),
            label=label,
            provision=provision.label.zh if provision and provision.kind == "article" else None,
            message=fill(message),
            cure=fill(check.texts["cure"]),
            quote=self._quote(subject),
            because_of=because,
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
        return Words(term.value, term.value) if term is not None else Words("", "")
