"""绩效规则引擎：对照规则检查部门预算绩效，列出问题、改进措施和资料缺口。"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

gc.disable()  # a check is over before there is anything worth collecting; `Progress` turns it on for long runs

from engine.commands.plain import plain_check  # noqa: E402
from engine.mistakes import MistakesFound  # noqa: E402
from engine.terminal import in_chinese  # noqa: E402


def main() -> int:
    """Runs the command line; every failure ends in Chinese words and one of the documented exit codes."""
    return in_chinese(_run, MistakesFound)


def _run() -> int:
    """A check in plain words begins at once; whatever else is written is read by typer, which takes longer to load."""
    told = plain_check(sys.argv[1:])
    if told is None:
        from engine.commands.app import run

        return run()
    from engine.commands.check import asked_for
    from engine.commands.check import run as run_check

    return run_check(asked_for(**told))


if __name__ == "__main__":
    code = main()
    with suppress(BrokenPipeError):
        sys.stdout.flush()
    os._exit(code)  # taking the interpreter apart would cost a tenth of a check and free nothing that matters
