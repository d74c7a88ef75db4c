"""How is a question asked of a graph on a server, in words as of one at hand?

Labels come from the server too: those that a parameter may be called by before the question
is asked, those of what it answers after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from dutygraph.audit.binding import CLASSES, bind
from dutygraph.audit.questions import Parameter, Question
from dutygraph.names import ASSERTED, AUDIT, CODE, INFERRED, ONTOLOGY, SCHEMES, rule_graph
from dutygraph.triples.answer import Rows, Triples
from dutygraph.triples.labels import Labels
from dutygraph.triples.remote import Remote
from dutygraph.triples.rules import rules
from dutygraph.triples.spelt import token
from dutygraph.triples.transport import Endpoint
from dutygraph.triples.worker import Limits, Request

_AT_ONCE: Final = 500
_CANDIDATES: Final = """CONSTRUCT { ?node ?kind ?of ; skos:notation ?rank ; ?called ?name }
WHERE {
  VALUES (?kind ?of) { %s }
  ?node ?kind ?of .
  OPTIONAL { ?node skos:notation ?rank }
  OPTIONAL { VALUES ?called { rdfs:label skos:prefLabel skos:altLabel } ?node ?called ?name }
}"""
_NAMES: Final = """CONSTRUCT { ?node ?says ?it }
WHERE {
  VALUES ?node { %s }
  VALUES ?says { rdf:type rdfs:label skos:prefLabel dg:isReadFrom }
  ?node ?says ?it .
}"""


def project_graphs() -> tuple[str, ...]:
    """List the named graphs of an exported system, which a question sees as one."""
    named = (ONTOLOGY, ASSERTED, *(rule_graph(rule.name) for rule in rules()), INFERRED, AUDIT)
    return tuple(map(str, named))


def ask_elsewhere(
    target: Endpoint, question: Question, given: Mapping[str, str], limits: Limits
) -> tuple[Rows, Labels]:
    """Answer a named question on a server; its rows, and labels for what they name.

    Triples: the server's copy of the graphs that `export` writes, each under its name.
    Raises: UsageError for a value of a parameter that the server does not know, with the
        nearest that it does; QueryError, SourceError or LimitError.
    """
    graphs = project_graphs()
    server = Remote(target, limits, graphs)
    helper = Remote(target, replace(limits, rows=None), graphs)
    wanted = [p for p in question.parameters if p.type == "iri" and p.name in given]
    bindings = bind(question, given, _called(helper, wanted))
    answer = server.ask(Request(question.query, question.name, bindings=bindings))
    assert isinstance(answer, Rows)  # noqa: S101 -- every question is a SELECT
    return answer, labels_of(helper, answer)


def labels_of(server: Remote, answer: Rows) -> Labels:
    """Fetch the labels of the nodes that an answer names, some hundreds at a time."""
    named = {term for row in answer.rows for term in row if isinstance(term, ox.NamedNode)}
    words = [token(one) for one in sorted(named, key=str)]
    parts = (" ".join(words[at : at + _AT_ONCE]) for at in range(0, len(words), _AT_ONCE))
    return Labels(_gathered(server, (_NAMES % part for part in parts)))


def _called(server: Remote, parameters: Iterable[Parameter]) -> Labels:
    """Fetch what may be meant by the parameters, with all its names."""
    return Labels(_gathered(server, (_CANDIDATES % " ".join(_kinds(p)) for p in parameters)))


def _kinds(parameter: Parameter) -> Iterator[str]:
    if parameter.of in SCHEMES:
        yield f"(skos:inScheme {token(ox.NamedNode(str(CODE[parameter.of])))})"
    else:
        for one in CLASSES[parameter.of]:
            yield f"(rdf:type {token(ox.NamedNode(one))})"


def _gathered(server: Remote, queries: Iterable[str]) -> ox.Store:
    store = ox.Store()
    for query in queries:
        answer = server.ask(Request(query, "labels"))
        assert isinstance(answer, Triples)  # noqa: S101 -- each is a CONSTRUCT
        store.extend(ox.Quad(*triple) for triple in answer.triples)
    return store
