"""What does one holder bear, by itself and jointly?"""

from __future__ import annotations

import json

import pytest

from dutygraph.audit.report import Report
from dutygraph.errors import UsageError
from dutygraph.out.lists.register import register


def borne(found: Report, name: str) -> list[tuple[str, str, str]]:
    made = register(found.case, "json", name=name)
    assert isinstance(made, str)
    return [(e["id"], e["borne"], e["bearer"]) for e in json.loads(made)]


def test_audit_bureau_bears_its_part_of_article_9(yunfu: Report) -> None:
    # 第九条：“市审计局对脱贫攻坚政策落实和资金重点项目进行跟踪审计”
    (one,) = borne(yunfu, "市审计局")
    assert one[0].startswith("A09-")
    assert one[1:] == ("own", "市审计局")


@pytest.mark.parametrize("name", ["市委", "city-committee", "中共云浮市委", "city party committee"])
def test_party_committee_bears_what_it_bears_jointly(yunfu: Report, name: str) -> None:
    found = borne(yunfu, name)
    # 第二十七条：“本细则由市委负责解释” names it alone; 第四至七条 name 市委、市政府.
    assert [entry for entry in found if entry[1] == "own"] == [("A27-1", "own", "市委")]
    joint = [entry for entry in found if entry[1] == "joint"]
    assert {entry[2] for entry in joint} == {"市委、市政府"}
    articles = {int(entry[0][1:3]) for entry in joint if entry[0].startswith("A")}
    assert articles == {4, 5, 6, 7}


def test_joint_holder_bears_its_own(yunfu: Report) -> None:
    found = borne(yunfu, "市委、市政府")
    assert {entry[1] for entry in found} == {"own"}
    assert ("A05-7", "own", "市委、市政府") in found
    assert not [entry for entry in found if entry[0] == "A27-1"]


def test_list_says_how_a_duty_is_borne(yunfu: Report) -> None:
    made = register(yunfu.case, "tsv", name="市委")
    assert isinstance(made, str)
    head, *rows = (line.split("\t") for line in made.splitlines())
    assert head[-1] == "承担方式"
    assert {row[-1] for row in rows} == {"本身", "党政同责：市委、市政府"}


def test_unknown_holder_is_one_line_with_the_nearest(yunfu: Report) -> None:
    with pytest.raises(UsageError, match="市审记局: no such holder; nearest: 市审计局"):
        register(yunfu.case, "json", name="市审记局")


def test_holder_without_norms_has_an_empty_list(yunfu: Report) -> None:
    # 省扶贫办 only receives reports (第七条).
    assert borne(yunfu, "省扶贫办") == []
    page = register(yunfu.case, "html", name="省扶贫办")
    assert isinstance(page, str)
    assert "省扶贫办" in page
