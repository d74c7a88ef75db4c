"""What does the page of queries need: examples that run as they stand, prefixes, terms?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice, product
from typing import Any, Final

from dutygraph.audit.ask import ask_named, request_of
from dutygraph.audit.binding import candidates
from dutygraph.audit.questions import Parameter, Question, questions
from dutygraph.errors import DutyGraphError
from dutygraph.names import PREFIXES
from dutygraph.out.screen.library import TAGS, executables, tagged
from dutygraph.out.site.forms import ready, standalone
from dutygraph.out.site.part import Part
from dutygraph.out.site.pieces import Grid, Sheet
from dutygraph.out.site.terms import entries
from dutygraph.out.site.wording import SITE

# How many values are tried until an example has an answer; in a large system none, as a
# question may take long there.
_TRIED: Final = 40
_SMALL: Final = 300
_LETTERS: Final = 2


def sample(part: Part, question: Question) -> dict[str, str]:
    """Choose values for what a question needs, in a small system such that it has an answer."""
    needed = [p for p in question.parameters if p.required]
    some = [list(_values(part, p)) for p in needed]
    tries = (
        dict(zip((p.name for p in needed), values, strict=True))
        for values in islice(product(*some), _TRIED)
    )
    first: dict[str, str] = {}
    for given in tries:
        first = first or given
        if not needed or len(part.parties) > _SMALL:
            break
        try:
            if ask_named(part.case.system, question, given).rows:
                return given
        except DutyGraphError:
            continue
    return first


def _values(part: Part, parameter: Parameter) -> Iterator[str]:
    """Give values in the order in which they are likely to have an answer."""
    if parameter.type == "iri":
        known = {node.value for node in candidates(parameter, part.labels)}
        judged = [h.iri for h, _ in part.found.rows()]
        yield from (iri for iri in judged if iri in known)
        yield from sorted(known - set(judged))
    elif parameter.values:
        yield from parameter.values
    elif parameter.type == "integer":
        yield "1"
    else:
        norms = part.found.norms.values()
        yield from (n.quote.words[-_LETTERS:] for n in norms if n.quote)


def examples(part: Part, lang: str) -> list[dict[str, str]]:
    """Write every question as a query that runs as it stands, under the first of its tags."""
    found = []
    for question in questions():
        text = _written(part, question)
        about = question.summary
        found.append(
            {
                "name": question.name,
                "summary": about.in_language(lang),
                "group": question.tags[0],
                "query": f"# {about.zh}\n# {about.en}\n{text}",
            }
        )
    return found


def _written(part: Part, question: Question) -> str:
    """Write a question with its sample values; without such its parameters stay variables."""
    system, given = part.case.system, sample(part, question)
    found = request_of(question, given, system).bindings if ready(question, given) else {}
    return standalone(question.query, found, system.prefixes)


def sheet(parts: Sequence[Part], lang: str) -> Sheet:
    """Give the page of queries, its examples asked of the first system."""
    return Sheet(
        template="sparql.html",
        title=SITE["sparql"],
        show=partial(_show, parts, lang),
        facts=lambda: examples(parts[0], lang),
        grid=lambda: Grid(("name", "summary"), tuple((q.name, q.summary.zh) for q in questions())),
        triples=lambda: executables(questions()),
        place="sparql",
        canonical="/sparql",
    )


def _show(parts: Sequence[Part], lang: str) -> dict[str, Any]:
    known = examples(parts[0], lang) if parts else []
    asked = {q.name: q for q in questions()}
    first = {q.name: tag for tag, found in reversed(tagged().items()) for q in found}
    groups = [
        (TAGS[tag], [asked[name] for name in sorted(first) if first[name] == tag]) for tag in TAGS
    ]
    return {
        "groups": [(words, some) for words, some in groups if some],
        "given": {
            "endpoint": "/sparql",
            "describe": "/describe?iri=",
            "prefixes": _prefixes(parts),
            "terms": _terms(),
            "examples": known,
            "words": {key: SITE[key].in_language(lang) for key in ("run", "name", "size")},
        },
    }


def _prefixes(parts: Sequence[Part]) -> dict[str, str]:
    own = {p: s for part in parts for p, s in part.case.system.prefixes.items() if p}
    return {**own, **PREFIXES}


def _terms() -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {"classes": [], "properties": []}
    for iri, (entry, _) in entries().items():
        if entry.kind.en != "code":
            kinds["classes" if entry.kind.en == "class" else "properties"].append(iri)
    return {kind: sorted(found) for kind, found in kinds.items()}
