"""Do the quoted words stand where they are said to stand?"""

from __future__ import annotations

from dutygraph.model import Excerpt


def mismatch(text: str, excerpt: Excerpt) -> str | None:
    """Say what stands at an excerpt's offsets when it is not the excerpt's words.

    Units: code points over the whole decoded text.
    Returns: None when the words stand there; else a phrase for a message.
    """
    if not 0 <= excerpt.start < excerpt.end <= len(text):
        return f"lies outside the text, which has {len(text)} characters"
    found = text[excerpt.start : excerpt.end]
    if found == excerpt.words:
        return None
    return f"finds “{_shorten(found)}” there"


def nearest(text: str, excerpt: Excerpt) -> int | None:
    """Find where the words do stand, nearest to where they were said to; None if nowhere."""
    places: list[int] = []
    at = text.find(excerpt.words) if excerpt.words else -1
    while at >= 0:
        places.append(at)
        at = text.find(excerpt.words, at + 1)
    return min(places, key=lambda p: (abs(p - excerpt.start), p), default=None)


def _shorten(words: str, most: int = 24) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
