"""Columns become the JSON of facts digit for digit: nothing is lost, nothing guessed, whatever the form of a column."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from random_facts import fact_files
from small import OTHER, SPENT, library

from engine.batch.line_reading import read_line
from engine.dossier import Dossier
from engine.library import Library

pa = pytest.importorskip("pyarrow")

from engine.batch.columns import REFUSED, objects, slips  # noqa: E402  pyarrow may be lacking

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8) | st.sampled_from(
    ['"', "\\", "\n", "\x00", "a\tb"]
)
MONEY = st.decimals(-(10**15), 10**15, places=2)
PROJECT = {
    "名称": (pa.string(), TEXTS),
    "年度预算（分）": (pa.int64(), st.integers(-(2**63), 2**63 - 1)),
    "支出（元）": (pa.decimal128(20, 2), MONEY),
    "下达日期": (pa.date32(), st.dates()),
    '带"引号': (pa.list_(pa.string()), st.lists(TEXTS, max_size=3)),
}
KINDS = pa.schema(
    [
        pa.field("部门", pa.struct([("名称", pa.string()), ("年度", pa.int16())])),
        pa.field("项目", pa.list_(pa.struct([(word, kind) for word, (kind, _) in PROJECT.items()]))),
        pa.field("自评采用", pa.bool_()),
        pa.field("空", pa.null()),
    ]
)
OBJECT = st.fixed_dictionaries({word: st.none() | values for word, (_, values) in PROJECT.items()})
ROW = st.fixed_dictionaries(
    {
        "部门": st.none() | st.fixed_dictionaries({"名称": TEXTS, "年度": st.none() | st.integers(0, 9999)}),
        "项目": st.none() | st.lists(OBJECT, max_size=4),
        "自评采用": st.none() | st.booleans(),
        "空": st.none(),
    }
)


def lines(batch: Any) -> list[bytes]:
    """The rows of a batch as bytes."""
    return [bytes(line) for line in objects(batch).cast("binary").to_pylist()]


def one(values: Any, kind: Any = None) -> list[bytes]:
    """The rows of a single column."""
    return lines(pa.record_batch({"数": pa.array(values, kind)}))


def plain(value: Any) -> Any:
    """What a value is in the JSON of facts."""
    if isinstance(value, dict):
        return {word: plain(inner) for word, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else value


def read(line: bytes) -> Any:
    """A line as data; money keeps its digits."""
    return json.loads(line, parse_float=Decimal)


@given(st.lists(ROW, max_size=6), st.integers(0, 5))
def test_rows_say_what_their_columns_hold_and_leave_out_what_is_null(rows: list[Any], start: int) -> None:
    batch = pa.RecordBatch.from_pylist(rows, KINDS)
    assert [read(line) for line in lines(batch)] == [plain(row) for row in rows]
    assert lines(batch.slice(start)) == lines(batch)[start:]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A rulebook, for its words."""
    return library(tmp_path_factory.mktemp("规则"), SPENT, OTHER)


@given(fact_files())
def test_facts_of_all_sorts_say_the_same_from_columns(books: Library, data: dict[str, Any]) -> None:
    data = {kind: [] if facts == "无" else facts for kind, facts in data.items()}
    try:
        batch = pa.RecordBatch.from_pylist([data])
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        reject()  # a value with a source beside one without: no column holds both
    (line,) = lines(batch)
    found = read_line(line, books.book)
    assert found == read_line(json.dumps(data, ensure_ascii=False).encode(), books.book)
    assert isinstance(found, Dossier)


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        (pa.list_(pa.string()), pa.large_list(pa.large_string())),
        (pa.list_(pa.string()), pa.list_(pa.dictionary(pa.int8(), pa.string()))),
        (pa.list_(pa.string()), pa.list_(pa.string_view())),
    ],
)
def test_a_column_says_the_same_in_whatever_form_it_is_stored(kind: Any, other: Any) -> None:
    values = [["甲", '"'], [], None, ["丙"]]
    assert (
        one(values, kind) == one(values, other) == [b'{"\xe6\x95\xb0":["\xe7\x94\xb2","\\""]}', *one(values[1:], kind)]
    )


def test_lists_of_a_fixed_length_are_lists() -> None:
    assert one([[1, 2], None, [3, 4]], pa.list_(pa.int8(), 2)) == one([[1, 2], None, [3, 4]], pa.list_(pa.int8()))


