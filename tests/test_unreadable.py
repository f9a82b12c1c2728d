"""What is no YAML is refused at once, in Chinese, at a place there is; `broken/文件.md` holds the words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutating import EDITS, GOOD, Edit, complaints, mutated

from engine.mistakes import Mistakes
from engine.nodes import parse, read_file
from engine.unreadable import explained

FACTS = (GOOD / "facts/甲局.yaml").read_text(encoding="utf-8")


def test_an_error_of_a_kind_never_seen_before_is_said_in_chinese_too() -> None:
    place, message, hint = explained(ValueError("something new"), "甲.yaml", "甲: 1")
    assert (str(place), message) == ("甲.yaml", "不是正确的 YAML 写法")
    assert hint


@pytest.mark.parametrize("text", ["甲: {乙: 1\n\n\n", "甲: [\n", "甲: '乙\n\n\n", "甲:\n  - [乙,\n\n"])
def test_a_mistake_behind_the_end_of_the_text_is_placed_in_the_text(text: str) -> None:
    mistakes = Mistakes()
    assert parse(text, "甲.yaml", mistakes) is None
    assert [wrong for m in mistakes.found if (wrong := complaints(m, {"甲.yaml": text.rstrip()}))] == []


def refused(text: str) -> bool:
    """Whether a text is refused."""
    mistakes = Mistakes()
    parse(text, "甲.yaml", mistakes)
    return bool(mistakes.found)


@pytest.mark.parametrize("sign", ["[", "{", "- ", "? ", "&a ", "'", '"', "|"])
def test_a_flood_of_one_sign_is_refused_at_once(sign: str) -> None:
    start = time.perf_counter()
    assert refused(sign * 200_001)
    assert time.perf_counter() - start < 2


@given(EDITS)
def test_a_damaged_file_gives_a_tree_or_chinese_mistakes_at_places_there_are(edits: list[Edit]) -> None:
    text, mistakes = mutated(FACTS, edits), Mistakes()
    node = parse(text, "甲.yaml", mistakes)
    assert (node is not None) or mistakes.found
    assert [(str(m), wrong) for m in mistakes.found if (wrong := complaints(m, {"甲.yaml": text}))] == []


@given(st.binary(max_size=200))
def test_any_bytes_give_a_tree_or_chinese_mistakes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path, mistakes = tmp_path_factory.getbasetemp() / "bytes.yaml", Mistakes()
    path.write_bytes(data)
    node = read_file(path, mistakes)
    assert (node is not None) or mistakes.found
    assert [
        wrong for m in mistakes.found if (wrong := complaints(m, {str(path): data.decode("utf-8-sig", "replace")}))
    ] == []
