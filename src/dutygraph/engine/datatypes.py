"""What do the datatypes of OWL 2 RL say of a literal?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from dutygraph.engine.terms import Value
from dutygraph.engine.vocabulary import DATATYPES, NAMES, NUMBERS, PREFIXES, iri

BY_IRI: Final[dict[str, int]] = {iri(NAMES[n]): n for n in DATATYPES}
LANG_STRING: Final = PREFIXES["rdf"] + "langString"
STRING: Final = PREFIXES["xsd"] + "string"

_PARENTS: Final = {
    "xsd:integer": "xsd:decimal",
    "xsd:nonNegativeInteger": "xsd:integer",
    "xsd:nonPositiveInteger": "xsd:integer",
    "xsd:negativeInteger": "xsd:nonPositiveInteger",
    "xsd:positiveInteger": "xsd:nonNegativeInteger",
    "xsd:long": "xsd:integer",
    "xsd:int": "xsd:long",
    "xsd:short": "xsd:int",
    "xsd:byte": "xsd:short",
    "xsd:unsignedLong": "xsd:nonNegativeInteger",
    "xsd:unsignedInt": "xsd:unsignedLong",
    "xsd:unsignedShort": "xsd:unsignedInt",
    "xsd:unsignedByte": "xsd:unsignedShort",
    "xsd:normalizedString": "xsd:string",
    "xsd:token": "xsd:normalizedString",
    "xsd:language": "xsd:token",
    "xsd:NMTOKEN": "xsd:token",
    "xsd:Name": "xsd:token",
    "xsd:NCName": "xsd:Name",
    "xsd:dateTimeStamp": "xsd:dateTime",
}

_BOUNDS: Final[dict[str, tuple[int | None, int | None]]] = {
    "xsd:integer": (None, None),
    "xsd:nonNegativeInteger": (0, None),
    "xsd:nonPositiveInteger": (None, 0),
    "xsd:negativeInteger": (None, -1),
    "xsd:positiveInteger": (1, None),
    **{
        f"xsd:{name}": (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        for name, bits in (("long", 64), ("int", 32), ("short", 16), ("byte", 8))
    },
    **{
        f"xsd:unsigned{name}": (0, 2**bits - 1)
        for name, bits in (("Long", 64), ("Int", 32), ("Short", 16), ("Byte", 8))
    },
}

_DATE: Final = r"-?(?:[1-9]\d{4,}|\d{4})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_TIME: Final = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_ZONE: Final = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"
_FORMS: Final = {
    "xsd:decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "xsd:float": r"(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN)",
    "xsd:double": r"(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN)",
    "xsd:boolean": r"true|false|0|1",
    "xsd:hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "xsd:base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*"
    r"(?:(?:[A-Za-z0-9+/] ?){3}=|(?:[A-Za-z0-9+/] ?){2}= ?=)?",
    "xsd:dateTime": f"{_DATE}T{_TIME}{_ZONE}?",
    "xsd:dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE}",
    "xsd:date": f"{_DATE}{_ZONE}?",
    "xsd:time": f"{_TIME}{_ZONE}?",
    "xsd:normalizedString": r"[^\t\n\r]*",
    "xsd:token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "xsd:language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "xsd:NMTOKEN": r"[\w.:\-·]+",
    "xsd:Name": r"[^\W\d]?[\w.:\-·]*|:[\w.:\-·]*",
    "xsd:NCName": r"[^\W\d][\w.\-·]*",
}


def supers(datatype: str) -> tuple[str, ...]:
    """List a datatype and those that hold all its values, narrowest first."""
    found = [datatype]
    while found[-1] in _PARENTS:
        found.append(_PARENTS[found[-1]])
    return tuple(found)


def types(value: Value) -> frozenset[int]:
    """List the datatypes that hold a literal because of its own, by number."""
    own = BY_IRI.get(value.datatype)
    return frozenset() if own is None else frozenset(NUMBERS[d] for d in supers(NAMES[own]))


def is_well_formed(value: Value) -> bool:
    """Tell whether the words of a literal are words of its datatype.

    Returns: true for a datatype that is not known.
    Source: XML Schema 1.1 part 2, chapter 3.
    """
    own = BY_IRI.get(value.datatype)
    return own is None or _reads(NAMES[own])(value.lexical)


def holds(datatype: int, value: Value) -> bool:
    """Tell whether a datatype may hold the value of a literal; yes where that is not known."""
    name, own = NAMES[datatype], BY_IRI.get(value.datatype)
    if own is None or datatype in types(value) or name == "rdfs:Literal":
        return True
    if name == "rdf:PlainLiteral":
        return value.datatype in {STRING, LANG_STRING} or "xsd:string" in supers(NAMES[own])
    if supers(NAMES[own])[-1] != supers(name)[-1]:
        return False
    return _reads(name)(value.lexical)


def differ(one: Value, other: Value) -> bool:
    """Tell whether two literals surely have different values."""
    left, right = BY_IRI.get(one.datatype), BY_IRI.get(other.datatype)
    if left is None or right is None or one == other:
        return False
    root = supers(NAMES[left])[-1]
    if root != supers(NAMES[right])[-1]:
        return "rdf:PlainLiteral" not in {NAMES[left], NAMES[right]}
    try:
        return _VALUES.get(root, _no_value)(one) != _VALUES.get(root, _no_value)(other)
    except ValueError:
        return False


def whole_number(value: Value) -> int | None:
    """Read a literal as a whole number, where it is one."""
    own = BY_IRI.get(value.datatype)
    if own is None or supers(NAMES[own])[-1] != "xsd:decimal" or not is_well_formed(value):
        return None
    number = Decimal(value.lexical.strip())
    return int(number) if number == int(number) else None


def _no_value(_: Value) -> object:
    raise ValueError


_VALUES: Final[dict[str, Callable[[Value], object]]] = {
    "xsd:decimal": lambda v: Decimal(v.lexical.strip()),
    "xsd:string": lambda v: v.lexical,
    "rdf:langString": lambda v: (v.lexical, (v.language or "").lower()),
    "xsd:boolean": lambda v: v.lexical.strip() in {"true", "1"},
    "xsd:hexBinary": lambda v: v.lexical.strip().lower(),
    "xsd:anyURI": lambda v: v.lexical,
}


def _reads(name: str) -> Callable[[str], bool]:
    if name in _BOUNDS:
        least, most = _BOUNDS[name]
        return lambda text: _is_whole(text, least, most)
    if name not in _FORMS:
        return lambda _: True
    form = re.compile(_FORMS[name])
    if "date" in name:
        return lambda text: bool(form.fullmatch(text.strip())) and _is_day(text.strip())
    if "xsd:string" in supers(name):
        return lambda text: bool(form.fullmatch(text))
    return lambda text: bool(form.fullmatch(text.strip()))


def _is_whole(text: str, least: int | None, most: int | None) -> bool:
    if not re.fullmatch(r"[+-]?\d+", text.strip()):
        return False
    number = Decimal(text.strip())
    return (least is None or number >= least) and (most is None or number <= most)


def _is_day(text: str) -> bool:
    """Tell whether the day is in the calendar; years beyond it are taken as their like."""
    year, month, day = re.match(r"-?(\d+)-(\d\d)-(\d\d)", text).groups()  # type: ignore[union-attr]
    try:
        date(int(year) % 400 + 400, int(month), int(day))
    except ValueError:
        return False
    return True
