"""Each norm of the Yunfu text removed in turn changes the report as its function predicts.

owlrl is left out for speed: the proofs give the same conclusions (held elsewhere).
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from dutygraph.audit.case import case_of
from dutygraph.audit.report import Report, report
from dutygraph.audit.whatif import compare, remove_norm
from dutygraph.model import Norm
from dutygraph.names import ASSERTED, ONTOLOGY
from dutygraph.triples import reasoned
from dutygraph.triples.axioms import axioms
from dutygraph.triples.proofs import Warrant, prove
from dutygraph.triples.reason import Inference, Triple
from dutygraph.triples.system import load

# What the loss of a norm may add to the errors, by what the norm does in the chain.
MAY_ADD = {
    "report": {"no-report"},
    "authorise": {"no-entrust"},
    "direct": {"no-entrust"},
    "cascade": {"no-entrust"},
    "guide": {"no-entrust"},
    "urge": {"no-entrust"},
    "implement": {"no-entrust"},
    "supervise": {"no-oversight"},
    "discipline": {"no-oversight"},
    "inspect": {"no-oversight"},
    "sanction": {"no-consequence"},
    "reward": {"no-consequence"},
    # The general rules DR7, DR8 and DR9 reach whom the scope clause reaches.
    "scope": {"no-oversight", "no-consequence"},
}

# DR7, DR8 and DR9 reach those in scope who hold a norm: its only one gone, they do not.
GENERAL = {"no-oversight", "no-consequence"}

# By hand from the text: whose link has no other words.
MUST_ADD = {
    "A05-7": {("no-report", "市委、市政府")},
    "A07-8": {("no-report", "市扶贫开发领导小组")},
    "A11-4": {("no-report", "县级党委和政府")},
    "A04-5": {
        ("no-entrust", "镇委书记"),
        ("no-entrust", "镇长"),
        ("no-entrust", "其他镇、村干部"),
    },
    "A07-1": {("no-entrust", "市扶贫开发领导小组")},
    "A04-2": {("no-entrust", "市委、市政府")},
    "A08-2": {("no-entrust", "市直有关单位")},
    "A08-4": {("no-entrust", "有关部门")},
    "A13-2": {("no-entrust", "各帮扶单位")},
    "A09-1": {
        ("no-oversight", "市委、市政府"),
        ("no-oversight", "市扶贫开发领导小组"),
        ("no-oversight", "扶贫开发领导小组"),
    },
    "A07-7": {("no-oversight", "市纪委")},
}

# By hand: bodies of 第九条 hold one norm each, and leave the register with it.
ONLY_NORM = {
    "A09-2": "市委组织部",
    "A09-3": "市编办",
    "A09-4": "市检察院",
    "A09-5": "市财政局",
    "A09-6": "市审计局",
}


def proved(premises: Iterable[Triple]) -> Inference:
    given = frozenset(premises)
    graph = load("yunfu-2017").graph(str(ONTOLOGY))
    found = prove(given, axioms(graph), lambda _: Warrant())
    return Inference(frozenset(found.steps) - given, (), 0)


@pytest.fixture(scope="module")
def quick() -> Iterable[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reasoned, "infer", proved)
        yield patch


@pytest.fixture(scope="module")
def whole(quick: pytest.MonkeyPatch) -> Report:
    del quick
    return report(case_of(load("yunfu-2017")))


def labels(found: Report) -> set[str]:
    return {holder.label.zh for holder, _ in found.rows()}


def test_quick_engine_gives_the_same_findings(whole: Report, yunfu: Report) -> None:
    assert whole.findings == yunfu.findings
    assert whole.case.verdicts == yunfu.case.verdicts


def held_nothing_else(whole: Report, norm: Norm) -> set[str]:
    others = {h for n in whole.case.norms if n != norm for h in n.holders}
    return {whole.label(h).zh for h in norm.holders if h not in others}


def mutant(whole: Report, norm: str) -> Report:
    system = load("yunfu-2017")
    remove_norm(whole.case, system, norm)
    assert len(system.graph(str(ASSERTED))) < len(whole.case.reasoned.asserted)
    return report(case_of(system))


@pytest.mark.slow
def test_each_norm_removed_changes_what_its_function_predicts(whole: Report) -> None:
    for norm in whole.case.norms:
        found = mutant(whole, norm.id)
        difference = compare(whole, found)
        added = {(f.check, f.label.zh) for f in difference.appeared if f.severity == "error"}
        allowed = set().union(*(MAY_ADD.get(function, set()) for function in norm.functions))
        emptied = held_nothing_else(whole, norm)
        unpredicted = {
            (check, label)
            for check, label in added
            if check not in allowed and (check not in GENERAL or label not in emptied)
        }
        assert not unpredicted, norm.id
        assert MUST_ADD.get(norm.id, set()) <= added, norm.id
        gone = {f.subject for f in difference.gone if f.check == "agentless-consequence"}
        assert gone == (
            {norm.id} if norm.provision and norm.provision.number in {23, 24} else set()
        )
        if norm.id in ONLY_NORM:
            assert labels(whole) - labels(found) == {ONLY_NORM[norm.id]}


@pytest.mark.parametrize("norm", ["A05-7", "A07-1", "A09-1", "A09-6", "A04-6"])
def test_some_norms_removed(norm: str, whole: Report) -> None:
    difference = compare(whole, mutant(whole, norm))
    added = {(f.check, f.label.zh) for f in difference.appeared if f.severity == "error"}
    assert added == MUST_ADD.get(norm, set())
    assert any(f.check == "uncovered-text" for f in difference.appeared)
