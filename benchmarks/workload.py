"""The workload of a province: twenty rules, or more of the same, and lines of departments, one JSON object a line.

A department has 50 projects, 20 indicators and about 11 monitoring records. What has no field of its own among the
kinds of facts is carried by a field of the same type:

| of the workload                                     | carried by                                                    |
|-----------------------------------------------------|---------------------------------------------------------------|
| department: budget, spent                           | 预算收支: 总预算（分）, 支出（分）                            |
| reform_date                                         | 改革事项: one, 划出, with its 生效日期; or 无                 |
| targets_adjusted                                    | 目标调整: one; or 无                                          |
| has_procurement_policy, has_performance_duty_policy | 制度, 政府采购 and 绩效职责分工: 状态 已印发 or 未建立        |
| project: nature, budget, spent                      | 项目: 性质, 年度预算（分）, 支出（分）                        |
| key_monitored                                       | 项目: 资金来源 上级; not: 本级                                |
| record: project, month                              | 监控记录 (对象 项目): 项目, 截止月份                          |
| corrected                                           | 监控记录: 类型 日常; not: 重点                                |
| indicator: target, actual                           | 列举 (位置 自评表): 声明个数（个）, 列举个数（个）            |
| quantifiable                                        | 列举: 列举方式 全部列举; not: 部分列举                        |

All that the rules read is always there and exact: nothing is 无法判定.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.departments import write_lines
from benchmarks.templates import DERIVED, TEMPLATES, Sort, Template

__all__ = ["rule_ids", "threshold", "write_lines", "write_rules"]

_THEMES = ("预算执行", "绩效监控", "采购内控", "指标质量")
_WORDS = ("发现问题", "未发现问题", "无法判定")
_DETAIL = {"项目": "{名称}", "监控记录": "{项目}", "列举": "{名称}", "改革事项": "{职能}"}


def write_rules(folder: Path, copies: int = 1) -> Path:
    """Writes a rulebook of 20 rules for each copy; copy 0 has the thresholds of the workload, the last the strictest.

    1, 10 and 100 copies are the rulebooks that are measured.
    """
    (folder / "全省").mkdir(parents=True)
    themes = "".join(f"- {{主题: {theme}, 标题: {theme}方面}}\n" for theme in _THEMES)
    (folder / "主题.yaml").write_text(themes, encoding="utf-8")
    (folder / "参数.yaml").write_text("{}\n", encoding="utf-8")
    (folder / "推导.yaml").write_text(DERIVED, encoding="utf-8")
    for number, template in enumerate(TEMPLATES):
        for copy in range(copies):
            text = _rule(template, _THEMES[number % len(_THEMES)], copy, copies)
            (folder / "全省" / f"{rule_id(template, copy)}.yaml").write_text(text, encoding="utf-8")
    return folder


def rule_id(template: Template, copy: int) -> str:
    """The number of a rule: R01-000 is the first copy of R01."""
    return f"{template.id}-{copy:03}"


def rule_ids(copies: int) -> list[str]:
    """The numbers of all rules of a rulebook."""
    return [rule_id(template, copy) for template in TEMPLATES for copy in range(copies)]


def threshold(template: Template, copy: int, copies: int) -> int:
    """The threshold of a copy: equal steps from the base towards the stricter end, which is not reached."""
    return template.base + (template.end - template.base) * copy // copies


def written(number: int, sort: Sort) -> str:
    """A threshold as it stands in a rule file."""
    if sort == "分":
        return f"{number // 100}.{number % 100:02}元"
    if sort == "千分之":
        return f"{number // 10}.{number % 10}%"
    return f"{number}个" if sort == "个" else str(number)


def _rule(template: Template, theme: str, copy: int, copies: int) -> str:
    limit = written(threshold(template, copy, copies), template.sort)
    scope = f"适用: '{template.scope.format(t=limit)}'\n" if template.scope else ""
    cases = zip(_WORDS, template.cases, strict=True)
    detail = _DETAIL.get(template.kind)
    problem = f"有{{个数}}个{template.kind}{template.name}：{{明细|、}}。" if detail else f"{template.name}。"
    return f"""编号: {rule_id(template, copy)}
名称: {template.name}（{copy}）
主题: {theme}
严重程度: 一般
依据: [{{文件: 样例办法, 条款: 第{copy + 1}条, 核对: 待核}}]
对象: {template.kind}
{scope}要求: '{template.duty.format(t=limit)}'
问题: '{problem}'
{f"明细: '{detail}'" if detail else ""}
措施: 逐一核实，限期改正。
用例:
{"".join(f"  - {{名称: {word}, 年度: 2022, 事实: {{{facts}}}, 结果: {word}}}" + chr(10) for word, facts in cases)}"""
