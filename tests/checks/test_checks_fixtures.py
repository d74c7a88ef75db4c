"""Each check fires on its bad fixture and is silent on its good one, and no error stands beside.

A fixture is one small regulation on flood control: NAME/{bad,good}.ttl, or a folder of that
name where the check needs the text too. owlrl is left out for speed, save for the check that
asks it for contradictions: the proofs give the same conclusions, as a slow test holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from dutygraph.audit.case import case_of
from dutygraph.audit.checks import checks
from dutygraph.audit.report import report
from dutygraph.findings import Finding
from dutygraph.names import ONTOLOGY, code
from dutygraph.triples import reasoned
from dutygraph.triples.axioms import axioms
from dutygraph.triples.proofs import Warrant, prove
from dutygraph.triples.reason import Inference, Triple
from dutygraph.triples.system import load

HERE = Path(__file__).parent
NAMES = [check.name for check in checks()]
Judged = Callable[[str, str], tuple[Finding, ...]]

each_check = pytest.mark.parametrize("name", NAMES)


def place(name: str, kind: str) -> Path:
    folder = HERE / name / kind
    return folder if folder.is_dir() else folder.with_suffix(".ttl")


def words(path: Path) -> bytes:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return b"\0".join(file.read_bytes() for file in files)


def findings(path: Path) -> tuple[Finding, ...]:
    return report(case_of(load(str(path)))).findings


@pytest.fixture(scope="module")
def judged() -> Iterable[Judged]:
    """Judge fixtures without owlrl, and those of the same words once."""
    known = axioms(load(str(place("no-entrust", "good"))).graph(str(ONTOLOGY)))
    seen: dict[bytes, tuple[Finding, ...]] = {}

    def proved(premises: Iterable[Triple]) -> Inference:
        given = frozenset(premises)
        found = prove(given, known, lambda _: Warrant())
        return Inference(frozenset(found.steps) - given, (), 0)

    def judge(name: str, kind: str) -> tuple[Finding, ...]:
        path = place(name, kind)
        if name == "inconsistent":
            return findings(path)
        key = words(path)
        if key not in seen:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(reasoned, "infer", proved)
                seen[key] = findings(path)
        return seen[key]

    return judge  # type: ignore[return-value]


def test_every_check_has_its_pair_and_no_folder_is_left_over() -> None:
    assert {p.name for p in HERE.iterdir() if p.is_dir() and p.name[0] != "_"} == set(NAMES)
    assert [str(p) for n in NAMES for k in ("bad", "good") if not (p := place(n, k)).exists()] == []


@each_check
def test_bad_fires(name: str, judged: Judged) -> None:
    found = judged(name, "bad")
    assert name in {f.check for f in found}
    assert [f for f in found if f.severity == "error" and f.check != name] == []


@each_check
def test_good_is_silent(name: str, judged: Judged) -> None:
    """Notes of other checks may stand, a warning or an error may not."""
    found = judged(name, "good")
    assert name not in {f.check for f in found}
    assert [f for f in found if f.severity != "note"] == []


@each_check
def test_a_finding_speaks_of_the_text_in_both_languages(name: str, judged: Judged) -> None:
    for finding in judged(name, "bad"):
        for text in (finding.message, finding.cure):
            assert text.zh
            assert text.en
            assert not set("{}") & set(text.zh + text.en)
        assert "不存在" not in finding.message.zh
        assert "does not exist" not in finding.message.en


def altered(tmp_path: Path, source: Path, *changes: tuple[str, str]) -> tuple[Finding, ...]:
    text = source.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "altered.ttl"
    path.write_text(text, encoding="utf-8")
    return findings(path)


def reason_of(found: tuple[Finding, ...], check: str) -> list[tuple[str, str]]:
    return [(f.severity, f.because_of) for f in found if f.check == check]


@pytest.mark.parametrize(
    ("relation", "because"),
    [("dg:inspects", "no-oversight county"), ("dg:directs", "no-entrust county")],
)
def test_a_lost_return_names_the_lost_link(tmp_path: Path, relation: str, because: str) -> None:
    """市监察委员会 acts on findings: without overseer or principal the return is lost too."""
    good = place("no-return", "good")
    found = altered(tmp_path, good, (f"{relation} flood:county", "dg:concerns flood:county"))
    assert reason_of(found, "no-return") == [("note", because)]
    assert [f.check for f in found if f.severity == "error"] == [because.split(maxsplit=1)[0]]


def test_a_frequency_without_any_overseer_names_the_lost_oversight(tmp_path: Path) -> None:
    good = place("uncounted", "good")
    found = altered(tmp_path, good, ("dg:inspects flood:county", "dg:concerns flood:county"))
    assert reason_of(found, "uncounted") == [("note", "no-oversight county")]


def test_a_report_to_itself_is_none(tmp_path: Path) -> None:
    """县人民政府 reports to itself: nobody hears of it, and no holder may be its own forum."""
    found = altered(
        tmp_path,
        place("no-return", "good"),
        ("dg:namesRecipient flood:city .", "dg:namesRecipient flood:county ."),
    )
    assert ("no-report", "county") in {(f.check, f.subject) for f in found}


REPORTED = "dg:namesRecipient flood:city , flood:supervision"
AT_CITY = 'emergency bureau"@en ;\n    dg:hasLevel level:city'


def test_a_silent_overseer_explains_what_follows(tmp_path: Path) -> None:
    """市应急管理局, put at the level of the text, has a row; its report goes to nobody named."""
    found = altered(
        tmp_path,
        place("no-return", "good"),
        (REPORTED, f"dg:isSilentOn <{code('aspect', 'recipient')}>"),
        (AT_CITY, AT_CITY.replace("level:city", "level:county")),
    )
    assert ("error", "") in reason_of(found, "no-report")
    assert reason_of(found, "no-return") == [("note", "no-report emergency")]
    assert reason_of(found, "dead-end-finding") == [("note", "no-report emergency")]


@pytest.mark.slow
@each_check
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_owlrl_gives_the_same_findings(name: str, kind: str, judged: Judged) -> None:
    assert judged(name, kind) == findings(place(name, kind))
