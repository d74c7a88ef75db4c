"""Which datatypes hold a value?"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from dutygraph.engine.terms import Value
from dutygraph.engine.values import TAG, Meaning, meaning
from dutygraph.engine.vocabulary import DATATYPES, NAMES, iri

BY_IRI: Final[dict[str, int]] = {iri(NAMES[n]): n for n in DATATYPES}

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
_FORMS: Final = {
    name: re.compile(form)
    for name, form in {
        "xsd:normalizedString": r"[^\t\n\r]*",
        "xsd:token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
        "xsd:language": TAG,
        "xsd:NMTOKEN": r"[\w.:\-·]+",
        "xsd:Name": r"(?:[^\W\d]|:)[\w.:\-·]*",
        "xsd:NCName": r"[^\W\d][\w.\-·]*",
    }.items()
}
_SPACES: Final = {
    "rdfs:Literal": None,
    "rdf:PlainLiteral": {"string", "text"},
    "rdf:langString": {"text"},
}


def read(value: Value) -> Meaning | None:
    """Read a literal; nothing where it is ill-typed.

    Source: XML Schema 1.1 part 2, chapter 3.
    """
    found, own = meaning(value), BY_IRI.get(value.datatype)
    if found is None or own is None or contains(own, found):
        return found
    return None


def contains(datatype: int, found: Meaning) -> bool:
    """Tell whether a value is in the value space of a datatype (dt-type2, dt-not-type)."""
    name = NAMES[datatype]
    space, value = found
    if name in _BOUNDS:
        return space == "decimal" and isinstance(value, Decimal) and _is_within(name, value)
    if name in _FORMS:
        return space == "string" and bool(_FORMS[name].fullmatch(str(value)))
    if name == "xsd:dateTimeStamp":
        return space == "dateTime" and isinstance(value, tuple) and value[1] is not None
    if name in _SPACES:
        spaces = _SPACES[name]
        return spaces is None or space in spaces
    return space == name.partition(":")[2]


def whole_number(value: Value) -> int | None:
    """Read a literal as a whole number, where it is one."""
    found = read(value)
    if found is None or found[0] != "decimal" or not isinstance(found[1], Decimal):
        return None
    return int(found[1]) if found[1] == int(found[1]) else None


def _is_within(name: str, number: Decimal) -> bool:
    least, most = _BOUNDS[name]
    return (
        number == number.to_integral_value()
        and (least is None or number >= least)
        and (most is None or number <= most)
    )
