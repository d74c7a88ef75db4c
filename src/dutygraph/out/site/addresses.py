"""At which address is each IRI of a system described, and what is each address about?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from dutygraph.audit.checks import checks
from dutygraph.audit.questions import questions
from dutygraph.audit.report import Report
from dutygraph.model import Provision
from dutygraph.names import CODE, DG, local
from dutygraph.out.page.parties import parties
from dutygraph.out.screen.library import SPACE as QUESTIONS
from dutygraph.out.site.reply import FORMS
from dutygraph.triples.dataset import own_instrument

CHECKS: Final = "https://w3id.org/dutygraph/check/"


class Addresses:
    """Paths of one system's things, both ways; a path starts with no slash.

    The last part is the local name of the IRI, the number for an article; where two share a
    name, the later goes by its whole IRI.
    """

    def __init__(self, found: Report) -> None:
        """Name every holder, norm and provision."""
        self.system = found.case.system.name
        self.paths: dict[str, str] = {}
        self.iris: dict[str, str] = {}
        self._add("holder", ((iri, local(iri)) for iri in parties(found)))
        self._add("norm", ((norm.iri, local(norm.iri)) for norm in found.norms.values()))
        self._add("article", ((p.iri, _number(p)) for p in found.case.provisions))
        own = own_instrument(found.case.reasoned.asserted)
        if own:
            self._put(own, f"{self.system}/about")
            self.paths[f"{own[: -len(local(own))]}dataset"] = f"{self.system}/about"
        for reading, source in found.case.reasoned.known.subject_objects(DG.isReadFrom):
            if str(source) in self.paths:
                self.paths.setdefault(str(reading), self.paths[str(source)])
        self._common()

    def _add(self, kind: str, things: Iterable[tuple[str, str]]) -> None:
        for iri, name in things:
            path = f"{self.system}/{kind}/{name}"
            if path in self.iris or name in {"", ".", ".."}:
                path = f"{self.system}/{kind}/{iri}"
            self._put(iri, path)

    def _common(self) -> None:
        for question in questions():
            self._put(QUESTIONS + question.name, f"{self.system}/question/{question.name}")
        for check in checks():
            self._put(CHECKS + check.name, f"{self.system}/check/{check.name}")

    def _put(self, iri: str, path: str) -> None:
        self.paths.setdefault(iri, path)
        self.iris.setdefault(path, iri)


def _number(provision: Provision) -> str:
    if provision.kind == "article" and provision.number is not None:
        return str(provision.number)
    return local(provision.iri)


def term_path(iri: str) -> str | None:
    """Give the path of a term or a code of the ontology: `term/holds`, `term/level/county`.

    A list of codes has no page of its own.
    """
    for space in (str(DG), str(CODE)):
        name = iri.removeprefix(space)
        if name not in {"", iri} and (space == str(DG) or "/" in name):
            return f"term/{name}"
    return None


def term_iri(path: str) -> str:
    """Give the IRI of a term or code by its path."""
    name = path.removeprefix("term/")
    return str(CODE) + name if "/" in name else str(DG) + name


def written(path: str, query: Iterable[tuple[str, str]] = ()) -> str:
    """Write a path as an address; a name that ends like a form is told from it."""
    parts = path.split("/", 2 if "://" in path else -1)
    ending = ".html" if "." in path and path.rpartition(".")[2] in FORMS else ""
    asked = "&".join(f"{quote(k, safe='')}={quote(v, safe='')}" for k, v in query)
    shown = "/".join(quote(part, safe=":") for part in parts)
    return f"/{shown}{ending}" + (f"?{asked}" if asked else "")
