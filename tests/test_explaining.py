"""Explanations: the condition as a tree with actual values, what held, what is missing, and the margin."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import TODAY, dossier, library, listed, rule_text

from engine.checking import chosen_rules
from engine.explaining import explain_all
from engine.mistakes import Mistakes

RATES = "项目:\n  执行率: 支出 ÷ 年度预算\n"
LINES = "下限:\n  取值: [{值: 90%, 依据: 甲, 核对: 待核}]\n"
LOW = rule_text("执行率 不低于 下限 或 存在 纠偏记录", rule="BUD-002", scope="年度预算 高于 10万元")
CLOSING = rule_text('不存在 问题 满足（规则 = "BUD-002"）', kind="部门", rule="CLO-001")
OLD = rule_text("支出 ≥ 1元", rule="OLD-001", more="适用年度: 2019\n")
FACTS = (
    listed(
        "项目",
        "名称: 甲, 年度预算: {值: 100万元, 出处: 第1行}, 支出: {值: 92.996万元, 出处: 第2行}",
        "名称: 乙, 年度预算: 100万元",
        "名称: 丙, 年度预算: 9万元, 支出: 1万元",
        "名称: 丁, 年度预算: 100万元, 支出: 31万元",
    )
    + "纠偏记录: [{对象: 项目, 项目: 丁, 动作: 催办}]\n"
)


def explained(folder: Path, rule: str, subject: str = "", low: str = LOW, facts: str = FACTS) -> str:
    """The explanation of one rule."""
    books = library(folder, low, CLOSING, OLD, derived=RATES, parameters=LINES)
    only = chosen_rules(books.book, [rule], [], Mistakes())
    text, found = explain_all(books, rule, subject, dossier(facts), only, TODAY)
    assert found
    return text


def test_a_finding_is_explained_down_to_the_figures_and_their_sources(tmp_path: Path) -> None:
    text = explained(tmp_path, "BUD-002", "甲", LOW.replace("不低于 下限", "不低于 93%"))
    assert text.splitlines() == [
        "示例部门　2022年度",
        "BUD-002 BUD-002的名称",
        "依据：《中华人民共和国预算法》第五十七条",
        "",
        "项目“甲”：发现问题（一般）",
        "适用：",
        "  ✓ 年度预算 高于 10万元",
        "    · 年度预算 = 100万元  〔第1行〕",
        "要求：",
        "  ✗ 执行率 不低于 93% 或 存在 纠偏记录",
        "    ✗ 执行率 不低于 93%",
        "      · 执行率 = 92.996%",
        "        = 支出 ÷ 年度预算 = 92.996万元 ÷ 100万元 = 92.996%",
        "          · 支出 = 92.996万元  〔第2行〕",
        "          · 年度预算 = 100万元  〔第1行〕",
        "    ✗ 存在 纠偏记录",
        "      （没有符合的纠偏记录）",
        "距界限：执行率比93%低0.004个百分点",
        "只改一项事实，判定就会不同：",
        "  年度预算：100万元改为99万元（减少1万元），判定为未发现问题",
        "  年度预算：100万元改为10万元（减少90万元），判定为不适用",
        "  支出：92.996万元改为93.000万元（增加0.004万元），判定为未发现问题",
    ]


def test_an_unknown_word_and_tags_are_told_in_words(tmp_path: Path) -> None:
    rule = rule_text("性质 = 经常性 或 存在 自述措施 满足（主题 包含 采购内控）", rule="BUD-002")
    facts = listed("项目", "名称: 甲") + "自述措施: [{序号: 一, 摘要: 乙, 主题: [预算执行]}]\n"
    assert explained(tmp_path, "BUD-002", "甲", rule, facts).splitlines()[-4:] == [
        "只改一项事实，判定就会不同：",
        "  性质：补上“经常性”，判定为未发现问题",
        "  性质：补上“阶段性”，判定为发现问题",
        "  自述措施“一·乙”的主题：另加“采购内控”，判定为未发现问题",
    ]
    facts = facts.replace("名称: 甲", "名称: 甲, 性质: 阶段性")
    assert explained(tmp_path / "二", "BUD-002", "甲", rule, facts).splitlines()[-2:] == [
        "  性质：“阶段性”改为“经常性”，判定为未发现问题",
        "  自述措施“一·乙”的主题：另加“采购内控”，判定为未发现问题",
    ]


@pytest.mark.parametrize(
    ("subject", "lines"),
    [
        ("乙", ["项目“乙”：无法判定", "    ？ 执行率 不低于 下限", "      · 执行率 = 不知道",
                "        = 支出 ÷ 年度预算：不知道", "缺少：项目“乙”的支出"]),
        ("丙", ["项目“丙”：不适用", "  ✗ 年度预算 高于 10万元"]),
        ("丁", ["项目“丁”：未发现问题", "    ✗ 执行率 不低于 下限", "      · 参数 下限 = 90%",
                "    ✓ 存在 纠偏记录", "      ✓ 纠偏记录“催办·丁”"]),
    ],
)  # fmt: skip
def test_every_verdict_shows_what_held_what_did_not_and_what_is_missing(
    tmp_path: Path, subject: str, lines: list[str]
) -> None:
    shown = explained(tmp_path, "BUD-002", subject).splitlines()
    assert [line for line in shown if line in lines] == lines


def test_without_a_subject_all_are_explained(tmp_path: Path) -> None:
    text = explained(tmp_path, "BUD-002")
    assert [name for name in "甲乙丙丁" if f"项目“{name}”：" in text] == list("甲乙丙丁")


def test_a_rule_that_stands_on_findings_shows_them(tmp_path: Path) -> None:
    text = explained(tmp_path, "CLO-001")
    assert "部门“示例部门”：未发现问题" not in text
    low = LOW.replace("不低于 下限", "不低于 93%")
    text = explained(tmp_path, "CLO-001", low=low)
    assert "部门“示例部门”：发现问题（一般）" in text
    assert "    ✓ 问题“BUD-002·项目·甲”" in text.splitlines()
    assert "适用：全部" in text.splitlines()


def test_a_negated_form_stands_once_with_one_mark(tmp_path: Path) -> None:
    rule = rule_text("编码 不为无 且 性质 不属于 {阶段性}", rule="BUD-002")
    lines = explained(tmp_path, "BUD-002", "甲", rule, listed("项目", "名称: 甲, 编码: 无, 性质: 经常性")).splitlines()
    assert [line.strip() for line in lines if "不为无" in line or "不属于" in line] == [
        "✗ 编码 不为无 且 性质 不属于 {阶段性}",
        "✗ 编码 不为无",
        "✓ 性质 不属于 {阶段性}",
    ]
    assert "      · 编码 = 无" in [line.partition("  〔")[0] for line in lines]


def test_each_names_the_facts_that_fail_with_the_mark_of_the_condition_as_written(tmp_path: Path) -> None:
    rule = rule_text("每个 项目 满足（支出 ≥ 5元 且 编码 不为无）", kind="部门", rule="BUD-002")
    facts = listed("项目", "名称: 甲, 编码: 一, 支出: 1元", "名称: 乙, 编码: 二, 支出: 5元")
    lines = [line.partition("  〔")[0] for line in explained(tmp_path / "1", "BUD-002", "", rule, facts).splitlines()]
    assert lines[lines.index("要求：") + 1 :][:7] == [
        "  ✗ 每个 项目 满足（支出 ≥ 5元 且 编码 不为无）",
        "    ✗ 项目“甲”",
        "      ✗ 支出 ≥ 5元 且 编码 不为无",
        "        ✗ 支出 ≥ 5元",
        "          · 支出 = 1元",
        "        ✓ 编码 不为无",
        "          · 编码 = 一",
    ]
    good = explained(tmp_path / "2", "BUD-002", "", rule, facts.replace("支出: 1元", "支出: 6元"))
    assert "    （没有不符合的项目）" in good.splitlines()


def test_one_field_of_many_facts_is_missing_in_one_line(tmp_path: Path) -> None:
    rule = rule_text("合计(项目.支出) ≥ 5元", kind="部门", rule="BUD-002")
    few, many = (listed("项目", *(f"名称: {name}" for name in names)) for names in ("甲乙丙丁戊", "甲乙丙丁戊己"))
    assert explained(tmp_path / "1", "BUD-002", "", rule, few).count("缺少：项目“") == 5
    lines = explained(tmp_path / "2", "BUD-002", "", rule, many).splitlines()
    one = "缺少：项目的支出（“丁”、“丙”、“乙”、“己”、“戊”等6条）"
    assert [line for line in lines if line.startswith("缺少")] == [one]


def test_a_wide_range_is_told_by_its_ends_not_by_its_middle(tmp_path: Path) -> None:
    rule = rule_text("支出 ≥ 区间(6万元, 100万元)", rule="BUD-002")
    text = explained(tmp_path, "BUD-002", "甲", rule, listed("项目", "名称: 甲, 支出: 17万元"))
    assert "· 区间(6万元, 100万元) = 6万元至100万元" in text
    assert "约53" not in text


def test_a_rule_that_is_not_in_force_says_so(tmp_path: Path) -> None:
    assert explained(tmp_path, "OLD-001") == "示例部门：OLD-001 不适用于2022年度。"


def test_a_subject_there_is_not_is_told_apart_from_an_explanation(tmp_path: Path) -> None:
    books = library(tmp_path, LOW, CLOSING, OLD, derived=RATES, parameters=LINES)
    assert explain_all(books, "BUD-002", "戊", dossier(FACTS), frozenset({"BUD-002"}), TODAY)[1] is False
