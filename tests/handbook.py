"""Three small rules of two themes, with a standard and a ladder, for the tests of the compendium."""

from __future__ import annotations

from pathlib import Path

from small import rule_text, write_rules

PARAMETERS = """
下限: {取值: [{值: 100元（含）, 依据: 〔设计〕, 核对: 待核}]}
支出率得分:
  阶梯: 比率
  取值:
    - {至: 60%（不含）, 值: 0分, 依据: 甲, 核对: 已核}
    - {自: 60%（含）, 值: 5分, 依据: 甲, 核对: 待核}
"""
RULES = (
    rule_text("支出 达到 下限", rule="BUD-002", severity="较大"),
    rule_text("编码 不为无", rule="MON-001", theme="绩效监控", more="适用年度: 2021 起"),
    rule_text("阶梯(支出 ÷ 年度预算, 支出率得分) ≥ 1分", rule="BUD-001").replace("核对: 已核", "核对: 待核"),
)


def write_three(folder: Path) -> Path:
    """Writes the three rules."""
    return write_rules(folder, *RULES, parameters=PARAMETERS)
