"""How does the model become pages, in Markdown and in HTML?"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from ontology_numbers import counts
from rdflib.namespace import DCTERMS, OWL

from dutygraph.findings import Words
from dutygraph.names import DG, PREFIXES, SCHEMES
from dutygraph.triples.vocabulary.alignments import neighbours, targets
from dutygraph.triples.vocabulary.facts import NAMED, broader, facts
from dutygraph.triples.vocabulary.model import ONTOLOGY, core, said, schemes, terms, topics, words
from vocabulary import graphs
from vocabulary.drawing import diagram
from vocabulary.readings import readings
from vocabulary.uses import KINDS, uses

TITLES: Final = {
    "index": Words("总览", "Overview"),
    "terms": Words("术语", "Terms"),
    "codes": Words("代码", "Codes"),
    "rules": Words("读法", "Reading rules"),
    "alignments": Words("对齐", "Alignments"),
    "graphs": Words("命名图与查询", "Graphs and queries"),
}
MARKDOWN: Final = tuple(name for name in TITLES if name != "index")


def pages() -> dict[str, Callable[[], str]]:
    """Give the maker of each page by its path under `docs/`."""
    made: dict[str, Callable[[], str]] = {
        f"{name}.md": functools.partial(_page, f"{name}.md", name) for name in MARKDOWN
    }
    made |= {
        f"ontology/{name}.html": functools.partial(_page, f"{name}.html", name) for name in TITLES
    }
    return {**made, "ontology/diagram.svg": diagram}


def target(name: str, page: str, ending: str) -> str:
    """Find where a name is explained, as a reader of `page` would link to it.

    The fragment is the part of the IRI after its space: `reportsTo`, `level/county`, so that
    each IRI can be redirected to its page.

    Raises: KeyError for a name that no page and no vocabulary knows.
    """
    prefix, rest = name.split(":", 1)
    known = {"dg": ("terms", rest), "rule": ("rules", rest), "graph": ("graphs", rest)}
    if name in targets():
        return targets()[name]
    if prefix in known or prefix in SCHEMES:
        home, anchor = known.get(prefix, ("codes", f"{prefix}/{rest}"))
        return f"#{anchor}" if home == page else f"{home}.{ending}#{anchor}"
    return PREFIXES[prefix] + rest


def _page(template: str, name: str) -> str:
    ending = template.rsplit(".", 1)[1]
    text = _shelf(ending, name).get_template(template).render(page=name, **_model())
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _shelf(ending: str, page: str) -> Environment:
    shelf = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=ending == "html",  # noqa: S701 -- Markdown is no HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    link = _anchor if ending == "html" else _arrow

    def linked(text: str) -> str:
        """Escape a text and make each name in braces a link."""
        pieces = NAMED.split(text)
        plain = escape if ending == "html" else _plain
        found = [
            link(one, target(one, page, ending)) if at % 2 else plain(one)
            for at, one in enumerate(pieces)
        ]
        return Markup("").join(found) if ending == "html" else "".join(found)

    shelf.filters |= {"linked": linked, "plain": _plain}
    return shelf


def _anchor(name: str, href: str) -> Markup:
    return Markup('<a href="{}"><code>{}</code></a>').format(href, name)


def _arrow(name: str, href: str) -> str:
    return f"[`{name}`]({href})"


def _plain(text: str) -> str:
    """Escape what Markdown or a table in it would read as its own sign."""
    return re.sub(r"([\\`*_\[\]|])", r"\\\1", text).replace("<", "&lt;").replace("\n", " ")


@functools.cache
def _model() -> dict[str, Any]:
    graph = core()
    return {
        "titles": TITLES,
        "topics": topics(),
        "terms": terms(),
        "schemes": schemes(),
        "facts": facts,
        "broader": broader,
        "uses": uses(),
        "kinds": KINDS,
        "neighbours": neighbours(),
        "readings": readings(),
        "named_graphs": graphs.named_graphs(),
        "totals": graphs.totals(),
        "answers": graphs.answers(),
        "systems": graphs.systems(),
        "seen": graphs.seen,
        "prefixes": PREFIXES,
        "data_prefixes": graphs.data_prefixes(),
        "space": str(DG),
        "title": words(graph, ONTOLOGY, DCTERMS.title),
        "about": words(graph, ONTOLOGY, DCTERMS.description),
        "created": said(graph, ONTOLOGY, DCTERMS.created)[0][1],
        "license": str(graph.value(ONTOLOGY, DCTERMS.license)),
        "version": str(graph.value(ONTOLOGY, OWL.versionInfo)),
        "version_iri": str(graph.value(ONTOLOGY, OWL.versionIRI)),
        "ontology": str(ONTOLOGY),
        "counts": counts(),
        "diagram": Markup(diagram()),  # noqa: S704 -- made and escaped here
    }
