"""Sheets of any spelling and any size: what is too large is never built, what is spelt otherwise is read alike."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from handmade import (
    CELL,
    STYLES,
    one,
    packed,
    parts_of,
    refused,
    sheet_file,
)
from handmade import worksheet as sheet_of
from hypothesis import given
from hypothesis import strategies as st
from small import ROOT
from xlsxwriter import Workbook as Writer

from engine.intake.grids import book, opening, respelling
from engine.intake.grids.grid import Span
from engine.intake.grids.plain import _columns, plain_size, up_to
from engine.intake.grids.respelling import number_of, respelt
from engine.mistakes import letters


def test_a_single_cell_far_away_never_becomes_a_rectangle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.intake.grids.cells._rows", lambda *_: pytest.fail("handed on"))
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    said = "台账.xlsx!表1 表格太大，没有读取：最后的单元格在XFD1048576，这样写成的工作表最多读200万格"
    for rows in (CELL + far, far, CELL + far + '<row r="2"><c r="A2"><v>1</v></c></row>' * 9000):
        assert refused(sheet_file(tmp_path, rows)) == said


@pytest.mark.parametrize(
    "far",
    [
        '<c r="XFD9"><v>1</v></c>',
        "<c r='XFD9'><v>1</v></c>",
        '<c s="1" r="XFD9"><v>1</v></c>',
        '<c\nr="XFD9"><v>1</v></c>',
        '<x:c r="XFD9"><v>1</v></x:c>',
        '<c r="xfd9"><v>1</v></c>',
        '<c r="AZZ9"><v>1</v></c>',
        '<c r="B600000"><v>1</v></c>',
        '<c r="A" r="XFD9"><v>1</v></c>',
        '<c r="ZZZZZZ9"><v>1</v></c>',
        '<c r="A99999999999"><v>1</v></c>',
        "<c><v>1</v></c>" * 20_000,
    ],
)
def test_a_far_cell_in_the_middle_is_found_however_it_is_spelt(far: str) -> None:
    near = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 10_000))
    middle = len(near) // 2
    at = near.index("<row", middle)
    part = sheet_of(f'{near[:at]}<row r="4999">{far}</row>{near[at:]}').encode()
    assert len(near) > 400_000
    assert plain_size(part) is None
    with pytest.raises((respelling.TooFar, book.NotXml)):
        respelt(part, 100_000)


def test_empty_cells_far_away_cost_nothing(tmp_path: Path) -> None:
    """A row or a column that was coloured to its end is nothing to be afraid of."""
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c r="A1048576" s="0"/></row>'
    assert one(sheet_file(tmp_path, rows, before='<dimension ref="A1:XFD60000"/>', styles=STYLES)).rows == [[1.0]]


def test_a_sheet_that_declares_a_giant_range_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.intake.grids.cells._rows", lambda *_: pytest.fail("handed on"))
    said = "台账.xlsx!表1 工作表声明的范围大得不正常，没有读取"
    assert refused(sheet_file(tmp_path, before='<dimension ref="A1:XFD1048576"/>')) == said


def test_all_sheets_together_stay_within_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_CELLS", 10_000)
    wide = sheet_of('<row r="90"><c r="CV90"><v>1</v></c></row>')
    path = packed(tmp_path / "台账.xlsx", parts_of(wide))
    assert len(one(path).rows) == 90
    path = packed(path, parts_of(wide, wide))
    assert refused(path) == "台账.xlsx!表2 表格太大，没有读取：全部工作表最多读1万格"


def test_a_hostile_workbook_does_not_need_much_memory(tmp_path: Path) -> None:
    """A process that may have little more memory than Python itself needs says why, and does not fall over."""
    far = sheet_file(tmp_path, CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    bomb = packed(tmp_path / "炸弹.xlsx", parts_of(sheet_of()) | {"xl/sharedStrings.xml": " " * 2**27})
    program = """
import resource, sys
from pathlib import Path
from engine.intake.grids.opening import open_grids
from engine.mistakes import Mistakes
mistakes = Mistakes()
resource.setrlimit(resource.RLIMIT_AS, (400 * 2**20, 400 * 2**20))
for name in sys.argv[1:]:
    assert open_grids(Path(name), mistakes) == []
