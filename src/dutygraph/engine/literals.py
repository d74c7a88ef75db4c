"""Which literals are there, and what do their values mean to the rules?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np

from dutygraph.engine.datatypes import BY_IRI, is_well_formed, types, whole_number
from dutygraph.engine.facts import Facts
from dutygraph.engine.relations import HALF, LOW, Column
from dutygraph.engine.terms import Value
from dutygraph.engine.vocabulary import DATATYPES, NUMBERS

_PLAIN = frozenset({
    NUMBERS["xsd:string"], NUMBERS["rdf:langString"], NUMBERS["rdfs:Literal"]
})  # fmt: skip
_MARKS = {
    "owl:maxCardinality": (":max0", ":max1"),
    "owl:maxQualifiedCardinality": (":maxQualified0", ":maxQualified1"),
}


class Literals:
    """The literals of the facts, by number; read only where a rule needs a value."""

    def __init__(self, numbers: Column, value: Callable[[int], Value]) -> None:
        self.numbers = numbers
        self.value = value
        self._by_type: dict[int, Column] | None = None

    def mark_cardinalities(self, facts: Facts) -> None:
        """Mark the restrictions whose greatest cardinality is 0, or 1."""
        for name, marks in _MARKS.items():
            keys = facts.keys(NUMBERS[name])
            literal = np.isin(keys & LOW, self.numbers)
            for key in keys[literal].tolist():
                most = whole_number(self.value(key & LOW))
                if most in {0, 1}:
                    facts.add(~NUMBERS[marks[most]], np.array([key >> HALF]))

    def add_types(self, facts: Facts, read: set[int]) -> bool:
        """Add literals to the datatypes that a rule reads (dt-type2); tell whether any came."""
        moved = False
        wanted = sorted(d for d in DATATYPES if ~d in read)
        if NUMBERS["rdf:type"] in read:
            wanted = sorted(DATATYPES)
        for datatype in wanted:
            moved |= facts.add(~datatype, self.by_type().get(datatype, np.empty(0, dtype=np.int64)))
        return moved

    def by_type(self) -> dict[int, Column]:
        """Sort literals by the datatypes that hold them."""
        if self._by_type is None:
            found: dict[int, list[int]] = defaultdict(list)
            for number in self.numbers.tolist():
                for datatype in types(self.value(number)):
                    found[datatype].append(number)
            self._by_type = {d: np.array(n, dtype=np.int64) for d, n in found.items()}
        return self._by_type

    def datatype(self, number: int) -> int:
        """Tell the number of a literal's own datatype, which must be a known one."""
        return BY_IRI[self.value(number).datatype]

    def malformed(self) -> Iterator[int]:
        """List the literals whose words are no words of their datatype."""
        for number in self.numbers.tolist():
            value = self.value(number)
            own = BY_IRI.get(value.datatype)
            if own is not None and own not in _PLAIN and not is_well_formed(value):
                yield number
