"""The look of our own workbook of facts: which sheets there are, what stands in their headers, how words are joined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from engine.intake.layout import (
    COMPLETE_WORDS,
    LABELS,
    header_of,
    joinable,
    joined,
    kinds_of,
    parted,
    source_header,
    title_of,
    unit_of,
)
from engine.kinds import vocabulary
from engine.quantity import Dim
from engine.vocabulary import Field, Kind
from engine.waiver_reading import KEYS

WORDS = vocabulary()


class Given(Struct, frozen=True):
    """Headings as far as the layout needs them."""

    sheets: dict[str, tuple[str, ...]] = {}


def by_word(titles: Given) -> dict[str, Kind]:
    return {kind.word: kind for kind in kinds_of(WORDS, titles)}


def test_every_kind_of_facts_has_a_sheet_and_findings_have_none() -> None:
    assert set(by_word(Given())) == set(WORDS.kinds) - {"问题"} | {"豁免"}


def test_the_sheets_come_in_the_order_of_the_headings_then_the_others() -> None:
    kinds = list(by_word(Given({"采购": ("政府采购",), "豁免": (), "部门": ("部门概况", "基本情况")})))
    assert kinds[:4] == ["采购", "豁免", "部门", "机构"]
    assert len(kinds) == len(set(kinds)) == len(WORDS.kinds)


def test_a_heading_for_a_kind_that_there_is_not_makes_no_sheet() -> None:
    assert list(by_word(Given({"天气": ("天气",)}))) == list(by_word(Given()))


def test_a_sheet_is_titled_by_the_first_heading_of_its_kind_or_its_word() -> None:
    titles = Given({"项目": ("项目清单", "项目支出表"), "豁免": ()})
    kinds = by_word(titles)
    assert [title_of(kinds[word], titles) for word in ("项目", "豁免", "指标")] == ["项目清单", "豁免", "指标"]


@pytest.mark.parametrize(
    ("dim", "header", "unit"),
    [
        (Dim.MONEY, "支出（万元）", "万元"),
        (Dim.SCORE, "支出（分）", "分"),
        (Dim.COUNT, "支出", "个"),
        (Dim.NUMBER, "支出", ""),
        (Dim.RATIO, "支出", None),
        (Dim.AMOUNT, "支出", None),
        (Dim.DATE, "支出", None),
        (Dim.TEXT, "支出", None),
    ],
)
def test_the_header_says_the_unit_of_a_bare_number_where_it_has_to(dim: Dim, header: str, unit: str | None) -> None:
    assert header_of(Field("支出", dim)) == header
    assert unit_of(Field("支出", dim)) == unit


def test_no_header_reads_like_another_of_its_kind() -> None:
    for kind in kinds_of(WORDS, Given()):
        headers = [h(f) for f in kind.fields.values() for h in (header_of, source_header)] + [*LABELS]
        assert len(headers) == len(set(headers)), kind.word


def test_the_sheet_of_waivers_has_the_keys_that_a_waiver_must_state() -> None:
    waiver = by_word(Given())["豁免"]
    assert tuple(waiver.fields) == KEYS
    assert waiver.required == set(KEYS)


def test_a_list_is_said_to_be_whole_or_in_part_or_empty() -> None:
    assert COMPLETE_WORDS == ("是", "否", "无")


@given(
    st.lists(st.text(st.characters(exclude_characters="、，,；;", categories=["L", "N", "P"]), min_size=1), min_size=1)
)
def test_joined_words_are_parted_as_they_were(words: list[str]) -> None:
    assert parted(joined(words)) == words
    assert joinable(words)


@pytest.mark.parametrize("sign", ["、", "，", ",", "；", ";", "\n"])
def test_a_word_with_a_parting_sign_of_its_own_is_not_joinable(sign: str) -> None:
    assert parted(f"节能{sign} 环保{sign}") == ["节能", "环保"]
    assert not joinable([f"节能{sign}环保"])


def test_a_word_that_is_empty_is_not_joinable() -> None:
    assert not joinable(["节能", ""])
