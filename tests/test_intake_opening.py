"""Tables opened as they are: every cell at its own place, and what cannot be seen in a cell known of it."""

from __future__ import annotations

import gc
import io
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from handmade import CELL, MAIN, opened, packed, parts_of, refusals, refused, relation, relations, sheet_file, told
from handmade import worksheet as sheet_of
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from small import ROOT
from xlsxwriter import Workbook as Writer

from engine.intake import book, cells, opening, plain, respelling, sheet, shown
from engine.intake.grid import Grid, Span
from engine.intake.plain import plain_size, up_to
from engine.intake.respelling import number_of, respelt
from engine.mistakes import Mistakes, letters

STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="#,##0.00,"/>'
    '<numFmt numFmtId="201" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="200"/><xf numFmtId="201"/><xf numFmtId="14"/>'
    '<xf numFmtId="31"/><xf numFmtId="20"/><xf numFmtId="46"/></cellXfs></styleSheet>'
)


def one(path: Path) -> Grid:
    """The only table of a file."""
    (grid,) = opened(path)
    return grid


def values(folder: Path, *xml: str, **parts: str) -> list[object]:
    """The cells of one row, each written as the rest of its tag and what stands in it."""
    row = "".join(f'<c r="{letters(number)}1" {text}</c>' for number, text in enumerate(xml, 1))
    return list(one(sheet_file(folder, f'<row r="1">{row}</row>', **parts)).rows[0])


def test_every_kind_of_value_is_read_as_it_is(tmp_path: Path) -> None:
    texts = "<sst><si><t>甲</t></si><si/><si><r><t>乙</t></r><r><t>丙</t></r><rPh><t>yi</t></rPh></si></sst>"
    assert values(
        tmp_path,
        "><v>1000</v>",
        "><v>1.2E+07</v>",
        "><v>0.0900000762939453</v>",
        't="s"><v>0</v>',
        't="s"><v>2</v>',
        't="str"><v> 丁&amp;戊 </v>',
        't="inlineStr"><is><t>己</t></is>',
        't="b"><v>1</v>',
        't="s"><v>1</v>',
        "><v>0</v>",
        sharedStrings=texts,
    ) == [1000.0, 12000000.0, 0.0900000762939453, "甲", "乙丙", " 丁&戊 ", "己", True, "", 0.0]


def test_dates_and_times_are_read_by_their_formats(tmp_path: Path) -> None:
    serial = [f's="{style}"><v>44804</v>' for style in (3, 4, 5)]
    assert values(
        tmp_path,
        *serial,
        's="4"><v>44804.5</v>',
        's="6"><v>0.25</v>',
        's="7"><v>1.5</v>',
        "><v>44804</v>",
        styles=STYLES,
    ) == [
        *[date(2022, 8, 31)] * 3,
        datetime.combine(date(2022, 8, 31), time(12)),
        time(6),
        timedelta(days=1.5),
        44804.0,
    ]


def test_a_workbook_that_counts_from_1904_has_its_own_days(tmp_path: Path) -> None:
    parts = parts_of(
        sheet_of('<row r="1"><c r="A1" s="4"><v>43342</v></c></row>'), workbook='<workbookPr date1904="1"/>'
    )
    assert one(packed(tmp_path / "台账.xlsx", parts | {"xl/styles.xml": STYLES})).rows == [[date(2022, 8, 31)]]


@pytest.mark.parametrize(
    "error", ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#甲"]
)
def test_a_formula_that_failed_is_the_text_of_its_error(tmp_path: Path, error: str) -> None:
    grid = one(
        sheet_file(tmp_path, f'<row r="1"><c r="A1" s="1" t="e"><f>1/0</f><v>{error}</v></c></row>', styles=STYLES)
    )
    assert (grid.rows, grid.uncached) == ([[error]], frozenset())


def test_cells_keep_their_true_rows_and_columns(tmp_path: Path) -> None:
    grid = one(sheet_file(tmp_path, '<row r="3"><c r="C3"><v>1</v></c></row><row r="6"><c r="D6"><v>2</v></c></row>'))
    assert (grid.cell(3, 3), grid.cell(6, 4), grid.cell(1, 1), grid.cell(3, 4)) == (1.0, 2.0, None, "")
    assert (len(grid.rows), str(grid.at(6, 4)), grid.at(6, 4).source) == (
        6,
        f"{tmp_path}/台账.xlsx!表1!D6",
        "台账.xlsx!表1!D6",
    )


