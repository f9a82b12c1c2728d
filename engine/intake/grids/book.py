"""Which sheets an .xlsx has, in which parts their cells stand, and what the workbook says of all of them together."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.parsers import expat

from msgspec import Struct

from engine.intake.grids.archive import AGAIN
from engine.intake.grids.file import refused

_MAIN, _MOST = "xl/workbook.xml", 200_000  # elements of a part that is no sheet; styles have some thousands
_MOST_LINKS, _LONGEST_TITLE = 500, 100  # Excel allows titles of 31 characters
_TRUE, _FALSE = ("1", "true"), ("0", "false")


class Sheet(Struct, frozen=True):
    """A sheet of cells: its title as shown on the tab, and the XML it is written in."""

    title: str
    part: bytes
    hidden: bool


class Book(Struct, frozen=True):
    """What a workbook is made of.

    stale: it says itself that its formulas must be calculated anew. links: the workbooks that formulas call [1], [2].
    """

    sheets: tuple[Sheet, ...]
    strings: bytes
    styles: bytes
    since_1904: bool
    stale: bool
    links: tuple[str, ...]


class NotXml(Exception):
    """Raised where a part cannot be read as XML, or holds more than any workbook does."""


def elements(part: bytes, *names: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of these names, whatever their prefix, with their attributes; raises NotXml."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in names:
            found.append((local, {key.rpartition(":")[2]: value for key, value in attributes.items()}))
            if len(found) > _MOST:
                raise NotXml

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise NotXml from None
    return found


def book_of(path: Path, parts: Mapping[str, bytes]) -> Book:
    """Finds the sheets in workbook order, charts and dialogs left out; raises MistakesFound for a broken workbook."""
    named = {name.lower(): part for name, part in parts.items()}
    try:
        return _book(named)
    except (NotXml, LookupError):
        raise refused(path, "文件的内容不完整，不能作为工作簿打开", AGAIN) from None


def _book(parts: Mapping[str, bytes]) -> Book:
    targets = _relations(parts, _MAIN)
    said = elements(parts[_MAIN], "sheet", "workbookPr", "calcPr", "externalReference")
    outside = [own["id"] for name, own in said if name == "externalReference"]
    if len(outside) > _MOST_LINKS:
        raise NotXml
    properties = {key: value for name, own in said if name in ("workbookPr", "calcPr") for key, value in own.items()}
    return Book(
        tuple(_sheets((own for name, own in said if name == "sheet"), parts, targets)),
        _first(parts, targets, "sharedstrings"),
        _first(parts, targets, "styles"),
        properties.get("date1904") in _TRUE,
        properties.get("fullCalcOnLoad") in _TRUE or properties.get("calcCompleted") in _FALSE,
        tuple(_linked(parts, targets[key][1]) for key in outside),
    )


def _sheets(
    listed: Iterator[dict[str, str]], parts: Mapping[str, bytes], targets: Mapping[str, tuple[str, str]]
) -> Iterator[Sheet]:
    seen: set[str] = set()
    for number, own in enumerate(listed, 1):
        sort, target = targets[own["id"]]
        if target in seen:  # many sheets of one part would come to more than was unpacked
            raise NotXml
        seen.add(target)
        if sort == "worksheet":
            title = re.sub(r"[\r\n\t]", " ", own.get("name", ""))[:_LONGEST_TITLE] or f"第{number}张表"
            yield Sheet(title, parts[target], own.get("state", "visible") != "visible")


def _relations(parts: Mapping[str, bytes], owner: str) -> dict[str, tuple[str, str]]:
    """What a part refers to, by id: the sort of it, and the part or the address."""
    folder, name = posixpath.split(owner)
    found: dict[str, tuple[str, str]] = {}
    for _, own in elements(parts[f"{folder}/_rels/{name}.rels"], "Relationship"):
        target = own["Target"]
        if own.get("TargetMode", "").lower() != "external":
            target = posixpath.normpath(posixpath.join(folder, target)).lstrip("/").lower()
        found[own["Id"]] = (posixpath.basename(own["Type"]).lower(), target)
    return found


def _first(parts: Mapping[str, bytes], targets: Mapping[str, tuple[str, str]], sort: str) -> bytes:
    """The part of this sort; empty where there is none."""
    return next((parts.get(target, b"") for own, target in targets.values() if own == sort), b"")


def _linked(parts: Mapping[str, bytes], part: str) -> str:
    """The file name of a workbook that formulas take values from."""
    from urllib.parse import unquote  # seldom needed, and costs a hundredth of a second

    try:
        address = next(iter(_relations(parts, part).values()))[1]
    except (LookupError, StopIteration, NotXml):
        return "名称不明"
    return re.split(r"[/\\]", unquote(address))[-1] or "名称不明"
