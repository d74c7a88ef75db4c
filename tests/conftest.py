from __future__ import annotations

import pytest

from dutygraph.audit.case import open_case
from dutygraph.audit.report import Report, report


@pytest.fixture(scope="session")
def yunfu() -> Report:
    return report(open_case("yunfu-2017"))


@pytest.fixture(scope="session")
def yunfu_explicit() -> Report:
    return report(open_case("yunfu-2017", "explicit"))


@pytest.fixture(scope="session")
def toy() -> Report:
    return report(open_case("toy"))
