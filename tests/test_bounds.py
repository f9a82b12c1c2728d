"""What facts may not hold: signs that nobody sees, and words that people write where they know nothing."""

from __future__ import annotations

from unicodedata import category

import pytest

from engine.bounds import EMPTY_WORDS, HIDDEN


@pytest.mark.parametrize("sign", ["\x00", "\x7f", "\x85", "\xad", "\u200b", "\u2028", "\u202e", "\u2060", "\ufeff"])
def test_signs_that_nobody_sees_are_found_wherever_they_stand(sign: str) -> None:
    assert HIDDEN.search(f"项{sign}目")


def test_nothing_that_can_be_seen_is_taken_for_hidden() -> None:
    every = (chr(code) for code in range(0x20, 0x10000) if not 0xD800 <= code < 0xE000)
    wrong = [sign for sign in every if HIDDEN.search(sign) and category(sign) not in ("Cc", "Cf", "Zl", "Zp", "Cn")]
    assert not wrong


@pytest.mark.parametrize("words", ["没有", "未说明原因", "不详", "——", "/", "自评报告未写明"])
def test_words_for_what_is_not_known_are_known(words: str) -> None:
    assert EMPTY_WORDS.fullmatch(words)


@pytest.mark.parametrize("words", ["无", "没有完成的工作量", "未支出", "A/B", "项目前期工作未开展"])
def test_words_that_say_something_are_left_alone(words: str) -> None:
    assert not EMPTY_WORDS.fullmatch(words)
