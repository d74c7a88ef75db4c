"""On which line of a file does an IRI stand?"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from dutygraph.names import PREFIXES

_FIRST = re.compile(r"<[^>]*>|[\w.-]*:[\w.%-]*[\w-]")


class Places:
    """Find the line of a file on which an IRI is described."""

    def __init__(self, files: tuple[Path, ...]) -> None:
        """Keep the files; they are read only when a place is asked for."""
        self.files = files

    @cached_property
    def _lines(self) -> list[tuple[Path, list[str], dict[str, str]]]:
        found = []
        for path in self.files:
            text = path.read_text(encoding="utf-8-sig", errors="replace")
            spaces = dict(re.findall(r"(?mi)^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", text))
            base = re.search(r"(?mi)^\s*@?base\s+<([^>]*)>", text)
            spaces["<"] = base.group(1) if base else ""
            found.append((path, text.splitlines(), spaces))
        return found

    @cached_property
    def _starts(self) -> list[dict[str, int]]:
        """Map the first word of each line that is not indented to the first such line."""
        found = []
        for _, lines, _ in self._lines:
            starts: dict[str, int] = {}
            for number, line in enumerate(lines):
                word = _FIRST.match(line)
                if word:
                    starts.setdefault(word[0], number)
            found.append(starts)
        return found

    def of(self, iri: str, also: str = "") -> str:
        """Give path:line where an IRI starts a statement, else where it first stands.

        `also` narrows to the first later line that holds it, and stands in for a node without
        a name. The IRI itself is given where no line has it.
        """
        for (path, lines, spaces), starts in zip(self._lines, self._starts, strict=True):
            found = [starts[token] for token in _tokens(iri, spaces) if token in starts]
            if found:
                return f"{path}:{self._later(lines, min(found), also) + 1}"
        for path, lines, spaces in self._lines:
            tokens = [re.escape(t) for t in _tokens(iri, spaces)]
            shape = re.compile(rf"(?:{'|'.join(tokens)})(?![\w-])")
            for number, line in enumerate(lines):
                if shape.search(line):
                    return f"{path}:{self._later(lines, number, also) + 1}"
        for path, lines, _ in self._lines if also else ():
            if any(also in line for line in lines):
                return f"{path}:{self._later(lines, 0, also) + 1}"
        return iri

    @staticmethod
    def _later(lines: list[str], number: int, also: str) -> int:
        if not also:
            return number
        return next((n for n in range(number, len(lines)) if also in lines[n]), number)


def short(iri: str) -> str:
    """Write an IRI with a prefix of the project where one fits, as dg:holds."""
    for prefix, space in PREFIXES.items():
        if iri.startswith(space) and "/" not in iri[len(space) :]:
            return f"{prefix}:{iri[len(space) :]}"
    return f"<{iri}>"


def _tokens(iri: str, spaces: dict[str, str]) -> list[str]:
    found = [f"<{iri}>"]
    for prefix, space in spaces.items():
        if space and iri.startswith(space):
            rest = iri[len(space) :]
            found.append(f"<{rest}>" if prefix == "<" else f"{prefix}:{rest}")
    return found
