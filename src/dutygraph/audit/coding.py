"""What did one coder write, in labels that another's coding can be held against?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib import Graph, URIRef

from dutygraph.audit.case import Case
from dutygraph.audit.report import NOT_STATED
from dutygraph.findings import Words
from dutygraph.model import Excerpt, Norm
from dutygraph.names import DG
from dutygraph.net.links import UNSTATED
from dutygraph.triples.reading import Reader

KINDS = ("entrust", "report", "oversight", "consequence")

Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class CodedNorm:
    """A norm as one coder wrote it: Chinese labels of holders, names of codes, all sorted."""

    span: Excerpt
    holder: Labels
    force: Labels
    function: Labels
    recipients: Labels
    article: str
    id: str


@dataclass(frozen=True, slots=True, order=True)
class CodedLink:
    """A derived line between two labels; the norm under it does not tell it from another."""

    kind: str
    source: str
    target: str
    start: int = field(compare=False, default=0)
    article: str = field(compare=False, default="")
    words: str = field(compare=False, default="")


@dataclass(frozen=True)
class Coding:
    """One coding of a text: its norms, and the links that follow from them.

    `bare` are the norms that quote no words; `terms` has the labels of codes.
    """

    name: str
    norms: tuple[CodedNorm, ...]
    bare: tuple[str, ...]
    links: frozenset[CodedLink]
    terms: Mapping[str, Words]


def coding_of(case: Case) -> Coding:
    """Read a case as a coding; other readings of a norm (contested) are left out.

    Triples: norms as asserted, functions also as derived from what a norm does; links at the
        case's grade of evidence, with what reading rules add.
    """
    reader, asserted = case.reasoned.reader, case.reasoned.asserted
    anchored = [(n, n.quote) for n in case.norms if n.quote]
    return Coding(
        name=case.system.name,
        norms=tuple(sorted(_coded(n, quote, reader, asserted) for n, quote in anchored)),
        bare=tuple(n.id for n in case.norms if n.quote is None),
        links=_links(case),
        terms=_terms(case.norms, reader),
    )


def _coded(norm: Norm, quote: Excerpt, reader: Reader, asserted: Graph) -> CodedNorm:
    return CodedNorm(
        span=quote,
        holder=tuple(sorted({_label(reader, asserted, iri) for iri in norm.holders})),
        force=(norm.force,) if norm.force else (),
        function=tuple(sorted(norm.functions)),
        recipients=_recipients(norm, reader, asserted),
        article=norm.provision.label.zh if norm.provision else "",
        id=norm.id,
    )


def _recipients(norm: Norm, reader: Reader, asserted: Graph) -> Labels:
    named = asserted.objects(URIRef(norm.iri), DG.namesRecipient)
    return tuple(sorted({_label(reader, asserted, str(iri)) for iri in named}))


def _label(reader: Reader, asserted: Graph, iri: str) -> str:
    """Give the Chinese label; an alternative is named by its options, whatever its own label."""
    if iri == UNSTATED:
        return NOT_STATED.zh
    options = {reader.words(o).zh for o in asserted.objects(URIRef(iri), DG.offers)}
    return "或".join(sorted(options)) or reader.words(URIRef(iri)).zh


def _links(case: Case) -> frozenset[CodedLink]:
    reader, asserted = case.reasoned.reader, case.reasoned.asserted
    norms = {n.iri: n for n in reader.norms(readings=True)}
    found: dict[CodedLink, CodedLink] = {}
    for kind in KINDS:
        for source, target, best in case.net.edges(kind, case.judge.most):
            norm = norms.get(best.norm)
            quote = norm.quote if norm else None
            link = CodedLink(
                kind=kind,
                source=_label(reader, asserted, source),
                target=_label(reader, asserted, target),
                start=quote.start if quote else 0,
                article=norm.provision.label.zh if norm and norm.provision else "",
                words=quote.words if quote else "",
            )
            found.setdefault(link, link)
    return frozenset(found)


def _terms(norms: tuple[Norm, ...], reader: Reader) -> dict[str, Words]:
    forces = {("force", n.force) for n in norms if n.force}
    functions = {("function", f) for n in norms for f in n.functions}
    return {f"{s}:{name}": reader.code_label(s, name) for s, name in sorted(forces | functions)}
