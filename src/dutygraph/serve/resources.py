"""Where does an IRI of the data or of the ontology lead?

An IRI names a thing, and a thing is not a document: so the answer is 303, to the page for a
person and to the twin for a program. The path of an IRI under `https://w3id.org/dutygraph/` is
an address here too; any other IRI is asked for as `/resource?iri=`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from dutygraph.names import DATA, DG, ONTOLOGY
from dutygraph.out.site.reply import FORMS, Pages
from dutygraph.serve.accept import best
from dutygraph.serve.hosting import Served
from dutygraph.serve.operation import read_pairs
from dutygraph.serve.refusal import RefusedError
from dutygraph.serve.sending import see_other

BASE: Final = str(DG).removesuffix("ns#")
_TRIPLES: Final = ("ttl", "jsonld", "nt", "rdf")
_SAFE: Final = "/%?=&#;:@!$'()*+,~"


@dataclass(frozen=True)
class Resources:
    """What the IRIs of the store and of the site lead to.

    Source: Cool URIs for the Semantic Web (W3C, 2008), section 4.2.
    """

    served: Served
    site: Pages

    async def here(self, request: Request) -> Response:
        """Follow an IRI of the project by its path.

        Raises: RefusedError 404 where nothing is known of it.
        """
        path = request.scope["path"].strip("/")
        stem, dot, ending = path.rpartition(".")
        if dot and ending in _TRIPLES and not self._known(BASE + path):
            return self._led(request, BASE + stem, ending)
        return self._led(request, BASE + path, None)

    async def named(self, request: Request) -> Response:
        """Follow the IRI that a parameter gives.

        Raises: RefusedError 400 where there is none, 404 where nothing is known of it.
        """
        pairs = dict(read_pairs(request.scope["query_string"], "the address"))
        if not pairs.get("iri"):
            raise RefusedError(400, "is missing", place="iri", cure="ask for /resource?iri=IRI")
        return self._led(request, pairs["iri"], None)

    def _led(self, request: Request, iri: str, form: str | None) -> Response:
        offered = ("html", *_TRIPLES)
        media = {FORMS[name].partition(";")[0]: name for name in offered}
        vary = () if form else ("Accept",)
        if form is None:
            found = best(request.headers.get("accept"), tuple(media))
            if found is None:
                cure = f"accept one of {', '.join(media)}"
                raise RefusedError(406, "nothing fits", place="Accept", cure=cure)
            form = media[found]
        target = self._target(iri, form)
        if target is None:
            place = f"<{iri[:200]}>"
            raise RefusedError(404, "is not known here", place=place, cure="start at /")
        return see_other(quote(target, safe=_SAFE), vary)

    def _target(self, iri: str, form: str) -> str | None:
        """Choose the address: a page, its twin, a graph, or else the triples around the IRI."""
        whole = iri in {str(DG), str(DG).rstrip("#")}
        if whole and form == "html":
            return "/terms"
        if whole or iri in self.served.whole.graphs:
            graph = str(ONTOLOGY) if whole else iri
            return "/graphs?" + urlencode({"graph": graph, "format": _plain(form)})
        if iri in {f"{DATA[name]}/dataset" for name in self.served.cases}:
            return "/.well-known/void"
        address = self.site.address(iri)
        if address is not None:
            return address if form == "html" else f"{address}.{form}"
        if not self._known(iri):
            return None
        return ("/describe?" if form == "html" else f"/describe.{form}?") + urlencode({"iri": iri})

    def _known(self, iri: str) -> bool:
        """Tell whether the store says anything of an IRI."""
        try:
            one = ox.NamedNode(iri)
        except ValueError:
            return False
        return any(True for _ in self.served.whole.store.quads_for_pattern(one, None, None))


def _plain(form: str) -> str:
    return "ttl" if form == "html" else form
