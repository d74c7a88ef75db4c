"""How is what follows from files or from a system written down?"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from dutygraph import places
from dutygraph.errors import SourceError, UsageError
from dutygraph.names import PREFIXES
from dutygraph.out.screen.progress import reading
from dutygraph.out.tables import check_format, render, to_json
from dutygraph.out.words import both
from dutygraph.out.write import write, write_blocks
from dutygraph.text.visible import visible
from dutygraph.triples import columns
from dutygraph.triples.engines import chosen
from dutygraph.triples.parse import FORMATS, output_format


class Entailed(Protocol):
    """Triples with all that follows from them, whichever engine said so.

    Units: wall seconds for `load` and `infer`; counts of distinct triples.
    """

    seconds: dict[str, float]

    @property
    def asserted(self) -> int:
        """Count the triples given."""

    @property
    def inferred(self) -> int:
        """Count the triples that were not given."""

    @property
    def dropped(self) -> int:
        """Count conclusions that are not written."""

    @property
    def clashes(self) -> tuple[str, ...]:
        """Say which triples cannot all hold."""

    def predicates(self) -> dict[str, int]:
        """Count triples by predicate, sorted by IRI."""

    def classes(self) -> dict[str, int]:
        """Count instances by class, sorted by IRI."""

    def blocks(self, kind: ox.RdfFormat, prefixes: Mapping[str, str]) -> Iterable[bytes]:
        """Write all triples in an RDF format."""


def infer_files(
    names: list[str], output: Path | None, form: str | None, *, rdfs: bool = False
) -> str:
    """Infer over files or one system, write the triples, then counts and seconds.

    Without `output`, or with `-`, the triples go to standard output as Turtle, unless counts
    are asked for by a format.

    Returns: what to tell of triples that cannot all hold; empty where there are none.
    """
    output, kind, target = wanted(output, form)
    closed = _closed(names, rdfs=rdfs)
    start = time.perf_counter()
    if output is not None or kind in {None, "ttl"}:
        write_blocks(closed.blocks(target, PREFIXES), output)
    closed.seconds["write"] = time.perf_counter() - start
    if kind == "json":
        write(to_json(_counts(closed)), None)
    elif kind not in {None, "ttl"}:
        write(tally(closed.predicates(), closed.classes(), kind or "table"), None)
    return _contradicted(closed.clashes)


def _contradicted(clashes: tuple[str, ...]) -> str:
    if not clashes:
        return ""
    more = f" (+{len(clashes) - 1})" if len(clashes) > 1 else ""
    return f"{visible(clashes[0])}{more}：不能同时成立 cannot all hold\n"


def wanted(output: Path | None, form: str | None) -> tuple[Path | None, str | None, ox.RdfFormat]:
    """Tell where to write, which counts to show, and in which RDF format to write."""
    output = None if str(output) == "-" else output
    kind = check_format(form, ("table", "json", "csv", "tsv", "md", "ttl")) if form else None
    return output, kind, output_format(output) if output else FORMATS[".ttl"]


def tally(predicates: dict[str, int], classes: dict[str, int], kind: str) -> str:
    """Draw a table of counts."""
    rows = [("predicate", iri, count) for iri, count in predicates.items()]
    rows += [("class", iri, count) for iri, count in classes.items()]
    return render(("kind", "iri", "count"), rows, kind)


def _counts(closed: Entailed) -> dict[str, object]:
    return {
        "predicates": closed.predicates(),
        "classes": closed.classes(),
        "seconds": {key: round(value, 6) for key, value in closed.seconds.items()},
        "asserted": closed.asserted,
        "inferred": closed.inferred,
        "dropped": closed.dropped,
        "inconsistencies": list(closed.clashes),
    }


def _closed(names: list[str], *, rdfs: bool) -> Entailed:
    if _is_system(names) and rdfs:
        raise UsageError("works on files", place="--rdfs", cure="name the files of the system")
    paths = [] if _is_system(names) else [_file(name) for name in names]
    if paths and chosen() == "columnar":
        with reading(paths, both("reading", "zh")) as told:
            return columns.close(paths, rdfs=rdfs, told=told)
    from dutygraph.triples import files  # noqa: PLC0415 -- takes as long to import as a file to read

    return files.close(paths, rdfs=rdfs) if paths else files.close_system(names[0])


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