@given(st.lists(st.none() | MONEY, max_size=5))
def test_decimals_keep_every_digit_and_every_nought(amounts: list[Decimal | None]) -> None:
    found = one(amounts, pa.decimal128(38, 12))
    shown = [None if each is None else f"{each.quantize(Decimal(10) ** -12):f}" for each in amounts]
    assert found == [b"{}" if text is None else f'{{"数":{text}}}'.encode() for text in shown]


def test_a_very_small_decimal_has_no_exponent() -> None:
    assert one([Decimal("1E-10"), Decimal("0E-10"), None], pa.decimal128(20, 10)) == [
        '{"数":0.0000000001}'.encode(),
        '{"数":0.0000000000}'.encode(),
        b"{}",
    ]


@pytest.mark.parametrize(("kind", "most"), [(pa.float64(), 2**53), (pa.float32(), 2**24)])
def test_floating_numbers_are_taken_where_they_are_whole_and_certain(kind: Any, most: int) -> None:
    taken = [0.0, -0.0, 7.0, float(most), -float(most), None]
    assert [read(line).get("数") for line in one(taken, kind)] == [0, 0, 7, most, -most, None]
    for value in (0.5, float(2 * most), -float(2 * most), float("nan"), float("inf")):
        first, second = one([value, 3.0], kind)
        empty, reason, hint, _ = first.decode().split(REFUSED)
        assert (empty, second) == ('{"数":', '{"数":3}'.encode())
        assert reason.startswith(f"“数”是浮点数 {value!r}，不能肯定原来的数")
        assert "以分计的整数" in hint


def test_a_time_of_the_day_is_no_date() -> None:
    found = one([datetime(1960, 8, 31), datetime(1960, 8, 31, 0, 0, 1), None], pa.timestamp("us"))  # noqa: DTZ001
    assert (found[0], found[2]) == ('{"数":"1960-08-31"}'.encode(), b"{}")
    assert "“数”是带时刻的 1960-08-31 00:00:01" in found[1].decode()


def test_an_entry_that_is_null_is_not_left_out_of_its_list() -> None:
    fact = pa.list_(pa.struct([("名称", pa.string())]))
    found = one([[{"名称": "甲"}, None], [{"名称": None}], None], fact)
    assert "“数”的清单里有空的一条" in found[0].decode()
    assert found[1:] == ['{"数":[{}]}'.encode(), b"{}"]


def test_bytes_that_are_no_text_are_left_for_the_reader_to_refuse() -> None:
    bad = pa.array([b'\xff"', b"\xff"], pa.binary()).view(pa.string())
    assert lines(pa.record_batch({"数": bad})) == [b'{"\xe6\x95\xb0":"\xff\\""}', b'{"\xe6\x95\xb0":"\xff"}']


def test_what_stands_under_a_fact_that_is_null_counts_for_nothing() -> None:
    inner = pa.array([1.5, 2.0])
    struct = pa.StructArray.from_arrays([inner], names=["支出"], mask=pa.array([True, False]))
    assert lines(pa.record_batch({"自评": struct})) == [b"{}", '{"自评":{"支出":2}}'.encode()]


def test_no_rows_are_no_lines_and_no_columns_are_empty_objects() -> None:
    assert lines(pa.RecordBatch.from_pylist([], KINDS)) == []
    assert lines(pa.record_batch({"甲": pa.array([None, None], pa.string())})) == [b"{}", b"{}"]


def test_columns_that_cannot_be_facts_are_named_with_what_to_do() -> None:
    schema = pa.schema(
        [
            pa.field("甲", pa.struct([("乙", pa.time32("s")), ("丙", pa.list_(pa.binary()))])),
            pa.field("丁", pa.timestamp("us", "Asia/Shanghai")),
            pa.field("丁", pa.map_(pa.string(), pa.int8())),
            pa.field("戊\n", pa.int8()),
        ]
    )
    assert [message for message, _ in slips(schema)] == [
        "“甲.乙”列的类型是 time32[s]，不能作事实",
        "“甲.丙”列的类型是 binary，不能作事实",
        "“丁”列有两个",
        "“丁”列是带时区的时刻（timestamp[us, tz=Asia/Shanghai]），不能肯定是哪一天",
        "“丁”列有两个",
        "“丁”列的类型是 map<string, int8>，不能作事实",
        "有一列的列名是空的，或有看不见的控制字符（'戊\\n'）",
    ]
    assert all(hint for _, hint in slips(schema))
    assert slips(KINDS) == []
