"""`rules`: the rulebook looked at, written to and carried elsewhere by the rules team."""

from __future__ import annotations

import typer

from engine.terminal import ChineseGroup

app = typer.Typer(
    cls=ChineseGroup,
    no_args_is_help=True,
    add_completion=False,
    help="规则库：查看、新建、汇编、表格往返",
    rich_markup_mode=None,
)


@app.callback()
def rules_group() -> None:
    """规则库：查看、新建、汇编、表格往返。"""
