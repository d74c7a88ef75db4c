"""Are the data of a system sound, and is an ontology in good style?

Forms go first: without them nothing can be judged. Then come shapes, anchors and coverage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, SKOS

from dutygraph import places
from dutygraph.audit.case import Case
from dutygraph.audit.checks import check_named, run_checks
from dutygraph.audit.facts import write_facts
from dutygraph.errors import DataError, DutyGraphError, SourceError
from dutygraph.findings import SEVERITIES, Finding, Words
from dutygraph.model import Excerpt, Provision
from dutygraph.names import DG, local
from dutygraph.triples.forms import problems
from dutygraph.triples.origins import Places
from dutygraph.triples.parse import parse
from dutygraph.triples.reading import Reader
from dutygraph.triples.reasoned import reason
from dutygraph.triples.shapes import Breach, breaches, data_of, graph_of
from dutygraph.triples.system import System, load

CHECKS = ("inconsistent", "unanchored", "uncovered-text")
NEED_TEXT = ("unanchored", "uncovered-text")


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding with its place: path:line of the triples, or the article of the text.

    `values` are those that break a shape, as the user may write them.
    """

    finding: Finding
    place: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Validation:
    """What validating found: broken forms, faults, purpose phrases, and sizes.

    `problems` are why a system could not be judged; `faults` are about what can be.
    `sizes` counts what was looked at; `skipped` names the checks that had no text to read.
    """

    name: str
    sizes: dict[str, int]
    problems: tuple[DutyGraphError, ...] = ()
    faults: tuple[Fault, ...] = ()
    purposes: tuple[tuple[Provision, tuple[Excerpt, ...]], ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """List the findings without their places."""
        return tuple(fault.finding for fault in self.faults)

    @property
    def sound(self) -> bool:
        """Tell that no form is broken and no finding is an error."""
        return not self.problems and all(f.severity != "error" for f in self.findings)

    def refuse(self) -> None:
        """Raise the first broken form, if there is one.

        Raises: DataError that says how many more there are.
        """
        if self.problems:
            first, more = self.problems[0], len(self.problems) - 1
            tail = f" ({more} more)" if more else ""
            raise DataError(first.message + tail, place=first.place, cure=first.cure) from first


def validate(name: str) -> Validation:
    """Check a system's forms; where they hold, its shapes, anchors and coverage too.

    Raises: SourceError or UsageError when it cannot be read at all.
    """
    system = load(name)
    skipped = NEED_TEXT if system.text is None else ()
    broken = problems(system)
    if broken:
        sizes = {"norms": 0, "anchored": 0}
        return Validation(system.name, sizes, problems=broken, skipped=skipped)
    shaped = tuple(_shape_faults(system))
    case = Case(system, reason(system), "implied")
    write_facts(case)
    quoted = sum(1 for _ in case.reasoned.reader.excerpts()) if system.text is not None else 0
    return Validation(
        name=system.name,
        sizes={"norms": len(case.norms), "anchored": quoted},
        faults=(*shaped, *_check_faults(case, shaped)),
        purposes=tuple((p, purposes) for p, purposes, _ in case.coverage if purposes),
        skipped=skipped,
    )


def validate_ontology(paths: tuple[Path, ...] = ()) -> Validation:
    """Check the style of an ontology; without paths, of all Turtle in our own folder.

    Raises: SourceError when a file or folder cannot be read.
    """
    files = _turtle(paths or (places.ontology(),))
    graphs = {path: graph_of(parse(path)) for path in files}
    whole = Graph()
    for graph in graphs.values():
        whole += graph
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.Concept)
    terms = {s for k in kinds for s in whole.subjects(RDF.type, k) if isinstance(s, URIRef)}
    place, top = Places(files).of, _top(files)
    faults = [_fault(b, whole, place, top) for b in breaches(whole, "ontology")]
    for path, graph in graphs.items():
        within = _within(path, graph)
        faults += [_fault(b, graph, within, str(path)) for b in breaches(graph, "file")]
    return Validation(
        name=", ".join(map(str, paths)) or "dutygraph",
        sizes={"files": len(files), "terms": len(terms)},
        faults=tuple(_sorted(faults)),
    )


def _turtle(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Name files; a folder stands for the Turtle in it."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*.ttl")) if path.is_dir() else [path]
        if not inside:
            raise SourceError(
                "the folder has no .ttl file", place=str(path), cure="name another folder"
            )
        found += [one for one in inside if one not in found]
    return tuple(found)


def _shape_faults(system: System) -> Iterator[Fault]:
    data = data_of(system)
    place, top = Places(system.files).of, _top(system.files)
    yield from _sorted([_fault(b, data, place, top) for b in breaches(data, "data")])


def _check_faults(case: Case, shaped: tuple[Fault, ...]) -> Iterator[Fault]:
    """Run the checks on the record; a norm without words is the shape's to tell."""
    told = {f.finding.subject for f in shaped if f.finding.check == "norm-words"}
    for finding in run_checks(case, map(check_named, CHECKS)):
        if finding.check != "unanchored" or finding.subject not in told:
            yield Fault(finding, finding.article("zh") or finding.subject)


def _top(files: tuple[Path, ...]) -> str:
    """Name what holds a node without a name."""
    return str(files[0] if len(files) == 1 else files[0].parent)


def _fault(breach: Breach, data: Graph, place: Callable[[str], str], top: str) -> Fault:
    """Turn a breach into a finding; a node without a name goes by the file that holds it."""
    shape, node = breach.shape, URIRef(breach.node)
    reader = Reader(data, data)
    described = breach.node and (node, None, None) in data
    at = place(breach.node) if breach.node else top
    label = reader.words(node) if described else Words(*[local(at) or at] * 2)
    provision = data.value(node, DG.standsIn)
    found = "、".join(f"“{value}”" for value in breach.values)
    message = Words(
        f"{label.zh}：{shape.message.zh}" + (f"现为{found}。" if found else ""),
        f"{label.en}: {shape.message.en}" + (f" It is {found}." if found else ""),
    )
    finding = Finding(
        check=shape.name,
        severity=shape.severity,
        subject=local(breach.node) or local(at),
        label=label,
        provision=reader.words(provision) if provision is not None else None,
        message=message,
        cure=shape.cure,
    )
    return Fault(finding, at, breach.values)


def _within(path: Path, graph: Graph) -> Callable[[str], str]:
    """Place nodes in one file; what is said of the file itself stands at its path."""
    lines = Places((path,))
    return lambda iri: lines.of(iri) if (URIRef(iri), None, None) in graph else str(path)


def _sorted(faults: list[Fault]) -> list[Fault]:
    """Put faults in the order of severity, shape, file and line."""

    def order(fault: Fault) -> tuple[int, str, str, int, str]:
        found = fault.finding
        file, _, line = fault.place.rpartition(":")
        at = (file, int(line)) if line.isdecimal() else (fault.place, 0)
        return SEVERITIES.index(found.severity), found.check, *at, found.subject

    return sorted(faults, key=order)
