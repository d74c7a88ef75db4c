"""Is the pairing of stretches the best there is?"""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutygraph.audit.matching import iou, match
from dutygraph.model import Excerpt

HALF = Fraction(1, 2)


def stretch(start: int, end: int) -> Excerpt:
    return Excerpt(start, end, "字" * (end - start))


STRETCHES = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 8)).map(lambda t: stretch(t[0], t[0] + t[1])),
    max_size=4,
)
LEAST = st.sampled_from([Fraction(1, 10), Fraction(1, 3), HALF, Fraction(1)])


def alike(_i: int, _j: int) -> int:
    return 0


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [
        ((0, 10), (0, 10), Fraction(1)),
        ((0, 10), (5, 15), Fraction(1, 3)),
        ((0, 10), (2, 7), HALF),
        ((0, 10), (10, 20), Fraction(0)),
        ((0, 3), (7, 9), Fraction(0)),
    ],
)
def test_overlap_of_two_stretches(a: tuple[int, int], b: tuple[int, int], share: Fraction) -> None:
    assert iou(stretch(*a), stretch(*b)) == share
    assert iou(stretch(*b), stretch(*a)) == share


def test_least_overlap_is_enough() -> None:
    left, right = [stretch(0, 10)], [stretch(2, 7)]
    assert match(left, right, HALF, alike) == ((0, 0),)
    assert match(left, right, Fraction(51, 100), alike) == ()


def test_the_greatest_single_overlap_may_have_to_yield() -> None:
    # 0-0 overlaps most (8/10), but then 1 has no partner: 0-1 and 1-0 together have more.
    left = [stretch(0, 10), stretch(0, 6)]
    right = [stretch(0, 8), stretch(0, 14)]
    assert match(left, right, HALF, alike) == ((0, 1), (1, 0))


def test_equal_overlaps_are_told_apart_by_likeness() -> None:
    same = [stretch(0, 4), stretch(0, 4)]
    crossed = {(0, 1): 1, (1, 0): 1}
    assert match(same, same, HALF, lambda i, j: crossed.get((i, j), 0)) == ((0, 1), (1, 0))


def test_likeness_never_outweighs_overlap() -> None:
    left, right = [stretch(0, 4)], [stretch(0, 3), stretch(0, 4)]
    assert match(left, right, HALF, lambda _i, j: 1000 * (1 - j)) == ((0, 1),)


def best_by_hand(left: list[Excerpt], right: list[Excerpt], least: Fraction) -> Fraction:
    shares = [[iou(a, b) for b in right] for a in left]
    slots = [*range(len(right)), *[None] * len(left)]
    totals = (
        sum(
            (shares[i][j] for i, j in enumerate(chosen) if j is not None and shares[i][j] >= least),
            Fraction(0),
        )
        for chosen in permutations(slots, len(left))
    )
    return max(totals)


@given(STRETCHES, STRETCHES, LEAST)
def test_pairing_is_one_to_one_and_the_best(
    left: list[Excerpt], right: list[Excerpt], least: Fraction
) -> None:
    found = match(left, right, least, alike)
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
    assert all(iou(left[i], right[j]) >= least for i, j in found)
    total = sum((iou(left[i], right[j]) for i, j in found), Fraction(0))
    assert total == best_by_hand(left, right, least)
