r"""Which characters hide from the eye, and how are they shown?

Controls, zero-width characters and those that turn the writing direction can make a text
look like another. They are shown as `\u202e`, which JSON and TOML read back as what it was.
"""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
# Colours and the like, as a terminal takes them.
_STYLED: Final = re.compile(r"\x1b\[[0-9;]*m|" + HIDDEN.pattern)
_PICTURES: Final = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}


def visible(words: str, *, styled: bool = False) -> str:
    r"""Write hidden characters as `\uXXXX`; line ends and tabs stay, and styles if `styled`."""
    return (_STYLED if styled else HIDDEN).sub(_escape, words)


def one_line(words: str) -> str:
    """Show controls, line ends too, as pictures of one character each: ␊, ␛."""
    return words.translate(_PICTURES)


def _escape(found: re.Match[str]) -> str:
    if len(found[0]) > 1:
        return found[0]
    units = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))
