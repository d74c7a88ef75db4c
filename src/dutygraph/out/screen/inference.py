"""How is what follows from files or from a system written down?"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from rdflib.namespace import RDF

from dutygraph import places
from dutygraph.errors import SourceError, UsageError
from dutygraph.names import PREFIXES
from dutygraph.out.tables import check_format, render, to_json
from dutygraph.out.write import write, write_blocks
from dutygraph.triples import columns
from dutygraph.triples.columns import Columns
from dutygraph.triples.engines import chosen
from dutygraph.triples.files import Closed, close, dump, output_format
from dutygraph.triples.parse import FORMATS
from dutygraph.triples.reasoned import reason
from dutygraph.triples.system import load
from dutygraph.triples.view import check_view, view, view_prefixes


def infer_files(
    names: list[str], output: Path | None, form: str | None, *, rdfs: bool = False
) -> None:
    """Infer over files or one system, write the triples, then counts and seconds.

    Without `output`, or with `-`, the triples go to standard output as Turtle, unless counts
    are asked for by a format.
    """
    output, kind, target = _wanted(output, form)
    closed = _closed(names, rdfs=rdfs)
    start = time.perf_counter()
    if output is not None or kind in {None, "ttl"}:
        write_blocks(closed.blocks(target, PREFIXES), output)
    closed.seconds["write"] = time.perf_counter() - start
    if kind == "json":
        write(to_json(_counts(closed)), None)
    elif kind not in {None, "ttl"}:
        write(_tally(closed.predicates(), closed.classes(), kind or "table"), None)


def infer_view(names: list[str], name: str, output: Path | None, form: str | None) -> None:
    """Write what a view says of one system, then counts where a format asks for them.

    Raises: UsageError for an unknown view, or another number of systems than one.
    """
    check_view(name)
    if len(names) != 1:
        raise UsageError("shows one system", place="--view", cure="name one system")
    output, kind, target = _wanted(output, form)
    known = reason(load(names[0]))
    triples = view(known, name)
    if output is not None or kind in {None, "ttl"}:
        write(dump(triples, target, view_prefixes(known.system)), output)
    predicates = _count(t.predicate.value for t in triples)
    kinds = (t.object for t in triples if t.predicate.value == str(RDF.type))
    classes = _count(k.value for k in kinds if isinstance(k, ox.NamedNode))
    if kind == "json":
        found = {"triples": len(triples), "predicates": predicates, "classes": classes}
        write(to_json(found), None)
    elif kind not in {None, "ttl"}:
        write(_tally(predicates, classes, kind or "table"), None)


def _wanted(output: Path | None, form: str | None) -> tuple[Path | None, str | None, ox.RdfFormat]:
    """Tell where to write, which counts to show, and in which RDF format to write."""
    output = None if str(output) == "-" else output
    kind = check_format(form, ("table", "json", "csv", "tsv", "md", "ttl")) if form else None
    return output, kind, output_format(output) if output else FORMATS[".ttl"]


def _count(iris: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(iris).items()))


def _tally(predicates: dict[str, int], classes: dict[str, int], kind: str) -> str:
    rows = [("predicate", iri, count) for iri, count in predicates.items()]
    rows += [("class", iri, count) for iri, count in classes.items()]
    return render(("kind", "iri", "count"), rows, kind)


def _counts(closed: Closed | Columns) -> dict[str, object]:
    return {
        "predicates": closed.predicates(),
        "classes": closed.classes(),
        "seconds": {key: round(value, 6) for key, value in closed.seconds.items()},
        "asserted": closed.asserted,
        "inferred": closed.inferred,
        "dropped": closed.dropped,
        "inconsistencies": list(closed.clashes),
    }


def _closed(names: list[str], *, rdfs: bool) -> Closed | Columns:
    if not _is_system(names):
        engine = close if chosen() == "owlrl" else columns.close
        return engine([_file(name) for name in names], rdfs=rdfs)
    if rdfs:
        raise UsageError("works on files", place="--rdfs", cure="name the files of the system")
    return _system(names[0])


def _is_system(names: list[str]) -> bool:
    return len(names) == 1 and (names[0] in places.systems() or Path(names[0]).is_dir())


def _file(name: str) -> Path:
    path = Path(name)
    if path.is_dir():
        raise SourceError("is a folder among files", place=name, cure="name the files in it")
    if name in places.systems():
        raise UsageError("is a system among files", place=name, cure="infer over it alone")
    if not path.exists() and "/" not in name and not path.suffix:
        known = ", ".join(places.systems())
        raise UsageError("unknown system", place=name, cure=f"known: {known}; or name RDF files")
    return path


def _system(name: str) -> Closed:
    start = time.perf_counter()
    system = load(name)
    loaded = time.perf_counter()
    known = reason(system)
    seconds = {"load": loaded - start, "infer": time.perf_counter() - loaded}
    given = frozenset(known.ontology) | frozenset(known.asserted)
    added = frozenset().union(*known.by_rule.values())
    inference = known.inference
    return Closed(given | added, inference, seconds)
