"""What does judging a country's net cost on sparse columns, beside networkx?

The links of generated countries, handed over as arrays; building the net, finding all
verdicts, CPU seconds and the memory that both take on top of the arrays, each size and each
engine in a process of its own. The verdicts must be the same, holder by holder. networkx is
left out above the size at which it takes minutes.
"""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
from tables import write_table
from worlds import census, country

_KINDS = {"directs": "entrust", "namesRecipient": "report", "inspects": "oversight"}
_SIZES = (1_000, 10_000, 100_000, 690_000)
_MOST_FOR_NETWORKX = 100_000


def links(villages: int) -> Iterator[tuple[str, str, str]]:
    """Read the typed links off a country's lines: source, target, kind."""
    holder = ""
    for line in country(villages):
        subject, predicate, value = (part.rsplit("/", 1)[-1][:-1] for part in line.split(" ")[:3])
        predicate = predicate.rpartition("#")[2]
        if predicate == "holds":
            holder = subject
        elif predicate in _KINDS:
            yield holder, value, _KINDS[predicate]
        elif predicate == "sanctions":
            sanctioned = value
        elif predicate == "isImposedBy":
            yield value, sanctioned, "consequence"


def save(villages: int, folder: Path) -> Path:
    """Save the links of a country, its holders numbered."""
    number: dict[str, int] = {}
    rows: dict[str, list[tuple[int, int]]] = {k: [] for k in (*_KINDS.values(), "consequence")}
    for source, target, kind in links(villages):
        pair = number.setdefault(source, len(number)), number.setdefault(target, len(number))
        rows[kind].append(pair)
    path = folder / f"{villages}.npz"
    above = np.array([name.startswith("centre") for name in number])
    arrays = {kind: np.array(found, np.int32) for kind, found in rows.items()}
    np.savez(path, above=above, **arrays)  # type: ignore[arg-type]
    return path


def sparse(path: Path) -> tuple[float, float, str]:
    """Judge on columns."""
    from dutygraph.net.sparse.columns import KINDS, Columns, Typed  # noqa: PLC0415
    from dutygraph.net.sparse.scan import scan  # noqa: PLC0415

    arrays = dict(np.load(path))
    before, start = _peak(), time.process_time()
    above = arrays["above"]
    size = len(above)
    typed = {}
    for kind in KINDS:
        found = arrays.get(kind, np.empty((0, 2), np.int32))
        order = np.lexsort((found[:, 0], found[:, 1]))
        source, target = found[order].T
        typed[kind] = Typed(source, target, np.zeros(len(found), np.int8))
    duty, level = np.zeros(size, np.int8), np.zeros(size, np.int32)
    rows = np.flatnonzero(~above).astype(np.int32)
    found = scan(Columns((), typed, duty, level, rows))
    spent, grown = time.process_time() - start, _peak() - before
    return spent, grown, _digest(found.grades)


def networkx(path: Path) -> tuple[float, float, str]:
    """Judge on the networkx net."""
    import networkx as nx  # noqa: PLC0415

    from dutygraph.net.links import Net, Support  # noqa: PLC0415
    from dutygraph.net.loops import Judge  # noqa: PLC0415
    from dutygraph.net.sparse.columns import MISSING  # noqa: PLC0415

    arrays = dict(np.load(path))
    before, start = _peak(), time.process_time()
    above = arrays.pop("above")
    names = [f"{at:08d}" for at in range(len(above))]
    sure = (Support(0, (), "n"),)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for kind, found in arrays.items():
        for source, target in found.tolist():
            graph.add_edge(names[source], names[target], key=kind, supports=sure)
    rows = tuple(name for name, high in zip(names, above.tolist(), strict=True) if not high)
    net = Net(graph, dict.fromkeys(names, sure), rows, {}, frozenset(), frozenset(), {})
    verdicts = Judge(net).verdicts()
    spent, grown = time.process_time() - start, _peak() - before
    grades = [
        [max((hop.support.grade for hop in link.hops), default=MISSING) for link in v.links]
        for v in verdicts
    ]
    return spent, grown, _digest(np.array(grades, np.int8))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _digest(grades: np.ndarray[Any, np.dtype[np.int8]]) -> str:
    return hashlib.sha256(np.ascontiguousarray(grades).tobytes()).hexdigest()


def apart(engine: str, path: Path) -> dict[str, Any]:
    """Measure one engine in a process of its own."""
    done = subprocess.run(  # noqa: S603 -- this script itself
        [sys.executable, __file__, engine, str(path)], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure each size and write the table."""
    if len(sys.argv) == 3:  # noqa: PLR2004 -- engine and file
        spent, grown, digest = {"sparse": sparse, "networkx": networkx}[sys.argv[1]](
            Path(sys.argv[2])
        )
        print(json.dumps({"spent": spent, "grown": grown, "digest": digest}))
        return
    head = (
        "| bodies | links | networkx, CPU s | MiB | sparse, CPU s | MiB | times faster | memory |"
    )
    said = "All verdicts of a country's net, from arrays of links; the same in both, or it stops."
    table = [said, "", head, "|---|---|---|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        for villages in _SIZES:
            path = save(villages, Path(folder))
            arrays = np.load(path)
            count = sum(len(arrays[k]) for k in arrays if k != "above")
            few = apart("sparse", path)
            cells = [f"{census(villages).bodies:,}", f"{count:,}"]
            if villages <= _MOST_FOR_NETWORKX:
                slow = apart("networkx", path)
                if slow["digest"] != few["digest"]:
                    sys.exit(f"{villages} villages: the verdicts differ")
                cells += [f"{slow['spent']:.2f}", f"{slow['grown']:,.0f}"]
            else:
                slow = None
                cells += ["–", "–"]
            cells += [f"{few['spent']:.2f}", f"{few['grown']:,.0f}"]
            cells += (
                [f"{slow['spent'] / few['spent']:.0f}", f"1/{slow['grown'] / few['grown']:.0f}"]
                if slow
                else ["–", "–"]
            )
            table.append(f"| {' | '.join(cells)} |")
    write_table("bench_loops.py", table)


if __name__ == "__main__":
    main()
