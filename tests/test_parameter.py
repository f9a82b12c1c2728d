"""Parameters: the row in force at the end of the year, of the nearest region, for the subject's own words."""

from __future__ import annotations

from datetime import date

import pytest
from small import REGION, bench, tree, words

from engine.mistakes import Mistakes
from engine.parameter import Parameter
from engine.parameter_reading import check_names, parameters_of
from engine.quantity import Dim, exactly
from engine.truth import NO, UNKNOWN, YES, Truth
from engine.unknown import Gap

CITY, PROVINCE = "广东省广州市", "广东省"


def text_of(*rows: str, name: str = "线") -> str:
    """The text of a parameter; a row is written without what every row needs."""
    return f"{name}:\n  取值:\n" + "".join(f"    - {{{row}, 依据: 甲办法, 核对: 待核}}\n" for row in rows)


def parameter(*rows: str) -> Parameter:
    """A parameter without mistakes."""
    mistakes = Mistakes()
    found = parameters_of(tree(text_of(*rows)), mistakes)
    mistakes.check()
    return found["线"]


def chosen(rows: tuple[str, ...], region: str = REGION, year: int = 2022) -> list[str]:
    """The values of the rows in force, the one that wins first, as they are written."""
    return [value.text for _, value in parameter(*rows).rows(region, year)]


def mistakes_in(text: str) -> list[str]:
    """What is wrong with a file of parameters, in the order it is found."""
    mistakes, node = Mistakes(), tree(text)
    assert node is not None
    check_names(node, parameters_of(node, mistakes), words().kinds.values(), mistakes)
    return [f"{mistake.place.line}:{mistake.place.column} {mistake.message}" for mistake in mistakes.found]


# Regions


ROWS = ("值: 1元", f"地区: {PROVINCE}, 值: 2元", f"地区: {CITY}, 值: 3元", f"地区: {REGION}, 值: 4元")


@pytest.mark.parametrize(
    ("region", "values"),
    [
        (REGION, ["4元", "3元", "2元", "1元"]),
        ("广东省广州市黄埔区", ["3元", "2元", "1元"]),
        ("广东省深圳市", ["2元", "1元"]),
        ("湖南省岳阳市", ["1元"]),
        ("全国", ["1元"]),
    ],
)
def test_the_nearest_region_wins_whatever_the_order_of_the_rows(region: str, values: list[str]) -> None:
    assert chosen(ROWS, region) == values
    assert chosen(ROWS[::-1], region) == values


def test_a_row_for_the_whole_country_may_say_so() -> None:
    assert chosen(("地区: 全国, 值: 1元",), "湖南省") == ["1元"]


def test_a_region_without_a_row_has_none() -> None:
    assert chosen(ROWS[1:], "湖南省") == []


# Dates


@pytest.mark.parametrize(
    ("dates", "years"),
    [
        ("", [2020, 2021, 2022, 2023]),
        ("起: 2022-01-01, ", [2022, 2023]),
        ("起: 2021-12-31, ", [2021, 2022, 2023]),
        ("起: 2022-12-31, ", [2022, 2023]),
        ("止: 2022-12-31, ", [2020, 2021, 2022]),
        ("止: 2022-12-30, ", [2020, 2021]),
        ("起: 2021年, 止: 2022年, ", [2021, 2022]),
        ("起: 2022年6月, 止: 2022年11月, ", []),
    ],
)
def test_a_row_holds_for_the_years_at_whose_end_it_is_in_force(dates: str, years: list[int]) -> None:
    rows = (f"{dates}值: 1元",)
    assert [year for year in range(2020, 2024) if chosen(rows, year=year)] == years


def test_of_several_rows_in_force_the_latest_wins() -> None:
    rows = ("起: 2020-01-01, 值: 1元", "起: 2022-01-01, 值: 3元", "起: 2021-01-01, 值: 2元", "值: 0元")
    assert [chosen(rows, year=year)[0] for year in (2019, 2020, 2021, 2022, 2030)] == [
        "0元",
        "1元",
        "2元",
        "3元",
        "3元",
    ]


