"""How is a share, and how an inequality of shares, given as a number?"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

Value = int | float | None


def ratio(part: int, whole: int) -> float | None:
    """Divide; None where there is nothing to divide by."""
    return part / whole if whole else None


def gini(amounts: Iterable[int]) -> Fraction | None:
    """Give the mean difference of two amounts, as a share of twice their mean.

    With amounts sorted and numbered from 1, that is 2 (sum of i x_i) / (n sum of x) less
    (n + 1) / n: 0 when all are equal, (n - 1) / n when one has all.

    Units: 0 to 1, 1 never reached.
    Cost: the sort.
    Returns: None where there is nothing to share out, or nobody to share.
    Source: C. Gini (1912), as told by L. Ceriani and P. Verme (2012),
        doi:10.1007/s10888-011-9188-x.
    """
    ordered = sorted(amounts)
    n, total = len(ordered), sum(ordered)
    if not total:
        return None
    ranked = sum(i * x for i, x in enumerate(ordered, start=1))
    return Fraction(2 * ranked, n * total) - Fraction(n + 1, n)
