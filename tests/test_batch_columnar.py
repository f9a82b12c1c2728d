"""Departments judged in columns have the lines and the counts of those judged one by one, whatever stands in them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from small import REGION, rule_text, write_rules

from benchmarks.workload import write_rules as write_workload
from engine.batch import row_groups
from engine.batch.examining import Examiner, Settings
from engine.batch.row_groups import Rows
from engine.batch.sources import Noted
from engine.generated.known.figure import Unfit
from engine.judge import EvaluatorsDisagree

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("polars")

from columnar import both, departments, in_columns, same, stored  # noqa: E402  needs both
from plain_columns import held_together, rows_of, spec_of_seed  # noqa: E402  needs both

from engine.batch.columnar import rows as in_rows  # noqa: E402
from engine.batch.columnar import telling  # noqa: E402
from engine.batch.columnar.rows import Columns  # noqa: E402

FIRST = int(os.environ.get("JIXIAO_SEED", "0"))
CASES = int(os.environ.get("JIXIAO_CASES", "60"))
BLOCK = 10


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workload's twenty rules."""
    return write_workload(tmp_path_factory.mktemp("rules"))


@pytest.fixture(autouse=True)
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few rows there are, columns are tried."""
    monkeypatch.setattr(row_groups, "FEWEST", 1)
    monkeypatch.setattr(in_rows, "FEWEST", 1)


@pytest.mark.parametrize("first", range(FIRST, FIRST + CASES, BLOCK))
def test_random_rulebooks_judge_random_departments_in_columns_as_the_exact_tier_does(
    first: int, tmp_path: Path
) -> None:
    judged = exact = 0
    for seed in range(first, min(first + BLOCK, FIRST + CASES)):
        spec, random = spec_of_seed(seed, tmp_path)
        if spec is not None:
            try:
                own, taken = held_together(spec, rows_of(spec, random, 60))
            except AssertionError as error:
                raise AssertionError(f"JIXIAO_SEED={seed} JIXIAO_CASES=1: {error}") from error
            judged, exact = judged + own, exact + taken
    assert judged * 4 >= exact * 3  # columns are not stricter than they have to be


def test_all_departments_of_the_workload_are_judged_in_columns(tmp_path: Path, rules: Path) -> None:
    source = stored(tmp_path / "a.parquet", departments(40))
    assert in_columns(rules, source) == 40
    same(rules, source)


def test_families_of_look_alike_rules_are_judged_in_columns(tmp_path: Path) -> None:
    many = write_workload(tmp_path / "rules", 6)
    source = stored(tmp_path / "a.parquet", departments(20))
    assert in_columns(many, source) == 20
    same(many, source)


def test_products_of_amounts_do_not_overflow_in_columns(tmp_path: Path) -> None:
    duty = "支出 ÷ 年度预算 不高于 预算收支.支出 ÷ 预算收支.总预算"
    own = write_rules(tmp_path / "rules", rule_text(duty, "项目"))
    rows = [{"部门": row["部门"], "预算收支": row["预算收支"], "项目": row["项目"]} for row in departments(9)]
    for number, row in enumerate(rows):
        row["预算收支"] = {"总预算（分）": 10**15, "支出（分）": 10**15 - 1}
        row["项目"][0] |= {"年度预算（分）": 10**15 - 3 + number % 3, "支出（分）": 10**15 - 4 + number // 3}
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    source = Rows((str(tmp_path / "a.parquet"),), "")
    assert in_columns(own, source) == 9
    same(own, source)


def test_departments_of_other_regions_and_years_are_judged_by_their_own_rules(tmp_path: Path, rules: Path) -> None:
    rows = departments(24)
    for number, row in enumerate(rows):
        row["部门"]["年度"] = 2022 + number % 2
        row["部门"]["地区"] = REGION if number % 3 else "广东省深圳市"
    source = stored(tmp_path / "a.parquet", rows)
    assert in_columns(rules, source) == 24
    same(rules, source)
    same(rules, source, year=2023)


def test_lines_that_are_skipped_are_neither_judged_nor_counted(tmp_path: Path, rules: Path) -> None:
    same(rules, stored(tmp_path / "a.parquet", departments(20)), skip=(1, 5, 20))


def test_the_sample_of_what_was_judged_in_columns_is_judged_again(tmp_path: Path, rules: Path) -> None:
    source = stored(tmp_path / "a.parquet", departments(3))
    same(rules, source, verify=(1, 1))


def test_a_finding_that_columns_miss_is_noticed_by_the_sample(
    tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msgspec.structs import replace

    judged = Columns.judged
    wrong = lambda *found: [one and replace(one, findings=b"") for one in judged(*found)]  # noqa: E731
    monkeypatch.setattr(Columns, "judged", wrong)
    with pytest.raises(EvaluatorsDisagree):
        list(both(rules, stored(tmp_path / "a.parquet", departments(3)), (1, 1)))


def test_a_forked_process_leaves_the_columns_of_its_parent_alone(tmp_path: Path, rules: Path) -> None:
    columns = Columns(Examiner(Settings(str(rules))).kit)
    columns.process -= 1
    batch = pa.RecordBatch.from_pylist(departments(3))
    assert columns.judged(batch, None, frozenset()) == [None] * 3


def test_columns_that_the_rules_do_not_know_send_the_file_line_by_line(tmp_path: Path, rules: Path) -> None:
    rows = [row | {"资产": {"账面数（个）": 3}} for row in departments(5)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    source = Rows((str(tmp_path / "a.parquet"),), "")
    assert in_columns(rules, source) == 0
    same(rules, source)


def test_rows_are_refused_at_the_same_line_in_columns_and_lines(tmp_path: Path, rules: Path) -> None:
    rows = departments(12)
    rows[4]["项目"][2]["性质"] = "偶尔"
    rows[7]["部门"]["地区"] = "不是地区"
    rows[9]["部门"] = None
    noted = Noted()
    source = stored(tmp_path / "a.parquet", rows)
    assert len(list(source.lines(source.pieces()[0], noted))) == 12
    ((record, *_),) = list(both(rules, source))
    assert [one.line for one in record.refused] == [5, 8, 10]
    same(rules, source)


def test_what_fails_in_columns_is_judged_and_counted_line_by_line(
    tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise Unfit

    monkeypatch.setattr(telling, "_ends", fails)  # by then, subjects are counted
    source = stored(tmp_path / "a.parquet", departments(9))
    assert in_columns(rules, source) == 0
    same(rules, source)


@pytest.mark.parametrize("installed", ["1.30.0", "2.0.9", "none"])
def test_an_older_polars_is_left_alone(
    tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch, installed: str
) -> None:
    def judged(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(row_groups, "version", lambda _: installed)
    monkeypatch.setattr(Columns, "judged", judged)
    same(rules, stored(tmp_path / "a.parquet", departments(3)))


def test_a_department_count_that_is_not_worth_it_is_judged_line_by_line(
    tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = stored(tmp_path / "a.parquet", departments(8))
    monkeypatch.setattr(in_rows, "FEWEST", 9)
    assert in_columns(rules, source) == 0
    monkeypatch.setattr(in_rows, "FEWEST", 8)
    assert in_columns(rules, source) == 8


def test_where_few_departments_are_plain_columns_are_not_tried_again(tmp_path: Path, rules: Path) -> None:
    rows = departments(14)
    for row in rows[1:7]:
        row["预算收支"]["支出（分）"] = 0
    source = stored(tmp_path / "a.parquet", rows)
    columns = Columns(Examiner(Settings(str(rules))).kit)
    batches = pq.ParquetFile(source.files[0]).iter_batches(batch_size=7)
    assert [sum(one is not None for one in columns.judged(batch, None, frozenset())) for batch in batches] == [1, 0]
    same(rules, source)
