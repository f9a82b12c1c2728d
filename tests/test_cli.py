"""The command line: Chinese words, documented exit codes, whole files or none, and never a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cli
from small import ROOT, facts_text, listed, rule_text, write_rules

SEED = next((ROOT / "facts").glob("*增城*2022*"))
LOW = rule_text("支出 ≥ 100元", rule="BUD-001", problem="{名称}支出{支出}。")
NONE = rule_text("编码 不为无", rule="MON-001", theme="绩效监控")
BAD, GOOD = listed("项目", "名称: 甲, 支出: 90元, 编码: A"), listed("项目", "名称: 甲, 支出: 100元, 编码: A")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder of two rules."""
    return write_rules(tmp_path / "规则", LOW, NONE)


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A fact file with one finding."""
    return write(tmp_path / "事实" / "甲.yaml", BAD)


def write(path: Path, facts: str, department: str = "示例部门", year: int = 2022) -> Path:
    """Writes a fact file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(facts_text(facts, department, year), encoding="utf-8")
    return path


class Run:
    """What a command did."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in out + err
        assert 'File "' not in out + err


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Runs a command in this process."""

    def start(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["cli.py", *map(str, arguments)])
        code = cli.main()
        return Run(code, *capsys.readouterr())

    return start


@pytest.fixture
def check(run, rules: Path):  # type: ignore[no-untyped-def]
    """Runs check with the two rules and the reference evaluator alone."""
    return lambda *arguments: run("check", "--rules", rules, "--engine", "reference", *arguments)


