"""Who is bound to whom it judges, with the path; and who is not two masters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutygraph.audit.case import open_case
from dutygraph.audit.checks import check_named, run_checks
from dutygraph.audit.facts import write_facts
from dutygraph.net.independence import Independence
from dutygraph.net.links import Net, Support
from dutygraph.net.loops import Judge
from dutygraph.triples.proofs import EXPLICIT, IMPLIED

HERE = Path(__file__).parent
Edge = tuple[str, str, str]


def net_of(edges: Iterable[Edge], grades: dict[Edge, int] | None = None) -> Net:
    """Make a net of links (kind, source, target), explicit unless graded otherwise."""
    links: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    partners: dict[str, tuple[str, ...]] = {}
    for kind, source, target in dict.fromkeys(edges):
        grade = (grades or {}).get((kind, source, target), EXPLICIT)
        links.add_edge(source, target, key=kind, supports=(Support(grade, (), f"n:{source}"),))
        if kind == "partner":
            partners[target] = (*partners.get(target, ()), source)
    return Net(links, {}, tuple(sorted(links)), {}, frozenset(), frozenset(links), partners)


def steps(net: Net, holder: str, overseer: str) -> str:
    """Write the path that shows a dependence: > runs with a link, < against it."""
    here, shown = holder, holder
    for hop in Independence(net, IMPLIED).path(holder, overseer):
        down = hop.source == here
        here = hop.target if down else hop.source
        shown += f" {hop.kind}{'>' if down else '<'} {here}"
    return shown


# Each kind: the links, the one judged, its overseer, and the path that shows the dependence.
BOUND = {
    "itself": ([("oversight", "县政府", "县政府")], "县政府", "县政府", "县政府"),
    "partner": (
        [("partner", "县委", "县委、县政府")],
        "县委、县政府",
        "县委",
        "县委、县政府 partner< 县委",
    ),
    "post": ([("post", "县长", "县政府")], "县政府", "县长", "县政府 post< 县长"),
    "member": ([("member", "水务局", "各部门")], "各部门", "水务局", "各部门 member< 水务局"),
    "delegate": ([("entrust", "市", "小组")], "市", "小组", "市 entrust> 小组"),
    "delegate of a delegate": (
        [("entrust", "市", "县"), ("entrust", "县", "镇")],
        "市",
        "镇",
        "市 entrust> 县 entrust> 镇",
    ),
    "post of a subordinate": (
        [("entrust", "市", "县政府"), ("post", "县长", "县政府")],
        "市",
        "县长",
        "市 entrust> 县政府 post< 县长",
    ),
    "partner of a subordinate": (
        [("entrust", "市", "县委、县政府"), ("partner", "县委", "县委、县政府")],
        "市",
        "县委",
        "市 entrust> 县委、县政府 partner< 县委",
    ),
    "member of a class entrusted": (
        [("entrust", "县", "帮扶单位"), ("member", "干部", "帮扶单位")],
        "县",
        "干部",
        "县 entrust> 帮扶单位 member< 干部",
    ),
    "delegate of a partner": (
        [("partner", "县政府", "县委、县政府"), ("entrust", "县政府", "审计局")],
        "县委、县政府",
        "审计局",
        "县委、县政府 partner< 县政府 entrust> 审计局",
    ),
    "delegate of a post": (
        [("post", "县长", "县政府"), ("entrust", "县长", "督查组")],
        "县政府",
        "督查组",
        "县政府 post< 县长 entrust> 督查组",
    ),
    "delegate of the joint holder": (
        [("partner", "市委", "市委、市政府"), ("entrust", "市委、市政府", "小组")],
        "市委",
        "小组",
        "市委 partner> 市委、市政府 entrust> 小组",
    ),
    "delegate of the body of a post": (
        [("post", "县长", "县政府"), ("entrust", "县政府", "督查组")],
        "县长",
        "督查组",
        "县长 post> 县政府 entrust> 督查组",
    ),
    "delegate of the joint holder of the body of a post": (
        [
            ("post", "县长", "县政府"),
            ("partner", "县政府", "县委、县政府"),
            ("entrust", "县委、县政府", "督查组"),
        ],
        "县长",
        "督查组",
        "县长 post> 县政府 partner> 县委、县政府 entrust> 督查组",
    ),
}

FREE = {
    "a principal": ([("entrust", "市", "县")], "县", "市"),
    "a sibling": ([("entrust", "县", "水务局"), ("entrust", "县", "审计局")], "水务局", "审计局"),
    "the body of a post": ([("post", "县长", "县政府")], "县长", "县政府"),
    "the other partner": (
        [("partner", "县委", "县委、县政府"), ("partner", "县政府", "县委、县政府")],
        "县政府",
        "县委",
    ),
    "another post of the body": (
        [("post", "县长", "县政府"), ("post", "副县长", "县政府")],
        "副县长",
        "县长",
    ),
    "a delegate of one member of a class": (
        [("member", "市", "各级"), ("entrust", "市", "小组")],
        "各级",
        "小组",
    ),
    "a delegate of the class of a member": (
        [("member", "县", "各级"), ("entrust", "各级", "审计机关")],
        "县",
        "审计机关",
    ),
    "a forum": ([("report", "小组", "市")], "市", "小组"),
}


@pytest.mark.parametrize("kind", BOUND)
def test_each_dependence_is_found_with_its_path(kind: str) -> None:
    edges, holder, overseer, path = BOUND[kind]
    net = net_of([*edges, ("oversight", overseer, holder)])
    assert Independence(net, IMPLIED).binds(holder, overseer)
    assert overseer in Independence(net, IMPLIED).bound(holder)
    assert steps(net, holder, overseer) == path
    assert Judge(net).overseers(holder) == ()


@pytest.mark.parametrize("kind", FREE)
def test_others_are_independent(kind: str) -> None:
    edges, holder, overseer = FREE[kind]
    net = net_of([*edges, ("oversight", overseer, holder)])
    assert not Independence(net, IMPLIED).binds(holder, overseer)
    assert Independence(net, IMPLIED).path(holder, overseer) == ()
    assert [a for a, _ in Judge(net).overseers(holder)] == [overseer]


def test_path_takes_the_surest_hops_then_the_fewest() -> None:
    edges = [("entrust", "甲", "丁"), ("entrust", "甲", "乙"), ("entrust", "乙", "丁")]
    assert steps(net_of(edges), "甲", "丁") == "甲 entrust> 丁"
    rule = net_of(edges, {edges[0]: IMPLIED})
    assert steps(rule, "甲", "丁") == "甲 entrust> 乙 entrust> 丁"


def test_leaving_a_rule_out_makes_nobody_independent() -> None:
    """What is closed on explicit evidence stays closed when implied links are let in."""
    link = ("entrust", "市", "小组")
    net = net_of([link, ("oversight", "小组", "市")], {link: IMPLIED})
    assert Judge(net, IMPLIED).overseers("市") == Judge(net, EXPLICIT).overseers("市") == ()


UNHURRIED = settings(deadline=None, max_examples=50)
NAMES = "abcde"
ties = st.tuples(
    st.sampled_from(["entrust", "entrust", "partner", "post", "member"]),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
).filter(lambda edge: edge[1] != edge[2])
nets = st.lists(ties, max_size=9, unique=True)


def grown(start: set[str], steps_: set[tuple[str, str]]) -> set[str]:
    """Add whom the steps reach until nothing is added."""
    while more := {b for a, b in steps_ if a in start} - start:
        start = start | more
    return start


def bound_by_definition(edges: list[Edge], holder: str) -> set[str]:
    own = {(b, a) for kind, a, b in edges if kind in {"partner", "post"}}
    members = {(b, a) for kind, a, b in edges if kind == "member"}
    entrusts = {(a, b) for kind, a, b in edges if kind == "entrust"}
    parts = grown({holder}, own)
    wholes = grown({holder}, {(a, b) for b, a in own})
    within = grown({m for g, m in members if g in parts}, own | members)
    delegates = {b for a, b in entrusts if a in parts | wholes}
    return parts | within | grown(delegates, own | members | entrusts)


@UNHURRIED
@given(nets)
def test_bound_are_those_of_the_definition(edges: list[Edge]) -> None:
    found = Independence(net_of(edges), IMPLIED)
    for holder in NAMES:
        expected = bound_by_definition(edges, holder)
        assert found.bound(holder) == expected
        assert {a for a in NAMES if found.binds(holder, a)} == expected


# Up to wholes, down to parts (p) and members (m), by entrusting (e); what an arrow may follow.
ALLOWED = re.compile(r"u*e[epm]*|p*e[epm]*|p+|p*m[pm]*")


@UNHURRIED
@given(nets)
def test_paths_are_walks_that_the_definition_allows(edges: list[Edge]) -> None:
    net = net_of(edges)
    found = Independence(net, IMPLIED)
    for holder in NAMES:
        for overseer in found.bound(holder) - {holder}:
            here, letters = holder, ""
            for hop in found.path(holder, overseer):
                assert (hop.kind, hop.source, hop.target) in edges
                down = hop.source == here
                assert down or hop.target == here
                here = hop.target if down else hop.source
                ways = {"entrust": "e", "member": "m"}
                letters += ways.get(hop.kind, "u" if down else "p")
            assert here == overseer
            assert ALLOWED.fullmatch(letters), letters


# ---------------------------------------------------------------- two masters

BAD = (HERE / "two-masters" / "bad.ttl").read_text(encoding="utf-8")
CODES = """
@prefix class: <https://w3id.org/dutygraph/code/class/> .
@prefix epithet: <https://w3id.org/dutygraph/code/epithet/> .
@prefix function: <https://w3id.org/dutygraph/code/function/> .
@prefix aspect: <https://w3id.org/dutygraph/code/aspect/> .
"""


def rank(post: str, epithet: str) -> str:
    return f"""
