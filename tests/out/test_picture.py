"""Do the pictures show what the report says, in words that every program can write?"""

from __future__ import annotations

import re
import struct
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import resvg_py
from rich.cells import cell_len

from dutygraph.audit.report import Report
from dutygraph.cli.main import run
from dutygraph.errors import SourceError, UsageError
from dutygraph.out.page.model import page_model
from dutygraph.out.picture import png as pixels
from dutygraph.out.picture.curves import curve
from dutygraph.out.picture.drawing import drawing
from dutygraph.out.picture.labels import CELLS, broken
from dutygraph.out.picture.layout import HEIGHT, WIDTH, Spot, layout
from dutygraph.out.picture.scene import SCENES, scene

NUMBER = re.compile(r"-?[\d.]+")


@pytest.fixture(scope="module")
def model(yunfu: Report) -> dict[str, Any]:
    return page_model(yunfu)


def drawn(found: Report, what: str, holder: str | None = None, lang: str = "zh") -> ET.Element:
    picture = drawing(found, what, holder, "svg", lang)
    assert isinstance(picture, str)
    return ET.fromstring(picture)  # noqa: S314 -- our own picture


def words(picture: ET.Element) -> list[str]:
    return [node.text or "" for node in picture.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(
    ("what", "holder"),
    [
        ("whole", None),
        ("holder", "县级党委和政府"),
        ("loop", "市扶贫开发领导小组"),
        ("chain", "county"),
        ("reports", None),
        ("oversight", None),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_picture_is_drawn_and_says_what_it_leaves_out(
    yunfu: Report, what: str, holder: str | None, lang: str
) -> None:
    shown = words(drawn(yunfu, what, holder, lang))
    assert shown[0].startswith(yunfu.title.in_language(lang))
    assert shown[-1].startswith({"zh": "未画：", "en": "Left out: "}[lang])


def test_every_kind_of_picture_is_tested() -> None:
    assert set(SCENES) == {"whole", "holder", "loop", "chain", "reports", "oversight"}


def test_the_same_report_gives_the_same_picture(yunfu: Report) -> None:
    assert drawing(yunfu, "whole", None, "svg", "zh") == drawing(yunfu, "whole", None, "svg", "zh")


def test_the_whole_shows_the_judged_holders_and_their_marks(yunfu: Report) -> None:
    picture = drawn(yunfu, "whole")
    titles = [node.text for node in picture.iter("{http://www.w3.org/2000/svg}title")]
    for holder, _ in yunfu.rows():
        assert holder.label.zh in titles


def test_the_explicit_loop_is_numbered_down_and_up(yunfu: Report) -> None:
    shown = words(drawn(yunfu, "loop"))
    assert [word for word in shown if word.isdigit()] == ["1", "2"]
    assert "市委、市政府" in shown


def test_report_lines_are_those_of_the_text(model: dict[str, Any]) -> None:
    made = scene(model, "reports", None)
    assert Counter(line["kind"] for line in made.lines) == {"report": 4, "option": 2}


def test_oversight_leaves_out_what_general_rules_draw_and_says_how_much(
    yunfu: Report, model: dict[str, Any]
) -> None:
    made = scene(model, "oversight", None)
    assert sorted(line["grade"] for line in made.lines) == ["contested", "explicit"]
    general = sum(bool(line.get("general")) for line in model["lines"])
    assert f"{general} 条由普遍规则推出的线" in words(drawn(yunfu, "oversight"))[-1]


def test_an_open_chain_ends_in_its_suggestion(model: dict[str, Any]) -> None:
    made = scene(model, "chain", "county")
    assert [(gap["from"], gap["to"], gap["kind"]) for gap in made.gaps] == [
        ("city", "county", "consequence")
    ]


@pytest.mark.parametrize(
    ("what", "holder", "said"),
    [
        ("nothing", None, "unknown picture"),
        ("holder", None, "needs a holder"),
        ("chain", "central", "has no chain"),
        ("loop", "audit-bureau", "no direct loop"),
        ("reports", "audit-bureau", "nothing to draw"),
    ],
)
def test_a_picture_that_cannot_be_is_refused(
    model: dict[str, Any], what: str, holder: str | None, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        scene(model, what, holder)


def points(path: str) -> list[tuple[float, float]]:
    """Walk a path of moves, lines and cubic curves in short steps."""
    found: list[tuple[float, float]] = []
    for command, given in re.findall(r"([MLC])([^MLC]*)", path):
        numbers = [float(n) for n in NUMBER.findall(given)]
        ends = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command == "M":
            found.append(ends[0])
            continue
        a = found[-1]
        b, c, d = ends if command == "C" else (a, ends[0], ends[0])
        for step in range(1, 21):
            t = step / 20
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
            found.append(
                (
                    sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True)),
                    sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True)),
                )
            )
    return found


