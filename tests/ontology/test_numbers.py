"""Are the numbers in the ontology's README those that another engine counts?"""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from dutygraph import places
from dutygraph.triples.system import ontology_quads

TERM = "{ ?n a owl:Class } UNION { ?n a owl:ObjectProperty } UNION { ?n a owl:DatatypeProperty }"
CODE = "?n skos:inScheme ?scheme"
PREFIXES = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}


@pytest.fixture(scope="module")
def store() -> ox.Store:
    loaded = ox.Store()
    loaded.extend(ontology_quads())
    return loaded


def count(store: ox.Store, nodes: str, said: str, language: str) -> str:
    asked = f'?n {said} ?words FILTER (LANG(?words) = "{language}")' if said else ""
    query = f"""SELECT (COUNT(*) AS ?count) {{
      {{ SELECT DISTINCT ?n {{ {nodes} FILTER (ISIRI(?n)) }} }} {asked} }}"""
    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    (row,) = found
    assert row["count"] is not None
    return str(row["count"].value)


@pytest.mark.parametrize(
    ("name", "term", "code", "language"),
    [
        ("个数 number", "", "", ""),
        ("名称 labels, 中文 zh", "rdfs:label", "skos:prefLabel", "zh"),
        ("名称 labels, 英文 en", "rdfs:label", "skos:prefLabel", "en"),
        ("定义 definitions, 中文 zh", "skos:definition", "skos:definition", "zh"),
        ("定义 definitions, 英文 en", "skos:definition", "skos:definition", "en"),
        ("例子 examples", "skos:example", "skos:example", "zh"),
    ],
)
def test_readme_counts_as_sparql_does(
    store: ox.Store, name: str, term: str, code: str, language: str
) -> None:
    text = (places.ontology() / "README.md").read_text(encoding="utf-8")
    block = text.split("<!-- numbers -->")[1].split("<!-- /numbers -->")[0]
    row = re.search(rf"\| {re.escape(name)} \| (\d+) \| (\d+) \|", block)
    assert row is not None
    assert row.groups() == (
        count(store, TERM, term, language),
        count(store, CODE, code, language),
    )
