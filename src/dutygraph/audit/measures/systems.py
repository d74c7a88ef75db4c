"""What is measured of a whole system, or of one of its levels?

Lines are counted as the net has them. Where the measure names no grade, what counts is the
grade of evidence that the judgement was asked for.
"""

from __future__ import annotations

from dutygraph.audit.coding import KINDS
from dutygraph.audit.measures.sample import Sample
from dutygraph.audit.measures.shares import Value, gini, ratio
from dutygraph.model import Norm
from dutygraph.net.gaps import hears
from dutygraph.net.loops import OPEN
from dutygraph.net.typed import reciprocity as answered_arcs
from dutygraph.text.coverage import count_words, count_words_in
from dutygraph.triples.proofs import EXPLICIT


def holders(sample: Sample) -> Value:
    """Count the holders that the text names; a joint holder and its partners are one.

    Units: holders.
    Source: a count.
    """
    return len(sample.holders)


def judged(sample: Sample) -> Value:
    """Count the holders whose chain is judged: in scope, entrusted or under an obligation.

    Units: holders.
    Source: M. Bovens (2007), doi:10.1111/j.1468-0386.2007.00378.x.
    """
    return len(sample.verdicts(sample.case.evidence))


def obligations(sample: Sample) -> Value:
    """Count the obligations; of a level, those that one of its holders bears.

    Units: norms.
    Source: a count.
    """
    return len(sample.obligations)


def lines(sample: Sample) -> Value:
    """Count the lines: who entrusts, reports to, oversees or imposes a consequence on whom.

    A consequence that nobody is named to impose draws no line.

    Units: lines.
    Source: a count.
    """
    return sum(len(sample.lines(kind)) for kind in KINDS)


def closed_explicit(sample: Sample) -> Value:
    """Give the share of judged holders whose chain closes by the words of the text alone.

    Units: a share, 0 to 1.
    Source: M. Bovens (2007), doi:10.1111/j.1468-0386.2007.00378.x; K. Strøm (2000),
        doi:10.1111/1475-6765.00513.
    """
    return _closed(sample, "explicit")


def closed_implied(sample: Sample) -> Value:
    """Give the share of judged holders whose chain closes when reading rules are let in.

    Units: a share, 0 to 1; never below the share closed by words alone.
    Source: M. Bovens (2007), doi:10.1111/j.1468-0386.2007.00378.x; K. Strøm (2000),
        doi:10.1111/1475-6765.00513.
    """
    return _closed(sample, "implied")


def _closed(sample: Sample, evidence: str) -> Value:
    verdicts = sample.verdicts(evidence)
    return ratio(sum(v.outcome != OPEN for v in verdicts), len(verdicts))


def explicit_share(sample: Sample) -> Value:
    """Give the share of lines that the text draws in so many words, of all, implied ones too.

    Units: a share, 0 to 1; the same whatever the grade of evidence asked for.
    Source: a count; which reading a line needs is said in docs/rules.md.
    """
    every = sample.every_line
    return ratio(sum(best.grade == EXPLICIT for _, _, best in every), len(every))


def measurable_share(sample: Sample) -> Value:
    """Give the share of obligations that state a count, a period or a threshold.

    A frequency without a count, as 定期 (regularly), is stated but cannot be measured.

    Units: a share, 0 to 1, of norms.
    Source: ISO/IEC/IEEE 29148:2018, 5.2.5 (verifiable).
    """
    found = sample.obligations
    return ratio(sum(map(_measurable, found)), len(found))


def _measurable(norm: Norm) -> bool:
    often = norm.frequency
    counted = often is not None and not (often.minimum is None and often.period is None)
    return counted or norm.threshold is not None


def duty_gini(sample: Sample) -> Value:
    """Give the concentration of duties: Gini's coefficient of the duties held by each judged.

    0 when all hold as many; near 1 when one of many holds nearly all. A norm that names
    several holders counts for each of them. Not defined where nobody holds a duty.

    Units: 0 to 1, 1 never reached.
    Source: C. Gini (1912), as told by L. Ceriani and P. Verme (2012),
        doi:10.1007/s10888-011-9188-x.
    """
    judged_ones = (v.holder for v in sample.verdicts(sample.case.evidence))
    found = gini(len(sample.whole.parties.duties(one)) for one in judged_ones)
    return None if found is None else float(found)


def reciprocity(sample: Sample) -> Value:
    """Give the share of arcs between holders that another arc answers, of whatever kind.

    An arc joins two holders in one direction, by one or more lines; an alternative leads to
    each of its options. Of a level: of the arcs that touch one of its holders.

    Units: a share, 0 to 1.
    Source: S. Wasserman and K. Faust (1994), doi:10.1017/CBO9780511815478, chapter 13.
    """
    nodes = None if sample.level is None else {h.iri for h in sample.holders}
    found = answered_arcs(sample.whole.arcs, nodes)
    return None if found is None else float(found)


def feedback_coverage(sample: Sample) -> Value:
    """Give the share of entrusting lines on which the entrusted reports back.

    In one step or more, to the principal or to the joint holder that it is a partner in.

    Units: a share, 0 to 1, of lines.
    Source: N. G. Leveson (2011), doi:10.7551/mitpress/8179.001.0001: each control action has
        its feedback.
    """
    entrusting = sample.lines("entrust")
    heard = sum(hears(sample.case.judge, top, holder) for top, holder, _ in entrusting)
    return ratio(heard, len(entrusting))


def overseer_independence(sample: Sample) -> Value:
    """Give the share of oversight lines whose overseer is independent of whom it watches.

    Not independent is the overseen itself, a part of it, or who is under it: its delegates,
    theirs, and their parts.

    Units: a share, 0 to 1, of lines.
    Source: nemo iudex in causa sua; INTOSAI-P 1 (1977), section 5.
    """
    watching = sample.lines("oversight")
    binds = sample.case.judge.independence.binds
    return ratio(sum(not binds(watched, one) for one, watched, _ in watching), len(watching))


def accountability_ratio(sample: Sample) -> Value:
    """Divide the reporting lines by the entrusting lines.

    Units: a ratio, 0 or more; not defined where nobody is entrusted.
    Source: K. Strøm (2000), doi:10.1111/1475-6765.00513.
    """
    return ratio(len(sample.lines("report")), len(sample.lines("entrust")))


def text_coverage(sample: Sample) -> Value:
    """Give the share of the articles' normative words that a norm accounts for.

    Headings, spaces, punctuation and phrases that state a purpose do not count. Not defined
    without the source text; words that no norm covers belong to no level.

    Units: a share, 0 to 1, of code points.
    Source: a count; the words that are left are those of the check `uncovered-text`.
    """
    text = sample.case.system.text
    if text is None:
        return None
    total = bare = 0
    for article, purposes, rest in sample.case.coverage:
        total += count_words(text, article) - count_words_in(purposes)
        bare += count_words_in(rest)
    return ratio(total - bare, total)
