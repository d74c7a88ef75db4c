"""Does a query that runs away stay in its own process, and does that process reach nothing?"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutygraph.errors import LimitError, QueryError, StoppedError
from dutygraph.triples import worker as module
from dutygraph.triples.answer import Rows, Triples, Truth, decode, encode, take
from dutygraph.triples.query import graphs_in
from dutygraph.triples.worker import Limits, Request, Worker, snapshot

MANY = "".join(f"<http://n.example/{i}> <http://n.example/p> {i} .\n" for i in range(300))
RUNAWAY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a ?d ?g ?j"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    found = ox.Store()
    found.load(MANY, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("http://n.example/g"))
    return found


@pytest.fixture
def worker(store: ox.Store) -> Iterator[Worker]:
    with Worker(snapshot(store)) as found:
        yield found


def test_answers_of_every_form(worker: Worker) -> None:
    rows = worker.ask(Request("SELECT ?n { <http://n.example/7> ?p ?n }"))
    assert rows == Rows(("n",), ((ox.Literal(7),),))
    assert worker.ask(Request("ASK { ?s ?p 299 }")) == Truth(value=True)
    assert worker.ask(Request("ASK { ?s ?p 300 }")) == Truth(value=False)
    triple = ox.Triple(
        ox.NamedNode("http://n.example/7"), ox.NamedNode("http://n.example/p"), ox.Literal(7)
    )
    assert worker.ask(Request("CONSTRUCT WHERE { ?s ?p 7 }")) == Triples((triple,))
    assert worker.ask(Request("DESCRIBE <http://n.example/7>")) == Triples((triple,))


def test_a_term_is_bound_beside_the_query(worker: Worker) -> None:
    bindings = {"n": ox.Literal(41)}
    found = worker.ask(Request("SELECT ?s ?n { ?s ?p ?n }", bindings=bindings))
    assert found == Rows(("s", "n"), ((ox.NamedNode("http://n.example/41"), ox.Literal(41)),))


def test_a_limit_cuts_and_says_so(store: ox.Store) -> None:
    with Worker(snapshot(store), Limits(rows=300)) as worker:
        whole = worker.ask(Request("SELECT * { ?s ?p ?o }"))
        assert isinstance(whole, Rows)
        assert (len(whole.rows), whole.cut) == (300, False)
        more = worker.ask(
            Request("SELECT * { ?s ?p ?o } ORDER BY ?o"),
        )
        assert isinstance(more, Rows)
    with Worker(snapshot(store), Limits(rows=299)) as worker:
        cut = worker.ask(Request("SELECT * { ?s ?p ?o } ORDER BY ?o"))
        assert cut == Rows(more.variables, more.rows[:299], cut=True)
        graph = worker.ask(Request("CONSTRUCT WHERE { ?s ?p ?o }"))
        assert isinstance(graph, Triples)
        assert (len(graph.triples), graph.cut) == (299, True)


def test_a_runaway_query_is_killed_and_the_worker_lives_on(store: ox.Store) -> None:
    with Worker(snapshot(store), Limits(seconds=1)) as worker:
        with pytest.raises(LimitError, match=r"^query: .*stopped after 1 s.*--timeout"):
            worker.ask(Request(RUNAWAY))
        assert worker.ask(Request("ASK {}")) == Truth(value=True)
        child = worker._child
        assert child is not None
    assert child.poll() is not None


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is the system's")
def test_memory_ends_the_child_only(store: ox.Store) -> None:
    with Worker(snapshot(store), Limits(memory=200 * 1024**2)) as worker:
        with pytest.raises(LimitError, match="of memory"):
            worker.ask(Request(RUNAWAY))
        assert worker.ask(Request("ASK {}")) == Truth(value=True)


def test_a_crash_ends_the_child_only(store: ox.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the guard the engine overruns its stack; the process of the program does not."""
    with Worker(snapshot(store)) as worker:
        monkeypatch.setattr(module, "guard", lambda *_: None)
        deep = "SELECT * { FILTER(" + "(" * 500_000 + "1" + ")" * 500_000 + ") }"
        with pytest.raises(LimitError, match="broke the engine"):
            worker.ask(Request(deep))
        assert worker.ask(Request("ASK {}")) == Truth(value=True)


