"""How do measures look, side by side on a screen, and tidy for a program?"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final

from dutygraph.audit.measures.measured import Measured, Row
from dutygraph.audit.measures.shares import Value
from dutygraph.findings import Words
from dutygraph.out.tables import render, to_json
from dutygraph.out.words import both

FORMATS: Final = ("table", "md", "csv", "tsv", "json", "jsonl")
_FLAT: Final = ("csv", "tsv")
# Enough to tell two shares of a million apart; beyond that engines differ.
_DIGITS: Final = 6
_UNDEFINED: Final = "–"
_NOTE: Final = Words(
    "– 无定义：没有可计的对象，或分母为0。各项的定义、单位和出处见 docs/measures.md。",
    "– not defined: nothing to count, or to divide by. Definitions, units and sources stand in "
    "docs/measures.md.",
)
_MEASURE: Final = Words("度量", "measure")
_SYSTEM: Final = Words("制度", "system")


def show(found: Measured, kind: str, lang: str) -> str:
    """Write measures: for people one column a system or level, or one row a holder.

    In csv, tsv, json and jsonl each row is one system, level or holder, with the names of the
    measures as keys; what is not defined is null, or empty.
    """
    if kind in {"json", "jsonl", *_FLAT}:
        rows = [_plain(found, row) for row in found.rows]
        if kind in _FLAT:
            head = [*_KEYS[found.by], *(m.name for m in found.measures)]
            return render(head, [list(row.values()) for row in rows], kind)
        if kind == "json":
            return to_json(rows)
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    shown = _holders(found, kind, lang) if found.by == "holder" else _beside(found, kind, lang)
    values = (value for row in found.rows for value in row.values)
    note = f"\n{_NOTE.in_language(lang)}\n" if None in values else ""
    return shown + note


def _beside(found: Measured, kind: str, lang: str) -> str:
    """Set the systems or levels side by side, one measure a row."""
    several = len({row.system for row in found.rows}) > 1
    head = [_both(_MEASURE, lang), *(_column(row, lang, several=several) for row in found.rows)]
    rows = [
        [_both(measure.label, lang), *(_cell(row.values[at]) for row in found.rows)]
        for at, measure in enumerate(found.measures)
    ]
    return render(head, rows, kind)


def _column(row: Row, lang: str, *, several: bool) -> str:
    if row.level_name is None:
        return row.system
    level = row.level_name.in_language(lang)
    return f"{row.system} {level}" if several else level


def _holders(found: Measured, kind: str, lang: str) -> str:
    several = len({row.system for row in found.rows}) > 1
    head = [
        _both(_SYSTEM, lang),
        *(both(key, lang) for key in ("level", "holder")),
        *(measure.label.in_language(lang) for measure in found.measures),
    ]
    rows = [
        [
            row.system,
            row.level_name.in_language(lang) if row.level_name else "",
            row.label.in_language(lang),
            *map(_cell, row.values),
        ]
        for row in found.rows
    ]
    cut = 0 if several else 1
    return render(head[cut:], [row[cut:] for row in rows], kind)


def _both(words: Words, lang: str) -> str:
    return words.en if lang == "en" else f"{words.zh} {words.en}"


def _cell(value: Value) -> str:
    if value is None:
        return _UNDEFINED
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _plain(found: Measured, row: Row) -> dict[str, object]:
    """Name the values of a row, those that say whose they are first."""
    keys = _KEYS[found.by]
    values = zip((m.name for m in found.measures), row.values, strict=True)
    return {key: take(row) for key, take in keys.items()} | {
        name: round(value, _DIGITS) if isinstance(value, float) else value for name, value in values
    }


_KEYS: Final[dict[str, dict[str, Callable[[Row], str | int | None]]]] = {
    "system": {
        "system": lambda row: row.system,
        "title": lambda row: row.label.zh,
        "title_en": lambda row: row.label.en,
    },
    "level": {
        "system": lambda row: row.system,
        "level": lambda row: row.level,
        "level_name": lambda row: row.label.zh,
        "level_name_en": lambda row: row.label.en,
    },
    "holder": {
        "system": lambda row: row.system,
        "holder": lambda row: row.key,
        "label": lambda row: row.label.zh,
        "label_en": lambda row: row.label.en,
        "level": lambda row: row.level,
    },
}


def keys(by: str) -> Mapping[str, Callable[[Row], str | int | None]]:
    """List what says whose a row is, before its measures: names, and how each is taken."""
    return _KEYS[by]
