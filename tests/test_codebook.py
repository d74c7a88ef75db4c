"""Does every example of the codebook stand in the text and in the data as it says?

The page is read as a coder reads it: a row of an example table names an article, its words,
a norm and what is written of it; “不写 not” says what must not be.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from dutygraph import places

PAGE = Path(__file__).parents[1] / "docs" / "codebook.md"
FOLDER = places.data() / "yunfu-2017"
TEXT = (FOLDER / "source.txt").read_text(encoding="utf-8")
YUNFU = "https://w3id.org/dutygraph/data/yunfu-2017/"
CODE = "https://w3id.org/dutygraph/code/"
LISTS = ("aspect", "epithet", "evidence", "force", "function", "rule")
PREFIXES = {
    "dg": "https://w3id.org/dutygraph/ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "yunfu": YUNFU,
    **{name: f"{CODE}{name}/" for name in LISTS},
}
NORM = r"(?:N|A\d\d)-\d(?:\.contested)?"


@dataclass(frozen=True)
class Example:
    line: int
    article: str
    words: tuple[str, ...]
    norm: str
    coded: tuple[str, ...]
    absent: tuple[str, ...]


def read_examples() -> list[Example]:
    found = []
    for number, line in enumerate(PAGE.read_text(encoding="utf-8").splitlines(), start=1):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and re.fullmatch(NORM, cells[2]):
            spans = re.findall(r"(不写 not )?`([^`]+)`", cells[3])
            found.append(
                Example(
                    number,
                    cells[0],
                    tuple(re.findall("“([^”]+)”", cells[1])),
                    cells[2],
                    tuple(span for no, span in spans if not no),
                    tuple(span for no, span in spans if no),
                )
            )
    return found


EXAMPLES = read_examples()
each = pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.norm}:{e.line}")


@pytest.fixture(scope="module")
def data() -> ox.Store:
    """What is written, nothing inferred."""
    store = ox.Store()
    for path in FOLDER.glob("*.ttl"):
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


def holds(data: ox.Store, norm: str, written: str) -> bool:
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    answer = data.query(f"{prefixes}ASK {{ <{YUNFU}{norm}> {written} }}")
    assert isinstance(answer, ox.QueryBoolean)
    return bool(answer)


def article(label: str) -> str:
    """Cut an article out of the text by its heading, the notice by what follows it."""
    if label == "通知":
        return TEXT[: TEXT.index("第一章")]
    start = TEXT.index(f"\n{label}\u3000")
    following = re.search("\n第[一二三四五六七八九十]+[条章]", TEXT[start + 1 :])
    return TEXT[start : start + 1 + following.start()] if following else TEXT[start:]


def test_every_row_of_an_example_table_is_read() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [n for n, line in enumerate(lines, start=1) if re.match(r"\| (第\S+条|通知) \|", line)]
    assert rows == [example.line for example in EXAMPLES]
    assert len(rows) > 50


@each
def test_words_stand_in_the_named_article(example: Example) -> None:
    assert example.words
    for words in example.words:
        assert words in article(example.article), words


@each
def test_norm_quotes_the_words_in_that_article(data: ox.Store, example: Example) -> None:
    label = "通知" if example.article == "通知" else example.article
    assert holds(data, example.norm, f'dg:standsIn/rdfs:label "{label}"@zh')
    assert holds(data, example.norm, f'dg:quotes/dg:hasExactWords "{example.words[0]}"')


@each
def test_norm_is_coded_as_the_page_says(data: ox.Store, example: Example) -> None:
    assert example.coded
    for written in example.coded:
        assert holds(data, example.norm, written), written
    for written in example.absent:
        assert not holds(data, example.norm, written), written


def test_prose_quotes_nothing_that_the_text_does_not_say() -> None:
    prose = [x for x in PAGE.read_text(encoding="utf-8").splitlines() if not x.startswith("|")]
    quoted = re.findall("“([^”…]{2,})”(?:，(第\\S+?条))?", "\n".join(prose))
    ours = {"不写", "无名主体", "not", "not yet coded", "missing"}
    assert [words for words, _ in quoted if words not in ours and words not in TEXT] == []
    assert [q for q in quoted if q[1] and q[0] not in article(q[1])] == []
    assert any(place for _, place in quoted)


def functions() -> list[tuple[str, str, str]]:
    row = r"^\| ([^|]*`[a-z]+`[^|]*) \| ([^|]*)\| (" + NORM + r") \|$"
    text = PAGE.read_text(encoding="utf-8")
    return [
        (code, prop.strip(" `"), norm)
        for codes, prop, norm in re.findall(row, text, re.MULTILINE)
        for code in re.findall("`([a-z]+)`", codes)
    ]


def test_each_function_has_an_example_that_has_it(data: ox.Store) -> None:
    ontology = ox.Store()
    for path in [*places.ontology().glob("*.ttl"), *places.ontology().glob("codes/*.ttl")]:
        ontology.load(path=str(path), format=ox.RdfFormat.TURTLE)
    for code, prop, norm in functions():
        derived = bool(prop) and holds(data, norm, f"{prop} ?someone")
        assert derived or holds(data, norm, f"dg:hasFunction function:{code}"), (code, norm)
        if prop:
            restriction = (
                f"<{PREFIXES['dg']}{prop.removeprefix('dg:')}> "
                "<http://www.w3.org/2000/01/rdf-schema#domain> "
                "[ <http://www.w3.org/2002/07/owl#hasValue> ?code ]"
            )
            follow = ontology.query(f"SELECT ?code {{ {restriction} }}")
            assert isinstance(follow, ox.QuerySolutions)
            given = {row["code"].value for row in follow}
            assert code == "cascade" or f"{CODE}function/{code}" in given, (code, prop)


@pytest.mark.parametrize("scheme", ["aspect", "epithet", "evidence", "force", "function"])
def test_the_page_names_every_code_of_a_list(scheme: str) -> None:
    turtle = (places.ontology() / "codes" / f"{scheme}.ttl").read_text(encoding="utf-8")
    codes = re.findall(rf"^{scheme}:([\w-]+)\n", turtle, re.MULTILINE)
    assert codes
    text = PAGE.read_text(encoding="utf-8")
    named = {code for code, _, _ in functions()} if scheme == "function" else set()
    named |= {code for code in codes if re.search(rf"\b{scheme}:{code}\b", text)}
    assert set(codes) - named == set()


def test_the_page_speaks_of_every_reading_rule() -> None:
    turtle = (places.ontology() / "codes" / "rules.ttl").read_text(encoding="utf-8")
    rules = set(re.findall(r"^rule:(DR\d+)\n", turtle, re.MULTILINE))
    assert rules
    assert rules == set(re.findall(r"DR\d+", PAGE.read_text(encoding="utf-8")))


def test_coders_write_the_rules_that_the_page_leaves_to_them(data: ox.Store) -> None:
    found = data.query(f"SELECT DISTINCT ?rule {{ ?norm <{PREFIXES['dg']}isReadBy> ?rule }}")
    assert isinstance(found, ox.QuerySolutions)
    assert {row["rule"].value.rsplit("/", 1)[-1] for row in found} == {"DR6", "DR10", "DR14"}


def test_what_is_said_to_be_absent_from_yunfu_is_absent(data: ox.Store) -> None:
    assert not re.search("不得|禁止|严禁", TEXT)
    for prop, code in (
        ("hasForce", "force/prohibition"),
        ("hasEvidence", "evidence/external"),
        ("hasEvidence", "evidence/missing"),
    ):
        pattern = (None, ox.NamedNode(PREFIXES["dg"] + prop), ox.NamedNode(CODE + code))
        assert list(data.quads_for_pattern(*pattern)) == []


NO_EXCEPTION = {
    "应当、应 oblige": """?n dg:quotes/dg:hasExactWords ?w ; dg:hasForce ?f
        FILTER(CONTAINS(?w, "应") && !CONTAINS(?w, "相适应") && ?f != force:obligation)""",
    "要 obliges all but private parties": """?n dg:quotes/dg:hasExactWords ?w ; dg:hasForce ?f
        FILTER(STRSTARTS(?w, "要") && ?f != force:obligation)
        FILTER NOT EXISTS { ?n ^dg:holds/dg:hasClassification class:enterprise }""",
    "private parties are only advised": """?n ^dg:holds/dg:hasClassification class:enterprise ;
        dg:hasForce ?f FILTER(?f != force:recommendation)""",
    "负责 and 负……责 oblige, save of the instrument": """?n dg:quotes/dg:hasExactWords ?w ;
        dg:hasForce ?f FILTER(REGEX(?w, "^负责|负总责$|负首要责任$") && ?f != force:obligation)
        FILTER(!STRSTARTS(?w, "本细则"))""",
    "可 permits": """?n dg:quotes/dg:hasExactWords ?w ; dg:hasForce ?f
        FILTER(STRSTARTS(?w, "可") && ?f != force:permission)""",
    "是……责任人 constitutes": """?n dg:quotes/dg:hasExactWords ?w ; dg:hasForce ?f
        FILTER(REGEX(?w, "是..责任人$") && ?f != force:constitutive)""",
    "a subject is named, carried or unsaid": """?n a dg:Norm ; dg:hasEvidence ?e
        FILTER(?e != evidence:contested)
        FILTER NOT EXISTS { ?n dg:namesHolderAt ?at }
        FILTER NOT EXISTS { ?n dg:isReadBy rule:DR6 }
        FILTER NOT EXISTS { ?n dg:isSilentOn aspect:holder }""",
    "a carried subject is not named again": "?n dg:isReadBy rule:DR6 ; dg:namesHolderAt ?at",
    "a carried subject is explicit": """?n dg:isReadBy rule:DR6 ; dg:hasEvidence ?e
        FILTER(?e != evidence:explicit)""",
    "what is implied names DR14": """?n dg:hasEvidence evidence:implied
        FILTER NOT EXISTS { ?n dg:isReadBy rule:DR14 }""",
    "an aim is read by DR10": """?n dg:hasFunction function:aim
        FILTER NOT EXISTS { ?n dg:isReadBy rule:DR10 }""",
    "a report says what or is silent on it": """?n dg:namesRecipient ?r
        FILTER NOT EXISTS { ?n dg:hasObject ?o }
        FILTER NOT EXISTS { ?n dg:isSilentOn aspect:content }""",
    "a report says how often or is silent on it": """?n dg:namesRecipient ?r
        FILTER NOT EXISTS { ?n dg:hasFrequency ?f }
        FILTER NOT EXISTS { ?n dg:isSilentOn aspect:period }""",
    "每年、每季度 have a period": """?f dg:isStatedAs ?w FILTER(STRSTARTS(?w, "每"))
        FILTER NOT EXISTS { ?f dg:hasPeriod ?p }""",
    "不少于 has a count": """?f dg:isStatedAs ?w FILTER(CONTAINS(?w, "不少于"))
        FILTER NOT EXISTS { ?f dg:countsAtLeast ?c }""",
    "who imposes is the subject, or both are unsaid": """?n dg:rewards|dg:sanctions ?who
        FILTER NOT EXISTS { ?n ^dg:holds ?holder }
        FILTER NOT EXISTS { ?n dg:isSilentOn aspect:holder , aspect:imposer }""",
    "a property of an act leaves its function to follow": """?n dg:authorises|dg:guides|dg:urges|
        dg:assesses|dg:appoints|dg:mobilises|dg:assists|dg:cooperatesWith|dg:rewards|dg:sanctions ?x
        FILTER EXISTS { ?n dg:hasFunction ?f FILTER(?f IN (function:authorise, function:guide,
          function:urge, function:assess, function:appoint, function:mobilise, function:assist,
          function:cooperate, function:reward, function:sanction)) }""",
}


@pytest.mark.parametrize("rule", NO_EXCEPTION)
def test_the_data_keep_the_rules_throughout(data: ox.Store, rule: str) -> None:
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    prefixes += f"PREFIX class: <{CODE}class/>\n"
    found = data.query(f"{prefixes}SELECT * {{ {NO_EXCEPTION[rule]} }}")
    assert isinstance(found, ox.QuerySolutions)
    assert [str(row) for row in found] == []
