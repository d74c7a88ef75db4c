"""Which nodes lie on a common ring?"""

from __future__ import annotations

import numpy as np

from dutygraph.engine.relations import HALF, LOW, Column


def components(edges: Column, nodes: int) -> Column:
    """Give strongly connected components numbers, so that no edge leads to a higher one.

    Tarjan's walk with its stack kept by hand: chains may be as long as memory allows.

    Net: nodes are 0 to `nodes` - 1; edges are pairs in any order.
    Cost: O(nodes + edges), in Python.
    Source: R. Tarjan (1972), doi:10.1137/0201010.
    """
    edges = np.sort(edges)
    targets: list[int] = (edges & LOW).tolist()
    bounds = np.searchsorted(edges, np.arange(nodes + 1) << HALF)
    at: list[int] = bounds[:-1].tolist()
    end: list[int] = bounds[1:].tolist()
    part, low, open_nodes = [-1] * nodes, [0] * nodes, list[int]()
    count = parts = 0
    for root in range(nodes):
        if low[root]:
            continue
        count += 1
        low[root] = count
        order = {root: count}
        walk = [root]
        open_nodes.append(root)
        while walk:
            here = walk[-1]
            if at[here] < end[here]:
                there = targets[at[here]]
                at[here] += 1
                if not low[there]:
                    count += 1
                    low[there] = order[there] = count
                    walk.append(there)
                    open_nodes.append(there)
                elif part[there] < 0:
                    low[here] = min(low[here], low[there])
                continue
            walk.pop()
            if walk:
                low[walk[-1]] = min(low[walk[-1]], low[here])
            if low[here] == order[here]:
                while part[here] < 0:
                    part[open_nodes.pop()] = parts
                parts += 1
    return np.array(part, dtype=np.int64)
