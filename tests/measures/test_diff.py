"""Does a comparison find what two versions of a text share, change, lose and add?"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutygraph import places
from dutygraph.audit.case import Case, open_case
from dutygraph.audit.diff.differences import ADDED, LOST, PARTS, SHARED, Change, Diff, Entry, diff
from dutygraph.audit.diff.pairing import IRI, Pair, pair
from dutygraph.audit.report import Report

Version = Callable[..., Case]
TURNED = {ADDED: LOST, LOST: ADDED}


@pytest.fixture
def version(tmp_path: Path) -> Version:
    """Make a version of the toy: in each file of Turtle, words are put in place of others."""

    def make(*changes: tuple[str, str]) -> Case:
        folder = Path(shutil.copytree(places.data() / "toy", tmp_path / "toy"))
        for old, new in changes:
            found = [p for p in folder.glob("*.ttl") if old in p.read_text(encoding="utf-8")]
            assert found, old
            for path in found:
                words = path.read_text(encoding="utf-8")
                path.write_text(words.replace(old, new), encoding="utf-8")
        return open_case(str(folder))

    return make


def differing(found: Diff) -> set[tuple[str, str, str, str | None, str | None]]:
    return {
        (e.part, e.status, f"{e.kind} {e.name.zh}".strip(), e.id_a, e.id_b)
        for e in found.entries
        if e.status != SHARED
    }


def mirrored(entry: Entry) -> tuple[object, ...]:
    changes = frozenset(Change(c.aspect, c.b, c.a) for c in entry.changes)
    status = TURNED.get(entry.status, entry.status)
    return (entry.part, status, entry.kind, entry.by, entry.id_b, entry.id_a, changes)


def as_they_are(entry: Entry) -> tuple[object, ...]:
    changes = frozenset(entry.changes)
    return (entry.part, entry.status, entry.kind, entry.by, entry.id_a, entry.id_b, changes)


@pytest.mark.parametrize("name", ["toy", "yunfu"])
def test_a_system_is_the_same_as_itself(name: str, request: pytest.FixtureRequest) -> None:
    case = request.getfixturevalue(name).case
    found = diff(("a", case), ("b", case))
    assert found.is_empty
    assert {entry.status for entry in found.entries} == {SHARED}
    assert found.ways.keys() == {IRI}


def test_two_regulations_share_nothing(toy: Report, yunfu: Report) -> None:
    """No holder of the river rules bears the name of one of Yunfu's."""
    found = diff(("toy", toy.case), ("yunfu-2017", yunfu.case))
    assert not found.is_empty
    assert {entry.status for entry in found.entries} == {LOST, ADDED}
    assert found.counts["holder"] == {"shared": 0, "changed": 0, "lost": 10, "added": 64}
    assert found.counts["norm"]["lost"] == 30
    assert found.ways == {}


def test_a_report_taken_out(toy: Report, version: Version) -> None:
    """第八条 without 每月向县河长办报告: its report is lost and its chain opens, no other."""
    norms = (places.data() / "toy" / "norms.ttl").read_text(encoding="utf-8")
    start = norms.index("toy:A08-3\n")
    block = norms[start : norms.index("toy:A09-1\n")]
    changed = version((block, ""), ("toy:A08-1 , toy:A08-2 , toy:A08-3", "toy:A08-1 , toy:A08-2"))
    found = diff(("old", toy.case), ("new", changed))
    assert differing(found) == {
        ("norm", "lost", "每月向县河长办报告巡护和考核情况", "A08-3", None),
        ("line", "lost", "report 县河道管护站 → 县河长办", None, None),
        ("verdict", "changed", "县河道管护站", None, None),
    }
    (verdict,) = (e for e in found.entries if e.part == "verdict" and e.status == "changed")
    assert set(verdict.changes) == {
        Change("verdict", "closed", "open"),
        Change("missing", "", "report"),
    }


