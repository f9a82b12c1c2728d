"""The commands: documented exit codes, the right departments and rules, and what each says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from commands import BAD, GOOD, Runner, write
from small import listed, rule_text, write_rules


def test_nothing_found_is_0_and_findings_are_1(check: Runner, tmp_path: Path, facts: Path) -> None:
    assert check(write(tmp_path / "好.yaml", GOOD)).code == 0
    assert check(facts).code == 1


def test_a_hint_is_a_finding_too_and_a_gap_is_none(run: Runner, tmp_path: Path) -> None:
    hint = write_rules(tmp_path / "提示", rule_text("支出 ≥ 100元", severity="提示"))
    arguments = ("check", "--rules", hint, "--engine", "reference")
    assert run(*arguments, write(tmp_path / "a.yaml", BAD)).code == 1
    assert run(*arguments, write(tmp_path / "b.yaml", listed("项目", "名称: 甲"))).code == 0


def test_every_mistake_of_every_file_is_listed_at_once(check: Runner, tmp_path: Path, rules: Path) -> None:
    one = write(tmp_path / "一.yaml", "项目:\n- {名称: 甲, 支处: 1元}\n- {名称: 乙, 支出: 12万}\n")
    two = write(tmp_path / "二.yaml", "预算收入: {}\n")
    result = check(one, two)
    assert (result.code, result.out) == (2, "")
    for words in (
        "一.yaml:3:11  错误：“项目”没有字段“支处”",
        "“12万”缺少单位",
        "二.yaml:2:1  错误：没有“预算收入”这种事实类型",
    ):
        assert words in result.err


def test_an_internal_error_is_3_in_one_chinese_line(
    check: Runner, facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.checking.by_reference", lambda *_: 1 // 0)
    result = check(facts)
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("程序内部出错，没有出具结果。请把这一行交给维护人员：ZeroDivisionError（test_cli.py:")
    assert len(result.err.splitlines()) == 1


def test_two_evaluators_that_differ_are_3_with_both_answers(
    run: Runner, rules: Path, facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.seconding.Second.judge_all", lambda self, jobs, library: [dict] * len(jobs))
    result = run("check", facts, "--rules", rules)
    assert (result.code, result.out) == (3, "")
    assert "BUD-001 项目“甲”：reference 判为发现问题，durable 判为没有结果" in result.err


def test_an_interrupted_run_is_3(check: Runner, facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("engine.checking.by_reference", stop)
    result = check(facts)
    assert (result.code, result.out, result.err) == (3, "", "\n已中断，没有出具结果。\n")


# Choosing


def test_a_folder_of_departments_is_checked_and_shown_in_order(check: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "部门"
    write(folder / "1.yaml", GOOD, "乙局")
    write(folder / "下" / "2.yaml", BAD, "丙局")
    write(folder / "3.yaml", BAD, "丙局", 2021)
    result = check(folder, "--format", "json")
    departments = json.loads(result.out)["departments"]
    assert [(d["department"], d["year"]) for d in departments] == [("丙局", 2021), ("丙局", 2022), ("乙局", 2022)]
    assert result.code == 1
    again = check(folder / "3.yaml", folder / "下", folder / "1.yaml", "--format", "json")
    assert again.out == result.out


@pytest.mark.parametrize(("year", "code", "years"), [("2021", 0, [2021]), ("2022", 1, [2022])])
def test_only_the_year_asked_for_is_checked(
    check: Runner, tmp_path: Path, year: str, code: int, years: list[int]
) -> None:
    write(tmp_path / "部门" / "1.yaml", GOOD, year=2021)
    write(tmp_path / "部门" / "2.yaml", BAD, year=2022)
    result = check(tmp_path / "部门", "--year", year, "--format", "json")
    assert result.code == code
    assert [d["year"] for d in json.loads(result.out)["departments"]] == years


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        ([], {"BUD-001", "MON-001"}),
        (["--rule", "MON-001"], {"MON-001"}),
        (["--theme", "预算执行"], {"BUD-001"}),
        (["--rule", "MON-001", "--rule", "BUD-001"], {"BUD-001", "MON-001"}),
        (["--rule", "MON-001", "--theme", "预算执行"], {"BUD-001", "MON-001"}),
    ],
)
def test_only_the_rules_asked_for_are_shown(check: Runner, facts: Path, arguments: list[str], ids: set[str]) -> None:
    (department,) = json.loads(check(facts, "--format", "json", *arguments).out)["departments"]
    assert {verdict["rule"] for verdict in department["verdicts"]} == ids


@pytest.mark.parametrize(("day", "state"), [("2023-06-30", "waived"), ("2023-07-01", "finding")])
def test_the_day_of_the_check_decides_on_waivers(check: Runner, tmp_path: Path, day: str, state: str) -> None:
    waiver = "豁免:\n- {规则: BUD-001, 对象: 甲, 理由: 已批, 批准: 财政局, 到期: 2023-06-30}\n"
    (department,) = json.loads(check(write(tmp_path / "甲.yaml", BAD + waiver), "--date", day, "--format", "json").out)[
        "departments"
    ]
    assert {v["verdict"] for v in department["verdicts"] if v["rule"] == "BUD-001"} == {state}


# Other commands


def test_explain_shows_the_tree_of_one_subject(run: Runner, rules: Path, facts: Path) -> None:
    result = run("explain", "BUD-001", "甲", "--facts", facts, "--rules", rules)
    assert (result.code, result.err) == (0, "")
    assert "  ✗ 支出 ≥ 100元\n    · 支出 = 90元  〔甲.yaml〕\n距界限：支出比100元低10元\n" in result.out


def test_explain_of_a_subject_there_is_not_is_2(run: Runner, rules: Path, facts: Path) -> None:
    result = run("explain", "BUD-001", "乙", "--facts", facts, "--rules", rules)
    assert (result.code, result.out) == (2, "")
    assert "规则 BUD-001 没有对象“乙”" in result.err
    near = run("explain", "BUD-001", "甲乙", "--facts", facts, "--rules", rules)
    assert "没有对象“甲乙”。是否想写“甲”？" in near.err


def test_lint_counts_what_it_looked_at_or_lists_what_is_wrong(
    run: Runner, rules: Path, facts: Path, tmp_path: Path
) -> None:
    good = run("lint", facts, "--rules", rules)
    assert (good.code, good.out, good.err) == (0, "", "没有错误：2条规则、6个用例、1份事实文件。\n")
    bad = run("lint", rules, write(tmp_path / "坏.yaml", "项木: 无\n"))
    assert (bad.code, bad.out) == (2, "")
    assert "没有“项木”这种事实类型" in bad.err


def test_lint_lists_notes_on_the_rules_and_exits_with_1_until_they_are_explained(run: Runner, rules: Path) -> None:
    found = run("lint", rules, "--date", "2023-03-31")
    assert (found.code, found.err) == (1, "没有错误：2条规则、6个用例、0份事实文件。\n")
    assert "/类/BUD-001.yaml:11:" in found.out.partition("  提示 L503：BUD-001没有用例恰好落在界限上")[0]
    noted = {"L301": "[采购内控, 问题整改]", "L402": "中华人民共和国预算法", "L503": "BUD-001"}
    text = "".join(f"- {{代码: {code}, 位置: {names}, 理由: 样例}}\n" for code, names in noted.items())
    (rules / "已知提示.yaml").write_text(text, encoding="utf-8")
    again = run("lint", rules, "--date", "2023-03-31")
    assert (again.code, again.out) == (0, "")
    assert again.err == "没有错误：2条规则、6个用例、0份事实文件；5个已知提示有说明，没有列出。\n"


def test_lint_of_one_rule_file_shows_the_notes_in_it_alone(run: Runner, rules: Path) -> None:
    file = rules / "类" / "BUD-001.yaml"
    found = run("lint", file, "--date", "2023-03-31")
    assert found.code == 1
    assert {line.split(":")[0] for line in found.out.splitlines() if "  提示 L" in line} == {str(file)}


def test_lint_explains_a_code_and_lists_them_all(run: Runner) -> None:
    listed = run("lint", "--explain")
    assert (listed.code, listed.err) == (0, "")
    assert listed.out.startswith("L101  规则永远不会发现问题\n")
    assert run("lint", "--explain", "L104").out.startswith("L104  有一级严重程度永远取不到\n\n")
    wrong = run("lint", "--explain", "L140")
    assert wrong.code == 2
    assert "没有提示“L140”（是否想写" in wrong.err


CASES = """
  - {名称: 少一元, 年度: 2022, 事实: {项目: [{名称: 甲, 支出: 99元}]}, 结果: 发现问题}
  - {名称: 恰好, 年度: 2022, 事实: {项目: [{名称: 甲, 支出: 100元}]}, 结果: 未发现问题}
  - {名称: 没有写, 年度: 2022, 事实: {项目: [{名称: 甲}]}, 结果: 无法判定, 缺少: [支出]}
