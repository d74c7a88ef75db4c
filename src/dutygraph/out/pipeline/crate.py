"""How is a data set packed for a repository, as an RO-Crate?"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from dutygraph import places
from dutygraph.errors import DataError, UsageError
from dutygraph.findings import Words
from dutygraph.out.pipeline.description import AUTHOR, describe, summary, title
from dutygraph.out.tables import to_json
from dutygraph.text.decode import read_bytes
from dutygraph.triples.dataset import DataFile, Dataset

SPECIFICATION: Final = "https://w3id.org/ro/crate/1.2"
METADATA: Final = "ro-crate-metadata.json"
CC_BY: Final = "https://creativecommons.org/licenses/by/4.0/"
_ONTOLOGY: Final = frozenset({".ttl", ".rq", ".md", ""})
_ENCODED: Final = {ord(c): f"%{ord(c):02X}" for c in ' "%<>\\^`{|}#?[]'}

Entity = dict[str, Any]


def crate(about: Dataset, published: str | None = None) -> dict[str, bytes]:
    """Pack a data set with its text, the ontology and a description of it all.

    `published` is the date of publication; without it, the later of the dates of the
    ontology's version and of the instrument: never the clock, so that equal data give equal
    bytes.

    Returns: the content of each file by its path in the crate, sorted by path.
    Raises: DataError for a data set without a licence, which a crate must have; UsageError
        for a date that is none.
    Source: RO-Crate Metadata Specification 1.2, doi:10.5281/zenodo.13751027.
    """
    if about.licence is None:
        raise DataError(
            "states no licence, and a crate must have one",
            place=about.instrument,
            cure="add dcterms:license with the IRI of a licence",
        )
    files = _files(about)
    date = _date(published) if published else max(about.released, about.issued or "")
    graph = [
        _descriptor(),
        _root(about, about.licence, date, files),
        *(_file(file, about) for file in files),
        _licence(about.licence),
        *([] if about.licence == CC_BY else [_licence(CC_BY)]),
        {"@id": "#identifier", "@type": "PropertyValue", "value": about.iri},
        _ontology(about),
        *_instrument(about),
        *([_author()] if about.bundled else []),
    ]
    metadata = {"@context": f"{SPECIFICATION}/context", "@graph": graph}
    packed = {file.path: file.raw for file in files}
    return dict(sorted({**packed, METADATA: to_json(metadata).encode()}.items()))


def _date(words: str) -> str:
    try:
        return dt.date.fromisoformat(words).isoformat()
    except ValueError as error:
        raise UsageError(
            "is no date", place=f"--published {words}", cure="write it as 2026-11-23"
        ) from error


def _files(about: Dataset) -> list[DataFile]:
    """List what goes in beside the metadata: data, description, ontology and citation."""
    top, citation = places.ontology(), places.citation()
    own = [(path, path.relative_to(top.parent).as_posix()) for path in top.rglob("*")]
    kept = [(p, name) for p, name in own if p.suffix in _ONTOLOGY and not p.name.startswith(".")]
    if about.bundled:
        kept.append((places.data() / "LICENSE", "data/LICENSE"))
        kept += [(citation, citation.name)] if citation else []
    return sorted(
        [
            DataFile("dataset.ttl", describe(about)),
            *(DataFile(f"data/{f.path}", f.raw) for f in (*about.files, *about.companions)),
            *(DataFile(name, read_bytes(path)) for path, name in kept if path.is_file()),
        ]
    )


def _descriptor() -> Entity:
    return {
        "@id": METADATA,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": SPECIFICATION},
    }


def _root(about: Dataset, licence: str, date: str, files: list[DataFile]) -> Entity:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": _both(title(about)),
        "description": _both(summary(about)),
        "identifier": {"@id": "#identifier"},
        "datePublished": date,
        "license": {"@id": licence},
        **({"version": about.version} if about.version else {}),
        **({"author": {"@id": "#contributors"}} if about.bundled else {}),
        "inLanguage": list(about.statistics.languages),
        "isBasedOn": {"@id": about.instrument},
        "hasPart": [{"@id": _name(file)} for file in files],
    }


def _file(file: DataFile, about: Dataset) -> Entity:
    """Describe a file; the text of the instrument has no licence of ours, the rest has one."""
    own = file.path.startswith(("data/", "dataset.ttl"))
    licence = about.licence if own else CC_BY
    licensed = not own or file.media != "text/plain"
    coded = file.media == "text/turtle" and file.path.startswith("data/")
    return {
        "@id": _name(file),
        "@type": "File",
        "name": file.path.rsplit("/", 1)[-1],
        "encodingFormat": file.media,
        "contentSize": str(file.size),
        "sha256": file.digest,
        **({"license": {"@id": licence}} if licensed else {}),
        **({"conformsTo": {"@id": about.ontology}} if coded else {}),
    }


def _licence(iri: str) -> Entity:
    named = {
        "name": "Creative Commons Attribution 4.0 International",
        "description": "署名即可使用。 Use with attribution.",
        "identifier": "CC-BY-4.0",
    }
    return {"@id": iri, "@type": "CreativeWork", **(named if iri == CC_BY else {"name": iri})}


def _ontology(about: Dataset) -> Entity:
    return {
        "@id": about.ontology,
        "@type": "DefinedTermSet",
        "name": "责任图谱本体 dutygraph ontology",
        "license": {"@id": CC_BY},
    }


def _instrument(about: Dataset) -> list[Entity]:
    publishers = [{"@id": iri} for iri, _ in about.issuers]
    instrument = {
        "@id": about.instrument,
        "@type": ["CreativeWork", "Legislation"],
        "name": _both(about.title),
        **({"datePublished": about.issued} if about.issued else {}),
        **({"publisher": publishers} if publishers else {}),
    }
    issuers = [
        {"@id": iri, "@type": "Organization", "name": _both(words)} for iri, words in about.issuers
    ]
    return [instrument, *issuers]


def _author() -> Entity:
    return {"@id": "#contributors", "@type": "Organization", "name": AUTHOR}


def _name(file: DataFile) -> str:
    """Write a path as a relative IRI: Chinese stays as it is, blanks and the like are encoded."""
    return file.path.translate(_ENCODED)


def _both(words: Words) -> str:
    zh, en = words.zh, words.en
    return zh if zh == en else f"{zh} / {en}"
