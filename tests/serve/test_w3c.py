"""Does the server pass the W3C's SPARQL 1.1 cases that go over HTTP?

Protocol, service description, and results in CSV and TSV, each through a server that runs.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node
from starlette.types import ASGIApp

from dutygraph.serve.pool import Pool

HERE = Path(__file__).resolve().parent
SUITE = HERE.parents[2] / "shared/suites/rdf-tests/sparql/sparql11"
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
NOBODY = "http://kasei.us/2009/09/sparql/data/data0.rdf"
FORMS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples"},
}
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")


@dataclass(frozen=True)
class Step:
    """A request of a case, and what must come of it; `statuses` are first digits."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[str]
    form: str | None
    truth: bool | None


@dataclass(frozen=True)
class ProtocolCase:
    """A case: the graphs that must be there, as name and file, and its requests in order."""

    name: str
    graphs: tuple[tuple[str, Path], ...]
    steps: tuple[Step, ...]


@cache
def protocol_cases(folder: Path) -> tuple[ProtocolCase, ...]:
    """Read all cases of the manifest, in its order."""
    manifest = Graph().parse(folder / "manifest.ttl", publicID=folder.as_uri() + "/")
    (top,) = manifest.subjects(RDF.type, MF.Manifest)
    return tuple(
        _case(manifest, entry) for entry in Collection(manifest, _one(manifest, top, MF.entries))
    )


def _case(manifest: Graph, entry: Node) -> ProtocolCase:
    graphs = []
    for data in manifest.objects(entry, UT.graphData):
        path = _path(_one(manifest, data, UT.graph))
        graphs.append((str(_one(manifest, data, RDFS.label)), path))
    requests = Collection(manifest, _one(manifest, _one(manifest, entry, MF.action), HT.requests))
    name = str(entry).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
    return ProtocolCase(name, tuple(sorted(graphs)), tuple(_step(manifest, r) for r in requests))


def _step(manifest: Graph, request: Node) -> Step:
    body = manifest.value(request, HT.body)
    content = b""
    if body is not None:
        charset = str(_one(manifest, body, CNT.characterEncoding))
        content = str(_one(manifest, body, CNT.chars)).encode(charset)
    listed = manifest.value(request, HT.headers)
    headers = {
        str(_one(manifest, h, HT.fieldName)): str(_one(manifest, h, HT.fieldValue))
        for h in (Collection(manifest, listed) if listed is not None else ())
    }
    response = _one(manifest, request, HT.resp)
    truth = manifest.value(response, MF.expectedBoolean)
    form = manifest.value(response, MF.expectedFormat)
    return Step(
        str(_one(manifest, request, HT.methodName)),
        str(_one(manifest, request, HT.absolutePath)),
        headers,
        content,
        frozenset(str(s)[-3] for s in manifest.objects(response, MF.expectedStatus)),
        None if form is None else str(form),
        None if truth is None else str(truth) == "true",
    )


def _one(graph: Graph, subject: Node, predicate: URIRef) -> Node:
    found = graph.value(subject, predicate)
    assert found is not None, f"{subject} has no {predicate}"
    return found


pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason="../shared/suites/rdf-tests is not here")

Serving = Callable[[ASGIApp], AbstractContextManager[str]]
Client = Callable[[str], httpx.Client]


def _path(iri: object) -> Path:
    """Find the file that an IRI names; in the IRI, what is not ASCII is escaped."""
    return Path(unquote(str(iri).removeprefix("file://")))


def store_of(cases: tuple[ProtocolCase, ...]) -> ox.Store:
    """Load what any case asks for; some name a graph of which the suite has no file."""
    store = ox.Store()
    for name, path in {graph for case in cases for graph in case.graphs}:
        store.load(path=path, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))
    nobody = ox.NamedNode(NOBODY)
    store.add(ox.Quad(nobody, nobody, nobody, nobody))
    return store


def passes(case: ProtocolCase, client: httpx.Client) -> bool:
    return all(step_passes(step, client) for step in case.steps)


def step_passes(step: Step, client: httpx.Client) -> bool:
    request = client.build_request(step.method, step.path, headers=step.headers, content=step.body)
    if "content-type" not in {name.lower() for name in step.headers}:
        request.headers.pop("content-type", None)
    response = client.send(request)
    media = response.headers.get("content-type", "").partition(";")[0]
    if str(response.status_code)[0] not in step.statuses:
        return False
    if step.form is not None and media not in FORMS[step.form]:
        return False
    return step.truth is None or response.json()["boolean"] is step.truth


def writes(case: ProtocolCase) -> bool:
    return case.name.startswith("update_")


def test_protocol_on_the_server_as_it_ships(
    reading: Callable[[ox.Store], tuple[ASGIApp, Pool]], serving: Serving, straight_client: Client
) -> None:
    cases = protocol_cases(SUITE / "protocol")
    app, pool = reading(store_of(cases))
    with serving(app) as address, straight_client(address) as client:
        failed = [c.name for c in cases if not writes(c) and not passes(c, client)]
        refused = [c.name for c in cases if writes(c) and not passes(c, client)]
    pool.close()
    floor = FLOORS["protocol"]
    assert len(cases) == floor["cases"]
    assert failed == []
    assert len(cases) - len(refused) >= floor["read_only"]
    assert refused == [c.name for c in cases if writes(c)]


