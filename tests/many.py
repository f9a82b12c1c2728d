"""A small rulebook and facts of which every sort of verdict, finding and waiver comes."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from small import checked, library, listed, rule_text

from engine.outcome import Outcome

LOW = rule_text(
    "支出 ÷ 年度预算 不低于 90%",
    rule="BUD-002",
    problem="{明细|；}。",
    detail="{名称}执行率{支出 ÷ 年度预算}",
    more="责任: 财务科\n涉及金额: 年度预算 − 支出\n",
)
NONE = rule_text("编码 不为无", rule="MON-001", theme="绩效监控", severity="较大", problem="{名称}没有编码。")
HINT = rule_text("支出 ≥ 50元", rule="BUD-011", severity="提示", problem="{名称}支出少。")
CLOSING = rule_text("自评.得分 ≥ 60分", rule="CLO-005", theme="问题整改", kind="部门")
OLD = rule_text("支出 ≥ 1元", rule="OLD-001", more="适用年度: 2019\n")
FACTS = listed(
    "项目",
    "名称: 甲, 年度预算: 100元, 支出: 31元, 编码: 无",
    "名称: 乙, 年度预算: 100元, 支出: 95元, 编码: 无",
    "名称: 丙, 年度预算: 100元, 支出: 20元, 编码: C",
) + ("豁免:\n- {规则: BUD-002, 对象: 丙, 理由: 已批, 批准: 财政局, 到期: 2023-12-31}\n"
     "- {规则: MON-001, 对象: 丙, 理由: 旧批, 批准: 财政局, 到期: 2022-12-31}\n")  # fmt: skip


def outcome(folder: Path) -> Outcome:
    """What comes of them."""
    books = library(folder, LOW, NONE, HINT, CLOSING, OLD)
    return replace(checked(books, FACTS), evaluators=("durable", "reference"))