def test_a_nearer_region_wins_over_a_later_start() -> None:
    assert chosen(("起: 2022-01-01, 值: 2元", f"地区: {PROVINCE}, 起: 2010-01-01, 值: 1元")) == ["1元", "2元"]


# Words of the subject


BY_NATURE = text_of("性质: 经常性, 值: 10元", "性质: 阶段性, 值: 30元", "值: 20元")


@pytest.mark.parametrize(
    ("nature", "reached"),
    [("经常性", [10, 20, 30]), ("阶段性", [30]), ("无", [20, 30])],
    ids=["first", "second", "rest"],
)
def test_the_row_is_chosen_by_the_subjects_own_words_and_a_row_without_words_takes_the_rest(
    nature: str, reached: list[int]
) -> None:
    for amount in (10, 20, 30):
        bed = bench(f"项目: [{{名称: 甲, 性质: {nature}, 支出: {amount}元}}]", parameters=BY_NATURE)
        assert (bed.truth("支出 达到 线", "项目") is YES) == (amount in reached)


def test_a_word_that_is_not_known_leaves_open_which_row_it_is() -> None:
    def truth(amount: int) -> Truth:
        return bench(f"项目: [{{名称: 甲, 支出: {amount}元}}]", parameters=BY_NATURE).truth("支出 达到 线", "项目")

    # Below every row and above every row the answer is the same for all.
    assert [truth(amount) for amount in (9, 10, 29, 30)] == [NO, UNKNOWN, UNKNOWN, YES]


def test_more_words_win_over_fewer_and_the_region_over_both() -> None:
    rows = ("性质: 经常性, 值: 1元", "性质: 经常性, 资金来源: 上级, 值: 2元", "值: 3元", f"地区: {PROVINCE}, 值: 4元")
    assert chosen(rows) == ["4元", "2元", "1元", "3元"]
    assert [row.words for row, _ in parameter(*rows).rows(REGION, 2022)][1] == ("经常性", "上级")


def test_without_a_row_for_the_region_the_threshold_is_unknown() -> None:
    bed = bench("项目: [{名称: 甲, 支出: 9元}]", parameters=text_of("地区: 湖南省, 值: 1元"))
    assert bed.truth("支出 达到 线", "项目") is UNKNOWN
    assert bed.gaps("支出 达到 线", "项目") == {Gap("参数", "线", "")}


# Reaching a threshold


@pytest.mark.parametrize(
    ("edge", "reached"),
    [("", [NO, YES, YES]), ("（含）", [NO, YES, YES]), ("(含)", [NO, YES, YES]), ("（不含）", [NO, NO, YES])],
)
def test_to_reach_a_threshold_heeds_whether_it_is_included(edge: str, reached: list[Truth]) -> None:
    for amount, truth in zip(("99.99元", "100元", "100.01元"), reached, strict=True):
        bed = bench(f"项目: [{{名称: 甲, 支出: {amount}}}]", parameters=text_of(f"值: 100元{edge}"))
        assert bed.truth("支出 达到 线", "项目") is truth
        assert bed.truth("支出 未达到 线", "项目") is ~truth


def test_a_threshold_may_be_a_day_a_share_or_a_number_of_days() -> None:
    values = [parameter(f"值: {text}").values[0].value for text in ("2022-01-01", "90%（含）", "30日", "5个百分点")]
    assert [value.dim for value in values] == [Dim.DATE, Dim.RATIO, Dim.DAYS, Dim.POINTS]
    assert values[0].low == date(2022, 1, 1).toordinal()
    assert values[1].low == exactly(Dim.RATIO, 9).low / 10


# Reading the file


