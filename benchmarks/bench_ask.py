"""How long does each named question take, in pyoxigraph beside rdflib, as the data grow?

The data are copies of the Yunfu regulation, each for a city of its own: 70 parties, inferred
and judged once and then renamed, for what follows from cities that share nothing is what
follows from each. So every question has answers, in proportion to the number of cities.

CPU seconds of the answer alone, the store being filled; medians of three for what is quick.
A question runs in a fork of the process that holds the store, and is killed at the limit.
Parameters are those of the hand-written answers, asked of the first city. The table in
README.md is written by this script.
"""

from __future__ import annotations

import gc
import multiprocessing
import statistics
import sys
import time
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from multiprocessing.connection import Connection
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.query import ResultRow

from dutygraph import places
from dutygraph.audit.ask import open_judged, request_of
from dutygraph.audit.questions import question_named, questions
from dutygraph.names import AUDIT, ONTOLOGY, PREFIXES
from dutygraph.triples.answer import Rows, take
from dutygraph.triples.worker import Request, snapshot

sys.path.insert(0, str(Path(__file__).resolve().parent))
from tables import write_table

SYSTEM = "yunfu-2017"
SPACE = f"https://w3id.org/dutygraph/data/{SYSTEM}/"
LIMITS = {"pyoxigraph": 60.0, "rdflib": 10.0}
MOST = {"pyoxigraph": 1_000_000, "rdflib": 10_000}
QUICK = 0.5
RUNS = 3
FINE = 0.01
SAID = f"""\
CPU seconds a named question, by number of holders; rows and growth are those of the largest
size, growth against a tenth of it. {SYSTEM} once inferred and judged, copied under other names.
What takes more than {QUICK:g} s is timed once. `named-once` compares every
text with every body; a system has one text."""
FORK = multiprocessing.get_context("fork")

Ask = Callable[[Request], int]
Found = tuple[float, int] | None


def requests() -> dict[str, Request]:
    """Take each question with the parameters of its first answer by hand."""
    path = places.data() / SYSTEM / "answers.toml"
    given: dict[str, dict[str, str]] = {}
    for answer in tomllib.loads(path.read_text(encoding="utf-8"))["answer"]:
        given.setdefault(answer["question"], answer.get("with", {}))
    system = open_judged(SYSTEM).system
    return {q.name: request_of(question_named(q.name), given[q.name], system) for q in questions()}


def cities(count: int) -> Iterator[bytes]:
    """Write the judged system so many times as N-Quads, the first under its own name."""
    lines = snapshot(open_judged(SYSTEM).system.store).splitlines(keepends=True)
    mark = f"<{ONTOLOGY}> .\n".encode()
    yield b"".join(line for line in lines if line.endswith(mark))
    one = b"".join(line for line in lines if not line.endswith(mark))
    audit = f"<{AUDIT}/".encode()
    yield one
    for number in range(2, count + 1):
        copy = one.replace(SPACE.encode(), f"{SPACE[:-1]}-{number}/".encode())
        yield copy.replace(audit, f"<{AUDIT}/{number}/".encode())


def in_pyoxigraph(parts: Iterator[bytes]) -> Ask:
    """Fill a store in memory."""
    store = ox.Store()
    for part in parts:
        store.bulk_extend(ox.parse(part, format=ox.RdfFormat.N_QUADS))

    def ask(request: Request) -> int:
        found = take(
            store.query(
                request.query,
                prefixes={**PREFIXES, **request.prefixes},
                use_default_graph_as_union=True,
                substitutions={ox.Variable(n): t for n, t in request.bindings.items()} or None,
            )
        )
        return len(found.rows) if isinstance(found, Rows) else 0

    return ask


def in_rdflib(parts: Iterator[bytes]) -> Ask:
    """Fill rdflib's own memory; its default graph is the union too."""
    data = rdflib.Dataset(default_union=True)
    for part in parts:
        data.parse(data=part, format="nquads")

    def ask(request: Request) -> int:
        bound: Mapping[str, rdflib.term.Node] = {
            name: rdflib.util.from_n3(str(term)) for name, term in request.bindings.items()
        }
        found = data.query(request.query, initNs=PREFIXES, initBindings=bound)
        return sum(isinstance(row, ResultRow) for row in found)

    return ask


ENGINES = {"pyoxigraph": in_pyoxigraph, "rdflib": in_rdflib}


def timed(ask: Ask, request: Request, limit: float) -> Found:
    """Time one question in a fork: CPU seconds and rows; None where it took too long."""
    here, there = FORK.Pipe(duplex=False)
    child = FORK.Process(target=_answer, args=(ask, request, there))
    child.start()
    there.close()
    try:
        return here.recv() if here.poll(limit * 3) else None
    except EOFError:
        return None
    finally:
        child.kill()
        child.join()


def _answer(ask: Ask, request: Request, there: Connection) -> None:
    spent: list[float] = []
    rows = 0
    while not spent or (len(spent) < RUNS and spent[0] < QUICK):
        start = time.process_time()
        rows = ask(request)
        spent.append(time.process_time() - start)
    there.send((statistics.median(spent), rows))


def measure(
    engine: str, size: int, asked: Mapping[str, Request], hopeless: Collection[str] = ()
) -> dict[str, Found]:
    """Ask every question of so many holders, but for those that took too long on fewer."""
    ask = ENGINES[engine](cities(round(size / 70)))
    gc.collect()
    gc.freeze()
    limit = LIMITS[engine]
    found: dict[str, Found] = {}
    for name, request in asked.items():
        answer = None if name in hopeless else timed(ask, request, limit)
        found[name] = answer if answer and answer[0] <= limit else None
        print(engine, size, name, found[name], file=sys.stderr, flush=True)
    return found


def table(sizes: list[int], found: Mapping[tuple[str, int], Mapping[str, Found]]) -> list[str]:
    """Write one row a question; the slowest at the largest size first."""
    runs = [(e, s) for e in ENGINES for s in sizes if (e, s) in found]
    last = ("pyoxigraph", sizes[-1])
    before = ("pyoxigraph", sizes[-2]) if len(sizes) > 1 else last
    heads = ["question", "rows", *(f"{e} {s:,}" for e, s in runs), "growth"]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    names = sorted(found[last], key=lambda n: -_seconds(found[last][n]))
    for name in names:
        now, then = found[last][name], found[before][name]
        growth = f"{now[0] / then[0]:.0f}" if now and then and then[0] else "–"
        cells = [_cell(found[run].get(name), LIMITS[run[0]]) for run in runs]
        rows = f"{now[1]:,}" if now else "–"
        lines.append(f"| {name} | {rows} | {' | '.join(cells)} | {growth} |")
    return lines


def _seconds(answer: Found) -> float:
    return answer[0] if answer else float("inf")


def _cell(answer: Found, limit: float) -> str:
    if answer is None:
        return f"> {limit:g}"
    return f"{answer[0]:.4f}" if answer[0] < FINE else f"{answer[0]:.2f}"


def main() -> None:
    """Measure each size, the engines in turn, and write the table."""
    sizes = sorted(int(size) for size in sys.argv[1:]) or [1_000, 10_000, 100_000]
    asked = requests()
    found: dict[tuple[str, int], dict[str, Found]] = {}
    for engine in ENGINES:
        hopeless: list[str] = []
        for size in (s for s in sizes if s <= MOST[engine]):
            found[engine, size] = measure(engine, size, asked, hopeless)
            hopeless = [name for name, answer in found[engine, size].items() if answer is None]
    write_table("bench_ask.py", [SAID, "", *table(sizes, found)])


if __name__ == "__main__":
    main()
