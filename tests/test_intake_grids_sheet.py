"""What a sheet tells beside its values: hidden, merged, not calculated, shown otherwise, taken from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from handmade import (
    STYLES,
    one,
    packed,
    parts_of,
    refused,
    relation,
    relations,
    sheet_file,
    told,
)
from handmade import worksheet as sheet_of
from xlsxwriter import Workbook as Writer

from engine.intake.grids import opening, plain, sheet, shown
from engine.intake.grids.grid import Span

FORMULAS = (
    ("<c r='A1'><f>1</f></c>", True),
    ('<c r="A1"><f>1</f></c>', True),
    ('<c r="A1"><f>1</f><v></v></c>', True),
    ('<c r="A1"><f>1</f><v/></c>', True),
    ('<c r="A1"><f t="shared" si="0"/></c>', True),
    ('<c r="A1"><f t="shared" si="0"/><v>0</v></c>', False),
    ('<c r="A1"><f t="shared" ref="A1:A9" si="0">SUM(B1)</f><v>2</v></c>', False),
    ('<c r="A1" t="str"><f>""</f><v></v></c>', False),
    ('<c r="A1" t="str"><f>""</f></c>', True),
    ('<x:c xmlns:x="o" r="A1"><x:f>1</x:f></x:c>', True),
)


@pytest.mark.parametrize(("cell", "uncached"), FORMULAS)
def test_a_formula_without_its_result_is_known_as_one(tmp_path: Path, cell: str, uncached: bool) -> None:
    path = sheet_file(tmp_path, f'<row r="1">{cell}<c r="B1"><v>7</v></c></row>')
    grid = one(path)
    assert (grid.uncached, grid.cell(1, 2)) == ({(1, 1)} if uncached else set(), 7.0)
    assert told(path) == []


def test_results_that_the_file_says_are_old_are_not_used(tmp_path: Path) -> None:
    """A report filled into a template keeps the template's results until a spreadsheet has calculated it."""
    path = tmp_path / "台账.xlsx"
    with Writer(str(path)) as writer:
        table = writer.add_worksheet("项目清单")
        table.write_row("A1", (8, 10))
        table.write_formula("C1", "=A1/B1", None, 0.5)
    grid = one(path)
    assert (grid.rows, grid.uncached) == ([[8.0, 10.0, None]], {(1, 3)})
    message = "工作簿注明公式要重新计算，其中1个公式存下的结果不作数；在 Excel 或 WPS 里打开、保存一次即可"
    assert told(path) == [f"台账.xlsx  说明：{message}"]
    with Writer(str(path)) as writer:
        writer.set_calc_mode("manual")
        writer.add_worksheet().write_formula("A1", "=1", None, 0.5)
    assert (one(path).rows, one(path).uncached, told(path)) == ([[0.5]], set(), [])


def test_numbers_shown_otherwise_than_they_are_are_known(tmp_path: Path) -> None:
    row = (
        '<c r="A1" s="1"><v>0.97</v></c><c r="B1" s="2"><v>9732380</v></c><c r="C1" s="0"><v>1</v></c>'
        '<c r="D1" s="1"/><c r="E1" s="1" t="s"><v>0</v></c><c r="F1" t="n" s="1"><v>1</v></c>'
    )
    grid = one(
        sheet_file(tmp_path, f'<row r="1">{row}</row>', styles=STYLES, sharedStrings="<sst><si><t>甲</t></si></sst>")
    )
    assert (grid.percents, grid.scaled) == ({(1, 1), (1, 6)}, {(1, 2)})


@pytest.mark.parametrize(
    ("code", "percent", "scaled"),
    [
        ("0%", True, False),
        ("0.00%;[Red]-0.00%", True, False),
        ('0.00"%"', False, False),
        (r"0.00\%", False, False),
        ("#,##0.00", False, False),
        ('#,##0.00"元"', False, False),
        ("_ * #,##0.00_ ;_ * -#,##0.00_ ", False, False),
        ("#,##0.00,", False, True),
        ('0.0,,"百万元"', False, True),
        ('0!.0,"万元"', False, True),
        (r"0\.0000", False, True),
        ("General", False, False),
        ('yyyy"年"m"月"d"日"', False, False),
        ("", False, False),
    ],
)
def test_a_number_format_says_how_a_number_is_shown(code: str, percent: bool, scaled: bool) -> None:
    assert (shown.is_percent(code), shown.is_scaled(code)) == (percent, scaled)