def test_a_parameter_keeps_its_basis_its_mark_and_what_it_is_about() -> None:
    mistakes = Mistakes()
    found = parameters_of(
        tree("线: {说明: 一条线, 取值: [{值: 1元, 依据: 甲办法, 核对: 已核, 核对日期: 2023-03-01, 说明: 见附件}]}"),
        mistakes,
    )["线"]
    assert mistakes.found == []
    assert (found.about, found.values[0].basis, found.values[0].checked) == ("一条线", "甲办法", "已核")


def test_without_a_file_there_are_no_parameters() -> None:
    assert parameters_of(None, Mistakes()) == {}


def test_a_parameter_with_one_wrong_row_is_not_used_at_all() -> None:
    mistakes = Mistakes()
    text = text_of("值: 1元", "值: 二元") + text_of("值: 3元", name="另一条线")
    assert list(parameters_of(tree(text), mistakes)) == ["另一条线"]
    assert len(mistakes.found) == 1


@pytest.mark.parametrize("key", ["地区", "起", "止", "值", "依据", "核对", "核对日期", "说明", "性质"])
@pytest.mark.parametrize("written", ["[1]", "{甲: 1}", ""])
def test_a_key_of_a_row_that_is_no_text_is_a_mistake_and_never_left_out(key: str, written: str) -> None:
    row = {"值": "1元", "依据": "甲办法", "核对": "待核"} | {key: written}
    text = "线: {取值: [{" + ", ".join(f"{word}: {value}" for word, value in row.items()) + "}]}"
    what = {"[1]": "应是文字，这里是清单", "{甲: 1}": "应是文字，这里是一组键值", "": "没有写内容"}[written]
    assert [message.partition(" ")[2] for message in mistakes_in(text)] == [f"参数“线”的“{key}”{what}"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("值: 1元", "值: 2元"),
        ("地区: 广东省, 值: 1元", "地区: 广东省, 值: 2元"),
        ("性质: 经常性, 值: 1元", "性质: 经常性, 值: 2元"),
        ("起: 2022-01-01, 值: 1元", "起: 2022年, 值: 2元"),
    ],
)
def test_two_rows_that_fit_alike_are_a_mistake(first: str, second: str) -> None:
    found = mistakes_in(text_of(first, "地区: 湖南省, 值: 9元", second))
    assert len(found) == 1
    assert found[0].startswith("5:7 参数“线”的这一行与第3行同地区、同起始日、同条件")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("值: 1元", "地区: 广东省, 值: 2元"),
        ("性质: 经常性, 值: 1元", "性质: 阶段性, 值: 2元"),
        ("性质: 经常性, 值: 1元", "值: 2元"),
        ("起: 2021-01-01, 值: 1元", "起: 2022-01-01, 值: 2元"),
    ],
)
def test_two_rows_that_differ_in_anything_are_none(first: str, second: str) -> None:
    assert mistakes_in(text_of(first, second)) == []


def test_rows_of_one_parameter_that_stand_on_one_line_are_told_apart() -> None:
    text = "线: {取值: [{值: 1元, 依据: 甲, 核对: 待核}, {值: 2元, 依据: 甲, 核对: 待核}]}"
    assert [message.split(" ")[0] for message in mistakes_in(text)] == ["1:34"]


def test_a_parameter_that_is_not_used_anywhere_is_checked_all_the_same() -> None:
    assert mistakes_in(text_of("性制: 经常性, 值: 1元")) == ["3:8 参数“线”的行里不认识“性制”"]
    assert mistakes_in(text_of("性质: 经常, 值: 1元")) == ["3:12 “经常”不是“性质”的可选值"]
    assert mistakes_in(text_of("值: 1元", name="支出")) == ["1:1 参数“支出”与事实的字段同名"]


def test_a_field_without_a_closed_list_may_choose_the_row_by_any_word() -> None:
    assert mistakes_in(text_of("职能: 招商引资, 值: 1元")) == []
