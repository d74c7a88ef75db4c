"""Does a shape fire on each way to break it, and let pass each way to keep it?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import Graph

from dutygraph.names import local
from dutygraph.triples.shapes import breaches

HERE = Path(__file__).parent


def altered(name: str, kind: str, old: str, new: str, ontology: Graph) -> set[str]:
    text = (HERE / name / f"{kind}.ttl").read_text(encoding="utf-8")
    assert old in text
    graph = Graph().parse(data=text.replace(old, new, 1), format="turtle")
    return {b.shape.name for b in breaches(graph + ontology, "data")}


PLACED = "dg:hasPlace 1 ;"
FIRST, SECOND = "river:A01-1\n    a dg:Norm ;", "river:A01-2\n    a dg:Norm ;"
SILENT = "dg:isSilentOn <https://w3id.org/dutygraph/code/aspect/"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("holder-label", '"县政府"@zh', '"县政府"@zh , "县人民政府"@zh'),
        ("holder-label", '"县政府"@zh , "county government"@en', '"县政府"'),
        ("holder-level", "level:county ;\n    dg:hasC", "level:county , level:city ;\n    dg:hasC"),
        ("norm-provision", "dg:standsIn river:A01", "dg:standsIn river:county"),
        ("norm-words", "dg:quotes <source", "dg:quotes river:county ; dg:hasCondition <source"),
        ("norm-place", PLACED, "dg:hasPlace 0 ;"),
        ("norm-place", PLACED, "dg:hasPlace 1 , 2 ;"),
        ("norm-action", '"巡护"', '""'),
        ("provision-parent", "dg:isPartOf river:rules", "dg:isPartOf river:county"),
        ("span-order", "dg:endsAt 15", "dg:endsAt 7"),
        ("span-start", "dg:startsAt 7", "dg:startsAt -7"),
        ("alternative-options", "river:city , river:office", "river:city , river:A01"),
        ("frequency-period", '"P3M"^^xsd:duration', '"P3M"^^xsd:duration , "P1Y"^^xsd:duration'),
        ("frequency-period", '"P3M"^^xsd:duration', '"-P3M"^^xsd:duration'),
        ("frequency-period", '"P3M"^^xsd:duration', '"每季度"'),
        ("frequency-count", "dg:countsAtLeast 1", 'dg:countsAtLeast "一次"'),
        ("threshold-count", "    dg:countsAtLeast 3 ;\n", ""),
        ("threshold-unit", '"处"', '"处" , "个"'),
        ("source-digest", "fccdd365", "gccdd365"),
    ],
)
def test_other_ways_to_break_a_shape(name: str, old: str, new: str, ontology: Graph) -> None:
    assert altered(name, "good", old, new, ontology) == {name}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        # 结对帮扶的干部: cadres at large have no body of their own.
        ("post-place", "    a dg:Post ;", "    a dg:Post ; dg:hasClassification class:cadre ;"),
        # 第二十五条: 各级党委和政府 hold the norm that rewards, and so impose it.
        (
            "consequence-imposer",
            "dg:holds river:A01-1 .",
            "dg:holds river:A01-1 , river:A01-2 .",
        ),
        ("consequence-counterpart", SECOND, f"{SECOND} dg:rewards river:county ;"),
        ("oversight-counterpart", SECOND, f"{SECOND} dg:audits river:county ;"),
        ("norm-function", FIRST, f"{FIRST} dg:directs river:county ;"),
        ("norm-holder", FIRST, f"{FIRST} {SILENT}holder> ;"),
        ("report-recipient", SECOND, f"{SECOND} {SILENT}recipient> ;"),
        # 定期: stated, though it cannot be measured.
        ("frequency-base", "    dg:countsAtLeast 1 .", '    dg:isStatedAs "每季度不少于1次" .'),
    ],
)
def test_other_ways_to_keep_a_shape(name: str, old: str, new: str, ontology: Graph) -> None:
    assert name not in altered(name, "bad", old, new, ontology)


@pytest.mark.parametrize(
    ("aspect", "party"), [("recipient", "namesRecipient"), ("imposer", "isImposedBy")]
)
def test_no_silence_stands_beside_the_party_it_denies(
    aspect: str, party: str, ontology: Graph
) -> None:
    spoken = f"dg:isSilentOn aspect:{aspect} ; dg:{party} river:county"
    found = altered("silence-broken", "good", "dg:isSilentOn aspect:period", spoken, ontology)
    assert found == {"silence-broken"}


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        *(("level", False), ("recipient", False), ("memberOf", False), ("status", False)),
        *(("class", False), ("basis", False), ("HasLevel", False), ("has_level", False)),
        *(("hasLevel", True), ("isPartOf", True), ("holds", True), ("assesses", True)),
        *(("audits", True), ("cites", True), ("imposesOn", True), ("mobilises", True)),
    ],
)
def test_a_property_begins_with_a_verb(name: str, verb: bool) -> None:  # noqa: FBT001
    words = re.sub("(?<=[a-z])([A-Z])", r" \1", name).lower() if verb else name
    text = (HERE / "property-name" / "good.ttl").read_text(encoding="utf-8")
    text = text.replace("ex:patrols", f"ex:{name}").replace('"patrols"', f'"{words}"')
    found = breaches(Graph().parse(data=text, format="turtle"), "ontology")
    assert {b.shape.name for b in found} == (set() if verb else {"property-name", "property-label"})


def test_a_blank_node_goes_by_the_thing_it_describes(ontology: Graph) -> None:
    """Excerpts and frequencies may be written as [ ] inside their norm."""
    text = (HERE / "span-order" / "good.ttl").read_text(encoding="utf-8")
    quote = '[ a dg:Excerpt ; dg:startsAt 15 ; dg:endsAt 7 ; dg:hasExactWords "负责巡护本县河道" ]'
    text = text.replace("<source.txt#char=7,15> ;", f"{quote} ;", 1)
    text = text[: text.index("<source.txt#char=7,15>\n")]
    (found,) = [
        b
        for b in breaches(Graph().parse(data=text, format="turtle") + ontology, "data")
        if b.shape.name == "span-order"
    ]
    assert (local(found.node), found.values) == ("A01-1", ("15",))
