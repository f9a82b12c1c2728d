"""What comes to much without being large: texts that many cells share, sheets of one part, formats without end."""

from __future__ import annotations

from pathlib import Path

import pytest
from handmade import (
    one,
    packed,
    parts_of,
    refused,
    sheet_file,
)
from handmade import worksheet as sheet_of
from hypothesis import given
from hypothesis import strategies as st

from engine.intake.grids import opening
from engine.intake.grids.strings import is_too_much
from engine.mistakes import letters


def test_one_long_text_in_very_many_cells_is_not_multiplied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = "".join(f'<c r="{letters(number)}1" t="s"><v>0</v></c>' for number in range(1, 501))
    rows, texts = f'<row r="1">{cells}</row>', f"<sst><si><t>甲</t></si><si/><si><t>{'甲' * 1000}</t></si></sst>"
    monkeypatch.setattr(opening, "_MOST_TEXT", 2**20)
    assert one(sheet_file(tmp_path, rows, sharedStrings=texts)).rows == [["甲"] * 500]
    monkeypatch.setattr("engine.intake.grids.cells._rows", lambda *_: pytest.fail("handed on"))
    assert refused(sheet_file(tmp_path, rows.replace("<v>0<", "<v>2<"), sharedStrings=texts)) == (
        "台账.xlsx 单元格里的文字合起来超过1MB，没有读取"
    )


@given(
    st.lists(st.integers(min_value=0, max_value=300), min_size=1, max_size=30),
    st.integers(1, 200),
    st.integers(1, 9000),
)
def test_texts_are_never_taken_for_shorter_than_they_are(lengths: list[int], cells: int, most: int) -> None:
    """However they are estimated, more than the limit is found."""
    strings = "<sst>" + "".join(f"<si><t>{'x' * length}</t></si>" for length in lengths) + "</sst>"
    numbers = [number % len(lengths) for number in range(cells)]
    part = "".join(f'<c r="A1" t="s"><v>{number}</v></c>' for number in numbers).encode()
    if sum(lengths[number] for number in numbers) > most:
        assert is_too_much([part], cells, strings.encode(), most)
    if cells * (max(lengths) + 30) * 4 < most:
        assert not is_too_much([part], cells, strings.encode(), most)


def test_more_texts_than_cells_are_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_CELLS", 100)
    monkeypatch.setattr(opening, "_LARGE", 100)
    monkeypatch.setattr(opening, "Reading", lambda _: pytest.fail("handed on"))
    path = sheet_file(tmp_path, sharedStrings="<sst>" + "<si/>" * 101 + "</sst>")
    assert refused(path) == "台账.xlsx 单元格太多，没有读取"


def test_one_part_that_many_sheets_share_is_not_multiplied(tmp_path: Path) -> None:
    parts = parts_of(sheet_of(), sheet_of())
    target = str(parts["xl/_rels/workbook.xml.rels"]).replace("sheet2.xml", "sheet1.xml")
    path = packed(tmp_path / "台账.xlsx", parts | {"xl/_rels/workbook.xml.rels": target})
    assert refused(path) == "台账.xlsx 文件的内容不完整，不能作为工作簿打开"


def test_very_long_or_very_many_formats_take_no_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = '<styleSheet><cellXfs><xf numFmtId="0"/>' + '<xf numFmtId="9"/>' * 60_000 + "</cellXfs></styleSheet>"
    cells = '<c r="A1" s="59999"><v>1</v></c><c r="B1" t="s" s="9"><v>0</v></c><c r="C1" s="0"><v>1</v></c>'
    grid = one(sheet_file(tmp_path, f"<row>{cells}</row>", styles=many, sharedStrings="<sst><si/></sst>"))
    assert grid.percents == {(1, 1)}
    monkeypatch.setattr(opening, "Reading", lambda _: pytest.fail("handed on"))
    long = f'<styleSheet><numFmts><numFmt numFmtId="9" formatCode="{"[" * 2000}"/></numFmts></styleSheet>'
    assert refused(sheet_file(tmp_path, styles=long)) == "台账.xlsx 文件的内容不完整，不能作为工作簿打开"
