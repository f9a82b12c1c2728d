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


@app.command("convert", cls=ChineseCommand)
def convert(
    files: Annotated[list[Path], typer.Argument(metavar="来源文件... 目标文件", show_default=False)],
    rules: Rules = HERE / "rules",
) -> None:
    """把事实文件换成另一种形式，由目标文件的扩展名决定：.yaml、.json 或 .xlsx；几份来源合成一份。

    事实和出处都不变：没有写出处的，写上原来在哪个文件、哪个格子。YAML 里的注释带不过去。已有的文件不会被覆盖。
    """
    from engine.intake.converting import WRITABLE, converted
    from engine.intake.gathering import fact_files
    from engine.library import open_library

    *sources, target = files
    if not sources:
        raise typer.BadParameter("要写来源文件和目标文件，例如 甲局.yaml 甲局.xlsx。", param_hint="目标文件")
    if target.suffix.lower() not in WRITABLE:
        message = f"“{target.name}”的扩展名应是 .yaml、.json 或 .xlsx。"
        raise typer.BadParameter(message, param_hint="目标文件")
    refuse_existing(target, "目标文件")
    mistakes = Mistakes()
    book = open_library(rules).book
    content = converted(fact_files(sources, mistakes), target, book, mistakes)
    write(content, target)
    say(mistakes.remarked())
    say(f"已写出 {target}。可先执行：cli.py lint {target}")
