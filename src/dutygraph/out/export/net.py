"""What is the net as a graph of plain values, which any program of networks can take?

Readers of GEXF and GraphML choke on lists and on what is unbound: every attribute is a string,
a number or a truth value, and one that is not known is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import networkx as nx

from dutygraph.audit.case import EVIDENCE
from dutygraph.audit.report import Report
from dutygraph.errors import UsageError
from dutygraph.findings import Words
from dutygraph.model import Holder
from dutygraph.net.links import UNSTATED, Support
from dutygraph.net.loops import Verdict
from dutygraph.text.visible import visible
from dutygraph.triples.proofs import EXPLICIT, GRADES

Places = Mapping[str, tuple[float, float]]
Plain = dict[str, str | int | float | bool]
KINDS: Final[dict[str, Words]] = {
    "entrust": Words("委托", "entrusts"),
    "report": Words("报告", "reports to"),
    "oversight": Words("监督", "oversees"),
    "consequence": Words("奖惩", "rewards or sanctions"),
    "option": Words("或", "either of"),
    "post": Words("任职", "post in"),
    "partner": Words("共同主体", "partner in"),
    "member": Words("属于", "member of"),
}


def plain_net(found: Report, places: Places) -> nx.MultiDiGraph[str]:
    """Copy holders and typed lines, with all that is said of them, as plain values.

    Net: nodes are IRIs, sorted; an edge is keyed by its kind, as in `Net.links`. Consequences
        that nobody is named to impose have no source, and so no edge. With explicit evidence
        only what the text says itself is there; else contested lines are too, graded so.
    """
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    net = found.case.net
    verdicts = {verdict.holder: verdict for verdict in found.case.verdicts}
    for iri in sorted({*found.holders, *net.links.nodes} - {UNSTATED}):
        plain.add_node(iri, **_node(found, iri, places), **_judged(verdicts.get(iri)))
    strict = EVIDENCE[found.case.evidence] == EXPLICIT
    for source, target, kind in sorted(net.links.edges(keys=True)):
        supports = net.supports(source, target, kind)
        if source != UNSTATED and not (strict and supports[0].grade > EXPLICIT):
            plain.add_edge(source, target, key=kind, **_edge(found, kind, supports))
    return plain


def check_evidence(name: str) -> str:
    """Accept a grade of evidence.

    Raises: UsageError that lists the known ones.
    """
    if name not in EVIDENCE:
        cure = f"known: {', '.join(EVIDENCE)}"
        raise UsageError("unknown evidence", place=name, cure=cure)
    return name


def _node(found: Report, iri: str, places: Places) -> Plain:
    label = _label(found, iri)
    holder = found.holders.get(iri)
    level = holder.level if holder else found.case.net.levels.get(iri)
    said: dict[str, Any] = {
        "label": label.zh,
        "label_en": label.en,
        "kind": _kind(found, iri, holder),
        "level": level,
        "level_name": holder.level_name.zh if holder and holder.level_name else None,
        "level_name_en": holder.level_name.en if holder and holder.level_name else None,
        "above_instrument": iri in found.case.net.boundary,
        "duties": len(found.case.net.duties.get(iri, ())),
    }
    if iri in places:
        said["x"], said["y"] = (float(value) for value in places[iri])
    return _lean(said)


def _label(found: Report, iri: str) -> Words:
    """Name a party; an alternative whose label is in one language only by its options."""
    label = found.label(iri)
    links = found.case.net.links
    edges = links.out_edges(iri, keys=True) if iri in links else ()
    options = [found.label(one) for _, one, key in sorted(edges) if key == "option"]
    if label.zh != label.en or not options:
        return label
    return Words(label.zh, " or ".join(option.en for option in options))


def _kind(found: Report, iri: str, holder: Holder | None) -> str:
    if holder:
        return holder.kind
    links = found.case.net.links.out_edges(iri, keys=True)
    return "alternative" if any(key == "option" for _, _, key in links) else "other"


def _judged(verdict: Verdict | None) -> Plain:
    """Say how the chain of a holder stands: its verdict, and the grade of each link."""
    if verdict is None:
        return {}
    grades: Plain = {f"link_{link.kind}": link.grade for link in verdict.links}
    return {"verdict": verdict.outcome, "in_scope": verdict.in_scope, **grades}


def _edge(found: Report, kind: str, supports: tuple[Support, ...]) -> Plain:
    norms = list(dict.fromkeys(s.norm for s in supports if s.norm))
    known = [norm for iri in norms if (norm := found.norm_at(iri))]
    articles = dict.fromkeys(norm.provision.label.zh for norm in known if norm.provision)
    return _lean(
        {
            "kind": kind,
            "label": KINDS[kind].zh,
            "label_en": KINDS[kind].en,
            "grade": GRADES[supports[0].grade],
            "rules": " ".join(supports[0].rules),
            "norms": " ".join(dict.fromkeys(found.norm_id(iri) for iri in norms)),
            "articles": " ".join(articles),
            "words": known[0].quote.words if known and known[0].quote else "",
        }
    )


def _lean(said: Mapping[str, Any]) -> Plain:
    """Leave out what is not known; show what hides, which XML could not hold."""
    kept = {key: value for key, value in said.items() if value is not None and value != ""}
    return {k: visible(v) if isinstance(v, str) else v for k, v in kept.items()}
