"""Which of the forms that there are does a client want?"""

from __future__ import annotations

from collections.abc import Sequence


def ranked(header: str | None, offered: Sequence[str]) -> tuple[str, ...]:
    """Sort what is offered by what a client accepts, best first, without what it does not.

    Among equals the order of the offer counts. No header, or an empty one, accepts all. Works
    for media types, for languages (`zh` meets `zh-CN`) and for codings alike.

    Source: RFC 9110, sections 12.4.2 and 12.5.1; a range that is no range is passed over.
    """
    if header is None or not header.strip():
        return tuple(offered)
    ranges = [found for part in header.split(",") if (found := _range(part))]
    weighed = [(_quality(one, ranges), -place, one) for place, one in enumerate(offered)]
    return tuple(one for quality, _, one in sorted(weighed, reverse=True) if quality > 0)


def best(header: str | None, offered: Sequence[str]) -> str | None:
    """Choose what a client wants most; None where it accepts nothing of the offer."""
    return next(iter(ranked(header, offered)), None)


def _range(part: str) -> tuple[str, float] | None:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return None
    return (name, quality) if name and 0 <= quality <= 1 else None


def _quality(one: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Weigh by the range that fits most closely."""
    name = one.partition(";")[0].strip().lower()
    fits = [(_closeness(name, wanted), quality) for wanted, quality in ranges]
    closest = max(fits, default=(0, 0.0))
    return closest[1] if closest[0] else 0.0


def _closeness(name: str, wanted: str) -> int:
    if wanted == name:
        return 4
    if wanted.startswith(f"{name}-"):
        return 3
    kind, _, rest = wanted.partition("/")
    if rest == "*" and kind == name.partition("/")[0]:
        return 2
    return int(wanted in {"*", "*/*"})
