"""Do the measures obey their definitions, on any numbers and on any small net?"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import permutations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutygraph.audit.measures.shares import gini, ratio
from dutygraph.net.dominators import dominated
from dutygraph.net.links import UNSTATED, Net, Support
from dutygraph.net.loops import Judge
from dutygraph.net.typed import betweenness, depths, reciprocity, typed
from dutygraph.triples.proofs import EXPLICIT, IMPLIED

Edge = tuple[str, str, str]

NODES = st.sampled_from("abcdefg")
ARCS = st.sets(st.tuples(NODES, NODES).filter(lambda arc: arc[0] != arc[1]), max_size=18)
EDGES = st.sets(
    st.tuples(NODES, NODES, st.sampled_from(("entrust", "report", "post"))).filter(
        lambda edge: edge[0] != edge[1]
    ),
    max_size=16,
)
AMOUNTS = st.lists(st.integers(min_value=0, max_value=50), max_size=12)


def judge_of(
    edges: Iterable[Edge],
    boundary: Iterable[str] = (),
    joint: dict[str, tuple[str, ...]] | None = None,
) -> Judge:
    """Judge a net of (from, to, kind), all explicit."""
    links: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for source, target, kind in edges:
        links.add_edge(source, target, key=kind, supports=(Support(EXPLICIT, (), "n"),))
    partners = joint or {}
    for whole, members in partners.items():
        for member in members:
            links.add_edge(member, whole, key="partner", supports=(Support(EXPLICIT, (), ""),))
    return Judge(Net(links, {}, (), {}, frozenset(boundary), frozenset(), partners))


def digraph(arcs: Iterable[tuple[str, str]]) -> nx.DiGraph[str]:
    net: nx.DiGraph[str] = nx.DiGraph()
    net.add_edges_from(arcs)
    return net


# ---------------------------------------------------------------- concentration


@given(AMOUNTS)
def test_gini_is_half_the_relative_mean_difference(amounts: list[int]) -> None:
    """Gini's definition: the mean of |x - y| over all ordered pairs, over twice the mean."""
    found = gini(amounts)
    if not sum(amounts):
        assert found is None
        return
    n, total = len(amounts), sum(amounts)
    differences = sum(abs(x - y) for x in amounts for y in amounts)
    assert found == Fraction(differences, n * n) / (2 * Fraction(total, n))
    assert 0 <= found < 1


@given(st.integers(1, 20), st.integers(1, 20))
def test_gini_of_equal_shares_is_0_and_of_one_owner_its_bound(n: int, amount: int) -> None:
    assert gini([amount] * n) == 0
    assert gini([0] * (n - 1) + [amount]) == Fraction(n - 1, n)


@given(AMOUNTS, st.integers(2, 9), st.randoms())
def test_gini_knows_neither_scale_nor_order(amounts: list[int], scale: int, random: object) -> None:
    shuffled = sorted(amounts, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert gini(amounts) == gini([scale * x for x in shuffled])


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [([], None), ([0, 0], None), ([1, 3], Fraction(1, 4)), ([1, 2, 3], Fraction(2, 9))],
)
def test_gini_by_hand(amounts: list[int], expected: Fraction | None) -> None:
    """Of 1 and 3: differences 0, 2, 2, 0, mean 1, over twice the mean 2. Of 1, 2, 3: 8/9 over 4."""
    assert gini(amounts) == expected


def test_a_ratio_over_nothing_is_not_defined() -> None:
    assert ratio(3, 0) is None
    assert ratio(0, 4) == 0
    assert ratio(1, 4) == 0.25


# ---------------------------------------------------------------- betweenness, reciprocity


@given(ARCS)
def test_betweenness_sums_to_the_inner_stations_of_all_ways(arcs: set[tuple[str, str]]) -> None:
    """Each pair that a shortest way of length d joins gives d - 1 to the nodes between."""
    net = digraph(arcs)
    found = betweenness(net)
    n = len(net)
    if n < 3:
        assert found == {}
        return
    inner = sum(
        nx.shortest_path_length(net, s, t) - 1
        for s, t in permutations(net, 2)
        if nx.has_path(net, s, t)
    )
    assert sum(found.values()) * (n - 1) * (n - 2) == pytest.approx(inner)
    assert all(0 <= share <= 1 for share in found.values())


