"""How is the net written for programs of networks: Gephi (GEXF), and others (GraphML)?

networkx writes both. What would change from run to run, or with its version, is taken out.
"""

from __future__ import annotations

import io
from typing import Any, Final, TypeAlias

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from dutygraph import __version__

Net: TypeAlias = "nx.MultiDiGraph[str]"
Colour = tuple[int, int, int]

# The colours of the page: verdicts, and kinds of lines after Okabe and Ito.
_NODES: Final[dict[str, Colour]] = {
    "closed": (0, 112, 79),
    "closed-implied": (138, 97, 0),
    "open": (180, 54, 12),
}
_EDGES: Final[dict[str, Colour]] = {
    "entrust": (0, 114, 178),
    "report": (0, 122, 88),
    "oversight": (162, 71, 138),
    "consequence": (156, 100, 0),
}
_GREY: Final[Colour] = (143, 137, 125)
_SIZE: Final = 12.0


def graphml(net: Net) -> bytes:
    """Write GraphML, attributes under their own names.

    Source: http://graphml.graphdrawing.org/specification.html.
    """
    buffer = io.BytesIO()
    nx.write_graphml_xml(net, buffer, named_key_ids=True)
    return buffer.getvalue() + b"\n"


def gexf(net: Net) -> bytes:
    """Write GEXF 1.2, with places and colours: open holders red, a colour a kind of line.

    The date of writing, which networkx adds, is left out. y grows upward, as Gephi has it.

    Source: https://gexf.net/1.2/.
    """
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(_drawn(net))
    meta = writer.xml.find("meta")
    assert meta is not None  # noqa: S101 -- networkx puts one
    meta.attrib.pop("lastmodifieddate", None)
    for creator in meta.findall("creator"):
        creator.text = f"dutygraph {__version__}"
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue() + b"\n"


def _drawn(net: Net) -> nx.MultiDiGraph[str]:
    """Copy the net with what GEXF has words of its own for."""
    copy: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, said in net.nodes(data=True):
        colour = _NODES.get(said.get("verdict", ""), _GREY)
        viz: dict[str, Any] = {"color": _colour(colour), "size": _SIZE}
        if "x" in said:
            viz["position"] = {"x": said["x"], "y": -said["y"], "z": 0.0}
        copy.add_node(node, **said, viz=viz)
    for source, target, kind, said in net.edges(data=True, keys=True):
        viz = {"color": _colour(_EDGES.get(kind, _GREY))}
        name = f"{kind} {source} {target}"
        copy.add_edge(source, target, key=kind, **said, id=name, viz=viz)
    return copy


def _colour(colour: Colour) -> dict[str, float]:
    red, green, blue = colour
    return {"r": red, "g": green, "b": blue, "a": 1.0}
