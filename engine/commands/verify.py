"""`verify`: a kept run, or a result in a file, proved by the rules and facts that it was made from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.commands.arguments import HERE, day_of
from engine.commands.chinese import ChineseCommand
from engine.commands.ledger import DEFAULT, File
from engine.terminal import say, write

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Name = Annotated[str, typer.Argument(metavar="核验码或结果.json")]
Facts = Annotated[list[Path] | None, typer.Argument(metavar="[事实文件或文件夹]...", show_default=False)]
Rules = Annotated[Path, typer.Option("--rules", metavar="文件夹", help="规则文件夹，核实结果文件时用")]
Day = Annotated[str, typer.Option("--date", metavar="日期", help="检查日期，核实有豁免的结果文件时用，缺省为今天")]


@app.command("verify", cls=ChineseCommand)
def verify(
    name: Name, facts: Facts = None, ledger: File = DEFAULT, rules: Rules = HERE / "rules", day: Day = ""
) -> None:
    """核实一次检查：用台账里留存的规则和事实重新算出核验码，版本相同的再检查一遍，逐字比较。

    写结果文件（.json）的，不用台账，用现在的规则和给出的事实（缺省 facts/）。
    退出码：0 一致，1 不一致，2 没有这次检查，或文件、台账不能用。
    """
    if name.lower().endswith(".json"):
        right, text, notice = _claimed(Path(name), facts or [HERE / "facts"], rules, day_of(day))
    elif facts:
        raise typer.BadParameter("核实台账里的检查不用写事实文件：事实留存在台账里。", param_hint="事实文件")
    elif "." in name:
        message = f"“{Path(name).name}”不能核实：这里写核验码，或 .json 的结果文件。"
        raise typer.BadParameter(f"{message}Word、网页、Excel 里印着核验码。", param_hint="核验码")
    else:
        right, text, notice = _kept(name, ledger)
    write(text, None)
    say(notice)
    raise typer.Exit(0 if right else 1)


def _kept(code: str, ledger: Path) -> tuple[bool, str, str]:
    from engine.ledger.opening import LedgerRefused, reading
    from engine.ledger.tables import proven
    from engine.ledger.verifying import verify as prove
    from engine.seconding import Second

    with Second(True) as second, reading(ledger) as connection:
        proof = prove(connection, code.upper(), second)
    if proof is None:
        raise LedgerRefused(f"台账 {ledger} 里没有核验码 {code}。可以先看：cli.py ledger list --ledger {ledger}")
    return not proof.differences, proven(proof), second.notice


def _claimed(file: Path, facts: list[Path], rules: Path, today: int) -> tuple[bool, str, str]:
    from engine.intake.gathering import fact_files, read_all
    from engine.ledger.claimed import claims_in, proven
    from engine.ledger.tables import clean
    from engine.library import open_library
    from engine.mistakes import Mistakes
    from engine.seconding import Second

    library, mistakes = open_library(rules), Mistakes()
    claims = claims_in(file, mistakes)
    dossiers = read_all(fact_files(facts, mistakes), library.book, mistakes)
    mistakes.check()
    with Second(True) as second:
        told = list(proven(claims, dossiers, library, second, today))
    text = "\n".join(f"{line}。" for line, _ in told)
    return all(right for _, right in told), clean(text), second.notice
