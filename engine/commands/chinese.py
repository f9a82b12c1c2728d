"""The command line speaks Chinese: help pages with Chinese headings, and commands built when they are asked for."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, ClassVar

import typer
import typer.core
import typer.main

Rules = Annotated[Path, typer.Option("--rules", metavar="文件夹", help="规则文件夹")]

_HELP_WORDS = (
    ("Usage: ", "用法："),
    ("[OPTIONS] COMMAND [ARGS]...", "命令 [选项]"),
    ("[OPTIONS]", "[选项]"),
    ("Options:", "选项："),
    ("Arguments:", "参数："),
    ("Commands:", "命令："),
    ("Show this message and exit.", "显示这份说明。"),
    ("[required]", "[必填]"),
    ("[[", "["),
    ("]...]...", "]..."),
    (" <list[Path]>", ""),
    (" <Path>", ""),
    (" <str>", ""),
)


def _chinese_help(text: str) -> str:
    for english, chinese in _HELP_WORDS:
        text = text.replace(english, chinese)
    return re.sub(r"\[default:\s+", "[缺省：", text)


class ChineseCommand(typer.core.TyperCommand):
    """A command whose help page has Chinese headings."""

    def get_help(self, ctx: Any) -> str:
        """Returns the help page."""
        return _chinese_help(super().get_help(ctx))


class ChineseGroup(typer.core.TyperGroup):
    """A group of commands whose help page has Chinese headings."""

    def get_help(self, ctx: Any) -> str:
        """Returns the help page."""
        return _chinese_help(super().get_help(ctx))


class MainGroup(ChineseGroup):
    """The commands of cli.py; the names in `later` are modules of engine.commands, loaded when they are asked for.

    Building a command costs time at every start, and most starts are checks.
    """

    later: ClassVar[tuple[str, ...]] = ("batch", "facts", "impact", "ledger", "rules", "verify")

    def list_commands(self, ctx: Any) -> list[str]:
        """Returns the names of all commands."""
        return [*super().list_commands(ctx), *self.later]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Returns a command by its name, or None."""
        if cmd_name not in self.later:
            return super().get_command(ctx, cmd_name)
        return typer.main.get_command(import_module(f"engine.commands.{cmd_name}").app)
