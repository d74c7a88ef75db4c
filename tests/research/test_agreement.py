"""Are two codings compared in the right units, and are their differences all listed?"""

import tomllib
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutygraph import places
from dutygraph.audit.agreement import Agreement, Disagreement, compare
from dutygraph.audit.coding import CodedLink, CodedNorm, Coding, coding_of
from dutygraph.audit.kappa import Overlap
from dutygraph.audit.report import Report
from dutygraph.model import Excerpt

TEXT = "甲局负责规划。乙站每月向甲局报告。丙院监督甲局和乙站。丁组可以参照执行。"
HOLDERS = ("甲局", "乙站", "丙院")


def excerpt(start: int, end: int) -> Excerpt:
    return Excerpt(start, end, TEXT[start:end])


def coding(*norms: CodedNorm, links: frozenset[CodedLink] = frozenset()) -> Coding:
    return Coding("测", tuple(sorted(norms)), (), links, {})


def norm(start: int, end: int, **values: Any) -> CodedNorm:  # noqa: ANN401 -- fields of a norm
    plain = CodedNorm(excerpt(start, end), ("甲局",), ("obligation",), (), (), "第一条", "A01-1")
    return replace(plain, **values)


LABELS = st.lists(st.sampled_from(HOLDERS), max_size=2, unique=True).map(lambda x: tuple(sorted(x)))
NORMS = st.builds(
    lambda at, size, values: norm(at, min(at + size, len(TEXT)), **values),
    st.integers(0, 20),
    st.integers(1, 9),
    st.fixed_dictionaries(
        {
            "holder": LABELS,
            "force": st.sampled_from([("obligation",), ("permission",)]),
            "function": st.sampled_from([(), ("plan",), ("report",)]),
            "recipients": LABELS,
        }
    ),
)
LINKS = st.frozensets(
    st.builds(
        CodedLink,
        st.sampled_from(["report", "oversight"]),
        st.sampled_from(HOLDERS),
        st.sampled_from(HOLDERS),
    ),
    max_size=4,
)


@st.composite
def codings(draw: st.DrawFn) -> Coding:
    norms = draw(st.lists(NORMS, max_size=5))
    named = [replace(n, id=f"A01-{i}") for i, n in enumerate(norms, start=1)]
    return coding(*named, links=draw(LINKS))


def swapped(o: Overlap) -> Overlap:
    return Overlap(o.both, o.only_b, o.only_a)


def sides(found: Agreement) -> list[tuple[object, ...]]:
    return sorted(((d.aspect, d.norm_a, d.norm_b, d.a, d.b) for d in found.disagreements), key=repr)


def mirrored(found: Agreement) -> list[tuple[object, ...]]:
    return sorted(((d.aspect, d.norm_b, d.norm_a, d.b, d.a) for d in found.disagreements), key=repr)


@given(codings())
def test_a_coding_agrees_with_itself(one: Coding) -> None:
    found = compare(one, one)
    assert found.disagreements == ()
    assert found.spans.overlap == Overlap(len(one.norms), 0, 0)
    assert found.spans.exact == len(one.norms)
    assert found.spans.mean == (1 if one.norms else None)
    assert {k.kappa for k in found.categories.values()} <= {1, None}
    assert found.links["all"] == Overlap(len(one.links), 0, 0)


@given(codings(), codings())
def test_swapping_the_codings_swaps_the_sides_alone(one: Coding, other: Coding) -> None:
    there, back = compare(one, other), compare(other, one)
    assert there.categories == back.categories
    assert there.spans == replace(back.spans, overlap=swapped(back.spans.overlap))
    assert there.recipients == swapped(back.recipients)
    assert there.links == {k: swapped(o) for k, o in back.links.items()}
    assert sides(there) == mirrored(back)


