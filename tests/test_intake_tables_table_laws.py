"""However a table is laid out, named, ordered and written, it says the same; nothing of it makes the reader fail."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small import words
from tables import DEPARTMENT, SHIPPED, grid, opened, write

from engine.dossier import Dossier
from engine.intake.grids.grid import Grid
from engine.intake.tables.table import tree_of
from engine.mistakes import Mistakes
from engine.reading import dossier_of

NAMES = ("甲项目", "乙项目", "丙项目")
ALIASES = {
    "名称": ("名称", "项目名称", "*项目名称", "项目 名称"),
    "年度预算": ("年度预算", "全年预算数(A)", "全年预算数（Ａ）", "调整后预算"),
    "支出": ("支出", "全年执行数(B)", "执行数"),
    "性质": ("性质", "项目性质"),
    "下达日期": ("下达日期", "下达时间"),
}
SCALES = {"元": 1, "万元": 10_000, "千元": 1000}
MONEY = ("年度预算", "支出")
FACTS = st.fixed_dictionaries(
    {
        "年度预算": st.none() | st.integers(0, 10**13),
        "支出": st.none() | st.integers(0, 10**13),
        "性质": st.sampled_from([None, "经常性", "阶段性"]),
        "下达日期": st.none() | st.dates(date(2015, 1, 1), date(2024, 12, 31)),
    }
)


def yuan(value: int, unit: str, style: str) -> Any:
    """A sum in yuan in another unit: as a number, as its digits, or with commas, half-width or full-width."""
    whole, part = divmod(value, SCALES[unit])
    digits = f"{part:0{len(str(SCALES[unit])) - 1}d}".rstrip("0") if part else ""
    text = f"{whole:,}" + (f".{digits}" if digits else "")
    if style == "数":
        return float(text.replace(",", ""))
    return {"文字": text.replace(",", ""), "逗号": text, "全角": text.replace(",", "，")}[style]


def day(value: date, style: str) -> Any:
    """A day in the ways of writing one."""
    return {
        "日期": value,
        "数": float(value.toordinal() - date(1899, 12, 30).toordinal()),
        "点": f"{value.year}.{value.month}.{value.day}",
        "斜": f"{value:%Y/%m/%d}",
        "紧": int(f"{value:%Y%m%d}"),
        "字": f"{value.year}年{value.month}月{value.day}日",
    }[style]


@st.composite
def laid_out(draw: st.DrawFn, facts: list[dict[str, Any]]) -> list[list[Any]]:
    """The rows of a sheet that holds some projects, laid out as it may come."""
    fields = draw(st.permutations(list(ALIASES)))
    unit, where = draw(st.sampled_from(list(SCALES))), draw(st.sampled_from(["列名", "上方", "格子"]))
    style = draw(st.sampled_from(["数", "文字", "逗号", "全角"]))
    days = draw(st.sampled_from(["日期", "数", "点", "斜", "紧", "字"]))
    left = draw(st.integers(0, 2))
    heads = [draw(st.sampled_from(ALIASES[field])) for field in fields]
    if where == "列名":
        heads = [f"{head}（{unit}）" if field in MONEY else head for head, field in zip(heads, fields, strict=True)]
    rows: list[list[Any]] = [[draw(st.sampled_from([None, "", "项目表"]))] for _ in range(draw(st.integers(0, 8)))]
    rows += [[f"单位：{unit}"]] if where == "上方" else []
    rows.append([*[None] * left, *heads])
    for name, fact in zip(NAMES, facts, strict=False):
        cells = {"名称": name, "性质": fact["性质"]}
        cells["下达日期"] = day(fact["下达日期"], days) if fact["下达日期"] else None
        for field in MONEY:
            sum_ = None if fact[field] is None else yuan(fact[field], unit, style)
            cells[field] = f"{sum_}{unit}" if where == "格子" and sum_ is not None and style != "数" else sum_
        if where == "格子" and style == "数":
            cells |= {field: f"{yuan(fact[field], unit, '文字')}{unit}" for field in MONEY if fact[field] is not None}
        rows.append([*[None] * left, *(cells[field] for field in fields)])
        rows += [[]] * draw(st.integers(0, 1))
    return rows + draw(
        st.sampled_from([[], [["注：略"]], [[*[None] * left, *("合计" if f == "名称" else "" for f in fields)]]])
    )


def expected(facts: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The values that the projects have, by name: money in yuan, days by their number."""
    return {
        name: {
            field: value.toordinal() if isinstance(value, date) else value
            for field, value in fact.items()
            if value is not None
        }
        for name, fact in zip(NAMES, facts, strict=False)
    }


def told(found: Dossier) -> dict[str, dict[str, Any]]:
    """The values of the projects of a dossier in the same form."""
    return {
        fact.key: {
            field: value if isinstance(value, str) else value.nominal  # type: ignore[union-attr]
            for field, value in fact.values.items()
            if field != "名称"
        }
        for fact in found.facts["项目"]
    }


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[list[Any]]]:
    """Some projects, and a sheet that holds them."""
    facts = draw(st.lists(FACTS, min_size=1, max_size=3))
    return facts, draw(laid_out(facts))


@given(tables())
@settings(max_examples=150, deadline=None)
def test_a_table_says_the_same_however_it_is_laid_out(table: tuple[list[dict[str, Any]], list[list[Any]]]) -> None:
    facts, rows = table
    mistakes = Mistakes()
    node = tree_of([grid(rows), grid(DEPARTMENT, "部门概况")], words(), SHIPPED, mistakes)
    assert mistakes.found == []
    assert node is not None
    found = dossier_of(node, words(), mistakes, "某局.xlsx")
    assert mistakes.found == []
    assert found is not None
    assert told(found) == expected(facts)


@given(tables())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_real_workbook_says_the_same_as_its_table(
    tmp_path: Path, table: tuple[list[dict[str, Any]], list[list[Any]]]
) -> None:
    facts, rows = table
    found, mistakes = opened(write(tmp_path / "某局.xlsx", {"项目清单": rows}))
    assert mistakes.found == []
    assert found is not None
    assert told(found) == expected(facts)


CELLS = st.none() | st.text(max_size=8) | st.integers() | st.floats() | st.booleans() | st.dates()
CELLS |= st.sampled_from(
    [
        "项目名称",
        "支出（元）",
        "下达日期",
        "性质",
        "字段",
        "值",
        "合计",
        "单位：万元",
        "—",
        "无",
        "97%",
        "#REF!",
        "2022.8",
    ]
)
GRIDS = st.builds(
    grid,
    st.lists(st.lists(CELLS, max_size=6), max_size=8),
    st.sampled_from(["项目清单", "预算收支", "制度清单", "豁免", "绩效指标", "Sheet1"]),
)


@given(st.lists(GRIDS, max_size=3))
@settings(max_examples=200, deadline=None)
def test_no_table_at_all_makes_the_reader_fail(grids: list[Grid]) -> None:
    mistakes = Mistakes()
    node = tree_of(grids, words(), SHIPPED, mistakes)
    if node is not None:
        dossier_of(node, words(), mistakes, "某局.xlsx")
    assert node is not None or mistakes.found or not grids
