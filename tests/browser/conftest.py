"""A real Chromium without a head, and pages to open in it from disk."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from dutygraph import places
from dutygraph.audit.case import open_case
from dutygraph.audit.report import Report, report
from dutygraph.out.page.document import BUILT
from dutygraph.out.page.document import page as written

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
NARROW = 900
# Labels of the toy's holders that try to be code, or to look like something else.
HOSTILE = {
    "县河长办": "<script>document.title='broken'</script><img src=x onerror=alert(1)>",
    "石桥镇人民政府": "javascript:alert(1)//\u202eevil\u200b",
    "青石县河道管护责任制办法": '"><svg onload=alert(1)>&lt;b&gt;',
}


@dataclass
class Opened:
    """A page that was opened, and all that went out of it or went wrong in it."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()

    def lit(self) -> str:
        """Join the words that are lit in the regulation."""
        return "".join(self.page.locator(".law .is-hit").all_text_contents())

    def go(self, fragment: str) -> None:
        self.page.evaluate("f => { location.hash = f }", fragment)
        self.page.wait_for_timeout(60)

    def fragment(self) -> str:
        return str(self.page.evaluate("location.hash.slice(1)"))


Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    place = next((found for name in NAMES if (found := shutil.which(name))), None)
    if place is None:
        pytest.skip("no Chromium on this machine (Debian: chromium): the page was not driven")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=place, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def hostile_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("hostile") / "toy"
    shutil.copytree(places.data() / "toy", folder)
    for path in folder.glob("*.ttl"):
        text = path.read_text(encoding="utf-8")
        for label, other in HOSTILE.items():
            text = text.replace(f'rdfs:label "{label}"@zh', f"rdfs:label {json.dumps(other)}@zh")
        path.write_text(text, encoding="utf-8")
    return report(open_case(str(folder)))


@pytest.fixture(scope="session")
def files(
    tmp_path_factory: pytest.TempPathFactory, yunfu: Report, toy: Report, hostile_report: Report
) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    found = {"yunfu": yunfu, "toy": toy, "hostile": hostile_report}
    for name, one in found.items():
        (folder / f"{name}.html").write_text(written(one, "zh"), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in found}


@pytest.fixture(scope="session")
def model(files: dict[str, Path]) -> dict[str, Any]:
    words = files["yunfu"].read_text(encoding="utf-8")
    found = re.search(r'id="model">(.*?)</script>', words, re.DOTALL)
    assert found
    value: dict[str, Any] = json.loads(found[1])
    return value


def embedded(model: dict[str, Any], folder: Path) -> Path:
    """Put another model into the page as it was built."""
    shell = BUILT.read_text(encoding="utf-8")
    path = folder / "page.html"
    path.write_text(shell.replace('"__MODEL__"', json.dumps(model)), encoding="utf-8")
    return path


@pytest.fixture
def open_page(chromium: Browser, files: dict[str, Path], tmp_path: Path) -> Iterator[Open]:
    """Open a page; whatever it asks of the network or says on the console fails the test."""
    contexts = []
    pages: list[Opened] = []

    def opened(
        name: str = "yunfu",
        fragment: str = "",
        *,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
        given: dict[str, Any] | None = None,
    ) -> Opened:
        context = chromium.new_context(
            viewport={"width": width, "height": 800 if width > NARROW else 844},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        contexts.append(context)
        place = files[name] if given is None else embedded(given, tmp_path)
        address = place.as_uri() + (f"#{fragment}" if fragment else "")
        one = Opened(context.new_page(), address)
        one.page.on("request", lambda request: one.asked.append(request.url))
        one.page.on("console", lambda message: one.said.append(message.text))
        one.page.on("pageerror", lambda error: one.said.append(str(error)))
        one.page.on("dialog", lambda dialog: one.said.append(dialog.message))
        one.page.goto(address)
        one.page.wait_for_selector("html[data-ready]")
        pages.append(one)
        return one

    yield opened
    for one in pages:
        assert [url for url in one.asked if not url.startswith(("data:", "file:"))] == []
        assert len([url for url in one.asked if url.startswith("file:")]) == 1
        assert one.said == []
    for context in contexts:
        context.close()
