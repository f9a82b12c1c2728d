"""Which department and year a line is about, without reading the rest of it."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Struct, field

from engine.batch.sources import MARK
from engine.mistakes import Mistakes
from engine.reading import DEPARTMENT
from engine.value_reading import stated

_Name = tuple[str, str]


class _Stands(Struct):
    name: str = field(name="名称")
    year: int | str = field(name="年度")


class _Line(Struct):
    stands: _Stands = field(name=DEPARTMENT)


_LINES: Final = msgspec.json.Decoder(_Line)


def named(line: bytes) -> _Name | None:
    """The name and the year of a line's department as it states them, empty where it does not; None for no facts."""
    line = line.removeprefix(MARK)
    try:
        stands = _LINES.decode(line).stands
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return _slowly(line)  # written with sources, or wrong
    return stands.name.strip(), str(stands.year).strip().removesuffix("年")


def _slowly(line: bytes) -> _Name | None:
    from engine.intake.json_reading import parse_json

    try:
        tree = parse_json(line.decode(), "", Mistakes())
    except UnicodeError:
        return None
    stands = tree.get(DEPARTMENT) if tree is not None else None
    if stands is None:
        return None
    name, year = (stated(found).text or "" if (found := stands.get(word)) else "" for word in ("名称", "年度"))
    return name, year.removesuffix("年")
