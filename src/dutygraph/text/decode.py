"""How do the bytes of a file become text?

UTF-8 only, and never normalised: offsets are code points of the file as it is. A byte
order mark is taken off; other encodings are named, with the command that converts them.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from dutygraph.errors import SourceError

_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def read_bytes(path: Path) -> bytes:
    """Read a file that must hold something.

    Raises: SourceError when it is missing, a folder, unreadable or empty.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError("no such file", place=str(path), cure="check the path") from error
    except IsADirectoryError as error:
        raise SourceError(
            "is a folder where a file is needed", place=str(path), cure="name a file in it"
        ) from error
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise SourceError(
            f"cannot be read ({reason})", place=str(path), cure="give yourself read permission"
        ) from error
    if not raw.removeprefix(codecs.BOM_UTF8).strip():
        raise SourceError("the file is empty", place=str(path), cure="put its content back")
    return raw


def decode(raw: bytes, place: str) -> str:
    """Decode UTF-8 and take off a byte order mark.

    Raises: SourceError that names the likely encoding and the command that converts it.
    """
    for mark, name in _MARKS.items():
        if raw.startswith(mark):
            raise _foreign(place, name)
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _foreign(place, _guess(raw), line=raw.count(b"\n", 0, error.start) + 1) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        if text.count("\0") > len(text) // 8:
            raise _foreign(place, _guess(raw), line)
        raise SourceError("holds a zero byte", place=f"{place}:{line}", cure="take it out")
    return text


def read_text(path: Path) -> str:
    """Read a UTF-8 file, as `decode` does."""
    return decode(read_bytes(path), str(path))


def _guess(raw: bytes) -> str:
    zeros = [sum(b == 0 for b in raw[side:4096:2]) for side in (0, 1)]
    if any(zeros):  # no other encoding of text holds a zero byte
        return "UTF-16LE" if zeros[1] >= zeros[0] else "UTF-16BE"
    for name in ("GBK", "GB18030"):
        try:
            raw.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return ""


def _foreign(place: str, name: str, line: int | None = None) -> SourceError:
    where = f"{place}:{line}" if line else place
    if not name:
        return SourceError("is not UTF-8 text", place=where, cure="save it as UTF-8")
    return SourceError(
        f"is not UTF-8 but looks like {name}",
        place=where,
        cure=f"convert it with: iconv -f {name} -t UTF-8",
    )
