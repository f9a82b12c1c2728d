"""Whatever a line holds, it is read or refused: in Chinese, in few words, and never with a traceback."""

from __future__ import annotations

import re

import pytest
from batched import line_of
from commands import SEED
from hypothesis import given
from hypothesis import strategies as st
from mutating import EDITS, FOREIGN, Edit, mutated
from small import ITEMS

from engine.batch.line_reading import read_line
from engine.batch.written import Refusal
from engine.dossier import Dossier
from engine.library import Library
from engine.rulebook import Rulebook


@pytest.fixture(scope="module")
def book(books: Library) -> Rulebook:
    """The rulebook, whose rules waivers name."""
    return books.book


LINES = [line_of(ITEMS), line_of(SEED.read_text(encoding="utf-8"))[:6000]]


def sound(found: Dossier | Refusal) -> None:
    """Holds that an answer is a dossier, or Chinese words of some length."""
    if isinstance(found, Refusal):
        for words in (found.reason, found.hint):
            assert re.search(r"[\u4e00-\u9fff]", words)
            assert len(words) < 1000
            plainly = FOREIGN.sub("", re.sub(r"“[^”]*”|（[^）]*）", "", words, flags=re.DOTALL))
            assert not re.search(r"None|Error|object at|第1行", plainly)


@given(st.binary(max_size=60))
def test_random_bytes_are_read_or_refused(book: Rulebook, line: bytes) -> None:
    sound(read_line(line, book))


@given(st.sampled_from(LINES), EDITS)
def test_lines_with_slips_are_read_or_refused(book: Rulebook, line: bytes, edits: list[Edit]) -> None:
    sound(read_line(mutated(line.decode(errors="ignore"), edits).encode(), book))


@given(st.sampled_from(LINES), st.integers(0, 6000), st.binary(max_size=3), st.integers(0, 3))
def test_lines_with_broken_bytes_are_read_or_refused(
    book: Rulebook, line: bytes, at: int, put: bytes, drop: int
) -> None:
    sound(read_line(line[: at % len(line)] + put + line[at % len(line) + drop :], book))


@given(st.sampled_from(LINES), st.integers(0, 6000))
def test_a_line_cut_off_anywhere_is_refused(book: Rulebook, line: bytes, at: int) -> None:
    found = read_line(line[: at % len(line)], book)
    assert isinstance(found, Refusal)
    sound(found)
