"""How is a net written down, and read again the same?"""

from __future__ import annotations

import json
from typing import Any

import networkx as nx

from dutygraph.net.links import Net, Support


def write_net(net: Net) -> bytes:
    """Write a net, with its links in their order."""
    links = [
        [source, target, kind, [_row(s) for s in net.supports(source, target, kind)]]
        for source, target, kind in net.links.edges(keys=True)
    ]
    return json.dumps(
        {
            "nodes": list(net.links),
            "links": links,
            "duties": {holder: [_row(s) for s in found] for holder, found in net.duties.items()},
            "rows": net.rows,
            "levels": net.levels,
            "boundary": sorted(net.boundary),
            "scope": sorted(net.scope),
            "partners": net.partners,
            "kinds": net.kinds,
        },
        ensure_ascii=False,
    ).encode()


def read_net(words: bytes) -> Net:
    """Read what `write_net` wrote."""
    said = json.loads(words)
    links: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    links.add_nodes_from(said["nodes"])
    for source, target, kind, found in said["links"]:
        links.add_edge(source, target, key=kind, supports=_supports(found))
    return Net(
        links=links,
        duties={holder: _supports(found) for holder, found in said["duties"].items()},
        rows=tuple(said["rows"]),
        levels=said["levels"],
        boundary=frozenset(said["boundary"]),
        scope=frozenset(said["scope"]),
        partners={joint: tuple(members) for joint, members in said["partners"].items()},
        kinds=said["kinds"],
    )


def _row(support: Support) -> list[Any]:
    return [support.grade, support.rules, support.norm, support.triggered]


def _supports(rows: list[list[Any]]) -> tuple[Support, ...]:
    return tuple(
        Support(grade, tuple(rules), norm, triggered) for grade, rules, norm, triggered in rows
    )
