"""表头.yaml: what is shipped covers every kind, and every slip in it is placed with the right word."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import ROOT, tree, words, write_rules
from tables import SHIPPED, headings

from engine.heading_reading import headings_of, kinds_with_tables
from engine.headings import Column, Headings, folded
from engine.intake.layout import kinds_of, title_of
from engine.loading import load
from engine.mistakes import Mistakes

SHEETS = (
    *("部门概况", "预算收支", "项目清单", "绩效监控", "绩效目标与指标", "机构改革", "制度清单", "政府采购"),
    *("资产", "信息公开", "自评得分", "存在问题", "改进措施", "豁免"),
)


def slips(text: str) -> list[str]:
    """The mistakes of a text with their lines and hints."""
    mistakes = Mistakes()
    headings_of(tree(text, "表头.yaml"), words(), mistakes)
    return [f"{m.place.line} {m.message} {m.hint}".strip() for m in mistakes.found]


def test_the_shipped_headings_name_every_kind_with_its_supplier() -> None:
    assert set(SHIPPED.tables) == set(kinds_with_tables(words()))
    assert [word for word, table in SHIPPED.tables.items() if not table.titles or not table.supplier] == []


def test_our_sheets_have_the_names_that_inspectors_know() -> None:
    titles = [title_of(kind, SHIPPED) for kind in kinds_of(words(), SHIPPED)]
    assert [title for title in SHEETS if title not in titles] == []
    assert len(titles) == len(set(titles))


def test_a_rulebook_without_the_file_has_empty_headings(tmp_path: Path) -> None:
    mistakes = Mistakes()
    assert load(write_rules(tmp_path), mistakes).headings == Headings()


def test_a_rulebook_takes_its_headings_along(tmp_path: Path) -> None:
    folder = write_rules(tmp_path)
    (folder / "表头.yaml").write_text("表: {项目: {工作表: 项目表, 提供: 财务}}\n", encoding="utf-8")
    mistakes = Mistakes()
    book = load(folder, mistakes)
    assert (book.headings.sheets["项目"], book.headings.supplier("项目"), mistakes.found) == (("项目表",), "财务", [])
    assert book.headings.supplier("指标") == ""


def test_the_shipped_rulebook_is_read_with_its_headings() -> None:
    mistakes = Mistakes()
    assert load(ROOT / "rules", mistakes).headings == SHIPPED


def test_a_list_of_names_and_a_mapping_say_the_same() -> None:
    short, long = (headings(f"表: {{项目: {{字段: {{支出: {said}}}}}}}") for said in ("[执行数]", "{列名: [执行数]}"))
    assert short == long
    assert short.column("项目", "支出") == Column(names=("执行数",))


def test_what_is_said_of_a_field_wins_over_the_kind_and_over_all() -> None:
    found = headings("符号: {—: 不知道, √: 是}\n表: {采购: {符号: {—: 无}, 字段: {合同金额: {符号: {—: 0元}}}}}")
    assert found.meanings("采购", "合同金额") == {"—": "0元", "√": "是"}
    assert found.meanings("采购", "验收日期") == {"—": "无", "√": "是"}
    assert found.meanings("项目", "支出") == {"—": "不知道", "√": "是"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("全年预算数(A)", "全年预算数（Ａ）"), ("项目 名称", "项目名称"), ("项目\n名称", "项目名称"), ("ABC", "ａｂｃ")],
)
def test_names_are_compared_without_spaces_width_and_case(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[项目]", "1 表头文件应是一组键值，这里是清单"),
        ("表头: {}", "1 表头文件里不认识“表头” 是否想写“表”？"),
        ("表: {项木: {}}", "1 “表”里不认识“项木” 是否想写“项目”或“分项”？"),
        ("表: {项目: {工作薄: [甲]}}", "1 “项目”里不认识“工作薄” 是否想写“工作表”？"),
        ("表: {项目: [甲]}", "1 “项目”应是一组键值，这里是清单"),
        ("表: {项目: {字段: {名秤: [甲]}}}", "1 “项目”的“字段”里不认识“名秤” 是否想写“名称”？"),
        ("表: {项目: {字段: {支出: {列明: [甲]}}}}", "1 “支出”里不认识“列明” 是否想写“列名”？"),
        ("表: {项目: {字段: {支出: {单位: 吨}}}}", "1 “支出”的“单位”：“1吨”是个数，这里应填金额"),
        ("表: {项目: {字段: {名称: {单位: 元}}}}", "1 “名称”的“单位”：“名称”是文本，没有单位 请删去“单位”。"),
        ("表: {预算收支: {字段: {报告执行率: {单位: '%'}}}}", "1 “报告执行率”是比率，没有“单位” 写成 数: 百分数"),
        ("表: {预算收支: {字段: {报告执行率: {数: 百分比}}}}", "1 “数”不能是“百分比” 写“百分数”"),
        ("表: {项目: {字段: {支出: {数: 小数}}}}", "1 “支出”是金额，只有比率才写“数”"),
        ("表: {项目: {字段: {名称: {单位列: [计量单位]}}}}", "1 “名称”是文本，没有单位 请删去“单位列”。"),
        ("表: {项目: {字段: {支出: {取工作表名: 是}}}}", "1 “支出”不能取工作表的名称"),
        ("表: {目标: {字段: {位置: {取工作表名: 对}}}}", "1 “取工作表名”要写“是”或“否”"),
        ("表: {项目: {字段: {性质: {符号: {A: 一次性}}}}}", "1 “A”的意思“一次性”不是这个字段的可选值"),
        ("符号: {√: }", "1 “√”没有写意思 当作没有填的写“不知道”。"),
        ("符号: [√]", "1 “符号”应是一组键值，这里是清单 写成 符号: {√: 是, —: 不知道}。"),
        ("不读的列: [{甲: 乙}]", "1 “不读的列”应是文字，这里是一组键值"),
        ("不读的列: [甲, '']", "1 “不读的列”应是文字，这里是空的"),
        ("表: {项目: {提供: [甲]}}", "1 “提供”应是文字 例如：财务科室。"),
        ("表: {目标: {随表: 指表}}", "1 “随表”没有“指表”这种清单 是否想写“指标”？"),
        ("表: {自评: {随表: 指标}}", "1 “自评”不是清单，不能写“随表”"),
        ("表: {项目: {字段: {名称: [甲], 编码: [甲]}}}", "1 列名“甲”写了两次（第一次在第1行，“名称”下）"),
        ("表: {项目: {字段: {名称: [编 码]}}}", "1 列名“编 码”写在“名称”下，它又是字段“编码”的名称"),
        ("表:\n  项目: {工作表: [甲]}\n  指标: {工作表: [甲]}", "3 工作表“甲”写了两次（第一次在第2行，“项目”下）"),
        ("表: {项目: {工作表: [指标]}}", "1 工作表“指标”写在“项目”下，它又是事实类型“指标”"),
    ],
)
def test_a_slip_in_the_headings_is_placed_with_what_to_do(text: str, said: str) -> None:
    found = slips(text)
    assert len(found) == 1
    assert found[0].startswith(said)


def test_a_slip_in_the_headings_is_told_by_lint(tmp_path: Path) -> None:
    folder = write_rules(tmp_path)
    (folder / "表头.yaml").write_text("表: {项木: {}}\n", encoding="utf-8")
    mistakes = Mistakes()
    load(folder, mistakes)
    assert [m.message for m in mistakes.found if m.place.file.endswith("表头.yaml")] == ["“表”里不认识“项木”"]


def test_signs_that_nobody_sees_do_not_make_another_word() -> None:
    assert folded("\ufeff项目\u200b名称\xad") == folded("项目 名称") == "项目名称"
