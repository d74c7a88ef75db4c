"""Does each link of each closed chain hold by its own words, and by no others?

The toy's rows and planted gaps are written by hand in data/toy/expected.toml.
"""

import tomllib
from collections.abc import Callable
from functools import cache

import pytest

from dutygraph import places
from dutygraph.audit.case import Case, case_of
from dutygraph.audit.report import report
from dutygraph.names import ASSERTED, DATA, ONTOLOGY, local, rule_graph
from dutygraph.net.loops import CLOSED, LINKS, Verdict
from dutygraph.triples.axioms import axioms
from dutygraph.triples.proofs import prove
from dutygraph.triples.reason import Inference, Triple, relevant
from dutygraph.triples.reasoned import Reasoned, keep
from dutygraph.triples.rules import apply_rules, rules
from dutygraph.triples.system import System
from dutygraph.triples.warrants import warrants

Edit = Callable[..., System]

EXPECTED = tomllib.loads((places.data() / "toy" / "expected.toml").read_text(encoding="utf-8"))
CLOSED_ROWS = sorted(row["label"] for row in EXPECTED["row"] if row["verdict"] == "closed")
OPEN_ROWS = sorted((row["label"], row["missing"][0]) for row in EXPECTED["row"] if row["missing"])

REPORT = """
:town-government dg:holds :added .
:added a dg:Norm ; dg:hasForce force:obligation ; dg:hasEvidence evidence:explicit ;
    dg:standsIn :A09 ; dg:namesRecipient :county-government .
"""
OVERSIGHT = """
:audit-bureau dg:holds :added .
:added a dg:Norm ; dg:hasForce force:obligation ; dg:hasEvidence evidence:explicit ;
    dg:standsIn :A10 ; dg:audits :river-chief-office .
"""
IMPOSER = ":A13-2 dg:isImposedBy :county-government ."
CURES = {"report": REPORT, "oversight": OVERSIGHT, "return": IMPOSER}


def labelled(case: Case) -> dict[str, Verdict]:
    reader = case.reasoned.reader
    labels = {h.iri: h.label.zh for h in reader.holders()}
    return {labels[v.holder]: v for v in case.verdicts}


def link_norms(verdict: Verdict, kind: str) -> frozenset[str]:
    return frozenset(verdict.links[LINKS.index(kind)].norms)


def by_proofs(system: System) -> Case:
    """Reason by proofs alone; they find what owlrl does (test_reason), ten times as fast."""
    ran = tuple(apply_rules(system))
    ontology, asserted = system.graph(ONTOLOGY), system.graph(ASSERTED)
    by_rule = {rule.name: frozenset(system.graph(rule_graph(rule.name))) for rule in rules()}
    leaves = relevant(asserted) | relevant(frozenset[Triple]().union(*by_rule.values()))
    proofs = prove(leaves, axioms(ontology), warrants(asserted, by_rule))
    keep(system.store, Inference(frozenset(proofs.steps) - leaves, (), 0))
    return Case(system, Reasoned(system, ran, (), 0), "implied")


@pytest.fixture(scope="module")
def without(toy_case: Case, edit: Edit) -> Callable[[frozenset[str]], dict[str, Verdict]]:
    """Judge the toy without some norms; each set of norms is reasoned over once."""

    @cache
    def judged(norms: frozenset[str]) -> dict[str, Verdict]:
        return labelled(by_proofs(edit(toy_case.system, without=norms)))

    return judged


def test_rows_are_those_written_by_hand(toy_case: Case) -> None:
    expected = {row["label"]: (row["verdict"], tuple(row["missing"])) for row in EXPECTED["row"]}
    found = {label: (v.outcome, v.missing) for label, v in labelled(toy_case).items()}
    assert found == expected


def test_system_edited_by_nothing_is_judged_the_same(toy_case: Case, edit: Edit) -> None:
    assert labelled(case_of(edit(toy_case.system))) == labelled(toy_case)
    assert labelled(by_proofs(edit(toy_case.system))) == labelled(toy_case)


each_link = pytest.mark.parametrize("kind", LINKS)
each_closed_row = pytest.mark.parametrize("label", CLOSED_ROWS)


