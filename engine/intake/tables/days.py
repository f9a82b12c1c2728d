"""Days as tables write them: date cells, the serial numbers of spreadsheets, 20220831, 2022.8.31, 2022/8/31."""

from __future__ import annotations

import re
from datetime import date, datetime

from engine.intake.tables.tally import Refused
from engine.notation import half_width

_EPOCH, _EPOCH_1904 = date(1899, 12, 30).toordinal(), date(1904, 1, 1).toordinal()
_FIRST, _LAST = date(1980, 1, 1).toordinal(), date(2100, 12, 31).toordinal()
_YEARS = range(1949, 2200)
_PARTED = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})(?:\2([0-9]{1,2}))?")
_SOLID = re.compile(r"((?:19|20|21)[0-9]{2})(0[1-9]|1[0-2])([0-9]{2})?")
_MIDNIGHT = re.compile(r"[ T]00?:00(:00(\.0+)?)?$")
_TENTH = re.compile(r"([0-9]{4})\.1")  # what is left of 2022.10 typed as a number
_CLOCK = ("写着钟点", "这里只要年、月、日，请删去钟点。")


def day_of(cell: date | float | int, since_1904: bool = False) -> str:
    """A date cell or a number in a column of dates as the fact language writes a day; raises Refused."""
    if isinstance(cell, datetime):
        if cell.hour or cell.minute or cell.second:
            raise Refused(*_CLOCK)
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if cell != int(cell):
        raise Refused(f"的“{cell}”看不出是哪一天", "请写成 2022-08-31；只知道月份的写 2022年8月。")
    number = int(cell)
    if number in _YEARS:
        return f"{number}年"
    solid = _SOLID.fullmatch(str(number))
    if solid is not None:
        return _solid(solid)
    ordinal = number + (_EPOCH_1904 if since_1904 else _EPOCH)
    if _FIRST <= ordinal <= _LAST:
        return date.fromordinal(ordinal).isoformat()
    raise Refused(f"的“{number}”看不出是哪一天", "请写成 2022-08-31；只知道月份的写 2022年8月。")


def day_in(text: str) -> str:
    """A text in a column of dates, in the form of the fact language where it can mean one day only; else as it is."""
    bare = _MIDNIGHT.sub("", text.strip())
    compact = half_width("".join(bare.split()))
    tenth = _TENTH.fullmatch(compact)
    if tenth is not None:
        hint = f"请写成 {tenth[1]}年1月 或 {tenth[1]}年10月。"
        raise Refused("写着“年份.1”，可能是1月，也可能是丢了末尾零的10月", hint)
    parted = _PARTED.fullmatch(compact)
    if parted is not None:
        return "-".join(part for part in (parted[1], parted[3], parted[4]) if part)
    solid = _SOLID.fullmatch(compact)
    if solid is not None:
        return _solid(solid)
    return compact.removesuffix("号") + "日" if compact.endswith("号") else bare


def _solid(found: re.Match[str]) -> str:
    return f"{found[1]}-{found[2]}-{found[3]}" if found[3] else f"{found[1]}年{int(found[2])}月"
