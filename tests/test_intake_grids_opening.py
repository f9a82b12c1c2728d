"""Tables opened as they are: every cell at its own place, as the value that it is."""

from __future__ import annotations

import gc
import io
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from handmade import (
    MAIN,
    STYLES,
    one,
    opened,
    packed,
    parts_of,
    refusals,
    refused,
    relation,
    sheet_file,
)
from handmade import worksheet as sheet_of
from openpyxl import Workbook
from small import ROOT

from engine.intake.grids import cells, opening
from engine.intake.grids.grid import Span
from engine.mistakes import Mistakes, letters


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


def test_a_negative_number_is_no_day_whatever_its_format(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Calamine makes a time of the day of it, and fails on a very small one."""
    cells = (
        's="4"><v>-5</v>',
        's="7"><f>A1</f><v>-0.5</v>',
        's="3"><v>-1e300</v>',
        's="1"><v>-0.3</v>',
        's="4"><v>5</v>',
    )
    assert values(tmp_path, *cells, styles=STYLES) == [-5.0, -0.5, -1e300, -0.3, date(1900, 1, 5)]
    assert one(tmp_path / "台账.xlsx").percents == {(1, 4)}
    assert capfd.readouterr() == ("", "")


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


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("<row r='1'><c", "工作表的内容不完整，没有读取"),
        ('<row r="甲"><c><v>1</v></c></row>', "工作表的内容不完整，没有读取"),
        ('<row r="1"><c r="A0"><v>1</v></c></row>', "工作表的内容不完整，没有读取"),
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
    program = (
        "import sys, engine.intake.grids.opening; print([n for n in sys.modules if 'calamine' in n or n == 'openpyxl'])"
    )
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