def test_hidden_rows_and_columns_are_known(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}" ht="9"{hidden}><c r="A{n}"><v>1</v></c><c r="D{n}"><v>1</v></c></row>'
        for n, hidden in enumerate(("", ' hidden="1"', ' hidden="0"', ' customHeight="1" hidden="true"', ""), 1)
    )
    columns = '<cols><col min="1" max="1" width="9"/><col min="3" max="16384" width="0" hidden="1"/></cols>'
    grid = one(sheet_file(tmp_path, rows, before=columns))
    assert (grid.hidden_rows, grid.hidden_columns) == ({2, 4}, {3, 4})


def test_merged_cells_reach_no_further_than_what_is_written(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="C3"><v>2</v></c></row>'
    names = ("A1:C1", "A2:A3", "B2:XFD1048576", "C3:D4", "F9:G10")
    merged = "".join(f'<mergeCell ref="{name}"/>' for name in names)
    grid = one(sheet_file(tmp_path, rows, after=f'<mergeCells count="4">{merged}</mergeCells>'))
    assert grid.merged == (Span(1, 1, 1, 3), Span(2, 1, 3, 1), Span(2, 2, 3, 3))


def test_merged_cells_that_lie_over_each_other_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_CELLS", 1000)
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="I9"><v>2</v></c></row>'
    path = sheet_file(
        tmp_path, rows, after='<mergeCells count="4">' + '<mergeCell ref="A1:I9"/>' * 13 + "</mergeCells>"
    )
    assert refused(path) == "台账.xlsx!表1 合并的单元格互相重叠，没有读取"


def _linked(folder: Path, formula: str) -> Path:
    links = relation("l", "externalLink", "externalLinks/externalLink1.xml")
    parts = parts_of(sheet_of(f'<row r="2"><c r="B2"><f>{formula}</f><v>5</v></c></row>'), links=links)
    text = str(parts["xl/workbook.xml"]).replace(
        "</workbook>", '<externalReferences><externalReference r:id="l"/></externalReferences></workbook>'
    )
    address = "file:///C:%5C台账%5C%E4%B8%8A%E5%B9%B4.xlsx"
    outside = relations(relation("r", "externalLinkPath", address, "External"))
    more = {
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": outside,
    }
    return packed(folder / "台账.xlsx", parts | {"xl/workbook.xml": text} | more)


def test_a_value_from_another_workbook_is_refused_at_its_cell(tmp_path: Path) -> None:
    said = "台账.xlsx!表1!B2 1个公式从另一个工作簿“上年.xlsx”取数，这里只存着上次打开时的结果，没有读取"
    assert refused(_linked(tmp_path, "[1]项目!A1+1")) == said
    assert refused(_linked(tmp_path, "SUM('[1]项目 清单'!A1:A9)")) == said


def test_a_link_that_no_cell_uses_harms_nobody(tmp_path: Path) -> None:
    assert one(_linked(tmp_path, "SUM(A1,表[2022],1)")).cell(2, 2) == 5.0


def test_a_word_among_the_rows_is_found_only_there() -> None:
    part = sheet_of('<row r="1"><c r="A1"><f>1</f></c></row>').encode()
    assert sheet.occurs(part, b"<f", b"f")
    assert not sheet.occurs(sheet_of(after="<footer/><f/>").encode(), b"<f", b"f")
    assert plain.plain_size(part) == 9


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ('yyyy"年"m"月"', "月"),
        ("yyyy-mm", "月"),
        ('m"月"d"日"', "月日"),
        ("[$-804]m/d;@", "月日"),
        ('yyyy"年"m"月"d"日"', ""),
        ("yyyy/m/d h:mm", ""),
        ("mm:ss", ""),
        ("h:mm", ""),
        ('0.00"万元"', "万元"),
        (r"#,##0.00\元;[Red]\-0.00", "元"),
        ('0"美元"', "美元"),
        ('0.00_ ;[Red]-0.00"元"', ""),
        ('¥#,##0.00;"元"', ""),
        ("General", ""),
    ],
)
def test_a_number_format_says_what_is_shown_less_or_more_than_the_number(code: str, form: str) -> None:
    assert shown.form_of(code) == form


def test_cells_that_show_a_month_a_day_without_year_or_a_unit_are_known(tmp_path: Path) -> None:
    formats = '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="0.0&quot;万元&quot;"/></numFmts><cellXfs>'
    styles = formats + "".join(f'<xf numFmtId="{key}"/>' for key in (0, 57, 58, 200, 14)) + "</cellXfs></styleSheet>"
    cells = "".join(f'<c r="{name}1" s="{style}"><v>44774</v></c>' for style, name in enumerate("ABCDE"))
    grid = one(sheet_file(tmp_path, f'<row r="1">{cells}</row>', styles=styles))
    assert grid.forms == {"月": {(1, 2)}, "月日": {(1, 3)}, "万元": {(1, 4)}}
