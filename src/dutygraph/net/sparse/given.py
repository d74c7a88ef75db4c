"""Which triples does a file of any size give, as columns, and how sure is each norm?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from rdflib.namespace import OWL, SKOS

from dutygraph.engine.relations import Column
from dutygraph.engine.terms import LITERAL, Terms
from dutygraph.errors import LimitError
from dutygraph.names import DG, code
from dutygraph.triples.columns import load
from dutygraph.triples.ntriples import Told, new_terms, silent
from dutygraph.triples.proofs import EXPLICIT, GRADES
from dutygraph.triples.system import ontology_files

# What calls for a reading rule that works on patterns, which columns do not run.
_READ: Final = {
    "DR1": (DG.appliesTo, None),
    "DR2": (DG.hasFunction, code("function", "cascade")),
    "DR5": (DG.spansLevel, None),
    "DR7": (DG.isInScopeOf, None),
    "DR12": (DG.implementsDecisionsOf, None),
    "DR13": (DG.deploys, None),
}
# What may have a literal as object and is looked up all the same.
_SAID: Final = frozenset({SKOS.notation, DG.hasCondition, DG.hasThreshold})


@dataclass(frozen=True)
class Given:
    """Triples as columns, with the ontology's among them.

    Shapes: `columns` are subjects, predicates and objects, row by row, as `terms` numbers them;
        `said` are the few rows with a literal as object that tell of a level or a trigger.
    """

    terms: Terms[bytes]
    columns: tuple[Column, Column, Column]
    said: tuple[Column, Column, Column]

    def number(self, iri: object) -> int:
        """Find the number of an IRI, -1 where no triple has it."""
        found = self.terms.find(str(iri))
        return -1 if found is None else found

    def pairs(self, predicate: object) -> tuple[Column, Column]:
        """List the subjects and objects of a property, as given."""
        subjects, predicates, objects = self.said if predicate in _SAID else self.columns
        rows = predicates == self.number(predicate)
        return subjects[rows], objects[rows]

    def subjects(self, predicate: object, value: object) -> Column:
        """List the subjects that have a value."""
        subject, found = self.pairs(predicate)
        chosen: Column = subject[found == self.number(value)]
        return chosen

    @cached_property
    def graded(self) -> tuple[Column, Column]:
        """List the norms that are not explicit, each with its grade."""
        norms, evidence = self.pairs(DG.hasEvidence)
        grade = np.full(len(norms), EXPLICIT, np.int64)
        for at, name in enumerate(GRADES):
            grade[evidence == self.number(code("evidence", name))] = at
        return norms[grade > EXPLICIT], grade[grade > EXPLICIT]


def read(paths: Iterable[Path], told: Told = silent) -> Given:
    """Read files of the project's vocabulary, and the ontology.

    Cost: about 1 µs a triple for plain N-Triples, and memory for the distinct terms.
    Raises: SourceError for what cannot be read; LimitError where the data call for a reading
        rule that needs patterns.
    """
    terms = new_terms()
    given = _parted(terms, load((*ontology_files(), *paths), terms, told))
    for rule, (predicate, value) in _READ.items():
        subject, found = given.pairs(predicate)
        if len(subject if value is None else subject[found == given.number(value)]):
            raise LimitError(
                f"the data call for the reading rule {rule}, which is not run at this scale",
                place=str(next(iter(paths))) if isinstance(paths, Sequence) else "input",
                cure="judge it with check",
            )
    return given


def _parted(terms: Terms[bytes], columns: list[Column]) -> Given:
    """Take what no inference needs out of the columns, each freed as its part is kept."""
    find = (terms.find(str(term)) for term in _SAID)
    told = np.isin(columns[1], [number for number in find if number is not None])
    said = (columns[0][told], columns[1][told], columns[2][told])
    kept = terms.kinds()[columns[2]] < LITERAL
    same = terms.find(str(OWL.sameAs))
    kept &= columns[1] != (-1 if same is None else same)
    for at in range(3):
        columns[at] = columns[at][kept]
    subjects, predicates, objects = columns
    return Given(terms, (subjects, predicates, objects), said)
