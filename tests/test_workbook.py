"""The laws of the workbook: out and back changes no byte; one cell changes its line; out again is the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small import ROOT
from workbooks import Desk, desk, lines_changed

from engine.workbook.columns import CASES, LADDERS, WAIVERS
from engine.workbook.columns import PARAMETERS as PARAMETER_SHEET


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The rulebook and the facts of the repository with their workbook."""
    made = Desk(tmp_path_factory.mktemp("规则库"))
    shutil.copytree(ROOT / "rules", made.rules)
    shutil.copytree(ROOT / "facts", made.facts)
    return made.export()


def test_the_shipped_rulebook_goes_out_and_back_without_a_changed_byte(shipped: Desk) -> None:
    before = shipped.files()
    plan = shipped.plan()
    assert (plan.changed, plan.said, plan.notices) == ({}, (), ())
    assert shipped.files() == before
    assert len(shipped.cells(CASES)) > 300


def test_a_new_export_after_an_import_is_the_same_workbook(tmp_path: Path) -> None:
    made = desk(tmp_path)
    sheets = (PARAMETER_SHEET, LADDERS, WAIVERS, CASES)
    first = [made.cells(sheet) for sheet in sheets]
    assert made.take() == ()
    assert [made.export().cells(sheet) for sheet in sheets] == first
    made.set(PARAMETER_SHEET, 2, 值="88%").set(CASES, 3, 结果="发现问题")
    wanted = [made.cells(sheet) for sheet in sheets[:3]]
    made.take()
    assert [made.export().cells(sheet) for sheet in sheets[:3]] == wanted


def test_one_cell_of_the_shipped_rulebook_changes_one_line(shipped: Desk, tmp_path: Path) -> None:
    made = Desk(tmp_path / "一份")
    shutil.copytree(shipped.folder, made.folder)
    before = made.files()
    rows = made.cells(PARAMETER_SHEET)
    number = next(n for n, row in enumerate(rows, 1) if "执行率下限" in row)
    assert made.set(PARAMETER_SHEET, number, 值="89.5%").take() == ("参数 执行率下限：90% → 89.5%",)
    after = made.files()
    assert [name for name in before if before[name] != after[name]] == ["参数.yaml"]
    gone, came = lines_changed(before["参数.yaml"], after["参数.yaml"])
    assert (len(gone), len(came)) == (0, 1)  # other parameters have the line that went, too
    assert came[0] == "    - {值: 89.5%, 依据: 〔设计〕, 核对: 待核}"


EDITS = {
    (PARAMETER_SHEET, 2, "值"): ("- {值: 90%, 依据", "- {值: 88%, 依据"),
    (PARAMETER_SHEET, 2, "说明"): ("说明: 低于此数，列为问题  # 一般", "说明: 88%  # 一般"),
    (PARAMETER_SHEET, 3, "依据"): ('依据: "甲办法, 第三条"', '依据: "88%"'),
    (PARAMETER_SHEET, 3, "备注"): ("说明: 省里的}", "说明: 88%}"),
    (PARAMETER_SHEET, 4, "依据"): ("      依据: 甲办法", "      依据: 88%"),
    (LADDERS, 2, "至"): ("至: 10%（含）, 值: 3分", "至: 88%（含）, 值: 3分"),
    (WAIVERS, 2, "理由"): ("理由: 已报同意", "理由: 88%"),
    (CASES, 2, "文字"): None,
}


@pytest.mark.parametrize(("sheet", "row", "title"), [key for key in EDITS if EDITS[key]])
def test_one_cell_changes_only_its_own_words(tmp_path: Path, sheet: str, row: int, title: str) -> None:
    made = desk(tmp_path)
    before = "".join(made.files().values())
    made.set(sheet, row, **{title: "88%"}).take()
    old, new = EDITS[sheet, row, title] or ("", "")
    assert before.count(old) == 1
    assert "".join(made.files().values()) == before.replace(old, new)


