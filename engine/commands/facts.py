"""`facts`: fact files begun, and carried from one form to another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.commands.arguments import HERE
from engine.mistakes import Mistakes
from engine.terminal import ChineseCommand, ChineseGroup, say, write

app = typer.Typer(
    cls=ChineseGroup, no_args_is_help=True, add_completion=False, help="事实文件：新建、转换", rich_markup_mode=None
)
Rules = Annotated[Path, typer.Option("--rules", metavar="文件夹", help="规则文件夹")]


@app.callback()
def facts_group() -> None:
    """事实文件：新建、转换。"""


def refuse_existing(file: Path, name: str) -> None:
    """Complains where a file is there already: what somebody filled in is never written over."""
    if file.exists():
        raise typer.BadParameter(f"{file} 已经存在，没有覆盖。请换一个文件名。", param_hint=name)


@app.command("new", cls=ChineseCommand)
def new(file: Annotated[Path, typer.Argument(metavar="文件名")], rules: Rules = HERE / "rules") -> None:
    """生成一份带注释的空白事实文件。已有的文件不会被覆盖。"""
    from engine.loading import THEMES, load_checked
    from engine.skeleton import skeleton

    refuse_existing(file, "文件名")
    mistakes = Mistakes()
    book = load_checked(rules, mistakes)
    if not book.rules or any(Path(mistake.place.file).name == THEMES for mistake in mistakes.found):
        mistakes.check()  # the rules may be half written, but the words of the themes stand in the blank file
    write(skeleton(book.vocabulary), file)
    say(f"已生成 {file}。填好后可先执行：cli.py lint {file}")
