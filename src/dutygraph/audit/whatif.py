"""What would change if links were added, or a norm were gone?

The data are not touched: a second system is put together in memory and judged beside the
first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from dutygraph.audit.case import Case, case_of, open_case
from dutygraph.audit.checks import Check
from dutygraph.audit.report import Report, report
from dutygraph.errors import UsageError
from dutygraph.findings import Finding
from dutygraph.names import ASSERTED
from dutygraph.triples.parse import parse_all
from dutygraph.triples.system import System, load, node


@dataclass(frozen=True)
class Difference:
    """Two reports on a system, before and after, and what tells them apart.

    `appeared` and `gone` are findings in the order of their report; `changed` gives each
    holder whose missing links differ, with both, by label.
    """

    before: Report
    after: Report
    appeared: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    changed: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]


def what_if(
    name: str,
    evidence: str,
    assumed: Iterable[Path] = (),
    without: Iterable[str] = (),
    checks: Iterable[Check] | None = None,
) -> Difference:
    """Judge a system as it is, and again with triples assumed and norms removed.

    Raises: SourceError or TermError for an assumed file that cannot be used; UsageError for
        a norm that the system does not have, with the nearest names.
    """
    chosen = None if checks is None else tuple(checks)
    before = report(open_case(name, evidence), chosen)
    after = suppose(name, evidence, assumed, without, before.case)
    return compare(before, report(after, chosen))


def suppose(
    name: str,
    evidence: str,
    assumed: Iterable[Path] = (),
    without: Iterable[str] = (),
    known: Case | None = None,
) -> Case:
    """Load a system with triples assumed and norms removed; `known` is the case without that.

    Raises: as `what_if` does.
    """
    added, gone, system = tuple(assumed), tuple(without), load(name)
    if gone:
        case = known or open_case(name, evidence)
        for norm in gone:
            remove_norm(case, system, norm)
    system.store.extend(parse_all(added, node(ASSERTED), system.prefixes))
    files = (*system.files, *added)
    changed = System(system.name, system.store, files, system.text, system.prefixes)
    return case_of(changed, evidence)


def compare(before: Report, after: Report) -> Difference:
    """Tell two reports apart by findings and by the missing links of each holder."""
    old, new = _keys(before), _keys(after)
    missing = {v.holder: v.missing for v in before.case.verdicts}
    now = {v.holder: v.missing for v in after.case.verdicts}
    changed = {
        after.label(h).zh: (missing.get(h, ()), now.get(h, ()))
        for h in sorted({*missing, *now})
        if missing.get(h) != now.get(h)
    }
    return Difference(
        before=before,
        after=after,
        appeared=tuple(f for key, f in new.items() if key not in old),
        gone=tuple(f for key, f in old.items() if key not in new),
        changed=changed,
    )


def remove_norm(case: Case, system: System, name: str) -> None:
    """Take every triple of a norm, and of readings that rest on it, out of a system's store.

    Raises: UsageError with the known identifiers of the same article.
    """
    iris = [n.iri for n in case.norms if n.id == name]
    if not iris:
        article = name.partition("-")[0]
        close = [n.id for n in case.norms if n.id.partition("-")[0] == article]
        known = ", ".join(close or [n.id for n in case.norms][:5])
        raise UsageError("no such norm", place=name, cure=f"known: {known}")
    graph = node(ASSERTED)
    for iri in iris:
        one = ox.NamedNode(iri)
        for quad in [
            *system.store.quads_for_pattern(one, None, None, graph),
            *system.store.quads_for_pattern(None, None, one, graph),
        ]:
            system.store.remove(quad)


def _keys(found: Report) -> dict[tuple[str, str, str], Finding]:
    return {(f.check, f.subject, f.message.zh): f for f in found.findings}
