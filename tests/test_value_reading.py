"""One value of a fact file: typed by its field, with the source that stands nearest to it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from small import dossier

from engine.dossier import Fact
from engine.mistakes import MistakesFound
from engine.quantity import Dim, Quantity
from engine.truth import NO, YES


def facts(text: str, kind: str) -> tuple[Fact, ...]:
    """The facts of one kind in a fact file."""
    return dossier(text).facts[kind]


def first(text: str, kind: str = "项目") -> Fact:
    """The first fact of a kind."""
    return facts(text, kind)[0]


def mistakes_in(text: str) -> list[str]:
    """What is wrong with the facts of a department, without the hints."""
    with pytest.raises(MistakesFound) as found:
        dossier(text)
    return [f"{mistake.place.line}:{mistake.place.column} {mistake.message}" for mistake in found.value.mistakes]


# Sources


def test_a_value_has_its_own_source_else_that_of_its_item_else_that_of_the_list_else_the_file() -> None:
    text = (
        "项目:\n  出处: 附表\n  条目:\n"
        "    - {名称: 甲, 支出: {值: 1元, 出处: 第3行}, 年度预算: 2元, 出处: 正文}\n"
        "    - {名称: 乙}\n"
        "领域: [{名称: 丙}]\n"
    )
    other, one = facts(text, "项目")
    assert {word: one.sources[word] for word in ("名称", "支出", "年度预算")} == {
        "名称": "正文",
        "支出": "第3行",
        "年度预算": "正文",
    }
    assert other.sources["名称"] == "附表"
    assert first(text, "领域").sources["名称"] == "样例.yaml"


def test_the_source_of_a_table_holds_for_its_rows_and_that_of_a_single_kind_for_its_fields() -> None:
    rows = facts("制度: {出处: 附件, 自行采购: {状态: 已印发}, 政府采购: {状态: 未建立, 出处: 正文}}", "制度")
    assert {row.key: row.sources["状态"] for row in rows if "状态" in row.values} == {
        "自行采购": "附件",
        "政府采购": "正文",
    }
    assert first("预算收支: {支出: 1元, 出处: 决算}", "预算收支").sources["支出"] == "决算"


@pytest.mark.parametrize(
    "text",
    [
        "项目: [{名称: 甲, 出处: [正文]}]",
        "项目: {出处: {正文: 1}, 条目: 无}",
        "预算收支: {支出: {值: 1元, 出处: []}}",
        "制度: {出处: [附件]}",
        "预算收支: {出处: }",
    ],
)
def test_a_source_that_is_no_text_is_a_mistake_and_never_dropped(text: str) -> None:
    assert [message.split(" ")[1] for message in mistakes_in(text)] == ["“出处”要写文字"]


# Values


@pytest.mark.parametrize(
    ("text", "kind", "word", "dim", "value"),
    [
        ("项目: [{名称: 甲, 支出: 1.5万元}]", "项目", "支出", Dim.MONEY, 15000),
        ("项目: [{名称: 甲, 支出: 1,200.50万元}]", "项目", "支出", Dim.MONEY, 12_005_000),
        ("项目: [{名称: 甲, 下达日期: 2022-08-31}]", "项目", "下达日期", Dim.DATE, date(2022, 8, 31).toordinal()),
        ("预算收支: {报告执行率: 92.97%}", "预算收支", "报告执行率", Dim.RATIO, Fraction(9297, 10000)),
        ("人员: {编制人数: 59名}", "人员", "编制人数", Dim.COUNT, 59),
        ("自评: {得分: 91.41分}", "自评", "得分", Dim.SCORE, Fraction(9141, 100)),
        ("执行进度: [{项目: 无, 截止月份: 7月}]", "执行进度", "截止月份", Dim.NUMBER, 7),
        ("指标: [{名称: 甲, 实际值: 22个}]", "指标", "实际值", Dim.COUNT, 22),
        ("指标: [{名称: 甲, 实际值: 10%}]", "指标", "实际值", Dim.RATIO, Fraction(1, 10)),
    ],
)
def test_a_value_is_typed_by_its_field(text: str, kind: str, word: str, dim: Dim, value: Fraction | int) -> None:
    found = first(text, kind).values[word]
    assert isinstance(found, Quantity)
    assert (found.dim, found.low, found.high) == (dim, value, value)


def test_words_and_yes_and_no_are_typed_by_their_field() -> None:
    values = first("指标: [{名称: 0755, 列入年度目标: 是, 分析主观原因: 否, 方向: 越小越好}]", "指标").values
    assert values == {"名称": "0755", "列入年度目标": YES, "分析主观原因": NO, "方向": "越小越好"}


@pytest.mark.parametrize(
    ("written", "words"),
    [("[工作推迟, 内部管理]", {"工作推迟", "内部管理"}), ("工作推迟", {"工作推迟"}), ("[]", set())],
)
def test_a_field_of_several_words_takes_a_list_or_one_word(written: str, words: set[str]) -> None:
    assert first(f"指标: [{{名称: 甲, 偏差原因: {written}}}]", "指标").values["偏差原因"] == words


def test_a_theme_of_the_rulebook_is_a_word_that_facts_may_use() -> None:
    assert first("扣分: [{事由: 甲, 主题: 采购内控}]", "扣分").values["主题"] == "采购内控"
    assert mistakes_in("扣分: [{事由: 甲, 主题: 采购内空}]") == ["2:18 “采购内空”不是“主题”的可选值"]


@pytest.mark.parametrize(("written", "what"), [("[[甲]]", "是清单"), ("[{甲: 乙}]", "是一组键值"), ("['']", "是空的")])
def test_a_word_of_several_that_is_no_word_is_a_mistake(written: str, what: str) -> None:
    found = mistakes_in(f"指标: [{{名称: 甲, 偏差原因: {written}}}]")
    assert [message.partition(" ")[2] for message in found] == [f"“偏差原因”应是文字，这里{what}"]


def test_full_marks_are_exact_however_they_are_written_and_a_score_is_not() -> None:
    values = first("得分部分: [{名称: 履职效能, 满分: 50分, 得分: 44分}]", "得分部分").values
    full, score = values["满分"], values["得分"]
    assert isinstance(full, Quantity)
    assert isinstance(score, Quantity)
    assert (full.half, score.half) == (0, Fraction(1, 2))


@pytest.mark.parametrize("written", ["报告未说明", "没有", "未写明", "没有说明原因。", "暂无", "不详", "—", "/"])
def test_words_for_nothing_are_no_statement_of_a_field_that_may_be_nothing(written: str) -> None:
    (mistake,) = mistakes_in(f"预算收支: {{预算调整说明: {written}}}\n")
    assert mistake == f"2:16 “预算调整说明”写着“{written}”，会当作有内容"


def test_a_sentence_that_begins_with_such_a_word_is_a_statement() -> None:
    text = (
        "预算收支: {预算调整说明: 未列入年初预算的上级资金年中下达}\n文面: [{位置: 落款, 原文: 暂无, 类型: 占位空白}]\n"
    )
    assert first(text, "预算收支").values["预算调整说明"] == "未列入年初预算的上级资金年中下达"
    assert first(text, "文面").values["原文"] == "暂无"  # quoted from the report: this field is never 无
