"""How does a system become what is wanted of it, in one step?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import networkx as nx

from dutygraph.audit.case import open_case
from dutygraph.audit.report import Report, report
from dutygraph.errors import UsageError
from dutygraph.out.export.agenda import agenda, first_day
from dutygraph.out.export.kinds import NETS, choose_kind, sheet_kind
from dutygraph.out.export.net import Places, check_evidence, plain_net
from dutygraph.out.export.rdf import FORMATS, check_what, rdf
from dutygraph.out.export.sheets import edges, nodes
from dutygraph.out.export.sketch import dot, mermaid
from dutygraph.out.export.tracking import tracking
from dutygraph.out.export.xml import gexf, graphml
from dutygraph.out.words import language

Net: TypeAlias = "nx.MultiDiGraph[str]"
Content = str | bytes
Files = dict[str, bytes]

_PLACED: Final = ("gexf", "graphml", "csv", "nodes")
_NETS: Final[dict[str, Callable[[Net], Content]]] = {
    "gexf": gexf,
    "graphml": graphml,
    "nodes": nodes,
    "edges": edges,
}
_SKETCHES: Final = {"dot": dot, "mermaid": mermaid}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be exported, as the command line says it.

    `what` and `view` speak of RDF, `evidence` of nets and lists, `begins` of the calendar.
    """

    form: str | None
    output: Path | None
    what: str | None = None
    view: str | None = None
    evidence: str = "implied"
    begins: str | None = None
    lang: str = "zh"

    @property
    def kind(self) -> str:
        """Give the kind wanted.

        Raises: UsageError for one that is not known, and for what says nothing beside it.
        """
        kind = choose_kind(self.form, self.output)
        beside = {"--what": self.what, "--view": self.view, "--from": self.begins}
        fit = {"--what": kind in FORMATS, "--view": kind in FORMATS, "--from": kind == "ics"}
        for option, given in beside.items():
            if given is not None and not fit[option]:
                cure = "leave it out, or choose another format"
                raise UsageError(f"says nothing beside {kind}", place=option, cure=cure)
        return kind


def exported(
    system: str, wish: Wish, places: Callable[[Report], Places]
) -> tuple[Content | Files, str]:
    """Write a system as wished; `places` says where holders stand, for nets that show it.

    Returns: the content, or named files where there are two; and a note for the other stream.
    Raises: UsageError, SourceError or DataError, before anything is written.
    """
    kind = wish.kind
    lang = language(wish.lang)
    if kind in FORMATS:
        what = wish.what or "all"
        check_what(what, wish.view, given=wish.what is not None)
        return rdf(system, kind, what, wish.view), ""
    evidence = check_evidence(wish.evidence)
    sheet = sheet_kind(wish.output) if kind == "tracking" else ""
    begins = first_day(wish.begins) if wish.begins else None
    found = report(open_case(system, evidence), ())
    if kind in NETS:
        return _net(found, kind, lang, places), ""
    if kind == "ics":
        return agenda(found, begins)
    return tracking(found, sheet, lang), ""


def _net(
    found: Report, kind: str, lang: str, places: Callable[[Report], Places]
) -> Content | Files:
    net = plain_net(found, places(found) if kind in _PLACED else {})
    if kind in _SKETCHES:
        return _SKETCHES[kind](net, lang, found.title.in_language(lang))
    if kind == "csv":
        return {"nodes.csv": nodes(net).encode(), "edges.csv": edges(net).encode()}
    return _NETS[kind](net)
