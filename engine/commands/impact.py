"""`impact`: what a change of the rulebook does to departments."""

from __future__ import annotations

import typer

from engine.terminal import ChineseCommand

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("impact", cls=ChineseCommand)
def impact() -> None:
    """比较两套规则，或改一个标准，看哪些部门的判定会变、为什么变。"""
