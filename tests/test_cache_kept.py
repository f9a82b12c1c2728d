"""What is kept is used only where it is whole, the user's own, and what the files of a rulebook still say."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import ITEMS, OTHER, REGION, SPENT, checked, library

from engine import cache
from engine.batch.kit import Kit
from engine.library import open_library
from engine.mistakes import MistakesFound
from engine.verdict import NoResult


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    folder = tmp_path / "缓存"
    monkeypatch.setenv("JIXIAO_CACHE", str(folder))
    return folder


@given(st.data())
def test_a_file_of_which_a_bit_was_flipped_or_the_end_lost_or_of_another_key_is_as_good_as_none(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        place = tmp_path_factory.mktemp("缓存")
        patch.setenv("JIXIAO_CACHE", str(place))
        value = {"甲": ["一句要紧的话", 7, Fraction(1, 3)]}
        cache.keep("甲", value)
        assert cache.recall("甲") == value
        content = bytearray((place / "甲.cache").read_bytes())
        (place / "乙.cache").write_bytes(content)
        assert cache.recall("乙") is None
        at = data.draw(st.integers(0, len(content) - 1))
        if data.draw(st.booleans()):
            del content[at:]
        else:
            content[at] ^= 1 << data.draw(st.integers(0, 7))
        (place / "甲.cache").write_bytes(content)
        assert cache.recall("甲") is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners")
def test_what_others_can_write_is_as_good_as_none(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.keep("甲", 1)
    for mode, found in ((0o600, 1), (0o644, 1), (0o660, None), (0o602, None)):
        (place / "甲.cache").chmod(mode)
        assert cache.recall("甲") == found
    (place / "甲.cache").chmod(0o600)
    monkeypatch.setattr(os, "getuid", lambda: (place / "甲.cache").stat().st_uid + 1)
    assert cache.recall("甲") is None


def test_rules_that_change_while_they_are_read_are_not_kept_as_what_they_were(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library(tmp_path / "规则", SPENT)
    from engine import loading

    read = loading.load_checked

    def edited(*words: Any) -> Any:
        file = next((tmp_path / "规则").rglob("BUD-001.yaml"))
        file.write_text(file.read_text(encoding="utf-8") + "\n# 改了", encoding="utf-8")
        return read(*words)

    monkeypatch.setattr(loading, "load_checked", edited)
    with pytest.raises(NoResult, match="在读取的时候被改动"):
        open_library(tmp_path / "规则")
    assert not list(place.glob("*"))


@pytest.mark.parametrize("name", ["甲.yml", "甲.YML"])
def test_a_rule_that_is_not_read_is_named_though_the_others_are_in_the_cache(
    tmp_path: Path, place: Path, name: str
) -> None:
    books = library(tmp_path / "规则", SPENT)
    checked(books, ITEMS)
    books.keep()
    Kit(tmp_path / "规则", (), (), True).known(REGION, 2022)
    (tmp_path / "规则" / "类" / name).write_text(OTHER, encoding="utf-8")
    with pytest.raises(MistakesFound, match=r"扩展名应是 \.yaml，这个文件没有读取"):
        open_library(tmp_path / "规则")
    with pytest.raises(MistakesFound, match=r"扩展名应是 \.yaml，这个文件没有读取"):
        Kit(tmp_path / "规则", (), (), True)
