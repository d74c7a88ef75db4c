"""What is asked of the pages, and what do they give back?

The pages are pure: they know no request and no connection. A server turns one into the other,
and adds what belongs to it: digests, compression, policies, limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Protocol

# Each form of a page, and its media type. The first is what one gets who asks for nothing else.
FORMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "html": "text/html; charset=utf-8",
        "json": "application/json",
        "csv": "text/csv; charset=utf-8",
        "ttl": "text/turtle; charset=utf-8",
        "jsonld": "application/ld+json",
        "nt": "application/n-triples",
        "rdf": "application/rdf+xml",
    }
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What stands at an address in one form.

    `inline_style` asks for a policy that allows style attributes and elements, for a library
    that cannot do without; scripts stand in files always. `cut` tells that there was more
    than the server gives; `forms` lists the forms in which this address can be had too.
    """

    media: str
    content: bytes
    inline_style: bool = False
    cut: bool = False
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    `path` has no slash at either end and no ending; `form` is one of `FORMS`, `lang` is `zh`
    or `en`, `query` holds the parameters of the address, each name once; `lang` is among them
    where the address named it, so that links may keep it.
    """

    path: str
    form: str = "html"
    lang: str = "zh"
    query: Mapping[str, str] = field(default_factory=dict)


class Pages(Protocol):
    """What a server needs of a site."""

    def reply(self, wanted: Wanted) -> Reply | None:
        """Give what stands there; None where nothing does, in that form or in any.

        Raises: UsageError for a parameter that cannot be used; QueryError or LimitError where
            an answer failed.
        """

    def static(self, name: str) -> Reply | None:
        """Give a file of scripts, styles or pictures; `name` is all that follows `/static/`.

        A name holds a digest of its content, so that it may be kept for ever.
        """

    def address(self, iri: str) -> str | None:
        """Give the address that describes an IRI, as `/yunfu-2017/holder/county`."""

    def iri(self, path: str) -> str | None:
        """Give the IRI that a path is about, None for a list or an unknown path."""
