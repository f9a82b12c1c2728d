"""Names: fields of the subject and of what is around it, kinds there is one of, links both ways, parameters."""

from __future__ import annotations

import pytest
from reading_conditions import condition, hints, term, wrong
from small import bench, tree, words

from engine.deriving import Derivations
from engine.meaning import condition_of
from engine.mistakes import Mistakes, Place
from engine.nodes import Node as Written
from engine.quantity import Dim
from engine.terms import (
    Aggregate,
    All,
    Compare,
    Condition,
    Exists,
    FieldOf,
    LinkedField,
    Literal,
    Node,
    ParameterOf,
    SingleField,
    children,
)
from engine.truth import NO, UNKNOWN, YES


def fields(node: Node) -> dict[str, int]:
    """The fields that a condition reads, by the words they are written in, and the depth of each."""
    own = {node.text: node.depth} if isinstance(node, FieldOf | LinkedField) else {}
    return {word: depth for child in children(node) for word, depth in fields(child).items()} | own


def joined(text: str, kind: str) -> str:
    """The join that belongs to the list of an existence or a sum, which nobody writes."""
    whole: Node = condition(text, kind)
    while not isinstance(whole, Exists | Aggregate):
        whole = children(whole)[0]
    link: Condition | None = whole.condition
    link = link.items[0] if isinstance(link, All) else link
    return f"{link.left.text} = {link.right.text}" if isinstance(link, Compare) else ""


# The subject


def test_a_word_alone_is_a_field_of_the_subject() -> None:
    assert term("支出") == FieldOf(Dim.MONEY, "支出", 0, "项目", "支出")


def test_a_derived_figure_is_a_field_like_any_other() -> None:
    assert term("执行率") == FieldOf(Dim.RATIO, "执行率", 0, "项目", "执行率")
    assert condition("大项目").text == "大项目"


def test_the_subject_may_be_named_by_its_kind_or_as_the_subject() -> None:
    assert fields(condition("对象.支出 ≥ 项目.年度预算")) == {"对象.支出": 0, "项目.年度预算": 0}


def test_a_kind_there_is_one_of_can_be_named_everywhere() -> None:
    assert term("预算收支.支出") == SingleField(Dim.MONEY, "预算收支.支出", "预算收支", "支出")
    inner = condition("存在 监控记录 满足（存在 机构 满足（类型 = 局本级 且 部门.年度 = 2022））")
    assert fields(inner)["类型"] == 2


# Around the subject


def test_inside_a_list_a_word_alone_is_a_field_of_its_item() -> None:
    assert fields(condition("存在 监控记录 满足（类型 = 年中 且 完成日期 ≥ 对象.下达日期）")) == {
        "类型": 1,
        "完成日期": 1,
        "对象.下达日期": 0,
        "项目": 1,
        "项目.名称": 0,
    }


def test_what_is_around_an_item_can_be_named_by_its_kind() -> None:
    assert fields(condition("存在 监控记录 满足（完成日期 ≥ 项目.下达日期）"))["项目.下达日期"] == 0
    inner = condition("存在 指标 满足（存在 目标 满足（值 ≥ 指标.实际值））", "部门")
    assert (fields(inner)["值"], fields(inner)["指标.实际值"]) == (2, 1)


def test_a_word_of_what_is_around_an_item_must_be_named_with_its_owner() -> None:
    assert wrong("存在 监控记录 满足（年度预算 > 0元）") == [
        "12 “监控记录”没有字段“年度预算”，也没有这个名字的推导和参数"
    ]
    assert hints("存在 监控记录 满足（年度预算 > 0元）") == ["外层的字段要写“对象.年度预算”。"]
    assert hints("存在 指标 满足（存在 目标 满足（实际值 > 0个））", "部门") == ["外层的字段要写“指标.实际值”。"]


def test_an_inner_list_reaches_one_level_out_and_no_further() -> None:
    found = wrong("存在 监控记录 满足（存在 纠偏记录 满足（日期 ≥ 对象.下达日期））")
    assert found == ["12 嵌套的“存在 纠偏记录”隔层使用了外面的字段"]
    inner = condition("数量(监控记录 满足 数量(纠偏记录 满足 日期 ≥ 对象.下达日期) > 0个) > 0个")
    assert fields(inner)["对象.下达日期"] == 0


@pytest.mark.parametrize("duty", ["", " 满足（日期 ≥ 本年1月1日）", " 满足（部门.年度 = 2022）"])
def test_an_inner_list_that_belongs_to_something_further_out_is_too_far_though_nobody_wrote_it(duty: str) -> None:
    found = wrong(f"存在 监控记录 满足（存在 纠偏记录{duty}）")
    assert found == ["12 里层的“存在 纠偏记录”只看属于“项目”的那些，而“项目”隔着一层"]


def test_of_two_levels_of_one_kind_neither_is_meant_by_its_name() -> None:
    assert wrong("存在 项目 满足（支出 > 项目.支出）") == ["15 这里有两层“项目”，“项目.支出”分不清是哪一层"]
    assert fields(condition("存在 项目 满足（支出 > 对象.支出）")) == {"支出": 1, "对象.支出": 0}


# Links


def test_a_list_that_points_to_the_subject_holds_only_what_is_its_own() -> None:
    assert joined("存在 监控记录", "项目") == "项目 = 项目.名称"
    assert joined("每个 目标 满足（值 不为无）", "指标") == "指标 = 指标.名称"
    assert joined("合计(未支出说明.金额) > 0元", "领域") == "领域 = 领域.名称"


