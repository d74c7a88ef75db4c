"""How is the answer of a server written, beside the labels that it gives?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from dutygraph.audit.ask import without_parameters
from dutygraph.audit.binding import check_given
from dutygraph.audit.elsewhere import ask_elsewhere, labels_of
from dutygraph.audit.questions import question_named
from dutygraph.names import ASSERTED
from dutygraph.out.screen.answers import check_answer_format, rows_format, show
from dutygraph.out.screen.asked import Wish
from dutygraph.out.screen.labelled import (
    check_label_language,
    cut_note,
    show_named,
    with_labels,
)
from dutygraph.out.write import write
from dutygraph.triples.answer import Rows, Triples
from dutygraph.triples.remote import Remote
from dutygraph.triples.transport import endpoint
from dutygraph.triples.worker import Request


def write_named_elsewhere(
    name: str, address: str, given: Mapping[str, str], wish: Wish, path: Path | None
) -> str:
    """Write what a server answers to a named question; give the note for the other stream.

    Raises: UsageError before anything is sent, where the words alone tell.
    """
    question = question_named(name)
    check_given(question, given)
    kind = rows_format(check_answer_format(wish.kind, path))
    lang = check_label_language(wish.label_lang)
    answer, labels = ask_elsewhere(endpoint(address), question, given, wish.limits)
    write(show_named(without_parameters(answer), labels, kind, lang, wish.lang), path)
    return cut_note(len(answer.rows), cut=answer.cut)


def write_answer_elsewhere(
    query: tuple[str, str], address: str, wish: Wish, path: Path | None
) -> str:
    """Write what a server answers to a query of the user's own.

    `query` is its text and the name of its place. The server's own default graph is asked;
    with explicit evidence only, the graph of what is asserted.

    Raises: UsageError, QueryError, SourceError or LimitError.
    """
    lang = check_label_language(wish.label_lang)
    kind = check_answer_format(wish.kind, path)
    limits, target = wish.limits, endpoint(address)
    graphs = (str(ASSERTED),) if wish.explicit_only else ()
    text, place = query
    answer = Remote(target, limits, graphs).ask(Request(text, place))
    if isinstance(answer, Rows):
        chosen = rows_format(kind)
        if lang != "none":
            labels = labels_of(Remote(target, replace(limits, rows=None)), answer)
            answer = with_labels(answer, labels, lang)
        write(show(answer, chosen), path)
        return cut_note(len(answer.rows), cut=answer.cut)
    write(show(answer, kind), path)
    return cut_note(len(answer.triples), cut=answer.cut) if isinstance(answer, Triples) else ""
