"""Which styles of a workbook show a number as something else than it is: 0.97 as 97%, or 12,345,678 as 1,234.57."""

from __future__ import annotations

import re

from msgspec import Struct

from engine.intake.book import NotXml, elements

_PERCENT = {"9", "10"}  # the formats 0% and 0.00%, which need no description
_DAYS = {str(number) for number in (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))}
_DAY, _QUOTED = re.compile("[ymdhsYMDHS]"), re.compile(r'"[^"]*"')
_LONGEST = 1000  # characters of a number format; a spreadsheet takes some 250
_TEXT = re.compile(r'"[^"]*"|\[[^\]]*\]|_.|\*.')
_POINT = re.compile(r"[0#?][!\\]\.[0#?]")  # a point that is only drawn: 0!.0000 shows 12345 as 1.2345
_ESCAPED = re.compile(r"[!\\].")
_THOUSANDS = re.compile(r"[0#?.],+(?![0#?,.])")  # a comma behind the last digit divides by a thousand


class Shown(Struct, frozen=True):
    """The numbers of styles: those that show a percentage, a number divided by thousands, a day or a time."""

    percents: tuple[int, ...] = ()
    scaled: tuple[int, ...] = ()
    days: frozenset[int] = frozenset()


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
    return Shown(
        tuple(style for style, key in enumerate(formats) if key in percents),
        tuple(style for style, key in enumerate(formats) if key in scaled),
        frozenset(style for style, key in enumerate(formats) if key in days),
    )


def is_percent(code: str) -> bool:
    """Whether a number format shows a hundred times the number, with %."""
    return "%" in _ESCAPED.sub("", _TEXT.sub("", code)).partition(";")[0]


def is_scaled(code: str) -> bool:
    """Whether a number format shows the number divided by thousands, or with a point drawn into it."""
    bare = _TEXT.sub("", code).partition(";")[0]
    return bool(_POINT.search(bare) or _THOUSANDS.search(_ESCAPED.sub("", bare)))
