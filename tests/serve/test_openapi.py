"""Is the described interface the one that is spoken?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import httpx
import jsonschema
import pytest
import schemathesis
from schemathesis.core.result import Ok


class Server(Protocol):
    """A server that was started."""

    address: str


def test_the_description_can_be_read(toy_client: httpx.Client) -> None:
    described = toy_client.get("/openapi.json").json()
    schema = schemathesis.openapi.from_dict(described)
    found = {one.ok().label for one in schema.get_all_operations() if isinstance(one, Ok)}
    assert found == {
        "GET /sparql",
        "POST /sparql",
        "GET /{system}/sparql",
        "POST /{system}/sparql",
        "GET /graphs",
        "GET /.well-known/void",
        "GET /health",
        "GET /openapi.json",
    }
    assert described["paths"]["/{system}/sparql"]["parameters"][0]["schema"]["enum"] == ["toy"]


def test_what_is_described_is_what_comes(toy_client: httpx.Client) -> None:
    parts = toy_client.get("/openapi.json").json()["components"]["schemas"]
    rows = toy_client.get("/sparql?query=SELECT * { ?s ?p ?o } LIMIT 2").json()
    jsonschema.validate(rows, parts["Results"])
    jsonschema.validate(toy_client.get("/sparql?query=ASK {}").json(), parts["Results"])
    jsonschema.validate(toy_client.get("/health").json(), parts["Health"])
    refused = toy_client.get("/sparql?query=x", headers={"Accept": "application/json"}).json()
    jsonschema.validate(refused, parts["Problem"])


@pytest.mark.slow
def test_schemathesis_finds_nothing(
    started: Callable[..., AbstractContextManager[Server]], tmp_path: Path
) -> None:
    """It sends what the description allows and what it forbids, by every method.

    That all it allows is accepted is left out: no schema says what a SPARQL query is.
    """
    with started("toy") as server:
        done = subprocess.run(
            [
                Path(sys.executable).with_name("schemathesis"),
                "run",
                f"{server.address}/openapi.json",
                *("--max-examples", "10", "--seed", "1", "--no-color"),
                *("--exclude-checks", "positive_data_acceptance"),
                *("--phases", "coverage,fuzzing"),
            ],
            cwd=tmp_path,
            env={**os.environ, "NO_PROXY": "127.0.0.1"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
