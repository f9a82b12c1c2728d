"""One cell to the text that its author sees in it; what would have to be guessed is a mistake, never a guess."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

from engine.mistakes import Mistakes, Place
from engine.workbook.columns import Column, Sort

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

LONGEST = 32767  # characters; Excel allows no more
AS_TEXT = "请把单元格格式设为“文本”，再重新输入。"
_PERCENT = re.compile(r"0(?:\.(0+))?%")
_FIGURE = re.compile(r"[+-]?[\d,]+(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20|21)\d{2}")
_UNIT = re.compile(r"[\d,.+\-\s]+(\D.*?)(?:[（(](?:含|不含)[）)])?")


def text_of(cell: Cell, column: Column, before: str, place: Place, mistakes: Mistakes) -> str | None:
    """Returns the text of a cell; None after noting a mistake. `before` is what such cells hold, for its unit."""
    value: Any = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        shown = value if isinstance(value, str) else "公式"
        mistakes.add(
            place, f"这一格是公式（{str(shown)[:40]}），只能写文字", "请换成它的结果：复制，选择性粘贴为数值。"
        )
    elif cell.data_type == "e":
        mistakes.add(place, f"这一格是错误值（{value}）", "请写上内容，或清空。")
    elif isinstance(value, bool):
        mistakes.add(place, f"这一格是逻辑值（{'真' if value else '假'}），不是文字", AS_TEXT)
    elif isinstance(value, str):
        return _text(value, column, before, place, mistakes)
    elif isinstance(value, date):
        return _date(value, column, place, mistakes)
    elif isinstance(value, int | float):
        return _number(value, str(cell.number_format), column, before, place, mistakes)
    else:
        mistakes.add(place, "这一格是时间，不是文字", AS_TEXT)
    return None


def _text(value: str, column: Column, before: str, place: Place, mistakes: Mistakes) -> str | None:
    text = value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST:
        mistakes.add(place, f"这一格超过{LONGEST}个字", "请缩短。")
        return None
    if column.sort is Sort.FIGURE and _FIGURE.fullmatch(text) and not _FIGURE.fullmatch(before):
        mistakes.add(place, f"“{text}”缺少单位", _meant(text, before))
        return None
    return text


def _meant(number: str, before: str) -> str:
    """Asks what was probably meant: the number with the unit that was there, or that the others have."""
    match = _UNIT.fullmatch(before)
    if match is not None and match[1] == "%" and number.startswith("0."):
        return f"是否想写“{number}%”或“{Decimal(number) * 100:f}%”？数字要带单位。"
    new = "" if before else "年、月这样没有单位的，请先写在 参数.yaml 里。"
    return f"是否想写“{number}{match[1] if match else '%'}”？数字要带单位。{new}"


def _day_meant(number: str, column: Column) -> str:
    """Asks which day was meant by a number: the first of a year, or the last where the column says until when."""
    day = "12-31" if column.title == "止" else "01-01"
    example = f"是否想写“{number}-{day}”？" if _YEAR.fullmatch(number) else ""
    return f"{example}日期要写年、月、日，如 2022-{day}。"


def _date(value: date, column: Column, place: Place, mistakes: Mistakes) -> str | None:
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0):
            mistakes.add(place, f"这一格带有时刻（{value:%Y-%m-%d %H:%M}）", "请只写日期，如 2022-01-01。")
            return None
        value = value.date()
    if column.sort not in (Sort.DATE, Sort.FIGURE):
        mistakes.add(place, f"这一格存的是日期（{value}），这里不是日期", AS_TEXT)
        return None
    return value.isoformat()


def _number(value: float, form: str, column: Column, before: str, place: Place, mistakes: Mistakes) -> str | None:
    if not isfinite(value) or abs(value) > 1e15:
        mistakes.add(place, "这一格的数字太大，不是文字", AS_TEXT)
        return None
    exact = Decimal(repr(value))
    plain = f"{exact.normalize():f}"
    if column.sort is Sort.YEAR and exact == exact.to_integral_value():
        return plain
    percent = _PERCENT.fullmatch(form)
    if column.sort is Sort.FIGURE and percent is not None:
        stored, shown = exact * 100, f"{exact * 100:.{len(percent[1] or '')}f}%"
        if Decimal(shown[:-1]) == stored:
            return shown
        message = f"这一格显示{shown}，实际存的是{stored.normalize():f}%"
        mistakes.add(place, message, f"请把单元格格式设为“文本”，写明是“{shown}”还是“{stored.normalize():f}%”。")
    elif column.sort is Sort.FIGURE and _FIGURE.fullmatch(before) and exact == exact.to_integral_value():
        return plain  # a year or a month: all its rows are numbers without a unit
    elif column.sort is Sort.FIGURE:
        mistakes.add(place, f"“{plain}”缺少单位", _meant(plain, before))
    elif column.sort is Sort.DATE:
        mistakes.add(place, f"“{plain}”不是日期", _day_meant(plain, column))
    else:
        mistakes.add(place, f"这一格存的是数字（{plain}），不是文字", AS_TEXT)
    return None
