"""`verify`: a kept run proved by the rules and facts that it was made from."""

from __future__ import annotations

from pathlib import Path

import typer

from engine.commands.ledger import Code, File
from engine.terminal import ChineseCommand, say, write

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("verify", cls=ChineseCommand)
def verify(code: Code, ledger: File = Path("台账.db")) -> None:
    """用台账里留存的规则和事实重新算出核验码，版本相同的再检查一遍，逐字比较。

    退出码：0 一致，1 不一致，2 没有这次检查，或台账不能用。
    """
    from engine.ledger.opening import LedgerRefused, reading
    from engine.ledger.tables import proven
    from engine.ledger.verifying import verify as prove
    from engine.seconding import Second

    with Second(True) as second, reading(ledger) as connection:
        proof = prove(connection, code.upper(), second)
    if proof is None:
        raise LedgerRefused(f"台账 {ledger} 里没有核验码 {code}。可以先看：cli.py ledger list --ledger {ledger}")
    write(proven(proof), None)
    say(second.notice)
    raise typer.Exit(1 if proof.differences else 0)
