"""A key may carry the unit of its value: it says what the value with the unit says, to the last 分, or is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_facts import FIGURES
from small import dossier, facts_text, words

from engine.dossier import NOTHING, Dossier, Fact, Value
from engine.intake.json_reading import parse_json
from engine.mistakes import Mistakes, MistakesFound
from engine.notation import MULTIPLES, NotationError, half_width, read_quantity
from engine.quantity import NUMERIC, Dim, Quantity
from engine.reading import dossier_of
from engine.value_reading import FEN, UNITS
from engine.vocabulary import FINDING, Kind, Shape

NUMERIC_FIELDS = [
    (kind, field)
    for kind in words().kinds.values()
    if kind.word != FINDING
    for field in kind.fields.values()
    if field.dim in NUMERIC - {Dim.DATE, Dim.NUMBER}
]
ODD = ("亩", "公里", "人次", "万人次", "千瓦", "%", "万元", "个百分点", "分", "日", "座")  # an amount takes any of them


def fact(text: str, kind: str = "项目") -> Fact:
    """The first fact of a kind."""
    return dossier(text).facts[kind][0]


def project(key: str, value: str) -> Value:
    """The only figure of a project, written in braces."""
    values = fact(f"项目: [{{名称: 甲, {key}: {value}}}]").values
    (word,) = values.keys() - {"名称"}
    assert key.startswith(word)
    return values[word]


def complaints(text: str) -> list[str]:
    """What is wrong with some facts: where, what, what to do."""
    with pytest.raises(MistakesFound) as found:
        dossier(text)
    return [f"{m.place.line}:{m.place.column} {m.message}｜{m.hint}" for m in found.value.mistakes]


def stated_by(kind: Kind, fields: dict[str, Any]) -> str:
    """A fact file in YAML with one fact of a kind, besides what it must state."""
    needed = {word: "是" if kind.fields[word].dim is Dim.TRUTH else "甲" for word in kind.required - {"名称"}}
    needed |= {word: kind.fields[word].options[0] for word in needed if kind.fields[word].options}
    name = {"名称": "甲"} if "名称" in kind.fields else {}
    inside = {} if kind.shape is not Shape.LIST else name | needed
    flow = "{" + ", ".join(f'"{word}": {value}' for word, value in (inside | fields).items()) + "}"
    if kind.word == "部门":
        return f"部门: {{名称: 甲, 年度: 2022, 地区: 全国, {flow[1:-1]}}}\n"
    shaped = {
        Shape.SINGLE: flow,
        Shape.LIST: f"[{flow}]",
        Shape.TABLE: f"{{{kind.rows[:1][0] if kind.rows else ''}: {flow}}}",
    }
    return facts_text(f"{kind.word}: {shaped[kind.shape]}\n")


def read(text: str) -> tuple[Dossier | None, list[str]]:
    """The facts of a YAML text, and what is wrong with them."""
    from engine.nodes import parse

    mistakes = Mistakes()
    node = parse(text, "甲.yaml", mistakes)
    assert node is not None
    return dossier_of(node, words(), mistakes, "甲.yaml"), [mistake.message for mistake in mistakes.found]


BARE = st.builds(
    "{}{}{}".format,
    st.sampled_from(("", "", "-")),
    st.integers(0, 10**13).map(str) | st.integers(0, 10**13).map("{:,}".format) | st.just("007"),
    st.sampled_from(("", "", ".5", ".38", ".380")),
)


@given(st.sampled_from(NUMERIC_FIELDS), BARE, st.data(), st.sampled_from(("（{}）", "({})", " （ {} ）")))
def test_a_unit_in_the_key_says_what_it_says_behind_the_figure(
    where: tuple[Kind, Any], bare: str, data: st.DataObject, brackets: str
) -> None:
    kind, field = where
    unit = data.draw(
        st.sampled_from([one for one in UNITS.get(field.dim, ODD) if (field.dim, one) != (Dim.MONEY, FEN)])
    )
    keyed, plain = f"{field.word}{brackets.format(unit)}", field.word
    sourced = data.draw(st.booleans())
    value, other = (f'{{值: "{one}", 出处: 一}}' if sourced else f'"{one}"' for one in (bare, f"{bare}{unit}"))
    assert read(stated_by(kind, {keyed: value})) == read(stated_by(kind, {plain: other}))


@given(st.integers(-(10**15), 10**15))
def test_money_in_fen_is_that_money_in_yuan_written_to_the_fen(fen: int) -> None:
    sign, yuan = "-" if fen < 0 else "", f"{abs(fen) // 100}.{abs(fen) % 100:02}"
    assert project("支出（分）", str(fen)) == read_quantity(f"{sign}{yuan}元", Dim.MONEY)


@given(st.integers(0, 10**12), st.sampled_from(("余", "多")))
def test_words_of_approximation_reach_as_far_in_fen_as_in_yuan(yuan: int, mark: str) -> None:
    one, other = project("支出（分）", f"{yuan}00{mark}"), read_quantity(f"{yuan}{mark}元", Dim.MONEY)
    assert isinstance(one, Quantity)
    assert (one.low, one.high, one.nominal) == (other.low, other.high, other.nominal)


def test_every_unit_of_a_key_is_one_of_a_figure_but_for_fen_of_money() -> None:
    assert UNITS[Dim.MONEY][0] == FEN
    with pytest.raises(NotationError):
        read_quantity("12分", Dim.MONEY)
    for dim, units in UNITS.items():
        for unit in units if dim is not Dim.MONEY else units[1:]:
            assert read_quantity(f"1{unit}", dim).dim is dim


def test_every_unit_that_examples_of_figures_have_may_stand_in_a_key() -> None:
    for dim in UNITS:
        for text in FIGURES[dim]:
            unit = half_width(text).lstrip("约近-0123456789.,").removeprefix("余")
            assert not unit or unit in UNITS[dim]


def test_no_field_has_a_name_that_looks_like_a_key_with_a_unit() -> None:
    assert not [f.word for kind in words().kinds.values() for f in kind.fields.values() if set(f.word) & set("（）()")]


def test_json_takes_the_same_keys_and_bare_numbers() -> None:
    mistakes = Mistakes()
    text = (
        '{"部门": {"名称": "甲", "年度": 2022, "地区": "全国"}, "项目": [{"名称": "甲", "年度预算（分）": 1234500,'
        ' "支出（万元）": {"值": -12.50, "出处": "一"}, "未支出(元)": "无"}], "自评": {"得分（分）": 91.4}}'
    )
    node = parse_json(text, "甲.json", mistakes)
    assert node is not None
    found = dossier_of(node, words(), mistakes, "甲.json")
    mistakes.check()
    assert found is not None
    (one,) = found.facts["项目"]
    assert one.values == {
        "名称": "甲",
        "年度预算": read_quantity("12345.00元", Dim.MONEY),
        "支出": read_quantity("-12.50万元", Dim.MONEY),
        "未支出": NOTHING,
    }
    assert (one.sources["支出"], one.sources["年度预算"]) == ("一", "甲.json")
    assert found.facts["自评"][0].values["得分"] == read_quantity("91.4分", Dim.SCORE)


@pytest.mark.parametrize(
    ("value", "said"),
    [("12.5万元", "12.5万元"), ("约290", "约290万元"), ("380余", "380余万元"), ("290左右", "290万元左右"),
     ("１２，３４５", "12,345万元"), ("近3", "近3万元"), ("12.5 万元", "12.5万元")],
)  # fmt: skip
def test_the_value_may_be_an_approximation_or_say_the_unit_again(value: str, said: str) -> None:
    assert project("支出（万元）", f'"{value}"') == read_quantity(said, Dim.MONEY)


@pytest.mark.parametrize("value", ["12.5元", "12.5亿", "12%", "1E+7", "十二", "1,23", "1.2.3", "12万", "--1"])
def test_a_value_with_another_unit_or_no_figure_is_told_with_both_ways_out(value: str) -> None:
    (told,) = complaints(f"项目: [{{名称: 甲, 支出（万元）: '{value}'}}]")
    assert told == (
        f"2:23 “支出（万元）”的值应是不带单位的数，这里是“{value}”"
        "｜单位已经写在键上，值只写数字；要连单位写的，键写成“支出”。"
    )


@pytest.mark.parametrize(
    ("key", "message", "hint"),
    [
        ("支出（完元）", "“完元”不是金额的单位", "是否想写“支出（元）”或“支出（千元）”？"),
        ("支出（个）", "“个”不是金额的单位", "是否想写“支出（分）”或“支出（元）”？"),
        ("支出（）", "“”不是金额的单位", "是否想写“支出（分）”或“支出（元）”？"),
        ("下达日期（日）", "“下达日期”是日期，键上不写单位", "写成“下达日期”。"),
        ("性质（个）", "“性质”是文本，键上不写单位", "写成“性质”。"),
        ("支処（万元）", "“项目”没有字段“支処（万元）”", "是否想写“支出（万元）”？"),
    ],
)
def test_a_unit_that_does_not_fit_is_told_with_the_nearest_key_that_does(key: str, message: str, hint: str) -> None:
    value = "经常性" if key.startswith("性质") else "2022-08-31" if "日期" in key else "12"
    told = complaints(f"项目: [{{名称: 甲, {key}: {value}}}]")
    assert told == [f"2:14 {message}｜{hint}"]


def test_years_and_months_have_no_unit_and_need_none_in_their_keys() -> None:
    assert complaints("执行进度: [{项目: 无, 截止月份（月）: 7}]") == [
        "2:16 “截止月份”是数，键上不写单位｜写成“截止月份”。"
    ]
    _, wrong = read("部门: {名称: 甲, 年度（年）: 2022, 地区: 全国}\n")
    assert wrong == ["“年度”是数，键上不写单位"]


def test_a_key_that_is_like_no_field_is_left_to_the_reader_of_facts() -> None:
    (told,) = complaints("项目: [{名称: 甲, 毫不相干（万元）: 12}]")
    assert told.startswith("2:14 “项目”没有字段“毫不相干（万元）”｜")


@pytest.mark.parametrize(
    ("keys", "place", "second", "first"),
    [
        ("支出: 1元, 支出（分）: 100", "2:22", "支出（分）", "支出"),
        ("支出（分）: 100, 支出: 1元", "2:26", "支出", "支出（分）"),
        ("支出（元）: 1, 支出(元): 1", "2:24", "支出(元)", "支出（元）"),
        ("支出（万元）: 1, 支出（分）: 1", "2:25", "支出（分）", "支出（万元）"),
    ],
)
def test_one_field_under_two_keys_is_a_mistake_at_the_second(keys: str, place: str, second: str, first: str) -> None:
    (told,) = complaints(f"项目: [{{名称: 甲, {keys}}}]")
    assert told == f"{place} “{second}”和第2行的“{first}”是同一个字段，写了两次｜请删去一个，只留一种单位。"


def test_what_a_key_with_a_unit_must_not_hold_is_told_as_of_the_plain_key() -> None:
    assert [told.partition("｜")[0] for told in complaints("项目: [{名称: 甲, 支出（元）: [], 未支出（元）: }]")] == [
        "2:21 “支出”应是金额，这里是清单",
        "2:33 “未支出”没有写值",
    ]


@pytest.mark.parametrize("multiple", MULTIPLES)
def test_an_amount_takes_any_unit_that_a_figure_may_have_and_no_fen_of_money(multiple: str) -> None:
    values = fact(f"指标: [{{名称: 甲, 实际值（{multiple}元）: 3}}]", "指标").values
    assert values["实际值"] == read_quantity(f"3{multiple}元", Dim.AMOUNT)
    assert fact("指标: [{名称: 甲, 实际值（分）: 3}]", "指标").values["实际值"] == read_quantity("3分", Dim.SCORE)


@pytest.mark.parametrize("unit", ["2个", "个以上", "余个", "万", ".5个", "左右", ""])
def test_what_is_more_or_less_than_a_unit_is_none_of_an_amount(unit: str) -> None:
    (told,) = complaints(f"指标: [{{名称: 甲, 实际值（{unit}）: 3}}]")
    assert told.startswith(f"2:14 “{unit}”不是量的单位｜")
