"""What is shown whole in a notebook: an explanation, or a picture?"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dutygraph.door.markup import lines_markup
from dutygraph.out.write import write


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why something stands as it does: for people in `text`, for programs in `data`."""

    text: str
    data: Any = field(repr=False, hash=False)

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return lines_markup(self.text)


@dataclass(frozen=True, slots=True)
class Picture:
    """A still picture, as SVG."""

    svg: str = field(repr=False)

    def save(self, path: str | Path) -> None:
        """Write the picture to a file, whole or not at all.

        Raises: SourceError where it cannot be written.
        """
        write(self.svg, Path(path))

    def _repr_svg_(self) -> str:
        return self.svg
