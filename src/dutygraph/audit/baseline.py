"""Which findings are known and accepted, so that only new ones count?

A baseline is a TOML file of findings, each named by its check, its subject and a fingerprint
of its words. It does not speak of places, so it holds when the text is put in another order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from dutygraph.audit.checks import nearest
from dutygraph.audit.levels import line_of, read_toml
from dutygraph.audit.report import Report
from dutygraph.errors import SourceError, UsageError
from dutygraph.text.decode import read_text
from dutygraph.text.visible import HIDDEN, visible

VERSION: Final = 1
_KEYS: Final = ("check", "subject", "fingerprint", "reason", "message")
_NEEDED: Final = _KEYS[:3]
_SHOWN: Final = 5
_HEAD: Final = (
    "# 已接受的发现，由 `dutygraph check --write-baseline` 写成；可逐条加 reason。",
    "# Accepted findings, written by `dutygraph check --write-baseline`; reasons may be added.",
    f"version = {VERSION}",
)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The keys of the accepted findings, each with the reason given for it, or none.

    `place` is the file they were read from.
    """

    accepted: Mapping[str, str]
    place: str

    def accept(self, found: Report) -> Report:
        """Mark the findings of a report that the baseline knows."""
        known = {f: self.accepted[f.key] for f in found.findings if f.key in self.accepted}
        return replace(found, accepted=known)

    def gone(self, found: Report) -> tuple[str, ...]:
        """List the entries that no longer occur, among those whose check was run; sorted."""
        ran = {check.name for check in found.checks}
        keys = {f.key for f in found.findings}
        return tuple(
            sorted(k for k in self.accepted if k not in keys and k.partition(" ")[0] in ran)
        )

    def farewell(self, found: Report) -> str:
        """Say in one line which entries no longer occur; nothing when all do."""
        gone = self.gone(found)
        if not gone:
            return ""
        names = ", ".join(key.rpartition(" ")[0] for key in gone[:_SHOWN])
        more = f" and {len(gone) - _SHOWN} more" if len(gone) > _SHOWN else ""
        line = f"{self.place}: no longer found: {names}{more}; write it anew with --write-baseline"
        return visible(" ".join(line.split())) + "\n"


def read_baseline(path: Path) -> Baseline:
    """Read a baseline file.

    Raises: SourceError when it cannot be read or is no baseline; UsageError for a key that
        is not known, with the nearest.
    """
    text = read_text(path)
    whole = read_toml(text, path)
    _refuse_unknown(whole, ("version", "accepted"), text, path)
    if whole.get("version") != VERSION:
        raise SourceError(
            "is no baseline of this version", place=str(path), cure=f"write version = {VERSION}"
        )
    entries = whole.get("accepted", [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise SourceError(
            "accepted is no list of tables", place=str(path), cure="begin each with [[accepted]]"
        )
    found: dict[str, str] = {}
    for number, entry in enumerate(entries, start=1):
        _refuse_unknown(entry, _KEYS, text, path)
        for key in _KEYS:
            if not isinstance(entry.get(key, None if key in _NEEDED else ""), str):
                raise SourceError(
                    f"entry {number} has no words for {key}",
                    place=str(path),
                    cure="write it anew with --write-baseline",
                )
        found[" ".join(entry[key] for key in _NEEDED)] = entry.get("reason", "")
    return Baseline(found, str(path))


def baseline_of(found: Report) -> str:
    """Write the findings of a report as a baseline, sorted by key, with the reasons given."""
    entries = {f.key: f for f in reversed(found.findings)}
    parts = ["\n".join(_HEAD)]
    for key in sorted(entries):
        f = entries[key]
        values = (f.check, f.subject, f.fingerprint, found.accepted.get(f, ""), f.message.zh)
        lines = [
            f"{name} = {_quoted(value)}"
            for name, value in zip(_KEYS, values, strict=True)
            if value or name in _NEEDED
        ]
        parts.append("\n".join(["[[accepted]]", *lines]))
    return "\n\n".join(parts) + "\n"


def _quoted(words: str) -> str:
    """Write a TOML string: as JSON does, but with one escape for a character beyond 16 bits."""
    return HIDDEN.sub(lambda m: f"\\U{ord(m[0]):08x}", json.dumps(words, ensure_ascii=False))


def _refuse_unknown(
    table: Mapping[str, Any], known: tuple[str, ...], text: str, path: Path
) -> None:
    for key in table:
        if key not in known:
            place = f"{path}:{line_of(text, key)}"
            raise UsageError(f"unknown key {key}", place=place, cure=nearest(key, known))
