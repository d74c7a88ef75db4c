"""Which reading rules are there, and what does each do to the graph?"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from dutygraph import places
from dutygraph.findings import Words
from dutygraph.names import DG, code
from dutygraph.triples.rules import head
from dutygraph.triples.vocabulary.facts import curie
from dutygraph.triples.vocabulary.model import Entry, core, schemes
from vocabulary.uses import uses


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule: its code, and where it is a query, that query with its head.

    `through` lists the properties whose chains need the rule.
    """

    entry: Entry
    summary: Words | None
    source: str
    after: tuple[str, ...]
    query: str
    through: tuple[str, ...]

    @property
    def ways(self) -> tuple[Words, ...]:
        """Say by which ways the rule comes into the graph."""
        found = []
        if self.query:
            name = self.entry.local
            found.append(
                Words(
                    f"由查询构造，写入 {{graph:rule/{name}}}。",
                    f"A query constructs it, into {{graph:rule/{name}}}.",
                )
            )
        if self.through:
            named = "、".join(f"{{{one}}}" for one in self.through)
            named_en = ", ".join(f"{{{one}}}" for one in self.through)
            found.append(
                Words(
                    f"经 {named} 的属性链推得，写入 {{graph:inferred}}。",
                    f"Property chains with {named_en} infer it, into {{graph:inferred}}.",
                )
            )
        if not found and "program" in uses().get(self.entry.name, {}):
            found.append(Words("判定闭环时由程序使用。", "The program takes it when it judges."))
        if not found:
            found.append(
                Words(
                    "不推出三元组；编码者用它来读文本，规范以 {dg:isReadBy} 注明。",
                    "Infers nothing: a coder reads by it, and the norm says so by {dg:isReadBy}.",
                )
            )
        return tuple(found)


@functools.cache
def readings() -> tuple[Reading, ...]:
    """List the reading rules by number."""
    (codes,) = (scheme.entries for scheme in schemes() if scheme.name == "rule")
    return tuple(_reading(entry) for entry in codes)


def _reading(entry: Entry) -> Reading:
    path = places.ontology() / "rules" / f"{entry.local}.rq"
    facts, query = head(path) if path.exists() else ({}, "")
    after = facts.get("after")
    through = core().subjects(DG.isReadBy, code("rule", entry.local))
    return Reading(
        entry=entry,
        summary=Words(str(facts["summary_zh"]), str(facts["summary"])) if facts else None,
        source=str(facts.get("source", "")),
        after=tuple(str(one) for one in after) if isinstance(after, list) else (),
        query=query.strip(),
        through=tuple(sorted(curie(one) for one in through)),
    )
