"""Is what was inferred before used again, and only when it is whole and of the same content?"""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest

from dutygraph import places
from dutygraph.audit import case as audited
from dutygraph.audit.case import Case, case_of
from dutygraph.errors import DataError
from dutygraph.names import ASSERTED, DATA, DG
from dutygraph.net.kept import read_net, write_net
from dutygraph.net.links import Net
from dutygraph.triples import cache, reasoned
from dutygraph.triples.reason import Inference
from dutygraph.triples.system import System, load, node

PROGRAM = str(Path(sys.executable).parent / "dutygraph")
Edit = Callable[..., System]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    top = tmp_path / "缓存 cache"
    monkeypatch.setenv(places.CACHE, str(top))
    return top


def judged() -> Case:
    case = case_of(load("toy"))
    _ = case.net
    return case


def refuse(*_: object) -> Inference:
    raise AssertionError("inferred again")


def alike(one: Case, other: Case) -> bool:
    a, b = one.reasoned, other.reasoned
    return (
        a.inference == b.inference
        and a.by_rule == b.by_rule
        and list(a.by_rule) == list(b.by_rule)
        and set(one.system.store) == set(other.system.store)
        and one.verdicts == other.verdicts
    )


@pytest.mark.usefixtures("here")
def test_the_second_run_infers_nothing_and_knows_the_same(
    monkeypatch: pytest.MonkeyPatch, toy_case: Case
) -> None:
    first = judged()
    monkeypatch.setattr(reasoned, "infer", refuse)
    monkeypatch.setattr(audited, "net", refuse)
    monkeypatch.setattr(audited, "problems", refuse)
    second = judged()
    monkeypatch.undo()
    assert alike(first, second)
    assert alike(second, case_of(load("toy")))
    assert second.reasoned.inference == toy_case.reasoned.inference


def test_without_a_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(places.CACHE, "")
    monkeypatch.chdir(tmp_path)
    judged()
    assert list(tmp_path.iterdir()) == []
    assert cache.folder() is None
    assert cache.entries() == ()
    assert cache.clear() == 0


def test_a_norm_more_or_less_is_another_entry(here: Path, edit: Edit) -> None:
    whole = judged()
    less = case_of(edit(whole.system, without=[str(DATA["toy/A05-1"])]))
    assert len(list(here.glob("*.inferred.*"))) == 2
    assert less.verdicts != whole.verdicts


@pytest.mark.usefixtures("here")
def test_another_version_of_the_program_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    system = load("toy")
    name = cache.content(system.store)
    monkeypatch.setattr(cache, "__version__", "999")
    cache.code_digest.cache_clear()
    try:
        assert cache.content(system.store) != name
    finally:
        cache.code_digest.cache_clear()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda raw: raw[: len(raw) // 2],
    "no head": lambda raw: raw.partition(b"\n")[2],
    "a byte more": lambda raw: raw + b" ",
    "a byte changed": lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]),
    "something else": lambda _: b"\x00\xff" * 500,
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("part", ["inferred", "net", "sound"])
def test_a_broken_entry_is_made_again(here: Path, part: str, damage: str) -> None:
    first = judged()
    (entry,) = here.glob(f"*.{part}.*")
    sound, others = entry.read_bytes(), set(here.iterdir())
    entry.write_bytes(DAMAGES[damage](sound))
    assert alike(first, judged())
    assert entry.read_bytes() == sound
    assert set(here.iterdir()) == others


def test_a_folder_that_cannot_be_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toy_case: Case
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file", encoding="utf-8")
    monkeypatch.setenv(places.CACHE, str(taken))
    assert judged().verdicts == toy_case.verdicts
    assert taken.read_text(encoding="utf-8") == "a file"


def test_data_that_break_a_form_are_refused_although_they_were_reasoned_over(
    here: Path, toy_case: Case, edit: Edit
) -> None:
    """Reasoning does not vouch for the forms; a norm without its force stays refused."""
    graph = toy_case.system.store.quads_for_pattern(None, node(DG.hasForce), None, node(ASSERTED))
    forces = [tuple(str(term).strip("<>") for term in list(quad)[:3]) for quad in graph]
    reasoned.reason(edit(toy_case.system, less=forces[:1]))
    assert list(here.glob("*.inferred.*"))
    for _ in range(2):
        with pytest.raises(DataError, match="exactly one force"):
            case_of(edit(toy_case.system, less=forces[:1]))
    assert list(here.glob("*.sound.*")) == []


def test_the_oldest_entries_go(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRIES", 2)
    for number, name in enumerate(("a", "b", "c")):
        cache.remember(name, "part", b"words")
        os.utime(here / f"{name}.part.kept", (number, number))
    cache.remember("d", "part", b"words")
    assert [name for name in "abcd" if cache.recall(name, "part")] == ["c", "d"]


@pytest.mark.parametrize("name", ["toy", "yunfu-2017"])
def test_a_net_is_read_as_it_was_written(name: str, request: pytest.FixtureRequest) -> None:
    found: Net = request.getfixturevalue("toy_case" if name == "toy" else "yunfu_case").net
    again = read_net(write_net(found))
    for net in (found, again):
        assert list(net.links.edges(keys=True))
    assert list(again.links.edges(keys=True, data=True)) == list(
        found.links.edges(keys=True, data=True)
    )
    triggered = [
        [s.triggered for s in net.supports(*edge)]
        for net in (found, again)
        for edge in net.links.edges(keys=True)
    ]
    assert triggered[: len(triggered) // 2] == triggered[len(triggered) // 2 :]
    bare: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    assert replace(again, links=bare) == replace(found, links=bare)


def test_two_processes_at_once_leave_one_whole_entry(here: Path) -> None:
    command = [PROGRAM, "check", "toy", "--format", "json"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    answers = {process.communicate()[0] for process in running}
    assert [process.returncode for process in running] == [1, 1, 1]
    assert len(answers) == 1
    (name,) = {path.name.partition(".")[0] for path in here.iterdir()}
    assert sorted(path.name for path in here.iterdir()) == [
        f"{name}.{part}.kept" for part in ("inferred", "net", "sound")
    ]
    assert all(cache.recall(name, part) is not None for part in ("inferred", "net", "sound"))


def test_the_command_says_what_is_kept_and_clears_it(here: Path) -> None:
    def run(*args: str) -> str:
        command = [PROGRAM, "cache", *args]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert run() == f"{here}: 0 entries, 0 KiB\n"
    judged()
    assert run().startswith(f"{here}: 3 entries, ")
    assert run("--clear").startswith(f"{here}: removed 3 entries, ")
    assert list(here.iterdir()) == []
