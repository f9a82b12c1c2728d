"""The ledger can be listed, shown, compared, carried into the next year's facts, and rid of a mistake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Run, Runner, write
from ledgers import FOUND, MENDED, UNKNOWN, WAIVER, Book, change, projects, rows
from small import ROOT, SPENT, rule_text, states

from engine.dossier import Dossier
from engine.intake.gathering import read_all
from engine.mistakes import Mistakes

HINT = rule_text("年度预算 ≥ 100元", rule="TGT-001", severity="提示", theme="绩效监控")
WHOLE = rule_text("总预算 ≥ 100元", kind="预算收支", rule="BUD-009", problem="总预算{总预算}。")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A ledger of three years: 甲 lasts, 乙 was mended and came back, 丙 is new, 丁 was mended, 戊 cannot be told."""
    book = Book(tmp_path, SPENT, HINT, WHOLE)
    every = {"甲": FOUND, "乙": FOUND, "丙": MENDED, "丁": FOUND, "戊": FOUND, "己": FOUND}
    for year, changed in (
        (2020, {}),
        (2021, {"乙": MENDED}),
        (2022, {"丙": FOUND, "丁": MENDED, "戊": UNKNOWN, "己": FOUND}),
    ):
        items = [f"{name}={value}, 年度预算: 1元" for name, value in (every | changed).items()]
        waiver = WAIVER.replace("对象: 甲", "对象: 己") if year == 2022 else ""
        book.check(projects(*items).replace("{名称: 戊, ,", "{名称: 戊,") + "预算收支: {总预算: 1元}\n" + waiver, year)
    return book


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
        "延续BUD-001甲2020",
        "反弹BUD-001乙",
        "新增BUD-001丙",
        "未能核实BUD-001戊2020",
        "已整改BUD-001丁2020",
    ):
        assert words in flat(text)
    assert "（2021年度）BUD-001的名称" in flat(text)  # the words in which it was last found
    assert ledger("compare", "示例部门", "2020").out.startswith("示例部门　2020年度：首次登记12项。")
    wrong = ledger("compare", "示例部门", "2019")
    assert (wrong.code, wrong.out) == (2, "")
    assert "台账里没有这个部门2019年度的检查，有的是：2020、2021、2022。" in wrong.err


def test_a_rule_that_was_not_run_this_year_is_said_to_be_so(ledger: Callable[..., Run], book: Book) -> None:
    book.check(projects(f"甲={FOUND}"), 2023, only=["TGT-001"])
    text = ledger("compare", "示例部门").out
    assert "本年未检查" in text.splitlines()[0]
    assert "已整改" not in text.replace("不等于已整改", "")
    assert "本年未检查BUD-009预算收支2020" in flat(text)
    assert "，本年未检查6项。" in text  # five projects and the budget


# The next year's facts


def read(book: Book, path: Path) -> Dossier:
    """The dossier of one file."""
    mistakes = Mistakes()
    (found,) = read_all([path], book.library.book, mistakes)
    mistakes.check()
    return found


def test_the_problems_of_a_year_become_facts_of_the_next(ledger: Callable[..., Run], tmp_path: Path) -> None:
    target = tmp_path / "上年问题.yaml"
    result = ledger("facts", "示例部门", "2022", "--output", target)
    assert (result.code, result.out) == (0, "")
    text = target.read_text(encoding="utf-8")
    assert text == ledger("facts", "示例部门", "2022").out
    assert [line for line in text.splitlines() if line.startswith("    - ")] == [
        "    - 摘要: BUD-001的名称（丙）",
        "    - 摘要: BUD-001的名称（乙）",
        "    - 摘要: BUD-001的名称（甲）",
        "    - 摘要: BUD-009的名称",
    ]
    facts = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for word in ("本年仍存在", "整改措施", "整改时限", "整改状态", "部门:", "TGT-001", "戊", "己"):
        assert word not in facts  # not known, not a finding, only a hint, or waived
    assert facts.count("  清单完整: 否") == 1


def test_last_years_file_is_not_written_over_and_must_be_a_fact_file(
    ledger: Callable[..., Run], tmp_path: Path
) -> None:
    target = tmp_path / "上年问题.yaml"
    target.write_text("核实过的", encoding="utf-8")
    assert "已经存在，没有覆盖" in ledger("facts", "示例部门", "2022", "--output", target).err
    assert target.read_text(encoding="utf-8") == "核实过的"
    result = ledger("facts", "示例部门", "2022", "--output", tmp_path / "上年问题.txt")
    assert (result.code, "扩展名应是 .yaml" in result.err) == (2, True)
    assert not (tmp_path / "上年问题.txt").exists()


def test_a_year_without_findings_says_that_there_are_none_of_ours(ledger: Callable[..., Run], book: Book) -> None:
    book.check(projects(f"甲={MENDED}, 年度预算: 100元") + "预算收支: {总预算: 100元}\n", 2023)
    assert ledger("facts", "示例部门", "2023").out.endswith("上年问题:\n  清单完整: 否\n  条目: 无\n")


