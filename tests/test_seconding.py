"""The second judge beside the first: whatever happens to it, a run ends without a result or says it was absent."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

import pytest
from small import ROOT

from engine.seconding import Second

CHOSEN = ("--rule", "BUD-001")

# Each breaks one thing and then runs the command line as a user would, in a process of its own that may fork.
BREAKS = {
    "the engine crashes": """
        import os, signal
        from engine.durable import worker
        worker.play = lambda *_: os.kill(os.getpid(), signal.SIGSEGV)
    """,
    "the engine never comes back": """
        from engine.durable import inside, worker
        inside.Inside.__init__.__defaults__ = (0.2,)
        def play(*_):
            while True:
                pass
        worker.play = play
    """,
    "the engine loses a fact": """
        from types import SimpleNamespace
        from engine.durable import worker
        real = worker.load()
        lossy = {name: getattr(real, name) for name in dir(real)} | {"assert_fact": lambda *_: (2, 0)}
        worker.load = lambda: SimpleNamespace(**lossy)
    """,
    "the canary does not fire": """
        from engine.durable import worker
        worker.play = lambda *_: {"fired": [], "alive": 0}
    """,
    "the engine answers nonsense": """
        from engine.durable import worker
        worker.play = lambda *_: {"fired": [[10**6, 0]], "alive": 1}
    """,
    "the copy of this process is killed": """
        import os, signal
        from engine.seconding import Second
        Second._ask = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    """,
    "the copy of this process raises": """
        from engine.seconding import Second
        Second._ask = lambda *_: 1 / 0
    """,
    "the engine finds a verdict that the reference does not": """
        from engine.durable import judging
        from engine.verdict import State
        right = judging.judge
        judging.judge = lambda *a, **k: {key: State.PASS for key in right(*a, **k)}
    """,
    "a rule is too large for any session": """
        import os
        os.environ["JIXIAO_CACHE"] = ""
        from engine.durable import planning
        from engine.durable.failures import DurableFailed
        def refuse(program):
            raise DurableFailed("规则过大")
        planning.plan_of = refuse
    """,
}


def run(setting: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs cli.py after a setting, as a process of its own."""
    lines = dedent(setting)
    code = f"import sys\nsys.argv = ['cli.py', *{list(arguments)!r}]\n{lines}\nimport cli\nsys.exit(cli.main())\n"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", BREAKS)
def test_when_the_second_judge_fails_there_is_no_result_and_the_exit_code_is_3(name: str) -> None:
    pytest.importorskip("durable_rules_engine")
    done = run(BREAKS[name], "check", "facts", "--rule", "BUD-001")
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert "没有出具结果" in done.stderr
    assert "Traceback" not in done.stderr


def test_where_durable_rules_is_not_installed_the_run_says_so_in_one_line_and_goes_on() -> None:
    missing = """
        from engine.durable import worker
        def load():
            raise ImportError("没有安装")
        worker.load = load
    """
    done = run(missing, "check", "facts", "--rule", "BUD-001", "--format", "json")
    assert done.returncode == 1
    assert '"evaluators": [\n        "reference"\n      ]' in done.stdout
    assert len(done.stderr.splitlines()) == 1
    assert "durable-rules 不可用" in done.stderr


def test_both_judges_are_named_where_both_have_judged() -> None:
    pytest.importorskip("durable_rules_engine")
    done = run("", "check", "facts", "--rule", "BUD-001", "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    assert '"durable",\n        "reference"' in done.stdout


def test_a_second_judge_that_is_not_wanted_says_so_and_judges_nothing() -> None:
    second = Second(False)
    assert "参照求值器" in second.notice
    assert second.judge_all([], None) == []  # type: ignore[arg-type]


def test_a_copy_that_got_ready_for_other_facts_judges_those_it_is_sent() -> None:
    """The plan that was kept last is prepared: that of the department before, of another region or other rules."""
    pytest.importorskip("durable_rules_engine")
    asked = [("check", str(path), *more) for path in sorted((ROOT / "facts").glob("*.yaml")) for more in ((), CHOSEN)]
    fresh = "import os\nos.environ['JIXIAO_CACHE'] = ''\n"
    alone = [run(fresh, *words, "--format", "json").stdout for words in asked]
    for _ in range(2):
        assert [run("", *words, "--format", "json").stdout for words in asked] == alone


def test_the_copy_is_sent_jobs_of_any_size() -> None:
    """More than a pipe holds, both ways: neither waits for the other while that one waits for it."""
    pytest.importorskip("durable_rules_engine")
    many = """
        from engine.commands import check
        from engine.intake import gathering
        real = gathering.read_all
        gathering.read_all = lambda *a: real(*a) * 3
    """
    done = run(many, "check", "facts")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("结果一致") == 6
