"""Do the columns compute what networkx and sets compute, in kind shapes and in unkind ones?"""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Namespace, URIRef
from rdflib.namespace import OWL, RDF

from dutygraph.engine.closure import extend, reach
from dutygraph.engine.components import components
from dutygraph.engine.equality import Equality
from dutygraph.engine.relations import Column, Index, Members, distinct, pack
from dutygraph.triples.reason import Triple, infer

ENGINE = settings.get_profile("engine")
EX = Namespace("https://example.org/")
NODES = 12
Pair = tuple[int, int]
edges = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=70)
trees = st.lists(st.integers(0, NODES), max_size=NODES).map(
    lambda above: [(n + 1, min(parent, n)) for n, parent in enumerate(above)]
)


def column(pairs: list[Pair] | set[Pair]) -> Column:
    ends = np.array(sorted(set(pairs)), dtype=np.int64).reshape(-1, 2)
    return pack(ends[:, 0], ends[:, 1])


def pairs_of(keys: Column) -> set[Pair]:
    return {(key >> 32, key & (2**32 - 1)) for key in keys.tolist()}


@settings(ENGINE)
@given(pairs=st.one_of(edges, trees))
def test_reach_is_the_transitive_closure_of_networkx(pairs: list[Pair]) -> None:
    net: nx.DiGraph[int] = nx.DiGraph(pairs)
    found = reach(column(pairs), NODES + 2)
    assert pairs_of(found) == set(nx.transitive_closure(net, reflexive=False).edges)
    assert found.tolist() == sorted(set(found.tolist()))


@settings(ENGINE)
@given(first=edges, more=edges)
def test_extending_a_closed_relation_closes_it(first: list[Pair], more: list[Pair]) -> None:
    known = reach(column(first), NODES)
    both = distinct(np.concatenate((known, column(more))))
    grown = distinct(np.concatenate((known, extend(Index(known), both, both, NODES))))
    assert grown.tolist() == reach(column([*first, *more]), NODES).tolist()


@settings(ENGINE)
@given(pairs=edges)
def test_components_are_those_of_networkx_and_point_down(pairs: list[Pair]) -> None:
    net: nx.DiGraph[int] = nx.DiGraph(pairs)
    net.add_nodes_from(range(NODES))
    part = components(column(pairs), NODES).tolist()
    found = {frozenset(n for n in range(NODES) if part[n] == p) for p in part}
    assert found == {frozenset(c) for c in nx.strongly_connected_components(net)}
    assert all(part[a] >= part[b] for a, b in pairs)


@settings(ENGINE)
@given(batches=st.lists(edges, max_size=5))
def test_equality_is_the_connected_components_of_networkx(batches: list[list[Pair]]) -> None:
    equality = Equality(NODES)
    for batch in batches:
        equality.join("", column(batch))
    net: nx.Graph[int] = nx.Graph(pair for batch in batches for pair in batch)
    for group in nx.connected_components(net):
        assert {int(equality.representative[n]) for n in group} == {min(group)}


@settings(ENGINE)
@given(batches=st.lists(st.lists(st.integers(0, 99), max_size=20), max_size=6))
def test_members_grow_as_a_set_does(batches: list[list[int]]) -> None:
    members, known = Members(100), set[int]()
    for batch in batches:
        new = members.add(np.array(batch, dtype=np.int64))
        assert new.tolist() == sorted(set(batch) - known)
        known |= set(batch)
        assert (members.keys().tolist(), len(members)) == (sorted(known), len(known))
    assert members.has(np.arange(100)).tolist() == [n in known for n in range(100)]


def chain(length: int, relation: URIRef) -> list[Triple]:
    return [(EX[f"n{n}"], relation, EX[f"n{n + 1}"]) for n in range(length)]


def test_a_long_chain_is_closed() -> None:
    length = 400
    axiom: Triple = (EX.p, RDF.type, OWL.TransitiveProperty)
    found = infer([axiom, *chain(length, EX.p)], "columnar").triples
    assert sum(p == EX.p for _, p, _ in found) == length * (length + 1) // 2 - length


def test_a_chain_as_deep_as_no_stack_is_walked() -> None:
    deep = 10_000
    part = components(column([(n, n + 1) for n in range(deep)]), deep + 1)
    assert part.tolist() == list(range(deep, -1, -1))


def test_a_ring_reaches_everybody_from_everybody() -> None:
    size = 60
    ring = [(n, (n + 1) % size) for n in range(size)]
    assert len(reach(column(ring), size)) == size**2
    dense = [(a, b) for a in range(size) for b in range(size) if a != b]
    assert len(reach(column(dense), size)) == size**2


@pytest.mark.parametrize("size", [2, 60])
def test_names_all_equal_say_the_same(size: int) -> None:
    said: list[Triple] = [*chain(size - 1, OWL.sameAs), (EX.n0, EX.p, EX.x)]
    found = infer(said, "columnar").triples
    assert sum(p == EX.p for _, p, _ in found) == size - 1
    assert sum(p == OWL.sameAs for _, p, _ in found) == size * (size - 1) - (size - 1)


def test_equality_runs_down_a_chain_of_functional_properties() -> None:
    """prp-fp, one name after the other: a0 p a1, b0 p b1, a0 = b0, so a1 = b1, and so on."""
    length = 60
    said: list[Triple] = [(EX.p, RDF.type, OWL.FunctionalProperty), (EX.a0, OWL.sameAs, EX.b0)]
    for n in range(length):
        said += [(EX[f"{x}{n}"], EX.p, EX[f"{x}{n + 1}"]) for x in "ab"]
    found = infer(said, "columnar").triples
    assert {(EX[f"a{n}"], OWL.sameAs, EX[f"b{n}"]) for n in range(1, length + 1)} <= found
    assert sum(p == OWL.sameAs for _, p, _ in found) == 2 * (length + 1) - 1
