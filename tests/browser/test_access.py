"""Is the page fit for every reader, on every screen?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

Open = Callable[..., Any]
SCREENS = Path(__file__).resolve().parents[2] / "build" / "screens"
VIEWS = {
    "graph": "",
    "holder": "sel=holder:county",
    "walk": "walk=holder:county&step=5",
    "surroundings": "show=holder:city&sel=line:report:leading-group>city",
    "verdict": "view=verdict&sel=holder:city&link=report",
    "findings": "view=findings&severity=warning&sel=finding:41",
    "coverage": "view=coverage",
    "text": "view=text&sel=norm:A07-8",
    "english": "lang=en&sel=gap:consequence:city>county!",
}


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1280, "light"),
        (390, "dark"),
        pytest.param(1280, "dark", marks=pytest.mark.slow),
        pytest.param(390, "light", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("view", VIEWS)
def test_each_view_fits_and_has_no_grave_barrier(
    open_page: Open, view: str, width: int, scheme: str
) -> None:
    """What axe-core calls serious or critical is absent; a picture is kept for people."""
    one = open_page(fragment=VIEWS[view], width=width, scheme=scheme)
    one.page.wait_for_timeout(250)
    SCREENS.mkdir(parents=True, exist_ok=True)
    one.page.screenshot(path=SCREENS / f"{view}-{width}-{scheme}.png")
    assert one.page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(one.page).response["violations"]
    grave = [
        (v["id"], v["impact"], [n["html"][:160] for n in v["nodes"]][:3])
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]
    assert grave == []
