"""Does a crate keep the rules of RO-Crate 1.2, and its bytes?

Source: RO-Crate Metadata Specification 1.2, “Root Data Entity”, “Data Entities”.
"""

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from dutygraph import places
from dutygraph.errors import SourceError
from dutygraph.out.pipeline.archive import write_all

Edit = Callable[[str, str, str], None]
METADATA = "ro-crate-metadata.json"


@pytest.fixture(scope="module")
def folder(command: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("crates") / "yunfu"
    done = command("crate", "yunfu-2017", "-o", target)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return target


def entities(folder: Path) -> dict[str, dict[str, Any]]:
    metadata = json.loads((folder / METADATA).read_text(encoding="utf-8"))
    assert set(metadata) == {"@context", "@graph"}
    found = {entity["@id"]: entity for entity in metadata["@graph"]}
    assert len(found) == len(metadata["@graph"])
    return found


def paths(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def references(value: object) -> list[str]:
    if isinstance(value, dict):
        return [value["@id"]] if set(value) == {"@id"} else ["nested"]
    return [r for v in value for r in references(v)] if isinstance(value, list) else []


def test_descriptor_names_specification_and_root(folder: Path) -> None:
    metadata = json.loads((folder / METADATA).read_text(encoding="utf-8"))
    assert metadata["@context"] == "https://w3id.org/ro/crate/1.2/context"
    assert entities(folder)[METADATA] == {
        "@id": METADATA,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.2"},
    }


def test_root_has_every_required_property(folder: Path) -> None:
    root = entities(folder)["./"]
    assert root["@type"] == "Dataset"
    assert "云浮市全面落实脱贫攻坚责任制实施细则" in root["name"]
    assert root["description"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", root["datePublished"])
    licence = entities(folder)[root["license"]["@id"]]
    assert licence["name"] == "Creative Commons Attribution 4.0 International"
    assert licence["description"]


def test_graph_is_flat_and_every_reference_leads_somewhere(folder: Path) -> None:
    known = entities(folder)
    assert all("@type" in entity for entity in known.values())
    found = {
        reference
        for entity in known.values()
        for value in entity.values()
        for reference in references(value)
    }
    assert found - set(known) == {"https://w3id.org/ro/crate/1.2"}


def test_files_are_those_listed_with_size_and_checksum(folder: Path) -> None:
    known = entities(folder)
    listed = {i: e for i, e in known.items() if e["@type"] == "File"}
    assert {unquote(i) for i in listed} | {METADATA} == paths(folder)
    assert [part["@id"] for part in known["./"]["hasPart"]] == sorted(listed)
    for name, entity in listed.items():
        raw = (folder / unquote(name)).read_bytes()
        assert entity["contentSize"] == str(len(raw))
        assert entity["sha256"] == hashlib.sha256(raw).hexdigest()
        assert re.fullmatch(r"[a-z]+/[a-z-]+", entity["encodingFormat"])
        assert entity["name"]


def test_data_text_ontology_and_citation_are_in_it_unchanged(folder: Path) -> None:
    ours = (places.data() / "yunfu-2017").iterdir()
    kinds = {".ttl", ".txt", ".md", ".toml"}
    own = {f"data/{p.name}": p for p in ours if p.suffix in kinds}
    top = places.ontology()
    own |= {
        f"ontology/{p.relative_to(top).as_posix()}": p
        for p in top.rglob("*")
        if p.suffix in {".ttl", ".rq"}
    }
    assert "data/source.txt" in own
    own["data/LICENSE"] = places.data() / "LICENSE"
    own["CITATION.cff"] = Path(__file__).parents[2] / "CITATION.cff"
    for name, path in own.items():
        assert (folder / name).read_bytes() == path.read_bytes()
    assert "dcat:Dataset" in (folder / "dataset.ttl").read_text(encoding="utf-8")


def test_instrument_is_a_work_with_date_and_publisher(folder: Path) -> None:
    known = entities(folder)
    instrument = known[known["./"]["isBasedOn"]["@id"]]
    assert "CreativeWork" in instrument["@type"]
    assert instrument["datePublished"] == "2017-05-26"
    (publisher,) = instrument["publisher"]
    assert known[publisher["@id"]]["name"].startswith("市扶贫开发领导小组")


def test_the_text_of_the_regulation_gets_no_licence_of_ours(folder: Path) -> None:
    known = entities(folder)
    assert "license" not in known["data/source.txt"]
    for name in ("norms.ttl", "expected.toml", "README.md"):
        assert known[f"data/{name}"]["license"] == known["./"]["license"]


def test_zip_and_folder_hold_the_same(
    command: Callable[..., Any], folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "yunfu.zip"
    assert command("crate", "yunfu-2017", "-o", target).returncode == 0
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == paths(folder)
        for name in archive.namelist():
            assert archive.read(name) == (folder / name).read_bytes()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_zip_has_the_same_bytes_in_every_run(command: Callable[..., Any], tmp_path: Path) -> None:
    runs = []
    for seed in (1, 2):
        target = tmp_path / f"{seed}.zip"
        command("crate", "toy", "-o", target, PYTHONHASHSEED=str(seed), TZ=f"UTC-{seed}")
        runs.append(target.read_bytes())
    assert runs[0] == runs[1]


def test_date_of_publication_can_be_stated(command: Callable[..., Any], tmp_path: Path) -> None:
    target = tmp_path / "crate"
    command("crate", "toy", "-o", target, "--published", "2027-01-31")
    assert entities(target)["./"]["datePublished"] == "2027-01-31"


def test_a_crate_of_ones_own_names_no_author_of_ours(
    command: Callable[..., Any], second: Path, tmp_path: Path
) -> None:
    extra = second / "补充 数据.ttl"
    extra.write_text("@prefix x: <http://x.example/> . x:a x:b x:c .", encoding="utf-8")
    target = tmp_path / "crate"
    assert command("crate", second, "-o", target).returncode == 0
    known = entities(target)
    assert "author" not in known["./"]
    assert "version" not in known["./"]
    assert not (target / "CITATION.cff").exists()
    assert known["data/补充%20数据.ttl"]["sha256"] == hashlib.sha256(extra.read_bytes()).hexdigest()
    assert (target / "data" / extra.name).is_file()


def test_an_empty_folder_is_filled_and_a_full_one_refused(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    empty, full = tmp_path / "empty", tmp_path / "full"
    for place in (empty, full):
        place.mkdir()
    (full / "note.txt").write_text("mine", encoding="utf-8")
    assert command("crate", "toy", "-o", empty).returncode == 0
    assert (empty / METADATA).is_file()
    for taken in (full, full / "note.txt"):
        done = command("crate", "toy", "-o", taken)
        assert done.returncode == 2
        assert "is no empty folder" in done.stderr
    assert [p.name for p in full.iterdir()] == ["note.txt"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty", "full"]


def test_standard_output_takes_the_zip(command: Callable[..., Any], tmp_path: Path) -> None:
    target = tmp_path / "toy.zip"
    assert command("crate", "toy", "-o", target).returncode == 0
    program = Path(sys.executable).with_name("dutygraph")
    piped = subprocess.run(
        [program, "crate", "toy", "-o", "-"], cwd=tmp_path, check=True, capture_output=True
    )
    assert piped.stdout == target.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["toy.zip"]


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    # “b” cannot be a file and a folder at once, and it is met when “a” is written already.
    with pytest.raises(SourceError, match="cannot be written"):
        write_all({"a": b"1", "b": b"2", "b/c": b"3"}, tmp_path / "crate")
    assert list(tmp_path.iterdir()) == []
    write_all({"a": b"1", "b/c": b"3"}, tmp_path / "crate")
    assert (tmp_path / "crate" / "b" / "c").read_bytes() == b"3"
    assert [p.name for p in tmp_path.iterdir()] == ["crate"]


def test_a_link_is_not_followed_over_what_it_names(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "note.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    done = command("crate", "toy", "-o", tmp_path / "link")
    assert done.returncode == 2
    assert [p.name for p in (tmp_path / "kept").iterdir()] == ["note.txt"]


def test_nothing_is_left_where_nothing_can_be_written(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    done = command("crate", "toy", "-o", tmp_path / "missing" / "crate")
    assert done.returncode == 2
    assert "cannot be written (no such file or directory)" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_crate_needs_a_licence(
    command: Callable[..., Any], edit: Edit, second: Path, tmp_path: Path
) -> None:
    licence = "    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;\n"
    edit("provisions.ttl", licence, '    dcterms:license "free" ;\n')
    done = command("crate", second, "-o", tmp_path / "crate")
    assert done.returncode == 2
    assert "states no licence" in done.stderr
    assert not (tmp_path / "crate").exists()


def test_a_date_that_is_none_is_refused(command: Callable[..., Any], tmp_path: Path) -> None:
    done = command("crate", "toy", "-o", tmp_path / "crate", "--published", "2027-02-30")
    assert done.returncode == 2
    assert "--published 2027-02-30: is no date" in done.stderr