eg:{post} a dg:Post ; dg:holds eg:{post}-rank .
eg:{post}-rank a dg:Norm ; dg:hasForce force:constitutive ; dg:hasAction "是" ;
    dg:hasFunction function:designate ; dg:confersEpithet epithet:{epithet} .
"""


JOINT = "eg:joint a dg:JointHolder ; dg:hasLevel level:city ; dg:hasClassification {} ."
PARTNERS = "eg:{} dg:isPartnerIn eg:joint ."
ONE_MASTER = {
    "partners of one joint holder": JOINT.format("class:party-and-government")
    + PARTNERS.format("city")
    + PARTNERS.format("city-committee"),
    "a joint holder and its partner": "eg:city-committee dg:isPartnerIn eg:city .",
    "a body and its post": "eg:city-committee dg:isPostIn eg:city .",
    "two posts of one body": "eg:city dg:isPostIn eg:body .eg:city-committee dg:isPostIn eg:body .",
    "a class and its member": "eg:city-committee dg:isMemberOf eg:city .",
    "ranked persons": rank("city-committee", "first-person") + rank("city", "direct-person"),
    "one under the other": """eg:city-committee dg:holds eg:order .
eg:order a dg:Norm ; dg:hasForce force:obligation ; dg:hasAction "部署" ; dg:directs eg:city .""",
    "a level named alone": "eg:city-committee a dg:Authority .",
    "党政同责": """eg:principle a dg:Norm ; dg:hasForce force:constitutive ;
    dg:hasFunction function:principle ; dg:hasAction "党政同责" ; dg:isSilentOn aspect:holder .""",
}
TWO_MASTERS = {
    "as it stands": "",
    "two first persons": rank("city-committee", "first-person") + rank("city", "first-person"),
    "members of one class": "eg:city dg:isMemberOf eg:all ."
    "eg:city-committee dg:isMemberOf eg:all .",
}


def masters(more: str, folder: Path) -> list[str]:
    path = folder / "system.ttl"
    path.write_text(CODES + BAD + more, encoding="utf-8")
    case = open_case(str(path))
    write_facts(case)
    return [f.message.zh for f in run_checks(case, [check_named("two-masters")])]


@pytest.mark.parametrize("why", ONE_MASTER)
def test_one_master(why: str, tmp_path: Path) -> None:
    assert masters(ONE_MASTER[why], tmp_path) == []


@pytest.mark.parametrize("why", TWO_MASTERS)
def test_two_masters(why: str, tmp_path: Path) -> None:
    (message,) = masters(TWO_MASTERS[why], tmp_path)
    assert "中共清河市委、清河市人民政府同级，都向青石县水务局交办" in message


def test_a_level_and_what_it_is_read_as_are_one(tmp_path: Path) -> None:
    """贯彻市的决策: 市, and by DR12 its party committee and government, at one level."""
    text = BAD.replace("dg:directs eg:water ;\n", "")
    text += JOINT.format("class:party-and-government") + PARTNERS.format("city")
    text += """
eg:level a dg:Authority ; dg:hasLevel level:city .
eg:water dg:holds eg:follow .
eg:follow a dg:Norm ; dg:hasForce force:obligation ; dg:hasAction "贯彻" ;
    dg:implementsDecisionsOf eg:level .
"""
    path = tmp_path / "system.ttl"
    path.write_text(CODES + text, encoding="utf-8")
    case = open_case(str(path))
    write_facts(case)
    named = [p.rsplit("/", 1)[-1] for p, _ in case.judge.principals(_water(case.net))]
    assert sorted(named) == ["joint", "level"]
    assert run_checks(case, [check_named("two-masters")]) == ()


def _water(net: Net) -> str:
    return next(row for row in net.rows if row.endswith("/water"))
