"""How are pages for people served, each with its twins for programs?"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from dutygraph.out.site.reply import FORMS, Pages, Reply, Wanted
from dutygraph.serve.accept import best, ranked
from dutygraph.serve.dutypage import DutyPages, static_files
from dutygraph.serve.guard import INLINE_STYLE
from dutygraph.serve.operation import read_pairs
from dutygraph.serve.pool import Line
from dutygraph.serve.refusal import RefusedError, nowhere
from dutygraph.serve.sending import FOR_EVER, Content, Sheet, see_other, send

MOST_KEPT: Final = 64 * 1024**2
_LANGUAGES: Final = {"zh": "zh-Hans", "en": "en"}

Key = tuple[str, str, str]


@dataclass
class Shelf:
    """Sheets that were made, the least used of which make room for new ones."""

    most: int = MOST_KEPT
    size: int = 0
    sheets: OrderedDict[Key, Sheet] = field(default_factory=OrderedDict)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: Key) -> Sheet | None:
        """Take a sheet, None where it was not kept."""
        with self.turn:
            if key in self.sheets:
                self.sheets.move_to_end(key)
            return self.sheets.get(key)

    def put(self, key: Key, sheet: Sheet) -> None:
        """Keep a sheet."""
        with self.turn:
            if key not in self.sheets:
                self.sheets[key] = sheet
                self.size += len(sheet.content.raw)
            while self.size > self.most:
                _, gone = self.sheets.popitem(last=False)
                self.size -= len(gone.content.raw)


@dataclass(frozen=True)
class PageRoutes:
    """The pages of the systems and of the site; those asked by path and language alone are kept."""

    duties: DutyPages
    site: Pages
    line: Line
    shelf: Shelf = field(default_factory=Shelf)

    async def page(self, request: Request) -> Response:
        """Give a page in the form that its ending names, else in the one that is accepted.

        Raises: RefusedError 404 where nothing stands, 406 where no form fits.
        """
        path = request.scope["path"]
        bare = path.strip("/")
        if path != f"/{bare}":
            query = request.scope["query_string"].decode("ascii", "replace")
            return see_other(f"/{quote(bare)}{'?' if query else ''}{query}", (), 308)
        return await self.line.run(partial(self._sent, request, bare))

    async def static(self, request: Request) -> Response:
        """Give a file of scripts or styles, to be kept for ever: its name holds its digest."""
        name = request.path_params["name"]
        reply = static_files().get(name) or self.site.static(name)
        if reply is None:
            raise nowhere(request)
        sheet = Sheet(reply.media, Content(reply.content), headers={"Cache-Control": FOR_EVER})
        return send(request.method, request.headers, sheet)

    def sheet(self, request: Request, path: str) -> Sheet | None:
        """Make the page that stands at a path; None where there is none."""
        lang, given = _asked(request)
        found = self._made(Wanted(path, "html", lang, given))
        return found and self._dressed(request, found, path, "html", negotiated=True)

    def _sent(self, request: Request, path: str) -> Response:
        stem, form = _parted(path)
        lang, given = _asked(request)
        if form:
            forms: tuple[str, ...] = (form,)
        else:
            media = ranked(request.headers.get("accept"), tuple(FORMS.values()))
            forms = tuple(name for one in media for name in FORMS if FORMS[name] == one)
        for one in forms:
            found = self._made(Wanted(stem, one, lang, given))
            if found is not None:
                sheet = self._dressed(request, found, stem, one, negotiated=not form)
                return send(request.method, request.headers, sheet)
        if form or self._made(Wanted(stem, "html", lang, given)) is None:
            raise nowhere(request)
        raise RefusedError(
            406, "has no such form", place=f"/{stem}", cure="accept text/html or application/json"
        )

    def _made(self, wanted: Wanted) -> Sheet | None:
        plain = wanted.query.keys() <= {"lang"}
        key = (wanted.path, wanted.form, wanted.query.get("lang", f"({wanted.lang})"))
        kept = self.shelf.get(key) if plain else None
        if kept is not None:
            return kept
        reply = self.duties.reply(wanted.path, wanted.form, wanted.lang) or self.site.reply(wanted)
        if reply is None:
            return None
        sheet = Sheet(reply.media, Content(reply.content), headers=self._headers(reply, wanted))
        if plain:
            self.shelf.put(key, sheet)
        return sheet

    def _headers(self, reply: Reply, wanted: Wanted) -> dict[str, str]:
        """Say the language, where the twins are, and what the page is about."""
        here = quote(f"/{wanted.path}")
        links = [
            f'<{here}.{form}>; rel="alternate"; type="{FORMS[form].partition(";")[0]}"'
            for form in reply.forms
            if form != wanted.form and wanted.path
        ]
        if "ttl" in reply.forms and wanted.form == "html":
            links.append(f'<{here}.ttl>; rel="describedby"; type="text/turtle"')
        about = self.site.iri(wanted.path)
        if about is not None and about.isascii() and not set(about) & set('<>" \\\r\n'):
            links.append(f'<{about}>; rel="describes"')
        headers = {"Link": ", ".join(links)} if links else {}
        if wanted.form == "html":
            headers["Content-Language"] = _LANGUAGES[wanted.lang]
        if reply.inline_style:
            headers["Content-Security-Policy"] = INLINE_STYLE
        return headers

    def _dressed(
        self, request: Request, sheet: Sheet, path: str, form: str, *, negotiated: bool
    ) -> Sheet:
        """Say on what the choice of this sheet hung."""
        vary = ("Accept",) * negotiated + ("Accept-Language",) * ("lang" not in _given(request))
        headers = dict(sheet.headers)
        if negotiated and form != "html":
            headers["Content-Location"] = quote(f"/{path}.{form}")
        return replace(sheet, headers=headers, vary=vary)


def _parted(path: str) -> tuple[str, str]:
    """Part a path into what it is about and the form that its ending names."""
    stem, dot, ending = path.rpartition(".")
    return (stem, ending) if dot and stem and ending in FORMS else (path, "")


def _given(request: Request) -> dict[str, str]:
    return dict(read_pairs(request.scope["query_string"], "the address"))


def _asked(request: Request) -> tuple[str, dict[str, str]]:
    """Tell the language and the parameters of an address; a language it names is among them."""
    given = _given(request)
    lang = given.get("lang", "")
    if lang not in _LANGUAGES:
        given.pop("lang", None)
        lang = best(request.headers.get("accept-language"), ("zh", "en")) or "zh"
    return lang, given
