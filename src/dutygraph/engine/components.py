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
    walk = _Walk(np.sort(edges), nodes)
    for root in range(nodes):
        if not walk.order[root]:
            walk.visit(root)
    return np.array(walk.part, dtype=np.int64)


class _Walk:
    def __init__(self, edges: Column, nodes: int) -> None:
        bounds = np.searchsorted(edges, np.arange(nodes + 1) << HALF)
        self._targets: list[int] = (edges & LOW).tolist()
        self._at: list[int] = bounds[:-1].tolist()
        self._end: list[int] = bounds[1:].tolist()
        self._low, self._open = [0] * nodes, list[int]()
        self._count = self._parts = 0
        self.order, self.part = [0] * nodes, [-1] * nodes

    def visit(self, root: int) -> None:
        """Walk over all that a node leads to and that was not met before."""
        way = [root]
        self._enter(root)
        while way:
            here = way[-1]
            if self._at[here] < self._end[here]:
                there = self._targets[self._at[here]]
                self._at[here] += 1
                if not self.order[there]:
                    way.append(there)
                    self._enter(there)
                elif self.part[there] < 0:
                    self._low[here] = min(self._low[here], self.order[there])
                continue
            way.pop()
            if way:
                self._low[way[-1]] = min(self._low[way[-1]], self._low[here])
            if self._low[here] == self.order[here]:
                self._close(here)

    def _enter(self, node: int) -> None:
        self._count += 1
        self.order[node] = self._low[node] = self._count
        self._open.append(node)

    def _close(self, node: int) -> None:
        """Give the component of this node, its first, the next number."""
        while self.part[node] < 0:
            self.part[self._open.pop()] = self._parts
        self._parts += 1
