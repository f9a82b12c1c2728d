"""A check or a batch in plain words means what typer makes of them; whatever is not plain is left to typer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from batches import written
from commands import SEED
from hypothesis import given
from hypothesis import strategies as st
from small import ROOT
from typer.exceptions import TyperException
from typer.main import get_command

import cli
from engine.commands import plain
from engine.commands.app import Engine, Format, app
from engine.commands.plain import VERBS, plain_words

VERB: dict[str, Any] = {verb: get_command(app).get_command(None, verb) for verb in VERBS}  # type: ignore[attr-defined]
ALL = {verb: [option for param in VERB[verb].params for option in param.opts] for verb in VERBS}
OPTIONS = sorted({option for options in ALL.values() for option in options if option.startswith("-")})
RUN = {"check": "engine.commands.check.run", "batch": "engine.batch.running.run"}
WORDS = (
    "2022",
    "07",
    "-1",
    "二〇二二",
    "durable",
    "xlsx",
    "prolog",
    "a b",
    "",
    "-",
    "--",
    "事实/甲.yaml",
    "5%",
    "*.yaml",
)
words = st.one_of(
    st.sampled_from([*OPTIONS, "--he", "--rul", "--year=2022", "-h", "--help", *WORDS]), st.text(max_size=4)
)
pairs = st.tuples(st.sampled_from(OPTIONS), st.sampled_from(WORDS)).map(list)
lines = st.lists(st.one_of(words.map(lambda word: [word]), pairs), max_size=6).map(lambda parts: [*chain(*parts)])


def asked_by(verb: str, ask: Callable[[], Any]) -> Any:
    """What a check or a batch is asked for, or what is said against it."""
    with pytest.MonkeyPatch.context() as patch:
        asked: list[Any] = []
        patch.setattr(RUN[verb], lambda one: asked.append(one) or 0)
        try:
            ask()
        except TyperException as error:
            return f"{getattr(error, 'param_hint', '')}：{error.message}"
    return asked[0]


@given(st.sampled_from(sorted(VERBS)), lines)
def test_what_is_read_without_typer_is_what_typer_reads(verb: str, given: list[str]) -> None:
    plain = plain_words([verb, *given])
    if plain is not None:
        by_typer = asked_by(verb, lambda: app([verb, *given], prog_name="cli.py", standalone_mode=False))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["cli.py", verb, *given])
            assert asked_by(verb, cli._run) == by_typer


@pytest.mark.parametrize(
    "given",
    [
        [],
        [str(SEED)],
        ["--year", "2022", "--rule", "甲", "--rule", "乙", "a", "--format", "text", "b", "--theme", "丙"],
    ],
)
def test_plain_words_need_no_typer(given: list[str]) -> None:
    assert plain_words(["check", *given]) is not None


@pytest.mark.parametrize(
    "given",
    [["a.jsonl", "--output", "b"], ["--restart", "--output", "b", "--jobs", "2", "--rule", "甲", "a", "--no-evidence"]],
)
def test_plain_words_of_a_batch_need_no_typer(given: list[str]) -> None:
    assert plain_words(["batch", *given]) is not None


@pytest.mark.parametrize(
    "given",
    [["a"], ["--output", "b"], ["a", "b", "--output", "c"], ["a", "--output", "b", "--jobs", "二"],
     ["a", "--output", "b", "--restart", "--restart"], ["a", "--output", "b", "--help"]],
)  # fmt: skip
def test_words_of_a_batch_that_are_not_plain_are_left_to_typer(given: list[str]) -> None:
    assert plain_words(["batch", *given]) is None


@pytest.mark.parametrize(
    "given",
    [["--help"], ["--rul", "甲"], ["--rule"], ["--rule", "--year"], ["--year", "去年"], ["--year=2022"],
     ["--engine", "x"], ["--format", "pdf"], ["--year", "2022", "--year", "2023"], [""], ["--", "甲"], ["-"]],
)  # fmt: skip
def test_words_that_are_not_plain_are_left_to_typer(given: list[str]) -> None:
    assert plain_words(["check", *given]) is None


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_of_the_command_is_known_with_all_its_words(verb: str) -> None:
    once, often, flags, needed, several = VERBS[verb]
    params = VERB[verb].params
    assert {*once, *often, *flags, "facts"} == set(ALL[verb])
    assert {name for name, _ in once.values()} | {*often.values(), *flags.values(), "facts"} == {p.name for p in params}
    assert flags.keys() == {option for param in params if getattr(param, "is_flag", False) for option in param.opts}
    assert needed == {param.name for param in params if param.required}
    assert several == any(param.nargs == -1 for param in params)
    assert (tuple(Engine), tuple(Format)) == (plain.ENGINES, plain.FORMS)


def test_other_commands_are_left_to_typer() -> None:
    assert [plain_words(list(words)) for words in ((), ("lint",), ("facts", "check"), ("--help",))] == [None] * 4


def test_a_plain_check_loads_neither_typer_nor_what_only_other_commands_need() -> None:
    code = "import sys, cli; sys.argv = ['cli.py', 'check', sys.argv[1]]; cli.main(); print('', *sys.modules)"
    for _ in range(2):  # the first may have to read the rules
        command = [sys.executable, "-c", code, str(SEED)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert "engine" in loaded
    assert not loaded & {
        "typer",
        "click",
        "pydantic",
        "lark",
        "rich",
        "openpyxl",
        "jinja2",
        "docx",
        "tabulate",
        "inspect",
    }


def test_a_plain_batch_loads_neither_typer_nor_what_reads_and_draws_other_things(tmp_path: Path) -> None:
    facts = written(tmp_path / "甲.jsonl", "{}")
    code = "import sys, cli; sys.argv = ['cli.py', *sys.argv[1:]]; cli.main(); print('', *sys.modules)"
    for number in range(2):  # the first may have to read the rules
        words = ["batch", str(facts), "--output", str(tmp_path / f"果{number}"), "--verify", "0%"]
        done = subprocess.run(
            [sys.executable, "-c", code, *words], cwd=ROOT, capture_output=True, text=True, check=True
        )
    loaded = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert "engine" in loaded
    assert not loaded & {"typer", "click", "pydantic", "lark", "tabulate", "pyarrow", "pyspark", "multiprocessing"}


def test_whoever_needs_what_the_start_goes_without_finds_it() -> None:
    code = "import cli, sys; assert 'typing_extensions' not in sys.modules; import typing_extensions, pydantic, typer"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
