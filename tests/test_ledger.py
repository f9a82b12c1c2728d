"""A run is kept once, whole and as it was; the result is given whatever becomes of the ledger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import BAD, GOOD, Runner, write
from ledgers import FOUND, MENDED, Book, history, projects, rows
from small import OTHER, SPENT, TODAY, rule_text

from engine import VERSION
from engine.ledger.opening import LedgerRefused, reading
from engine.ledger.packing import unpack_facts
from engine.ledger.rounds import history_before
from engine.ledger.run import fingerprint, heads, run_in, run_of

TABLES = ("rulebook", "facts", "run", "judged", "verdict", "finding", "subject")


def counts(file: Path) -> dict[str, int]:
    """How many rows each table has."""
    return {table: rows(file, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}


# What is kept


def test_a_run_is_kept_with_all_that_it_came_from_and_came_to(tmp_path: Path) -> None:
    book = Book(tmp_path)
    outcome = book.check(projects(f"甲={FOUND}", f"乙={MENDED}", "丙="), only=["BUD-001"])
    with reading(book.file) as connection:
        (head,) = heads(connection)
        kept = run_in(connection, head)
        content = connection.execute("SELECT content FROM facts").fetchone()[0]
    assert (head.code, head.department, head.year, head.day) == (outcome.digest, "示例部门", 2022, TODAY + 1)
    assert (head.version, head.evaluators, head.only) == (VERSION, "reference", frozenset({"BUD-001"}))
    assert head.rulebook == book.library.digest
    assert kept == run_of(outcome)
    assert {(v.subject, v.state) for v in kept.verdicts} == {("甲", "finding"), ("乙", "pass"), ("丙", "unknown")}
    (finding,) = kept.findings
    assert (finding.text, finding.measure) == (outcome.findings[0].text, outcome.findings[0].measure)
    assert [s.fingerprint for s in kept.subjects] == [fingerprint("示例部门", "BUD-001", "项目", "甲")]
    assert [fact.key for fact in unpack_facts(content, head.facts).facts["项目"]] == ["丙", "乙", "甲"]


def test_a_fingerprint_is_of_department_rule_kind_and_subject_and_of_nothing_else(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.check(projects(f"甲={FOUND}"), 2021)
    book.check(projects("甲=支出: 10元"), 2022)
    assert len(rows(book.file, "SELECT DISTINCT fingerprint FROM subject")) == 1
    parts = ("甲局", "BUD-001", "项目", "甲")
    others = [tuple(part + "乙" if at == n else part for n, part in enumerate(parts)) for at in range(4)]
    assert len({fingerprint(*parts), *(fingerprint(*other) for other in others)}) == 5
    assert fingerprint("甲", "乙丙", "丁", "戊") != fingerprint("甲乙", "丙", "丁", "戊")


def test_the_same_run_twice_is_kept_once(tmp_path: Path) -> None:
    book = Book(tmp_path)
    first = book.check(projects(f"甲={FOUND}"))
    before = counts(book.file)
    again = book.check(projects(f"甲={FOUND}"))
    assert counts(book.file) == before
    assert (first.digest, history(first)) == (again.digest, history(again))


def test_rules_and_facts_that_runs_share_are_kept_once(tmp_path: Path) -> None:
    book = Book(tmp_path)
    for only in (None, ["BUD-001"], ["MON-001"]):
        book.check(projects(f"甲={FOUND}"), only=only)
    book.check(projects(f"甲={MENDED}"))
    assert {table: count for table, count in counts(book.file).items() if table in TABLES[:3]} == {
        "rulebook": 1,
        "facts": 2,
        "run": 4,
    }


def test_rules_that_changed_since_they_were_read_are_not_kept_as_those_of_the_run(tmp_path: Path) -> None:
    book = Book(tmp_path)
    keeper = book.keeper()
    (book.folder / "类" / "新.yaml").write_text(rule_text("支出 ≥ 1元", rule="NEW-001"), encoding="utf-8")
    with pytest.raises(LedgerRefused, match="检查期间规则文件有改动"):
        keeper.keep([])
    assert not book.file.exists()


# Which run is the last


def test_going_back_to_an_earlier_state_of_the_facts_makes_it_the_last(tmp_path: Path) -> None:
    book = Book(tmp_path)
    bad, good = projects(f"甲={FOUND}"), projects(f"甲={MENDED}")
    for facts in (bad, good, bad):  # the last is the first again
        book.check(facts, 2021)
    assert history(book.check(bad, 2022)) == "延续（2021年起）"
    assert counts(book.file)["run"] == 3


def test_a_check_made_for_an_earlier_day_does_not_become_the_last(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.check(projects(f"甲={MENDED}"), 2021, day=TODAY + 100)
    book.check(projects(f"甲={FOUND}"), 2021, day=TODAY)
    assert history(book.check(projects(f"甲={FOUND}"), 2022)) == "新增"


def test_a_check_of_the_same_year_for_a_later_day_says_nothing_of_an_earlier_one(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.check(projects(f"甲={FOUND}", "乙="), day=TODAY + 10)
    book.check(projects(f"甲={MENDED}"), day=TODAY + 20)
    with reading(book.file) as connection:
        before = history_before(connection, "示例部门", 2022, "", TODAY + 15)
    assert [len(before.same[rule]) for rule in ("BUD-001", "MON-001")] == [1, 1]


def test_departments_do_not_mix_and_later_years_do_not_count(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.check(projects(f"甲={FOUND}"), 2021, department="乙局")
    book.check(projects(f"甲={FOUND}"), 2023)
    assert history(book.check(projects(f"甲={FOUND}"), 2022)) == "首次登记"


# Rules that were not run, and rules that were not there


def test_a_run_of_a_few_rules_neither_mends_nor_hides_what_the_others_found(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.check(projects(f"甲={FOUND}"), 2021)
    book.check(projects(f"甲={FOUND}"), 2021, only=["MON-001"])  # later, and says nothing of BUD-001
    assert history(book.check(projects(f"甲={FOUND}"), 2022)) == "延续（2021年起）"


def test_a_rule_that_is_new_has_nothing_to_compare_with(tmp_path: Path) -> None:
    old, new = Book(tmp_path, OTHER), Book(tmp_path / "新", SPENT, OTHER)
    old.check(projects(f"甲={FOUND}, 编码: 无"), 2021)
    new.file = old.file
    outcome = new.check(projects(f"甲={FOUND}, 编码: 无"), 2022)
    assert (history(outcome), history(outcome, "MON-001")) == ("首次登记", "延续（2021年起）")


# The command


def test_check_keeps_every_department_and_says_so(check: Runner, tmp_path: Path) -> None:
    write(tmp_path / "部门" / "1.yaml", GOOD, "乙局")
    write(tmp_path / "部门" / "2.yaml", BAD, "丙局")
    file = tmp_path / "台账.db"
    result = check(tmp_path / "部门", "--ledger", file, "--date", "2023-03-31")
    assert result.code == 1
    assert f"已记入台账 {file}：2次检查。" in result.err
    again = check(tmp_path / "部门", "--ledger", file, "--date", "2023-03-31")
    assert (again.code, again.out) == (1, result.out)
    assert f"已记入台账 {file}：0次检查，2次台账里已有（核验码相同），没有重复记。" in again.err
    assert rows(file, "SELECT department, day FROM run ORDER BY 1") == [("丙局", TODAY), ("乙局", TODAY)]


def test_without_the_option_nothing_is_kept(check: Runner, facts: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert check(facts).code == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_the_result_does_not_depend_on_the_ledger_but_for_the_history(
    check: Runner, facts: Path, tmp_path: Path
) -> None:
    plain = check(facts, "--format", "json").out
    kept = check(facts, "--format", "json", "--ledger", tmp_path / "台账.db").out
    assert _without_history(kept) == _without_history(plain)


def _without_history(text: str) -> object:
    document = json.loads(text)
    for department in document["departments"]:
        for finding in department["findings"]:
            finding.pop("history", None)
    return document


@pytest.mark.parametrize("form", ["table", "text", "markdown", "html"])
def test_the_history_is_told_below_the_line_and_never_in_what_is_pasted(
    check: Runner, facts: Path, tmp_path: Path, form: str
) -> None:
    book = Book(tmp_path / "台")
    assert "首次登记" not in check(facts, "--format", form).out
    out = check(facts, "--format", form, "--ledger", book.file).out
    assert "首次登记" in out
    if form in ("text", "markdown"):
        assert out.index("与以往检查相比：首次登记") > out.index("（以下供核对，不粘贴）")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("没有/台账.db", None, "文件夹不存在"),
        ("事实", None, "这是一个文件夹"),
        ("台账.db", b"jixiao\n" * 200, "这个文件不是台账，没有动它"),
        ("台账.db", b"SQLite format 3\x00" + b"\x00" * 5000, "这个文件不是台账"),
    ],
)
def test_a_ledger_that_cannot_be_used_is_2_after_the_result_was_given(
    check: Runner, facts: Path, tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    result = check(facts, "--format", "json", "--ledger", file)
    assert result.code == 2
    assert json.loads(result.out)["departments"][0]["findings"]
    assert "结果已经给出，但示例部门2022年度没有记入台账。" in result.err
    assert words in result.err
    assert len(result.err.splitlines()) == 2  # one is that of the reference evaluator
    if content is not None:
        assert file.read_bytes() == content


def test_a_result_that_cannot_be_written_is_not_kept(check: Runner, facts: Path, tmp_path: Path) -> None:
    file = tmp_path / "台账.db"
    assert check(facts, "--output", tmp_path / "没有" / "结果.txt", "--ledger", file).code == 2
    assert not file.exists()


def test_result_and_ledger_are_never_the_same_file(check: Runner, facts: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "台账.txt", tmp_path / "事实" / ".." / "台账.txt"
    assert check(facts, "--ledger", file).code == 1
    before = file.read_bytes()
    result = check(facts, "--ledger", file, "--output", other)
    assert (result.code, result.out) == (2, "")
    assert "结果和台账不能是同一个文件" in result.err
    assert file.read_bytes() == before


def test_a_name_that_the_database_takes_for_something_else_is_a_file(
    check: Runner, facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (":memory:", "file:台账.db?mode=memory", "file::memory:"):
        assert check(facts, "--ledger", name).code == 1
        assert (tmp_path / name).stat().st_size > 0
