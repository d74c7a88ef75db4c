"""How fast does `dutygraph infer` derive what follows, beside other engines?

Whole processes over the same files of N-Triples, in turn, medians; CPU seconds by the operating
system's account; those of loading and of inferring are each engine's own. Peers run in an
environment of their own: DUTYGRAPH_PEERS names its Python, with `sparq-rdf` and `duckdb` (whose
rules are SQL written for this ontology, in `peers.py`). Without it the peers are left out.

A peer's row says whether it counts the same triples for each predicate and class of the data.
The table in README.md is written by this script.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from dutygraph import places

sys.path.insert(0, str(Path(__file__).resolve().parent))
from tables import write_table
from worlds import write_world

HERE = Path(__file__).resolve().parent
DUTYGRAPH = str(Path(sys.executable).with_name("dutygraph"))
PEERS = os.environ.get("DUTYGRAPH_PEERS", "")
HOLDERS = {"10k": 340, "100k": 4_200, "1M": 43_000, "10M": 430_000}
RUNS = {"10k": 3, "100k": 3, "1M": 3, "10M": 1}
OWLRL_UP_TO = "10k"
HEAD = (
    *("triples", "engine", "load, CPU s", "infer, CPU s"),
    *("whole process, CPU s", "peak MiB", "same counts"),
)
_LANGUAGE = ("http://www.w3.org/1999/", "http://www.w3.org/2000/", "http://www.w3.org/2001/")
_OWL = "http://www.w3.org/2002/07/owl#"


def commands(path: Path, size: str) -> dict[str, list[str]]:
    """List the engines with what starts each on a file."""
    own = [DUTYGRAPH, "infer", str(path), "--format", "json"]
    found = {"columnar": [sys.executable, str(HERE / "peers.py"), "columns", str(path)]}
    found["columnar, `dutygraph infer`"] = own
    if size == OWLRL_UP_TO:
        found["owlrl, `dutygraph infer`"] = [*own, "--engine", "owlrl"]
    if PEERS:
        for peer in ("sparq", "duckdb"):
            found[peer] = [PEERS, str(HERE / "peers.py"), peer, str(path)]
    return found


def measure(command: list[str]) -> tuple[dict[str, Any], float, float]:
    """Run once; give what it tells, CPU seconds and peak memory in MiB."""
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, stdout=told, env={**os.environ, places.CACHE: ""})  # noqa: S603
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            sys.exit(f"{command} ended with status {status}")
        told.seek(0)
        return json.load(told), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def counts(told: dict[str, Any]) -> dict[tuple[str, str], int]:
    """Keep the counts for what the data speak of: no vocabulary, no unnamed class."""
    return {
        (kind, iri): count
        for kind in ("predicates", "classes")
        for iri, count in told[kind].items()
        if iri.startswith("http") and not iri.startswith((*_LANGUAGE, _OWL))
    }


def rows(size: str, folder: Path) -> list[str]:
    """Measure all engines at one size, in turn."""
    path = folder / f"{size}.nt"
    triples = write_world(path, HOLDERS[size])
    found: dict[str, list[tuple[dict[str, Any], float, float]]] = {}
    for _ in range(RUNS[size]):
        for name, command in commands(path, size).items():
            found.setdefault(name, []).append(measure(command))
    path.unlink()
    expected = counts(found["columnar"][0][0])
    table = []
    for name, samples in found.items():
        phases = [
            f"{statistics.median(told[phase] for told, _, _ in samples):.2f}"
            if phase in samples[0][0]
            else ""
            for phase in ("load", "infer")
        ]
        cpu, peak = (statistics.median(s[n] for s in samples) for n in (1, 2))
        same = "yes" if counts(samples[0][0]) == expected else "no"
        cells = [f"{triples:,}", name, *phases, f"{cpu:.2f}", f"{peak:,.0f}", same]
        table.append(f"| {' | '.join(cells)} |")
    return table


def main() -> None:
    """Measure in turn and write the table; sizes may be named, as 10k 1M."""
    table = [
        f"| {' | '.join(HEAD)} |",
        "|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for size in sys.argv[1:] or [s for s in HOLDERS if s != "10M"]:
            table += rows(size, Path(folder))
    write_table("bench_infer.py", table)


if __name__ == "__main__":
    main()
