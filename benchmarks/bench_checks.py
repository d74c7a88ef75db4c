"""How does the cost of judging grow with the number of links?

Generated worlds of three sizes, one process, CPU seconds. owlrl cannot close worlds of this
size, so the proofs draw the conclusions (tests hold the two to the same); what is timed is what
comes after: the net, the verdicts and every check. Each world's planted gaps must be found,
none more and none less. The table in README.md is written by this script.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from dutygraph.audit.case import Case
from dutygraph.audit.checks import run_checks
from dutygraph.audit.facts import write_facts
from dutygraph.names import ONTOLOGY
from dutygraph.triples import reasoned
from dutygraph.triples.axioms import axioms
from dutygraph.triples.proofs import Warrant, prove
from dutygraph.triples.reason import Inference, Triple
from dutygraph.triples.system import System

sys.path.insert(0, str(Path(__file__).resolve().parent))
from tables import write_table
from worlds import World, world


def closed(system: System) -> Case:
    """Reason over a world by proofs alone."""
    known = axioms(system.graph(str(ONTOLOGY)))

    def proved(premises: Iterable[Triple]) -> Inference:
        given = frozenset(premises)
        found = prove(given, known, lambda _: Warrant())
        return Inference(frozenset(found.steps) - given, (), 0)

    reasoned.infer = proved
    case = Case(system, reasoned.reason(system), "implied")
    _ = case.reasoned.proofs, case.reasoned.known
    return case


def measure(made: World) -> dict[str, float]:
    """Time the net, the verdicts and the checks of one world, and hold it to its gaps."""
    case = closed(made.system)
    # What the collector would walk through again and again is the proofs, which are not timed.
    gc.freeze()
    marks = [time.process_time()]
    links = case.net.links.number_of_edges()
    marks.append(time.process_time())
    _ = case.verdicts
    marks.append(time.process_time())
    write_facts(case)
    marks.append(time.process_time())
    found = run_checks(case)
    marks.append(time.process_time())
    for check, planted in made.gaps.items():
        subjects = {f.subject for f in found if f.check == check and f.severity != "note"}
        if subjects != planted:
            sys.exit(f"{made.system.name}: {check}: {sorted(subjects ^ planted)[:5]}")
    names = ("net", "verdicts", "facts", "checks")
    seconds = {n: b - a for n, a, b in zip(names, marks, marks[1:], strict=False)}
    return {"holders": made.holders, "links": links, **seconds}


def main() -> None:
    """Measure each size and write the table."""
    sizes = [int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000]
    rows = [measure(world(size)) for size in sizes]
    head = "| holders | links | net | verdicts | facts | checks | all, CPU s | µs a link |"
    said = "Net, verdicts and all checks on generated worlds; what inference takes is left out."
    table = [said, "", head, "|---|---|---|---|---|---|---|---|"]
    for row in rows:
        spent = [row[k] for k in ("net", "verdicts", "facts", "checks")]
        cells = [f"{row['holders']:,.0f}", f"{row['links']:,.0f}", *(f"{s:.2f}" for s in spent)]
        cells += [f"{sum(spent):.2f}", f"{1e6 * sum(spent) / row['links']:.0f}"]
        table.append(f"| {' | '.join(cells)} |")
    write_table("bench_checks.py", table)


if __name__ == "__main__":
    main()