def process(*arguments: object, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a command in a process of its own."""
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env={**os.environ, **more}, check=False, timeout=60)


# Exit codes


def test_nothing_found_is_0_and_findings_are_1(check, tmp_path: Path, facts: Path) -> None:  # type: ignore[no-untyped-def]
    assert check(write(tmp_path / "好.yaml", GOOD)).code == 0
    assert check(facts).code == 1


def test_a_hint_is_a_finding_too_and_a_gap_is_none(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    hint = write_rules(tmp_path / "提示", rule_text("支出 ≥ 100元", severity="提示"))
    arguments = ("check", "--rules", hint, "--engine", "reference")
    assert run(*arguments, write(tmp_path / "a.yaml", BAD)).code == 1
    assert run(*arguments, write(tmp_path / "b.yaml", listed("项目", "名称: 甲"))).code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["没有这个文件.yaml"], "没有这个文件"),
        (["--rule", "BUD-002"], "没有规则“BUD-002”"),
        (["--theme", "预算"], "没有主题“预算”"),
        (["--year", "2019"], "没有2019年度的事实文件"),
        (["--year", "去年"], "--year 要写整数"),
        (["--format", "pdf"], "--format 只能写 table、text、json"),
        (["--engine", "prolog"], "--engine 只能写 durable、reference"),
        (["--date", "昨天"], "“昨天”不是日期，例如 2023-03-31"),
        (["--formt", "text"], "没有选项 --formt，是否想写 --format"),
        (["--output"], "选项 --output 后面缺少内容"),
        (["--rules", "没有"], "没有这个文件夹"),
    ],
)
def test_mistakes_in_arguments_are_2_and_explained_in_chinese(check, facts: Path, arguments: list[str], words: str) -> None:  # type: ignore[no-untyped-def]
    result = check(facts, *arguments)
    assert (result.code, result.out) == (2, "")
    assert words in result.err
    assert not english(result.err, facts.parent.parent)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chekc"], "没有命令 chekc，是否想写 check"),
        (["explain"], "缺少“规则编号”"),
        (["explain", "没有的"], "没有规则“没有的”"),
        (["facts", "new"], "缺少“文件名”"),
        (["facts", "old"], "没有命令 old"),
        (["lint", "没有.yaml"], "没有这个文件"),
        (["--formt"], "没有选项 --formt"),
    ],
)
def test_mistakes_in_commands_are_2_and_explained_in_chinese(run, arguments: list[str], words: str) -> None:  # type: ignore[no-untyped-def]
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert words in result.err
    assert not english(result.err)


def test_every_mistake_of_every_file_is_listed_at_once(check, tmp_path: Path, rules: Path) -> None:  # type: ignore[no-untyped-def]
    one = write(tmp_path / "一.yaml", "项目:\n- {名称: 甲, 支处: 1元}\n- {名称: 乙, 支出: 12万}\n")
    two = write(tmp_path / "二.yaml", "预算收入: {}\n")
    result = check(one, two)
    assert (result.code, result.out) == (2, "")
    for words in ("一.yaml:3:11  错误：“项目”没有字段“支处”", "“12万”缺少单位", "二.yaml:2:1  错误：没有“预算收入”这种事实类型"):
        assert words in result.err


def test_an_internal_error_is_3_in_one_chinese_line(check, facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("engine.checking.by_reference", lambda *_: 1 // 0)
    result = check(facts)
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("程序内部出错，没有出具结果。请把这一行交给维护人员：ZeroDivisionError（test_cli.py:")
    assert len(result.err.splitlines()) == 1


def test_two_evaluators_that_differ_are_3_with_both_answers(  # type: ignore[no-untyped-def]
    run, rules: Path, facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.seconding.Second.judge_all", lambda self, jobs, library: [dict] * len(jobs))
    result = run("check", facts, "--rules", rules)
    assert (result.code, result.out) == (3, "")
    assert "BUD-001 项目“甲”：reference 判为发现问题，durable 判为没有结果" in result.err


def test_an_interrupted_run_is_3(check, facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("engine.checking.by_reference", stop)
    result = check(facts)
    assert (result.code, result.out, result.err) == (3, "", "\n已中断，没有出具结果。\n")


# Choosing


def test_a_folder_of_departments_is_checked_and_shown_in_order(check, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
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
def test_only_the_year_asked_for_is_checked(check, tmp_path: Path, year: str, code: int, years: list[int]) -> None:  # type: ignore[no-untyped-def]
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
def test_only_the_rules_asked_for_are_shown(check, facts: Path, arguments: list[str], ids: set[str]) -> None:  # type: ignore[no-untyped-def]
    (department,) = json.loads(check(facts, "--format", "json", *arguments).out)["departments"]
    assert {verdict["rule"] for verdict in department["verdicts"]} == ids


@pytest.mark.parametrize(("day", "state"), [("2023-06-30", "waived"), ("2023-07-01", "finding")])
def test_the_day_of_the_check_decides_on_waivers(check, tmp_path: Path, day: str, state: str) -> None:  # type: ignore[no-untyped-def]
    waiver = "豁免:\n- {规则: BUD-001, 对象: 甲, 理由: 已批, 批准: 财政局, 到期: 2023-06-30}\n"
    (department,) = json.loads(check(write(tmp_path / "甲.yaml", BAD + waiver), "--date", day, "--format", "json").out)["departments"]
    assert {v["verdict"] for v in department["verdicts"] if v["rule"] == "BUD-001"} == {state}


# Output


def test_the_result_goes_to_the_output_and_remarks_to_the_side(check, facts: Path) -> None:  # type: ignore[no-untyped-def]
    result = check(facts, "--format", "json")
    assert json.loads(result.out)["format"] == "jixiao/1"
    assert result.err == "本次只用参照求值器，没有经 durable-rules 核对。\n"


@pytest.mark.parametrize("form", ["table", "text", "json"])
def test_a_file_gets_what_the_screen_would_get(check, facts: Path, tmp_path: Path, form: str) -> None:  # type: ignore[no-untyped-def]
    shown, target = check(facts, "--format", form), tmp_path / "结果.out"
    target.write_text("旧的", encoding="utf-8")
    saved = check(facts, "--format", form, "--output", target)
    assert (saved.code, saved.out) == (1, "")
    assert target.read_text(encoding="utf-8") == shown.out
    assert shown.out.endswith("\n")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["结果.out"]


@pytest.mark.parametrize(("target", "reason"), [("没有/结果.txt", "文件夹不存在"), ("事实", "这是一个文件夹")])
def test_an_output_that_cannot_be_written_is_2_and_leaves_nothing(  # type: ignore[no-untyped-def]
    check, facts: Path, tmp_path: Path, target: str, reason: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    result = check(facts, "--output", tmp_path / target)
    assert (result.code, result.out) == (2, "")
    assert f"不能写入 {tmp_path / target}（{reason}）。没有写出任何内容" in result.err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_write_that_breaks_off_leaves_the_old_file(  # type: ignore[no-untyped-def]
    check, facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "结果.txt"
    target.write_text("旧的", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert check(facts, "--output", target).code == 2
    assert target.read_text(encoding="utf-8") == "旧的"
    assert sorted(tmp_path.rglob("*")) == before


def test_nothing_is_written_when_there_are_mistakes(check, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    target = tmp_path / "结果.txt"
    assert check(write(tmp_path / "坏.yaml", "项木: 无\n"), "--output", target).code == 2
    assert not target.exists()


# Other commands


def test_explain_shows_the_tree_of_one_subject(run, rules: Path, facts: Path) -> None:  # type: ignore[no-untyped-def]
    result = run("explain", "BUD-001", "甲", "--facts", facts, "--rules", rules)
    assert (result.code, result.err) == (0, "")
    assert "  ✗ 支出 ≥ 100元\n    · 支出 = 90元  〔甲.yaml〕\n距触发：支出比100元低10元\n" in result.out


def test_explain_of_a_subject_there_is_not_is_2(run, rules: Path, facts: Path) -> None:  # type: ignore[no-untyped-def]
    result = run("explain", "BUD-001", "乙", "--facts", facts, "--rules", rules)
    assert (result.code, result.out) == (2, "")
    assert "规则 BUD-001 没有对象“乙”" in result.err


def test_lint_counts_what_it_looked_at_or_lists_what_is_wrong(run, rules: Path, facts: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    good = run("lint", rules, facts)
    assert (good.code, good.out, good.err) == (0, "", "没有错误：2条规则、6个用例、1份事实文件。\n")
    bad = run("lint", rules, write(tmp_path / "坏.yaml", "项木: 无\n"))
    assert (bad.code, bad.out) == (2, "")
    assert "没有“项木”这种事实类型" in bad.err


CASES = """
  - {名称: 少一元, 年度: 2022, 事实: {项目: [{名称: 甲, 支出: 99元}]}, 结果: 发现问题}
  - {名称: 恰好, 年度: 2022, 事实: {项目: [{名称: 甲, 支出: 100元}]}, 结果: 未发现问题}
  - {名称: 没有写, 年度: 2022, 事实: {项目: [{名称: 甲}]}, 结果: 无法判定, 缺少: [支出]}
"""


def test_test_runs_the_cases_and_2_says_which_differs(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("engine.seconding.Second.judge", lambda *_, **__: None)
    good = rule_text("支出 ≥ 100元", rule="BUD-001", cases=CASES.strip("\n"))
    assert run("test", "--rules", write_rules(tmp_path / "好", good)).code == 0
    bad = run("test", "--rules", write_rules(tmp_path / "坏", good.replace("99元", "101元")))
    assert bad.code == 2
    assert "BUD-001用例“少一元”：应为发现问题" in bad.err
    assert "恰好" not in bad.err


def test_facts_new_writes_a_blank_file_once(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
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


# Words


def english(text: str, *known: object) -> list[str]:
    """The English words of a text that are neither options, choices, file names nor ids of rules."""
    for part in map(str, known):
        text = text.replace(part, "")
    text = re.sub(r"--[a-z-]+|<[a-z|]+>|cli\.py|\S*/\S*|[A-Z]+-\d+|durable-rules|\w+\.yaml|YAML|JSON|GBK|UTF-8", " ", text)
    allowed = {"check", "explain", "lint", "test", "facts", "new", "durable", "reference", "table", "text", "json", "chekc", "old", "pdf", "prolog", "formt"}
    return [word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in allowed]


@pytest.mark.parametrize("arguments", [[], ["check"], ["explain"], ["lint"], ["test"], ["facts"], ["facts", "new"]])
def test_help_is_chinese_and_names_every_option(run, arguments: list[str]) -> None:  # type: ignore[no-untyped-def]
    result = run(*arguments, "--help")
    assert result.code == 0
    assert english(result.out, ROOT) == []
    assert result.out.startswith("用法：cli.py")
    assert "显示这份说明" in result.out
    for line in result.out.splitlines():
        assert len(re.findall(r"\[", line)) == len(re.findall(r"\]", line)), line


@pytest.mark.parametrize("arguments", [[], ["facts"]])
def test_no_arguments_show_the_help(run, arguments: list[str]) -> None:  # type: ignore[no-untyped-def]
    result = run(*arguments)
    assert result.code == 2
    assert "用法：cli.py" in result.err + result.out
    assert "命令：" in result.err + result.out


# A process of its own


def test_the_seed_is_checked_by_both_evaluators_and_the_result_is_clean_json() -> None:
    done = process("check", SEED, "--format", "json")
    assert done.returncode == 1
    assert done.stderr == b""
    (department,) = json.loads(done.stdout)["departments"]
    assert department["evaluators"] == ["durable", "reference"]


def test_a_terminal_without_chinese_still_gets_chinese() -> None:
    plain = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = process("check", SEED, "--format", "text", "--engine", "reference", "--rule", "BUD-001", **plain)
    assert done.returncode == 1
    assert done.stdout.decode("utf-8").startswith("三、存在的主要问题\n（一）预算执行方面\n1.部门整体预算执行率偏低。")
    assert done.stderr.decode("utf-8") == "本次只用参照求值器，没有经 durable-rules 核对。\n"


@pytest.mark.parametrize("arguments", [("--format", "json"), ("--rule", "BUD-001")])
def test_a_reader_that_has_seen_enough_is_no_error(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), "check", str(SEED), "--engine", "reference", *arguments]
    reading, writing = os.pipe()
    started = subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    os.close(reading)
    _, errors = started.communicate(timeout=60)
    assert b"Traceback" not in errors
    assert b"BrokenPipe" not in errors
    assert b"Exception" not in errors
    assert started.returncode in (0, 1)


def test_a_broken_argument_in_a_process_is_2_without_a_traceback() -> None:
    done = process("check", "--formt", "json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "没有选项 --formt" in done.stderr.decode("utf-8")


def test_a_file_whose_name_is_no_utf8_is_read_and_reported(  # type: ignore[no-untyped-def]
    check, tmp_path: Path, rules: Path
) -> None:
    odd = tmp_path / os.fsdecode("甲局.yaml".encode("gbk"))
    (rules / os.fsdecode("预算".encode("gbk"))).mkdir()
    (rules / "类" / "MON-001.yaml").rename(rules / os.fsdecode("预算".encode("gbk")) / "MON-001.yaml")
    target = tmp_path / "结果.json"
    result = check(write(odd, BAD), "--format", "json", "--output", target)
    assert result.code == 1
    assert len(json.loads(target.read_text(encoding="utf-8"))["departments"]) == 1
