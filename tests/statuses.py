"""Departments with something missing, and small rules that wait for it."""

from __future__ import annotations

from pathlib import Path

from small import checked, dossier, library, listed, rule_text

from engine.report.status import Status, status_of

SPENT = rule_text("支出 ≥ 100元", rule="BUD-001", problem="{名称}支出{支出}。")
CODED = rule_text("编码 不为无 且 支出 ≥ 1元", rule="BUD-002")
BOUGHT = rule_text("合同金额 ≥ 1元", kind="采购", rule="PRO-001", theme="采购内控")
POSTS = rule_text("编制人数 ≥ 1个", kind="人员", rule="STA-001")
RULED = rule_text("状态 = 已印发", kind="制度", rule="INS-001")
LIMIT = rule_text("支出 ≥ 支出下限", rule="BUD-003")
PARAMETERS = "支出下限:\n  说明: 下限\n  取值:\n    - {值: 5元, 起: 2030-01-01, 依据: 甲, 核对: 已核}\n"
HEADINGS = (
    "表:\n"
    "  采购: {工作表: [政府采购], 提供: 采购科室}\n"
    "  项目: {工作表: [项目清单], 提供: 财务科室}\n"
    "  人员: {工作表: [人员], 提供: 财务科室}\n"
)


def state_of(folder: Path, facts: str, *rules: str, **more: str) -> Status:
    """The state of a department by rules of its own."""
    folder.mkdir(exist_ok=True)
    (folder / "表头.yaml").write_text(HEADINGS, encoding="utf-8")
    books = library(folder, *rules, **more)
    given = dossier(facts)
    return status_of(checked(books, given, shown=frozenset()), given, books.book)


ITEMS = listed("项目", "名称: 甲, 支出: 90元", "名称: 乙", "名称: 丙, 编码: A")
