"""How does a sheet become HTML, with every word of the data escaped?"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dutygraph.out.site.pieces import Sheet
from dutygraph.out.site.reply import Reply, Wanted
from dutygraph.out.site.wording import SITE, say
from dutygraph.text.visible import HIDDEN, visible

_HERE: Final = Path(__file__).parent
_MEDIA: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


@functools.cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals |= {"word": SITE, "say": say, "asset": asset}
    made.filters |= {"data": _data, "marked": _marked}
    made.tests |= {"outside": _outside, "han": lambda text: bool(_HAN.search(text))}
    return made


def html(sheet: Sheet, wanted: Wanted, frame: Mapping[str, Any]) -> bytes:
    """Write a sheet as a page; `frame` is what stands around it on every page."""
    values = {**sheet.show(), **frame, "sheet": sheet, "lang": wanted.lang}
    values["link"] = functools.partial(_link, wanted)
    values["here"] = functools.partial(_here, sheet, wanted)
    words = _environment().get_template(sheet.template).render(values)
    return visible(words).encode()


def _link(wanted: Wanted, address: str) -> str:
    """Keep the language that an address names on the way to another page of the site."""
    if _outside(address) or "lang" not in wanted.query:
        return address
    path, mark, fragment = address.partition("#")
    joined = f"{path}{'&' if '?' in path else '?'}lang={wanted.lang}"
    return joined + mark + fragment


def _here(sheet: Sheet, wanted: Wanted, form: str = "html", **changed: str | int | None) -> str:
    """Give the address of this page in another form, or with parameters changed."""
    asked: dict[str, Any] = {**wanted.query, **changed}
    asked = {key: value for key, value in asked.items() if value not in (None, "")}
    path, _, own = sheet.canonical.partition("?")
    path = "/index" if path == "/" and form != "html" else path
    if form != "html":
        asked = {k: v for k, v in asked.items() if k not in {"lang", "page"}}
        path = f"{path.removesuffix('.html')}.{form}"
    asked.pop("iri", None)
    query = "&".join(part for part in (own, urlencode(asked)) if part)
    return path + (f"?{query}" if query else "")


def _outside(address: str) -> bool:
    """Tell whether an address leads to another host."""
    return address.startswith(("http://", "https://"))


def _data(value: object) -> Markup:
    r"""Write a value as JSON that may stand in a script element: no `<`, `>` or `&` in it."""
    raw = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&":
        raw = raw.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(raw)  # noqa: S704 -- nothing in it can end the element


def _marked(words: str) -> list[tuple[str, bool]]:
    """Part words at the characters that hide from the eye, each shown apart."""
    found, at = [], 0
    for match in HIDDEN.finditer(words):
        found += [(words[at : match.start()], False), (match[0], True)]
        at = match.end()
    return [part for part in [*found, (words[at:], False)] if part[0]]


@functools.cache
def files() -> Mapping[str, Reply]:
    """Give the scripts and styles by the names under which they are served.

    A name holds a digest of its content.
    """
    found = {}
    for path in sorted((_HERE / "built").iterdir()):
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:12]
        found[f"{path.stem}-{digest}{path.suffix}"] = Reply(_MEDIA[path.suffix], content)
    return found


def asset(name: str) -> str:
    """Give the address of a script or style by its plain name."""
    stem, _, ending = name.rpartition(".")
    return next(
        f"/static/{one}" for one in files() if one.startswith(f"{stem}-") and one.endswith(ending)
    )
