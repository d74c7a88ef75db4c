"""Do the pages of the running server work in a real browser?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dutygraph import places
from dutygraph.audit.report import Report

SCREENS = Path(__file__).resolve().parents[2] / "build" / "screens"
TEXT = (places.data() / "yunfu-2017" / "source.txt").read_text(encoding="utf-8")
REPORT_WORDS = "每年向省委、省政府或省扶贫开发领导小组报告脱贫攻坚进展情况"
KINDS = {
    "home": "/",
    "about": "/yunfu-2017/about",
    "holders": "/yunfu-2017/holders",
    "norms": "/yunfu-2017/norms",
    "articles": "/yunfu-2017/articles",
    "checks": "/yunfu-2017/checks",
    "questions": "/yunfu-2017/questions",
    "holder": "/yunfu-2017/holder/county",
    "norm": "/yunfu-2017/norm/A05-7",
    "article": "/yunfu-2017/article/5",
    "check": "/yunfu-2017/check/no-report",
    "question": "/yunfu-2017/question/chain?holder=poor-households&other=province",
    "terms": "/terms",
    "term": "/term/reportsTo",
    "rule": "/term/rule/DR7",
    "resource": "/describe?iri=https://w3id.org/dutygraph/data/yunfu-2017/guangdong-rules",
    "sparql": "/sparql",
}
NARROW = 390

Visit = Callable[..., Page]

# A machine at work on other things is slow, and no page is the worse for it.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def address(hostile_report: Report) -> Iterator[str]:
    """Run the command as a user does, over a real system and one with hostile labels."""
    folder = hostile_report.case.system.files[0].parent
    command = Path(sys.executable).with_name("dutygraph")
    process = subprocess.Popen(
        [command, "serve", "yunfu-2017", str(folder), "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert process.stderr
    try:
        yield process.stderr.readline().split()[0].rstrip("/")
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Visit]:
    """Open a page; a request to another host or a word on the console fails the test."""
    contexts, asked, said = [], list[str](), list[str]()

    def opened(
        path: str,
        *,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
        locale: str = "zh-CN",
        quiet: bool = True,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=scheme,
            locale=locale,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        context.on("request", lambda request: asked.append(request.url))
        if quiet:
            context.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.goto(address + path)
        return page

    yield opened
    outside = [url for url in asked if not url.startswith((address + "/", "data:"))]
    for context in contexts:
        context.close()
    assert outside == []
    assert said == []


def test_from_the_front_page_down_to_the_words(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("link", name="云浮市全面落实脱贫攻坚责任制实施细则").first.click()
    page.get_by_role("navigation").get_by_role("link", name="主体").click()
    page.get_by_role("link", name="市委、市政府", exact=True).first.click()
    expect(page.locator("h1")).to_contain_text("市委、市政府")
    expect(page.locator(".chain-link")).to_have_count(6)
    page.locator(".chain-link", has_text="报告").get_by_role("link", name=REPORT_WORDS).click()
    lit = page.locator(".law .lit").all_text_contents()
    assert "".join(lit) == REPORT_WORDS
    assert REPORT_WORDS in TEXT
    page.get_by_role("link", name="第五条").first.click()
    shown = page.locator(".law").text_content() or ""
    assert shown in TEXT
    assert shown.startswith("第五条")


def test_a_list_is_searched_and_sorted(visit: Visit) -> None:
    page = visit("/yunfu-2017/norms")
    page.get_by_role("searchbox").fill("报告")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".count").first).not_to_have_text("112 行")
    assert all("报告" in row for row in page.locator("tbody tr").all_inner_texts())
    page.goto(page.url.partition("?")[0].replace("norms", "holders"))
    page.locator("th.col-norms a").click()
    expect(page.locator("th.col-norms")).to_have_attribute("aria-sort", "ascending")
    page.locator("th.col-norms a").click()
    expect(page.locator("th.col-norms")).to_have_attribute("aria-sort", "descending")
    expect(page.locator("tbody tr").first).to_contain_text("市委、市政府")


def test_a_form_asks_a_question(visit: Visit) -> None:
    """By hand: 县级党委和政府 reports to 市委、市政府 every year, by 第十一条."""
    page = visit("/yunfu-2017/question/chain")
    expect(page.locator("table")).to_have_count(0)
    page.get_by_label("链条起点").select_option("county")
    page.get_by_label("链条终点").select_option("city")
    page.get_by_role("button", name="查", exact=True).click()
    expect(page.locator("tbody")).to_contain_text("每年向市委、市政府报告脱贫攻坚进展情况")
    page.locator("tbody").get_by_role("link", name="A11-4").first.click()
    expect(page.locator("h1")).to_contain_text("第十一条")


def test_a_query_runs_in_the_editor(visit: Visit) -> None:
    page = visit("/sparql")
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#examples button[data-name]")).to_have_count(45)
    page.locator("#examples input").fill("who-reports")
    page.locator('button[data-name="who-reports-to-whom"]').click()
    expect(page.locator(".yasr table tbody tr").first).to_be_visible()
    expect(page.locator(".yasr")).to_contain_text("每年向市委、市政府报告脱贫攻坚进展情况")
    link = page.locator(".yasr a.iri[href*='describe']").first
    link.click()
    expect(page.locator("h1")).not_to_be_empty()
    assert "/describe?iri=" in page.url


def test_a_query_of_ones_own_and_a_wrong_one(visit: Visit) -> None:
    """A wrong query is answered with its line; the browser itself notes the refusal."""
    page = visit(
        "/sparql#query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20WHERE%20%7B%20%3Fs%20a%20"
        "%3Chttps%3A%2F%2Fw3id.org%2Fdutygraph%2Fns%23Article%3E%20%7D",
        quiet=False,
    )
    page.wait_for_selector("html[data-ready]")
    page.locator(".yasqe_queryButton").click()
    # 28 articles of the one regulation and 14 of the other, counted by hand.
    expect(page.locator(".yasr table tbody")).to_contain_text("42")
    page.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT * {')")
    page.locator(".yasqe_queryButton").click()
    expect(page.locator(".yasr .errorResult")).to_contain_text("1:11")


def test_the_twins_of_a_page_can_be_fetched(visit: Visit, address: str) -> None:
    page = visit("/yunfu-2017/norm/A05-7")
    for name, media in (("JSON", "json"), ("CSV", "csv"), ("Turtle", "turtle")):
        href = page.get_by_role("link", name=name, exact=True).first.get_attribute("href")
        found = page.request.get(f"{address}{href}")
        assert found.status == 200
        assert media in found.headers["content-type"]
        assert REPORT_WORDS in found.text()
    facts = json.loads(page.request.get(f"{address}/yunfu-2017/norm/A05-7.json").text())
    assert TEXT[facts["start"] : facts["end"]] == REPORT_WORDS


def test_the_language_that_is_chosen_stays(visit: Visit) -> None:
    page = visit("/yunfu-2017/holders", locale="en-GB")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("link", name="中文").click()
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    page.get_by_role("link", name="县级党委和政府", exact=True).click()
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    expect(page.locator("h1")).to_contain_text("县级党委和政府")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("county party committees and governments")


def test_a_holder_leads_into_the_graph(visit: Visit) -> None:
    page = visit("/yunfu-2017/holder/county")
    page.get_by_role("link", name="在责任图中看").first.click()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator(".details h2")).to_have_text("县级党委和政府")
    page.go_back()
    page.get_by_role("link", name="逐步看责任链").click()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator(".steps").first).to_be_visible()


def test_the_keyboard_reaches_the_content_first(visit: Visit) -> None:
    page = visit("/yunfu-2017/holder/county")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_hostile_labels_are_words(visit: Visit) -> None:
    page = visit("/toy/holders")
    expect(page.locator("tbody")).to_contain_text("<script>document.title='broken'</script>")
    expect(page.locator("tbody")).to_contain_text("\\u202eevil\\u200b")
    page.get_by_role("link", name="document.title").first.click()
    expect(page.locator("h1")).to_contain_text("<script>document.title='broken'</script>")
    assert page.title() != "broken"
    page.goto(page.url.partition("/toy")[0] + "/toy/about")
    expect(page.locator("h1")).to_contain_text("<svg onload=alert(1)>")


def test_what_is_not_there_is_said_in_the_same_clothes(visit: Visit) -> None:
    """The browser itself notes the 404 on its console."""
    page = visit("/yunfu-2017/holder/nobody", scheme="dark", quiet=False)
    expect(page.locator("h1")).to_contain_text("404")
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in {"serious", "critical"}] == []
    page.get_by_role("link", name="首页").click()
    expect(page.locator("h1")).to_contain_text("责任图")


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1280, "light"),
        (NARROW, "dark"),
        pytest.param(1280, "dark", marks=pytest.mark.slow),
        pytest.param(NARROW, "light", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_page_fits_and_has_no_grave_barrier(
    visit: Visit, kind: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    """What axe-core calls serious or critical is absent; a picture is kept for people."""
    page = visit(KINDS[kind], width=width, scheme=scheme)
    if kind == "sparql":
        page.wait_for_selector("html[data-ready]")
        page.locator('button[data-name="who-reports-to-whom"]').click()
        expect(page.locator(".yasr table tbody tr").first).to_be_visible()
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"site-{kind}-{width}-{scheme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    grave = [
        (v["id"], v["impact"], [n["html"][:160] for n in v["nodes"]][:3])
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]
    assert grave == []
