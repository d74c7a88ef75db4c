"""The sparse twin, against the networkx functions on nets drawn freely."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutygraph.audit.case import open_case
from dutygraph.net.links import UNSTATED, Net, Support
from dutygraph.net.loops import Judge
from dutygraph.net.sparse.columns import KINDS, MISSING, columns
from dutygraph.net.sparse.reach import joined, ways
from dutygraph.net.sparse.scan import OUTCOMES, scan
from dutygraph.triples.proofs import CONTESTED, EXPLICIT, IMPLIED

HOLDERS = tuple("abcdef")
GRADES = (EXPLICIT, IMPLIED, CONTESTED)

supports = st.lists(
    st.builds(
        Support,
        grade=st.sampled_from([EXPLICIT, EXPLICIT, IMPLIED, CONTESTED]),
        rules=st.just(()),
        norm=st.sampled_from("mn"),
        triggered=st.sampled_from([True, True, False]),
    ),
    min_size=1,
    max_size=2,
).map(lambda found: tuple(sorted(set(found))))
links = st.dictionaries(
    st.tuples(st.sampled_from(HOLDERS), st.sampled_from(HOLDERS), st.sampled_from(KINDS)),
    supports,
    max_size=30,
)


def _net(
    found: dict[tuple[str, str, str], tuple[Support, ...]],
    duties: dict[str, tuple[Support, ...]],
    levels: dict[str, int],
) -> Net:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    partners = defaultdict(list)
    for (source, target, kind), norms in sorted(found.items()):
        agentless = kind == "consequence" and source == "f"
        graph.add_edge(UNSTATED if agentless else source, target, key=kind, supports=norms)
        if kind == "partner":
            partners[target].append(source)
    joint = {whole: tuple(parts) for whole, parts in partners.items()}
    return Net(graph, duties, HOLDERS, levels, frozenset(), frozenset(), joint)


def _grades(judge: Judge) -> list[list[int]]:
    return [
        [max((hop.support.grade for hop in link.hops), default=MISSING) for link in verdict.links]
        for verdict in judge.verdicts()
    ]


def _same(net: Net, most: int) -> None:
    judge, found = Judge(net, most), scan(columns(net), most)
    assert found.grades.tolist() == _grades(judge)
    outcomes = [OUTCOMES[at] for at in found.outcomes]
    assert outcomes == [verdict.outcome for verdict in judge.verdicts()]


@settings(max_examples=300, deadline=None)
@given(
    links,
    st.dictionaries(st.sampled_from(HOLDERS), supports, max_size=6),
    st.dictionaries(st.sampled_from(HOLDERS), st.integers(1, 3), max_size=6),
    st.sampled_from(GRADES),
)
def test_every_link_has_the_grade_that_the_walks_have(
    found: dict[tuple[str, str, str], tuple[Support, ...]],
    duties: dict[str, tuple[Support, ...]],
    levels: dict[str, int],
    most: int,
) -> None:
    _same(_net(found, duties, levels), most)


@pytest.mark.parametrize("seed", range(40))
def test_denser_nets_have_the_same_grades(seed: int) -> None:
    """Hypothesis draws thin nets; in these, imposers, overseers and principals meet."""
    dice = random.Random(seed)
    plenty = [kind for kind in KINDS if kind not in {"option", "post", "member"}]
    for _ in range(25):
        found: dict[tuple[str, str, str], tuple[Support, ...]] = {}
        for _ in range(dice.randrange(10, 50)):
            kind = dice.choice([*KINDS, *plenty])
            norm = Support(dice.choice((0, 0, 0, 1, 1, 2)), (), "n", dice.random() < 0.9)
            found[dice.choice(HOLDERS), dice.choice(HOLDERS), kind] = (norm,)
        duties: dict[str, tuple[Support, ...]]
        duties = {holder: (Support(dice.choice(GRADES), (), "n"),) for holder in HOLDERS[:4]}
        levels = {holder: dice.randrange(4) for holder in HOLDERS}
        _same(_net(found, duties, levels), dice.choice(GRADES))


@pytest.mark.parametrize("most", GRADES)
@pytest.mark.parametrize("system", ["toy", "yunfu-2017"])
def test_bundled_systems_have_the_same_grades(system: str, most: int) -> None:
    _same(open_case(system).net, most)


def test_a_long_chain_is_judged_alike() -> None:
    sure: tuple[Support, ...] = (Support(EXPLICIT, (), "n"),)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    names = tuple(f"h{at:03d}" for at in range(120))
    for above, below in pairwise(names):
        graph.add_edge(above, below, key="entrust", supports=sure)
        graph.add_edge(below, above, key="report", supports=sure)
    graph.add_edge(names[0], names[-1], key="entrust", supports=sure)
    graph.add_edge(names[-1], names[5], key="oversight", supports=sure)
    graph.add_edge(names[0], names[-1], key="oversight", supports=sure)
    duties = dict.fromkeys(names, sure)
    net = Net(graph, duties, names, {}, frozenset(), frozenset(), {})
    _same(net, IMPLIED)


pairs = st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=70)


@settings(max_examples=200, deadline=None)
@given(pairs, pairs.filter(bool))
def test_a_way_of_one_step_or_more_is_found(
    steps: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    graph: nx.DiGraph[int] = nx.DiGraph(steps)
    graph.add_nodes_from(range(40))
    column = np.array(steps, np.int64).reshape(-1, 2)
    start, goal = np.array(asked, np.int64).T
    found = joined(ways(column[:, 0], column[:, 1], 40), np.arange(len(asked)), start, goal)
    expected = [any(nx.has_path(graph, n, goal) for n in graph[start]) for start, goal in asked]
    assert found.tolist() == expected


@pytest.mark.parametrize("length", [5, 23, 24, 25, 26, 300])
@pytest.mark.parametrize("closed", [True, False])
def test_ways_longer_than_the_rounds_are_found(length: int, *, closed: bool) -> None:
    source = np.arange(length)
    target = (source + 1) % length if closed else source + 1
    steps = ways(source, target, length + 1)
    goals = np.array([length - 1, 0, length])
    found = joined(steps, np.arange(3), np.zeros(3, np.int64), goals)
    assert found.tolist() == [True, closed, not closed]
