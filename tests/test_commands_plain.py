"""A check in plain words means what typer makes of them; whatever is not plain is left to typer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from commands import SEED
from hypothesis import given
from hypothesis import strategies as st
from small import ROOT
from typer.exceptions import TyperException
from typer.main import get_command

from engine.commands import check, plain
from engine.commands.app import Engine, Format, app
from engine.commands.check import Asked, asked_for
from engine.commands.plain import plain_check

CHECK: Any = get_command(app).get_command(None, "check")  # type: ignore[attr-defined]
OPTIONS = sorted(option for param in CHECK.params for option in param.opts if option.startswith("-"))
WORDS = ("2022", "07", "-1", "二〇二二", "durable", "xlsx", "prolog", "a b", "", "-", "--", "事实/甲.yaml", "5%", "*.yaml")
words = st.one_of(st.sampled_from([*OPTIONS, "--he", "--rul", "--year=2022", "-h", "--help", *WORDS]), st.text(max_size=4))
pairs = st.tuples(st.sampled_from(OPTIONS), st.sampled_from(WORDS)).map(list)
lines = st.lists(st.one_of(words.map(lambda word: [word]), pairs), max_size=6).map(lambda parts: sum(parts, []))


def asked_by(ask: Callable[[], Any]) -> Asked | str:
    """What a check is asked for, or what is said against it."""
    with pytest.MonkeyPatch.context() as patch:
        asked: list[Asked] = []
        patch.setattr("engine.commands.check.run", lambda one: asked.append(one) or 0)
        try:
            ask()
        except TyperException as error:
            return f"{getattr(error, 'param_hint', '')}：{error.message}"
    return asked[0]


@given(lines)
def test_what_is_read_without_typer_is_what_typer_reads(given: list[str]) -> None:
    told = plain_check(["check", *given])
    if told is not None:
        by_typer = asked_by(lambda: app(["check", *given], prog_name="cli.py", standalone_mode=False))
        assert asked_by(lambda: check.run(asked_for(**told))) == by_typer


@pytest.mark.parametrize(
    "given",
    [[], [str(SEED)], ["--year", "2022", "--rule", "甲", "--rule", "乙", "a", "--format", "text", "b", "--theme", "丙"]],
)
def test_plain_words_need_no_typer(given: list[str]) -> None:
    assert plain_check(["check", *given]) is not None


@pytest.mark.parametrize(
    "given",
    [["--help"], ["--rul", "甲"], ["--rule"], ["--rule", "--year"], ["--year", "去年"], ["--year=2022"], ["--engine", "x"],
     ["--format", "pdf"], ["--year", "2022", "--year", "2023"], [""], ["--", "甲"], ["-"]],
)  # fmt: skip
def test_words_that_are_not_plain_are_left_to_typer(given: list[str]) -> None:
    assert plain_check(["check", *given]) is None


def test_every_option_of_the_command_is_known_with_all_its_words() -> None:
    assert {*plain._ONCE, *plain._OFTEN} == set(OPTIONS)
    assert {name for name, _ in plain._ONCE.values()} | {*plain._OFTEN.values(), "facts"} == {p.name for p in CHECK.params}
    assert (plain.ENGINES, plain.FORMS) == (tuple(Engine), tuple(Format))


def test_other_commands_are_left_to_typer() -> None:
    assert [plain_check(list(words)) for words in ((), ("lint",), ("facts", "check"), ("--help",))] == [None] * 4


def test_a_plain_check_loads_neither_typer_nor_what_only_other_commands_need() -> None:
    code = "import sys, cli; sys.argv = ['cli.py', 'check', sys.argv[1]]; cli.main(); print('', *sys.modules)"
    for _ in range(2):  # the first may have to read the rules
        command = [sys.executable, "-c", code, str(SEED)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert "engine" in loaded
    assert not loaded & {"typer", "click", "pydantic", "lark", "rich", "openpyxl", "jinja2", "docx"}
