"""How does a picture become pixels, and is there a font that can write it?"""

from __future__ import annotations

from typing import Final

from resvg_py import svg_to_bytes

from dutygraph.errors import SourceError
from dutygraph.out.picture.svg import FONTS

SCALE: Final = 2
# From here on stand the characters that Latin fonts lack.
_WIDE: Final = 0x3400
# No font has this character: what is painted for it is what is painted where a font is missing.
_NOBODYS: Final = "\U0010fffd"


def png(picture: str) -> bytes:
    """Paint an SVG, two pixels to a unit.

    Raises: SourceError where its characters need a font that this machine does not have.
    """
    missing = next((c for c in sorted(set(picture)) if ord(c) >= _WIDE and not paints(c)), None)
    if missing:
        raise SourceError(
            f"no font on this machine can write {missing}",
            place="PNG",
            cure="install a Chinese font (Debian: fonts-noto-cjk), or write an .svg",
        )
    return bytes(svg_to_bytes(svg_string=picture, zoom=SCALE))


def paints(character: str) -> bool:
    """Tell whether some font here writes a character."""
    return _painted(character) != _painted(_NOBODYS)


def _painted(character: str) -> bytes:
    sheet = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24">'
        f'<text x="2" y="20" font-size="18" font-family="{FONTS}">{character}</text></svg>'
    )
    return bytes(svg_to_bytes(svg_string=sheet))
