"""Do the pages of the ontology hold every term, code, alignment and rule, and stand alone?"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest

from dutygraph import places
from dutygraph.names import DG

DOCS = Path(__file__).parents[2] / "docs"
SITE = DOCS / "ontology"
PAGES = sorted(SITE.glob("*.html"))
VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr", "source"}
LABELS = {
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
}


class Reading(HTMLParser):
    """Read a page: its ids, what it links to and loads, and elements left open."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.open: list[str] = []
        self.languages: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        if "id" in said:
            self.ids.append(said["id"])
        if "lang" in said:
            self.languages.append(said["lang"])
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        if tag == "script" or (tag in {"img", "iframe", "source"} and "src" in said):
            self.loaded.append(said.get("src", tag))
        if tag == "link" and said.get("rel") in {"stylesheet", "icon", "preload"}:
            self.loaded.append(said["href"])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(path: Path) -> Reading:
    reading = Reading()
    reading.feed(path.read_text(encoding="utf-8"))
    reading.close()
    return reading


def labels(folder: Path) -> dict[str, set[str]]:
    """Map each of our IRIs that a folder of Turtle labels to its labels."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.glob("*.ttl")):
        for quad in ox.parse(path=path):
            if quad.predicate.value in LABELS and isinstance(quad.object, ox.Literal):
                found.setdefault(str(quad.subject).strip("<>"), set()).add(quad.object.value)
    return found


def test_the_site_has_its_pages() -> None:
    names = {"index", "terms", "codes", "alignments", "rules", "graphs"}
    assert {path.stem for path in PAGES} == names
    assert {f"{name}.md" for name in names - {"index"}} <= {p.name for p in DOCS.glob("*.md")}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_well_formed_and_loads_nothing(path: Path) -> None:
    reading = read(path)
    assert reading.open == []
    assert [one for one, times in Counter(reading.ids).items() if times > 1] == []
    assert {"zh", "en"} <= {language[:2] for language in reading.languages}
    assert [one for one in reading.loaded if "//" in one or one.startswith("/")] == []
    assert "@import" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_link_of_a_page_is_broken(path: Path) -> None:
    for link in read(path).links:
        if link.startswith(("http:", "https:")):
            continue
        file, _, fragment = link.partition("#")
        target = (path.parent / file) if file else path
        assert target.exists(), link
        if fragment and target.suffix == ".html":
            assert fragment in read(target).ids, link


def test_every_term_stands_on_both_pages_under_its_own_name() -> None:
    terms = {
        iri: said for iri, said in labels(places.ontology()).items() if iri.startswith(str(DG))
    }
    page, markdown = read(SITE / "terms.html"), (DOCS / "terms.md").read_text(encoding="utf-8")
    text = "".join(page.text)
    assert len(terms) > 40
    for iri, said in terms.items():
        name = iri.removeprefix(str(DG))
        assert name in page.ids
        assert all(one in text and one in markdown for one in said), iri


def test_every_code_stands_on_both_pages() -> None:
    codes = labels(places.ontology() / "codes")
    text = "".join(read(SITE / "codes.html").text)
    markdown = (DOCS / "codes.md").read_text(encoding="utf-8")
    assert len(codes) > 60
    for iri, said in codes.items():
        assert all(one in text and one in markdown for one in said), iri


def test_every_alignment_and_every_rule_stands_on_both_pages() -> None:
    for name, folder in (("alignments", "align"), ("rules", "rules")):
        text = "".join(read(SITE / f"{name}.html").text)
        markdown = (DOCS / f"{name}.md").read_text(encoding="utf-8")
        known = {path.stem for path in (places.ontology() / folder).glob("*.*")}
        assert [one for one in known if one not in text or one not in markdown] == []


def test_the_graphs_page_names_every_graph() -> None:
    markdown = (DOCS / "graphs.md").read_text(encoding="utf-8")
    for name in ("ontology", "asserted", "inferred", "audit", "rule/DR7"):
        assert re.search(rf"graph[:/]{name}", markdown), name
