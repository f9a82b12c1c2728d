"""The cache only saves time: what is kept is what was read, and nothing foreign is ever loaded."""

from __future__ import annotations

import os
import pickle
import stat
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from small import (
    CLOSING,
    ITEMS,
    OTHER,
    SPENT,
    checked,
    facts_text,
    library,
    states,
    write_rules,
)

from engine import cache
from engine.library import Library, open_library
from engine.mistakes import MistakesFound
from engine.report import renderer


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    folder = tmp_path / "缓存"
    monkeypatch.setenv("JIXIAO_CACHE", str(folder))
    return folder


def kept(place: Path, folder: Path) -> Library:
    """A library that was checked with and kept."""
    books = library(folder, SPENT, OTHER, CLOSING)
    checked(books, ITEMS)
    books.keep()
    assert len(list(place.glob("*.cache"))) == 1
    return books


def test_a_library_from_the_cache_is_the_library_that_was_kept(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept(place, tmp_path / "规则")
    monkeypatch.setattr("engine.loading.load_checked", lambda *_: pytest.fail("read the files again"))
    again = open_library(tmp_path / "规则")
    assert again.book.rules == first.book.rules
    assert again.programs == first.programs
    shown = renderer("json")
    assert shown([checked(again, ITEMS)]) == shown([checked(first, ITEMS)])


def test_a_library_is_kept_again_only_when_something_was_added(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept(place, tmp_path / "规则")
    written: list[str] = []
    monkeypatch.setattr(cache, "keep", lambda key, value: written.append(key))
    again = open_library(tmp_path / "规则")
    for books in (first, again):
        checked(books, ITEMS)
        books.keep()
    assert written == []
    checked(again, facts_text(ITEMS, year=2021))
    again.keep()
    assert len(written) == 1
    for year in range(1990, 2030):  # more than anybody checks at once
        checked(again, facts_text(ITEMS, year=year))
    again.keep()
    assert len(written) == 1


def test_a_changed_rule_file_is_read_again(tmp_path: Path, place: Path) -> None:
    kept(place, tmp_path / "规则")
    again = library(tmp_path / "规则", SPENT.replace("100元", "50元"), OTHER, CLOSING)
    assert states(checked(again, ITEMS), "BUD-001")["甲"] == "未发现问题"


def test_a_changed_engine_reads_again(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(place, tmp_path / "规则")
    asked: list[str] = []
    recall = cache.recall
    monkeypatch.setattr(cache, "recall", lambda key: (asked.append(key), recall(key))[1])
    open_library(tmp_path / "规则")
    monkeypatch.setattr(cache, "engine_stamp", lambda: "another engine")
    open_library(tmp_path / "规则")
    assert asked[0] != asked[1]


def test_a_rulebook_with_mistakes_is_never_kept(tmp_path: Path, place: Path) -> None:
    with pytest.raises(MistakesFound):
        library(tmp_path / "规则", SPENT.replace("支出 ≥", "支处 ≥"))
    assert not place.exists()


@pytest.mark.parametrize("data", [b"", b"not a pickle", b"\x80\x05K\x01.", pickle.dumps({"a": 1})])
def test_a_damaged_or_foreign_cache_file_is_as_good_as_none(tmp_path: Path, place: Path, data: bytes) -> None:
    kept(place, tmp_path / "规则")
    (file,) = place.glob("*.cache")
    file.write_bytes(data)
    assert states(checked(open_library(tmp_path / "规则"), ITEMS), "BUD-001")["甲"] == "发现问题"


def call(module: str, name: str, *arguments: str) -> bytes:
    """A pickle that calls something with texts when it is read."""

    def text(word: str) -> bytes:
        raw = word.encode()
        return b"\x8c" + bytes([len(raw)]) + raw

    return b"\x80\x04" + text(module) + text(name) + b"\x93(" + b"".join(map(text, arguments)) + b"tR."


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"), ("posix", "system"), ("builtins", "eval"), ("builtins", "getattr"), ("pathlib", "Path"),
        ("engine.cache", "os.system"), ("engine.cache", "pickle.loads"), ("engine.cache", "Path"),
        ("engine.cache", "keep"), ("engine.terminal", "say"), ("engine.terminal", "write"),
        ("engine.library", "open_library"),
        ("fractions", "Fraction.from_float"),
    ],
)  # fmt: skip
def test_the_cache_reads_nothing_but_the_plain_classes_of_the_engine(module: str, name: str) -> None:
    with pytest.raises(pickle.UnpicklingError):
        cache.load(call(module, name, "echo 坏"))


def test_the_cache_folder_is_private_and_small(tmp_path: Path, place: Path) -> None:
    for number in range(25):
        cache.keep(f"{number}", number)
        os.utime(place / f"{number}.cache", (number, number))
    cache.keep("last", "x")
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert len(list(place.iterdir())) == 20
    assert (cache.recall("last"), cache.recall("24"), cache.recall("0")) == ("x", 24, None)


def test_no_cache_is_used_when_it_is_turned_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_CACHE", "")
    cache.keep("甲", 1)
    assert (cache.folder(), cache.recall("甲")) == (None, None)


def test_a_cache_folder_that_cannot_be_written_is_no_mistake_of_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    monkeypatch.setenv("JIXIAO_CACHE", str(tmp_path / "文件" / "下面"))
    cache.keep("甲", 1)
    assert cache.recall("甲") is None


def test_the_cache_lies_where_the_system_keeps_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIXIAO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.folder() == tmp_path / "jixiao"


def test_the_fingerprint_is_of_names_and_contents(tmp_path: Path) -> None:
    def fingerprint(**files: str) -> str:
        folder = tmp_path / str(Random(repr(files)).random())
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return cache.fingerprint(sorted(folder.iterdir()), folder)

    same = fingerprint(a="1", b="2")
    assert same == fingerprint(b="2", a="1") != fingerprint(a="2", b="1")
    assert len({same, fingerprint(a="12", b=""), fingerprint(a="1", c="2"), fingerprint(a="1b", b="2")}) == 4


def test_a_hidden_file_is_no_rule(tmp_path: Path) -> None:
    folder = write_rules(tmp_path, SPENT)
    (folder / "类" / ".BUD-001.yaml").write_text("半成品", encoding="utf-8")
    assert list(open_library(folder).book.rules) == ["BUD-001"]


def test_what_is_packed_comes_out_the_same_fractions_included() -> None:
    value = {"甲": (Fraction(1, 3), Fraction(-(10**30)), [Fraction(7, 2**70)]), "乙": frozenset({Fraction(0)})}
    assert cache.load(cache.packed(value)) == value


def test_every_source_file_that_what_is_kept_may_come_from_is_in_the_stamp() -> None:
    engine = Path(cache.__file__).parent
    names = {stamp.split(":")[0] for stamp in cache._stamps(str(engine), "", cache._WORKBENCH)}
    apart = [engine / name for name in cache._WORKBENCH]
    files = (path for path in engine.rglob("*.py") if not any(place in path.parents for place in apart))
    assert names == {path.relative_to(engine).as_posix() for path in files}
    assert {"cache.py", "durable/plan.py", "generated/__init__.py"} <= names
