"""Write a generated system as N-Triples: `python benchmarks/worlds country 690000 -o all.nt`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from worlds import SHAPES, country
from worlds.lines import SPACE


def main() -> None:
    """Write the system, and the list of its planted gaps where one is asked for."""
    parser = argparse.ArgumentParser(prog="worlds", description=__doc__)
    parser.add_argument("shape", choices=["country", *SHAPES])
    parser.add_argument("size", type=int, help="villages of a country; else bodies or duties")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--gaps", type=Path, help="check and IRI of each planted gap, as tsv")
    given = parser.parse_args()
    if given.size < 1:
        parser.error("size must be at least 1")
    with ExitStack() as files:
        listed = files.enter_context(given.gaps.open("w", encoding="utf-8")) if given.gaps else None

        def plant(check: str, at: str) -> None:
            if listed is not None:
                listed.write(f"{check}\t{SPACE}{at}\n")

        if given.shape == "country":
            lines = country(given.size, given.seed, plant)
        else:
            lines = SHAPES[given.shape](given.size)
        count = _write(lines, files.enter_context(given.output.open("w", encoding="utf-8")))
    print(f"{count:,} triples", file=sys.stderr)


def _write(lines: Iterable[str], file: IO[str]) -> int:
    count = 0
    for count, line in enumerate(lines, start=1):  # noqa: B007 -- counted while written
        file.write(line)
    return count


if __name__ == "__main__":
    main()
