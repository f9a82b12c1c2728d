"""Code kept for the next run is run only where it is whole and nobody but the user can have written it."""

from __future__ import annotations

import hashlib
import marshal
import os
import subprocess
import sys
from pathlib import Path

import pytest
from generate import pair_of
from small import ROOT

from engine.generated import judging, keeping
from engine.generated.judging import judge_of
from engine.judge import by_reference
from engine.waiving import Waivers

PROGRAM, DOSSIER = pair_of(3)
RUN = """
from engine.generated.judging import judge_of
from engine.kinds import vocabulary
from engine.program import Program
judge_of(Program("", 2022, vocabulary(), {}, {}, ()))
"""
FOREIGN = "raise SystemExit('foreign code was run')"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, and where code is kept in it."""
    monkeypatch.setenv("JIXIAO_CACHE", str(tmp_path / "缓存"))
    return tmp_path / "缓存" / "generated"


def judged() -> object:
    """What a judge from the cache says."""
    waivers = Waivers.of(DOSSIER, 0)
    found = judge_of(PROGRAM).judge(DOSSIER, waivers)
    assert found == by_reference(PROGRAM, DOSSIER, waivers)[0]
    return found


def only(place: Path) -> Path:
    """The one file that is kept."""
    (found,) = place.glob("*")
    return found


def replaced(file: Path, source: str) -> None:
    """Puts other code into a file, packed as the engine packs it."""
    data = marshal.dumps(compile(source, "foreign", "exec"))
    file.write_bytes(hashlib.sha256(data).digest() + data)


def test_a_program_is_compiled_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = judged()
    monkeypatch.setattr(judging, "source_of", lambda _: pytest.fail("made again"))
    assert judged() == first
    assert only(place).stat().st_mode & 0o777 == 0o600
    assert place.stat().st_mode & 0o777 == 0o700


def test_code_is_found_again_by_the_next_run(place: Path) -> None:
    for seed in "123":
        environment = {**os.environ, "PYTHONHASHSEED": seed, "JIXIAO_CACHE": str(place.parent)}
        subprocess.run([sys.executable, "-c", RUN], cwd=ROOT, env=environment, check=True, timeout=60)
    assert only(place).suffix == ".code"


def test_another_program_or_another_engine_is_compiled_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judged()
    judge_of(pair_of(4)[0])
    monkeypatch.setattr(judging, "engine_stamp", lambda: "another")
    judged()
    judge_of(PROGRAM, "a digest that the caller has")
    assert len(list(place.glob("*.code"))) == 4


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_code_that_others_can_write_is_not_run(place: Path, mode: int) -> None:
    judged()
    replaced(only(place), FOREIGN)
    with pytest.raises(SystemExit):
        judge_of(PROGRAM)  # the user's own file is trusted, as Python trusts .pyc files
    only(place).chmod(mode)
    judged()


def test_a_folder_that_others_can_write_is_not_trusted(place: Path) -> None:
    judged()
    replaced(only(place), FOREIGN)
    place.chmod(0o777)
    judged()


def test_code_of_another_user_is_not_run(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judged()
    replaced(only(place), FOREIGN)
    monkeypatch.setattr(os, "getuid", lambda: 4321)
    judged()


def test_a_link_to_code_elsewhere_is_not_followed(place: Path, tmp_path: Path) -> None:
    judged()
    file = only(place)
    replaced(file, FOREIGN)
    file.rename(tmp_path / "anderswo")
    file.symlink_to(tmp_path / "anderswo")
    judged()


@pytest.mark.parametrize("cut", [0, 1, 31, 32, 33, 200, -1])
def test_damaged_code_is_made_again(place: Path, cut: int) -> None:
    judged()
    data = only(place).read_bytes()
    only(place).write_bytes(data[:cut])
    judged()
    assert only(place).read_bytes() == data


def test_a_file_with_one_byte_changed_anywhere_is_made_again(place: Path) -> None:
    judged()
    data = only(place).read_bytes()
    for at in range(0, len(data), len(data) // 40):
        only(place).write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        judged()


@pytest.mark.parametrize("kept", [b"", b"N", marshal.dumps("text"), marshal.dumps([1]), b"\xfb\x00"])
def test_what_is_whole_but_no_code_is_made_again(place: Path, kept: bytes) -> None:
    judged()
    only(place).write_bytes(hashlib.sha256(kept).digest() + kept)
    judged()


def test_an_empty_name_turns_keeping_off(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_CACHE", "")
    judged()
    assert not place.exists()


def test_a_place_that_cannot_be_written_is_no_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Datei").write_text("", encoding="utf-8")
    monkeypatch.setenv("JIXIAO_CACHE", str(tmp_path / "Datei"))
    judged()


def test_only_the_youngest_are_kept(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 3)
    for number in range(5):
        judge_of(PROGRAM, str(number))
        for file in place.glob("*"):
            os.utime(file, (file.stat().st_mtime - 10,) * 2)
    assert len(list(place.glob("*"))) == 3
    monkeypatch.setattr(judging, "source_of", lambda _: pytest.fail("made again"))
    judge_of(PROGRAM, "4")
