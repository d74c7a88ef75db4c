"""How is a survey of a large system written: its verdicts, its patterns, its holders?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from dutygraph.audit.survey import Survey, Surveyed, survey
from dutygraph.out.screen.progress import reading
from dutygraph.out.tables import render, to_json
from dutygraph.out.words import both, word
from dutygraph.out.write import write, write_blocks

FORMATS: Final = ("table", "md", "csv", "tsv", "json", "jsonl")
_BLOCK: Final = 20_000


def survey_files(files: Sequence[Path], most: int, lang: str) -> Survey:
    """Judge files, and show on a terminal how far the reading is."""
    with reading(files, word("reading", lang)) as told:
        return survey(files, most, told)


def write_survey(
    found: Survey, part: tuple[Sequence[str], str], kind: str, lang: str, path: Path | None
) -> str:
    """Write the patterns or, of a part, the holders; say what it took.

    `part` names links and a level: the open holders there that lack them; empty for no part.

    Raises: UsageError for a link or level that is not known.
    """
    if any(part):
        write_blocks(blocks(found.holders(*part), kind, lang), path)
    else:
        write(show(found, kind, lang), path)
    spent = " · ".join(f"{name} {seconds:.1f} s" for name, seconds in found.seconds.items())
    return f"{spent}\n"


def show(found: Survey, kind: str, lang: str) -> str:
    """Write the verdicts and the patterns; in csv, tsv and jsonl the patterns alone."""
    patterns = found.patterns()
    rows = [
        {
            "level": p.level,
            "level_zh": p.level_name.zh,
            "level_en": p.level_name.en,
            "missing": list(p.missing),
            "count": p.count,
        }
        for p in patterns
    ]
    if kind == "json":
        whole = {"verdict": found.verdict, "judged": found.judged, **found.outcomes}
        seconds = {name: round(spent, 3) for name, spent in found.seconds.items()}
        return to_json({**whole, "patterns": rows, "seconds": seconds})
    if kind == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if kind in {"csv", "tsv"}:
        head = ["level", "level_zh", "level_en", "missing", "count"]
        cells = [
            [p.level, p.level_name.zh, p.level_name.en, " ".join(p.missing), p.count]
            for p in patterns
        ]
        return render(head, cells, kind)
    counted = " · ".join(f"{word(o, lang)} {n:,}" for o, n in found.outcomes.items())
    lead = f"{both('verdict', lang)}{_colon(lang)}{both(found.verdict, lang)}\n{counted}\n"
    if not patterns:
        return lead
    head = [both("level", lang), both("holders", lang), both("missing", lang)]
    table = [
        [p.level_name.in_language(lang), f"{p.count:,}", _named(p.missing, lang)] for p in patterns
    ]
    return f"{lead}\n{render(head, table, kind)}"


def blocks(found: Iterable[Surveyed], kind: str, lang: str) -> Iterator[bytes]:
    """Write holders one a row, a block at a time; a table is written whole."""
    if kind in {"table", "md", "json"}:
        yield _block(list(found), kind, lang).encode()
        return
    rest, first = iter(found), True
    while some := list(islice(rest, _BLOCK)):
        text = _block(some, kind, lang)
        yield (text if first or kind == "jsonl" else text.partition("\n")[2]).encode()
        first = False
    if first and kind != "jsonl":
        yield _block([], kind, lang).encode()


def _block(some: list[Surveyed], kind: str, lang: str) -> str:
    if kind in {"json", "jsonl"}:
        rows = [
            {
                "holder": one.holder,
                "level_zh": one.level_name.zh,
                "level_en": one.level_name.en,
                "verdict": one.outcome,
                "missing": list(one.missing),
            }
            for one in some
        ]
        if kind == "json":
            return to_json(rows)
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if kind in {"csv", "tsv"}:
        head = ["holder", "level_zh", "level_en", "verdict", "missing"]
        cells = [
            [o.holder, o.level_name.zh, o.level_name.en, o.outcome, " ".join(o.missing)]
            for o in some
        ]
        return render(head, cells, kind)
    head = [both("level", lang), both("holder", lang), both("missing", lang)]
    shown = [[o.level_name.in_language(lang), o.holder, _named(o.missing, lang)] for o in some]
    return render(head, shown, kind)


def _named(missing: Iterable[str], lang: str) -> str:
    return (", " if lang == "en" else "、").join(word(link, lang) for link in missing)


def _colon(lang: str) -> str:
    return ": " if lang == "en" else "："