@pytest.mark.parametrize(("what", "holder"), [("whole", None), ("holder", "county")])
def test_no_line_runs_under_a_card_that_it_passes(
    model: dict[str, Any], what: str, holder: str | None
) -> None:
    made = scene(model, what, holder)
    spots = layout(model, made).spots

    def inside(spot: Spot, x: float, y: float) -> bool:
        return spot.x < x < spot.x + WIDTH and spot.y < y < spot.y + HEIGHT

    for line in (*made.lines, *made.gaps):
        start, end = spots[line["from"]], spots[line["to"]]
        low, high = sorted((start.row, end.row))
        passed = [spot for spot in spots.values() if low < spot.row < high]
        way = curve(start, end, line["kind"], spots.values())
        assert not [
            (line["id"], spot) for spot in passed for x, y in points(way.path) if inside(spot, x, y)
        ]


@pytest.mark.parametrize(
    "label",
    [
        "市委、市政府",
        "省委、省政府或省扶贫开发领导小组",
        "party committee and government of the county, city or district concerned",
        "a",
        "x" * 200,
    ],
)
def test_labels_fit_a_card(label: str) -> None:
    lines = broken(label)
    assert 1 <= len(lines) <= 2
    assert all(cell_len(line) <= CELLS for line in lines)
    if not lines[-1].endswith("…"):
        assert "".join(lines).replace(" ", "") == label.replace(" ", "")


def test_hostile_labels_are_words(hostile: Report) -> None:
    picture = drawn(hostile, "whole")
    assert {node.tag.rpartition("}")[2] for node in picture.iter()} <= {
        *("svg", "title", "desc", "defs", "marker", "path", "rect", "circle", "g", "text")
    }
    titles = [node.text or "" for node in picture.iter("{http://www.w3.org/2000/svg}title")]
    assert any("<script>alert('一')</script>" in title for title in titles)
    assert not re.search("[\u202a-\u202e\u200b\x1b]", ET.tostring(picture, encoding="unicode"))


def test_a_png_has_twice_the_size_of_the_picture(yunfu: Report) -> None:
    if not pixels.paints("责"):
        pytest.skip("no Chinese font on this machine (Debian: fonts-noto-cjk): no PNG was painted")
    raw = drawing(yunfu, "loop", None, "png", "zh")
    assert isinstance(raw, bytes)
    assert raw.startswith(b"\x89PNG\r\n")
    size = struct.unpack(">II", raw[16:24])
    picture = drawn(yunfu, "loop")
    wanted = [float(picture.attrib[side]) * pixels.SCALE for side in ("width", "height")]
    assert size == pytest.approx(wanted, abs=1)


def test_a_png_without_a_chinese_font_is_refused_with_the_cure(
    yunfu: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fontless(**given: str) -> bytes:
        return bytes(resvg_py.svg_to_bytes(svg_string=given["svg_string"], skip_system_fonts=True))

    monkeypatch.setattr(pixels, "svg_to_bytes", fontless)
    with pytest.raises(SourceError, match=r"no font.*; install a Chinese font .*or write an \.svg"):
        drawing(yunfu, "loop", None, "png", "zh")


@pytest.mark.parametrize(
    ("name", "said"),
    [("picture.gif", "unknown format"), ("no/such/folder.svg", "cannot be written")],
)
def test_the_command_refuses_in_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    said: str,
) -> None:
    target = tmp_path / name
    monkeypatch.setattr(sys, "argv", ["dutygraph", "draw", "toy", "-o", str(target)])
    with pytest.raises(SystemExit) as end:
        run()
    assert end.value.code == 2
    heard = capsys.readouterr().err
    assert said in heard
    assert heard.count("\n") == 1
    assert not target.exists()
