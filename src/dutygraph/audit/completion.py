"""What may come next on the command line, while it is being typed?"""

from __future__ import annotations

from dutygraph.audit.binding import candidates
from dutygraph.audit.questions import question_named, questions
from dutygraph.errors import DutyGraphError
from dutygraph.triples.labels import Labels
from dutygraph.triples.system import load


def names_starting(start: str) -> list[tuple[str, str]]:
    """List the questions whose name starts so, with what they ask."""
    return [(q.name, q.summary.zh) for q in questions() if q.name.startswith(start)]


def values_starting(name: str, parameter: str, system: str, start: str) -> list[tuple[str, str]]:
    """List the values of a parameter that start so: labels, and identifiers once they are typed.

    Nothing is inferred, so that it is quick. Returns: an empty list where nothing can be said.
    """
    try:
        question = question_named(name)
        found = next((p for p in question.parameters if p.name == parameter), None)
        if found is None or found.type != "iri":
            return []
        loaded = load(system)
    except DutyGraphError:
        return []
    labels = Labels(loaded.store, loaded.prefixes)
    values = []
    for one in candidates(found, labels):
        first, *others = labels.names(one)
        if first.startswith(start):
            values.append((first, others[0] if others else ""))
        elif start:
            values += [(n, first) for n in others if n.startswith(start)]
    return values
