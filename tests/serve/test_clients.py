"""Do the clients that people have just work, against the server as a user starts it?"""

from __future__ import annotations

import io
import signal
import subprocess
import urllib.parse
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

import httpx
import pandas as pd
import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    XML,
    SPARQLExceptions,
    SPARQLWrapper,
)

from dutygraph import places
from dutygraph.names import DG

CITY = URIRef("https://w3id.org/dutygraph/data/toy/city-government")
NORMS = "PREFIX dg: <https://w3id.org/dutygraph/ns#> SELECT DISTINCT ?norm { ?norm a dg:Norm }"


class Server(Protocol):
    """A server that was started, as the command says it."""

    address: str
    said: list[str]
    process: subprocess.Popen[str]


Started = Callable[..., AbstractContextManager[Server]]
# SPARQLWrapper makes a graph by a name that rdflib has given up.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


@pytest.fixture(scope="module")
def server(started: Started) -> Iterator[Server]:
    with started("toy") as found:
        yield found


@pytest.fixture(scope="module")
def endpoint(server: Server) -> str:
    return f"{server.address}/sparql"


@pytest.fixture(scope="module")
def norms() -> set[str]:
    """Read the norms from the Turtle by itself."""
    found = Graph()
    for path in (places.data() / "toy").glob("*.ttl"):
        found.parse(path)
    return {str(norm) for norm in found.subjects(RDF.type, DG.Norm)}


def wrapper(endpoint: str, query: str, form: str, method: str = "GET") -> SPARQLWrapper:
    asked = SPARQLWrapper(endpoint, returnFormat=form)
    asked.setQuery(query)
    if method != "GET":
        asked.setMethod(POST)
        asked.setRequestMethod(method)
    return asked


def test_sparqlwrapper_reads_rows_in_json(endpoint: str, norms: set[str]) -> None:
    for method in ("GET", "urlencoded", POSTDIRECTLY):
        found: Any = wrapper(endpoint, NORMS, JSON, method).queryAndConvert()
        assert {row["norm"]["value"] for row in found["results"]["bindings"]} == norms


def test_sparqlwrapper_reads_rows_in_xml(endpoint: str, norms: set[str]) -> None:
    found: Any = wrapper(endpoint, NORMS, XML).queryAndConvert()
    assert {node.firstChild.data for node in found.getElementsByTagName("uri")} == norms


def test_sparqlwrapper_reads_rows_in_csv_and_tsv(endpoint: str, norms: set[str]) -> None:
    found: Any = wrapper(endpoint, NORMS, CSV).queryAndConvert()
    head, *rows = found.decode().splitlines()
    assert (head, set(rows)) == ("norm", norms)
    found = wrapper(endpoint, NORMS, TSV).queryAndConvert()
    head, *rows = found.decode().splitlines()
    assert (head, set(rows)) == ("?norm", {f"<{norm}>" for norm in norms})


def test_sparqlwrapper_asks(endpoint: str) -> None:
    found: Any = wrapper(endpoint, "ASK { ?s a dg:Norm }", JSON).queryAndConvert()
    assert found["boolean"] is True
    found = wrapper(endpoint, "ASK { ?s a <http://n.example/> }", XML).queryAndConvert()
    assert [node.firstChild.data for node in found.getElementsByTagName("boolean")] == ["false"]


@pytest.mark.parametrize(
    ("form", "parser"),
    [(TURTLE, "turtle"), (N3, "n3"), (RDFXML, "xml"), (XML, "xml"), (JSONLD, "json-ld")],
)
def test_sparqlwrapper_reads_graphs(endpoint: str, norms: set[str], form: str, parser: str) -> None:
    query = "CONSTRUCT { ?s a dg:Norm } WHERE { ?s a dg:Norm }"
    found: Any = wrapper(endpoint, query, form).queryAndConvert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format=parser)
    assert {str(norm) for norm in graph.subjects(RDF.type, DG.Norm)} == norms


def test_sparqlwrapper_tells_a_bad_query(endpoint: str) -> None:
    with pytest.raises(SPARQLExceptions.QueryBadFormed, match="query:1:17: "):
        wrapper(endpoint, "SELECT ?s WHERE ?s", JSON).query()


def test_rdflib_reads_through_its_store(endpoint: str, norms: set[str]) -> None:
    for returned, method in (("json", "GET"), ("xml", "POST"), ("csv", "POST_FORM")):
        store = SPARQLStore(endpoint, returnFormat=returned, method=method)
        graph = Graph(store=store)
        assert {str(s) for s in graph.subjects(RDF.type, DG.Norm)} == norms
    labels = set(Graph(store=SPARQLStore(endpoint)).objects(CITY, RDFS.label))
    assert Literal("市人民政府", lang="zh") in labels


def test_rdflib_asks_it_as_a_service(endpoint: str, norms: set[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        local = Dataset()
        query = f"SELECT ?norm {{ SERVICE <{endpoint}> {{ ?norm a <{DG.Norm}> }} }}"
        found = {str(row[0]) for row in local.query(query)}  # type: ignore[index]
    assert found == norms


def test_rdflib_follows_an_iri(server: Server) -> None:
    address = str(CITY).replace("https://w3id.org/dutygraph", server.address)
    found = Graph().parse(address)
    assert (CITY, RDFS.label, Literal("市人民政府", lang="zh")) in found


def test_pandas_reads_a_table(endpoint: str, norms: set[str]) -> None:
    address = f"{endpoint}?{urllib.parse.urlencode({'query': NORMS, 'format': 'csv'})}"
    assert set(pd.read_csv(address)["norm"]) == norms
    text = httpx.get(endpoint, params={"query": NORMS}, headers={"Accept": "text/csv"}).text
    assert set(pd.read_csv(io.StringIO(text))["norm"]) == norms


def test_the_command_says_where_to_look_and_ends_well(started: Started) -> None:
    with started("toy") as server:
        assert [line.split()[0] for line in server.said[:3]] == [
            f"{server.address}/",
            f"{server.address}/toy",
            f"{server.address}/sparql",
        ]
        assert httpx.get(f"{server.address}/health", trust_env=False).status_code == 200
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(20) == 0
        assert server.process.stderr is not None
        assert server.process.stderr.read() == ""
