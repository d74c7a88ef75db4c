"""Are kappa and the set measures those of the literature?

The tables are worked by hand: a cell is how many units the one coder put in the row and the
other in the column.
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutygraph.audit.kappa import Overlap, cohen_kappa, overlap

Table = list[list[int]]
Units = list[tuple[int, int]]

UNITS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=30)


def units(table: Table) -> Units:
    cells = [(row, column, n) for row, line in enumerate(table) for column, n in enumerate(line)]
    return [(row, column) for row, column, n in cells for _ in range(n)]


@pytest.mark.parametrize(
    ("table", "observed", "kappa"),
    [
        ([[20, 5], [10, 15]], 0.7, 0.4),
        ([[45, 15], [25, 15]], 0.6, 3 / 23),
        ([[25, 35], [5, 35]], 0.6, 7 / 27),
        # J. Fleiss, Statistical Methods for Rates and Proportions (1981), table 13.1
        ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.89, 23 / 34),
        ([[1, 1], [1, 1]], 0.5, 0.0),
        ([[0, 5], [5, 0]], 0.0, -1.0),
        ([[3, 0], [0, 4]], 1.0, 1.0),
    ],
)
def test_kappa_of_worked_tables(table: Table, observed: float, kappa: float) -> None:
    found = cohen_kappa(units(table))
    assert found.observed == pytest.approx(observed, abs=1e-12)
    assert found.kappa == pytest.approx(kappa, abs=1e-12)


@pytest.mark.parametrize("pairs", [[], [("x", "x")], [("x", "x")] * 9])
def test_kappa_is_not_defined_without_variation(pairs: list[tuple[str, str]]) -> None:
    found = cohen_kappa(pairs)
    assert found.kappa is None
    assert found.n == found.agreed == len(pairs)


def test_raw_agreement_is_not_defined_without_units() -> None:
    assert cohen_kappa([]).observed is None


def test_one_constant_coder_agrees_by_chance_alone() -> None:
    assert cohen_kappa([("x", "x"), ("x", "y")]).kappa == 0


@given(UNITS)
def test_kappa_is_the_definition(pairs: Units) -> None:
    found = cohen_kappa(pairs)
    if not pairs:
        return
    n = len(pairs)
    p = Fraction(sum(a == b for a, b in pairs), n)
    e = sum(
        (
            Fraction(sum(a == c for a, _ in pairs), n) * Fraction(sum(b == c for _, b in pairs), n)
            for c in range(4)
        ),
        Fraction(0),
    )
    expected = None if e == 1 else float((p - e) / (1 - e))
    assert found.kappa == (expected if expected is None else pytest.approx(expected, abs=1e-12))


@given(UNITS)
def test_kappa_is_symmetric(pairs: Units) -> None:
    assert cohen_kappa(pairs) == cohen_kappa([(b, a) for a, b in pairs])


@given(UNITS, st.permutations(range(4)))
def test_kappa_does_not_depend_on_names_of_categories(pairs: Units, names: list[int]) -> None:
    assert cohen_kappa(pairs) == cohen_kappa([(names[a], names[b]) for a, b in pairs])


def test_overlap_counts_over_all_pairs() -> None:
    found = overlap([({"x", "y"}, {"y", "z", "w"}), ({"x"}, {"x"}), ((), ("v",))])
    assert found == Overlap(both=2, only_a=1, only_b=3)
    assert found.precision == 2 / 5
    assert found.recall == 2 / 3
    assert found.f1 == 2 * (2 / 5) * (2 / 3) / (2 / 5 + 2 / 3)
    assert found.jaccard == 2 / 6


def test_ratios_of_nothing_are_not_defined() -> None:
    nothing = Overlap(0, 0, 0)
    assert {nothing.precision, nothing.recall, nothing.f1, nothing.jaccard} == {None}
    assert Overlap(0, 1, 0).precision is None
    assert Overlap(0, 1, 0).recall == 0
