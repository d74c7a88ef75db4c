"""Does the page work in a real browser, opened from disk?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from dutygraph import places
from dutygraph.out.picture.curves import curve
from dutygraph.out.picture.layout import layout
from dutygraph.out.picture.scene import scene

Open = Callable[..., Any]
TEXT = (places.data() / "yunfu-2017" / "source.txt").read_text(encoding="utf-8")
REPORT_WORDS = "定期向市委、市政府和省扶贫办报告"


def test_the_whole_text_stands_beside_the_graph(open_page: Open) -> None:
    one = open_page()
    assert one.page.evaluate("document.querySelector('.law').textContent") == TEXT
    assert one.page.locator(".card").count() >= 30


def test_search_by_the_initials_of_pinyin(open_page: Open) -> None:
    one = open_page()
    one.page.keyboard.press("/")
    one.page.keyboard.type("sfpkfldxz")
    assert one.text(".search-results li") == "主体\n市扶贫开发领导小组\n市"
    one.page.keyboard.press("Enter")
    assert one.text(".details h2") == "市扶贫开发领导小组"


def test_search_by_label_and_by_number(open_page: Open) -> None:
    one = open_page()
    one.page.locator(".search-input").fill("审计局")
    assert "市审计局" in one.text(".search-results li")
    one.page.locator(".search-input").fill("A11-4")
    one.page.keyboard.press("Enter")
    assert one.lit() == "每年向市委、市政府报告脱贫攻坚进展情况"


@pytest.mark.parametrize("norm", ["A05-7", "A07-1", "A16-1", "A23-3"])
def test_a_norms_words_are_lit_at_their_offsets(
    open_page: Open, model: dict[str, Any], norm: str
) -> None:
    (quoted,) = (n["quote"] for n in model["norms"] if n["id"] == norm)
    one = open_page(fragment=f"sel=norm:{norm}")
    assert one.lit() == TEXT[slice(*quoted)]
    places_lit = one.page.locator(".law .is-hit").evaluate_all(
        "nodes => nodes.map(n => [+n.dataset.start, Array.from(n.textContent).length])"
    )
    assert places_lit[0][0] == quoted[0]
    assert sum(length for _, length in places_lit) == quoted[1] - quoted[0]


def test_a_line_on_the_graph_opens_its_words(open_page: Open) -> None:
    one = open_page()
    line = one.page.locator('[data-line="report:leading-group>city"] .line-reach')
    line.dispatch_event("click")
    assert one.lit() == REPORT_WORDS
    assert one.text(".details h2") == "市扶贫开发领导小组 → 市委、市政府"


def test_a_card_opens_its_chain_and_all_its_norms(open_page: Open, model: dict[str, Any]) -> None:
    one = open_page()
    one.page.locator('[data-id="leading-group"] .card-main').click()
    borne = [n for n in model["norms"] if "leading-group" in n.get("holders", [])]
    lit = {n["id"] for n in borne if TEXT[slice(*n["quote"])] in one.lit()}
    assert lit == {n["id"] for n in borne}
    grades = one.page.locator(".chain-link .grade").all_text_contents()
    assert grades == ["明文", "明文", "明文", "推导", "推导", "缺失"]


def test_a_missing_line_shows_its_sentence_and_where_it_would_stand(open_page: Open) -> None:
    one = open_page(fragment="sel=gap:consequence:city>county!")
    assert one.text(".suggestion blockquote") == "由市委、市政府依纪依法追究相关部门和人员责任"
    assert "第二十三条" in one.text(".suggestion-lead")
    assert one.lit() == "依纪依法追究相关部门和人员责任"
    drawn = one.page.locator('[data-line="consequence:city>county!"]')
    assert "grade-missing" in (drawn.get_attribute("class") or "")


def test_words_that_are_selected_say_what_they_mean(open_page: Open) -> None:
    """The hand draws over words of the eleventh article; the norm they stand in is named."""
    one = open_page(fragment="sel=norm:A11-4")
    one.page.keyboard.press("Escape")
    box = one.page.evaluate(
        """() => {
          const piece = [...document.querySelectorAll('.law .seg')].find(
            n => n.textContent.startsWith('每年向市委、市政府报告'));
          const range = document.createRange();
          range.setStart(piece.firstChild, 3);
          range.setEnd(piece.firstChild, 6);
          const [r] = range.getClientRects();
          return [r.left, r.top + r.height / 2, r.right];
        }"""
    )
    left, middle, right = box
    one.page.mouse.move(left + 1, middle)
    one.page.mouse.down()
    one.page.mouse.move(right - 1, middle, steps=4)
    one.page.mouse.up()
    start = TEXT.index("每年向市委、市政府报告") + 3
    assert one.fragment() == f"sel=words%3A{start}-{start + 3}"
    assert one.text(".details h2") == "市委、"
    assert "A11-4" in one.text(".details .quote-place")


def test_an_address_of_words_lights_just_these(open_page: Open) -> None:
    start = TEXT.index("协调解决全局性重大问题") + 2
    one = open_page(fragment=f"sel=words:{start}-{start + 7}")
    lit = one.page.evaluate("[...CSS.highlights.get('chosen')].map(String).join()")
    assert lit == "解决全局性重大"
    assert "A05-5" in one.text(".details .quote-place")


def test_a_press_on_words_chooses_their_norm(open_page: Open) -> None:
    one = open_page(fragment="sel=norm:A07-8")
    one.page.keyboard.press("Escape")
    one.page.locator(".law .seg", has_text="组织开展脱贫攻坚督查巡查").click()
    assert one.lit() == "组织开展脱贫攻坚督查巡查"


def test_the_language_changes_and_comes_back(open_page: Open) -> None:
    one = open_page(fragment="sel=holder:county")
    one.page.locator(".language").click()
    assert one.page.evaluate("document.documentElement.lang") == "en"
    assert one.text(".details h2") == "county party committees and governments"
    assert one.text(".tab-verdict") == "Verdict"
    assert one.page.evaluate("document.querySelector('.law').textContent") == TEXT
    one.page.locator(".language").click()
    assert one.text(".details h2") == "县级党委和政府"


def test_a_loop_is_walked_step_by_step(open_page: Open) -> None:
    one = open_page()
    one.page.locator(".tab-verdict").click()
    one.page.locator('[data-walk="loop:city>leading-group"]').click()
    assert one.lit() == "授权市扶贫开发领导小组负责全市脱贫攻坚的综合协调，牵头抓总，工作指导"
    one.page.locator('[data-step="next"]').click()
    assert one.lit() == REPORT_WORDS
    lit = one.page.locator(".line.is-lit").evaluate_all("nodes => nodes.map(n => n.dataset.line)")
    assert sorted(lit) == ["entrust:city>leading-group", "report:leading-group>city"]
    assert one.page.locator('[data-step="next"]').is_disabled()


def test_an_open_chain_is_walked_to_what_is_missing(open_page: Open) -> None:
    one = open_page(fragment="walk=holder:county&step=5")
    assert one.text(".step strong") == "回路"
    assert one.text(".suggestion blockquote") == "由市委、市政府依纪依法追究相关部门和人员责任"


@pytest.mark.parametrize(
    "fragment", ["sel=holder:village-director", "walk=holder:village-director"]
)
def test_what_is_chosen_comes_into_sight(open_page: Open, fragment: str) -> None:
    one = open_page(fragment=fragment, width=390)
    one.page.wait_for_timeout(100)
    stage = one.page.locator(".stage").bounding_box()
    chosen = one.page.locator('[data-id="village-director"]').bounding_box()
    assert stage["y"] <= chosen["y"]
    assert chosen["y"] + chosen["height"] <= stage["y"] + stage["height"]


def test_findings_are_filtered(open_page: Open, model: dict[str, Any]) -> None:
    one = open_page(fragment="view=findings")
    counts = Counter(f["severity"] for f in model["findings"])
    for severity in ("error", "warning", "note"):
        one.page.locator(f'[data-severity="{severity}"]').click()
        assert one.page.locator(".view.findings .finding").count() == counts[severity]
    one.page.locator('[data-severity="all"]').click()
    one.page.locator(".filters select").select_option("report-either")
    assert one.page.locator(".view.findings .finding").count() == 1
    one.page.locator(".view.findings .finding").click()
    assert "省委、省政府或省扶贫开发领导小组" in one.lit()


def test_the_matrix_has_each_holder_and_link(open_page: Open, model: dict[str, Any]) -> None:
    one = open_page(fragment="view=verdict")
    rows = [h for h in model["holders"] if "row" in h]
    assert one.page.locator(".matrix tbody tr").count() == len(rows)
    for grade in ("explicit", "implied", "missing"):
        wanted = sum(x["grade"] == grade for h in rows for x in h["row"]["links"])
        assert one.page.locator(f".matrix .cell.is-{grade}").count() == wanted
    one.page.locator('[data-holder="county"] .cell').nth(2).click()
    assert one.lit() == "每年向市委、市政府报告脱贫攻坚进展情况"


def test_coverage_marks_purposes_in_the_text(open_page: Open, model: dict[str, Any]) -> None:
    one = open_page(fragment="view=coverage")
    purposes = [TEXT[a:b] for p in model["provisions"] for a, b in p.get("purposes", [])]
    assert purposes == ["为全面落实脱贫攻坚责任制"]
    assert one.page.locator(".law .is-purpose").all_text_contents() == purposes
    assert one.page.locator(".law.shows-coverage").count() == 1
    assert one.page.locator(".coverage-row").count() == 28


@pytest.mark.parametrize(
    "fragment",
    [
        "view=verdict&lang=en&sel=holder%3Acounty&link=report",
        "view=findings&severity=warning&check=undated",
        "sel=line%3Areport%3Acounty%3Ecity&show=holder%3Acounty&open=town-streets",
        "hide=oversight+general+others&walk=loop%3Acity%3Ecounty&step=1",
    ],
)
def test_an_address_restores_what_it_was_copied_from(open_page: Open, fragment: str) -> None:
    first = open_page(fragment=fragment)
    second = open_page(fragment=first.fragment())
    see = """() => [document.documentElement.lang, document.title,
      ...[...document.querySelectorAll('.details, .tab[aria-current], .filter[aria-pressed],' +
        '.legend-item[aria-pressed], .card.is-lit')
      ].map(n => n.textContent + n.getAttribute('aria-pressed'))]"""
    assert first.page.evaluate(see) == second.page.evaluate(see)


def test_choices_are_written_into_the_address(open_page: Open) -> None:
    one = open_page()
    assert one.fragment() == ""
    one.page.locator('[data-id="county"] .card-main').click()
    one.page.locator('[data-fold="report"]').click()
    one.page.locator(".language").click()
    assert one.fragment() == "lang=en&sel=holder%3Acounty&hide=general+others+report"
    one.page.go_back()
    assert one.page.locator(".card.is-chosen").count() == 0


def test_a_wrong_address_is_as_if_it_were_empty(open_page: Open) -> None:
    one = open_page(
        fragment="view=none&sel=holder:nobody&step=-4&show=level:x&lang=<b>&walk=loop:no"
    )
    assert one.page.locator(".card").count() > 0
    assert one.text(".tab[aria-current]") == "责任图"


def test_the_keyboard_moves_chooses_and_leaves(open_page: Open) -> None:
    one = open_page()
    one.page.locator('[data-id="city"] .card-main').focus()
    one.page.keyboard.press("ArrowDown")
    focused = "document.activeElement.closest('.card').dataset.id"
    assert one.page.evaluate(focused) == "leading-group"
    one.page.keyboard.press("Enter")
    assert one.text(".details h2") == "市扶贫开发领导小组"
    assert one.page.evaluate(focused) == "leading-group"
    one.page.keyboard.press("Escape")
    assert one.page.locator(".card.is-chosen").count() == 0
    assert one.page.locator(".card-main[tabindex='0']").count() == 1


def test_kinds_and_grades_are_folded_by_the_legend(open_page: Open, model: dict[str, Any]) -> None:
    one = open_page()
    assert one.page.locator(".line-report.grade-explicit[data-line]").count() == 4
    one.page.locator('[data-fold="report"]').click()
    assert one.page.locator(".line-report.grade-explicit[data-line]").count() == 0
    one.page.locator('[data-fold="others"]').click()
    drawn = one.page.locator(".grade-missing[data-line]").count()
    assert drawn == sum(gap["kind"] != "report" for gap in model["gaps"])


def test_surroundings_unfold_by_as_many_as_is_said(open_page: Open) -> None:
    one = open_page(fragment="show=holder:town-streets")
    before = one.page.locator(".card").count()
    more = one.page.locator(".card:not([data-id='town-streets']) .card-more").first
    number = int(more.inner_text().removeprefix("+"))
    more.click()
    assert one.page.locator(".card").count() == before + number


@pytest.mark.parametrize("show", ["level:4", "article:A07", "holder:county"])
def test_perspectives_show_a_part(open_page: Open, show: str) -> None:
    one = open_page()
    whole = one.page.locator(".card").count()
    one.page.locator(".perspectives select").select_option(show)
    assert 0 < one.page.locator(".card").count() < whole
    one.page.keyboard.press("Escape")
    assert one.page.locator(".card").count() == whole


def test_a_large_system_opens_at_its_top_and_unfolds_by_counts(
    open_page: Open, model: dict[str, Any]
) -> None:
    units = [f"unit-{n}" for n in range(200)]
    large = {
        **model,
        "lanes": [],
        "holders": model["holders"]
        + [{"id": unit, "label": [unit, unit], "kind": "body", "level": 4} for unit in units],
        "lines": model["lines"]
        + [
            {"id": unit, "from": "city", "to": unit, "kind": "entrust", "grade": "explicit"}
            for unit in units
        ],
        "sequence": [*model["sequence"], *units],
    }
    one = open_page(given=large)
    before = one.page.locator(".card").count()
    assert 0 < before < 20
    more = one.page.locator('[data-id="city"] .card-more')
    number = int(more.inner_text().removeprefix("+"))
    assert number >= len(units)
    more.dispatch_event("click")
    assert one.page.locator(".card").count() == before + number


def test_a_character_that_turns_the_text_is_shown_by_its_code(
    open_page: Open, model: dict[str, Any]
) -> None:
    text = TEXT[:-1] + "\u202e"
    one = open_page(given={**model, "text": text})
    assert one.page.evaluate("document.querySelector('.law').textContent") == text
    hidden = one.page.locator(".seg-hidden")
    assert hidden.get_attribute("data-code") == "202e"
    assert hidden.bounding_box()["width"] > 10


def test_hostile_labels_are_words_and_nothing_else(open_page: Open) -> None:
    for view in ("graph", "verdict", "findings", "coverage"):
        one = open_page("hostile", f"view={view}")
        assert one.page.evaluate("document.title").startswith('"><svg onload=alert(1)>&lt;b&gt;')
        assert one.page.locator("script").count() == 2
        assert one.page.locator("img, iframe, object, [onerror], [onload]").count() == 0
        assert one.page.locator("a[href]").count() == 0
    shown = one.page.locator(".search-input")
    shown.fill("javascript")
    assert "javascript:alert(1)//\\u202eevil\\u200b" in one.text(".search-results li")


def test_the_picture_and_the_page_draw_the_same_curves(
    open_page: Open, model: dict[str, Any]
) -> None:
    one = open_page()
    shown = dict(
        one.page.locator(".drawing [data-line]").evaluate_all(
            "nodes => nodes.map(n => [n.dataset.line, n.lastElementChild.getAttribute('d')])"
        )
    )
    whole = scene(model, "whole", None)
    spots = layout(model, whole).spots
    drawn = {
        line["id"]: curve(spots[line["from"]], spots[line["to"]], line["kind"], spots.values()).path
        for line in (*whole.lines, *whole.gaps)
    }
    assert shown == drawn


def test_on_paper_stand_verdict_graph_findings_and_text(
    open_page: Open, model: dict[str, Any]
) -> None:
    one = open_page(fragment="view=findings", width=800)
    one.page.emulate_media(media="print")
    one.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for part in (".matrix", ".view.findings .finding", ".law", ".card"):
        assert one.page.locator(part).first.is_visible()
    assert one.page.locator(".view.findings .finding").count() == len(model["findings"])
    assert not one.page.locator(".search").is_visible()
