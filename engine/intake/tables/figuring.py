"""Bare numbers of a column to figures of the fact language: with the unit or by the convention that was declared."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from engine.headings import FRACTION, PERCENT
from engine.intake.tables.columns import Meaning
from engine.intake.tables.days import day_of
from engine.intake.tables.digits import DECIMALS, NOISE, bare, decimals_of, denoised, digits, hundredfold
from engine.intake.tables.tally import Refused
from engine.notation import half_width
from engine.quantity import NUMERIC, Dim
from engine.vocabulary import Field

UNIT_HINT = "请在列名里写明单位，如“{}（万元）”，或在表的上方写“单位：万元”，或在每一格里连单位写。"
RATIO_HINT = (
    "97和0.97都可能是97%：请在格子里写文字97%，或把列名写成“{}（%）”；"
    f"总是这样导出的，请在 表头.yaml 里写“数: {PERCENT}”或“数: {FRACTION}”。"
)
POWER = "写成了科学计数法，位数可能不全，请核对原件"
_WHOLE = 15  # digits before the point that are sure to be held exactly
_FAR = 10  # a fraction of more than 1000% is a percentage in the wrong column
_BOUNDS = "≥≤><=＞＜＝≧≦⩾⩽"  # 指标值 of exports: ≥50 is a target of 50
_APART = re.compile(r"[0-9.]\s+[0-9]")  # 1 and 2 on two lines of a cell are not 12
_GROUPED = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:[^\S\n][0-9]{3})+(?![0-9])")  # 1 234.56
_LONG = re.compile("(?<=年)度$|(?<=月)份$")  # 2022年度, 7月份
_OWN_UNIT = "的数没有单位"
Note = Callable[[int, str], None]


class Figures:
    """Writes the bare numbers of one column; `note` hears of those that are not written as they stood."""

    def __init__(self, field: Field, meaning: Meaning, note: Note) -> None:
        self.field, self.dim, self.meaning, self.note = field, field.dim, meaning, note
        self.decimals = decimals_of(meaning.unit)
        self.simple = bool(meaning.unit) and field.dim in NUMERIC - {Dim.RATIO, Dim.DATE, Dim.NUMBER}
        self.largest, self.first = 0.0, -1  # of the percentages

    def quick(self, cell: float) -> str:
        """An ordinary number with the unit of its column, as most cells are; empty where there is more to be asked."""
        text = repr(cell)
        point = text.find(".")
        if not self.simple or point < 0 or point > _WHOLE or len(text) - point - 1 > self.decimals or "e" in text:
            return ""
        if text.endswith(".0"):
            text = text[:-2] if cell else "0"
        return text + self.meaning.unit

    def number(self, cell: float, at: int, unit: str) -> str:
        """A numeric cell; raises Refused."""
        written = digits(cell)
        if self.dim is Dim.DATE:
            return day_of(cell, self.meaning.since_1904)
        if self.dim not in NUMERIC:
            return written
        if self.dim is Dim.RATIO:
            text = denoised(written, DECIMALS - (2 if self.meaning.ratio == PERCENT else 0), ratio=True)
        else:
            text = denoised(written, self.decimals if unit == self.meaning.unit else decimals_of(unit))
        if text is not written:
            self.note(at, NOISE)
        if self.dim is Dim.RATIO:
            return self._percent(text, at) + "%"
        return text if self.dim is Dim.NUMBER else text + self._unit(unit, True, text)

    def words(self, text: str, at: int, unit: str) -> str:
        """A figure in words: as it is where it has its unit, else with the unit of its column; raises Refused."""
        if _APART.search(_GROUPED.sub("0", half_width(text))):
            raise Refused("的一格里写着几个数", "一格只写一个数；是一个数的，请删去中间的空格和换行。")
        text = "".join(sign for sign in text if sign == " " or not sign.isspace())
        bound = text.lstrip(_BOUNDS) if self.dim is Dim.AMOUNT else text
        if bound != text:
            self.note(at, "写着比较符号，取了界限数")
            text = bound
        found = bare(text)
        if found is None:
            return _LONG.sub("", text) if self.dim is Dim.NUMBER else text
        if found.powered:
            self.note(at, POWER)
        if self.dim is Dim.RATIO:
            return replace(found, number=self._percent(found.number, at)).with_unit("%")
        if self.dim is Dim.NUMBER:
            whole, _, part = found.number.partition(".")
            return whole if part and not part.strip("0") else text
        return found.with_unit(self._unit(unit, False, found.number))

    def check(self) -> int:
        """The first cell of a column of percentages that may all be fractions; -1 where there is none."""
        doubtful = self.meaning.headed and self.meaning.ratio == PERCENT and 0 < self.largest <= 1
        return self.first if doubtful else -1

    def _percent(self, number: str, at: int) -> str:
        """The digits of a ratio as a percentage."""
        value = abs(float(number.replace(",", "")))
        if not self.meaning.ratio and value:
            raise Refused("的数没有写明是百分数还是小数", RATIO_HINT)
        if self.meaning.ratio == FRACTION:
            if value > _FAR:
                raise Refused("按“小数”的约定超过1000%", "请核对：这一格可能是百分数，请写成文字，如97%。")
            return hundredfold(number)
        if value > self.largest:
            self.largest = value
        if self.first < 0:
            self.first = at
        return number

    def _unit(self, unit: str, numeric: bool, number: str) -> str:
        """The unit of a bare number; a text of any dimension may be a mere number, as in a fact file."""
        if unit == "%" and self.dim is Dim.AMOUNT and 0 < abs(float(number.replace(",", ""))) <= 1:
            raise Refused("的单位是%，数不超过1", "是0.97%还是97%？请在格子里连%一起写。")
        if unit:
            return unit
        if self.dim is Dim.AMOUNT and not numeric:
            return ""
        if self.meaning.clash:
            raise Refused(f"{_OWN_UNIT}，{self.meaning.clash}", "请在列名里写明单位，如“{}（万元）”。")
        if self.dim is Dim.AMOUNT:
            raise Refused(_OWN_UNIT, "请在格子里连单位写，如 22个、10%、133.8亿元，或加一列“计量单位”。")
        raise Refused(_OWN_UNIT, UNIT_HINT)
