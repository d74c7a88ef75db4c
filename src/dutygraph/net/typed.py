"""What does the net look like one kind of link at a time, and how is that measured?

A joint holder and its partners are one party: what one of them is told, all of them are.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

import networkx as nx

from dutygraph.net.gaps import joined
from dutygraph.net.links import UNSTATED
from dutygraph.net.loops import Judge


def typed(judge: Judge, *kinds: str, options: bool = False) -> nx.DiGraph[str]:
    """Draw the links of some kinds as plain arcs between parties.

    With `options`, what runs to an alternative runs to each of its options instead.

    Net: nodes are the parties on such a link. A party that is not stated has no node, and a
        link between partners of one joint holder is none.
    Cost: O(E) in links.
    """
    joint = joined(judge.net)
    offered: dict[str, list[str]] = {}
    for alternative, option, _ in judge.net.edges("option", judge.most) if options else ():
        offered.setdefault(alternative, []).append(option)
    graph: nx.DiGraph[str] = nx.DiGraph()
    for kind in kinds:
        for source, target, _ in judge.net.edges(kind, judge.most):
            for end in offered.get(target, [target]):
                arc = joint.get(source, source), joint.get(end, end)
                if arc[0] != arc[1] and UNSTATED not in arc:
                    graph.add_edge(*arc)
    return graph


def depths(judge: Judge) -> dict[str, int]:
    """Count the entrusting links from the nearest top down to each party.

    A top entrusts and is entrusted by nobody, or stands above the instrument. One search
    from all tops together meets each party first by a shortest way.

    Returns: 0 for a top; no entry for a party to which no entrusting leads from a top.
    Units: links.
    Cost: O(V + E).
    """
    net = typed(judge, "entrust")
    tops = sorted(n for n, into in net.in_degree() if into == 0 or n in judge.net.boundary)
    return {party: depth for depth, layer in enumerate(nx.bfs_layers(net, tops)) for party in layer}


def betweenness(net: nx.DiGraph[str]) -> dict[str, float]:
    """Give the share of shortest ways between two others that run through each node.

    Where there are several shortest ways between two, each counts in part. The sum over the
    ordered pairs is divided by their number, (n - 1)(n - 2).

    Net: not changed.
    Units: a share, 0 to 1.
    Cost: O(VE).
    Returns: nothing where the net has fewer than three nodes, and so no pair of others.
    Source: L. C. Freeman (1977), doi:10.2307/3033543; U. Brandes (2001),
        doi:10.1080/0022250X.2001.9990249.
    """
    if len(net) < 3:  # noqa: PLR2004 -- one, and two others
        return {}
    return nx.betweenness_centrality(net, normalized=True)


def reciprocity(net: nx.DiGraph[str], nodes: Collection[str] | None = None) -> Fraction | None:
    """Give the share of arcs that another arc answers in the other direction.

    With `nodes`, only of the arcs that begin or end at one of them.

    Net: not changed.
    Units: a share, 0 to 1.
    Returns: None where there is no arc.
    Source: S. Wasserman and K. Faust (1994), doi:10.1017/CBO9780511815478, chapter 13.
    """
    arcs = [(a, b) for a, b in net.edges if nodes is None or a in nodes or b in nodes]
    back = sum(net.has_edge(b, a) for a, b in arcs)
    return Fraction(back, len(arcs)) if arcs else None
