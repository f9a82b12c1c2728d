"""Money in 元 with two decimals is said in 分 where that is the same statement to the last digit, and only there."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import OTHER, REGION, SPENT, library

from engine.batch.line_reading import read_line
from engine.dossier import Dossier
from engine.library import Library

pa = pytest.importorskip("pyarrow")

from engine.batch.columns import objects  # noqa: E402  pyarrow may be lacking
from engine.batch.fen import fen, fen_columns  # noqa: E402

YUAN, WIDE = pa.decimal128(20, 2), pa.decimal128(38, 2)
WHO = {"名称": "甲", "年度": 2022, "地区": REGION}
AMOUNTS = st.decimals(-(10**15), 10**15, places=2)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A rulebook, for its words."""
    return library(tmp_path_factory.mktemp("规则"), SPENT, OTHER)


def projects(*fields: tuple[str, Any]) -> Any:
    """The schema of a list of projects."""
    return pa.schema([("项目", pa.list_(pa.struct([("名称", pa.string()), *fields])))])


@given(st.lists(st.none() | AMOUNTS, min_size=1, max_size=5), st.integers(0, 3))
def test_what_is_said_in_fen_is_the_same_statement(books: Library, amounts: list[Decimal | None], start: int) -> None:
    about = pa.struct([("名称", pa.string()), ("年度", pa.int32()), ("地区", pa.string())])
    rows = [{"名称": f"甲{n}", "年度预算（元）": amount, "支出(元)": amount} for n, amount in enumerate(amounts)]
    schema = projects(("年度预算（元）", YUAN), ("支出(元)", WIDE)).insert(0, pa.field("部门", about))
    batch = pa.RecordBatch.from_pylist([{"部门": WHO, "项目": [row]} for row in rows], schema).slice(start)
    fens = fen_columns(schema)
    assert dict(fens) == {"项目.年度预算（元）": "年度预算（分）", "项目.支出(元)": "支出（分）"}
    said, plain = (objects(batch, each).to_pylist() for each in (fens, {}))
    found, expected = ([read_line(line.encode(), books.book) for line in lines] for lines in (said, plain))
    assert found == expected
    assert all(isinstance(each, Dossier) for each in found)
    for line, amount in zip(said, amounts[start:], strict=True):
        shown = {} if amount is None else {"年度预算（分）": int(amount * 100), "支出（分）": int(amount * 100)}
        assert json.loads(line)["项目"][0].items() >= shown.items()
        assert "元" not in line


def test_a_decimal_is_a_whole_number_beside_its_scale() -> None:
    amounts = [Decimal("0.01"), None, Decimal("-99999999999999999.99"), Decimal("7.00")]
    found = fen(pa.array(amounts, YUAN)[1:])
    assert found.to_pylist() == [None, Decimal("-9999999999999999999"), Decimal(700)]


def test_lists_that_are_not_complete_and_single_facts_hold_money_too() -> None:
    money = [("支出（元）", YUAN)]
    some = pa.struct([("清单完整", pa.bool_()), ("条目", pa.list_(pa.struct(money)))])
    schema = pa.schema([("项目", some), ("预算收支", pa.struct(money)), ("豁免", pa.list_(pa.struct(money)))])
    assert dict(fen_columns(schema)) == {"项目.条目.支出（元）": "支出（分）", "预算收支.支出（元）": "支出（分）"}


@pytest.mark.parametrize(
    "fields",
    [
        [("支出（元）", pa.decimal128(20, 1))],
        [("支出（元）", pa.decimal128(20, 4))],
        [("支出（万元）", YUAN)],
        [("支出（美元）", YUAN)],
        [("支出", YUAN)],
        [("支出（元）", pa.int64())],
        [("支出（元）", YUAN), ("支出（分）", pa.int64())],
        [("支出（元）", YUAN), ("支出", pa.string())],
        [("名称（元）", YUAN)],
        [("支出（元）", pa.list_(YUAN))],
    ],
    ids=str,
)
def test_what_would_be_another_statement_stays_as_it_is(fields: list[tuple[str, Any]]) -> None:
    assert fen_columns(projects(*fields)) == {}


def test_an_amount_in_fen_would_be_a_score() -> None:
    schema = pa.schema([("目标值", pa.list_(pa.struct([("值（元）", YUAN), ("目标值（元）", YUAN)])))])
    assert fen_columns(schema) == {}


def test_a_field_whose_name_only_begins_like_another_stands_in_nobodys_way() -> None:
    names = dict(fen_columns(projects(("上年结转（元）", YUAN), ("上年结转年末余额（元）", YUAN))))
    assert list(names.values()) == ["上年结转（分）", "上年结转年末余额（分）"]
