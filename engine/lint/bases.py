"""L401 to L403: bases and rows that nobody has checked against the original, or not lately, or nobody knows when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from engine.lint.notes import Note
from engine.lint.places import Places
from engine.mistakes import Place
from engine.notation import NotationError, read_date
from engine.rulebook import Rulebook

YEAR = 365  # days after which somebody should look again
CHECKED = "已核"


class Mark(Struct, frozen=True):
    """What was checked: a basis of a rule or a row of a parameter."""

    place: Place
    what: str
    checked: str
    checked_on: str
    names: tuple[str, ...]


def basis_notes(book: Rulebook, places: Places, today: int) -> Iterator[Note]:
    """Notes on bases and rows; today is the day of the check, an ordinal."""
    for mark in _marks(book, places):
        if mark.checked != CHECKED:
            hint = "对照原文核对后改成“已核”，并写上“核对日期”。"
            yield Note(mark.place, "L401", f"{mark.what}待核", "", hint, mark.names)
        elif not mark.checked_on:
            hint = "写上对照原文的那一天，例如：核对日期: 2026-01-15。"
            yield Note(mark.place, "L402", f"{mark.what}已核，但没有写“核对日期”", "", hint, mark.names)
        elif today - _day(mark.checked_on, today) > YEAR:
            message = f"{mark.what}的核对日期是{mark.checked_on}，到{date.fromordinal(today).isoformat()}已超过一年"
            yield Note(mark.place, "L403", message, "", "重新对照原文，改“核对日期”。", mark.names)


def _marks(book: Rulebook, places: Places) -> Iterator[Mark]:
    for rule in book.rules.values():
        nodes = places.bases(rule.id)
        for basis, node in zip(rule.basis, nodes, strict=False):
            names = (rule.id, basis.document, *filter(None, (basis.number,)))
            yield Mark(node.place, f"规则{rule.id}的依据《{basis.document}》", basis.checked, basis.checked_on, names)
    for parameter in book.parameters.values():
        for value in parameter.values:
            names = (parameter.name, value.basis, _family(value.basis), *filter(None, (value.region,)))
            what = f"参数“{parameter.name}”的取值{value.text}（{value.basis}）"
            yield Mark(value.place, what, value.checked, value.checked_on, names)


def _family(basis: str) -> str:
    """What rows of one origin have in common: the mark in 〔〕 that a basis begins with, else its first words."""
    found = _HEAD.match(basis)
    return found[0].strip() if found else basis


_HEAD = re.compile("〔[^〕]*〕|[^（，；]+")


def _day(text: str, today: int) -> int:
    """The last day that a date may be; what is no date has been noted where it was read."""
    try:
        return int(read_date(text).high)
    except NotationError:
        return today