"""


def test_test_runs_the_cases_and_2_says_which_differs(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.seconding.Second.judge", lambda *_, **__: None)
    good = rule_text("支出 ≥ 100元", rule="BUD-001", cases=CASES.strip("\n"))
    assert run("test", "--rules", write_rules(tmp_path / "好", good)).code == 0
    bad = run("test", "--rules", write_rules(tmp_path / "坏", good.replace("99元", "101元")))
    assert bad.code == 2
    assert "BUD-001用例“少一元”：应为发现问题" in bad.err
    assert "恰好" not in bad.err


def test_facts_new_works_while_a_rule_is_half_written_but_not_without_the_themes(run: Runner, tmp_path: Path) -> None:
    good = rule_text("支出 ≥ 100元", rule="BUD-001", cases=CASES.strip("\n"))
    rules = write_rules(tmp_path / "规则", good, good.replace("BUD-001", "BUD-002").replace("支出 ≥", "支书 ≥"))
    assert run("facts", "new", tmp_path / "甲.yaml", "--rules", rules).code == 0
    assert "预算收支" in (tmp_path / "甲.yaml").read_text(encoding="utf-8")
    (rules / "主题.yaml").write_text("- {主题: 预算执行}\n", encoding="utf-8")
    assert run("facts", "new", tmp_path / "乙.yaml", "--rules", rules).code == 2
    assert not (tmp_path / "乙.yaml").exists()


def test_facts_new_writes_a_blank_file_once(run: Runner, tmp_path: Path) -> None:
    target = tmp_path / "新.yaml"
    first = run("facts", "new", target)
    assert (first.code, first.out) == (0, "")
    assert f"已生成 {target}" in first.err
    blank = target.read_text(encoding="utf-8")
    target.write_text("我填的", encoding="utf-8")
    again = run("facts", "new", target)
    assert again.code == 2
    assert "已经存在，没有覆盖" in again.err
    assert target.read_text(encoding="utf-8") == "我填的"
    for word, value in {"名称": "甲局", "年度": "2022", "地区": "广东省"}.items():
        blank = re.sub(rf"^(  {word}:) +#", rf"\1 {value}  #", blank, count=1, flags=re.MULTILINE)
    target.write_text(blank, encoding="utf-8")
    assert run("lint", target).code == 0