@pytest.mark.skipif(sys.platform == "win32", reason="the limits are the system's")
def test_the_child_can_open_no_socket(store: ox.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a SERVICE that the guard had let through would reach nobody."""
    monkeypatch.setattr(module, "guard", lambda *_: None)
    with socket.create_server(("127.0.0.1", 0)) as listener, Worker(snapshot(store)) as worker:
        listener.settimeout(0.5)
        at = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        with pytest.raises(QueryError):
            worker.ask(Request(f"SELECT * {{ SERVICE <{at}> {{ ?s ?p ?o }} }}"))
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("SELECT * {\n ?s ?p ?o", "here:2:10: "),
        ("SELECT * { ?s zz:a ?o }", "here:1:15: the prefix zz:"),
        ("INSERT DATA { <a:a> <a:b> 1 }", "here:1:1: INSERT would write"),
        ("SELECT * { SERVICE <http://x.example/> {} }", "here:1:12: SERVICE"),
    ],
)
def test_what_is_refused_has_a_place(worker: Worker, query: str, line: str) -> None:
    with pytest.raises(QueryError) as caught:
        worker.ask(Request(query, "here"))
    assert str(caught.value).startswith(line)


def test_one_graph_alone(store: ox.Store) -> None:
    assert snapshot(store, "http://n.example/none") == b""
    one = ox.Store()
    one.load(snapshot(store, "http://n.example/g"), format=ox.RdfFormat.N_QUADS)
    assert set(one) == set(store)


def literals() -> st.SearchStrategy[ox.Literal]:
    text = st.text(st.characters(codec="utf-8"), max_size=20)
    tags = st.sampled_from(["zh", "en", "zh-hans"])
    return st.one_of(
        text.map(ox.Literal),
        st.integers(-(10**12), 10**12).map(ox.Literal),
        st.booleans().map(ox.Literal),
        st.builds(lambda t, tag: ox.Literal(t, language=tag), text, tags),
        text.map(lambda t: ox.Literal(t, datatype=ox.NamedNode("http://n.example/type"))),
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(literals(), st.none() | literals()), max_size=5))
def test_an_answer_crosses_as_it_is(rows: list[tuple[ox.Literal, ox.Literal | None]]) -> None:
    answer = Rows(("a", "b"), tuple(rows))
    assert decode(encode(answer)) == answer


def test_the_rows_are_those_of_the_engine(store: ox.Store, worker: Worker) -> None:
    query = "SELECT ?s ?o { GRAPH ?g { ?s ?p ?o } FILTER(?o < 20) } ORDER BY DESC(?o)"
    assert worker.ask(Request(query)) == take(store.query(query))


def test_graphs_that_are_named_count_more_than_from() -> None:
    store = ox.Store()
    for name in "abc":
        at = ox.NamedNode(f"http://n.example/{name}")
        store.add(ox.Quad(at, ox.NamedNode("http://n.example/p"), ox.Literal(name), at))
    a, b = "http://n.example/a", "http://n.example/b"
    query = "SELECT ?n FROM <http://n.example/c> { { ?s ?p ?n } UNION { GRAPH ?g { ?s ?p ?n } } }"
    with Worker(snapshot(store)) as worker:
        found = worker.ask(Request(query, graphs=((a,), (b,))))
        assert isinstance(found, Rows)
        assert {row[0] for row in found.rows} == {ox.Literal("a"), ox.Literal("b")}
        assert worker.ask(Request("ASK { ?s ?p ?o }", graphs=((), (b,)))) == Truth(value=False)


def test_an_answer_that_is_too_large_is_not_sent(store: ox.Store) -> None:
    words = "SELECT (CONCAT(?a, ?a, ?a, ?a) AS ?b) { VALUES ?a { '%s' } }"
    with Worker(snapshot(store), Limits(size=1000)) as worker:
        assert isinstance(worker.ask(Request(words % ("x" * 100))), Rows)
        with pytest.raises(StoppedError, match="more than") as error:
            worker.ask(Request(words % ("x" * 1000)))
        assert error.value.limit == "size"
        assert worker.ready


@pytest.mark.parametrize(
    ("query", "graphs"),
    [
        ("SELECT * FROM <http://a> FROM NAMED <http://b> {}", ["http://a", "http://b"]),
        ("PREFIX g: <http://g#> ASK FROM g:a {}", ["http://g#a"]),
        (
            "BASE <http://e/x> PREFIX g: <y#> ASK FROM <z> FROM g:a {}",
            ["http://e/y#a", "http://e/z"],
        ),
        ("BASE <file:///etc/> ASK FROM <passwd> {}", ["file:///etc/passwd"]),
        ("ASK FR\\u004fM <http://a> {}", ["http://a"]),
        ("ASK { ?s ?p 'FROM <http://a>' } # FROM <http://b>", []),
        ("ASK { ?from <http://p> <http://a> }", []),
    ],
)
def test_the_graphs_that_a_query_names(query: str, graphs: list[str]) -> None:
    assert list(graphs_in(query, {})) == graphs
