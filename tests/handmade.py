"""Workbooks written by hand, part by part, as no spreadsheet would write them; and what is said of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

from engine.intake.grids.grid import Grid
from engine.intake.grids.opening import open_grids
from engine.mistakes import Mistake, Mistakes

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="#,##0.00,"/>'
    '<numFmt numFmtId="201" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="200"/><xf numFmtId="201"/><xf numFmtId="14"/>'
    '<xf numFmtId="31"/><xf numFmtId="20"/><xf numFmtId="46"/></cellXfs></styleSheet>'
)

CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def worksheet(rows: str = CELL, *, before: str = "", after: str = "") -> str:
    """The XML of a sheet around its rows."""
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{LINKS}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts_of(
    *sheets: str, titles: tuple[str, ...] = (), workbook: str = "", states: tuple[str, ...] = (), links: str = ""
) -> dict[str, str | bytes]:
    """The parts of a workbook with these sheets; `workbook` stands before its sheets, `links` among its relations."""
    numbers = range(1, len(sheets) + 1)
    names = (*titles, *(f"表{number}" for number in numbers))
    shown = [f' state="{state}"' if state else "" for state in (*states, *[""] * len(sheets))]
    listed = "".join(f'<sheet name="{names[n - 1]}" sheetId="{n}" r:id="r{n}"{shown[n - 1]}/>' for n in numbers)
    relations = "".join(relation(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    relations += relation("s", "sharedStrings", "sharedStrings.xml") + relation("y", "styles", "styles.xml")
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _RELATIONS.format(relation("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{workbook}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(relations + links),
        **{f"xl/worksheets/sheet{n}.xml": sheets[n - 1] for n in numbers},
    }


def relation(key: str, sort: str, target: str, mode: str = "Internal") -> str:
    """One relation of a part to another."""
    return f'<Relationship Id="{key}" Type="{LINKS}/{sort}" Target="{target}" TargetMode="{mode}"/>'


def relations(*own: str) -> str:
    """A part of relations."""
    return _RELATIONS.format("".join(own))


def packed(path: Path, parts: dict[str, str | bytes]) -> Path:
    """The parts as a file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def sheet_file(folder: Path, rows: str = CELL, *, before: str = "", after: str = "", **parts: str | bytes) -> Path:
    """A workbook of one sheet."""
    own = parts_of(worksheet(rows, before=before, after=after))
    return packed(folder / "台账.xlsx", own | {f"xl/{name}.xml": part for name, part in parts.items()})


def opened(path: Path) -> list[Grid]:
    """The tables of a file that has no mistakes."""
    mistakes = Mistakes()
    grids = open_grids(path, mistakes)
    mistakes.check()
    return grids


def one(path: Path) -> Grid:
    """The only table of a file."""
    (grid,) = opened(path)
    return grid


def told(path: Path) -> list[str]:
    """What a user is told of a file that can be read."""
    mistakes = Mistakes()
    open_grids(path, mistakes)
    mistakes.check()
    return [str(remark).replace(f"{path.parent}/", "") for remark in mistakes.remarks]


def refusals(path: Path) -> list[Mistake]:
    """Why a file is not read; nothing of it may have been."""
    mistakes = Mistakes()
    assert open_grids(path, mistakes) == []
    assert mistakes.found
    return mistakes.found


def refused(path: Path) -> str:
    """The one reason why a file is not read, with its place; there must be something that can be done about it."""
    (mistake,) = refusals(path)
    assert mistake.hint
    return f"{mistake.place} {mistake.message}".replace(f"{path.parent}/", "")