def test_betweenness_by_hand() -> None:
    """On a -> b -> {c, d} two of the (4-1)(4-2) pairs of others of b run through it."""
    found = betweenness(digraph([("a", "b"), ("b", "c"), ("b", "d")]))
    assert found == {"a": 0, "b": pytest.approx(2 / 6), "c": 0, "d": 0}


@given(ARCS)
def test_reciprocity_is_that_of_networkx(arcs: set[tuple[str, str]]) -> None:
    net = digraph(arcs)
    found = reciprocity(net)
    if not arcs:
        assert found is None
        return
    assert found is not None
    assert float(found) == pytest.approx(nx.overall_reciprocity(net))
    assert reciprocity(net, set(net)) == found
    assert reciprocity(net, ()) is None
    assert reciprocity(net.reverse()) == found


# ---------------------------------------------------------------- depth, dominance


@given(EDGES, st.sets(NODES, max_size=2))
def test_depth_is_the_length_of_a_shortest_way_from_a_top(
    edges: set[Edge], boundary: set[str]
) -> None:
    net = digraph((a, b) for a, b, kind in edges if kind == "entrust")
    tops = [n for n in net if n in boundary or not list(net.predecessors(n))]
    expected = {
        n: min(nx.shortest_path_length(net, top, n) for top in tops if nx.has_path(net, top, n))
        for n in net
        if any(nx.has_path(net, top, n) for top in tops)
    }
    assert depths(judge_of(edges, boundary)) == expected


@given(EDGES)
def test_whom_a_holder_dominates_is_cut_off_when_it_is_gone(edges: set[Edge]) -> None:
    """The definition itself: take the holder away and see who is reached no more."""
    entrusting = [(a, b) for a, b, kind in edges if kind == "entrust"]
    ways = digraph(
        [
            *entrusting,
            *((forum, holder) for holder, forum, kind in edges if kind == "report"),
            *((whole, part) for part, whole, kind in edges if kind == "post"),
        ]
    )
    parts = digraph((whole, part) for part, whole, kind in edges if kind == "post")
    down = digraph(entrusting)
    tops = [n for n in down if not list(down.predecessors(n))]

    def reached(net: nx.DiGraph[str]) -> set[str]:
        return {n for top in tops if top in net for n in (top, *nx.descendants(net, top))}

    expected = {}
    for holder in reached(ways):
        rest = ways.copy()
        rest.remove_node(holder)
        own = nx.descendants(parts, holder) if holder in parts else set()
        if lost := reached(ways) - reached(rest) - {holder} - own:
            expected[holder] = lost
    assert dominated(judge_of(edges)) == expected


# ---------------------------------------------------------------- parties


def test_partners_are_one_party() -> None:
    """甲、乙 are partners in 丙: who entrusts one entrusts 丙; what joins the two is no link."""
    edges = [("x", "甲", "entrust"), ("甲", "乙", "entrust"), ("丙", "y", "entrust")]
    judge = judge_of(edges, joint={"丙": ("甲", "乙")})
    assert set(typed(judge, "entrust").edges) == {("x", "丙"), ("丙", "y")}
    assert depths(judge) == {"x": 0, "丙": 1, "y": 2}


def test_an_alternative_is_one_recipient_or_each_of_its_options() -> None:
    edges = [("a", "either", "report"), ("either", "b", "option"), ("either", "c", "option")]
    judge = judge_of(edges)
    assert set(typed(judge, "report").edges) == {("a", "either")}
    assert set(typed(judge, "report", options=True).edges) == {("a", "b"), ("a", "c")}


def test_a_party_that_is_not_stated_has_no_node() -> None:
    judge = judge_of([(UNSTATED, "a", "consequence"), ("b", "a", "consequence")])
    assert set(typed(judge, "consequence").edges) == {("b", "a")}


def test_a_link_surer_than_the_bar_alone_counts() -> None:
    judge = judge_of([("a", "b", "entrust")])
    judge.net.links.add_edge("b", "c", key="entrust", supports=(Support(IMPLIED, ("DR2",), "n"),))
    assert set(typed(Judge(judge.net, EXPLICIT), "entrust").edges) == {("a", "b")}
    assert set(typed(Judge(judge.net, IMPLIED), "entrust").edges) == {("a", "b"), ("b", "c")}
