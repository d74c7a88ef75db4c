"""Rings, single points, missing reports and lines, against definitions tried one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from dutygraph.audit import facts
from dutygraph.audit.checks import check_named
from dutygraph.names import AUDIT, DG, PREFIXES, code
from dutygraph.net.dominators import TOP, cut_off
from dutygraph.net.gaps import rings, uninformed
from dutygraph.net.links import TIES, Net, Support
from dutygraph.net.loops import Judge
from dutygraph.triples.proofs import EXPLICIT, IMPLIED
from dutygraph.triples.system import node, ontology_quads

Edge = tuple[str, str, str]
UNHURRIED = settings(deadline=None, max_examples=50)
NAMES = "abcdef"
LEVELS = ("city", "county", "town", "village")
ONTOLOGY = ontology_quads()


@dataclass(frozen=True)
class Small:
    """A small net with its levels and boundary, and its checks asked over its triples."""

    edges: tuple[Edge, ...]
    ranks: tuple[int, ...] = ()
    boundary: frozenset[str] = frozenset()
    implied: frozenset[Edge] = frozenset()

    @cached_property
    def net(self) -> Net:
        links: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        links.add_nodes_from(map(iri, NAMES))
        partners: dict[str, tuple[str, ...]] = {}
        for edge in self.edges:
            kind, source, target = edge[0], iri(edge[1]), iri(edge[2])
            grade = IMPLIED if edge in self.implied else EXPLICIT
            rules = ("DR9",) if grade else ()
            support = Support(grade, rules, iri(f"{kind}-{edge[1]}-{edge[2]}"))
            links.add_edge(source, target, key=kind, supports=(support,))
            if kind == "partner":
                partners[target] = (*partners.get(target, ()), source)
        rows = tuple(iri(name) for name in NAMES if name not in self.boundary)
        duty: tuple[Support, ...] = (Support(EXPLICIT, (), iri("duty")),)
        duties = dict.fromkeys(rows, duty)
        levels = {iri(n): rank for n, rank in zip(NAMES, self.ranks, strict=False)}
        above = frozenset(map(iri, self.boundary))
        return Net(links, duties, rows, levels, above, frozenset(rows), partners)

    @cached_property
    def judge(self) -> Judge:
        return Judge(self.net)

    @cached_property
    def store(self) -> ox.Store:
        store = ox.Store()
        store.extend(ONTOLOGY)
        case: Any = SimpleNamespace(
            net=self.net,
            judge=self.judge,
            verdicts=self.judge.verdicts(),
            reasoned=SimpleNamespace(known=Graph()),
        )
        parts = (facts._judgements, facts._lines, facts._rings, facts._cut_off, facts._uninformed)
        store.extend(ox.Quad(*fact, node(AUDIT)) for part in parts for fact in part(case))
        terms = {kind: node(str(term)) for term, kind in TIES.items()}
        for kind, source, target in self.edges:
            if kind in terms:
                store.add(ox.Quad(node(iri(source)), terms[kind], node(iri(target))))
        for name, rank in zip(NAMES, self.ranks, strict=False):
            level = node(code("level", LEVELS[rank - 3]))
            store.add(ox.Quad(node(iri(name)), node(DG.hasLevel), level))
        return store

    def found(self, check: str) -> list[dict[str, str]]:
        query = check_named(check).query
        rows = self.store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        names = [v.value for v in rows.variables]
        return [{n: short(r[n].value) for n in names if r[n] is not None} for r in rows]

    def of(self, kind: str) -> set[tuple[str, str]]:
        return {(a, b) for k, a, b in self.edges if k == kind}


def iri(name: str) -> str:
    return f"urn:x:{name}"


def short(text: str) -> str:
    return text.replace("urn:x:", "").replace("<", "").replace(">", "")


def edges(kinds: Iterable[str], most: int = 10) -> st.SearchStrategy[tuple[Edge, ...]]:
    names = st.sampled_from(NAMES)
    return st.lists(
        st.tuples(st.sampled_from(sorted(kinds)), names, names), max_size=most, unique=True
    ).map(tuple)


def reach(start: Iterable[str], ways: set[tuple[str, str]], without: str = "") -> set[str]:
    found = set(start) - {without}
    while more := {b for a, b in ways if a in found} - found - {without}:
        found |= more
    return found


# ---------------------------------------------------------------- rings


@UNHURRIED
@given(edges(["entrust"]), st.sets(st.sampled_from(NAMES), max_size=1))
def test_rings_are_those_that_reach_each_other_and_nobody_enters(
    links: tuple[Edge, ...], boundary: set[str]
) -> None:
    small = Small(links, boundary=frozenset(boundary))
    ways = small.of("entrust")
    below = {n: reach([b for a, b in ways if a == n], ways) for n in NAMES}
    expected = set()
    for name in NAMES:
        ring = {name} | {other for other in below[name] if name in below[other]}
        entered = any(b in ring and a not in ring for a, b in ways)
        if len(ring) > 1 and not entered and not ring & boundary:
            expected.add(tuple(sorted(map(iri, ring))))
    assert set(rings(small.judge)) == expected
    assert len(small.found("ring-without-principal")) == len(expected)


def test_a_partner_stands_for_its_joint_holder_in_a_ring() -> None:
    small = Small((("partner", "a", "b"), ("entrust", "a", "c"), ("entrust", "c", "b")))
    assert rings(small.judge) == ((iri("b"), iri("c")),)


# ---------------------------------------------------------------- single points


@UNHURRIED
@given(edges(["entrust", "report"]), st.sets(st.sampled_from(NAMES), max_size=2))
def test_single_points_are_those_whose_removal_cuts_others_off(
    links: tuple[Edge, ...], boundary: set[str]
) -> None:
    small = Small(links, boundary=frozenset(boundary))
    down = {(a, b) for a, b in small.of("entrust") if a != b}
    ways = down | {(b, a) for a, b in small.of("report") if a != b}
    linked = {name for way in ways for name in way}
    tops = boundary & linked or {a for a, _ in down} - {b for _, b in down}
    found = cut_off(small.judge)
    tree = {short(p): {short(h) for h in holders} for p, holders in found.items()}
    for point in set(NAMES) - boundary:
        expected = reach(tops, ways) - reach(tops, ways, without=point) - {point}
        assert reach(tree.get(point, set()), {(a, b) for a in tree for b in tree[a]}) == expected
    assert TOP not in found


def test_own_parts_are_not_cut_off_but_those_that_hang_on_them_are() -> None:
    links = (("entrust", "a", "b"), ("post", "c", "b"), ("entrust", "c", "d"))
    found = cut_off(Small(links, boundary=frozenset("a")).judge)
    assert found == {iri("b"): (iri("d"),), iri("c"): (iri("d"),)}


def test_a_report_past_the_principal_is_a_second_way() -> None:
    links: tuple[Edge, ...] = (("entrust", "a", "b"), ("entrust", "b", "c"))
    assert cut_off(Small(links, boundary=frozenset("a")).judge) == {iri("b"): (iri("c"),)}
    more = (*links, ("report", "c", "a"))
    assert cut_off(Small(more, boundary=frozenset("a")).judge) == {}


def test_an_alternative_is_any_of_its_options() -> None:
    links: tuple[Edge, ...] = (
        ("entrust", "a", "b"),
        ("entrust", "a", "c"),
        ("report", "d", "e"),
        ("option", "e", "b"),
    )
    small = Small(links, boundary=frozenset("a"))
    assert cut_off(small.judge) == {iri("b"): (iri("d"),)}
    both = Small((*links, ("option", "e", "c")), boundary=frozenset("a"))
    assert cut_off(both.judge) == {}


# ---------------------------------------------------------------- reports that do not come back


@UNHURRIED
@given(edges(["entrust", "report"]), st.lists(st.integers(3, 6), min_size=6, max_size=6))
def test_uninformed_principals(links: tuple[Edge, ...], ranks: list[int]) -> None:
    small = Small(links, tuple(ranks))
    rank = dict(zip(NAMES, ranks, strict=True))
    reports = small.of("report")
    for holder in NAMES:
        principals = {a for a, b in small.of("entrust") if b == holder} - {holder}
        heard = principals & reach([b for a, b in reports if a == holder], reports)
        expected = {p for p in principals - heard if not any(rank[q] > rank[p] for q in heard)}
        assert {short(p) for p in uninformed(small.judge, iri(holder))} == expected


def test_a_report_to_the_joint_holder_informs_its_partner() -> None:
    links = (("entrust", "a", "b"), ("partner", "a", "c"), ("report", "b", "c"))
    assert uninformed(Small(links).judge, iri("b")) == ()


# ---------------------------------------------------------------- lines


@UNHURRIED
@given(edges(["oversight", "oversight", "partner", "post"], 8), st.data())
def test_mutual_oversight(links: tuple[Edge, ...], data: st.DataObject) -> None:
    links = tuple(e for e in links if e[1] != e[2])
    implied = data.draw(st.sets(st.sampled_from(links))) if links else set()
    small = Small(links, implied=frozenset(e for e in implied if e[0] == "oversight"))
    watches = small.of("oversight")
    parts = small.of("partner") | small.of("post")
    expected = set()
    for a, b in watches:
        for hand, back in watches:
            if back != a or hand == a:
                continue
            own = hand == b and a < b
            part = b in reach([w for p, w in parts if p == hand], parts)
            joint = (b, hand) in small.of("partner")
            if own or part or joint:
                grade = {("oversight", a, b), ("oversight", hand, a)} & small.implied
                expected.add((a, hand if hand == b else f"{hand}（{b}）", bool(grade)))
    found = small.found("mutual-oversight")
    assert {
        (f["subject"], f["detail"].removesuffix("（DR9）"), f["variant"] == "implied")
        for f in found
    } == expected
    assert all(f["detail"].endswith("（DR9）") == (f["variant"] == "implied") for f in found)


@UNHURRIED
@given(edges(["entrust", "oversight", "consequence"], 9))
def test_one_hand(links: tuple[Edge, ...]) -> None:
    small = Small(links)
    bound = small.judge.independence.binds
    expected = set()
    for holder in NAMES:
        others = {
            kind: {a for a, b in small.of(kind) if b == holder}
            for kind in ("entrust", "oversight", "consequence")
        }
        others["oversight"] = {a for a in others["oversight"] if not bound(iri(holder), iri(a))}
        if all(others.values()) and len(set().union(*others.values())) == 1:
            expected.add((holder, *others["entrust"]))
    assert {(f["subject"], f["detail"]) for f in small.found("one-hand")} == expected


@UNHURRIED
@given(edges(["entrust", "report", "oversight", "post", "member"], 4))
def test_isolated_holder(links: tuple[Edge, ...]) -> None:
    links = tuple(e for e in links if e[1] != e[2])
    small = Small(links)
    lines = {(a, b) for k, a, b in links if k in {"entrust", "report", "oversight"}}
    ties = {(a, b) for k, a, b in links if k in {"post", "member"}}
    linked = {name for line in lines for name in line}
    near = linked | {x for a, b in ties for x, y in ((a, b), (b, a)) if y in linked}
    assert {f["subject"] for f in small.found("isolated-holder")} == set(NAMES) - near


@UNHURRIED
@given(edges(["entrust"]), st.lists(st.integers(3, 6), min_size=6, max_size=6))
def test_level_gap(links: tuple[Edge, ...], ranks: list[int]) -> None:
    small = Small(links, tuple(ranks))
    rank = dict(zip(NAMES, ranks, strict=True))
    ways = small.of("entrust")
    reached = {rank[b] for _, b in ways}
    expected = {
        (a, b, LEVELS[between - 3])
        for a, b in ways
        for between in range(rank[a] + 1, rank[b])
        if between not in reached
    }
    found = set()
    for finding in small.found("level-gap"):
        a, between, b = finding["detail"].split(" → ")
        found.add((a, b, between.strip("[]").rsplit("/", 1)[-1]))
        assert finding["subject"] == b
    assert found == expected


@UNHURRIED
@given(edges(["entrust"]), st.lists(st.integers(3, 4), min_size=6, max_size=6))
def test_two_masters(links: tuple[Edge, ...], ranks: list[int]) -> None:
    """Lines between the masters themselves are left to their own test."""
    small = Small(links, tuple(ranks))
    rank = dict(zip(NAMES, ranks, strict=True))
    ways = {(a, b) for a, b in small.of("entrust") if a != b}
    expected = {}
    for holder in NAMES:
        masters = {a for a, b in ways if b == holder}
        equals = {a for a in masters if any(rank[a] == rank[b] for b in masters - {a})}
        if equals:
            expected[holder] = "、".join(sorted(equals))
    assert {f["subject"]: f["detail"] for f in small.found("two-masters")} == expected


@pytest.mark.parametrize(("holders", "fires"), [(5, False), (6, False), (7, True)])
def test_span_counts_more_than_six(holders: int, fires: bool) -> None:  # noqa: FBT001
    names = [f"h{n}" for n in range(holders)]
    small = Small(tuple(("entrust", "a", name) for name in names))
    assert [f["detail"] for f in small.found("span")] == (["7"] if fires else [])


def test_span_counts_a_whole_and_its_parts_once() -> None:
    links = [("entrust", "a", f"h{n}") for n in range(7)]
    small = Small((*links, ("post", "h6", "h5")))
    assert small.found("span") == []
