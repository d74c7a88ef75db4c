"""Do two codings rest on one text?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dutygraph.errors import DataError
from dutygraph.model import Excerpt
from dutygraph.names import ASSERTED, DG
from dutygraph.triples.reading import Reader
from dutygraph.triples.system import System

_CURE = "compare codings of one and the same text"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a coding shows of its text: all of it, or for one Turtle file its quotes alone."""

    name: str
    text: str | None
    digest: str | None
    excerpts: tuple[Excerpt, ...]

    def characters(self) -> dict[int, str]:
        """Give each known character by its offset."""
        if self.text is not None:
            return dict(enumerate(self.text))
        return {e.start + i: c for e in self.excerpts for i, c in enumerate(e.words)}


def basis(system: System) -> Basis:
    """Read what a system shows of its text; nothing is inferred."""
    asserted = system.graph(ASSERTED)
    digest = min(map(str, asserted.objects(None, DG.hasDigest)), default=None)
    excerpts = tuple(excerpt for _, excerpt in Reader(asserted, asserted).excerpts())
    return Basis(system.name, system.text, digest, excerpts)


def refuse_other_text(a: Basis, b: Basis) -> None:
    """Refuse two codings of different texts.

    Whole texts are compared where both have one. A Turtle file has none: then the characters
    that its quotes put at their offsets must be those that the other has there.

    Raises: DataError that says where the texts first differ.
    """
    known, other = a.characters(), b.characters()
    shared = sorted(known.keys() & other.keys())
    differing = next((at for at in shared if known[at] != other[at]), None)
    if differing is None and a.text is not None and b.text is not None and a.text != b.text:
        differing = min(len(a.text), len(b.text))
    if differing is not None:
        shown = f"has {_shown(other, differing)} where {a.name} has {_shown(known, differing)}"
        raise DataError(
            f"is a coding of another text: at character {differing} it {shown}",
            place=b.name,
            cure=_CURE,
        )
    if not shared:
        raise DataError(f"quotes no words that {a.name} quotes", place=b.name, cure=_CURE)
    if None in {a.text, b.text} and None not in {a.digest, b.digest} and a.digest != b.digest:
        raise DataError(
            f"states another dg:hasDigest of its text than {a.name}", place=b.name, cure=_CURE
        )


def _shown(known: Mapping[int, str], at: int) -> str:
    words = "".join(known.get(i, "") for i in range(at, at + 8))
    return f"“{words}”" if words else "nothing"
