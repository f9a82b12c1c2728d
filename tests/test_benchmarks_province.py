"""The province that is measured: what is found is what its rules say, whoever finds it, and is told as it was."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from small import ROOT

from benchmarks import judging, plain
from benchmarks.contest import FUSED, OURS, OURS_TWO, PEERS, Peer, present, program, same
from benchmarks.departments import REGION, YEAR, department
from benchmarks.findings import Finding, canonical, hash_of, theirs
from benchmarks.interleaving import Cost
from benchmarks.memory import peak
from benchmarks.province import BARE, MANY, Figures
from benchmarks.results import Row, goals, ratio, report
from benchmarks.startup import BASE, CHECK
from benchmarks.templates import TEMPLATES
from benchmarks.workload import rule_ids, threshold, write_lines, write_rules, written
from engine.cases import cases_of, run
from engine.compiling import compile_program
from engine.generated.reads import evidence_of, reads_of
from engine.intake.json_reading import parse_json
from engine.judge import by_reference
from engine.loading import load_checked
from engine.mistakes import Mistakes
from engine.reading import dossier_of
from engine.rulebook import Rulebook
from engine.verdict import State
from engine.waiving import Waivers


def book_of(folder: Path, copies: int) -> Rulebook:
    mistakes = Mistakes()
    book = load_checked(write_rules(folder, copies), mistakes)
    mistakes.check()
    return book


def judged(book: Rulebook, line: dict[str, Any]) -> Iterator[Finding]:
    """What the reference evaluator finds in a department, as a batch would write it."""
    mistakes = Mistakes()
    tree = parse_json(json.dumps(line, ensure_ascii=False), "一行", mistakes)
    assert tree is not None
    dossier = dossier_of(tree, book.vocabulary, mistakes, "一行")
    mistakes.check()
    assert dossier is not None
    program = compile_program(book, REGION, YEAR)
    states, evaluator = by_reference(program, dossier, Waivers((), 0))
    assert State.UNKNOWN not in states.values()
    for check in (check for stratum in program.strata for check in stratum):
        for fact in evaluator.facts(check.kind):
            if states[check.rule, check.kind, fact.key] is State.FINDING:
                shown = evidence_of(reads_of(check, program), evaluator, fact)
                yield canonical(
                    {
                        "规则": check.rule,
                        "类型": check.kind,
                        "对象": fact.key,
                        "佐证": shown,
                        "部门": dossier.department,
                    }
                )


@pytest.mark.parametrize("copies", [1, 4])
def test_the_rulebook_of_the_province_has_no_mistakes_and_its_cases_come_out(tmp_path: Path, copies: int) -> None:
    mistakes = Mistakes()
    book = book_of(tmp_path / "规则", copies)
    cases = [case for rule in book.rules.values() for case in cases_of(book, rule, mistakes)]
    mistakes.check()
    assert sorted(book.rules) == rule_ids(copies)
    assert [case for case in cases if run(book, case)] == []
    assert len(cases) == 60 * copies


@pytest.mark.parametrize("copies", [1, 3])
def test_the_engine_finds_what_the_rules_plainly_say(tmp_path: Path, copies: int) -> None:
    book, chance = book_of(tmp_path / "规则", copies), Random(5)
    lines = [department(number, chance) for number in range(6)]
    found = [finding for line in lines for finding in judged(book, line)]
    expected = [finding for line in lines for finding in plain.findings(line, copies)]
    assert sorted(map(repr, found)) == sorted(map(repr, expected))
    assert hash_of(found) == hash_of(expected)


def test_every_rule_of_the_province_finds_something() -> None:
    chance = Random(1)
    found = [finding for number in range(400) for finding in plain.findings(department(number, chance))]
    assert sorted({rule for rule, *_ in found}) == rule_ids(1)


def test_a_stricter_copy_never_finds_more_than_the_one_before_it() -> None:
    chance = Random(2)
    found = [finding for number in range(20) for finding in plain.findings(department(number, chance), 10)]
    counts = [sum(rule == own for rule, *_ in found) for own in rule_ids(10)]
    by_template = [counts[n : n + 10] for n in range(0, len(counts), 10)]
    assert by_template == [sorted(own, reverse=True) for own in by_template]
    assert sum(counts[::10]) < sum(counts) < 10 * sum(counts[::10])


def test_thresholds_move_in_equal_whole_steps() -> None:
    for template in TEMPLATES:
        if template.sort in ("分", "千分之"):
            steps = {threshold(template, copy + 1, 100) - threshold(template, copy, 100) for copy in range(99)}
            assert steps == {(template.end - template.base) // 100}, template.id
    assert (written(1, "分"), written(602, "千分之"), written(3, "个"), written(9, "月")) == (
        "0.01元",
        "60.2%",
        "3个",
        "9",
    )


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first, again, other = (write_lines(tmp_path / f"{n}", 200, seed).read_bytes() for n, seed in enumerate((1, 1, 2)))
    assert first == again != other
    assert len(first.splitlines()) == 4


def test_money_of_the_province_is_in_hundreds_of_yuan_and_budgets_are_there(tmp_path: Path) -> None:
    for line in write_lines(tmp_path / "行", 2000).read_bytes().splitlines():
        found = json.loads(line)
        assert len(found["项目"]) == 50
        amounts = [p[key] for p in found["项目"] for key in ("年度预算（分）", "支出（分）")]
        assert {amount % 10_000 for amount in (*amounts, *found["预算收支"].values())} == {0}
        assert min(p["年度预算（分）"] for p in found["项目"]) > 0
        assert {r["项目"] for r in found["监控记录"]} <= {p["名称"] for p in found["项目"]}


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    lines = write_lines(tmp_path_factory.mktemp("省") / "部门.jsonl", 2000)
    found = (f for line in lines.read_bytes().splitlines() for f in plain.findings(msgspec.json.decode(line)))
    return lines, hash_of(found)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_finds_what_the_rules_plainly_say(peer: Peer, province: tuple[Path, str], tmp_path: Path) -> None:
    if peer not in present()[0]:
        pytest.skip(f"{peer.package} 没有安装")
    lines, expected = province
    command = program(peer, lines, tmp_path)
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True)
    assert hash_of(theirs(Path(command[3]))) == expected


FOUND: list[Finding] = [("R05-000", "甲", "一", 5, 10), ("R09-000", "甲", "项目·重点·一", 3, None)]


def test_the_hash_of_findings_does_not_depend_on_their_order_but_on_each_of_them() -> None:
    assert hash_of(FOUND) == hash_of(FOUND[::-1])
    changed: list[Finding] = [("R05-000", "甲", "一", 6, 10), FOUND[1]]
    assert len({hash_of(found) for found in (FOUND, FOUND[:1], [*FOUND, FOUND[1]], changed)}) == 4


def test_a_line_of_ours_is_told_as_peers_tell_it() -> None:
    line = {"规则": "R09-000", "类型": "监控记录", "对象": "项目·重点·一（2）", "部门": "甲"}
    assert canonical(line | {"佐证": {"截止月份": 3, "类型": "重点"}}) == FOUND[1]
    whole = {"规则": "R16-000", "类型": "预算收支", "对象": "预算收支", "部门": "甲"}
    evidence = {"合计(项目.支出)（分）": 12, "支出（分）": 10}
    assert canonical(whole | {"佐证": evidence}) == ("R16-000", "甲", "", 12, 10)
    with pytest.raises(ValueError, match="no 支出"):
        canonical(whole | {"佐证": {"合计(项目.支出)（分）": 12}})


def test_findings_in_columns_and_in_arrays_are_the_same_findings(tmp_path: Path) -> None:
    arrays, columns = tmp_path / "数组", tmp_path / "列"
    arrays.write_text('["R12-000","甲","","2022-05-01",null]\n["R15-000","甲","",1,2]\n', encoding="utf-8")
    rows = [("R12-000", None, None, "2022-05-01"), ("R15-000", 1, 2, None)]
    objects = ({"rule": r, "department": "甲", "subject": "", "a": a, "b": b, "text": t} for r, a, b, t in rows)
    columns.write_text("\n".join(map(json.dumps, objects)), encoding="utf-8")
    assert list(theirs(arrays)) == list(theirs(columns))


def test_who_finds_something_else_stops_the_measuring(tmp_path: Path) -> None:
    line = {
        "规则": "R05-000",
        "类型": "项目",
        "对象": "一",
        "佐证": {"支出（分）": 5, "年度预算（分）": 10},
        "部门": "甲",
    }
    for part in ("1", "2"):
        (tmp_path / part).mkdir()
        (tmp_path / part / "问题.jsonl").write_text(json.dumps(line), encoding="utf-8")
    fused = PEERS[0]
    (tmp_path / "fused.jsonl").write_text('["R05-000","甲","一",5,10]', encoding="utf-8")
    assert same(tmp_path, [fused]) == hash_of(FOUND[:1])
    (tmp_path / "fused.jsonl").write_text('["R05-000","甲","一",5,11]', encoding="utf-8")
    with pytest.raises(RuntimeError, match="发现的问题不相同"):
        same(tmp_path, [fused])


def test_what_a_process_held_at_most_is_seen_after_it_has_let_go() -> None:
    small, large = (peak(["-c", f"x = b'x' * ({size} << 20); del x"], {}) for size in (0, 100))
    assert 95 < large - small < 105
    with pytest.raises(RuntimeError, match="ValueError: 坏了"):
        peak(["-c", "import sys\nsys.stderr.write('ValueError: 坏了')\nsys.exit(2)"], {})


def made_up() -> Figures:
    """Two rounds; the machine was twice as slow in the second."""
    times = {OURS: [100.0, 200.0], OURS_TWO: [60.0, 120.0], FUSED: [80.0, 160.0], BARE: [90.0, 180.0]}
    times |= {MANY: [300.0, 600.0], "DuckDB": [180.0, 360.0], "regorus，字节码": [700.0, 1400.0]}
    judged = {judging.FEW: [1.2, 2.4], judging.FUSED: [1.0, 2.0], judging.MANY: [3.0, 6.0]}
    startup = {BASE: [100.0, 100.0], CHECK: [90.0, 95.0]}
    costs = {name: [Cost(time, time / 2) for time in own] for name, own in times.items()}
    memory, peers_memory = {50: 30.0, 100: 36.0}, {FUSED: 20.0}
    return Figures({100: costs}, memory, peers_memory, judged, startup, ["Polars"], {100: "abc"}, 0.5)


def test_a_ratio_is_the_median_of_the_rounds_own_ratios() -> None:
    assert ratio([2.0, 9.0, 8.0], [1.0, 3.0, 2.0]) == 3
    assert ratio(None, [1.0]) is None


def test_goals_are_told_with_what_came_out_and_whether_it_is_enough() -> None:
    told = {row.what: (row.figure, row.met) for row in goals(made_up(), 100)}
    assert told["DuckDB（同一 JSONL）÷ 本引擎"] == (1.8, "达到")
    assert told["两个进程 ÷ 一个"] == (0.6, "没有达到")
    assert told["最快的 Rego（regorus）÷ 本引擎"] == (7, "达到")
    assert told["Polars（同一 JSONL）÷ 本引擎"] == (None, "没有测")
    assert told[f"本引擎 ÷ {FUSED}（只算判断，20条规则）"] == (1.2, "达到")
    assert told["内存最多时，50至100个项目"] == (36.0, "达到")
    assert Row("甲", False, 1, 1.0).met == "达到"


def test_the_results_name_the_machine_the_findings_and_who_was_left_out() -> None:
    text = report(made_up(), 100)
    assert "没有安装、没有比较的：Polars。" in text
    assert "| DuckDB（同一 JSONL）÷ 本引擎 | ≥ 1.8 | 1.80 | 达到 | 3.00 |" in text
    assert "| 两个进程 ÷ 一个 | ≤ 0.55 | 0.60 | 没有达到 |  |" in text
    assert "## 100个项目，2个部门（2轮，问题的散列 abc）" in text
    assert f"| {FUSED} | 120 | 60 | 0.80 | 1.00 |" in text
    assert f"| {FUSED} | 100 | 20 |" in text
