from __future__ import annotations

import os

import pytest

from dutygraph import places
from dutygraph.audit.case import open_case
from dutygraph.audit.report import Report, report


def pytest_configure() -> None:
    """Let every test infer for itself; those of the cache turn it on."""
    os.environ[places.CACHE] = ""


@pytest.fixture(scope="session")
def yunfu() -> Report:
    return report(open_case("yunfu-2017"))


@pytest.fixture(scope="session")
def yunfu_explicit() -> Report:
    return report(open_case("yunfu-2017", "explicit"))


@pytest.fixture(scope="session")
def toy() -> Report:
    return report(open_case("toy"))
