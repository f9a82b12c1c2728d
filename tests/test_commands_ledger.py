"""The ledger can be listed, shown, compared, carried into the next year's facts, and rid of a mistake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Run, Runner
from ledgers import FOUND, MENDED, WAIVER, Book, change, projects, rows, three_years


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A ledger of three years."""
    return three_years(tmp_path)


@pytest.fixture
def ledger(run: Runner, book: Book) -> Callable[..., Run]:
    """Runs a command on the ledger."""
    return lambda *arguments: run("ledger", *arguments, "--ledger", book.file)


def flat(text: str) -> str:
    """A table without its lines and folds."""
    return "".join(sign for sign in text if sign not in "│─┌┐└┘├┤┬┴┼ \n")


def test_list_names_every_run_and_one_department_on_request(ledger: Callable[..., Run], book: Book) -> None:
    codes = [code for (code,) in rows(book.file, "SELECT code FROM run ORDER BY year")]
    text = ledger("list").out
    assert [line.split()[1] for line in text.splitlines() if "示例部门" in line] == codes
    assert ledger("list", "--department", "示例部门").out == text
    wrong = ledger("list", "--department", "示例部")
    assert (wrong.code, wrong.out) == (2, "")
    assert "台账里没有“示例部”。是否想写“示例部门”？" in wrong.err


def test_show_tells_of_a_run_by_its_code_or_the_last_of_a_department(ledger: Callable[..., Run], book: Book) -> None:
    (code,) = rows(book.file, "SELECT code FROM run WHERE year = 2022")[0]
    text = ledger("show", "示例部门").out
    assert ledger("show", code.lower()).out == text
    assert f"核验码：{code}" in text
    assert "判定：发现问题10，未发现问题1，无法判定1，已豁免1" in text
    for words in ("首次", "延续1项（2020年起）", "反弹1项", "新增1项"):
        assert (words in flat(text)) is (words != "首次")
    wrong = ledger("show", "0" * 16)
    assert (wrong.code, wrong.out) == (2, "")


def test_compare_says_what_has_become_of_every_problem(ledger: Callable[..., Run]) -> None:
    text = ledger("compare", "示例部门").out
    first, *_, last = text.splitlines()
    assert first == ("示例部门　2022年度：延续8项，反弹1项，新增1项，未能核实1项，已整改1项，已豁免1项。")
    assert last == "未能核实、本年未检查的，不等于已整改。"
    for words in (
        "延续一般BUD-001甲2020",
        "反弹一般BUD-001乙",
        "新增一般BUD-001丙",
        "未能核实一般BUD-001戊2020",
        "已整改一般BUD-001丁2020",
    ):
        assert words in flat(text)
    assert "延续提示TGT-001" in flat(text)
    assert "已豁免一般BUD-001己2020（2021年度）" in flat(text)
    assert "（2021年度）BUD-001的名称" in flat(text)  # the words in which it was last found
    assert ledger("compare", "示例部门", "2020").out.startswith("示例部门　2020年度：首次登记12项。")
    wrong = ledger("compare", "示例部门", "2019")
    assert (wrong.code, wrong.out) == (2, "")
    assert "台账里没有这个部门2019年度的检查，有的是：2020、2021、2022。" in wrong.err


def test_a_paragraph_about_several_subjects_is_not_repeated_for_one_of_them(run: Runner, tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.check(projects(f"甲={FOUND}", f"乙={FOUND}"))
    book.check(projects(f"甲={FOUND}", f"乙={MENDED}"), 2023)
    text = run("ledger", "compare", "示例部门", "--ledger", book.file).out
    assert "已整改一般BUD-001乙2022（2022年度）BUD-001的名称" in flat(text)
    assert "甲" not in text[text.rindex("已整改") :]  # which is not settled


def test_what_was_waived_from_the_start_is_named_by_its_rule(run: Runner, tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.check(projects(f"甲={FOUND}") + WAIVER)
    text = run("ledger", "compare", "示例部门", "--ledger", book.file).out
    assert "已豁免BUD-001甲BUD-001的名称" in flat(text)  # it was never printed as a problem


def test_a_rule_that_was_not_run_this_year_is_said_to_be_so(ledger: Callable[..., Run], book: Book) -> None:
    book.check(projects(f"甲={FOUND}"), 2023, only=["TGT-001"])
    text = ledger("compare", "示例部门").out
    assert "本年未检查" in text.splitlines()[0]
    assert "已整改" not in text.replace("不等于已整改", "")
    assert "本年未检查一般BUD-009预算收支2020" in flat(text)
    assert "，本年未检查6项。" in text  # five projects and the budget


# Forgetting


def test_a_run_is_forgotten_only_with_the_name_of_its_department(ledger: Callable[..., Run], book: Book) -> None:
    (code,) = rows(book.file, "SELECT code FROM run WHERE year = 2021")[0]
    assert "缺少“--department”" in ledger("forget", code).err
    wrong = ledger("forget", code, "--department", "乙局")
    assert (wrong.code, wrong.out) == (2, "")
    assert "什么也没有删" in wrong.err
    assert len(rows(book.file, "SELECT * FROM run")) == 3
    done = ledger("forget", code, "--department", "示例部门")
    assert (done.code, done.out) == (0, "")
    assert f"删去：示例部门2021年度，核验码 {code}。" in done.err
    for table in ("judged", "verdict", "finding", "subject"):
        assert rows(book.file, f"SELECT count(DISTINCT run) FROM {table}") == [(2,)]
    assert rows(book.file, "SELECT count(*) FROM facts") == [(2,)]
    assert rows(book.file, "SELECT count(*) FROM rulebook") == [(1,)]
    assert rows(book.file, "PRAGMA foreign_key_check") == []
    assert "延续9项" in ledger("compare", "示例部门", "2022").out  # as if 2021 had never been kept


def test_forgetting_makes_no_ledger_where_there_is_none(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "没有.db"
    assert run("ledger", "forget", "0" * 16, "--department", "甲局", "--ledger", file).code == 2
    assert not file.exists()


# Files from elsewhere


def test_what_a_terminal_would_act_on_is_not_shown(ledger: Callable[..., Run], book: Book) -> None:
    change(book.file, "UPDATE finding SET text = 'a' || char(27) || '[2Jb' || char(13) || 'c'")
    for arguments in (("show", "示例部门"), ("compare", "示例部门")):
        out = ledger(*arguments).out
        assert "\x1b" not in out
        assert "\r" not in out
        assert "�" in out


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE run SET year = 'x'",
        "UPDATE run SET code = 'y' || id",
        "UPDATE verdict SET state = 'gut'",
        "UPDATE finding SET text = x'00ff'",
        "UPDATE subject SET position = 1.5 WHERE position = 1",
        "UPDATE judged SET title = x'00'",
    ],
)
def test_rows_that_cannot_have_been_written_are_damage_and_no_traceback(
    ledger: Callable[..., Run], book: Book, statement: str
) -> None:
    change(book.file, statement)
    results = [ledger(*arguments) for arguments in (("list",), ("show", "示例部门"), ("compare", "示例部门"))]
    assert 2 in {result.code for result in results}
    assert {result.code for result in results} <= {0, 2}
    assert any("已损坏，或被改过" in result.err or "台账里没有" in result.err for result in results)
