"""How is the one file of the duty graph served: its script and style in files of their own?

From disk the page carries both and allows them by hash. A server's policy allows no script but
its own files, so here they stand apart, and what the data say can never run.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache, partial
from typing import Final

from dutygraph.audit.report import Report
from dutygraph.names import ASSERTED
from dutygraph.out.page.document import BUILT, page
from dutygraph.out.page.model import page_model
from dutygraph.out.site.reply import FORMS, Reply
from dutygraph.serve.forms import GRAPHS, graph
from dutygraph.text.visible import visible
from dutygraph.triples.system import node

_POLICY: Final = re.compile(r'\s*<meta http-equiv="Content-Security-Policy"[^>]*>')
_PARTS: Final = {
    "js": re.compile(r'<script type="module"[^>]*>(.*?)</script>', re.DOTALL),
    "css": re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL),
}
_LINKS: Final = {
    "js": '<script type="module" src="/static/{}"></script>',
    "css": '<link rel="stylesheet" href="/static/{}">',
}
_MEDIA: Final = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}


@cache
def static_files() -> dict[str, Reply]:
    """Cut script and style out of the page as it was built; a name holds the digest."""
    shell = BUILT.read_text(encoding="utf-8")
    found = {}
    for kind, part in _PARTS.items():
        for content in part.findall(shell):
            raw = content.encode()
            found[_name(raw, kind)] = Reply(_MEDIA[kind], raw)
    return found


class DutyPages:
    """The duty graph of each system: a page, its model as JSON, its data as triples.

    Triples: those asserted, sorted.
    """

    def __init__(self, reports: Mapping[str, Report]) -> None:
        """Keep what was found of each system."""
        self._reports = reports

    @property
    def names(self) -> tuple[str, ...]:
        """List the systems that are served."""
        return tuple(self._reports)

    def reply(self, name: str, form: str, lang: str) -> Reply | None:
        """Give one form; None for a system that is not served, or a form that it has not."""
        found = self._reports.get(name)
        if found is None:
            return None
        if form == "html":
            forms = ("json", "ttl", "jsonld", "nt", "rdf")
            return Reply(FORMS["html"], _apart(page(found, lang)).encode(), forms=forms)
        if form == "json":
            model = json.dumps(page_model(found), ensure_ascii=False)
            return Reply(FORMS["json"], visible(model).encode() + b"\n")
        return _data(found, form) if form in GRAPHS else None


def _data(found: Report, form: str) -> Reply:
    system = found.case.system
    quads = system.store.quads_for_pattern(None, None, None, node(ASSERTED))
    triples = sorted((quad.triple for quad in quads), key=str)
    return Reply(FORMS[form], graph(triples, GRAPHS[form][0], system.prefixes))


def _apart(shell: str) -> str:
    """Put a link where the script and the style stood."""
    shell = _POLICY.sub("", shell, count=1)
    for kind, part in _PARTS.items():
        shell = part.sub(partial(_link, kind), shell)
    return shell


def _link(kind: str, found: re.Match[str]) -> str:
    return _LINKS[kind].format(_name(found[1].encode(), kind))


def _name(raw: bytes, kind: str) -> str:
    return f"duty-{hashlib.sha256(raw).hexdigest()[:16]}.{kind}"
