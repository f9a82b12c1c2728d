"""How the workbook looks: a quiet head, red for mistakes, amber for notes, green and red for the results of cases."""

from __future__ import annotations

from typing import Any

from engine.workbook.columns import Column, Sort

AUTHOR = "规则引擎"
RED, AMBER = "FFF8CECC", "FFFFF2CC"
_HEAD, _LINE, _QUIET, _GREEN = "FFDCE6F1", "FFD9D9D9", "FF7F7F7F", "FF2E7D32"
_FONT = "微软雅黑"


class Styles:
    """The styles of one workbook."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        line = Side(style="thin", color=_LINE)
        self.border = Border(left=line, right=line, top=line, bottom=line)
        self.red = PatternFill("solid", fgColor=RED)
        self.amber = PatternFill("solid", fgColor=AMBER)
        self.head_fill = PatternFill("solid", fgColor=_HEAD)
        self.title = Font(name=_FONT, size=14, bold=True)
        self.heading = Font(name=_FONT, size=11, bold=True)
        self.text = Font(name=_FONT, size=10)
        self.bold = Font(name=_FONT, size=10, bold=True)
        self.quiet = Font(name=_FONT, size=10, color=_QUIET)
        self.good = Font(name=_FONT, size=10, color=_GREEN)
        self.bad = Font(name=_FONT, size=10, bold=True, color="FFC00000")
        self.wrapped = Alignment(wrap_text=True, vertical="top")
        self.centred = Alignment(horizontal="center", vertical="center", wrap_text=True)

    def head(self, cell: Any, column: Column) -> None:
        """The head of a column; one that the engine fills in is quiet."""
        cell.font = self.quiet if column.sort is Sort.SHOWN else self.bold
        cell.fill, cell.border, cell.alignment = self.head_fill, self.border, self.centred

    def body(self, cell: Any, column: Column) -> None:
        """A cell of a row."""
        cell.font = self.quiet if column.sort is Sort.SHOWN else self.text
        cell.border, cell.alignment = self.border, self.wrapped

    def result(self, cell: Any, text: str) -> None:
        """The result of a case."""
        if text[:1] in ("✓", "✗"):
            cell.font = self.good if text[0] == "✓" else self.bad

    def tab(self, wrong: bool) -> str:
        """The colour of a sheet's tab."""
        return "FFC00000" if wrong else "FF8EA9C8"

    def fitted(self) -> Any:
        """Printed as wide as the paper."""
        from openpyxl.worksheet.properties import PageSetupProperties

        return PageSetupProperties(fitToPage=True)


def mark(cell: Any, text: str) -> None:
    """Puts a remark on a cell, as large as its text needs."""
    from openpyxl.comments import Comment

    remark = Comment(text, AUTHOR)
    remark.width = 320
    remark.height = 24 + 18 * sum(1 + len(line) // 22 for line in text.split("\n"))
    cell.comment = remark
