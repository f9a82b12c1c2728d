"""The grammar: what binds tighter, which words mean the same, full-width signs, and where a text stops making sense."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutating import complaints
from reading_conditions import condition, hints, read, term, wrong
from small import bench, number

from engine.terms import All, AnyOf, Arithmetic, Compare, Node, Not, children
from engine.truth import NO, YES


def shape(node: Node) -> str:
    """How a condition or term is put together, in brackets."""
    if isinstance(node, Compare | Arithmetic):
        return f"({shape(node.left)}{node.op}{shape(node.right)})"
    sign = "且" if isinstance(node, All) else "或" if isinstance(node, AnyOf) else ""
    if sign:
        return f"({sign.join(map(shape, children(node)))})"
    return f"非{shape(node.item)}" if isinstance(node, Not) else node.text


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("大项目 或 大项目 且 非 大项目", "(大项目或(大项目且非大项目))"),
        ("（大项目 或 大项目） 且 大项目", "((大项目或大项目)且大项目)"),
        ("非 支出 = 0元 且 大项目", "(非(支出=0元)且大项目)"),
        ("非 非 大项目", "非非大项目"),
        ("支出 + 未支出 × 2 > 0元", "((支出+(未支出×2))>0元)"),
        ("(支出 + 未支出) × 2 > 0元", "(((支出+未支出)×2)>0元)"),
        ("支出 − 未支出 − 1元 > 0元", "(((支出-未支出)-1元)>0元)"),
        ("支出 ÷ 2 ÷ 5 > 0元", "(((支出÷2)÷5)>0元)"),
    ],
)
def test_and_binds_tighter_than_or_times_tighter_than_plus_and_equals_go_from_the_left(text: str, read_as: str) -> None:
    assert shape(condition(text)) == read_as


def test_a_minus_before_a_term_turns_its_sign() -> None:
    facts = "项目: [{名称: 甲, 支出: 3元}]"
    assert number(bench(facts).value("− 支出 + 5元", "项目")) == (2, 2)
    assert number(bench(facts).value("2 × - 支出", "项目")) == (-6, -6)


@pytest.mark.parametrize(
    ("op", "words"),
    [
        ("=", ["=", "＝", "等于"]),
        ("≠", ["≠", "!=", "<>", "＜＞", "不等于"]),
        ("<", ["<", "＜", "低于"]),
        ("≤", ["≤", "<=", "＜＝", "不高于"]),
        (">", [">", "＞", "高于"]),
        ("≥", ["≥", ">=", "＞＝", "不低于", "达到"]),
    ],
)
def test_every_sign_has_its_words(op: str, words: list[str]) -> None:
    assert [shape(condition(f"支出 {word} 1万元")) for word in words] == [f"(支出{op}1万元)"] * len(words)


@pytest.mark.parametrize("sign", ["+", "＋"])
def test_plus_has_two_widths(sign: str) -> None:
    assert shape(term(f"支出 {sign} 1元")) == "(支出+1元)"


@pytest.mark.parametrize("sign", ["-", "－", "−", "–"])
def test_minus_may_be_any_of_the_strokes_that_look_like_one(sign: str) -> None:
    assert shape(term(f"支出 {sign} 1元")) == "(支出-1元)"


@pytest.mark.parametrize("sign", ["×", "*", "＊"])
def test_times_has_three_signs(sign: str) -> None:
    assert shape(term(f"支出 {sign} 2")) == "(支出×2)"


@pytest.mark.parametrize("sign", ["÷", "/", "／"])
def test_divided_by_has_three_signs(sign: str) -> None:
    assert shape(term(f"支出 {sign} 2")) == "(支出÷2)"


@pytest.mark.parametrize(
    ("half", "full"),
    [
        ("(支出 >= 10.5%)", "（支出　＞＝　１０．５％）"),
        ('性质 属于 {"甲", "乙"}', "性质 属于 ｛“甲”，“乙”｝"),
        ("间隔日数(下达日期, 本年8月31日) > 30日", "间隔日数（下达日期，本年８月３１日） ＞ ３０日"),
    ],
)
def test_full_width_signs_mean_the_same_as_half_width_ones(half: str, full: str) -> None:
    assert [m.message.translate(WIDTH) for m in read(half)[1]] == [m.message.translate(WIDTH) for m in read(full)[1]]
    assert type(read(half)[0]) is type(read(full)[0])


WIDTH = str.maketrans("１０．５％＞＝", "10.5%>=", "（）() 　")


def test_words_need_no_spaces_where_a_sign_parts_them() -> None:
    assert shape(condition("（支出≥0元）且（支出≤1元）")) == "((支出≥0元)且(支出≤1元))"


def test_a_name_may_begin_like_a_word_of_the_language() -> None:
    assert wrong("存在感 = 1") == ["1 “项目”没有字段“存在感”，也没有这个名字的推导和参数"]
    assert wrong("非税收入 > 0元") == ["1 “项目”没有字段“非税收入”，也没有这个名字的推导和参数"]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("没有的 > 0元", 1),
        ("（没有的　＞　０元）", 2),
        ("支出 ＞ ０元 且 没有的 ＞ ０元", 11),
        ("　　没有的 > 0元", 3),
        ("支出 ≥ 12万", 6),
        ("支出 ≥ １２万", 6),
        ("每个 监控记录 满足（完成日期 ≥ 没有的）", 19),
        ("支出 > 0元 ；", 9),
        ("支出 > ", 5),
        ("支出 > 0元 且", 10),
        ("（支出 > 0元", 9),
        ("支出 > 0元））", 8),
        ("存在 没有的 满足（支出 > 0元）", 4),
        ("部门.没有的 = 1", 4),
        ("部门 . 没有的 = 1", 6),
        ("合计(项目.没有的) > 0元", 7),
        ('性质 属于 {"经常性", "没有的"}', 15),
        ("支出 + 90% > 0元", 4),
    ],
)
def test_a_mistake_is_placed_at_its_word_whatever_the_width_of_the_signs_before_it(text: str, column: int) -> None:
    found, mistakes = read(text)
    assert found is None
    assert [mistake.place.column for mistake in mistakes] == [column]


@pytest.mark.parametrize(
    ("word", "meant"),
    [("大于", "高于"), ("小于等于", "不高于"), ("超过", "高于"), ("不超过", "不高于"), ("是", "="), ("不是", "≠")],
)
def test_words_that_other_people_use_are_answered_with_the_right_one(word: str, meant: str) -> None:
    assert wrong(f"支出 {word} 1元") == [f"4 不认识“{word}”"]
    assert hints(f"支出 {word} 1元") == [f"是否想写“{meant}”？"]


@pytest.mark.parametrize(("word", "meant"), [("并且", "且"), ("或者", "或")])
def test_words_that_other_people_join_conditions_with_are_answered_with_the_right_one(word: str, meant: str) -> None:
    assert hints(f"支出 > 1元 {word} 支出 < 2元") == [f"是否想写“{meant}”？"]


def test_a_long_condition_is_read_up_to_the_limit() -> None:
    assert read(" 或 ".join(["支出 > 1元"] * 100))[1] == []
    assert [m.message for m in read(" 或 ".join(["支出 > 1元"] * 300))[1]] == ["条件太长或括号太深"]


@pytest.mark.parametrize("text", ["非 " * 41 + "大项目", "- " * 41 + "支出 > 0元", "支出" + " + 1元" * 41 + " > 0元"])
def test_what_would_be_nested_too_deep_without_brackets_is_refused_too(text: str) -> None:
    assert [m.message for m in read(text)[1]] == ["条件套得太深，或连着算的项太多"]
    assert read(text.replace("非 " * 10, "").replace("- " * 10, "").replace(" + 1元" * 10, ""))[1] == []


TOKENS = re.findall(
    r"\S+",
    """
    支出 年度预算 执行率 大项目 性质 经常性 名称 下达日期 部门.年度 对象.支出 项目.支出
    监控记录 目标 类型 年中 下限 分类线 无 是
    1 0元 90% 12万 2022-08-31 2022-02-30 本年8月31日 5个百分点 “甲” " ( ) （ ） { } ， , . ; @ 。 ² é
    = ≠ < ≤ ≥ 低于 达到 未达到 属于 不属于 包含 为无 不为无 相符 + − × ÷ 且 或 非
    满足 存在 不存在 每个 数量 合计 最大 绝对值 区间 间隔日数
    """,
)
FIELDS = ("支出", "性质", "类型", "下限", "分类线", "名称", "大项目", "对象.支出", "项目.支出", "部门.年度")
VALUES = (*FIELDS, "90%", "1万元", "2022-08-31", "合计(项目.支出)", "数量(监控记录 满足 类型 = 年中)", "绝对值(支出)")


@given(st.lists(st.sampled_from(TOKENS), max_size=12), st.sampled_from(["项目", "监控记录", "问题"]))
def test_any_words_give_a_condition_or_chinese_mistakes_and_never_nothing(words: list[str], kind: str) -> None:
    check(" ".join(words), kind)


@given(st.integers(0, 10**9))
def test_any_condition_that_is_well_formed_gives_a_condition_or_chinese_mistakes(seed: int) -> None:
    check(made(random.Random(seed), 3), "项目")


def check(text: str, kind: str) -> None:
    """Reads a condition; either it is one or it is said why not."""
    found, mistakes = read(text, kind)
    assert (found is None) == bool(mistakes)
    assert [(str(m), bad) for m in mistakes if (bad := complaints(m, {"甲.yaml": text}))] == []


def made(chance: random.Random, depth: int) -> str:
    """A condition that is well formed, whether it means anything or not."""
    if depth and chance.random() < 0.6:
        one, other = made(chance, depth - 1), made(chance, depth - 1)
        kind = chance.choice(["项目", "监控记录", "目标", "预算收支", "没有的"])
        several = (f"{one} 且 {other}", f"（{one} 或 {other}）", f"非 （{one}）")
        return chance.choice((*several, f"存在 {kind} 满足（{one}）", f"每个 {kind} 满足（{other}）"))
    sign = chance.choice(["=", "≥", "达到", "未达到", "相符", "不等于"])
    return f"{chance.choice(VALUES)} {sign} {chance.choice(VALUES)}"


def test_numbers_dates_and_texts_are_told_apart() -> None:
    facts = "项目: [{名称: 甲（一）, 支出: 5元, 下达日期: 2022-08-31}]"
    for text in ("支出 = 5元", "下达日期 = 2022-8-31", "下达日期 = 本年8月31日", "名称 = “甲（一）”"):
        assert bench(facts).truth(text, "项目") is YES, text
    assert bench(facts).truth('名称 属于 {"甲（一）", "乙"}', "项目") is YES
    assert bench(facts).truth('名称 属于 {"甲(一)"}', "项目") is NO
