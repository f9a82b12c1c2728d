"""Cells that a spreadsheet shows as something else than it stores: they are read as they are shown."""

from __future__ import annotations

from tables import grid, read

SHOWN = frozenset({(2, 2)})


def test_noise_behind_a_number_shown_as_a_percentage_is_left_out_and_told() -> None:
    rows = [["年初预算（元）", "报告执行率"], [1, 0.0900000762939453]]
    found, mistakes, remarks = read(grid(rows, "预算收支", percents=SHOWN))
    assert (found["预算收支"]["报告执行率"], mistakes) == ("9%", [])
    assert remarks == ["B2 “报告执行率”有浮点运算留下的尾数，已按实际位数取整"]


def test_a_percentage_shown_without_its_decimals_keeps_them() -> None:
    found, mistakes, remarks = read(grid([["年初预算（元）", "报告执行率"], [1, 0.0949]], "预算收支", percents=SHOWN))
    assert (found["预算收支"]["报告执行率"], mistakes, remarks) == ("9.49%", [], [])
