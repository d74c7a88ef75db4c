"""Does `validate` tell a fault of the data from what cannot be judged, in every format?"""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

Answer = tuple[int, str, str]
Cli = Callable[..., Answer]

SHAPES = Path(__file__).parents[1] / "shapes"


def fixture(shape: str, kind: str = "bad") -> Path:
    return SHAPES / shape / f"{kind}.ttl"


@pytest.fixture
def litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to stand in, with things that are no ontology."""
    monkeypatch.chdir(tmp_path)
    Path("hollow").mkdir()
    Path("torn.ttl").write_text("<a:甲> a", encoding="utf-8")
    Path("notes.txt").write_text("不是数据", encoding="utf-8")


def line_of(path: Path, start: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, start=1) if line.startswith(start))


def test_a_broken_shape_is_a_finding(cli: Cli) -> None:
    path = fixture("post-holder")
    code, out, err = cli("validate", path, "-f", "csv")
    assert code == 1
    assert "跳过" in err  # one file has no text: said on standard error
    assert err.count("\n") == 1
    (row,) = csv.DictReader(io.StringIO(out))
    assert row["kind"] == "post-holder"
    assert row["place"] == f"{path}:{line_of(path, 'river:head')}"
    assert (row["severity"], row["subject"], row["value"]) == ("error", "head", "deputy")
    assert row["message"].startswith("县长：")
    assert "dg:isPostIn" in row["cure"]


@pytest.mark.parametrize("form", ["table", "json", "csv", "tsv", "md"])
def test_every_format_speaks_both_languages(cli: Cli, form: str) -> None:
    path = fixture("post-holder")
    flat = {
        lang: re.sub(r"[\s\\]+", "", cli("validate", path, "-f", form, "--lang", lang)[1])
        for lang in ("zh", "en")
    }
    assert "post-holder" in flat["zh"]
    assert "post-holder" in flat["en"]
    if form != "table":  # a screen folds words between columns
        assert "任职的对象不是机构" in flat["zh"]
        assert "让dg:isPostIn指向职务所在的机构" in flat["zh"]
        assert "isnobody,jointholderorgroup" in flat["en"]
        assert "Letdg:isPostInleadtothebodyofthepost" in flat["en"]


def test_the_bar_is_the_users(cli: Cli) -> None:
    warned = fixture("holder-label")
    assert cli("validate", warned)[0] == 1
    assert cli("validate", warned, "--fail-on", "error")[0] == 0
    noted = fixture("excerpt-use")
    assert cli("validate", noted)[0] == 1
    assert cli("validate", noted, "--fail-on", "warning")[0] == 0


def test_what_was_skipped_is_said(cli: Cli) -> None:
    code, out, err = cli("validate", fixture("post-holder", "good"), "-f", "json")
    found = json.loads(out)
    assert (code, err, found["sound"], found["findings"]) == (0, "", True, [])
    assert found["skipped"] == ["unanchored", "uncovered-text"]
    code, out, err = cli("validate", "toy", "-f", "json")
    assert (code, err, json.loads(out)["skipped"]) == (0, "", [])


def test_a_finding_that_is_an_error_is_not_sound(cli: Cli) -> None:
    code, out, _ = cli("validate", fixture("post-holder"), "-f", "json")
    found = json.loads(out)
    assert (code, found["sound"]) == (1, False)
    assert [(f["kind"], f["severity"]) for f in found["findings"]] == [("post-holder", "error")]


def test_a_form_goes_before_the_shapes(cli: Cli) -> None:
    """Both say that a report needs a recipient; the form refuses, and says it once."""
    code, out, err = cli("validate", fixture("report-recipient"), "-f", "json")
    assert code == 2
    assert "has no recipient" in err
    assert [f["kind"] for f in json.loads(out)["findings"]] == ["form"]


def test_a_norm_without_words_is_told_once(cli: Cli, toy_folder: Path) -> None:
    norms = toy_folder / "norms.ttl"
    text = norms.read_text(encoding="utf-8")
    start = text.index("toy:A09-1\n")
    changed = text[:start] + text[start:].replace("dg:quotes", "dg:hasCondition", 1)
    norms.write_text(changed, encoding="utf-8")
    code, out, _ = cli("validate", toy_folder, "-f", "json")
    found = [f for f in json.loads(out)["findings"] if f["subject"] == "A09-1"]
    assert code == 1
    assert [f["kind"] for f in found] == ["norm-words"]
    assert found[0]["place"] == f"{norms}:{line_of(norms, 'toy:A09-1')}"


def test_a_style_fault_of_an_ontology(cli: Cli, tmp_path: Path) -> None:
    for name in ("property-name", "header-imports"):
        shutil.copy(fixture(name), tmp_path / f"{name}.ttl")
    one, other = tmp_path / "header-imports.ttl", tmp_path / "property-name.ttl"
    code, out, err = cli("validate", "--ontology", tmp_path, "-f", "json")
    found = {f["kind"]: f for f in json.loads(out)["findings"]}
    assert (code, err) == (1, "")
    assert found.keys() == {"property-name", "header-imports"}
    assert found["property-name"]["place"] == f"{other}:{line_of(other, 'ex:Patrols')}"
    assert (
        found["header-imports"]["place"] == f"{one}:{line_of(one, '<https://example.org/river>')}"
    )
    assert found["header-imports"]["value"] == "<http://www.w3.org/ns/org>"
    assert cli("validate", "--ontology", fixture("term-label", "good"))[0] == 0


def test_a_fault_of_a_file_stands_at_the_file(cli: Cli) -> None:
    path = fixture("file-header")
    code, out, _ = cli("validate", "--ontology", path, "-f", "json")
    (found,) = json.loads(out)["findings"]
    assert (code, found["place"]) == (1, str(path))
    assert found["message"].startswith("bad.ttl：")


@pytest.mark.parametrize(
    ("args", "place", "word"),
    [
        ([], "SYSTEM: ", "name a bundled system"),
        (["toy", "yunfu-2017"], "yunfu-2017: ", "one too many"),
        (["toy", "--fail-on", "x"], "x: ", "warning"),
        (["--ontology", "gone.ttl"], r"gone\.ttl: ", "check the path"),
        (["--ontology", "hollow"], "hollow: ", "name another folder"),
        (["--ontology", "torn.ttl"], r"torn\.ttl:1:", "mend the syntax"),
        (["--ontology", "notes.txt"], r"notes\.txt: ", ".ttl"),
    ],
)
@pytest.mark.usefixtures("litter")
def test_what_cannot_be_read_is_an_error(cli: Cli, args: list[str], place: str, word: str) -> None:
    code, out, err = cli("validate", *args)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert re.match(place, err), err
    assert word in err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_explain_a_shape(cli: Cli, lang: str) -> None:
    code, out, err = cli("explain", "consequence-imposer", "--lang", lang)
    assert (code, err) == (0, "")
    assert out.startswith("# consequence-imposer  ")
    assert "dg:isImposedBy" in out
    assert "shape:consequence-imposer\n" in out
    assert ("奖惩的实施者" if lang == "zh" else "imposer of a consequence") in out.splitlines()[0]


def test_explain_guesses_a_shape(cli: Cli) -> None:
    code, _, err = cli("explain", "norm-wrods")
    assert code == 2
    assert "did you mean norm-words?" in err
