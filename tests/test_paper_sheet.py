"""Tables for spreadsheets: texts stay texts, the same bytes every time, rows as high as their words need."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from engine.mistakes import MistakesFound
from engine.paper.sheet import LONGEST, TALLEST, Spreadsheet, fitting, height_of, lines_in, put

DANGEROUS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=HYPERLINK(\"http://x\")", "http://x.cn", "mailto:a@b", "007",
)  # fmt: skip


def written(*texts: str) -> bytes:
    spreadsheet = Spreadsheet("样表")
    sheet = spreadsheet.sheet("表", (20, 10))
    spreadsheet.title(sheet, "标题")
    spreadsheet.head(sheet, 1, ("甲", "乙"))
    for row, text in enumerate(texts, 2):
        put(sheet, row, 0, text, spreadsheet.form())
        put(sheet, row, 1, "乙", spreadsheet.form())
    return spreadsheet.to_bytes()


def column(data: bytes) -> list[object]:
    return [row[0] for row in CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("表").to_python()]


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def test_the_same_table_gives_the_same_bytes() -> None:
    data = written(*DANGEROUS)
    assert data == written(*DANGEROUS)
    days = re.findall(r">([0-9-]+T[^<]+)<", part(data, "docProps/core.xml"))
    assert set(days) == {"2020-01-01T00:00:00Z"}  # never the day of making


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_never_becomes_a_formula_a_number_or_a_link(text: str) -> None:
    data = written(text)
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert 't="s"' in sheet.partition('r="A3"')[2].partition(">")[0]
    assert column(data)[2] == text


@given(st.lists(st.text(st.characters(), min_size=1, max_size=30), min_size=1, max_size=5))
def test_any_text_at_all_makes_a_file_that_can_be_read(texts: list[str]) -> None:
    data = written(*texts)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            ElementTree.fromstring(package.read(name))
    assert len(column(data)) == 2 + len(texts)


@pytest.mark.parametrize("sign", ["长", "\U00020000"])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(sign: str) -> None:
    units = len(sign.encode("utf-16-le")) // 2
    assert fitting(sign * (LONGEST // units)) == sign * (LONGEST // units)
    cut = fitting(sign * (LONGEST // units + 1), "……（全文另见）")
    assert cut.endswith(f"{sign}……（全文另见）")
    assert len(cut.encode("utf-16-le")) // 2 in (LONGEST, LONGEST - 1)


def test_a_row_is_as_high_as_its_longest_text_and_never_too_high_for_excel() -> None:
    assert [lines_in(text, 21) for text in ("", "一" * 10, "一" * 11, "a" * 20, "甲\n乙")] == [1, 1, 2, 1, 2]
    assert height_of(3) > height_of(2)
    assert height_of(1000) == TALLEST


def test_a_sheet_is_set_up_for_printing_with_its_head_on_every_page() -> None:
    data = written("甲")
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>' in sheet
    assert 'fitToPage="1"' in sheet
    assert "第 &amp;P 页，共 &amp;N 页" in sheet
    assert 'state="frozen"' in sheet
    assert "表!$2:$2" in part(data, "xl/workbook.xml")


def test_every_font_is_a_chinese_one_that_any_office_can_replace_by_another() -> None:
    fonts = part(written("甲"), "xl/styles.xml").partition("<fonts")[2].partition("</fonts>")[0]
    assert fonts.count('<charset val="134"/>') == fonts.count("<font>") > 1
    assert "scheme" not in fonts


def test_a_missing_package_is_said_in_chinese_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MistakesFound, match="没有安装写 Excel 的软件包 XlsxWriter") as found:
        Spreadsheet("样表")
    assert "make workbench" in str(found.value)


def test_an_empty_text_leaves_a_cell_blank_in_its_dress() -> None:
    spreadsheet = Spreadsheet("样表")
    sheet = spreadsheet.sheet("表", (10,))
    put(sheet, 0, 0, "", spreadsheet.form("text", locked=False))
    data = spreadsheet.to_bytes()
    assert column(data) == []
    assert '<c r="A1" s="' in part(data, "xl/worksheets/sheet1.xml")
