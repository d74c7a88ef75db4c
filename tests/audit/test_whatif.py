"""Suggested sentences close what they say they close; what-ifs leave the data alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutygraph import places
from dutygraph.audit.drafts import propose
from dutygraph.audit.readings import readings
from dutygraph.audit.report import Report
from dutygraph.audit.whatif import what_if
from dutygraph.errors import TermError, UsageError

PREFIXES = (
    "@prefix dg: <https://w3id.org/dutygraph/ns#> .\n"
    "@prefix toy: <https://w3id.org/dutygraph/data/toy/> .\n"
    "@prefix yunfu: <https://w3id.org/dutygraph/data/yunfu-2017/> .\n"
)


def holder(found: Report, label: str) -> str:
    return next(h.iri for h in found.holders.values() if h.label.zh == label)


def assumed(folder: Path, text: str) -> Path:
    path = folder / "假设.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


def test_town_of_the_toy_is_told_to_report(toy: Report) -> None:
    proposal = propose(toy.case, holder(toy, "石桥镇人民政府"))
    assert proposal is not None
    (draft,) = proposal.drafts
    assert draft.sentence.zh == "石桥镇人民政府每年向县人民政府报告上述工作落实情况。"
    assert (draft.article, draft.amends) == ("第九条", None)


def test_agentless_sanction_is_completed_not_repeated(toy: Report, yunfu: Report) -> None:
    proposal = propose(toy.case, holder(toy, "县财政局"))
    assert proposal is not None
    assert (proposal.drafts[0].article, proposal.drafts[0].amends) == ("第十三条", "A13-2")
    city = propose(yunfu.case, holder(yunfu, "市委、市政府"))
    assert city is not None
    assert city.drafts[0].sentence.zh == "由省委、省政府依纪依法追究相关部门和人员责任"
    assert (city.drafts[0].article, city.drafts[0].amends) == ("第二十三条", "A23-3")


def test_closed_chains_need_nothing(toy: Report) -> None:
    assert propose(toy.case, holder(toy, "县水务局")) is None


def test_contested_reading_of_article_7(yunfu: Report, yunfu_explicit: Report) -> None:
    """Read of the counties, the assessment becomes their explicit oversight; nothing closes."""
    (implied,) = readings(yunfu.case)
    county = holder(yunfu, "县级党委和政府")
    assert implied.grades == {f"{county} oversight": ("implied", "explicit")}
    assert not implied.changes_verdict
    (explicit,) = readings(yunfu_explicit.case)
    assert "oversight" in explicit.before[county]
    assert "oversight" not in explicit.after[county]
    assert explicit.changes_verdict


def test_naming_the_imposer_closes_county_and_group(tmp_path: Path) -> None:
    path = assumed(tmp_path, "yunfu:A23-3 dg:isImposedBy yunfu:city .\n")
    before = {p.name: p.read_bytes() for p in (places.data() / "yunfu-2017").iterdir()}
    found = what_if("yunfu-2017", "implied", [path])
    closed = {label for label, (was, now) in found.changed.items() if was and not now}
    assert closed == {"县级党委和政府", "市扶贫开发领导小组"}
    assert {(f.check, f.subject) for f in found.gone if f.severity == "error"} == {
        ("agentless-consequence", "A23-3")
    }
    assert {p.name: p.read_bytes() for p in (places.data() / "yunfu-2017").iterdir()} == before


def test_without_a_report_the_chain_opens() -> None:
    found = what_if("toy", "implied", without=["A05-3"])
    assert found.changed["县水务局"] == ((), ("report",))
    assert ("no-report", "县水务局") in {(f.check, f.label.zh) for f in found.appeared}


def test_unknown_norm_and_unknown_term_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="A05-1"):
        what_if("toy", "implied", without=["A05-9"])
    path = assumed(tmp_path, "toy:A05-3 dg:reportz toy:county-government .\n")
    with pytest.raises(Exception, match="dg:reportsTo") as caught:
        what_if("toy", "implied", [path])
    assert isinstance(caught.value.__cause__, TermError)
    assert "假设.ttl:4" in str(caught.value)