print(len(mistakes.found))
"""
    command = [sys.executable, "-c", program, str(far), str(bomb)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("2\n", "")


@given(st.integers(min_value=1, max_value=2**20), st.integers(min_value=1, max_value=2**21))
def test_the_pattern_of_numbers_up_to_one_is_right(most: int, number: int) -> None:
    pattern, highest = up_to(most)
    assert most <= highest <= max(9, most * 1.1)
    assert (re.fullmatch(pattern, b'%d"' % number) is not None) == (number <= highest)
    assert number_of(letters(number)) == number


SPELT = (
    '<x:row xmlns:x="o" r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" t="str"><x:v>甲</x:v></x:c></x:row>',
    "<row r='1'><c r='A1'><v>1</v></c><c r='B1' t='str'><v>甲</v></c></row>",
    '<row><c><v>1</v></c><c t="str"><v><![CDATA[甲]]></v></c></row>',
    '<row r="1"><!-- <c r="XFD1"><v>9</v></c> --><c s="0" r="A1"><v> 1 </v></c><c t="str" r="B1"><v>甲</v></c></row>',
    '<row r="1"><c r="A1" t="n"><v> 1 </v></c><c r="B1" t="str"><v>甲</v><extLst><ext/></extLst></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><r><t>甲</t></r><rPh><t>jia</t></rPh></is></c></row>',
)


@pytest.mark.parametrize("rows", SPELT)
def test_the_same_table_is_read_however_its_xml_is_spelt(tmp_path: Path, rows: str) -> None:
    hidden = '<row r="3" hidden="1"><c r="A3"><f>1</f></c></row>'
    grid = one(sheet_file(tmp_path, rows + hidden, after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'))
    assert (grid.rows[0], grid.hidden_rows, grid.uncached) == ([1.0, "甲"], {3}, {(3, 1)})
    assert grid.merged == (Span(1, 1, 1, 2),)


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.booleans(),
                st.integers(min_value=-(10**9), max_value=10**9),
                st.floats(allow_nan=False, allow_infinity=False, width=32),
                st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff_"), min_size=1),
            ),
            max_size=4,
        ),
        max_size=5,
    )
)
def test_what_another_writer_wrote_is_read_at_its_place_in_either_way(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]
) -> None:
    """Plainly, and spelt anew: both must say what was written."""
    path = tmp_path_factory.mktemp("表") / "甲.xlsx"
    with Writer(
        str(path), {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    ) as made:
        table = made.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                (table.write_string if isinstance(cell, str) else table.write)(number, column, cell)
    part = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert plain_size(part) is not None
    grid = one(path)
    anew = packed(path.with_name("乙.xlsx"), _parts(path) | {"xl/worksheets/sheet1.xml": respelt(part, 1000)[0]})
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            written = float(f"{cell:.16G}") if isinstance(cell, float) else cell  # no more digits are written
            assert (grid.cell(number, column) or None) == (written or None)
    assert one(anew).rows == grid.rows


def _parts(path: Path) -> dict[str, str | bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_reference_given_twice_does_not_lead_far_away(tmp_path: Path) -> None:
    """The first is looked at; a reader that took the second would build a giant."""
    rows = CELL + '<row r="2"><c r="A2" r="XFD1048576"><v>1</v></c></row>'
    assert refused(sheet_file(tmp_path, rows)) == "台账.xlsx!表1 工作表的内容不完整，没有读取"


def test_rows_coloured_to_the_end_are_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells without anything in them are dropped by a pattern; nothing has to be spelt anew for that."""
    monkeypatch.setattr(opening, "respelt", lambda *_: pytest.fail("spelt anew"))
    monkeypatch.setattr(opening, "MOST_CELLS", 1000)
    coloured = "".join(f'<row r="{n}" s="1"><c r="A{n}" s="0"/><c r="Z{n}" s="0"></c></row>' for n in range(2, 900))
    ends = '<row r="901"/><row r="902" hidden="1"></row><row r="1048576"></row>'
    grid = one(sheet_file(tmp_path, CELL + coloured + ends, styles=STYLES))
    assert (grid.rows, grid.hidden_rows) == ([[1.0]], {902})
    large = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 2100))
    said = "台账.xlsx!表1 表格太大，没有读取：全部工作表最多读0万格"
    assert refused(sheet_file(tmp_path, CELL + large)) == said


@given(st.integers(min_value=1, max_value=18_278), st.integers(min_value=1, max_value=18_278))
def test_the_pattern_of_columns_up_to_one_is_right(most: int, number: int) -> None:
    pattern, highest = _columns(letters(most).encode())
    assert highest == (most if most <= 702 else 0)
    assert (re.fullmatch(pattern, letters(number).encode()) is not None) == (number <= highest)


def test_a_prefix_before_everything_is_taken_off_and_not_spelt_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "respelt", lambda *_: pytest.fail("spelt anew"))
    cell = '<x:c r="A1" t="str"><x:f>"x:"</x:f><x:v>&lt;x:c</x:v></x:c><x:c r="B1"><x:f>1</x:f></x:c>'
    part = f'<x:worksheet xmlns:x="o"><x:sheetData><x:row r="1" hidden="1">{cell}</x:row></x:sheetData></x:worksheet>'
    grid = one(packed(tmp_path / "台账.xlsx", parts_of(part)))
    assert (grid.rows, grid.uncached, grid.hidden_rows) == ([["<x:c"]], {(1, 2)}, {1})
