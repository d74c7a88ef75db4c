"""What do the reading rules add that OWL cannot say?

Each rule is a CONSTRUCT in `ontology/rules/`, named after its DR; what it adds lands in a
graph of its own, so that every later step can tell which rule a triple needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import yaml

from dutygraph import places
from dutygraph.names import ASSERTED, ONTOLOGY, PREFIXES, rule_graph
from dutygraph.triples.system import System, node

# Ten times as fast, where libyaml is there; both are safe loaders.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A reading rule: its name, the rules that must run before it, and its CONSTRUCT."""

    name: str
    after: tuple[str, ...]
    query: str


def head(path: Path) -> tuple[dict[str, object], str]:
    """Part a query file into its `#+` YAML head and its SPARQL."""
    lines = path.read_text(encoding="utf-8").splitlines()
    cut = next((i for i, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    text = "\n".join(line[2:].removeprefix(" ") for line in lines[:cut])
    return yaml.load(text, Loader=_LOADER) or {}, "\n".join(lines[cut:]) + "\n"  # noqa: S506


def rules() -> tuple[Rule, ...]:
    """Read the rules in an order in which each follows those it builds on."""
    found: dict[str, Rule] = {}
    for path in sorted((places.ontology() / "rules").glob("*.rq")):
        facts, query = head(path)
        after = facts.get("after") or []
        names = tuple(str(a) for a in after) if isinstance(after, list) else ()
        found[path.stem] = Rule(path.stem, names, query)
    order = TopologicalSorter({name: sorted(r.after) for name, r in sorted(found.items())})
    return tuple(found[name] for name in order.static_order() if name in found)


def apply_rules(system: System) -> dict[str, int]:
    """Run each reading rule once and keep what it adds in its own graph.

    Triples: written into `system.store`; a triple that is already asserted is not repeated.
    Returns: the number of triples each rule added, by name.
    """
    added: dict[str, int] = {}
    for rule in rules():
        result = system.store.query(rule.query, prefixes=PREFIXES, use_default_graph_as_union=True)
        graph = node(rule_graph(rule.name))
        new = {
            ox.Quad(t.subject, t.predicate, t.object, graph)
            for t in result  # type: ignore[union-attr]
            if not _known(system.store, t)
        }
        system.store.extend(sorted(new, key=str))
        added[rule.name] = len(new)
    return added


def _known(store: ox.Store, triple: ox.Triple) -> bool:
    return any(
        ox.Quad(triple.subject, triple.predicate, triple.object, node(g)) in store
        for g in (ASSERTED, ONTOLOGY)
    )
