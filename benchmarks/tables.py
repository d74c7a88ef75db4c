"""How does a table reach its place in README.md, the others left alone?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).resolve().parent / "README.md"
_ANY = "<!-- made by"


def write_table(script: str, lines: Iterable[str]) -> None:
    """Print a table and put it under the mark of the script that made it."""
    table, mark = "\n".join(lines), f"{_ANY} {script} -->"
    print(table)
    before, _, after = PAGE.read_text(encoding="utf-8").partition(mark)
    rest = "".join(after.partition(_ANY)[1:])
    text = f"{before.rstrip()}\n\n{mark}\n\n{table}\n\n{rest}"
    PAGE.write_text(f"{text.rstrip()}\n", encoding="utf-8")
