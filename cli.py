"""绩效规则引擎：对照规则检查部门预算绩效，列出问题、改进措施和资料缺口。"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

gc.disable()  # a check is over before there is anything worth collecting; `Progress` turns it on for long runs

# msgspec asks typing_extensions, where that is installed, for what Python 3.11 has itself; loading it takes longer than
# loading msgspec. Whoever needs it later finds it as ever.
sys.modules.setdefault("typing_extensions", None)  # type: ignore[arg-type]
import msgspec  # noqa: E402, F401

if sys.modules["typing_extensions"] is None:
    del sys.modules["typing_extensions"]

from engine.commands.plain import plain_words  # noqa: E402
from engine.mistakes import MistakesFound  # noqa: E402
from engine.terminal import in_chinese  # noqa: E402


def main() -> int:
    """Runs the command line; every failure ends in Chinese words and one of the documented exit codes."""
    return in_chinese(_run, MistakesFound)


def _run() -> int:
    """Plain words begin at once; whatever else is written is read by typer, which takes longer to load."""
    plain = plain_words(sys.argv[1:])
    if plain is None:
        from engine.commands.app import run

        return run()
    verb, told = plain
    if verb == "batch":
        from engine.batch.running import run as run_batch
        from engine.commands.batching import asked_for as batch_asked_for

        return run_batch(batch_asked_for(**told))
    from engine.commands.check import asked_for
    from engine.commands.check import run as run_check

    return run_check(asked_for(**told))


if __name__ == "__main__":
    code = main()
    with suppress(OSError):  # has been told, or nobody reads it any more
        sys.stdout.flush()
    os._exit(code)  # taking the interpreter apart would cost a tenth of a check and free nothing that matters