@each_link
@each_closed_row
def test_link_opens_when_its_norms_go(
    label: str,
    kind: str,
    toy_case: Case,
    without: Callable[[frozenset[str]], dict[str, Verdict]],
) -> None:
    norms = link_norms(labelled(toy_case)[label], kind)
    assert norms
    assert kind in without(norms)[label].missing, sorted(map(local, norms))


@pytest.mark.slow
@each_link
@each_closed_row
def test_link_opens_for_owlrl_too(label: str, kind: str, toy_case: Case, edit: Edit) -> None:
    norms = link_norms(labelled(toy_case)[label], kind)
    changed = case_of(edit(toy_case.system, without=norms))
    assert kind in labelled(changed)[label].missing, sorted(map(local, norms))


@pytest.mark.parametrize(("label", "gap"), OPEN_ROWS)
def test_planted_gap_closes_when_its_sentence_is_added(
    label: str, gap: str, toy_case: Case, edit: Edit
) -> None:
    before = labelled(toy_case)
    after = labelled(by_proofs(edit(toy_case.system, plus=CURES[gap])))
    assert before[label].missing == (gap,)
    assert after[label].outcome == CLOSED
    others = set(before) - {label}
    assert {o: after[o].outcome for o in others} == {o: before[o].outcome for o in others}


def test_toy_closes_when_all_three_sentences_are_added(toy_case: Case, edit: Edit) -> None:
    cures = REPORT + OVERSIGHT.replace(":added", ":added-too") + IMPOSER
    found = report(case_of(edit(toy_case.system, plus=cures)))
    assert found.verdict == CLOSED
    planted = {f["check"] for f in EXPECTED["finding"]}
    assert planted & {f.check for f in report(toy_case).findings} == planted
    assert planted & {f.check for f in found.findings} == set()


@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        ("report", REPORT.replace(":county-government", ":inspection-team")),
        ("oversight", OVERSIGHT.replace(":audit-bureau", ":maintenance-station")),
        ("oversight", OVERSIGHT.replace(":audit-bureau", ":river-chief-office")),
        ("return", IMPOSER.replace(":county-government", ":maintenance-station")),
    ],
    ids=["report to a stranger", "own delegate oversees", "oversees itself", "stranger imposes"],
)
def test_planted_gap_stays_when_the_wrong_sentence_is_added(
    gap: str, sentence: str, toy_case: Case, edit: Edit
) -> None:
    label = next(label for label, missing in OPEN_ROWS if missing == gap)
    assert labelled(by_proofs(edit(toy_case.system, plus=sentence)))[label].missing == (gap,)


def test_gap_closes_by_a_forum_that_answers_to_the_principal(toy_case: Case, edit: Edit) -> None:
    """The station reports to the river chief office (第八条), that to the county (第七条)."""
    sentence = REPORT.replace(":county-government", ":maintenance-station")
    changed = by_proofs(edit(toy_case.system, plus=sentence))
    assert labelled(changed)["石桥镇人民政府"].outcome == CLOSED


def told(case: Case) -> list[tuple[object, ...]]:
    """Keep all of a verdict but the list of further norms under a link."""
    return [
        (
            v.holder,
            v.outcome,
            tuple((link.kind, link.grade, link.contested, link.hops) for link in v.links),
            v.principals,
            v.overseers,
            v.in_scope,
        )
        for v in case.verdicts
    ]


def test_goal_of_closing_the_chain_closes_no_chain(yunfu_case: Case, edit: Edit) -> None:
    """DR10: 实现责任链闭环管理 (第四条) is a goal; no link may be derived from it."""
    goal = str(DATA["yunfu-2017/A04-6"])
    text = yunfu_case.system.text
    norm = next(n for n in yunfu_case.norms if n.iri == goal)
    assert text is not None
    assert norm.quote is not None
    assert text[norm.quote.start : norm.quote.end].startswith("实现责任链闭环管理")
    changed = case_of(edit(yunfu_case.system, without=[goal]))
    assert told(changed) == told(yunfu_case)
    assert changed.loops == yunfu_case.loops


def test_editing_leaves_the_system_alone(toy_case: Case, edit: Edit) -> None:
    before = set(toy_case.system.store)
    by_proofs(edit(toy_case.system, without=[str(DATA["toy/A03-1"])], plus=IMPOSER))
    assert set(toy_case.system.store) == before
