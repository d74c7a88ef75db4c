"""How does a proof look: as a tree for people, as nested values for machines, as a list?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from rdflib import Literal
from rdflib.namespace import RDF
from rdflib.term import Node

from dutygraph.audit.report import Report
from dutygraph.findings import Words
from dutygraph.model import Norm
from dutygraph.names import DG
from dutygraph.out.tables import render, to_json
from dutygraph.out.words import word
from dutygraph.triples.justify import ASSERTION, Justification
from dutygraph.triples.proofs import GRADES, Step
from dutygraph.triples.provenance import statements
from dutygraph.triples.reason import Triple
from dutygraph.triples.statements import Statements

_ABSENT: Final = Words("没有：", "there is no: ")
_ABOVE: Final = Words("（见上）", " (see above)")
_HEAD: Final = (
    Words("推出的关系", "derived"),
    Words("规则", "rule"),
    Words("等级", "grade"),
    Words("读法", "readings"),
    Words("依据", "clauses"),
)


@dataclass(frozen=True)
class Proof:
    """The proofs of a system in words; what is told once is not told again below it."""

    found: Report
    because: Justification
    lang: str = "zh"

    @cached_property
    def names(self) -> Statements:
        """Give the names and words of statements."""
        return statements(self.because)

    def tree(self, goal: Triple) -> Iterator[str]:
        """Write the proof of a triple, a line for each triple, premises below it."""
        stack, seen = [(0, goal)], set[Triple]()
        while stack:
            depth, triple = stack.pop()
            step, indent = self.because.step(triple), "  " * depth
            again = triple in seen and bool(step.premises)
            yield indent + self._line(triple, step) + (self._in(_ABOVE) if again else "")
            if again:
                continue
            seen.add(triple)
            yield from (f"{indent}  {self._in(_ABSENT)}{one}" for one in step.absences)
            stack.extend((depth + 1, premise) for premise in reversed(step.premises))

    def _line(self, triple: Triple, step: Step) -> str:
        warrant = self.because.warrant(triple)
        rules = f" {' '.join(sorted(warrant.rules))}" if warrant.rules else ""
        grade = word(GRADES[warrant.grade], self.lang)
        return f"{self.said(triple)}  [{step.rule}] {grade}{rules}{self._clause(triple, step)}"

    def _clause(self, triple: Triple, step: Step) -> str:
        for node in self._speaking(triple, step):
            norm = self._norm(node)
            if norm is None:
                return f"  {self._in(self.found.label(str(node)))}"
            where = self._in(norm.provision.label) if norm.provision else ""
            return f"  {where}“{norm.quote.words}”" if norm.quote else ""
        return ""

    def _speaking(self, triple: Triple, step: Step) -> tuple[Node, ...]:
        """List the norms that a triple is about; for an assertion, where the text says it."""
        named = tuple(t for t in (triple[0], triple[2]) if self._norm(t))
        return named or (self.because.sources(triple) if step.rule == ASSERTION else ())

    def _norm(self, node: Node) -> Norm | None:
        """Find a norm of the text, for a reading the one that is read."""
        read = self.because.reasoned.known.value(node, DG.isReadFrom)
        return self.found.norms.get(str(node)) or self.found.norms.get(str(read))

    def nested(self, triple: Triple) -> dict[str, Any]:
        """Write the proof of a triple as nested values."""
        step, warrant = self.because.step(triple), self.because.warrant(triple)
        speaking = self._speaking(triple, step)
        norm = next(
            (self.found.norms[str(n)] for n in speaking if str(n) in self.found.norms), None
        )
        return {
            "statement": str(self.names.name(triple)),
            "triple": self._plain(triple),
            "text": self.said(triple),
            "rule": step.rule,
            "grade": GRADES[warrant.grade],
            "reading_rules": sorted(warrant.rules),
            "norm": norm.id if norm else None,
            "provision": norm.provision.label.zh if norm and norm.provision else None,
            "quote": norm.quote.words if norm and norm.quote else None,
            "axioms": [self._plain(axiom) for axiom in self.because.axioms(triple)],
            "absences": list(step.absences),
            "premises": [self.nested(premise) for premise in step.premises],
        }

    def derived(self, kind: str) -> str:
        """List every derived triple with its rule, its grade and the clauses under it.

        Relation by relation, types last.
        """
        rows = []
        for triple in sorted(self.because.derived, key=lambda t: (t[1] == RDF.type, t[1], t)):
            warrant = self.because.warrant(triple)
            clauses = [self.named(node) for node in self.because.clauses(triple)]
            facts = (self.because.step(triple).rule, GRADES[warrant.grade], sorted(warrant.rules))
            rows.append((triple, *facts, clauses))
        if kind == "json":
            keys = ("triple", "text", "rule", "grade", "reading_rules", "clauses")
            values = ((self._plain(row[0]), self.said(row[0]), *row[1:]) for row in rows)
            return to_json([dict(zip(keys, value, strict=True)) for value in values])
        head = [self._in(words) for words in _HEAD]
        shown = [
            (self.said(triple), rule, word(grade, self.lang), rules, clauses)
            for triple, rule, grade, rules, clauses in rows
        ]
        return render(head, shown, kind)

    def said(self, triple: Triple) -> str:
        """Say a triple in words, norms by their identifiers."""
        return " ".join(self.named(term) for term in triple)

    def named(self, node: Node) -> str:
        """Say a term: a norm by its identifier, anything else by its label."""
        norm = self.found.norms.get(str(node))
        return norm.id if norm else self._in(self.names.words_of(node))

    def _plain(self, triple: Triple) -> list[str]:
        terms = (t if isinstance(t, Literal) else self.names.term(t) for t in triple)
        return [str(term) for term in terms]

    def _in(self, words: Words) -> str:
        return words.in_language(self.lang)
