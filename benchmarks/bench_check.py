"""How long do `check yunfu-2017` and `--help` take, and how much of it is inference?

Whole processes, CPU seconds by the operating system's own account, medians of five runs after
one warm-up, the commands in turn. Ratios are to `python -c pass` in the same run, because
seconds change with the machine. The table in README.md is written by this script.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dutygraph import places
from dutygraph.audit.case import Case, case_of
from dutygraph.audit.report import report
from dutygraph.triples import reasoned
from dutygraph.triples.system import load

sys.path.insert(0, str(Path(__file__).resolve().parent))
from tables import write_table

DUTYGRAPH = Path(sys.executable).with_name("dutygraph")
RUNS = 5

COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "dutygraph --help": [str(DUTYGRAPH), "--help"],
    "dutygraph check toy": [str(DUTYGRAPH), "check", "toy", "--fail-on", "never"],
    "dutygraph check yunfu-2017": [str(DUTYGRAPH), "check", "yunfu-2017", "--fail-on", "never"],
    "the same, from the cache": [str(DUTYGRAPH), "check", "yunfu-2017", "--fail-on", "never"],
}


def measure(command: list[str], cache: str) -> tuple[float, float, float]:
    """Run once; give CPU seconds, wall seconds and peak memory in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, places.CACHE: cache},
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command} ended with status {status}")
    wall = time.perf_counter() - start
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def inference_share() -> float:
    """Give the share of one judgement's CPU time that inference takes, loading included."""
    spent = 0.0
    infer = reasoned.infer

    def timed(premises: frozenset[reasoned.Triple]) -> reasoned.Inference:
        nonlocal spent
        start = time.process_time()
        found = infer(premises)
        spent += time.process_time() - start
        return found

    reasoned.infer = timed  # type: ignore[assignment]
    start = time.process_time()
    report(Case(system := load("yunfu-2017"), reasoned.reason(system), "implied"))
    return spent / (time.process_time() - start)


def until_verdict() -> float:
    """Give the CPU seconds between loading `yunfu-2017` and its verdicts."""
    system = load("yunfu-2017")
    start = time.process_time()
    _ = case_of(system).verdicts
    return time.process_time() - start


def first_and_second() -> tuple[float, float]:
    """Give medians without and with the cache, in turn, after a warm-up."""
    until_verdict()
    with tempfile.TemporaryDirectory() as cache:
        spent: dict[str, list[float]] = {"": [], cache: []}
        for _ in range(RUNS + 1):
            for named, found in spent.items():
                os.environ[places.CACHE] = named
                found.append(until_verdict())
    os.environ[places.CACHE] = ""
    first, second = (statistics.median(found[1:]) for found in spent.values())
    return first, second


def main() -> None:
    """Measure in turn and write the table."""
    os.environ[places.CACHE] = ""
    kept = tempfile.TemporaryDirectory()
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in COMMANDS}
    for run in range(RUNS + 1):
        for name, command in COMMANDS.items():
            sample = measure(command, kept.name if name.endswith("cache") else "")
            if run:
                found[name].append(sample)
    base = statistics.median(s[0] for s in found["python -c pass"])
    rows = [
        "| command | CPU s | wall s | times `python -c pass` | peak MiB |",
        "|---|---|---|---|---|",
    ]
    for name, samples in found.items():
        cpu, wall, peak = (statistics.median(column) for column in zip(*samples, strict=True))
        rows.append(f"| `{name}` | {cpu:.2f} | {wall:.2f} | {cpu / base:.0f} | {peak:.0f} |")
    share = statistics.median(inference_share() for _ in range(3))
    rows.append("")
    rows.append(
        f"Inference takes {share:.0%} of the CPU time of judging `yunfu-2017`, imports aside."
    )
    first, second = first_and_second()
    rows.append(
        f"Between load and verdict a second run takes {second / first:.2f} of the first"
        f" ({second:.2f} of {first:.2f} s; goal: at most 0.20)."
    )
    kept.cleanup()
    write_table("bench_check.py", rows)


if __name__ == "__main__":
    main()
