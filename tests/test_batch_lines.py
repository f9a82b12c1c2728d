"""The lines of a batch say what a check says of the same department, in an order that never changes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from batched import examined, line_of, rows
from hypothesis import given, settings
from random_facts import fact_files
from small import CLOSING, ITEMS, OTHER, REGION, SPENT, TODAY, checked, library, rule_text
from trees import made

from engine.batch.lines import Teller, tally_of
from engine.batch.written import Lines, add
from engine.compiling import compile_program
from engine.dossier import Dossier
from engine.generated.known.counting import WITH_FINDINGS, Tally
from engine.judge import by_reference
from engine.library import Library
from engine.mistakes import Mistakes
from engine.outcome import Outcome, gap_text
from engine.reading import dossier_of
from engine.verdict import State
from engine.waiving import Waivers


def told(books: Library, facts: Dossier) -> tuple[Lines, Tally]:
    """The lines and the tally of one department."""
    program = compile_program(books.book, facts.region, facts.year)
    states, _ = by_reference(program, facts, Waivers.of(facts, TODAY))
    lines, tally = Lines(), {}
    Teller(program, books.book, None, True).tell(facts, states, lines, tally)
    return lines, tally


def data(lines: list[str]) -> list[Any]:
    """Lines as data."""
    return rows("".join(lines).encode())


def like(outcome: Outcome, lines: Lines, tally: Tally) -> None:
    """Holds the lines of a department against its check."""
    findings, unknowns = ([v for v in outcome.verdicts if v.state is state] for state in (State.FINDING, State.UNKNOWN))
    assert Counter((row["规则"], row["级别"], row["类型"], row["对象"]) for row in data(lines.findings)) == Counter(
        (v.rule, v.severity, v.kind, v.subject) for v in findings
    )
    assert sorted((row["规则"], row["类型"], row["对象"], row["缺少"]) for row in data(lines.unknowns)) == sorted(
        (v.rule, v.kind, v.subject, list(dict.fromkeys(map(gap_text, v.missing)))) for v in unknowns
    )
    counted = Counter((v.rule, v.state.name) for v in outcome.verdicts)
    assert {(r, w): n for r, own in tally.items() for w, n in own.items() if w != WITH_FINDINGS} == counted
    assert {rule for rule, own in tally.items() if own.get(WITH_FINDINGS)} == {v.rule for v in findings}
    (row,) = data(lines.departments)
    assert row == {
        "部门": outcome.department,
        "年度": outcome.year,
        "地区": outcome.region,
        "发现问题": len(findings),
        "无法判定": len(unknowns),
        "已豁免": outcome.count(State.WAIVED),
    }


def test_the_real_report_has_the_lines_of_its_check(books: Library, seed_facts: Dossier, seed: Outcome) -> None:
    like(seed, *told(books, seed_facts))
    assert seed.count(State.FINDING) > 50


@settings(max_examples=50)
@given(fact_files())
def test_any_department_has_the_lines_of_its_check(books: Library, facts: Any) -> None:
    mistakes = Mistakes()
    found = dossier_of(made(facts), books.book.vocabulary, mistakes, "甲.json", regions=books.book.regions)
    if found is not None and not mistakes.found:
        like(checked(books, found, shown=frozenset()), *told(books, found))


# One line


def test_a_finding_and_a_gap_are_written_as_agreed(tmp_path: Path) -> None:
    part = examined(library_folder(tmp_path), line_of(ITEMS))
    assert part.findings.decode() == (
        '{"规则":"BUD-001","级别":"一般","类型":"项目","对象":"甲","佐证":{"支出（分）":9000},'
        f'"部门":"示例部门","年度":2022,"地区":"{REGION}"}}\n'
        '{"规则":"MON-001","级别":"一般","类型":"项目","对象":"乙","佐证":{"编码":"无"},'
        f'"部门":"示例部门","年度":2022,"地区":"{REGION}"}}\n'
        '{"规则":"CLO-001","级别":"一般","类型":"部门","对象":"示例部门","佐证":{},'
        f'"部门":"示例部门","年度":2022,"地区":"{REGION}"}}\n'
    )
    assert part.unknowns.decode().splitlines()[0] == (
        '{"规则":"BUD-001","类型":"项目","对象":"丙","缺少":["项目“丙”的支出"],'
        f'"部门":"示例部门","年度":2022,"地区":"{REGION}"}}'
    )
    assert part.departments.decode() == (
        f'{{"部门":"示例部门","年度":2022,"地区":"{REGION}","发现问题":3,"无法判定":3,"已豁免":0}}\n'
    )


def library_folder(tmp_path: Path) -> Path:
    """A rulebook in which a rule reads the findings of another."""
    library(tmp_path / "规则", SPENT, OTHER, CLOSING)
    return tmp_path / "规则"


def test_without_evidence_a_finding_says_only_of_whom(tmp_path: Path) -> None:
    part = examined(library_folder(tmp_path), line_of(ITEMS), evidence=False)
    assert [list(row) for row in rows(part.findings)] == [["规则", "级别", "类型", "对象", "部门", "年度", "地区"]] * 3


def test_rules_that_others_only_read_are_not_told(tmp_path: Path) -> None:
    part = examined(library_folder(tmp_path), line_of(ITEMS), ids=("CLO-001",))
    assert [row["规则"] for row in rows(part.findings)] == ["CLO-001"]
    assert part.tally == {"CLO-001": {"FINDING": 1, WITH_FINDINGS: 1}}
    assert rows(part.departments)[0]["发现问题"] == 1


def test_a_hint_is_a_finding_of_its_own_severity(tmp_path: Path) -> None:
    graded = rule_text("支出 ≥ 100元", rule="BUD-001", severity="[{级别: 严重, 条件: 支出 < 50元}, {级别: 提示}]")
    library(tmp_path / "规则", graded)
    facts = "项目: [{名称: 甲, 支出: 90元}, {名称: 乙, 支出: 9元}]"
    part = examined(tmp_path / "规则", line_of(facts))
    assert [(row["对象"], row["级别"]) for row in rows(part.findings)] == [("乙", "严重"), ("甲", "提示")]


def test_waived_findings_are_counted_and_have_no_line(tmp_path: Path) -> None:
    waiver = "豁免:\n- {规则: BUD-001, 对象: 甲, 理由: 已批, 批准: 财政局, 到期: 2023-12-31}\n"
    part = examined(library_folder(tmp_path), line_of(ITEMS + waiver))
    assert ("BUD-001", "甲") not in {(row["规则"], row["对象"]) for row in rows(part.findings)}
    assert rows(part.departments)[0]["已豁免"] == 1
    assert part.tally["BUD-001"]["WAIVED"] == 1


# Order


def test_lines_follow_the_program_and_within_a_rule_the_facts(books: Library, seed_facts: Dossier) -> None:
    program = compile_program(books.book, seed_facts.region, seed_facts.year)
    states, evaluator = by_reference(program, seed_facts, Waivers.of(seed_facts, TODAY))
    order = [
        (check.rule, check.kind, fact.key)
        for stratum in program.strata
        for check in stratum
        for fact in evaluator.facts(check.kind)
    ]
    lines, _ = told(books, seed_facts)
    for state, written in ((State.FINDING, lines.findings), (State.UNKNOWN, lines.unknowns)):
        keys = [(row["规则"], row["类型"], row["对象"]) for row in data(written)]
        assert keys == [key for key in order if states.get(key) is state]


def test_the_order_of_the_states_does_not_matter(books: Library, seed_facts: Dossier) -> None:
    program = compile_program(books.book, seed_facts.region, seed_facts.year)
    states, _ = by_reference(program, seed_facts, Waivers.of(seed_facts, TODAY))
    first, second = Lines(), Lines()
    teller = Teller(program, books.book, None, True)
    teller.tell(seed_facts, states, first, {})
    teller.tell(seed_facts, dict(reversed(states.items())), second, {})
    assert first == second


# Counts


def test_counts_are_added_rule_by_rule() -> None:
    tally: Tally = {"甲": {"PASS": 1}}
    add(tally, {"甲": {"PASS": 2, "FINDING": 1}, "乙": {"WAIVED": 1}})
    assert tally == {"甲": {"PASS": 3, "FINDING": 1}, "乙": {"WAIVED": 1}}


def test_a_department_counts_once_for_a_rule_however_many_findings() -> None:
    states = {("甲", "项目", str(number)): State.FINDING for number in range(3)} | {("乙", "项目", "1"): State.PASS}
    assert tally_of(states, None) == {"甲": {"FINDING": 3, WITH_FINDINGS: 1}, "乙": {"PASS": 1}}
    assert tally_of(states, frozenset({"乙"})) == {"乙": {"PASS": 1}}
