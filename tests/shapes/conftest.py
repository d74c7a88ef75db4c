from __future__ import annotations

import pytest
from rdflib import Graph

from dutygraph.triples.shapes import graph_of
from dutygraph.triples.system import ontology_quads


@pytest.fixture(scope="session")
def ontology() -> Graph:
    return graph_of(ontology_quads())
