"""Small rulebooks with their workbooks: exported, edited as a person would, and imported again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from small import TODAY, facts_text, rule_text, write_rules

from engine.mistakes import MistakesFound
from engine.workbook.columns import ID
from engine.workbook.exporting import export
from engine.workbook.importing import Importer, Planned
from engine.workbook.replacing import replace_all

PARAMETERS = """\
# 标准都写在这里

执行率下限:
  说明: 低于此数，列为问题  # 一般
  取值:
    - {值: 90%, 依据: 〔设计〕, 核对: 待核}  # 没有来源
    - {地区: 广东省, 起: 2022-01-01, 值: 85%, 依据: "甲办法, 第三条", 核对: 已核, 核对日期: 2026-01-02, 说明: 省里的}
重点下限:
  说明: '达到此数: 纳入监控'
  取值:
    - 性质: 经常性
      值: 1,000万元（含）
      依据: 甲办法
      核对: 待核
    # 阶段性的
    - {性质: 阶段性, 值: 3000万元（含）, 依据: 甲办法, 核对: 待核}

监控截止月:
  取值: [{值: 7, 依据: 乙通知, 核对: 待核}]
调整得分:
  阶梯: 比率
  取值:
    - {自: 0%（含）, 至: 10%（含）, 值: 3分, 依据: 丙表, 核对: 待核}
    - {自: 10%(不含), 值: 0分, 依据: 丙表, 核对: 待核}
"""
CASES = """\
  - 名称: 支出太少  # 最要紧的
    年度: 2022
    事实:
      项目:
        - {名称: 甲, 支出: 90元}  # 少十元
        - {名称: 乙, 支出: 100元}
    结果: {甲: 发现问题, 乙: 未发现问题}
    文字: 甲支出90元
  # 恰好
  - {名称: 恰好, 年度: 2022, 事实: {项目: [{名称: 甲, 支出: 100元}]}, 结果: 未发现问题}
  - 名称: 不知道支出
    年度: 2022
    地区: 广东省
    事实: {项目: [{名称: 甲}]}
    结果: 无法判定
    缺少: [支出]
"""
RULE = rule_text("支出 ≥ 100元", rule="BUD-001", problem="{名称}支出{支出}。", cases=CASES.rstrip("\n"))
FACTS = facts_text(
    "项目: [{名称: 甲, 支出: 90元}]\n\n豁免:  # 经批准的\n"
    "- {规则: BUD-001, 对象: 甲, 理由: 已报同意, 批准: 财政局, 到期: 2023-06-30}\n"
)


@dataclass
class Desk:
    """A rulebook, a fact file and a workbook on somebody's desk."""

    folder: Path

    @property
    def rules(self) -> Path:
        """The folder of rules."""
        return self.folder / "规则"

    @property
    def facts(self) -> Path:
        """The folder of facts."""
        return self.folder / "事实"

    @property
    def file(self) -> Path:
        """The workbook."""
        return self.folder / "规则库.xlsx"

    def export(self) -> Desk:
        """Exports anew."""
        self.file.write_bytes(export(self.rules, self.facts, TODAY)[0])
        return self

    def edit(self, change: Callable[[Workbook], object]) -> Desk:
        """Opens the workbook, changes something and saves it."""
        book = load_workbook(self.file)
        change(book)
        book.save(self.file)
        return self

    def set(self, sheet: str, row: int, **cells: Any) -> Desk:
        """Writes cells of one row, by the titles of their columns."""

        def change(book: Workbook) -> None:
            for title, value in cells.items():
                cell_of(book, sheet, title, row).value = value

        return self.edit(change)

    def plan(self) -> Planned:
        """What an import would do."""
        return Importer(self.file, self.rules, self.facts).plan()

    def take(self) -> tuple[str, ...]:
        """Imports; returns what was said."""
        plan = self.plan()
        replace_all(plan.changed)
        return plan.said

    def refused(self) -> list[str]:
        """The mistakes for which the workbook is refused; nothing may have changed."""
        before = self.files()
        try:
            self.plan()
        except MistakesFound as error:
            assert self.files() == before
            return [f"{mistake.place} {mistake.message} {mistake.hint}".strip() for mistake in error.mistakes]
        raise AssertionError("not refused")

    def files(self) -> dict[str, str]:
        """All rule and fact files as they are."""
        found = [*self.rules.rglob("*.yaml"), *self.facts.rglob("*.yaml")]
        return {path.name: path.read_bytes().decode() for path in sorted(found)}

    def cells(self, sheet: str) -> list[list[object]]:
        """Everything on a sheet."""
        return [list(row) for row in load_workbook(self.file)[sheet].iter_rows(values_only=True)]


def desk(folder: Path, *, parameters: str = PARAMETERS, rule: str = RULE, facts: str = FACTS) -> Desk:
    """A desk with an exported workbook on it."""
    made = Desk(folder)
    write_rules(made.rules, rule, parameters=parameters)
    made.facts.mkdir()
    (made.facts / "示例.yaml").write_text(facts, encoding="utf-8")
    return made.export()


def cell_of(book: Workbook, sheet: str, title: str, row: int) -> Any:
    """A cell by the title of its column."""
    heads = [cell.value for cell in book[sheet][1]]
    return book[sheet].cell(row, heads.index(title) + 1)


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


__all__ = ["ID", "Desk", "cell_of", "desk", "lines_changed"]