def test_a_list_that_does_not_point_to_the_subject_holds_everything() -> None:
    assert joined("存在 机构", "项目") == ""
    assert joined("存在 监控记录", "部门") == ""


def test_a_list_points_to_the_nearest_thing_around_it() -> None:
    inner = condition("存在 项目 满足（存在 监控记录 满足（类型 = 年中））", "项目")
    assert fields(inner)["项目.名称"] == 1


def test_what_a_fact_points_to_can_be_read_from_it() -> None:
    assert term("项目.年度预算", "监控记录") == LinkedField(Dim.MONEY, "项目.年度预算", 0, "项目", "项目", "年度预算")
    assert term("项目.执行率", "监控记录").dim is Dim.RATIO
    records = "[{对象: 项目, 类型: 年中, 项目: 甲}, {对象: 项目, 类型: 年中, 项目: 乙}]"
    facts = f"项目: [{{名称: 甲, 年度预算: 5万元}}, {{名称: 乙}}]\n监控记录: {records}"
    bed = bench(facts)
    assert bed.truth("项目.年度预算 = 5万元", "监控记录", "项目·年中·甲") is YES
    assert bed.truth("项目.年度预算 = 5万元", "监控记录", "项目·年中·乙") is UNKNOWN


def test_links_join_the_facts_of_each_subject_and_of_no_other() -> None:
    bed = bench("项目: [{名称: 甲}, {名称: 乙}]\n监控记录: [{对象: 项目, 类型: 年中, 项目: 甲}]")
    assert bed.truth("存在 监控记录", "项目", "甲") is YES
    assert bed.truth("存在 监控记录", "项目", "乙") is NO


def test_a_list_cannot_be_read_as_if_there_were_one_of_it() -> None:
    assert wrong("监控记录.截止月份 ≥ 7") == ["1 从“项目”不能直接写“监控记录.截止月份”"]
    assert wrong("存在 预算收支 满足（支出 > 0元）") == ["4 “预算收支”只有一份，不能用“存在”"]


# Parameters, options and fields


def test_a_parameter_is_named_like_a_field_and_knows_the_fields_that_choose_its_row() -> None:
    assert term("下限") == ParameterOf(Dim.RATIO, "下限", "下限", ())
    assert term("分类线") == ParameterOf(Dim.MONEY, "分类线", "分类线", (FieldOf(Dim.TEXT, "性质", 0, "项目", "性质"),))


def test_a_parameter_is_looked_up_by_the_fields_of_the_item_inside_a_list() -> None:
    inner = condition("存在 项目 满足（支出 > 分类线）", "部门")
    assert fields(inner) == {"支出": 1, "性质": 1}


def test_a_parameter_cannot_be_used_where_the_field_that_chooses_its_row_is_missing() -> None:
    assert wrong("支出 > 分类线", "领域") == ["6 参数“分类线”按“性质”取值，“领域”没有这样的字段"]


def test_beside_a_field_with_options_a_word_is_an_option_even_where_a_field_has_the_same_name() -> None:
    found = condition("执行率分母 = 总预算", "预算收支")
    assert isinstance(found, Compare)
    assert found.right == Literal(Dim.TEXT, "总预算", "总预算")


@pytest.mark.parametrize(
    "text", ["性质 = 经常性", "经常性 = 性质", "性质 = “经常性”", '"经常性" = 性质', "性质 ＝ 经常性"]
)
def test_an_option_may_stand_on_either_side_with_quotes_or_without(text: str) -> None:
    facts = "项目: [{名称: 甲, 性质: 经常性}, {名称: 乙, 性质: 阶段性}, {名称: 丙}]"
    truths = [bench(facts).truth(text, "项目", key) for key in "甲乙丙"]
    assert truths == [YES, NO, UNKNOWN]


def test_a_field_may_be_compared_with_a_field_of_the_same_words() -> None:
    found = condition("存在 项目 满足（性质 = 对象.性质）")
    assert fields(found) == {"性质": 1, "对象.性质": 0}


@pytest.mark.parametrize("text", ["大项目", "大项目 = 是", "是 = 大项目", "非 （大项目 = 否）", "大项目 ≠ 否"])
def test_a_yes_or_no_is_a_condition_by_itself_or_compared_with_the_word(text: str) -> None:
    bed = bench("项目: [{名称: 甲, 年度预算: 100万元}]", derived="项目: {大项目: 年度预算 ≥ 100万元}")
    assert bed.truth(text, "项目") is YES


def test_a_word_that_is_defined_wrongly_is_a_mistake_where_it_is_defined_and_nowhere_else() -> None:
    mistakes = Mistakes()
    derived = Derivations(tree("项目: {率: 支岀 ÷ 年度预算, 倍: 率 × 2}"), words(), {}, mistakes, frozenset({"线"}))
    derived.all()
    for text in ("率 ≥ 50%", "存在 项目 满足（对象.率 > 率）", "支出 达到 线"):
        assert condition_of(Written(Place("乙.yaml", 1, 1), text), derived.scope(("项目",)), mistakes) is None
    assert [mistake.message for mistake in mistakes.found] == ["“项目”没有字段“支岀”，也没有这个名字的推导和参数"]


def test_where_a_file_of_definitions_cannot_be_read_no_word_is_said_to_be_unknown() -> None:
    mistakes = Mistakes()
    scope = Derivations(None, words(), {}, mistakes, None).scope(("项目",))
    assert condition_of(Written(Place("乙.yaml", 1, 1), "没有的 ≥ 50%"), scope, mistakes) is None
    assert mistakes.found == []
