"""Do the exported triples say what the files, the rules and the judgements say, no more?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF

from dutygraph import places
from dutygraph.audit.case import Case, open_case
from dutygraph.names import ASSERTED, AUDIT, DG, GRAPH, INFERRED, ONTOLOGY
from dutygraph.out.export.rdf import FORMATS, WHAT, rdf
from dutygraph.triples.view import view

Triple = tuple[str, str, str]
# How rdflib, which shares no code with the writer, calls each format.
READ_AS = {
    "ttl": "turtle",
    "trig": "trig",
    "nt": "nt",
    "nq": "nquads",
    "jsonld": "json-ld",
    "rdf": "xml",
}
GRAPHS = ("trig", "nq", "jsonld")
TOY = "https://w3id.org/dutygraph/data/toy/"
REPORTS = {
    ("county-government", "city-government"),
    ("water-bureau", "county-government"),
    ("finance-bureau", "county-government"),
    ("river-chief-office", "county-government"),
    ("maintenance-station", "river-chief-office"),
    ("audit-bureau", "county-government"),
    ("inspection-team", "city-government"),
}  # fmt: skip


def read(raw: bytes, kind: str) -> dict[str, set[Triple]]:
    """Read named triples by graph; blank nodes are left out, as their names mean nothing."""
    data = rdflib.Dataset()
    data.parse(data=raw, format=READ_AS[kind])
    found: dict[str, set[Triple]] = {}
    for s, p, o, g in data.quads():
        if not isinstance(s, rdflib.BNode) and not isinstance(o, rdflib.BNode):
            name = "" if g is None or g == rdflib.URIRef("urn:x-rdflib:default") else str(g)
            found.setdefault(name, set()).add((s.n3(), p.n3(), o.n3()))
    return found


@pytest.fixture(scope="module", autouse=True)
def _inferred_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is inferred, so that each format is but written anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(places.CACHE, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def written() -> set[Triple]:
    """What the data files of the toy say, read by rdflib from the files themselves."""
    data = rdflib.Graph()
    for path in sorted((places.data() / "toy").glob("*.ttl")):
        data.parse(path, format="turtle", publicID=path.resolve().as_uri())
    return {(s.n3(), p.n3(), o.n3()) for s, p, o in data}


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_asserted_is_what_the_files_say(kind: str, written: set[Triple]) -> None:
    found = read(rdf("toy", kind, "asserted"), kind)
    assert found == {(str(ASSERTED) if kind in GRAPHS else ""): written}


@pytest.mark.parametrize("kind", FORMATS)
def test_all_is_asserted_inferred_and_judged(kind: str, written: set[Triple]) -> None:
    found = read(rdf("toy", kind), kind)
    whole = set().union(*found.values())
    assert written <= whole
    reports = {(s, o) for s, p, o in whole if p == DG.reportsTo.n3() and s.startswith(f"<{TOY}")}
    assert reports == {(f"<{TOY}{a}>", f"<{TOY}{b}>") for a, b in REPORTS}
    assert any(p == DG.concludes.n3() for _, p, _ in whole)
    if kind in GRAPHS:
        assert {str(ASSERTED), str(INFERRED), str(AUDIT), str(ONTOLOGY)} <= set(found)
        assert all(name.startswith(str(GRAPH)) for name in found)
        assert found[str(ASSERTED)] == written


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_inferred_stands_apart(kind: str, written: set[Triple]) -> None:
    found = read(rdf("yunfu-2017" if kind == "nq" else "toy", kind, "inferred"), kind)
    assert not written & set().union(*found.values())
    if kind == "nq":
        assert str(INFERRED) in found
        assert f"{GRAPH}rule/DR7" in found
        assert not {str(ASSERTED), str(AUDIT), str(ONTOLOGY)} & set(found)


def test_formats_agree() -> None:
    by_kind = {kind: read(rdf("toy", kind), kind) for kind in FORMATS}
    first = by_kind["nq"]
    assert by_kind["trig"] == by_kind["jsonld"] == first
    whole = set().union(*first.values())
    assert by_kind["ttl"][""] == by_kind["nt"][""] == by_kind["rdf"][""] == whole


def test_what_an_export_loads_is_what_was_there(toy_case: Case) -> None:
    """Blank nodes included: equal up to their names."""
    store = ox.Store()
    store.load(rdf("toy", "nq", "inferred"), format=ox.RdfFormat.N_QUADS)
    kept = {str(ASSERTED), str(ONTOLOGY), str(AUDIT)}
    there = ox.Dataset(store)
    here = ox.Dataset(q for q in toy_case.system.store if q.graph_name.value not in kept)
    for one in (there, here):
        one.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert there == here


@pytest.fixture(scope="module")
def toy_case() -> Case:
    return open_case("toy")


def test_a_view_speaks_in_the_terms_of_others(toy_case: Case) -> None:
    found = read(rdf("toy", "ttl", name="standard"), "ttl")[""]
    terms = {p for _, p, _ in found} | {o for _, p, o in found if p == RDF.type.n3()}
    assert terms
    assert not [t for t in terms if t.startswith(f"<{DG}")]
    assert len(found) == len(view(toy_case.reasoned))


DIGESTS = """
import hashlib, json, sys
from dutygraph.out.export.exported import Wish, exported
from dutygraph.out.export.kinds import KINDS
from dutygraph.out.export.rdf import WHAT, rdf
from dutygraph.out.page.spots import spots
from pathlib import Path

found = {}
for kind in KINDS:
    if kind not in {"tracking", "dcat"}:
        output = Path("folder") if kind == "csv" else None
        found[kind] = exported("toy", Wish(kind, output), spots)[0]
for ending in ("xlsx", "docx", "html", "json", "csv", "md"):
    found[ending] = exported("toy", Wish("tracking", Path(f"x.{ending}")), spots)[0]
found["view"] = rdf("toy", "trig", name="standard")
raw = {k: repr(v).encode() for k, v in found.items()}
print(json.dumps({k: hashlib.sha256(v).hexdigest() for k, v in raw.items()}))
"""


def test_every_export_is_the_same_in_every_run(tmp_path: Path) -> None:
    """Whatever the seed of Python's hashes, the time zone and the language; each infers anew."""
    settings = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LANG": "zh_CN.UTF-8"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LANG": "C"},
    ]
    found = [_digests(one, tmp_path / str(n)) for n, one in enumerate(settings)]
    assert found[0] == found[1]
    assert len(found[0]) > len(FORMATS) + len(WHAT)


def _digests(setting: dict[str, str], cache: Path) -> dict[str, str]:
    path = ":".join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-c", DIGESTS],
        env={**setting, "PYTHONPATH": path, places.CACHE: str(cache), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found