def test_a_figure_inside_the_facts_of_a_case_changes_in_its_place(tmp_path: Path) -> None:
    made = desk(tmp_path)
    before = made.files()["BUD-001.yaml"]
    facts = str(next(row for row in made.cells(CASES) if "支出太少" in row)[7])
    assert facts == "项目:\n- {名称: 甲, 支出: 90元}\n- {名称: 乙, 支出: 100元}"
    made.set(CASES, 2, 事实=facts.replace("90元", "80元"), 文字="甲支出80元").take()
    after = made.files()["BUD-001.yaml"]
    assert after == before.replace("支出: 90元}  # 少十元", "支出: 80元}  # 少十元").replace("甲支出90元", "甲支出80元")


# Files as people write them

WORDS = st.text(
    st.sampled_from("甲乙丙丁（），。：、“”《》〔〕-#:,'\"{}[]&*!%@ a1.元"), min_size=1, max_size=12
).filter(lambda text: text == text.strip() and text != "？" and text[0] not in "=" and not text.isdigit())
FIGURES = st.sampled_from(["60%", "1.10%", "1,000万元", "5个百分点", "0%", "30日", "2022-01-01", "7"])


@st.composite
def row_texts(draw: st.DrawFn, figure: str, start: int) -> str:
    """A row of a parameter, written one of the ways people write."""
    from engine.workbook.spelling import Spot, scalar

    quote = draw(st.sampled_from(["", "'", '"']))
    words = {"起": f"{2000 + start}-01-01", "值": figure, "依据": draw(WORDS), "核对": "待核"}
    if draw(st.booleans()):
        words["说明"] = draw(WORDS)
    remark = draw(st.sampled_from(["", "  # 注", " # {注: 1}"]))
    if draw(st.booleans()):
        pairs = ", ".join(f"{key}: {scalar(text, quote)}" for key, text in words.items())
        return f"    - {{{pairs}}}{remark}\n"
    lines = [f"{key}: {scalar(text, quote, Spot.LINE)}{remark}" for key, text in words.items()]
    return "    - " + "\n      ".join(lines) + "\n"


@st.composite
def parameter_files(draw: st.DrawFn) -> str:
    """A file of parameters."""
    text = draw(st.sampled_from(["", "# 头\n", "\ufeff", "---\n"]))
    for number in range(draw(st.integers(1, 3))):
        figure = draw(FIGURES)
        text += f"线{number}:\n  取值:\n"
        for start in range(draw(st.integers(1, 3))):
            text += draw(st.sampled_from(["", "\n", "    # 说明一下\n"])) + draw(row_texts(figure, start))
    return text if draw(st.booleans()) else text.replace("\n", "\r\n")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=parameter_files(), edits=st.lists(st.tuples(st.integers(0, 8), WORDS), max_size=2), gone=st.booleans())
def test_any_file_of_parameters_survives_the_way_out_and_back(
    tmp_path: Path, text: str, edits: list[tuple[int, str]], gone: bool
) -> None:
    made = Desk(tmp_path)
    shutil.rmtree(tmp_path, ignore_errors=True)
    tmp_path.mkdir()
    desk(tmp_path)
    (made.rules / "参数.yaml").write_bytes(text.encode())
    made.export()
    before = made.files()
    assert made.plan().changed == {}
    rows = made.cells(PARAMETER_SHEET)[1:]
    for at, words in edits:
        made.set(PARAMETER_SHEET, 2 + at % len(rows), 依据=words)
    if gone and len(rows) > 1:
        made.edit(lambda book: book[PARAMETER_SHEET].delete_rows(len(rows) + 1))
    wanted = [row[1:] for row in made.cells(PARAMETER_SHEET)]
    made.take()
    assert [row[1:] for row in made.export().cells(PARAMETER_SHEET)] == wanted
    after = made.files()
    assert {name for name in before if before[name] != after[name]} <= {"参数.yaml"}
    if not gone:
        pairs = zip(before["参数.yaml"].splitlines(), after["参数.yaml"].splitlines(), strict=True)
        assert sum(old != new for old, new in pairs) <= len(edits)
    assert after["参数.yaml"].count("#") >= before["参数.yaml"].count("# 说明")
    assert ("\r\n" in after["参数.yaml"]) is ("\r\n" in before["参数.yaml"])
    assert after["参数.yaml"].startswith("\ufeff") is text.startswith("\ufeff")
