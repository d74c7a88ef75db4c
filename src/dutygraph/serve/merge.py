"""How do the stores of several systems become one?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from dutygraph.names import ONTOLOGY
from dutygraph.triples.system import node


def merged(stores: Sequence[ox.Store]) -> ox.Store:
    """Put stores into one, graph by graph; the ontology, which all share, once.

    Triples: unnamed nodes of one stay apart from those of the next. One store alone is itself.
    """
    if len(stores) == 1:
        return stores[0]
    whole = ox.Store()
    for number, store in enumerate(stores):
        quads = (q for q in store if number == 0 or q.graph_name != node(ONTOLOGY))
        whole.bulk_extend(_moved(quad, f"s{number}") for quad in quads)
    return whole


def apart(triple: ox.Triple, mark: str) -> ox.Triple:
    """Name the unnamed nodes of a triple anew, by a mark before their names."""
    subject, value = triple.subject, triple.object
    if isinstance(subject, ox.BlankNode):
        subject = ox.BlankNode(mark + subject.value)
    if isinstance(value, ox.BlankNode):
        value = ox.BlankNode(mark + value.value)
    return ox.Triple(subject, triple.predicate, value)


def _moved(quad: ox.Quad, mark: str) -> ox.Quad:
    triple = apart(quad.triple, mark)
    return ox.Quad(triple.subject, triple.predicate, triple.object, quad.graph_name)


def shared(prefixes: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Keep the prefixes on which all agree that have them."""
    names = sorted({name for one in prefixes for name in one})
    spaces = {name: {one[name] for one in prefixes if name in one} for name in names}
    return {name: found.pop() for name, found in spaces.items() if len(found) == 1}
