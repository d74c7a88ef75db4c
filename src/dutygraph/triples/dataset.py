"""What is a system as a data set: its files, its version, and what is in it, counted?"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF
from rdflib.term import Node

from dutygraph import __version__, places
from dutygraph.errors import DataError
from dutygraph.findings import Words
from dutygraph.model import Norm
from dutygraph.names import ASSERTED, DG, ONTOLOGY, local
from dutygraph.text.decode import read_bytes
from dutygraph.triples.reading import Reader
from dutygraph.triples.system import System

MEDIA: Final = {
    ".ttl": "text/turtle",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".toml": "application/toml",
    ".rq": "application/sparql-query",
    ".cff": "application/yaml",
    "": "text/plain",
}
# VoID names a vocabulary by its owl:Ontology; these two are named without the # of their terms.
_HASHLESS: Final = ("https://w3id.org/dutygraph/ns#", "http://www.w3.org/2004/02/skos/core#")
_NS: Final = URIRef(str(DG).rstrip("#"))
_COMPANIONS: Final = ("*.md", "*.toml")
_DATES: Final = (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)


@dataclass(frozen=True, slots=True, order=True)
class DataFile:
    """A file as it is, byte for byte; `path` is relative, with `/` between its parts."""

    path: str
    raw: bytes

    @property
    def size(self) -> int:
        """Count the bytes."""
        return len(self.raw)

    @property
    def digest(self) -> str:
        """Give the SHA-256 in hexadecimal."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def media(self) -> str:
        """Give the media type by the ending, bytes of no known kind where it is not known."""
        return MEDIA.get(Path(self.path).suffix.lower(), "application/octet-stream")