def test_sheets_come_in_the_order_of_the_workbook_with_those_that_are_hidden(tmp_path: Path) -> None:
    rows = [f'<row r="1"><c r="A1"><v>{n}</v></c></row>' for n in range(3)]
    parts = parts_of(*map(sheet_of, rows), titles=("丙 &amp; 丁", "甲", "乙"), states=("", "hidden", "veryHidden"))
    grids = opened(packed(tmp_path / "台账.xlsx", parts))
    assert [(grid.title, grid.rows, grid.hidden) for grid in grids] == [
        ("丙 & 丁", [[0.0]], False),
        ("甲", [[1.0]], True),
        ("乙", [[2.0]], True),
    ]


def test_a_sheet_that_is_only_a_chart_is_left_out(tmp_path: Path) -> None:
    parts = parts_of(sheet_of(), sheet_of(), links=relation("c", "chartsheet", "chartsheets/sheet1.xml"))
    text = str(parts["xl/workbook.xml"]).replace('r:id="r2"', 'r:id="c"')
    grids = opened(
        packed(tmp_path / "台账.xlsx", parts | {"xl/workbook.xml": text, "xl/chartsheets/sheet1.xml": "<a/>"})
    )
    assert [grid.title for grid in grids] == ["表1"]


def test_sheets_are_found_by_absolute_names_and_other_prefixes(tmp_path: Path) -> None:
    parts = parts_of(sheet_of())
    book = (
        f'<x:workbook xmlns:x="{MAIN}" xmlns:rel="o"><x:sheets><x:sheet name="甲" rel:id="r1"/></x:sheets></x:workbook>'
    )
    target = str(parts["xl/_rels/workbook.xml.rels"]).replace('"worksheets/sheet1.xml"', '"/xl/Worksheets/Sheet1.xml"')
    change = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": target}
    assert [grid.title for grid in opened(packed(tmp_path / "台账.xlsx", parts | change))] == ["甲"]


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


# Sheets that are too large


def test_a_single_cell_far_away_never_becomes_a_rectangle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "rows_of", lambda _: pytest.fail("handed on"))
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    said = "台账.xlsx!表1 表格太大，没有读取：最后的单元格在XFD1048576，全部工作表最多读600万格"
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
        '<c r="A0"><v>1</v></c>',
    ],
)
def test_a_far_cell_in_the_middle_is_found_however_it_is_spelt(far: str) -> None:
    near = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 10_000))
    middle = len(near) // 2
    at = near.index("<row", middle)
    part = sheet_of(f'{near[:at]}<row r="4999">{far}</row>{near[at:]}').encode()
    assert len(near) > 400_000
    assert plain_size(part, 100_000) is None
    with pytest.raises((respelling.TooFar, book.NotXml)):
        respelt(part, 100_000)


def test_empty_cells_far_away_cost_nothing(tmp_path: Path) -> None:
    """A row or a column that was coloured to its end is nothing to be afraid of."""
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c r="A1048576" s="0"/></row>'
    assert one(sheet_file(tmp_path, rows, before='<dimension ref="A1:XFD60000"/>', styles=STYLES)).rows == [[1.0]]


def test_a_sheet_that_declares_a_giant_range_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "rows_of", lambda _: pytest.fail("handed on"))
    said = "台账.xlsx!表1 工作表声明的范围大得不正常，没有读取"
    assert refused(sheet_file(tmp_path, before='<dimension ref="A1:XFD1048576"/>')) == said


def test_all_sheets_together_stay_within_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_CELLS", 10_000)
    wide = sheet_of('<row r="90"><c r="CV90"><v>1</v></c></row>')
    path = packed(tmp_path / "台账.xlsx", parts_of(wide))
    assert len(one(path).rows) == 90
    path = packed(path, parts_of(wide, wide))
    assert refused(path) == "台账.xlsx!表2 表格太大，没有读取：最后的单元格在CV90，全部工作表最多读1万格"


