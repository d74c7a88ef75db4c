"""The least repair, against a search of all sets of links on small nets."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutygraph.audit.report import Report
from dutygraph.net.links import UNSTATED, Net, Support
from dutygraph.net.loops import Judge
from dutygraph.net.repair import ADDABLE, Added, closes, repairs
from dutygraph.triples.proofs import EXPLICIT, IMPLIED

HOLDERS = ("a", "b", "c", "d")
SURE = Support(EXPLICIT, (), "n")
RULED = Support(IMPLIED, ("DR2",), "n")
UNTRIGGERED = Support(EXPLICIT, (), "n", triggered=False)

edges = st.lists(
    st.tuples(
        st.sampled_from([*ADDABLE, "entrust", "report"]),
        st.sampled_from(HOLDERS),
        st.sampled_from(HOLDERS),
        st.sampled_from([SURE, SURE, RULED, UNTRIGGERED]),
    ),
    max_size=7,
)


def make(links: list[tuple[str, str, str, Support]], *, agentless: bool) -> Net:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(HOLDERS)
    for kind, source, target, support in links:
        if source != target:
            graph.add_edge(source, target, key=kind, supports=(support,))
    if agentless:
        graph.add_edge(UNSTATED, "a", key="consequence", supports=(SURE,))
    return Net(graph, dict.fromkeys(HOLDERS, (SURE,)), HOLDERS, {}, frozenset(), frozenset(), {})


def smaller(judge: Judge, holder: str, size: int, most: int) -> list[tuple[Added, ...]]:
    """Try every set of fewer links between any two parties, up to `most` of them."""
    every = [Added(k, s, t) for k in ADDABLE for s in HOLDERS for t in HOLDERS if s != t]
    sets = (chosen for n in range(min(size, most + 1)) for chosen in combinations(every, n))
    return [chosen for chosen in sets if closes(judge, holder, chosen)]


def hold(judge: Judge, most: int) -> None:
    found = repairs(judge, "a")
    if judge.verdict("a").outcome != "open":
        assert found == ()
        return
    size = len(found[0]) if found else len(ADDABLE)
    assert smaller(judge, "a", size, most) == []
    assert {len(repair) for repair in found} <= {size}
    assert len(set(found)) == len(found)
    assert all(closes(judge, "a", repair) for repair in found)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(edges, st.booleans())
def test_repair_is_least_and_closes(
    links: list[tuple[str, str, str, Support]],
    agentless: bool,  # noqa: FBT001 -- hypothesis fills it
) -> None:
    hold(Judge(make(links, agentless=agentless)), most=1)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, derandomize=True)
@given(edges, st.booleans())
def test_no_smaller_repair_on_many_nets(
    links: list[tuple[str, str, str, Support]],
    agentless: bool,  # noqa: FBT001 -- hypothesis fills it
) -> None:
    hold(Judge(make(links, agentless=agentless)), most=2)


@pytest.mark.parametrize(
    ("label", "kinds"),
    [
        ("石桥镇人民政府", ["report"]),
        ("县河长办", ["oversight"]),
        ("县财政局", ["consequence"]),
    ],
)
def test_each_planted_gap_of_the_toy_needs_one_link(
    toy: Report, label: str, kinds: list[str]
) -> None:
    holder = next(h.iri for h in toy.holders.values() if h.label.zh == label)
    first, *others = repairs(toy.case.judge, holder)
    assert [link.kind for link in first] == kinds
    assert all([link.kind for link in other] == kinds for other in others)


def test_three_holders_of_yunfu_need_only_a_named_imposer(yunfu: Report) -> None:
    near = {"市委、市政府", "市扶贫开发领导小组", "县级党委和政府"}
    found = set()
    for holder, _ in yunfu.rows():
        first = repairs(yunfu.case.judge, holder.iri, most=1)[0]
        if len(first) == 1:
            found.add(holder.label.zh)
            assert first[0].kind == "consequence"
    assert found == near