def test_protocol_on_an_app_that_writes(
    writing: Callable[[ox.Store], ASGIApp], serving: Serving, straight_client: Client
) -> None:
    cases = protocol_cases(SUITE / "protocol")
    passed = []
    for case in cases:
        with serving(writing(store_of((case,)))) as address, straight_client(address) as client:
            if passes(case, client):
                passed.append(case.name)
    assert len(passed) >= FLOORS["protocol"]["writable"], {c.name for c in cases} - set(passed)


def results_cases() -> list[tuple[str, Path, Path, Path]]:
    """Read name, query, data and expected answer of each case of CSV and TSV."""
    folder = SUITE / "csv-tsv-res"
    qt = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
    manifest = Graph().parse(folder / "manifest.ttl", publicID=folder.as_uri() + "/")
    (top,) = manifest.subjects(RDF.type, MF.Manifest)
    found = []
    for entry in Collection(manifest, _one(manifest, top, MF.entries)):
        action = _one(manifest, entry, MF.action)
        nodes = (
            _one(manifest, action, qt.query),
            _one(manifest, action, qt.data),
            _one(manifest, entry, MF.result),
        )
        query, data, expected = map(_path, nodes)
        found.append((str(entry), query, data, expected))
    return found


def rows(text: str, mark: str) -> list[list[tuple[str, str]]]:
    """Read a table by its columns' names: `SELECT *` has no order of its own.

    The names of blank nodes and the case of the letter in doubles do not count either.
    """
    if mark == "\t":
        head, *table = (line.split("\t") for line in text.rstrip("\n").split("\n"))
    else:
        head, *table = csv.reader(io.StringIO(text))
    return sorted(
        sorted((name, plain(cell)) for name, cell in zip(head, row, strict=True)) for row in table
    )


def plain(cell: str) -> str:
    if cell.startswith("_:"):
        return "_:"
    return cell.lower() if cell[:1].isdigit() and "e" in cell.lower() else cell


def test_results_in_csv_and_tsv(
    reading: Callable[[ox.Store], tuple[ASGIApp, Pool]], serving: Serving, straight_client: Client
) -> None:
    cases = results_cases()
    failed = {}
    for name, query, data, expected in cases:
        store = ox.Store()
        store.load(path=data, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("http://x.example"))
        app, pool = reading(store)
        media = "text/csv" if expected.suffix == ".csv" else "text/tab-separated-values"
        with serving(app) as address, straight_client(address) as client:
            response = client.get(
                "/sparql", params={"query": query.read_text()}, headers={"Accept": media}
            )
        pool.close()
        assert response.headers["content-type"] == f"{media}; charset=utf-8"
        mark = "," if expected.suffix == ".csv" else "\t"
        found, wanted = rows(response.text, mark), rows(expected.read_text(), mark)
        if found != wanted:
            failed[name] = (found, wanted)
    assert len(cases) == FLOORS["csv-tsv-res"]["cases"]
    assert len(cases) - len(failed) >= FLOORS["csv-tsv-res"]["passed"], failed


def test_service_description(
    reading: Callable[[ox.Store], tuple[ASGIApp, Pool]], serving: Serving, straight_client: Client
) -> None:
    manifest = Graph().parse(SUITE / "service-description" / "manifest.ttl")
    kind = MF.ServiceDescriptionTest
    names = {str(s).rsplit("#", 1)[-1] for s in manifest.subjects(RDF.type, kind)}
    app, pool = reading(store_of(protocol_cases(SUITE / "protocol")))
    with serving(app) as address, straight_client(address) as client:
        response = client.get("/sparql")
        found = Graph().parse(data=response.text, format="turtle")
    pool.close()
    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    passed = set()
    if response.headers["content-type"].startswith("text/turtle") and len(found):
        passed.add("returns-rdf")
    if (None, sd.endpoint, URIRef(f"{address}/sparql")) in found:
        passed.add("has-endpoint-triple")
    if conforms(found, sd):
        passed.add("conforms-to-schema")
    assert len(names) == FLOORS["service-description"]["cases"]
    assert passed == names


def conforms(found: Graph, sd: Namespace) -> bool:
    """Check domains and ranges as the vocabulary of SPARQL 1.1 Service Description has them."""
    ends = {
        sd.endpoint: (sd.Service, None),
        sd.defaultDataset: (sd.Service, sd.Dataset),
        sd.defaultGraph: (sd.Dataset, sd.Graph),
        sd.namedGraph: (sd.Dataset, sd.NamedGraph),
        sd.name: (sd.NamedGraph, None),
        sd.graph: (sd.NamedGraph, sd.Graph),
        sd.feature: (sd.Service, None),
        sd.resultFormat: (sd.Service, None),
        sd.supportedLanguage: (sd.Service, None),
    }
    languages = {sd.SPARQL10Query, sd.SPARQL11Query, sd.SPARQL11Update}
    features = {sd.UnionDefaultGraph, sd.DereferencesURIs, sd.RequiresDataset, sd.EmptyGraphs}
    own = {p for p in found.predicates() if str(p).startswith(str(sd))}
    typed = all(
        (s, RDF.type, domain) in found and (span is None or (o, RDF.type, span) in found)
        for p, (domain, span) in ends.items()
        for s, o in found.subject_objects(p)
    )
    return (
        own == set(ends)
        and typed
        and set(found.objects(None, sd.supportedLanguage)) <= languages
        and set(found.objects(None, sd.feature)) <= features
        and len(set(found.subjects(sd.endpoint, None))) == 1
    )
