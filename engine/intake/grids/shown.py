"""Which styles of a workbook show a number as something else than it is: 0.97 as 97%, or 12,345,678 as 1,234.57."""

from __future__ import annotations

import re

from msgspec import Struct

from engine.intake.grids.book import NotXml, elements
from engine.intake.grids.grid import MONTH, YEARLESS

_PERCENT = {"9", "10"}  # the formats 0% and 0.00%, which need no description
_DAYS = {str(number) for number in (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))}
_DAY, _QUOTED = re.compile("[ymdhsYMDHS]"), re.compile(r'"[^"]*"')
# 2022年8月 and 8月31日 as a Chinese Excel stores them when they are typed so; these formats need no description.
_MONTHS, _YEARLESS = ("17", "27", "36", "50", "52", "57"), ("16", "28", "29", "51", "53", "54", "58")
_UNIT = re.compile(r"(?:百万|千万|亿|万|千)?[美港欧日韩]?元")
_LONGEST = 1000  # characters of a number format; a spreadsheet takes some 250
_TEXT = re.compile(r'"[^"]*"|\[[^\]]*\]|_.|\*.')
_POINT = re.compile(r"[0#?][!\\]\.[0#?]")  # a point that is only drawn: 0!.0000 shows 12345 as 1.2345
_ESCAPED = re.compile(r"[!\\].")
_THOUSANDS = re.compile(r"[0#?.],+(?![0#?,.])")  # a comma behind the last digit divides by a thousand


class Shown(Struct, frozen=True):
    """The numbers of styles: those that show a percentage, a number divided by thousands, a day or a time.

    forms are those that show a day without its day or its year, or a number with a unit of money, by what they show.
    """

    percents: tuple[int, ...] = ()
    scaled: tuple[int, ...] = ()
    days: frozenset[int] = frozenset()
    forms: dict[str, tuple[int, ...]] = {}


def shown_by(styles: bytes) -> Shown:
    """Reads the styles of a workbook; raises NotXml."""
    if not styles:
        return Shown()
    found = elements(styles, "numFmt", "cellXfs", "xf", "cellStyleXfs")
    codes = {own.get("numFmtId", ""): own.get("formatCode", "") for name, own in found if name == "numFmt"}
    if any(len(code) > _LONGEST for code in codes.values()):
        raise NotXml
    names = [name for name, _ in found]
    # The styles of cells stand in cellXfs, after those of cellStyleXfs.
    start = names.index("cellXfs") if "cellXfs" in names else len(names)
    formats = [own.get("numFmtId", "") for name, own in found[start:] if name == "xf"]
    percents = _PERCENT - set(codes) | {key for key, code in codes.items() if is_percent(code)}
    scaled = {key for key, code in codes.items() if is_scaled(code)}
    days = _DAYS - set(codes) | {
        key for key, code in codes.items() if _DAY.search(_ESCAPED.sub("", _QUOTED.sub("", code)))
    }
    forms = dict.fromkeys(_MONTHS, MONTH) | dict.fromkeys(_YEARLESS, YEARLESS)
    forms |= {key: form_of(code) for key, code in codes.items()}
    by_form: dict[str, list[int]] = {}
    for style, key in enumerate(formats):
        if forms.get(key):
            by_form.setdefault(forms[key], []).append(style)
    return Shown(
        tuple(style for style, key in enumerate(formats) if key in percents),
        tuple(style for style, key in enumerate(formats) if key in scaled),
        frozenset(style for style, key in enumerate(formats) if key in days),
        {form: tuple(own) for form, own in by_form.items()},
    )


def form_of(code: str) -> str:
    """What a number format shows less or more than its number: MONTH, YEARLESS, a unit of money; else nothing."""
    first = code.partition(";")[0]
    bare = _ESCAPED.sub("", _TEXT.sub("", first)).lower()
    shown = {sign for sign in "ymdhs" if sign in bare}
    if "m" in shown and not shown & {"h", "s"}:
        return MONTH if shown == {"y", "m"} else YEARLESS if shown == {"m", "d"} else ""
    unit = None if shown else _UNIT.search(first.replace('"', "").replace("\\", ""))
    return unit[0] if unit is not None else ""


def is_percent(code: str) -> bool:
    """Whether a number format shows a hundred times the number, with %."""
    return "%" in _ESCAPED.sub("", _TEXT.sub("", code)).partition(";")[0]


def is_scaled(code: str) -> bool:
    """Whether a number format shows the number divided by thousands, or with a point drawn into it."""
    bare = _TEXT.sub("", code).partition(";")[0]
    return bool(_POINT.search(bare) or _THOUSANDS.search(_ESCAPED.sub("", bare)))
