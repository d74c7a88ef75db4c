"""How do the differences of two systems look?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dutygraph.audit.diff.differences import (
    ADDED,
    CHANGED,
    LOST,
    PARTS,
    SHARED,
    STATES,
    Change,
    Diff,
    Entry,
)
from dutygraph.findings import Words
from dutygraph.net.loops import LINKS
from dutygraph.out.tables import plain_markdown, render, to_json
from dutygraph.out.words import WORDS, word

FORMATS: Final = ("table", "md", "csv", "tsv", "json")
_KEYS: Final = ("part", "status", "kind", "name", "name_en", "by", "id_a", "id_b")
_MARKS: Final = {SHARED: "=", CHANGED: "~", LOST: "-", ADDED: "+"}
_WORDS: Final[dict[str, Words]] = {
    "part": Words("部分", "part"),
    "holder": Words("主体", "holders"),
    "norm": Words("规范", "norms"),
    "line": Words("责任线", "lines"),
    "verdict": Words("判定", "verdicts"),
    SHARED: Words("相同", "same"),
    CHANGED: Words("不同", "changed"),
    LOST: Words("仅 A", "only in A"),
    ADDED: Words("仅 B", "only in B"),
    "matched": Words("对应依据", "matched by"),
    "iri": Words("IRI", "IRI"),
    "label": Words("名称", "label"),
    "words": Words("原话", "words"),
    "no-match": Words("没有相同的主体或规范。", "No holder or norm is in both."),
    "no-difference": Words("没有差异。", "No difference."),
    "kind": Words("种类", "kind"),
    "level": Words("层级", "level"),
    "members": Words("成员", "members"),
    "holders": Words("主体", "holders"),
    "force": Words("效力", "force"),
    "functions": Words("职能", "functions"),
    "counterparts": Words("对方", "counterparts"),
    "recipients": Words("报告对象", "recipients"),
    "frequency": Words("频次", "frequency"),
    "threshold": Words("界限", "threshold"),
    "conditions": Words("条件", "conditions"),
    "imposers": Words("实施者", "imposed by"),
    "grade": Words("等级", "grade"),
    "missing": Words("缺失", "missing"),
    "scope": Words("适用范围", "scope"),
    "in": Words("内", "in"),
    "out": Words("外", "out"),
}


def show(found: Diff, kind: str, lang: str, *, every: bool = False) -> str:
    """Write a comparison; for people the differences, and with `every` what is shared too.

    In csv and tsv each row is a thing, or one aspect in which it differs.
    """
    if kind == "json":
        return to_json(_plain(found))
    if kind in {"csv", "tsv"}:
        rows = [row for entry in found.entries for row in _flat(entry)]
        return render((*_KEYS, "aspect", "a", "b"), rows, kind)
    return "\n".join(_page(found, kind, lang, every=every)) + "\n"


def _word(key: str, lang: str) -> str:
    return _WORDS[key].in_language(lang)


def _page(found: Diff, kind: str, lang: str, *, every: bool) -> Iterator[str]:
    title = f"A = {found.a}, B = {found.b}"
    yield f"# {plain_markdown(title)}" if kind == "md" else title
    yield ""
    head = [_word(key, lang) for key in ("part", *STATES)]
    rows = [[_word(part, lang), *found.counts[part].values()] for part in PARTS]
    yield render(head, rows, kind).rstrip("\n")
    yield ""
    ways = " · ".join(f"{_word(way, lang)} {n}" for way, n in found.ways.items())
    stop = ": " if lang == "en" else "："
    yield f"{_word('matched', lang)}{stop}{ways}" if ways else _word("no-match", lang)
    if found.is_empty:
        yield _word("no-difference", lang)
    for part in PARTS:
        shown = [e for e in found.entries if e.part == part and (every or e.status != SHARED)]
        if shown:
            yield ""
            yield f"{'## ' if kind == 'md' else ''}{_word(part, lang)} ({len(shown)})"
            if kind == "md":
                yield ""
            for status in STATES:
                for entry in (e for e in shown if e.status == status):
                    yield _line(entry, kind, lang)


def _line(entry: Entry, kind: str, lang: str) -> str:
    stop = ": " if lang == "en" else "："
    name = entry.name.in_language(lang)
    if entry.part == "norm":
        ids = " → ".join(dict.fromkeys(i for i in (entry.id_a, entry.id_b) if i))
        name = f"{ids} “{name}”"
    elif entry.kind:
        name = f"{word(entry.kind, lang)}{stop}{name}"
    details = "；".join(_change(change, lang) for change in entry.changes)
    said = f"{name}　{details}" if details else name
    if kind == "md":
        return f"- `{_MARKS[entry.status]}` {plain_markdown(said)}"
    return f"  {_MARKS[entry.status]} {' '.join(said.splitlines())}"


def _change(change: Change, lang: str) -> str:
    sides = (_value(change.aspect, value, lang) for value in (change.a, change.b))
    aspect = _word(change.aspect, lang)
    return f"{aspect} {' → '.join(sides)}"


def _value(aspect: str, value: str, lang: str) -> str:
    if not value:
        return "–"
    if aspect == "missing":
        return " ".join(word(link, lang) for link in value.split() if link in LINKS)
    if aspect in {"verdict", "grade"}:
        return word(value, lang) if value in WORDS else value
    return _word(value, lang) if aspect == "scope" else value


def _plain(found: Diff) -> dict[str, object]:
    return {
        "a": found.a,
        "b": found.b,
        "same": found.is_empty,
        "matched": found.ways,
        "counts": found.counts,
        "entries": [
            {
                **_facts(entry),
                "changes": {one.aspect: [one.a, one.b] for one in entry.changes},
            }
            for entry in found.entries
        ],
    }


def _facts(entry: Entry) -> dict[str, object]:
    return {
        "part": entry.part,
        "status": entry.status,
        "kind": entry.kind or None,
        "name": entry.name.zh,
        "name_en": entry.name.en,
        "by": entry.by or None,
        "id_a": entry.id_a,
        "id_b": entry.id_b,
    }


def _flat(entry: Entry) -> list[list[object]]:
    facts = list(_facts(entry).values())
    changes = [(one.aspect, one.a, one.b) for one in entry.changes]
    return [[*facts, *change] for change in changes or [("", "", "")]]
