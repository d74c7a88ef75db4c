"""By which triples does a graph pattern match?

A query engine says that a pattern matches, not by which triples. Here a pattern is matched
once more, and each match comes with the triples that make it, those along a path included.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from rdflib import BNode, Graph, Variable
from rdflib.namespace import NamespaceManager
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateGroupGraphPattern
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from dutygraph.errors import QueryError
from dutygraph.triples.reason import Triple

Pattern = tuple[Node, Node | Path, Node]
Binding = Mapping[Node, Node]
Match = tuple[dict[Node, Node], tuple[Triple, ...]]
Walk = tuple[Node, Node, tuple[Triple, ...]]
End = Node | None


def patterns(part: CompValue) -> tuple[Pattern, ...]:
    """List the triple patterns of a group that holds nothing else.

    Raises: QueryError for a group with filters, options or unions.
    """
    if part.name == "GroupGraphPatternSub":
        part = translateGroupGraphPattern(part)
    if part.name == "BGP":
        return tuple(part.triples)
    if part.name == "Join":
        return patterns(part.p1) + patterns(part.p2)
    raise QueryError(
        f"{part.name} inside EXISTS or OPTIONAL cannot be traced",
        place="reading rule",
        cure="use plain triple patterns there",
    )


def matches(triples: Graph, wanted: Sequence[Pattern], binding: Binding) -> Iterator[Match]:
    """Match patterns one after the other, as a binding and the triples used.

    Returns: matches in a fixed order; triples in the order of the patterns.
    """
    if not wanted:
        yield dict(binding), ()
        return
    first, *rest = wanted
    for more, used in _match(triples, first, binding):
        for final, others in matches(triples, rest, more):
            yield final, used + others


def _match(triples: Graph, pattern: Pattern, binding: Binding) -> Iterator[Match]:
    subject, path, obj = pattern
    by = _value(path, binding) if isinstance(path, Node) else path
    for left, right, used in walks(triples, _value(subject, binding), by, _value(obj, binding)):
        ends: list[tuple[Node, Node]] = [(subject, left), (obj, right)]
        if by is None and isinstance(path, Node):
            ends.append((path, used[0][1]))
        more = dict(binding)
        if all(more.setdefault(t, v) == v for t, v in ends if isinstance(t, Variable | BNode)):
            yield more, used


def _value(term: Node, binding: Binding) -> Node | None:
    """Give what a term stands for; None for a variable that may be anything."""
    return binding.get(term) if isinstance(term, Variable | BNode) else term


def walks(triples: Graph, start: End, path: Node | Path | None, end: End) -> Iterator[Walk]:
    """List who is joined to whom by a predicate or property path, and by which triples.

    None stands for anything, at the ends and as predicate.

    Returns: (from, to, triples) in a fixed order; for `+` and `*` a shortest walk to each node.
    """
    if isinstance(path, InvPath):
        yield from ((a, b, used) for b, a, used in walks(triples, end, path.arg, start))
    elif isinstance(path, AlternativePath):
        for arg in path.args:
            yield from walks(triples, start, arg, end)
    elif isinstance(path, SequencePath):
        yield from _sequence(triples, start, path.args, end)
    elif isinstance(path, MulPath):
        yield from _repeated(triples, start, path, end)
    elif isinstance(path, Path):
        raise QueryError(
            f"the path {path} cannot be traced", place="reading rule", cure="say it otherwise"
        )
    else:
        found: list[Triple] = sorted(triples.triples((start, path, end)))
        yield from ((t[0], t[2], (t,)) for t in found)


def _sequence(triples: Graph, start: End, args: Sequence[Node | Path], end: End) -> Iterator[Walk]:
    if len(args) == 1:
        yield from walks(triples, start, args[0], end)
    elif start is None and end is not None:
        *rest, last = args
        for middle, right, used in walks(triples, None, last, end):
            for left, _, others in _sequence(triples, None, rest, middle):
                yield left, right, others + used
    else:
        first, *rest = args
        for left, middle, used in walks(triples, start, first, None):
            for _, right, others in _sequence(triples, middle, rest, end):
                yield left, right, used + others


def _repeated(triples: Graph, start: End, path: MulPath, end: End) -> Iterator[Walk]:
    if start is None and end is not None:
        back = MulPath(InvPath(path.path), path.mod)
        yield from ((a, b, used[::-1]) for b, a, used in _repeated(triples, end, back, None))
        return
    starts = sorted(triples.all_nodes(), key=str) if start is None else [start]
    for one in starts:
        found = _reached(triples, one, path)
        yield from ((one, other, used) for other, used in found.items() if end in {None, other})


def _reached(triples: Graph, start: Node, path: MulPath) -> dict[Node, tuple[Triple, ...]]:
    """Walk breadth first, so that the first walk to a node is a shortest one."""
    found: dict[Node, tuple[Triple, ...]] = {} if path.mod == "+" else {start: ()}
    queue: deque[tuple[Node, tuple[Triple, ...]]] = deque([(start, ())])
    while queue:
        here, used = queue.popleft()
        for _, other, step in walks(triples, here, path.path, None):
            if other not in found:
                found[other] = used + step
                if path.mod != "?":
                    queue.append((other, used + step))
    return found


def sparql(wanted: Sequence[Pattern], binding: Binding, names: NamespaceManager) -> str:
    """Write patterns in SPARQL, with what is bound in place of its variables, sorted."""

    def say(term: Node | Path) -> str:
        known = binding.get(term, term) if isinstance(term, Node) else term
        return str(known.n3(names))

    said = (" ".join(say(t) for t in pattern) for pattern in wanted)
    return " . ".join(sorted(said, key=lambda one: (one.startswith("?"), one)))
