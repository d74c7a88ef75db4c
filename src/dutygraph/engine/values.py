"""Which value does a literal have?

A value is a pair of the value space and of what tells values in it apart, so that two literals
have one value exactly when the pairs are equal. Decimal, float and double are apart, as in OWL 2.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Callable, Hashable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

from dutygraph.engine.terms import Value
from dutygraph.engine.vocabulary import NAMES, iri

Meaning = tuple[str, Hashable]

_DAY: Final = r"(-?(?:[1-9]\d{4,}|\d{4}))-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_CLOCK: Final = r"([01]\d|2[0-3]|24(?=:00:00(?:\.0+)?(?:$|Z|[+-]))):([0-5]\d):([0-5]\d(?:\.\d+)?)"
_ZONE: Final = r"(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"
_FLOAT: Final = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
TAG: Final = r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*"
_SECONDS: Final = 86_400
_CYCLE: Final = 400  # years after which the calendar repeats, day of the week and all
_CYCLE_DAYS: Final = 146_097


def meaning(value: Value) -> Meaning | None:
    """Read a literal.

    Words are taken as they stand: white space around a number is not part of its form, and a
    float beyond its range has no value.

    Returns: its value, `(datatype, words)` for a datatype that is not known, and nothing for
        an ill-typed literal.
    Source: XML Schema 1.1 part 2, chapter 3; OWL 2 Syntax, chapter 4; RDF 1.1 Concepts, 3.3.
    """
    name = _NAMES.get(value.datatype)
    if name is None:
        return value.datatype, value.lexical
    if name == "rdf:langString":
        return "text", (value.lexical, (value.language or "").lower())
    try:
        return _READ[name](value.lexical)
    except (ValueError, ArithmeticError):
        return None


@cache
def _form(form: str) -> re.Pattern[str]:
    return re.compile(form, re.ASCII)


def _matched(form: str, text: str) -> re.Match[str]:
    found = _form(form).fullmatch(text)
    if found is None:
        raise ValueError
    return found


def _string(text: str) -> Meaning:
    return "string", text


def _decimal(text: str) -> Meaning:
    return "decimal", Decimal(_matched(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", text).group())


def _whole(text: str) -> Meaning:
    return "decimal", Decimal(_matched(r"[+-]?\d+", text).group())


def _float(space: str, form: str) -> Callable[[str], Meaning]:
    def read(text: str) -> Meaning:
        number = float(_matched(_FLOAT, text).group())
        bits = struct.pack(form, number)
        kept = struct.unpack(form, bits)[0]
        finite = text[-1].isdigit() or text[-1] == "."
        if finite and (kept in {float("inf"), -float("inf")} or (not kept and _has_digit(text))):
            raise ValueError
        return space, bits

    return read


def _has_digit(text: str) -> bool:
    return bool(re.match(r"[+-]?[0.]*[1-9]", text))


def _boolean(text: str) -> Meaning:
    return "boolean", _matched("true|false|0|1", text).group() in {"true", "1"}


def _hex(text: str) -> Meaning:
    return "hexBinary", bytes.fromhex(_matched(r"(?:[0-9a-fA-F]{2})*", text).group())


def _base64(text: str) -> Meaning:
    try:
        return "base64Binary", base64.b64decode(text.replace(" ", ""), validate=True)
    except binascii.Error as error:
        raise ValueError from error


def _reference(text: str) -> Meaning:
    """Read a URI reference: no segment before the first / has a colon, but after a scheme."""
    scheme, rest = r"[A-Za-z][A-Za-z0-9+.\-]*:", r"[^\s<>\"{}|\\^`]*"
    return "anyURI", _matched(rf"{scheme}{rest}|(?![^/?#]*:){rest}", text).group()


def _plain(text: str) -> Meaning:
    words, at, tag = text.rpartition("@")
    if not at:
        raise ValueError
    return ("text", (words, _matched(TAG, tag).group().lower())) if tag else ("string", words)


def _xml(text: str) -> Meaning:
    try:
        ParserCreate().Parse(f"<_>{text}</_>", True)  # noqa: FBT003 — takes no names
    except ExpatError as error:
        raise ValueError from error
    return "XMLLiteral", text


def _days(year: str, month: str, day: str) -> int:
    cycle, within = divmod(int(year), _CYCLE)
    return date(within + _CYCLE, int(month), int(day)).toordinal() + cycle * _CYCLE_DAYS


def _clock(hour: str, minute: str, second: str) -> Decimal:
    return Decimal(int(hour) * 3600 + int(minute) * 60) + Decimal(second)


def _minutes(zone: str | None) -> int | None:
    if zone is None or zone == "Z":
        return None if zone is None else 0
    away = int(zone[1:3]) * 60 + int(zone[4:])
    return -away if zone[0] == "-" else away


def _moment(zone: str) -> Callable[[str], Meaning]:
    """Make a reader of moments: two are one when time and zone are, as OWL 2 has it."""

    def read(text: str) -> Meaning:
        found = _matched(f"{_DAY}T{_CLOCK}{zone}", text).groups()
        offset = _minutes(found[6])
        at = _days(*found[:3]) * _SECONDS + _clock(*found[3:6]) - 60 * (offset or 0)
        return "dateTime", (at, offset)

    return read


def _date(text: str) -> Meaning:
    *day, zone = _matched(f"{_DAY}{_ZONE}?", text).groups()
    return "date", (_days(*day), _minutes(zone))


def _time(text: str) -> Meaning:
    *clock, zone = _matched(f"{_CLOCK}{_ZONE}?", text).groups()
    return "time", (_clock(*clock) % _SECONDS, _minutes(zone))


_INTEGERS: Final = (
    "integer nonNegativeInteger nonPositiveInteger negativeInteger positiveInteger long int "
    "short byte unsignedLong unsignedInt unsignedShort unsignedByte"
)
_STRINGS: Final = "string normalizedString token language Name NCName NMTOKEN"
_READ: Final[dict[str, Callable[[str], Meaning]]] = {
    **{f"xsd:{name}": _whole for name in _INTEGERS.split()},
    **{f"xsd:{name}": _string for name in _STRINGS.split()},
    "rdfs:Literal": _string,
    "rdf:PlainLiteral": _plain,
    "rdf:XMLLiteral": _xml,
    "rdf:HTML": lambda text: ("HTML", text),
    "xsd:decimal": _decimal,
    "xsd:float": _float("float", "<f"),
    "xsd:double": _float("double", "<d"),
    "xsd:boolean": _boolean,
    "xsd:hexBinary": _hex,
    "xsd:base64Binary": _base64,
    "xsd:anyURI": _reference,
    "xsd:dateTime": _moment(f"{_ZONE}?"),
    "xsd:dateTimeStamp": _moment(_ZONE),
    "xsd:date": _date,
    "xsd:time": _time,
}
_NAMES: Final = {iri(name): name for name in NAMES if name in _READ or name == "rdf:langString"}
