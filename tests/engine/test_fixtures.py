"""Do both engines derive the same from everything that ships: systems, fixtures, ontology?"""

from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import RDF, RDFS, XSD

from dutygraph import places
from dutygraph.triples.reason import Triple, infer
from dutygraph.triples.reasoned import reason
from dutygraph.triples.system import load, ontology_files

HERE = Path(__file__).resolve().parent
FIXTURES = sorted(HERE.parent.glob("checks/*/*.ttl"))


def derived(name: str, engine: str, patch: pytest.MonkeyPatch) -> tuple[frozenset[Triple], bool]:
    patch.setenv(places.ENGINE, engine)
    patch.setenv(places.CACHE, "")
    found = reason(load(name)).inference
    return found.triples, bool(found.clashes)


@pytest.mark.parametrize("name", places.systems())
def test_engines_derive_the_same_from_a_system(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = derived(name, "columnar", monkeypatch)
    assert found[0]
    assert found == derived(name, "owlrl", monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("path", FIXTURES, ids=[f"{p.parent.name}-{p.stem}" for p in FIXTURES])
def test_engines_derive_the_same_from_a_fixture(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = derived(str(path), "owlrl", monkeypatch)
    assert derived(str(path), "columnar", monkeypatch) == expected


def test_engines_derive_the_same_from_the_ontology_alone() -> None:
    whole = Graph()
    for path in ontology_files():
        whole.parse(path)
    expected, found = infer(whole, "owlrl"), infer(whole, "columnar")
    assert found.triples
    assert beyond_datatypes(found.triples) == beyond_datatypes(expected.triples)
    assert (found.clashes, expected.clashes) == ((), ())


def beyond_datatypes(triples: frozenset[Triple]) -> set[Triple]:
    """Leave out what either engine says of datatypes, and that a term is its own super."""
    kinds = (str(XSD), str(RDF), str(RDFS.Literal))
    return {
        (s, p, o)
        for s, p, o in triples
        if s != o
        and not str(s).startswith(kinds)
        and not (p == RDF.type and str(o).startswith(kinds))
    }
