"""L203 and L204: years and words without a row, and rows that nobody ever gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from linted import lines, linted, said
from small import rule_text

RULE = rule_text("支出 ≥ 线", more="适用年度: 2020 起\n")


def rows(*texts: str) -> str:
    """A parameter with these rows."""
    return "线:\n  取值:\n" + "".join(f"    - {{{text}, 依据: 甲, 核对: 待核}}\n" for text in texts)


def notes_on(folder: Path, code: str, *texts: str, rule: str = RULE) -> list[str]:
    """What is said of a parameter with these rows."""
    return said(linted(folder, rule, parameters=rows(*texts)), code)


def test_years_between_two_rows_are_noted(tmp_path: Path) -> None:
    found = notes_on(tmp_path, "L203", "值: 5元, 止: 2020-12-31", "值: 6元, 起: 2023-01-01")
    assert found == ["参数“线”缺2021至2022年度的取值：前一行（第3行）到2020年度为止"]


@pytest.mark.parametrize(
    "texts",
    [
        ("值: 5元, 止: 2020-12-31", "值: 6元, 起: 2021-01-01"),
        ("值: 5元, 止: 2020-12-31", "值: 6元, 起: 2021-07-01"),  # 2021 ends in the second row
        ("值: 5元, 止: 2020-12-31, 地区: 广东省", "值: 6元, 起: 2023-01-01, 地区: 广东省", "值: 7元"),
        ("值: 5元, 止: 2020-12-31", "值: 6元, 起: 2023-01-01, 地区: 广东省"),
    ],
)
def test_rows_that_meet_or_a_row_that_stands_in_leave_no_gap(tmp_path: Path, texts: tuple[str, ...]) -> None:
    assert notes_on(tmp_path, "L203", *texts) == []


def test_an_option_without_a_row_is_noted(tmp_path: Path) -> None:
    assert notes_on(tmp_path, "L203", "性质: 经常性, 值: 5元") == ["参数“线”在全国没有“性质”为阶段性的取值"]
    assert notes_on(tmp_path, "L203", "性质: 经常性, 值: 5元", "性质: 阶段性, 值: 6元") == []
    assert notes_on(tmp_path, "L203", "性质: 经常性, 值: 5元", "值: 6元") == []


def test_a_row_without_a_single_last_day_of_a_year_is_noted_where_it_stands(tmp_path: Path) -> None:
    notes = linted(tmp_path, RULE, parameters=rows("值: 5元", "值: 6元, 起: 2022-01-01, 止: 2022-06-30"))
    assert "起止之间没有一个12月31日" in said(notes, "L204")[0]
    assert lines(notes, "L204") == [("参数.yaml", 4, 7)]
    assert notes_on(tmp_path, "L204", "值: 5元", "值: 6元, 起: 2022-01-01, 止: 2022-12-31") == []


def test_a_row_for_years_in_which_no_rule_reads_it_is_noted(tmp_path: Path) -> None:
    old = "值: 5元, 止: 2019-12-31"
    assert "都不适用" in notes_on(tmp_path, "L204", old, "值: 6元, 起: 2020-01-01")[0]
    always = RULE.replace("适用年度: 2020 起\n", "")
    assert notes_on(tmp_path, "L204", old, "值: 6元, 起: 2020-01-01", rule=always) == []


def test_a_row_behind_more_special_ones_for_every_option_is_noted(tmp_path: Path) -> None:
    special = ("性质: 经常性, 值: 5元", "性质: 阶段性, 值: 6元")
    assert "更具体" in notes_on(tmp_path, "L204", *special, "值: 7元")[0]
    assert notes_on(tmp_path, "L204", special[0], "值: 7元") == []


def test_a_row_that_a_later_one_takes_over_is_still_had_before(tmp_path: Path) -> None:
    assert notes_on(tmp_path, "L204", "值: 5元", "值: 6元, 起: 2022-01-01") == []
    twice = ("值: 5元, 起: 2021-01-01", "值: 6元, 起: 2021-06-01")
    assert len(notes_on(tmp_path, "L204", *twice)) == 1