@dataclass(frozen=True)
class Statistics:
    """Counts over the distinct asserted triples, as VoID defines them.

    Units: `entities` are subjects with an IRI in the data set's own space; `classes` maps a
    class to its instances, `properties` a property to its triples, both sorted by IRI.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: dict[str, int]
    properties: dict[str, int]
    vocabularies: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Dataset:
    """A system as one can cite it.

    `space` is the namespace of its own IRIs. `issued` and `licence` are None where the data
    do not say; so is `version`, unless the system is `bundled` with the program. `ontology`
    names the version of the ontology used, `released` is the date of that version. `files`
    hold the triples and the text, `companions` what explains them.
    """

    iri: str
    space: str
    instrument: str
    title: Words
    issuers: tuple[tuple[str, Words], ...]
    issued: str | None
    licence: str | None
    version: str | None
    bundled: bool
    ontology: str
    released: str
    files: tuple[DataFile, ...]
    companions: tuple[DataFile, ...]
    statistics: Statistics
    articles: int
    norms: int
    holders: int
    examples: tuple[str, ...]


def dataset(system: System) -> Dataset:
    """Describe a loaded system by what its files say; nothing is inferred.

    Triples: those asserted. The version is what the instrument states (owl:versionInfo), else
        that of the program whose data these are.
    Raises: DataError for a system without an instrument, or whose IRIs are names of files on
        this machine.
    """
    asserted, ontology = system.graph(ASSERTED), system.graph(ONTOLOGY)
    reader = Reader(asserted, asserted)
    instrument = _instrument(system, asserted)
    space = str(instrument)[: -len(local(str(instrument)))]
    bundled = {f.resolve().parent for f in system.files} == {places.data() / system.name}
    own = __version__ if bundled else None
    norms, provisions = reader.norms(), reader.provisions()
    issuers = _links(asserted, instrument, DG.isIssuedBy)
    return Dataset(
        iri=f"{space}dataset",
        space=space,
        instrument=str(instrument),
        title=reader.words(instrument),
        issuers=tuple((one, reader.words(URIRef(one))) for one in issuers),
        issued=_value(asserted, instrument, DG.isIssuedOn),
        licence=next(iter(_links(asserted, instrument, DCTERMS.license)), None),
        version=_value(asserted, instrument, OWL.versionInfo) or own,
        bundled=bundled,
        ontology=_value(ontology, _NS, OWL.versionIRI) or str(_NS),
        released=max(map(str, (d for p in _DATES for d in ontology.objects(_NS, p))), default=""),
        files=_read(_files(system)),
        companions=_read(_companions(system)),
        statistics=statistics(asserted, space),
        articles=sum(p.kind == "article" for p in provisions),
        norms=len(norms),
        holders=len(reader.holders()),
        examples=_examples(norms),
    )


def _examples(norms: tuple[Norm, ...]) -> tuple[str, ...]:
    """Choose the first norm that names a recipient, or the first, with its holder and article."""
    norm = next((n for n in norms if n.recipients), norms[0] if norms else None)
    if norm is None:
        return ()
    article = (norm.provision.iri,) if norm.provision else ()
    return (norm.iri, *norm.holders[:1], *article)


def statistics(asserted: Graph, space: str) -> Statistics:
    """Count triples, entities, classes and properties.

    Source: K. Alexander et al. (2011), Describing Linked Datasets with the VoID Vocabulary.
    """
    subjects, objects = set(asserted.subjects()), set(asserted.objects())
    classes = Counter(str(o) for o in asserted.objects(None, RDF.type))
    properties = Counter(str(p) for p in asserted.predicates())
    tags = {o.language for o in objects if isinstance(o, Literal) and o.language}
    return Statistics(
        triples=len(asserted),
        entities=sum(isinstance(s, URIRef) and s.startswith(space) for s in subjects),
        subjects=len(subjects),
        objects=len(objects),
        classes={key: classes[key] for key in sorted(classes)},
        properties={key: properties[key] for key in sorted(properties)},
        vocabularies=_vocabularies((*classes, *properties)),
        languages=tuple(sorted(tags)),
    )


def _vocabularies(terms: Iterable[str]) -> tuple[str, ...]:
    spaces = {term[: -len(local(term))] for term in terms}
    return tuple(sorted(s.rstrip("#") if s in _HASHLESS else s for s in spaces))


def own_instrument(asserted: Graph) -> str:
    """Find the instrument that the data code: the one with a text, else the one not cited.

    Returns: its IRI, empty where there is none.
    """
    cited = set(asserted.objects(None, DG.cites)) | set(asserted.objects(None, DG.isBasedOn))
    named = [i for i in asserted.subjects(RDF.type, DG.Instrument) if isinstance(i, URIRef)]
    with_text = [i for i in named if (i, DG.hasSourceFile, None) in asserted]
    return min(map(str, with_text or (i for i in named if i not in cited)), default="")


def _instrument(system: System, asserted: Graph) -> URIRef:
    own = own_instrument(asserted)
    if not own:
        raise DataError(
            "names no instrument that it codes",
            place=system.name,
            cure="add a dg:Instrument with its label and dg:hasSourceFile",
        )
    if own.startswith("file:") or local(own) == own:
        raise DataError(
            "has IRIs that name nothing beyond this machine",
            place=system.name,
            cure="give the Turtle an @base of http or https",
        )
    return URIRef(own)


def _value(asserted: Graph, node: Node, prop: URIRef) -> str | None:
    found = sorted(str(o) for o in asserted.objects(node, prop))
    return found[0] if found else None


def _links(asserted: Graph, node: Node, prop: URIRef) -> list[str]:
    return sorted(str(o) for o in asserted.objects(node, prop) if isinstance(o, URIRef))


def _files(system: System) -> tuple[Path, ...]:
    source = system.source
    return (*system.files, *((source,) if source else ()))


def _companions(system: System) -> tuple[Path, ...]:
    """Find what lies beside a folder's data; a single Turtle file stands alone."""
    if system.text is None:
        return ()
    folder = system.files[0].parent
    return tuple(p for shape in _COMPANIONS for p in folder.glob(shape) if p.is_file())


def _read(paths: Iterable[Path]) -> tuple[DataFile, ...]:
    return tuple(sorted(DataFile(path.name, read_bytes(path)) for path in paths))
