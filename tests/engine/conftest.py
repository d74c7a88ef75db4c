"""What do the tests of the engine share: profiles, reasoned systems, and systems changed by hand?

Hypothesis is deterministic here, so that everyone sees what the gate sees. To look for new
counterexamples, set DUTYGRAPH_HYPOTHESIS=explore.
"""

import os
from collections.abc import Callable, Iterable

import pyoxigraph as ox
import pytest
from hypothesis import settings

from dutygraph.audit.case import Case
from dutygraph.audit.report import Report
from dutygraph.names import ASSERTED, PREFIXES
from dutygraph.triples.system import System, node

EXPLORE = os.environ.get("DUTYGRAPH_HYPOTHESIS") == "explore"
STEADY = settings(deadline=None, derandomize=not EXPLORE)
settings.register_profile("engine", STEADY, max_examples=3_000 if EXPLORE else 150)
settings.register_profile("engine-columns", STEADY, max_examples=3_000 if EXPLORE else 50)
settings.register_profile("engine-owl", STEADY, max_examples=500 if EXPLORE else 20)

Edit = Callable[..., System]


@pytest.fixture(scope="session")
def toy_case(toy: Report) -> Case:
    return toy.case


@pytest.fixture(scope="session")
def yunfu_case(yunfu: Report) -> Case:
    return yunfu.case


@pytest.fixture(scope="session", params=["toy_case", "yunfu_case"], ids=["toy", "yunfu"])
def case(request: pytest.FixtureRequest) -> Case:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Case)
    return found


def edited(
    system: System,
    *,
    without: Iterable[str] = (),
    less: Iterable[tuple[str, str, str]] = (),
    plus: str = "",
) -> System:
    """Give a system of its own store: no triple of some norms, nor of `less`; and Turtle added.

    Only the graphs that loading fills are copied, so nothing inferred is carried over.
    """
    gone = {node(norm) for norm in without}
    lost = {tuple(node(term) for term in triple) for triple in less}
    store = ox.Store()
    for quad in system.store:
        ours = quad.graph_name == node(ASSERTED)
        if not ours and "/graph/ontology" not in str(quad.graph_name):
            continue
        if ours and ({quad.subject, quad.object} & gone or tuple(quad)[:3] in lost):
            continue
        store.add(quad)
    space = f"https://w3id.org/dutygraph/data/{system.name}/"
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    for quad in ox.parse(f"{prefixes}@prefix : <{space}> .\n{plus}", format=ox.RdfFormat.TURTLE):
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object, node(ASSERTED)))
    return System(system.name, store, system.files, system.text, system.prefixes)


@pytest.fixture(scope="session")
def edit() -> Edit:
    return edited
