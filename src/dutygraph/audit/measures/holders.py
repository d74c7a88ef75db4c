"""What is measured of one holder?

A joint holder and its partners are one party here, as in the judgement. An alternative (或)
is one recipient, whoever is chosen.
"""

from __future__ import annotations

from dutygraph.audit.measures.parties import Parties
from dutygraph.audit.measures.shares import Value, ratio


def duties_held(parties: Parties, party: str) -> Value:
    """Count the obligations that the text lays on the holder.

    A norm that names several holders counts for each of them.

    Units: norms.
    Source: M. Bovens (2007), doi:10.1111/j.1468-0386.2007.00378.x: what an actor is to
        account for.
    """
    return len(parties.duties(party))


def entrusted_by(parties: Parties, party: str) -> Value:
    """Count the principals that entrust the holder: who direct, guide or authorise it.

    Units: holders.
    Source: K. Strøm (2000), doi:10.1111/1475-6765.00513; the indegree of S. Wasserman and
        K. Faust (1994), doi:10.1017/CBO9780511815478, chapter 4.
    """
    return len(parties.before("entrust", party))


def reports_to(parties: Parties, party: str) -> Value:
    """Count the forums to which the holder is to report.

    Units: holders; an alternative counts once.
    Source: M. Bovens (2007), doi:10.1111/j.1468-0386.2007.00378.x; the outdegree of
        S. Wasserman and K. Faust (1994), doi:10.1017/CBO9780511815478, chapter 4.
    """
    return len(parties.after("report", party))


def overseen_by(parties: Parties, party: str) -> Value:
    """Count those who supervise, inspect, assess, audit or discipline the holder.

    Whether they are independent of it is not asked here.

    Units: holders.
    Source: S. Wasserman and K. Faust (1994), doi:10.1017/CBO9780511815478, chapter 4:
        indegree.
    """
    return len(parties.before("oversight", party))


def span(parties: Parties, party: str) -> Value:
    """Count those whom the holder entrusts directly: its span of control.

    A body and its own posts or members count once.

    Units: holders.
    Source: L. Urwick (1956), The Manager's Span of Control, Harvard Business Review 34(3).
    """
    below = parties.after("entrust", party)
    return sum(below.isdisjoint(parties.wholes(one)) for one in below)


def depth(parties: Parties, party: str) -> Value:
    """Count the entrusting links from the nearest top down to the holder.

    A top entrusts and is entrusted by nobody, or stands above the regulation; its depth is 0.
    Not defined for a holder to which no entrusting leads from a top.

    Units: links.
    Source: K. Strøm (2000), doi:10.1111/1475-6765.00513: the chain of delegation.
    """
    return parties.depths.get(party)


def betweenness_entrust(parties: Parties, party: str) -> Value:
    """Give the share of shortest ways of entrusting between two others that pass the holder.

    0 for a holder on no such link; not defined where fewer than three are.

    Units: a share, 0 to 1, of the ordered pairs of others that are on such links.
    Source: L. C. Freeman (1977), doi:10.2307/3033543.
    """
    known = parties.between["entrust"]
    return known.get(party, 0.0) if known else None


def betweenness_report(parties: Parties, party: str) -> Value:
    """Give the share of shortest ways of reporting between two others that pass the holder.

    0 for a holder on no such link; not defined where fewer than three are. An alternative
    leads to each of its options.

    Units: a share, 0 to 1, of the ordered pairs of others that are on such links.
    Source: L. C. Freeman (1977), doi:10.2307/3033543.
    """
    known = parties.between["report"]
    return known.get(party, 0.0) if known else None


def dominated_holders(parties: Parties, party: str) -> Value:
    """Count those whom no way from the top reaches without the holder.

    A way runs down by entrusting, up by reporting, and from a whole to its parts. The
    holder's own posts and members do not count.

    Units: holders.
    Source: T. Lengauer and R. E. Tarjan (1979), doi:10.1145/357062.357071.
    """
    return len(parties.dominated.get(party, ()))


def accountability_ratio(parties: Parties, party: str) -> Value:
    """Divide the links by which the holder reports by those by which it is entrusted.

    Below 1, some who entrust it are owed no report in so many words. Not defined for a holder
    that nobody entrusts.

    Units: a ratio, 0 or more.
    Source: K. Strøm (2000), doi:10.1111/1475-6765.00513: accountability runs back along the
        chain of delegation.
    """
    above = len(parties.before("entrust", party))
    return ratio(len(parties.after("report", party)), above)
