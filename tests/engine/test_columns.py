"""Is a file read by columns read as the parser reads it, and written as it was read?"""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutygraph.errors import SourceError
from dutygraph.triples import columns, ntriples
from dutygraph.triples.parse import parse

ENGINE = settings.get_profile("engine")
AN = "<http://a.example/{}>"
PLAIN = f'{AN.format("s")} {AN.format("p")} "一二"@zh .\n'

# Each line is one triple of N-Triples; some are spelt as few writers spell them.
LINES = [
    PLAIN,
    f"{AN.format('s')} {AN.format('p')} {AN.format('o')} .\n",
    f'{AN.format("s")} {AN.format("p")} "a" .\n',
    f'{AN.format("s")} {AN.format("p")} "a"^^<http://www.w3.org/2001/XMLSchema#string> .\n',
    f'{AN.format("s")} {AN.format("p")} "01"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    f'{AN.format("s")} {AN.format("p")} "\\u0061" .\n',
    f'{AN.format("s")} {AN.format("p")} "a . b \\" . \\n" .\n',
    f'{AN.format("s")} {AN.format("p")} "a"@EN-gb .\n',
    f"{AN.format('s')} <http://a.example:80/x%41?q=1#p> {AN.format('o')} .\n",
    f"<http://a.example/\\u4E00> {AN.format('p')} <mailto:a@b.example> .\n",
    f"_:x {AN.format('p')} _:y .\n",
    f"_:x {AN.format('p')} _:x .\n",
]
ODD = [
    f"{AN.format('s')}\t{AN.format('p')}  {AN.format('o')}.\n",
    f"  {AN.format('s')} {AN.format('p')} {AN.format('o')} . # 注\n",
    "# 注\n",
    "\n",
]
BROKEN = [
    f'"a" {AN.format("p")} {AN.format("o")} .\n',
    f"{AN.format('s')} _:p {AN.format('o')} .\n",
    f'{AN.format("s")} "p" {AN.format("o")} .\n',
    f"{AN.format('s')} {AN.format('p')} .\n",
    f"{AN.format('s')} {AN.format('p')} {AN.format('o')}\n",
    f"{AN.format('s')} {AN.format('p')} {AN.format('o')} {AN.format('g')} .\n",
    f"<s> {AN.format('p')} {AN.format('o')} .\n",
    f"<http://a b/> {AN.format('p')} {AN.format('o')} .\n",
    f'{AN.format("s")} {AN.format("p")} "a\n',
    f'{AN.format("s")} {AN.format("p")} "a"@1 .\n',
    "<http://a.example/s> <http://a.example/p> <<( <s:s> <p:p> <o:o> )>> .\n",
]


def by_columns(path: Path) -> list[ox.Triple]:
    """Read a file without inferring, and take terms for what they are written as."""
    terms = ntriples.new_terms()
    numbers = zip(*columns.load([path], terms), strict=True)
    text = b"".join(b"%s %s %s .\n" % tuple(terms.all[n] for n in row) for row in numbers)
    return [q.triple for q in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]


def same(one: list[ox.Triple], other: list[ox.Triple]) -> bool:
    """Compare up to the names of blank nodes, which follow the order of reading."""
    sets = [ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in s) for s in (one, other)]
    for found in sets:
        found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return sets[0] == sets[1] and len(one) == len(other)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("列")


@settings(ENGINE)
@given(lines=st.lists(st.sampled_from(LINES * 3 + ODD), min_size=1), end=st.booleans())
def test_columns_read_what_the_parser_reads(here: Path, lines: list[str], end: bool) -> None:  # noqa: FBT001
    path = here / "read.nt"
    path.write_text(PLAIN + "".join(lines).removesuffix("" if end else "\n"), "utf-8")
    expected = [quad.triple for quad in parse(path)]
    assert same(by_columns(path), expected)


def test_most_spellings_never_reach_the_parser(here: Path) -> None:
    path = here / "plain.nt"
    path.write_text("".join(LINES), "utf-8")
    ((subjects, predicates, objects),) = ntriples.read_plain(path, ntriples.new_terms())
    assert len(subjects) == len(predicates) == len(objects) == len(LINES)


@pytest.mark.parametrize("line", BROKEN)
def test_what_is_broken_is_refused_as_the_parser_refuses_it(here: Path, line: str) -> None:
    path = here / "broken.nt"
    path.write_text(PLAIN + line, "utf-8")
    with pytest.raises(SourceError) as expected:
        list(parse(path))
    with pytest.raises(SourceError) as found:
        columns.close([path])
    assert str(found.value) == str(expected.value)


def test_bytes_that_are_no_text_are_refused(here: Path) -> None:
    path = here / "gbk.nt"
    path.write_bytes(PLAIN.encode("gbk"))
    with pytest.raises(SourceError, match="looks like GBK"):
        columns.close([path])


@pytest.mark.parametrize("size", [1, 7, 64, 300])
def test_blocks_of_any_size_give_the_same(
    here: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    path = here / "blocks.nt"
    path.write_text("".join(LINES), "utf-8")
    whole = by_columns(path)
    monkeypatch.setattr(ntriples, "CHUNK", size)
    assert same(by_columns(path), whole)
