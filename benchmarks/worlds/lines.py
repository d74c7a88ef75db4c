"""How is a generated system written, line by line, as N-Triples?

Every name is made here and none needs escaping, so a line is one formatted string; a country
has fifty million of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from dutygraph.names import DATA, DG, code

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
_DURATION = "http://www.w3.org/2001/XMLSchema#duration"
SPACE = f"{DATA}world/"


def triple(subject: str, predicate: str, value: str) -> str:
    """Write a triple of local names; the predicate is a term of the ontology."""
    return f"<{SPACE}{subject}> <{DG}{predicate}> <{SPACE}{value}> .\n"


def coded(subject: str, predicate: str, scheme: str, value: str) -> str:
    """Write a triple whose object is a code."""
    return f"<{SPACE}{subject}> <{DG}{predicate}> <{code(scheme, value)}> .\n"


def words(subject: str, predicate: str, said: str) -> str:
    """Write a triple whose object is a plain literal."""
    return f'<{SPACE}{subject}> <{DG}{predicate}> "{said}" .\n'


def kind(subject: str, name: str) -> str:
    """Write the class of a thing."""
    return f"<{SPACE}{subject}> <{_TYPE}> <{DG}{name}> .\n"


def label(subject: str, said: str, lang: str) -> str:
    """Write a label."""
    return f'<{SPACE}{subject}> <{_LABEL}> "{said}"@{lang} .\n'


def instrument(level: str, articles: int) -> Iterator[str]:
    """Write the instrument, its articles, one condition and one frequency."""
    yield kind("instrument", "Instrument")
    yield coded("instrument", "hasLevel", "level", level)
    for number in range(1, articles + 1):
        yield kind(f"article-{number}", "Article")
        yield triple(f"article-{number}", "isPartOf", "instrument")
        yield label(f"article-{number}", f"第{number}条", "zh")
    yield kind("condition", "Excerpt")
    yield words("condition", "hasExactWords", "不履行职责的")
    for end, offset in (("startsAt", 0), ("endsAt", 6)):
        yield f'<{SPACE}condition> <{DG}{end}> "{offset}"^^<{_INTEGER}> .\n'
    yield kind("yearly", "Frequency")
    yield words("yearly", "isStatedAs", "每年")
    yield f'<{SPACE}yearly> <{DG}hasPeriod> "P1Y"^^<{_DURATION}> .\n'


def body(name: str, said: str, level: str, classification: str) -> Iterator[str]:
    """Write a body with its labels, level and classification."""
    yield kind(name, "Body")
    yield label(name, f"{said}{name}", "zh")
    yield label(name, f"{classification} {name}", "en")
    yield coded(name, "hasLevel", "level", level)
    yield coded(name, "hasClassification", "class", classification)


def post(name: str, said: str, level: str, whole: str) -> Iterator[str]:
    """Write a post in a body."""
    yield kind(name, "Post")
    yield label(name, f"{whole}{said}", "zh")
    yield coded(name, "hasLevel", "level", level)
    yield triple(name, "isPostIn", whole)


def norm(  # noqa: PLR0913, PLR0917 -- what a norm has
    name: str, holder: str, force: str, action: str, said: str, article: int
) -> Iterator[str]:
    """Write a norm that is stated in so many words, and who holds it."""
    yield kind(name, "Norm")
    yield triple(name, "standsIn", f"article-{article}")
    yield coded(name, "hasForce", "force", force)
    yield words(name, "hasAction", action)
    yield words(name, "hasObject", said)
    yield coded(name, "hasEvidence", "evidence", "explicit")
    yield triple(holder, "holds", name)