def test_the_rules_on_last_year_judge_what_the_ledger_wrote(run: Runner, tmp_path: Path) -> None:
    file, folder = tmp_path / "台账.db", tmp_path / "2023"
    sample = next((ROOT / "facts").glob("示例*2022*"))
    assert run("check", sample, "--ledger", file, "--engine", "reference").code == 1
    folder.mkdir()
    text = sample.read_text(encoding="utf-8").replace("年度: 2022", "年度: 2023", 1)
    begin = text.index("\n上年问题:") + 1
    rest = text[begin:].splitlines(keepends=True)
    end = next((n for n, line in enumerate(rest[1:], 1) if line[:1] not in (" ", "-", "#", "\n")), len(rest))
    (folder / "示例局-2023.yaml").write_text(text[:begin] + "".join(rest[end:]), encoding="utf-8")
    target = folder / "上年问题.yaml"
    name = rows(file, "SELECT department FROM run")[0][0]
    assert run("ledger", "facts", name, "2022", "--output", target, "--ledger", file).code == 0
    judged = run("check", folder, "--engine", "reference", "--format", "json", "--rule", "YOY-001", "--rule", "YOY-002")
    assert judged.code == 1
    verdicts = {(v["rule"], v["subject"]): v["verdict"] for v in _verdicts(judged.out)}
    found = [subject for (rule, subject), verdict in verdicts.items() if (rule, verdict) == ("YOY-001", "finding")]
    assert len(found) >= 6  # the same rule found the same subject again: that settles it
    assert {verdict for (rule, _), verdict in verdicts.items() if rule == "YOY-002"} == {"unknown"}
    checked = target.read_text(encoding="utf-8").replace("指出来源:", "本年仍存在: 否\n      指出来源:")
    target.write_text(checked.replace("清单完整: 否", "清单完整: 是"), encoding="utf-8")
    again = run("check", folder, "--engine", "reference", "--format", "json", "--rule", "YOY-001")
    assert {v["verdict"] for v in _verdicts(again.out)} <= {"finding", "pass"}


def _verdicts(text: str) -> list[dict[str, str]]:
    import json

    (department,) = json.loads(text)["departments"]
    found: list[dict[str, str]] = department["verdicts"]
    return found


STILL = rule_text("本年仍存在 = 否", kind="上年问题", rule="YOY-009", theme="问题整改")


def test_a_problem_of_an_earlier_year_that_remains_is_carried_over_as_it_was_stated(
    run: Runner, tmp_path: Path
) -> None:
    book = Book(tmp_path, SPENT, STILL)
    earlier = (
        "上年问题:\n"
        "- {摘要: 资产未贴标签, 主题: 预算执行, 规则: 无, 对象: 无, 指出来源: 审计, 整改措施: '贴标签: 全部', "
        "整改时限: 2022-06-30, 整改状态: 未完成, 本年仍存在: 是}\n"
        "- {摘要: 甲支出少, 主题: 预算执行, 规则: BUD-001, 对象: 甲, 本年仍存在: 是}\n"
    )
    outcome = book.check(projects(f"甲={FOUND}") + earlier)
    assert set(states(outcome, "YOY-009").values()) == {"发现问题"}
    target = tmp_path / "2023" / "上年问题.yaml"
    target.parent.mkdir()
    run("ledger", "facts", "示例部门", "2022", "--output", target, "--ledger", book.file)
    text = target.read_text(encoding="utf-8")
    target.write_text(f"部门: {{名称: 示例部门, 年度: 2023, 地区: 广东省}}\n{text}", encoding="utf-8")
    found = read(book, target)
    kept = {fact.key: {word: str(value) for word, value in fact.values.items()} for fact in found.facts["上年问题"]}
    assert set(kept) == {"预算执行·BUD-001的名称（甲）", "预算执行·资产未贴标签", "（其余上年问题）"}  # 甲 once
    old = kept["预算执行·资产未贴标签"]
    assert (old["整改措施"], old["指出来源"]) == ("贴标签: 全部", "审计")
    assert "2022-06-30" in text or "2022年6月30日" in text
    assert not {"整改状态", "本年仍存在"} & set(old)


@pytest.mark.parametrize(
    "name", ["甲: 乙", "- 甲", "甲 # 乙", "'甲", '"甲"', "{甲}", "甲, 乙", "是", "~", "2022-01-01", "%甲"]
)
def test_a_subject_of_any_name_is_read_back_as_it_is(run: Runner, tmp_path: Path, name: str) -> None:
    book = Book(tmp_path)
    written = "'" + name.replace("'", "''") + "'"
    book.check(projects(f"{written}={FOUND}"))
    text = run("ledger", "facts", "示例部门", "2022", "--ledger", book.file).out
    path = write(tmp_path / "甲.yaml", text, year=2023)
    found = read(book, path)
    assert found.facts["上年问题"][0].values["对象"] == name


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
