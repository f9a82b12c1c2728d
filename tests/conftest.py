"""What all tests share: repeatable examples, a cache of their own, the command line, the departments, a browser."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import BAD, LOW, NONE, Run, Runner, write
from hypothesis import settings
from repository import read
from small import ROOT, checked, render, write_rules

import cli
from engine.dossier import Dossier
from engine.library import Library, open_library
from engine.outcome import Outcome

if TYPE_CHECKING:
    from chromium import Browser

gc.enable()  # cli.py turns it off for the length of one check; a test run is longer
settings.register_profile("jixiao", deadline=None, derandomize=True, max_examples=150, database=None)
settings.load_profile("jixiao")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps the tests, and the processes they start, away from the cache of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


# The command line


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder of two rules."""
    return write_rules(tmp_path / "规则", LOW, NONE)


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A fact file with one finding."""
    return write(tmp_path / "事实" / "甲.yaml", BAD)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Runs a command in this process."""

    def start(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["cli.py", *map(str, arguments)])
        code = cli.main()
        return Run(code, *capsys.readouterr())

    return start


@pytest.fixture
def check(run: Runner, rules: Path) -> Runner:
    """Runs check with the two rules and the reference evaluator alone."""
    return lambda *arguments: run("check", "--rules", rules, "--engine", "reference", *arguments)


# The departments of the repository


@pytest.fixture(scope="session")
def books(_own_cache: None) -> Library:
    """The rulebook."""
    return open_library(ROOT / "rules")


@pytest.fixture(scope="session")
def seed_facts(books: Library) -> Dossier:
    """The facts of the real report."""
    return read(books, "*增城*2022*")


@pytest.fixture(scope="session")
def seed(books: Library, seed_facts: Dossier) -> Outcome:
    """What the real report comes to."""
    return checked(books, seed_facts)


@pytest.fixture(scope="session")
def seed_text(seed: Outcome) -> str:
    """What is pasted of it."""
    return render("text", [seed]).partition("————")[0]


@pytest.fixture(scope="session")
def sample(books: Library) -> Outcome:
    """What the made-up department comes to."""
    return checked(books, read(books, "*示例*2022*"))


# A browser


@pytest.fixture(scope="session")
def _chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    import chromium  # what drives it takes a while to load

    programs = chromium.found()
    if programs is None:
        pytest.skip("没有 Chromium 或 chromedriver；补装：apt-get install chromium chromium-driver")
    with chromium.started(*programs, tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture
def browser(_chrome: Browser) -> Iterator[Browser]:
    """A real Chromium; a page that complains or asks for anything but itself fails its test."""
    yield _chrome
    assert _chrome.console() == []
    assert [address for address in _chrome.requests() if not re.fullmatch(r"file:///.*\.html", address)] == []
