"""Is what was inferred before used again, and only when it is whole and of the same content?"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dutygraph import places
from dutygraph.audit.case import Case, case_of
from dutygraph.names import DATA
from dutygraph.triples import cache, reasoned
from dutygraph.triples.reason import Inference
from dutygraph.triples.system import System, load

PROGRAM = str(Path(sys.executable).parent / "dutygraph")
Edit = Callable[..., System]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    top = tmp_path / "缓存 cache"
    monkeypatch.setenv(places.CACHE, str(top))
    return top


def judged() -> Case:
    return case_of(load("toy"))


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
    second = judged()
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
    assert len(list(here.iterdir())) == 2
    assert less.verdicts != whole.verdicts


@pytest.mark.usefixtures("here")
def test_another_version_of_the_program_infers_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    system = load("toy")
    judged()
    assert cache.recall(system.store)
    monkeypatch.setattr(cache, "__version__", "999")
    cache._circumstances.cache_clear()
    try:
        assert cache.recall(system.store) is None
    finally:
        cache._circumstances.cache_clear()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda raw: raw[: len(raw) // 2],
    "no head": lambda raw: raw.partition(b"\n")[2],
    "a byte changed": lambda raw: raw[:-40] + bytes([raw[-40] ^ 1]) + raw[-39:],
    "a line gone": lambda raw: b"\n".join(raw.split(b"\n")[:-2]) + b"\n",
    "something else": lambda _: b"\x00\xff" * 500,
    "a list": lambda _: b"[]\n",
    "a null": lambda raw: raw.replace(b'"clashes": []', b'"clashes": 1'),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_entry_is_made_again(here: Path, damage: str) -> None:
    first = judged()
    (entry,) = here.iterdir()
    sound = entry.read_bytes()
    entry.write_bytes(DAMAGES[damage](sound))
    assert alike(first, judged())
    assert entry.read_bytes() == sound
    assert list(here.iterdir()) == [entry]


def test_a_folder_that_cannot_be_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toy_case: Case
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file", encoding="utf-8")
    monkeypatch.setenv(places.CACHE, str(taken))
    assert judged().verdicts == toy_case.verdicts
    assert taken.read_text(encoding="utf-8") == "a file"


def test_unsound_data_are_refused_although_their_inference_is_kept(
    here: Path, edit: Edit, toy_case: Case
) -> None:
    """Reasoning alone does not vouch for the forms; only judging, which checks them, does."""
    system = edit(toy_case.system)
    reasoned.reason(system)
    kept = cache.recall(system.store)
    assert kept
    assert not kept.sound
    cache.clear()
    assert list(here.iterdir()) == []
    case_of(edit(toy_case.system))
    kept = cache.recall(edit(toy_case.system).store)
    assert kept
    assert kept.sound


def test_the_oldest_entries_go(here: Path, monkeypatch: pytest.MonkeyPatch, edit: Edit) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRIES", 2)
    system = load("toy")
    kept = cache.Kept((), (), (), 0, sound=True)
    for name in ("A03-1", "A05-1", "A07-1"):
        cache.remember(edit(system, without=[str(DATA[f"toy/{name}"])]).store, kept)
    assert len(list(here.iterdir())) == 2
    cache.remember(system.store, replace(kept, dropped=7))
    found = cache.recall(system.store)
    assert found
    assert found.dropped == 7


def test_two_processes_at_once_leave_one_whole_entry(here: Path) -> None:
    command = [PROGRAM, "check", "toy", "--format", "json"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    answers = {process.communicate()[0] for process in running}
    assert [process.returncode for process in running] == [1, 1, 1]
    assert len(answers) == 1
    (entry,) = here.iterdir()
    assert cache.recall(load("toy").store) is not None
    assert entry.suffix == ".inferred"


def test_the_command_says_what_is_kept_and_clears_it(here: Path) -> None:
    def run(*args: str) -> str:
        command = [PROGRAM, "cache", *args]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert run() == f"{here}: 0 entries, 0 KiB\n"
    judged()
    assert run().startswith(f"{here}: 1 entry, ")
    assert run("--clear").startswith(f"{here}: removed 1 entry, ")
    assert list(here.iterdir()) == []
