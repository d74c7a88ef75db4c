"""What sentence would close an open chain?

Each link of a least repair is drafted in the style of the regulations: a suggestion, with
the article it would follow, or the words of the article it would amend.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rdflib import URIRef

from dutygraph.audit.case import Case
from dutygraph.findings import Words
from dutygraph.model import Norm
from dutygraph.net.links import UNSTATED
from dutygraph.net.repair import MOST_TIES, Added, repairs

_SENTENCES: Final = {
    "entrust": Words(
        "{source}部署、指导{target}的相关工作。",
        "{source} directs and guides the work of {target}.",
    ),
    "report": Words(
        "{source}每年向{target}报告上述工作落实情况。",
        "{source} reports to {target} every year on the above work.",
    ),
    "oversight": Words(
        "{source}对{target}履行上述职责的情况进行督促检查。",
        "{source} inspects how {target} keeps the above duties.",
    ),
    "consequence": Words(
        "{target}未履行上述职责、造成严重影响的，由{source}依规依纪依法追究责任。",
        "Where {target} fails in these duties with serious effect, {source} holds it liable.",
    ),
}
_AMENDED: Final = Words("由{source}{quote}", "{source} is named to do so: “{quote}”")


@dataclass(frozen=True, slots=True)
class Draft:
    """One suggested sentence: the link it adds, its words, and where it would stand.

    `article` is the label of the provision it follows; `amends` is the norm whose words it
    completes with an imposer, None for a new sentence.
    """

    link: Added
    sentence: Words
    article: str | None
    amends: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The least repair of one holder: its drafts, and other repairs of the same size."""

    holder: str
    drafts: tuple[Draft, ...]
    ties: tuple[tuple[Draft, ...], ...]

    @property
    def size(self) -> int:
        """Count the links that must be added."""
        return len(self.drafts)


def propose(case: Case, holder: str, most: int = MOST_TIES) -> Proposal | None:
    """Draft the least repair of a holder's chain, with up to `most - 1` ties.

    Returns: None when the chain is closed, or when nobody is there to close it.
    """
    found = repairs(case.judge, holder, most)
    if not found:
        return None
    first, *others = (_drafts(case, holder, repair) for repair in found)
    return Proposal(holder, first, tuple(others))


def _drafts(case: Case, holder: str, links: Iterable[Added]) -> tuple[Draft, ...]:
    order = {"entrust": 0, "report": 1, "oversight": 2, "consequence": 3}
    return tuple(_draft(case, holder, link) for link in sorted(links, key=lambda a: order[a.kind]))


def _draft(case: Case, holder: str, link: Added) -> Draft:
    words = case.reasoned.reader.words
    source, target = words(URIRef(link.source)), words(URIRef(link.target))
    agentless = _agentless(case, holder) if link.kind == "consequence" else None
    if agentless and agentless.quote:
        quote = agentless.quote.words.removeprefix("并")
        sentence = Words(
            _AMENDED.zh.format(source=source.zh, quote=quote),
            _AMENDED.en.format(source=source.en, quote=quote),
        )
        return Draft(link, sentence, _article(agentless), agentless.id)
    template = _SENTENCES[link.kind]
    sentence = Words(
        template.zh.format(source=source.zh, target=target.zh),
        template.en.format(source=source.en, target=target.en),
    )
    return Draft(link, sentence, _article(_first_duty(case, holder)), None)


def _agentless(case: Case, holder: str) -> Norm | None:
    """Find a consequence on the holder that names no imposer, a sanction before a reward."""
    supports = case.net.supports(UNSTATED, holder, "consequence")
    known = {s.norm for s in supports if s.triggered and s.grade <= case.judge.most}
    norms = [n for n in case.norms if n.iri in known]
    return next(iter(sorted(norms, key=lambda n: "sanction" not in n.functions)), None)


def _first_duty(case: Case, holder: str) -> Norm | None:
    bearers = {holder, *case.net.partners.get(holder, ())}
    held = [n for n in case.norms if bearers & set(n.holders) and n.force == "obligation"]
    return next(iter(held), None)


def _article(norm: Norm | None) -> str | None:
    return norm.provision.label.zh if norm and norm.provision else None
