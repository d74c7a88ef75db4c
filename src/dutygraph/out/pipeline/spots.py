"""Where in which file does a finding stand, by line and column?"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from dutygraph.audit.report import Report
from dutygraph.findings import Finding


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of the source text: lines and columns begin at 1, `end_column` is exclusive.

    Units: code points.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


class Spots:
    """Find the spots of findings in the source text of a report."""

    def __init__(self, found: Report) -> None:
        self.text = found.case.system.text or ""
        self.starts = [0, *(i + 1 for i, c in enumerate(self.text) if c == "\n")]

    def of(self, finding: Finding) -> Spot | None:
        """Locate a finding; None where it stands nowhere in the text."""
        if not finding.span:
            return None
        start, end = finding.span
        if not 0 <= start < end <= len(self.text):
            return None
        line, column = self._at(start)
        end_line, end_column = self._at(end - 1)
        return Spot(start, end, line, column, end_line, end_column + 1)

    def _at(self, place: int) -> tuple[int, int]:
        line = bisect_right(self.starts, place)
        return line, place - self.starts[line - 1] + 1


def source_file(found: Report) -> str:
    """Name the file that findings speak of: the source text, else the first of the data.

    Returns: a path from the working folder where the file lies in it; else the name of the
        system and of the file, so that no path of one machine is written.
    """
    system = found.case.system
    path = (system.source or system.files[0]).resolve()
    here = Path.cwd()
    if path.is_relative_to(here):
        return path.relative_to(here).as_posix()
    return f"{system.name}/{path.name}"
