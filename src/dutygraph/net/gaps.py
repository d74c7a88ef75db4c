"""Where do entrusting and oversight lead nowhere: no report back, a ring, findings unheard?"""

from __future__ import annotations

import networkx as nx

from dutygraph.net.links import Net
from dutygraph.net.loops import Judge


def uninformed(judge: Judge, holder: str) -> tuple[str, ...]:
    """List the principals of a holder to whom its report does not come back.

    A report comes back in one or more steps, or to the joint holder that the principal is a
    partner in. Where levels are known, a report to a nearer principal is enough for those
    above: what they then hear is for that one to report.

    Returns: principals, nearest level first; empty when all are served, or there are none.
    Source: K. Strøm (2000), doi:10.1111/1475-6765.00513.
    """
    principals = [principal for principal, _ in judge.principals(holder)]
    heard = {p for p in principals if hears(judge, p, holder)}
    ranks = judge.net.levels
    nearest = max((ranks.get(p, 0) for p in heard), default=0)
    return tuple(p for p in principals if p not in heard and not 0 < ranks.get(p, 0) < nearest)


def hears(judge: Judge, principal: str, holder: str) -> bool:
    """Tell whether what a holder reports comes back to a principal, or to its joint holder."""
    forums = (principal, *_joint(judge.net, principal))
    return any(judge.answering.to(holder, forum) for forum in forums)


def _joint(net: Net, partner: str) -> tuple[str, ...]:
    return tuple(joint for joint, partners in net.partners.items() if partner in partners)


def acting(judge: Judge, overseer: str, watched: str) -> tuple[str, ...]:
    """List who may act on what an overseer finds at one whom it watches.

    May act: who entrusts the watched in one or more steps, or imposes a consequence on it.
    Such a one acts if it is the overseer, its joint holder, or one to whom it answers.

    Returns: holders, sorted; empty when the findings lead to nothing.
    Cost: the holders above the watched, and those the overseer answers to.
    Source: INTOSAI-P 10 (2007), principle 7.
    """
    able = {hop.source for hop in judge.consequences(watched)}
    if watched in judge.entrusting:
        able |= nx.ancestors(judge.entrusting, watched)
    told = {overseer, *_joint(judge.net, overseer), *judge.answering.forums(overseer)}
    return tuple(sorted(able & told))


def rings(judge: Judge) -> tuple[tuple[str, ...], ...]:
    """List the rings of holders that entrust each other and whom nobody else entrusts.

    Entrusting is a partial order of delegation when it has no ring; a strongly connected
    component with no link into it has nobody above it to whom its work could be accounted.
    A ring that holds a boundary principal is left out, as a chain may end there.

    Returns: each ring sorted, a partner as its joint holder; rings sorted.
    Cost: O(V + E) in holders and entrusting links.
    Source: R. Tarjan (1972), doi:10.1137/0201010.
    """
    graph = nx.relabel_nodes(judge.entrusting, joined(judge.net))
    whole = nx.condensation(graph)
    found = [
        tuple(sorted(whole.nodes[ring]["members"])) for ring, into in whole.in_degree() if into == 0
    ]
    boundary = judge.net.boundary
    return tuple(sorted(r for r in found if len(r) > 1 and boundary.isdisjoint(r)))


def joined(net: Net) -> dict[str, str]:
    """Map each partner to its joint holder, the first where it has several."""
    return {
        partner: joint
        for joint in sorted(net.partners, reverse=True)
        for partner in net.partners[joint]
    }
