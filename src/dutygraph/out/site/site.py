"""What stands at each address of the site?

Pure: from cases and a way to answer questions to bytes. It knows no request and no host.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

from dutygraph.audit.case import Case
from dutygraph.audit.questions import questions
from dutygraph.audit.report import report
from dutygraph.errors import DutyGraphError
from dutygraph.out.site import articles, checks, editing, holders, home, norms, resource, terms
from dutygraph.out.site.addresses import term_iri, term_path, written
from dutygraph.out.site.describe import described, serialised
from dutygraph.out.site.part import Part
from dutygraph.out.site.pieces import Piece, Sheet, grid_of
from dutygraph.out.site.questions import Ask, Asking, refused
from dutygraph.out.site.questions import table as question_table
from dutygraph.out.site.reply import FORMS, Reply, Wanted
from dutygraph.out.site.shelf import files, html
from dutygraph.out.site.wording import SITE
from dutygraph.out.tables import render, to_json
from dutygraph.text.visible import visible

_LISTS: Final = {
    "holders": holders.table,
    "norms": norms.table,
    "articles": articles.table,
    "checks": checks.table,
    "questions": question_table,
}
_PAGES: Final = {"holder": holders.sheet, "norm": norms.sheet, "article": articles.sheet}


class Site:
    """The pages of some systems, under their names."""

    def __init__(self, cases: Mapping[str, Case], answer: Ask) -> None:
        """Judge each system once; `answer` answers a named question of a system.

        Triples: the audit graph of each case's store is written again.
        """
        self.parts = {name: Part(report(case)) for name, case in cases.items()}
        self._answer = answer

    def reply(self, wanted: Wanted) -> Reply | None:
        """Give what stands at an address in one form, None where nothing does.

        Raises: UsageError for a parameter that cannot be used; QueryError or LimitError where
            an answer failed and no page can show it.
        """
        sheet = self._sheet(wanted)
        if sheet is None or wanted.form not in FORMS:
            return None
        forms = tuple(FORMS)
        media, content = FORMS[wanted.form], self._content(sheet, wanted)
        return Reply(media, content, cut=sheet.cut, forms=forms)

    def static(self, name: str) -> Reply | None:
        """Give a script or style by its name with its digest."""
        return files().get(name)

    def address(self, iri: str) -> str | None:
        """Give the address that describes an IRI."""
        for part in self.parts.values():
            if iri in part.addresses.paths:
                return written(part.addresses.paths[iri])
        path = term_path(iri)
        return written(path) if path and iri in terms.entries() else None

    def iri(self, path: str) -> str | None:
        """Give the IRI that a path is about, None for a list or an unknown path."""
        path = path.strip("/")
        if path.startswith("term/"):
            iri = term_iri(path)
            return iri if iri in terms.entries() else None
        part = self.parts.get(path.partition("/")[0])
        return part.addresses.iris.get(path) if part else None

    def _sheet(self, wanted: Wanted) -> Sheet | None:
        head, _, rest = wanted.path.partition("/")
        parts = tuple(self.parts.values())
        if wanted.path in {"", "index"}:
            return home.front(parts)
        if head == "term" and rest:
            return terms.sheet(parts, term_iri(wanted.path))
        if wanted.path == "terms":
            return self._list("terms", None, wanted)
        if wanted.path == "sparql":
            return editing.sheet(parts, wanted.lang)
        if wanted.path == "describe":
            return self._described(wanted)
        return self._of(self.parts[head], rest, wanted) if head in self.parts else None

    def _described(self, wanted: Wanted) -> Sheet | None:
        iri = wanted.query.get("iri", "")
        for part in self.parts.values():
            path = part.addresses.paths.get(iri)
            found = self._of(part, path.removeprefix(f"{part.name}/"), wanted) if path else None
            if found:
                return found
        parts = tuple(self.parts.values())
        return terms.sheet(parts, iri) or resource.sheet(parts, iri)

    def _of(self, part: Part, rest: str, wanted: Wanted) -> Sheet | None:
        """Find a page of one system: its overview, a list, or a thing by kind and name."""
        if rest == "about":
            return home.about(part)
        if rest in _LISTS:
            return self._list(rest, part, wanted)
        kind, _, name = rest.partition("/")
        iri = part.addresses.iris.get(f"{part.name}/{rest}", "")
        if kind in _PAGES and iri:
            return _PAGES[kind](part, iri)
        if kind == "check":
            known = {check.name: check for check in part.found.checks}
            return checks.sheet(part, known[name]) if name in known else None
        return self._question(part, name, wanted) if kind == "question" else None

    def _question(self, part: Part, name: str, wanted: Wanted) -> Sheet | None:
        question = next((q for q in questions() if q.name == name), None)
        if question is None:
            return None
        try:
            return Asking(part, question, wanted.query, self._answer).sheet()
        except DutyGraphError as error:
            if wanted.form != "html":
                raise
            return refused(part, question, wanted.query, error)

    def _list(self, place: str, part: Part | None, wanted: Wanted) -> Sheet:
        if part and place not in part.tables:
            part.tables[place] = _LISTS[place](part)
        table = part.tables[place] if part else terms.table()
        chosen = table.chosen(wanted.query)
        rows = chosen.table.rows
        store = (part or next(iter(self.parts.values()))).case.system.store
        return Sheet(
            template="list.html",
            title=SITE[place],
            show=lambda: {"chosen": chosen, "name": place},
            facts=lambda: [row.facts for row in rows],
            grid=lambda: grid_of(chosen.table, wanted.lang),
            triples=lambda: described(store, [row.iri for row in rows]),
            place=place,
            canonical=part.within(place) if part else "/terms",
        )

    def _content(self, sheet: Sheet, wanted: Wanted) -> bytes:
        if wanted.form == "html":
            return html(sheet, wanted, self._frame(sheet))
        if wanted.form == "json":
            return visible(to_json(sheet.facts())).encode()
        if wanted.form == "csv":
            grid = sheet.grid()
            return visible(render(grid.head, grid.rows, "csv")).encode()
        return serialised(sheet.triples(), wanted.form, self._prefixes())

    def _prefixes(self) -> dict[str, str]:
        systems = (part.case.system for part in self.parts.values())
        return {prefix: space for one in systems for prefix, space in one.prefixes.items()}

    def _frame(self, sheet: Sheet) -> dict[str, Any]:
        """Give what stands around every page: the system it belongs to, and the sections."""
        name = sheet.system or unquote(sheet.canonical.strip("/").partition("/")[0])
        only = next(iter(self.parts)) if len(self.parts) == 1 else ""
        part = self.parts.get(name) or self.parts.get(only)
        within = [Piece(SITE["about"], part.within("about"), "about")] if part else []
        within += [Piece(SITE["graph"], part.graph(), "graph")] if part else []
        within += [Piece(SITE[s], part.within(s), s) for s in home.SECTIONS] if part else []
        common = [
            Piece(SITE["terms"], "/terms", "terms"),
            Piece(SITE["sparql"], "/sparql", "sparql"),
        ]
        system = {"title": part.found.title, "path": part.within("about")} if part else None
        return {"system": system, "within": [*within, *common], "forms": ("json", "csv", "ttl")}
