"""The summary of a batch adds up, reads well, and never makes a run look cleaner than it was."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batched import examined, examiner, line_of
from hypothesis import given
from hypothesis import strategies as st
from small import CLOSING, ITEMS, OTHER, REGION, SPENT, library, listed
from wcwidth import wcswidth

from engine.batch.summary import TOP, summarise
from engine.generated.known.counting import WITH_FINDINGS
from engine.verdict import State

TITLES = {"甲-001": ("执行率偏低", "预算方面"), "乙-001": ("未监控", "监控方面"), "甲-002": ("超编", "预算方面")}
TALLY = {"甲-001": {"FINDING": 3, "PASS": 1234, WITH_FINDINGS: 2}, "乙-001": {"UNKNOWN": 2, "WAIVED": 1, "FINDING": 4}}


def department(name: str, findings: int = 0, unknowns: int = 0, region: str = REGION, year: int = 2022) -> bytes:
    """A line of 部门.jsonl."""
    row = {"部门": name, "年度": year, "地区": region, "发现问题": findings, "无法判定": unknowns, "已豁免": 0}
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def text(*departments: bytes, rejects: int = 0, **more: Any) -> str:
    """The summary that people read."""
    return summarise(TALLY, departments, rejects, TITLES, "ab" * 32, **more)[1]


def test_the_opening_says_how_much_was_checked_and_how_much_was_not() -> None:
    lines = text(department("甲局", 2), department("乙局"), rejects=3, checked=1, other_years=5).splitlines()
    assert lines[1] == (
        "检查部门 2 个，其中发现问题的 1 个；其他年度未检查 5 个；退回 3 行，见 退回.jsonl；"
        "抽查 1 个部门，由另一个求值器再判一遍，结果一致。"
    )
    assert lines[2] == "判定：发现问题 7　未发现问题 1,234　不适用 0　无法判定 2　已豁免 1"


def test_what_could_not_be_judged_is_never_passed_over() -> None:
    shown = text(department("甲局", 0, 2), rejects=1)
    assert "无法判定的 2 项因资料不足没有结论，不代表没有问题；缺什么见 无法判定.jsonl。" in shown
    assert "退回的行没有检查，不代表没有问题；改正后请重新运行。" in shown
    clean = summarise({"甲-001": {"PASS": 1}}, [department("甲局")], 0, TITLES, "")[1]
    assert "不代表" not in clean


def test_rules_stand_with_the_most_findings_first_and_idle_ones_below() -> None:
    shown = text(department("甲局", 7))
    assert shown.index("乙-001") < shown.index("甲-001")
    assert "没有判定任何对象的规则：甲-002" in shown


def test_the_years_are_told_where_there_are_several() -> None:
    assert "检查部门 1 个，其中" in text(department("甲局", 1))
    content, shown = summarise(
        TALLY, [department("甲局", year=2023), department("乙局"), department("丙局")], 0, TITLES, ""
    )
    assert "检查部门 3 个（2022年度 2 个、2023年度 1 个），其中" in shown
    assert content["按年度"] == [{"年度": 2022, "部门": 2}, {"年度": 2023, "部门": 1}]


def test_the_long_list_of_rules_stands_last_and_all_fits_into_eighty_columns() -> None:
    tally = {rule: dict.fromkeys((*State.__members__, WITH_FINDINGS), 1_234_567) for rule in TITLES}
    titles = dict.fromkeys(TITLES, ("改进措施要素不完整而且没有写明", "政府采购内部控制方面"))
    departments = [department("广州市增城区住房和城乡建设局", 123, 4567, region) for region in (REGION, "北京市")]
    shown = summarise(tally, departments, 0, titles, "ab" * 32)[1]
    order = [
        shown.index(word) for word in ("判定：", "【按主题】", "【发现问题最多的部门】", "【按地区】", "【按规则】")
    ]
    assert order == sorted(order)
    tables = [line for line in shown.splitlines() if "  " in line]
    assert max(map(wcswidth, tables)) <= 90  # figures in millions; without them eighty
    small = summarise(TALLY, departments, 0, titles, "ab" * 32)[1]
    assert max(wcswidth(line) for line in small.splitlines() if "  " in line) <= 80


def test_who_is_not_listed_is_counted() -> None:
    shown = summarise(TALLY, (department(f"{n}局", 1) for n in range(1500)), 0, TITLES, "")[1]
    assert f"【发现问题最多的部门】（共 1,500 个，列出 {TOP} 个）" in shown
    assert "【发现问题最多的部门】\n" in text(department("甲局", 1))


def test_a_run_over_nothing_says_so() -> None:
    content, shown = summarise({}, [], 2, TITLES, "ab")
    assert (content["部门"], content["问题最多的部门"]) == (0, [])
    assert shown.splitlines()[1] == "检查部门 0 个；退回 2 行，见 退回.jsonl。"


def test_regions_are_told_where_there_are_several() -> None:
    assert "按地区" not in text(department("甲局"), department("乙局"))
    content, shown = summarise(TALLY, [department("甲局", 2), department("乙局", 1, 1, "北京市")], 0, TITLES, "")
    assert "按地区" in shown
    assert content["按地区"] == [
        {"地区": "北京市", "部门": 1, "发现问题的部门": 1, "发现问题": 1, "无法判定": 1},
        {"地区": REGION, "部门": 1, "发现问题的部门": 1, "发现问题": 2, "无法判定": 0},
    ]


def test_who_has_the_most_findings_is_named_and_no_longer_list_than_needed() -> None:
    content, _ = summarise(TALLY, (department(f"{n}局", n % 30) for n in range(1000)), 0, TITLES, "")
    most = content["问题最多的部门"]
    assert [row["发现问题"] for row in most] == [29] * TOP
    assert [row["部门"] for row in most] == [f"{n}局" for n in range(29, 1000, 30)][:TOP]
    assert summarise(TALLY, [department("甲局")], 0, TITLES, "")[0]["问题最多的部门"] == []


def test_departments_are_read_one_after_the_other() -> None:
    held: list[int] = []

    def lines() -> Iterator[bytes]:
        for number in range(100):
            held.append(number)
            yield department(f"{number}局", 1)

    stream = lines()
    assert summarise(TALLY, stream, 0, TITLES, "")[0]["部门"] == 100
    assert next(stream, None) is None


@pytest.mark.parametrize("name", ["甲\n局", "甲\t局", "局" * 5000, "│", "甲  局", "ｅ\u0301"])
def test_no_name_breaks_a_table(name: str) -> None:
    shown = text(department(name, 1))
    _, rule, row, *_ = shown[shown.index("【发现问题最多的部门】\n") :].splitlines()[1:]
    assert set(rule) == {"-", " "}
    assert wcswidth(row) == wcswidth(rule)  # the last column holds figures, which end where it does
    assert wcswidth(row) < 250


COUNTS = st.dictionaries(
    st.sampled_from(list(TITLES)), st.dictionaries(st.sampled_from([*State.__members__]), st.integers(0, 10**12))
)


@given(COUNTS)
def test_themes_and_the_whole_are_the_sums_of_their_rules(tally: dict[str, dict[str, int]]) -> None:
    content, _ = summarise(tally, [], 0, TITLES, "")
    for state in State:
        expected = sum(own.get(state.name, 0) for own in tally.values())
        assert content["判定"][state] == expected
        assert sum(row[state] for row in content["按规则"]) == expected
        assert sum(row[state] for row in content["按主题"]) == expected
    assert [row["规则"] for row in content["按规则"]] == list(TITLES)
    assert [row["主题"] for row in content["按主题"]] == ["预算方面", "监控方面"]


def test_a_batch_comes_to_what_its_departments_come_to(tmp_path: Path) -> None:
    library(tmp_path / "规则", SPENT, OTHER, CLOSING)
    lines = [line_of(ITEMS, "甲局"), line_of(listed("项目", "名称: 甲, 支出: 900元, 编码: A"), "乙局")]
    part = examined(tmp_path / "规则", *lines)
    content, shown = summarise(
        part.tally, part.departments.splitlines(), 0, examiner(tmp_path / "规则").titles(), "ab" * 32
    )
    assert (content["部门"], content["发现问题的部门"]) == (2, 1)
    assert Counter({row["规则"]: row["发现问题"] for row in content["按规则"]}) == Counter(
        {"BUD-001": 1, "MON-001": 1, "CLO-001": 1}
    )
    assert {row["发现问题的部门"] for row in content["按规则"]} == {1}
    assert json.loads(json.dumps(content, ensure_ascii=False)) == content
    assert shown.endswith("规则库：ABABABABABABABAB　规则 3 条　版本：" + content["版本"] + "\n")


def test_the_summary_is_no_fact_file() -> None:
    from engine.batch.line_reading import quick_tree

    assert quick_tree(json.dumps(summarise(TALLY, [], 0, TITLES, "")[0], ensure_ascii=False)) is None
