"""Which checks run, and how grave is each, when a user says so?

A levels file has one line a check, as `queries/check/levels.toml` has: `no-report = "note"`.
It replaces the levels of the checks it names and leaves the others as they are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dutygraph.audit.checks import Check, check_named, checks, nearest
from dutygraph.errors import SourceError, UsageError
from dutygraph.findings import SEVERITIES
from dutygraph.text.decode import read_text


def choose_checks(
    levels: Path | None = None, only: Iterable[str] = (), skip: Iterable[str] = ()
) -> tuple[Check, ...]:
    """Take all checks, or only some, less those skipped, at the levels of a file.

    Returns: checks sorted by name, as `checks` gives them.
    Raises: UsageError for an unknown name, or when nothing is left to run; SourceError for a
        levels file that cannot be used.
    """
    chosen = read_levels(levels) if levels else {}
    wanted = {check_named(name).name for name in only} or {check.name for check in checks()}
    left = wanted - {check_named(name).name for name in skip}
    if not left:
        raise UsageError("leaves no check to run", place="--skip", cure="skip fewer checks")
    return tuple(
        replace(check, severity=chosen[check.name], replaced=True)
        if check.name in chosen
        else check
        for check in checks()
        if check.name in left
    )


def read_levels(path: Path) -> dict[str, str]:
    """Read a levels file.

    Raises: SourceError when it is no TOML; UsageError at the first unknown check or level.
    """
    text = read_text(path)
    levels: dict[str, str] = {}
    known = [check.name for check in checks()]
    for name, level in read_toml(text, path).items():
        place = f"{path}:{line_of(text, name)}"
        if name not in known:
            raise UsageError(f"unknown check {name}", place=place, cure=nearest(name, known))
        if not isinstance(level, str):
            raise UsageError(
                f"{name} has no level", place=place, cure=f'write {name} = "{SEVERITIES[1]}"'
            )
        if level not in SEVERITIES:
            raise UsageError(f"unknown level {level}", place=place, cure=nearest(level, SEVERITIES))
        levels[name] = level
    return levels


def read_toml(text: str, path: Path) -> Mapping[str, Any]:
    """Parse TOML.

    Raises: SourceError with the line where it breaks.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, _, where = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", where)
        raise SourceError(
            f"is not TOML: {reason[:1].lower()}{reason[1:]}",
            place=f"{path}:{line[1] if line else len(text.splitlines())}",
            cure="mend that line",
        ) from error
    except RecursionError as error:
        raise SourceError("is nested too deep", place=str(path), cure="write it flat") from error


def line_of(text: str, key: str) -> int:
    """Find the first line that begins with a key, bare or quoted; 1 where none does."""
    found = re.search(rf"^[ \t\[]*[\"']?{re.escape(key)}[\"']?[ \t]*[=.\]]", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
