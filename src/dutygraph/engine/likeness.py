"""What follows for a name that is equal to a literal?"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dutygraph.engine.equality import Equality
from dutygraph.engine.facts import Facts
from dutygraph.engine.literals import Literals
from dutygraph.engine.relations import HALF, LOW, Column, distinct, pack
from dutygraph.engine.rules import Atom, Rule
from dutygraph.engine.terms import LITERAL
from dutygraph.engine.vocabulary import NUMBERS, SAME, TYPE

MOST: Final = 3_000
DIFFERENT: Final = NUMBERS["owl:differentFrom"]
_DIFF: Final = Rule("dt-diff", (), Atom(-1, DIFFERENT, -2))


def named_literals(facts: Facts, equality: Equality, kinds: NDArray[np.uint8]) -> Column:
    """List literals that are equal to an IRI or a blank node."""
    literal = kinds >= LITERAL
    if equality.merges:
        above = equality.representative
        has_name = np.zeros(len(above), dtype=np.bool_)
        has_name[above[~literal]] = True
        return np.flatnonzero(literal & has_name[above])
    keys = facts.keys(SAME)
    one, other = keys >> HALF, keys & LOW
    return np.unique(one[literal[one] & ~literal[other]])


def add_values(facts: Facts, literals: Literals, named: Column, above: Column) -> bool:
    """Type what is equal to a literal (dt-type2), and tell unequal values apart (dt-diff).

    Of dt-diff only what has a name is written: literals are no subjects. Beyond MOST such
    names it is left out, for it is quadratic; that equal terms have unlike values is found
    all the same.
    """
    moved = False
    for number in named.tolist():
        for datatype in literals.types_of(number):
            moved |= facts.add(~datatype, above[np.array([number])], _typed(datatype))
    if 1 < len(named) <= MOST:
        moved |= facts.add(DIFFERENT, _unlike(literals, named, above[named]), _DIFF)
    return moved


def _unlike(literals: Literals, named: Column, at: Column) -> Column:
    code = literals.codes(named)
    left, right = np.nonzero((code[:, None] != code) & (code[:, None] >= 0) & (code >= 0))
    return distinct(pack(at[left], at[right]))


def _typed(datatype: int) -> Rule:
    return Rule("dt-type2", (), Atom(-1, TYPE, datatype))
