"""What are holders, norms, provisions and excerpts, as values?

Each value is a plain record of triples; identifiers are IRIs, and `id` is the local name
that people see. Collections are sorted tuples.
"""

from __future__ import annotations

from dataclasses import dataclass

from dutygraph.findings import Words
from dutygraph.names import local

KINDS = {
    "Body": "body",
    "JointHolder": "joint",
    "Group": "group",
    "Post": "post",
    "Authority": "authority",
}


@dataclass(frozen=True, slots=True, order=True)
class Excerpt:
    """A stretch of the source; offsets are code points, first = 0, end exclusive."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True, order=True)
class Provision:
    """A chapter, article or notice; `number` is None for the notice."""

    start: int
    end: int
    iri: str
    kind: str
    label: Words
    number: int | None
    parent: str | None
    purposes: tuple[Excerpt, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Holder:
    """A party that can hold norms; `level` is a rank from 1 (央) down, None where unsaid."""

    iri: str
    kind: str
    label: Words
    level: int | None
    level_name: Words | None
    members: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Give the local name."""
        return local(self.iri)

    @property
    def level_label(self) -> str | None:
        """Give the level's one-character Chinese name, as 县."""
        return self.level_name.zh if self.level_name else None


@dataclass(frozen=True, slots=True, order=True)
class Frequency:
    """How often: `stated` in words, `minimum` None without a count, `period` ISO 8601."""

    stated: str
    minimum: int | None
    period: str | None


@dataclass(frozen=True, slots=True, order=True)
class Threshold:
    """The least number that triggers a consequence, and what is counted."""

    minimum: int
    unit: str


@dataclass(frozen=True, slots=True)
class Norm:
    """One predicate with its object that the text lays on its holders.

    `holders`, `recipients`, `imposers` and `counterparts` are IRIs; each recipient is the
    tuple of its alternatives' members. `functions` has the coded function first.
    `read_from` is the norm on which a reading rests, None for what the text says itself.
    """

    iri: str
    provision: Provision | None
    place: int
    quote: Excerpt | None
    holders: tuple[str, ...]
    force: str
    functions: tuple[str, ...]
    action: str
    object: str | None
    counterparts: tuple[str, ...]
    recipients: tuple[tuple[str, ...], ...] | None
    frequency: Frequency | None
    threshold: Threshold | None
    conditions: tuple[Excerpt, ...]
    mentions: tuple[Excerpt, ...]
    imposers: tuple[str, ...]
    silences: tuple[str, ...]
    evidence: str
    rules: tuple[str, ...]
    read_from: str | None

    @property
    def id(self) -> str:
        """Give the identifier in the text; a reading bears that of the norm it rests on."""
        return local(self.read_from or self.iri)