def test_a_recipient_changed(toy: Report, version: Version) -> None:
    """第十条 reports to 市人民政府 instead: one aspect of a norm, one line for another."""
    old = """    dg:namesRecipient toy:county-government ;
    dg:hasFrequency <A10-2.frequency> ;"""
    changed = version((old, old.replace("county", "city")))
    found = diff(("old", toy.case), ("new", changed))
    (norm,) = (e for e in found.entries if e.part == "norm" and e.status != SHARED)
    assert (norm.id_a, norm.id_b, norm.by) == ("A10-2", "A10-2", IRI)
    assert norm.changes == (Change("recipients", "县人民政府", "市人民政府"),)
    lines = {(e.status, e.kind, e.name.zh) for e in found.entries if e.part == "line"}
    assert ("lost", "report", "县审计局 → 县人民政府") in lines
    assert ("added", "report", "县审计局 → 市人民政府") in lines


def test_an_imposer_changed(toy: Report, version: Version) -> None:
    """第十三条: 由县人民政府追究责任, no longer 由县河长办."""
    changed = version(
        ("dg:isImposedBy toy:river-chief-office", "dg:isImposedBy toy:county-government")
    )
    found = diff(("old", toy.case), ("new", changed))
    (norm,) = (e for e in found.entries if e.part == "norm" and e.status != SHARED)
    assert (norm.id_a, norm.changes) == ("A13-1", (Change("imposers", "县河长办", "县人民政府"),))


def test_a_name_changed(toy: Report, version: Version) -> None:
    """One IRI is one holder, whatever it is called; its lines are the same lines."""
    found = diff(("old", toy.case), ("new", version(('"县财政局"@zh', '"县金融工作局"@zh'))))
    assert differing(found) == {
        ("holder", "changed", "县财政局", "finance-bureau", "finance-bureau")
    }


def test_another_namespace_is_matched_in_words(toy: Report, version: Version) -> None:
    """The same text under other IRIs: holders by label, norms by their words, nothing differs."""
    found = diff(("old", toy.case), ("new", version(("/data/toy/", "/data/copy/"))))
    assert found.is_empty
    assert found.ways == {"label": 10, "words": 30}


def test_a_new_namespace_and_a_change(toy: Report, version: Version) -> None:
    found = diff(
        ("old", toy.case),
        ("new", version(("/data/toy/", "/data/copy/"), ('isStatedAs "每月"', 'isStatedAs "逐月"'))),
    )
    (norm,) = (e for e in found.entries if e.status != SHARED)
    assert (norm.part, norm.id_a, norm.by) == ("norm", "A08-3", "words")
    assert norm.changes == (Change("frequency", "每月 P1M", "逐月 P1M"),)


def test_the_other_way_round_is_the_mirror(toy: Report, yunfu: Report, version: Version) -> None:
    changed = version(("/data/toy/", "/data/copy/"), ('"县财政局"@zh', '"县金融工作局"@zh'))
    for one, other in ((toy.case, changed), (toy.case, yunfu.case)):
        there, back = diff(("a", one), ("b", other)), diff(("b", other), ("a", one))
        assert Counter(map(mirrored, there.entries)) == Counter(map(as_they_are, back.entries))
        assert there.is_empty is back.is_empty
        for part in PARTS:
            assert there.counts[part]["lost"] == back.counts[part]["added"]


# ---------------------------------------------------------------- pairing

THINGS = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.fixed_dictionaries({"label": st.sampled_from(["甲", "乙", None])}),
)


@given(THINGS, THINGS)
def test_pairs_are_one_to_one_and_turn_with_the_sides(
    a: dict[str, dict[str, str | None]], b: dict[str, dict[str, str | None]]
) -> None:
    found = pair(a, b, ("label",))
    assert sorted(p.a for p in found if p.a is not None) == sorted(a)
    assert sorted(p.b for p in found if p.b is not None) == sorted(b)
    for one in found:
        if one.a in b or one.b in a:
            assert one.a == one.b
        if one.by == "label" and one.a and one.b:
            assert a[one.a]["label"] == b[one.b]["label"] is not None
    # Nothing that could be paired is left over on both sides.
    lone = ([p.a for p in found if p.b is None], [p.b for p in found if p.a is None])
    left = {a[x]["label"] for x in lone[0] if x} & {b[y]["label"] for y in lone[1] if y}
    assert left <= {None}
    assert {Pair(p.b, p.a, p.by) for p in found} == set(pair(b, a, ("label",)))