def test_a_hostile_workbook_does_not_need_much_memory(tmp_path: Path) -> None:
    """A process that may have little more memory than Python itself needs says why, and does not fall over."""
    far = sheet_file(tmp_path, CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    bomb = packed(tmp_path / "炸弹.xlsx", parts_of(sheet_of()) | {"xl/sharedStrings.xml": " " * 2**27})
    program = """
import resource, sys
from pathlib import Path
from engine.intake.opening import open_grids
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
    assert (re.fullmatch(pattern, str(number).encode()) is not None) == (number <= highest)
    assert number_of(letters(number)) == number


# Other spellings of the same


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
    assert plain_size(part, 1000) is not None
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


def test_a_workbook_of_openpyxl_is_read_as_well(tmp_path: Path) -> None:
    made = Workbook()
    made.active.append(["名称", "支出", date(2022, 8, 31)])
    made.active.append([None, "=SUM(A1:A2)", 0.97])
    made.active["C2"].number_format = "0.0%"
    made.active.merge_cells("A1:A2")
    made.active.row_dimensions[2].hidden = True
    made.active.column_dimensions["B"].hidden = True
    made.create_chartsheet()
    made.save(tmp_path / "甲.xlsx")
    grid = one(tmp_path / "甲.xlsx")
    assert [row[:2] for row in grid.rows] == [["名称", "支出"], ["", None]]
    assert (grid.cell(1, 3), grid.cell(2, 3), grid.percents) == (date(2022, 8, 31), 0.97, {(2, 3)})
    assert (grid.merged, grid.hidden_rows, grid.hidden_columns, grid.uncached) == (
        (Span(1, 1, 2, 1),),
        {2},
        {2},
        {(2, 2)},
    )


# Values that come from elsewhere


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


# What cannot be read


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("<row r='1'><c", "工作表的内容不完整，没有读取"),
        ('<row r="甲"><c><v>1</v></c></row>', "工作表的内容不完整，没有读取"),
        ("<row r='1'>" + "<a>" * 60 + "</a>" * 60 + "</row>", "工作表的内容不完整，没有读取"),
        ('<row r="1"><c r="A1" t="s"><v>9</v></c></row>', "文件的内容不完整，不能作为工作簿打开"),
        ('<row r="1"><c r="A1" t="甲"><v>9</v></c></row>', "文件的内容不完整，不能作为工作簿打开"),
    ],
)
def test_a_sheet_that_is_no_sheet_is_refused_by_its_name(tmp_path: Path, rows: str, said: str) -> None:
    assert refused(sheet_file(tmp_path, rows)) == f"台账.xlsx!表1 {said}"


def test_a_failure_within_calamine_is_said_and_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import python_calamine

    class PanicException(BaseException):  # as the real one is called
        """What a failure in Rust looks like from here."""

    def panic(_: object) -> None:
        raise PanicException

    monkeypatch.setattr(python_calamine, "load_workbook", panic)
    assert refused(sheet_file(tmp_path)) == "台账.xlsx 文件的内容不完整，不能作为工作簿打开"

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(python_calamine, "load_workbook", interrupted)
    with pytest.raises(KeyboardInterrupt):
        opened(sheet_file(tmp_path))


def test_without_calamine_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    (mistake,) = refusals(sheet_file(tmp_path))
    assert (mistake.message, mistake.hint) == ("没有安装读工作簿的软件包 python-calamine", "请执行 make workbench。")


def test_a_system_without_files_in_memory_reads_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("os.memfd_create", raising=False)
    assert isinstance(cells._memory(), io.BytesIO)
    assert one(sheet_file(tmp_path)).rows == [[1.0]]


def test_a_workbook_named_csv_and_a_csv_named_workbook_are_told_apart(tmp_path: Path) -> None:
    path = sheet_file(tmp_path).rename(tmp_path / "甲.csv")
    assert refused(path) == "甲.csv 这是 .xlsx 工作簿，后缀却是 .csv"
    (tmp_path / "乙.xlsx").write_text("名称,支出\n甲,1\n", encoding="utf-8")
    assert refused(tmp_path / "乙.xlsx") == "乙.xlsx 这不是 .xlsx 工作簿"


def test_opening_needs_nothing_of_calamine_until_there_is_a_workbook() -> None:
    program = "import sys, engine.intake.opening; print([n for n in sys.modules if 'calamine' in n or n == 'openpyxl'])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_collector_of_circles_is_left_as_it_was(tmp_path: Path) -> None:
    mistakes = Mistakes()
    for enabled in (True, False):
        (gc.enable if enabled else gc.disable)()
        try:
            opening.open_grids(sheet_file(tmp_path), mistakes)
            opening.open_grids(tmp_path / "没有.xlsx", mistakes)
            assert gc.isenabled() == enabled
        finally:
            gc.enable()


def test_a_word_among_the_rows_is_found_only_there() -> None:
    part = sheet_of('<row r="1"><c r="A1"><f>1</f></c></row>').encode()
    assert sheet.occurs(part, b"<f", b"f")
    assert not sheet.occurs(sheet_of(after="<footer/><f/>").encode(), b"<f", b"f")
    assert plain.plain_size(part, 100) == 9
