"""Does the loss of any one link of a closed chain raise its primary check, and no other error?

Each good fixture and the toy lose in turn each link of each chain that closes. The norm stays
and says less: it no longer directs, watches, rewards or sanctions the holder (dg:concerns), or
is silent on recipient, imposer or holder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from dutygraph.audit.case import Case, case_of
from dutygraph.audit.checks import checks
from dutygraph.audit.report import Report, report
from dutygraph.audit.whatif import compare
from dutygraph.names import ASSERTED, DG, ONTOLOGY, code
from dutygraph.net.loops import OPEN
from dutygraph.triples import reasoned
from dutygraph.triples.axioms import axioms
from dutygraph.triples.proofs import Warrant, prove
from dutygraph.triples.reason import Inference, Triple
from dutygraph.triples.system import System, load, node

HERE = Path(__file__).parent
QUICK = ("toy", "no-return", "mutual-oversight")
FIXTURES = ["toy", *(check.name for check in checks() if check.name != "inconsistent")]
INTO = {"entrust": "no-entrust", "oversight": "no-oversight", "consequence": "no-consequence"}

Change = tuple[str, set[Triple], set[tuple[str, str, str]]]


def place(name: str) -> str:
    folder = HERE / name / "good"
    return name if name == "toy" else str(folder if folder.is_dir() else folder.with_suffix(".ttl"))


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Reason by proofs alone; they find what owlrl does (test_reason), ten times as fast."""
    known = axioms(load("toy").graph(str(ONTOLOGY)))

    def proved(premises: Iterable[Triple]) -> Inference:
        given = frozenset(premises)
        return Inference(frozenset(prove(given, known, lambda _: Warrant()).steps) - given, (), 0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reasoned, "infer", proved)
        yield


def into(case: Case, holder: str, kind: str) -> set[str]:
    """List the norms under all links of a kind that reach a holder."""
    links = case.net.links.in_edges(holder, keys=True)
    return {s.norm for a, b, k in links if k == kind for s in case.net.supports(a, b, k)}


def silent(norms: Iterable[str], *aspects: str) -> set[tuple[str, str, str]]:
    return {(n, str(DG.isSilentOn), code("aspect", aspect)) for n in norms for aspect in aspects}


def losses(case: Case, holder: str) -> Iterator[Change]:
    """For each link: its primary check, the triples that go, and what the norm says instead."""
    said = case.reasoned.asserted
    for kind, check in INTO.items():
        gone = {t for t in said if str(t[0]) in into(case, holder, kind) and str(t[2]) == holder}
        yield check, gone, {(str(norm), str(DG.concerns), holder) for norm, _, _ in gone}
    outgoing = case.net.links.out_edges(holder, keys=True)
    reports = {s.norm for a, b, k in outgoing if k == "report" for s in case.net.supports(a, b, k)}
    told = {t for t in said if str(t[0]) in reports and t[1] == DG.namesRecipient}
    yield "no-report", told, silent(reports, "recipient")
    imposed = into(case, holder, "consequence")
    by = {t for t in said if str(t[0]) in imposed and t[1] == DG.isImposedBy}
    by |= {t for t in said if str(t[2]) in imposed and t[1] == DG.holds}
    yield "agentless-consequence", by, silent(imposed, "imposer", "holder")


def changed(system: System, gone: set[Triple], added: set[tuple[str, str, str]]) -> System:
    graph = node(str(ASSERTED))
    for subject, predicate, value in gone:
        one, two = node(str(subject)), node(str(predicate))
        system.store.remove(ox.Quad(one, two, node(str(value)), graph))
    system.store.extend(ox.Quad(node(s), node(p), node(o), graph) for s, p, o in added)
    return system


def errors(found: Report) -> set[tuple[str, str]]:
    return {(f.check, f.subject) for f in found.findings if f.severity == "error"}


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=() if n in QUICK else pytest.mark.slow) for n in FIXTURES]
)
def test_each_link_lost_raises_its_primary_check_alone(name: str) -> None:
    whole = report(case_of(load(place(name))))
    tried = 0
    for holder, verdict in whole.rows():
        if verdict.outcome == OPEN or not verdict.in_scope:
            continue
        for check, gone, added in losses(whole.case, holder.iri):
            if not gone:
                assert check == "no-report"
                assert holder.kind == "post"
                continue
            found = report(case_of(changed(load(place(name)), gone, added)))
            blamed = {n.rsplit("/", 1)[-1] for n, _, _ in added}
            subjects = blamed if check == "agentless-consequence" else {holder.id}
            assert errors(found) - errors(whole) == {(check, one) for one in subjects}, holder.iri
            for other in compare(whole, found).appeared:
                if other.severity == "warning" and other.subject not in blamed:
                    assert other.because_of, (holder.iri, check, other)
            tried += 1
    assert tried


@pytest.mark.parametrize("name", ["toy", "no-return"])
def test_a_duty_without_its_holder_raises_no_holder_alone(name: str) -> None:
    whole = report(case_of(load(place(name))))
    known = whole.case.norms
    plain = [n for n in known if n.functions == ("implement",) and len(n.holders) == 1]
    for norm in plain:
        gone = {
            t for t in whole.case.reasoned.asserted if t[1] == DG.holds and str(t[2]) == norm.iri
        }
        found = report(case_of(changed(load(place(name)), gone, silent([norm.iri], "holder"))))
        assert errors(found) - errors(whole) == {("no-holder", norm.id)}
    assert plain
