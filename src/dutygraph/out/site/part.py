"""What of one system do its pages show, and how do they lead to one another?"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from dutygraph.audit.report import NOT_STATED, Report
from dutygraph.findings import Words
from dutygraph.model import Excerpt, Norm, Provision
from dutygraph.names import local
from dutygraph.net.loops import Verdict
from dutygraph.out.page.ids import Ids
from dutygraph.out.page.model import page_model
from dutygraph.out.page.parties import parties
from dutygraph.out.site.addresses import Addresses, term_path, written
from dutygraph.out.site.pieces import Piece, Table, same
from dutygraph.triples.labels import Labels

Value = dict[str, Any]


class Part:
    """One system of the site: its report, and the value that its page is drawn from.

    `tables` keeps the lists that were made, by section.
    """

    def __init__(self, found: Report) -> None:
        """Keep a report and name the addresses of what it speaks of."""
        self.found = found
        self.case = found.case
        self.name = found.case.system.name
        self.addresses = Addresses(found)
        self.ids = Ids(found)
        self.tables: dict[str, Table] = {}
        self.labels = Labels(found.case.system.store, found.case.system.prefixes)

    @cached_property
    def model(self) -> Value:
        """Make the value of the whole page, which holds drafts and walks too."""
        return page_model(self.found, self.ids)

    @cached_property
    def by_id(self) -> dict[str, Value]:
        """Give the parties of that value by identifier."""
        return {h["id"]: h for h in self.model["holders"]}

    @cached_property
    def iris(self) -> dict[str, str]:
        """Give the IRI of each party and provision by its identifier in that value."""
        return self.ids.iris() if self.model else {}

    @cached_property
    def norms(self) -> dict[str, Norm]:
        """Give the norms of the text by identifier."""
        return {norm.id: norm for norm in reversed(self.found.norms.values())}

    @cached_property
    def provisions(self) -> dict[str, Provision]:
        """Give the provisions by IRI."""
        return {p.iri: p for p in self.case.provisions}

    @cached_property
    def articles(self) -> dict[str, Provision]:
        """Give the provisions by their label in the text."""
        return {p.label.zh: p for p in reversed(self.case.provisions)}

    @cached_property
    def subjects(self) -> dict[str, str]:
        """Give the IRI of each thing that a finding may be about, by its local name."""
        things = (*self.provisions, *self.found.norms, *self.found.holders)
        return {local(iri): iri for iri in things}

    @cached_property
    def lines(self) -> dict[str, list[Value]]:
        """Give the lines that meet each party, by its identifier."""
        found: dict[str, list[Value]] = defaultdict(list)
        for line in self.model["lines"]:
            for end in dict.fromkeys((line["from"], line["to"])):
                found[end].append(line)
        return found

    @cached_property
    def norms_in(self) -> dict[str, list[Norm]]:
        """Give the norms of each provision, and of each chapter those of its articles, by IRI."""
        found: dict[str, list[Norm]] = defaultdict(list)
        for norm in self.found.norms.values():
            if norm.provision:
                found[norm.provision.iri].append(norm)
                if norm.provision.parent:
                    found[norm.provision.parent].append(norm)
        return found

    @cached_property
    def coverage(self) -> dict[str, tuple[tuple[Excerpt, ...], tuple[Excerpt, ...]]]:
        """Give the purpose phrases of each article, and its words without a norm, by IRI."""
        return {one.iri: (purposes, rest) for one, purposes, rest in self.case.coverage}

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """Give the verdict on each judged holder by IRI."""
        return {one.holder: one for one in self.case.verdicts}

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """Give the IRIs of all parties."""
        return parties(self.found)

    @cached_property
    def about(self) -> Counter[str]:
        """Count the findings about each subject, by its local name."""
        return Counter(one.subject for one in self.found.findings)

    def near(self, one: str) -> list[Value]:
        """List the lines and the missing lines that meet a party."""
        gaps = [gap for gap in self.model["gaps"] if gap["holder"] == one]
        return [*self.lines.get(one, ()), *gaps]

    def party(self, one: str | None) -> Piece:
        """Lead to a party, by its identifier; None is one that the text does not state."""
        if one is None:
            return Piece(NOT_STATED, "", "soft")
        return self.piece(self.iris[one])

    def piece(self, iri: str, look: str = "") -> Piece:
        """Lead to whatever an IRI names, by its label."""
        term = ox.NamedNode(iri)
        zh, en = (self.labels.label(term, lang) for lang in ("zh", "en"))
        name = zh or en or local(iri) or iri
        return Piece(Words(name, en or name), self.address(iri) or resource(iri), look)

    def norm(self, name: str) -> Piece:
        """Lead to a norm by its identifier."""
        norm = self.norms.get(name)
        return Piece(same(name), self.address(norm.iri) or "" if norm else "", "code")

    def provision(self, one: Provision | None) -> Piece:
        """Lead to a provision."""
        return Piece(one.label, self.address(one.iri) or "") if one else Piece(same(""))

    def is_norm(self, iri: str) -> bool:
        """Tell whether an IRI names a norm of the text, or a reading of one."""
        return self.addresses.paths.get(iri, "").startswith(f"{self.name}/norm/")

    def rule(self, name: str) -> Piece:
        """Lead to a reading rule, by its name and its label."""
        label = self.case.reasoned.reader.code_label("rule", name)
        said = Words(f"{name} {label.zh}", f"{name} {label.en}") if label.zh != name else same(name)
        return Piece(said, written(f"term/rule/{name}"), "rule")

    def code(self, scheme: str, name: str) -> Piece:
        """Lead to a code of the ontology, by its label."""
        label = self.case.reasoned.reader.code_label(scheme, name)
        return Piece(label, written(f"term/{scheme}/{name}"))

    def address(self, iri: str) -> str | None:
        """Give the address of an IRI, of this system or of the ontology."""
        path = self.addresses.paths.get(iri) or term_path(iri)
        return written(path) if path else None

    def within(self, rest: str) -> str:
        """Give the address of a list or page of this system."""
        return written(f"{self.name}/{rest}")

    def graph(self, **chosen: str) -> str:
        """Give the address in the page of the graph where something is chosen."""
        fragment = urlencode(chosen, safe=":>", quote_via=quote)
        return written(self.name) + (f"#{fragment}" if fragment else "")


def resource(iri: str) -> str:
    """Give the address at which an IRI without a page of its own is described by its triples."""
    return written("describe", [("iri", iri)])
