"""Tables are drawn as tabulate draws them, without loading it where every sign is one or two columns wide."""

from __future__ import annotations

import re
import sys

import pytest
import wcwidth
from hypothesis import given
from hypothesis import strategies as st
from tabulate import tabulate

from engine.report import table as module
from engine.report.table import figures, table

SIGNS = [sign for sign in map(chr, range(0x20, 0xFFFF)) if re.fullmatch(module._ORDINARY, sign)]
texts = st.text(st.sampled_from(["\n", " ", "甲", "，", "a", "1", "-", "…", "　", "“"]), max_size=12)
anything = st.one_of(texts, st.text(max_size=5), st.integers(-9, 99))


def by_tabulate(rows: list[list[str | int]], headers: list[str]) -> str:
    return tabulate(rows, headers=headers, tablefmt="simple_grid", disable_numparse=True)


@given(st.data(), st.integers(1, 4), st.sampled_from([texts, anything]))
def test_a_table_is_what_tabulate_draws(data: st.DataObject, columns: int, cells: st.SearchStrategy[str | int]) -> None:
    row = st.lists(cells, min_size=columns, max_size=columns)
    rows = data.draw(st.lists(row, max_size=4))
    headers = data.draw(st.lists(st.sampled_from(["序号", "a", "", "何 时", "✓"]), min_size=columns, max_size=columns))
    assert table(rows, headers) == by_tabulate(rows, headers)


@given(st.data(), st.integers(1, 4), st.sampled_from([texts, st.text(max_size=5)]))
def test_a_table_of_figures_is_what_tabulate_draws(
    data: st.DataObject, columns: int, cells: st.SearchStrategy[str]
) -> None:
    row = st.lists(cells, min_size=columns, max_size=columns)
    rows = data.draw(st.lists(row, max_size=4))
    headers = data.draw(st.lists(st.sampled_from(["序号", "a", "", "何 时", "✓"]), min_size=columns, max_size=columns))
    words = data.draw(st.integers(0, columns))
    sides = ["left"] * words + ["right"] * (columns - words)
    expected = tabulate(rows, headers=headers, tablefmt="simple", disable_numparse=True, colalign=sides)
    assert figures(rows, headers, words) == expected


def test_every_ordinary_sign_is_as_wide_as_terminals_make_it() -> None:
    assert len(SIGNS) > 20_000
    assert [sign for sign in SIGNS if module._width(sign) != wcwidth.wcwidth(sign)] == []


def test_ordinary_cells_need_no_tabulate_and_all_others_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tabulate", None)
    assert table([[1, "预算执行率92.97%，低于95%\n（含）"]], ["序号", "情况"]).count("\n") == 5
    assert figures([["甲局", "1,234"]], ["部门", "问题"], 1).count("\n") == 2
    with pytest.raises(ImportError):
        table([["✓"]], ["情况"])
    with pytest.raises(ImportError):
        figures([["✓"]], ["情况"], 1)