@given(codings(), codings(), st.permutations(HOLDERS))
def test_names_of_holders_do_not_matter(one: Coding, other: Coding, names: list[str]) -> None:
    other_names = {old: f"新{new}" for old, new in zip(HOLDERS, names, strict=True)}

    def renamed(c: Coding) -> Coding:
        def labels(given: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(sorted(other_names[x] for x in given))

        norms = [
            replace(n, holder=labels(n.holder), recipients=labels(n.recipients)) for n in c.norms
        ]
        links = [
            replace(e, source=other_names[e.source], target=other_names[e.target]) for e in c.links
        ]
        return replace(c, norms=tuple(norms), links=frozenset(links))

    before, after = compare(one, other), compare(renamed(one), renamed(other))
    assert before.spans == after.spans
    assert before.links == after.links
    assert len(before.disagreements) == len(after.disagreements)


def test_each_difference_of_a_pair_is_one_disagreement() -> None:
    one = coding(
        norm(0, 6), norm(7, 16, holder=("乙站",), function=("report",), recipients=("甲局",))
    )
    other = coding(
        norm(1, 6, holder=("丁组",), force=("permission",)),
        norm(7, 16, holder=("乙站",), function=("plan",), recipients=("丙院",)),
    )
    found = compare(one, other)
    assert [(d.aspect, d.a, d.b) for d in found.disagreements] == [
        ("span", ("甲局负责规划 [0,6)",), ("局负责规划 [1,6)",)),
        ("holder", ("甲局",), ("丁组",)),
        ("force", ("obligation",), ("permission",)),
        ("function", ("report",), ("plan",)),
        ("recipients", ("甲局",), ("丙院",)),
    ]
    assert found.spans.mean == pytest.approx((Fraction(5, 6) + 1) / 2)
    assert found.recipients == Overlap(0, 1, 1)


def test_what_only_one_has_counts_against_the_spans_alone() -> None:
    lone = norm(17, 27, holder=("丙院",), id="A03-1")
    found = compare(coding(norm(0, 6), lone), coding(norm(0, 6)))
    assert found.disagreements == (
        Disagreement(17, "norm", "第一条", lone.span.words, "A03-1", "", ("丙院",), None),
    )
    assert found.spans.overlap == Overlap(1, 1, 0)
    assert found.categories["holder"].n == 1


def test_norms_of_the_same_words_are_told_apart() -> None:
    both = (norm(0, 6), norm(0, 6, holder=("乙站",), id="A01-2"))
    turned = (norm(0, 6, holder=("乙站",)), norm(0, 6, id="A01-2"))
    assert compare(coding(*both), coding(*turned)).disagreements == ()


def test_links_are_told_by_kind_and_ends() -> None:
    shared = CodedLink("report", "乙站", "甲局", 7, "第二条", "报告")
    lone = CodedLink("oversight", "丙院", "甲局", 17, "第三条", "监督甲局")
    found = compare(coding(links=frozenset({shared, lone})), coding(links=frozenset({shared})))
    assert found.links["report"] == Overlap(1, 0, 0)
    assert found.links["oversight"] == Overlap(0, 1, 0)
    assert [(d.article, d.words, d.a, d.b) for d in found.disagreements] == [
        ("第三条", "监督甲局", ("oversight", "丙院", "甲局"), None)
    ]


def test_yunfu_agrees_with_itself(yunfu: Report) -> None:
    expected = tomllib.loads((places.data() / "yunfu-2017" / "expected.toml").read_text("utf-8"))
    counts = expected["counts"]
    one = coding_of(yunfu.case)
    found = compare(one, one)
    assert found.disagreements == ()
    assert found.spans.overlap.both == counts["norms_in_articles"] + counts["notice_norms"]
    assert found.spans.mean == 1
    assert {k.kappa for k in found.categories.values()} == {1}
    assert found.recipients == Overlap(counts["reporting_lines"], 0, 0)
    assert found.links["report"] == Overlap(counts["reporting_lines"], 0, 0)


def test_an_alternative_is_one_recipient_named_by_its_options(yunfu: Report) -> None:
    (reporting,) = [n for n in coding_of(yunfu.case).norms if n.id == "A05-7"]
    assert reporting.recipients == ("省委、省政府或省扶贫开发领导小组",)
    assert reporting.function == ("report",)


def test_other_readings_are_no_norms_of_a_coding(yunfu: Report) -> None:
    quotes = [n.span.words for n in coding_of(yunfu.case).norms]
    assert quotes.count("组织实施市级党委和政府扶贫开发工作成效考核") == 1


def test_functions_that_follow_from_an_act_are_compared_too(toy: Report) -> None:
    (directing,) = [n for n in coding_of(toy.case).norms if n.id == "A02-1"]
    assert directing.function == ("direct",)
    assert directing.holder == ("市人民政府",)
