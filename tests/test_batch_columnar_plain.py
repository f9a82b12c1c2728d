"""Whatever is not plain in a department goes line by line, and what looks unusual but is plain does not."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.workload import write_rules as write_workload
from engine.batch import row_groups

pytest.importorskip("pyarrow")
pytest.importorskip("polars")

from columnar import Change, changed, departments, same, stored

from engine.batch.columnar import rows as in_rows


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workload's twenty rules."""
    return write_workload(tmp_path_factory.mktemp("rules"))


@pytest.fixture(autouse=True)
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few rows there are, columns are tried."""
    monkeypatch.setattr(row_groups, "FEWEST", 1)
    monkeypatch.setattr(in_rows, "FEWEST", 1)


@pytest.mark.parametrize("seed", range(4))
def test_nulls_at_any_depth_come_to_the_same_in_columns_and_lines(tmp_path: Path, rules: Path, seed: int) -> None:
    chance, rows = Random(seed), departments(30, seed)
    for row in rows[::2]:
        _lose(row, chance)
    same(rules, stored(tmp_path / "a.parquet", rows))


def _lose(value: Any, chance: Random) -> None:
    """Takes away a few values anywhere."""
    pairs = list(value.items() if isinstance(value, dict) else enumerate(value))
    for key, inner in pairs:
        if key != "部门" and chance.random() < 0.01:
            value[key] = None
        elif isinstance(inner, dict | list):
            _lose(inner, chance)


@pytest.mark.parametrize("size", [1, 10**3, 10**6, 10**13 // 4])
def test_amounts_one_fen_around_every_limit_come_to_the_same(tmp_path: Path, rules: Path, size: int) -> None:
    rows = departments(24)
    for number, row in enumerate(rows):
        budget = 4 * size
        for place, project in enumerate(row["项目"]):
            at = (0, budget // 4 * 3, budget * 3 // 5, budget * 4 // 5, budget)[place % 5]
            project["年度预算（分）"], project["支出（分）"] = budget, at + number % 3 - 1
        row["预算收支"] = {"总预算（分）": 50 * budget + number % 3 - 1, "支出（分）": 40 * budget + number // 3 - 3}
    same(rules, stored(tmp_path / "a.parquet", rows))


@pytest.mark.parametrize("amount", [10**15, 10**15 + 1, -(10**15), 2**63 - 1])
def test_amounts_beyond_all_bounds_are_left_to_the_lines(tmp_path: Path, rules: Path, amount: int) -> None:
    def change(row: dict[str, Any]) -> None:
        row["项目"][3]["支出（分）"] = amount

    changed(tmp_path, rules, change, 0 if abs(amount) == 10**15 else 4)


def _divisor(row: dict[str, Any]) -> None:
    row["项目"][7]["年度预算（分）"] = 0


def _nothing_spent(row: dict[str, Any]) -> None:
    row["预算收支"]["支出（分）"] = 0


def _same_names(row: dict[str, Any]) -> None:
    row["项目"][8]["名称"] = row["项目"][9]["名称"]


def _alike(row: dict[str, Any]) -> None:
    row["项目"][8]["名称"], row["项目"][9]["名称"] = "A（一）", "a(一)"


def _nowhere(row: dict[str, Any]) -> None:
    row["监控记录"][0]["项目"] = "没有这个项目"


def _hidden(row: dict[str, Any]) -> None:
    row["项目"][5]["名称"] = "项目\u200b05甲"


def _quoted(row: dict[str, Any]) -> None:
    row["列举"][5]["名称"] = '“指标”"甲"'


def _like_a_twin(row: dict[str, Any]) -> None:
    row["列举"][5]["名称"] = row["列举"][5]["位置"] = "指标（2）"


def _elsewhere(row: dict[str, Any]) -> None:
    row["部门"]["地区"] = "不是地区"


def _bad_word(row: dict[str, Any]) -> None:
    row["项目"][5]["性质"] = "偶尔"


def _bad_day(row: dict[str, Any]) -> None:
    row["改革事项"] = [{"职能": "招商", "方向": "划出", "生效日期": "2022-02-30"}]


def _short_day(row: dict[str, Any]) -> None:
    row["改革事项"] = [{"职能": "招商", "方向": "划出", "生效日期": "2022-2-3"}]


def _empty_words(row: dict[str, Any]) -> None:
    row["部门"]["名称"] = "不详"


def _no_facts(row: dict[str, Any]) -> None:
    row["列举"] = []


NOT_PLAIN = (
    _divisor, _nothing_spent, _same_names, _alike, _nowhere, _hidden, _quoted, _like_a_twin, _elsewhere, _bad_word,
    _bad_day, _short_day, _empty_words, _no_facts,
)  # fmt: skip


@pytest.mark.parametrize("change", NOT_PLAIN, ids=lambda change: change.__name__)
def test_departments_that_are_not_plain_go_line_by_line(tmp_path: Path, rules: Path, change: Change) -> None:
    changed(tmp_path, rules, change, 4)


def _twins(row: dict[str, Any]) -> None:
    record = row["监控记录"][0]
    for month in (12, 2, 10, 2, 1):
        row["监控记录"].append(record | {"类型": "重点", "截止月份": month})


def _uncommon(row: dict[str, Any]) -> None:
    row["项目"][9]["名称"] = "“十四五”规划（一期）：A·b—Ⅱ"


@pytest.mark.parametrize("change", [_twins, _uncommon], ids=lambda change: change.__name__)
def test_twins_and_names_with_signs_are_judged_in_columns(tmp_path: Path, rules: Path, change: Change) -> None:
    changed(tmp_path, rules, change, 0)
