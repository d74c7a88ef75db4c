"""Which rules does equality have where no term may stand for another?

Representatives take the place of the rules of table 4 as long as the vocabulary itself is equal
to nothing. Where it is, each of these rules is run as the table has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from dutygraph.engine.facts import Facts
from dutygraph.engine.relations import HALF, LOW
from dutygraph.engine.rules import Atom, Rule
from dutygraph.engine.vocabulary import INTERNAL, NUMBERS, SAME, TYPE

_X, _Y, _Z = -1, -2, -3
_HIDDEN = INTERNAL | {~n for n in INTERNAL} | {SAME}


def equality_rules(facts: Facts) -> Iterator[Rule]:
    """Make the rules of equality for each relation that holds facts now.

    eq-ref is not among them: that each term equals itself is put to the facts.
    Source: OWL 2 Profiles, section 4.3, table 4.
    """
    yield Rule("eq-sym", (Atom(_X, SAME, _Y),), Atom(_Y, SAME, _X))
    yield Rule("eq-trans", (Atom(_X, SAME, _Y), Atom(_Y, SAME, _Z)), Atom(_X, SAME, _Z))
    equal = Atom(_X, SAME, _Y)
    yield Rule("eq-diff1", (equal, Atom(_X, NUMBERS["owl:differentFrom"], _Y)), None)
    for relation in sorted(set(facts.relations()) - _HIDDEN):
        if relation < 0:
            kind = ~relation
            yield Rule("eq-rep-s", (equal, Atom(_X, TYPE, kind)), Atom(_Y, TYPE, kind))
        else:
            p = relation
            yield Rule("eq-rep-s", (equal, Atom(_X, p, _Z)), Atom(_Y, p, _Z))
            yield Rule("eq-rep-o", (equal, Atom(_Z, p, _X)), Atom(_Z, p, _Y))
    keys = facts.keys(SAME)
    for one, other in zip((keys >> HALF).tolist(), (keys & LOW).tolist(), strict=True):
        if one == other:
            continue
        given = (Atom(one, SAME, other),)
        if facts.size(one) or (one == TYPE and facts.members):
            yield Rule("eq-rep-p", (Atom(_X, one, _Y),), Atom(_X, other, _Y), given=given)
        if facts.size(~one):
            yield Rule("eq-rep-o", (Atom(_X, TYPE, one),), Atom(_X, TYPE, other), given=given)
