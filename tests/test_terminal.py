"""Every complaint and every help page is Chinese, no arguments show the help, and a long run shows how far it is."""

from __future__ import annotations

import re
import sys
from itertools import count
from pathlib import Path

import pytest
from commands import Runner, english
from small import ROOT

from engine.terminal import Bar, Progress


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["没有这个文件.yaml"], "没有这个文件"),
        (["--rule", "BUD-002"], "没有规则“BUD-002”"),
        (["--theme", "预算"], "没有主题“预算”"),
        (["--year", "2019"], "没有2019年度的事实文件"),
        (["--year", "去年"], "--year 要写整数"),
        (["--format", "pdf"], "--format 只能写 table、text、markdown、json、docx、html、xlsx"),
        (["--engine", "prolog"], "--engine 只能写 durable、reference"),
        (["--date", "昨天"], "“昨天”不是日期，例如 2023-03-31"),
        (["--formt", "text"], "没有选项 --formt，是否想写 --format"),
        (["--output"], "选项 --output 后面缺少内容"),
        (["--rules", "没有"], "没有这个文件夹"),
    ],
)
def test_mistakes_in_arguments_are_2_and_explained_in_chinese(
    check: Runner, facts: Path, arguments: list[str], words: str
) -> None:
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
def test_mistakes_in_commands_are_2_and_explained_in_chinese(run: Runner, arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert words in result.err
    assert not english(result.err)


RULES = [["rules"], *(["rules", verb] for verb in ("list", "show", "new", "schema", "docs"))]
FACTS = [["facts"], *(["facts", verb] for verb in ("new", "convert", "template", "status"))]
LEDGER = [["verify"], ["ledger"], *(["ledger", verb] for verb in ("list", "show", "compare", "facts", "forget"))]


@pytest.mark.parametrize(
    "arguments", [[], ["check"], ["explain"], ["lint"], ["test"], ["batch"], *FACTS, *RULES, *LEDGER]
)
def test_help_is_chinese_and_names_every_option(run: Runner, arguments: list[str]) -> None:
    result = run(*arguments, "--help")
    assert result.code == 0
    assert english(result.out, ROOT) == []
    assert result.out.startswith("用法：cli.py")
    assert "显示这份说明" in result.out
    for line in result.out.splitlines():
        assert len(re.findall(r"\[", line)) == len(re.findall(r"\]", line)), line


@pytest.mark.parametrize("arguments", [[], ["facts"]])
def test_no_arguments_show_the_help(run: Runner, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert "用法：cli.py" in result.err + result.out
    assert "命令：" in result.err + result.out


# Progress


def gone_through(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tty: bool, step: float) -> str:
    """What is shown while three items are gone through, each taking so many seconds."""
    clock = count(0, step)
    monkeypatch.setattr("engine.terminal.time.monotonic", lambda: next(clock))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: tty, raising=False)
    assert list(Progress("检查部门", 3, iter("甲乙丙"))) == ["甲", "乙", "丙"]
    shown = capsys.readouterr()
    assert shown.out == ""
    return shown.err


def test_a_long_run_shows_on_a_terminal_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = gone_through(monkeypatch, capsys, tty=True, step=0.6)
    assert re.findall(r"\r检查部门 (\d)/3", shown) == ["2", "3"]
    assert shown.endswith("\r" + " " * 40 + "\r")  # nothing is left of it


@pytest.mark.parametrize(("tty", "step"), [(True, 0.1), (False, 60)])
def test_a_short_run_and_a_run_without_a_terminal_show_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tty: bool, step: float
) -> None:
    assert gone_through(monkeypatch, capsys, tty, step) == ""


def filled(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tty: bool, step: float) -> str:
    """What is shown while four quarters of something with 50 departments each are done."""
    clock = count(0, step)
    monkeypatch.setattr("engine.terminal.time.monotonic", lambda: next(clock))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: tty, raising=False)
    bar = Bar("批量检查", 100)
    for _ in range(4):
        bar.add(25, 50)
    bar.clear()
    shown = capsys.readouterr()
    assert shown.out == ""
    return shown.err


def test_a_bar_shows_share_rate_and_time_left_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = filled(monkeypatch, capsys, tty=True, step=10).split("\r\033[K")
    assert shown[1:] == [
        "批量检查 █████░░░░░░░░░░░░░░░ 25%　每秒5个部门　还要30秒",
        "批量检查 ██████████░░░░░░░░░░ 50%　每秒5个部门　还要20秒",
        "批量检查 ███████████████░░░░░ 75%　每秒5个部门　还要10秒",
        "批量检查 ████████████████████100%　每秒5个部门　还要0秒",
        "",
    ]


@pytest.mark.parametrize(("tty", "step"), [(True, 0.2), (False, 60)])
def test_a_bar_of_a_short_run_or_without_a_terminal_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tty: bool, step: float
) -> None:
    assert filled(monkeypatch, capsys, tty, step) == ""
