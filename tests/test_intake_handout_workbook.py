"""The workbook that inspectors fill in: its sheets, what can be chosen, how it prints; nothing in it is a formula."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from small import ROOT

from engine.headings import Headings, Table
from engine.intake.handout.asked import asked_for
from engine.intake.handout.workbook import workbook_of
from engine.intake.layout import kinds_of, title_of
from engine.kinds import vocabulary
from engine.library import Library
from engine.mistakes import Mistakes
from engine.nodes import Node, parse, read_file

WORDS = vocabulary().with_topics(("预算执行", "资产"))
HEADINGS = Headings({"部门": Table(("部门概况",)), "项目": Table(("项目清单", "项目表"), "财务科室"), "领域": Table()})
HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-1", "@SUM(1)", "http://example.com", "1.10", "'=1", "{=1}", "\t=1")


def tree_of(text: str) -> Node:
    mistakes = Mistakes()
    tree = parse(text, "甲.yaml", mistakes)
    mistakes.check()
    assert tree is not None
    return tree


def opened(tree: Node | None = None, **more: Any) -> Any:
    mistakes = Mistakes()
    data = workbook_of(tree, WORDS, HEADINGS, mistakes, **more)
    mistakes.check()
    return load_workbook(io.BytesIO(data))


def offers(sheet: Any, cell: str) -> list[Any]:
    return [offer for offer in sheet.data_validations.dataValidation if cell in offer.sqref]


@pytest.fixture(scope="module")
def empty() -> Any:
    return opened()


def test_the_template_has_a_sheet_for_every_kind_behind_the_guide(empty: Any) -> None:
    kinds = kinds_of(WORDS, HEADINGS)
    assert empty.sheetnames == ["说明", *(title_of(kind, HEADINGS) for kind in kinds)]
    assert empty.sheetnames[:4] == ["说明", "部门概况", "项目清单", "领域"]
    assert empty.active.title == "说明"


def test_the_guide_links_to_every_sheet_and_says_who_supplies_it() -> None:
    sheet = opened(rules={"项目": 12})["说明"]
    links = {cell.value: cell.hyperlink.location for row in sheet for cell in row[:1] if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in opened().sheetnames[1:]}
    rows = {row[0].value: [cell.value for cell in row[1:4]] for row in sheet}
    assert rows["项目清单"] == ["预算项目", "12条", "财务科室"]
    assert rows["部门概况"][1] == "必填"
    assert {"部门和预算", "绩效管理", "采购、资产和公开", "自评和整改", "报告核对", "豁免"} <= rows.keys()


def test_the_guide_says_that_blank_and_none_and_zero_differ(empty: Any) -> None:
    text = " ".join(str(cell.value) for row in empty["说明"] for cell in row)
    assert "空着＝不知道" in text
    assert "“无”＝看过了，确实没有" in text
    assert "0＝" in text


def test_a_list_has_title_labels_notes_and_a_header_that_stays_in_sight(empty: Any) -> None:
    sheet = empty["项目清单"]
    column = [sheet.cell(row, 1).value for row in range(1, 7)]
    assert column == ["项目清单", "预算项目", "清单完整", "出处", "必填", "名称"]
    assert sheet.cell(6, 9).value == "年度预算（万元）"
    assert sheet.freeze_panes == "B7"
    assert sheet.auto_filter.ref == "A6:R21"
    assert sheet.print_title_rows == "$6:$6"
    assert sheet.print_title_cols == "$A:$A"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet["B3"].value is None


def test_a_kind_of_one_fact_is_a_table_of_its_fields_with_how_to_write_each(empty: Any) -> None:
    sheet = empty["部门概况"]
    assert [cell.value for cell in sheet[4]][:4] == ["字段", "值", "出处", "填法"]
    assert [cell.value for cell in sheet[5]][:4] == ["名称", None, None, "必填；部门全称"]


def test_the_words_of_a_fixed_table_are_there_already(empty: Any) -> None:
    sheet = empty["制度"]
    assert [sheet.cell(row, 1).value for row in range(4, 14)][:3] == ["每行已经写好，不用改", "主题", "绩效职责分工"]
    assert sheet.cell(13, 1).value == "资产管理"
    assert offers(sheet, "A6") == []


def test_closed_words_are_offered_and_others_refused_in_chinese(empty: Any) -> None:
    nature = offers(empty["项目清单"], "D7")[0]
    assert (nature.formula1, nature.showErrorMessage) == ('"经常性,阶段性,无"', True)
    assert nature.error == "“性质”请从下拉清单里选；不知道的空着。"
    assert offers(empty["项目清单"], "D2006")
    assert not offers(empty["项目清单"], "D2007")
    assert offers(empty["项目清单"], "B3")[0].formula1 == '"是,否,无"'


def test_what_every_fact_must_state_cannot_be_none(empty: Any) -> None:
    assert offers(empty["监控记录"], "B7")[0].formula1 == '"日常,年中,重点"'


def test_yes_and_no_are_all_that_is_offered_where_there_is_no_third(empty: Any) -> None:
    assert offers(empty["时点"], "D7")[0].formula1 == '"是,否"'


def test_several_words_can_be_written_into_one_cell(empty: Any) -> None:
    sheet = empty["自述措施"]
    offer = offers(sheet, "C7")[0]
    assert offer.formula1 == '"预算执行,资产,无"'
    assert not offer.showErrorMessage
    assert "几项的用顿号隔开" in sheet["C5"].value


def test_a_link_offers_the_names_of_the_other_sheet(empty: Any) -> None:
    offer = offers(empty["执行进度"], "A7")[0]
    assert offer.formula1.startswith("OFFSET('项目清单'!$A$7,0,0,")
    assert not offer.showErrorMessage


def test_the_cell_says_how_money_is_written(empty: Any) -> None:
    offer = offers(empty["项目清单"], "I7")[0]
    assert (offer.formula1, offer.promptTitle) == (None, "年度预算")
    assert "别的单位连单位写" in offer.prompt


def test_no_message_beside_a_cell_is_longer_than_excel_allows(empty: Any) -> None:
    for sheet in empty:
        for offer in sheet.data_validations.dataValidation:
            assert len(offer.prompt or "") <= 255
            assert len(offer.promptTitle or "") <= 32
            assert len(offer.formula1 or "") <= 257


def test_every_column_with_a_field_says_what_to_write(empty: Any) -> None:
    for kind in kinds_of(WORDS, HEADINGS):
        sheet = empty[title_of(kind, HEADINGS)]
        heads = [cell.value for cell in sheet[6]] if kind.shape == "清单" else []
        for head, note in zip(heads, (cell.value for cell in sheet[5]), strict=False):
            field = kind.fields.get(head)
            if field is not None and field.about:
                assert field.about in note


def test_ratios_days_and_counts_are_text_cells_and_money_has_thousands(empty: Any) -> None:
    sheet = empty["指标"]
    heads = {cell.value: cell.column for cell in sheet[6]}
    forms = {head: sheet.cell(7, heads[head]).number_format for head in ("名称", "同比", "实际值", "列入年度目标")}
    assert set(forms.values()) == {"@"}
    assert empty["项目清单"]["I7"].number_format == "#,##0.00####"
    assert empty["人员"]["B6"].number_format == "@"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    sheet = opened(tree_of(f"项目:\n  - {{名称: {quoted}, 支出: {quoted}, 出处: {quoted}}}\n"))["项目清单"]
    written = [cell for row in sheet.iter_rows(min_row=7) for cell in row if cell.value is not None]
    assert [(cell.value, cell.data_type) for cell in written] == [(text.strip(), "s")] * 3
    assert [cell for cell in written if cell.hyperlink] == []


def test_the_title_says_whose_facts_they_are() -> None:
    book = opened(tree_of("部门: {名称: {值: 甲局, 出处: 封面}, 年度: 2022年}\n"))
    assert book["说明"]["A1"].value == "甲局2022年度部门整体支出绩效事实表"
    assert book.properties.title == "甲局2022年度部门整体支出绩效事实表"
    assert opened()["说明"]["A1"].value == "部门整体支出绩效事实表"


def test_the_same_facts_give_the_same_bytes() -> None:
    mistakes = Mistakes()
    tree = read_file(next((ROOT / "facts").glob("示例*.yaml")), mistakes)
    first, second = (workbook_of(tree, WORDS, HEADINGS, Mistakes()) for _ in range(2))
    assert first == second


def test_the_sheets_say_how_many_rules_read_each_kind(books: Library) -> None:
    book = books.book
    found = asked_for(book)
    assert found["项目"] > found["执行进度"] > 0
    assert found["豁免"] == 0
    readers = {rule.id for rule in book.rules.values() if any(duty.kind == "采购" for duty in rule.duties)}
    assert found["采购"] >= len(readers) > 1


def test_every_fact_of_the_files_in_the_checkout_finds_its_cell() -> None:
    for path in sorted((ROOT / "facts").glob("*.yaml")):
        mistakes = Mistakes()
        tree = read_file(Path(path), mistakes)
        assert tree is not None
        texts = {cell.value for sheet in opened(tree) for row in sheet.iter_rows() for cell in row}
        missing = {text for text in _texts(tree) if text not in texts}
        assert {
            text for text in missing if not any(isinstance(t, str) and text in t.split("、") for t in texts)
        } == set()


def _texts(node: Node) -> set[str]:
    below = [*(node.items or ()), *(node.entries or {}).values()]
    return {node.text} if node.text else set().union(*map(_texts, below))
