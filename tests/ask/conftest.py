"""What do the tests of the questions share: a judged system, and answers in words?"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
import pytest

from dutygraph import places
from dutygraph.audit.ask import ask_named, open_judged
from dutygraph.audit.case import Case
from dutygraph.audit.questions import question_named
from dutygraph.names import local
from dutygraph.triples.answer import Term
from dutygraph.triples.labels import Labels

Row = dict[str, str]
Asked = Callable[..., list[Row]]


@pytest.fixture(scope="session")
def case() -> Case:
    return open_judged("yunfu-2017")


@pytest.fixture(scope="session")
def labels(case: Case) -> Labels:
    return Labels(case.system.store, case.system.prefixes)


@pytest.fixture(scope="session")
def expected() -> list[dict[str, Any]]:
    path = places.data() / "yunfu-2017" / "answers.toml"
    found = tomllib.loads(path.read_text(encoding="utf-8"))["answer"]
    assert isinstance(found, list)
    return found


@pytest.fixture(scope="session")
def asked(case: Case, labels: Labels) -> Asked:
    """Ask a question by name; each row maps a column to its words, empty where unbound."""

    def words(term: Term | None, lang: str) -> str:
        if isinstance(term, ox.NamedNode):
            return labels.label(term, lang) or local(term.value)
        return term.value if isinstance(term, ox.Literal) else ""

    def ask(name: str, *, lang: str = "zh", **given: str) -> list[Row]:
        rows = ask_named(case.system, question_named(name), given)
        return [
            {n: words(t, lang) for n, t in zip(rows.variables, row, strict=True)}
            for row in rows.rows
        ]

    return ask
