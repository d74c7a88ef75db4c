"""How is one graph of the store read, by the Graph Store Protocol?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from dutygraph.names import PREFIXES
from dutygraph.serve.forms import GRAPHS, graph, media_of, with_charset
from dutygraph.serve.operation import read_pairs
from dutygraph.serve.pool import Line
from dutygraph.serve.refusal import RefusedError
from dutygraph.serve.sending import Content, Sheet, send

# One graph is asked for, so the formats that hold several are left out.
_FORMS: Final = {name: types for name, types in GRAPHS.items() if name not in {"trig", "nq"}}


@dataclass(frozen=True)
class GraphStore:
    """The graphs of a store, each at an address of its own; they are only read.

    Source: SPARQL 1.1 Graph Store HTTP Protocol, sections 4.2, 5.2 and 5.7.
    """

    store: ox.Store
    prefixes: Mapping[str, str]
    line: Line

    async def __call__(self, request: Request) -> Response:
        """Answer `?graph=IRI`, or `?default`, which is all graphs together.

        Raises: RefusedError 400 where neither or both are named, 404 for an unknown graph.
        """
        pairs = read_pairs(request.scope["query_string"], "the address")
        names = [value for key, value in pairs if key == "graph"]
        default = any(key == "default" for key, _ in pairs)
        if len(names) + default != 1:
            cure = "ask for one ?graph=IRI, or for ?default"
            raise RefusedError(400, "names no single graph", place="the address", cure=cure)
        name = None if default else self._known(names[0])
        form = next((value for key, value in pairs if key == "format"), None)
        media = media_of(_FORMS, form, request.headers.get("accept"))
        return await self.line.run(partial(self._sent, request, name, media))

    def _known(self, iri: str) -> ox.NamedNode:
        for name in self.store.named_graphs():
            if isinstance(name, ox.NamedNode) and name.value == iri:
                return name
        cure = "take one that the description of /sparql lists"
        raise RefusedError(
            404, "is no graph of this store", place=f"graph <{iri[:200]}>", cure=cure
        )

    def _sent(self, request: Request, name: ox.NamedNode | None, media: str) -> Response:
        found = {quad.triple for quad in self.store.quads_for_pattern(None, None, None, name)}
        content = graph(sorted(found, key=str), media, {**self.prefixes, **PREFIXES})
        sheet = Sheet(with_charset(media), Content(content), vary=("Accept",))
        return send(request.method, request.headers, sheet)
