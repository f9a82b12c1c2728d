"""`facts`: fact files begun, and carried from one form to another; what is still missing and who supplies it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.commands.arguments import HERE, day_of, form_for, refuse_existing
from engine.commands.chinese import ChineseCommand, ChineseGroup, Rules
from engine.mistakes import Mistakes
from engine.terminal import say, write

app = typer.Typer(
    cls=ChineseGroup,
    no_args_is_help=True,
    add_completion=False,
    help="事实文件：新建、转换、取数清单",
    rich_markup_mode=None,
)


@app.callback()
def facts_group() -> None:
    """事实文件：新建、转换、取数清单。"""


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
    """把事实文件换成另一种形式，由目标文件的扩展名决定：.yaml、.json、.xlsx 或 .jsonl；几份来源合成一份。

    事实和出处都不变：没有写出处的，写上原来在哪个文件、哪个格子。YAML 里的注释带不过去。已有的文件不会被覆盖。
    .jsonl 一行一个部门，可以有很多部门，供批量检查用；里面只有写明了的出处。
    """
    from engine.intake.converting import WRITABLE, converted
    from engine.intake.gathering import fact_files
    from engine.intake.tree import LINES
    from engine.library import open_library

    *sources, target = files
    if not sources:
        raise typer.BadParameter("要写来源文件和目标文件，例如 甲局.yaml 甲局.xlsx。", param_hint="目标文件")
    if target.suffix.lower() not in WRITABLE:
        message = f"“{target.name}”的扩展名应是 .yaml、.json、.xlsx 或 .jsonl。"
        raise typer.BadParameter(message, param_hint="目标文件")
    refuse_existing(target, "目标文件")
    mistakes = Mistakes()
    book = open_library(rules).book
    content = converted(fact_files(sources, mistakes), target, book, mistakes)
    write(content, target)
    say(mistakes.remarked())
    lines = target.suffix.lower() in LINES  # they may be more than a lint can read
    say(
        f"已写出 {target}。"
        + (f"可执行：cli.py batch {target} --output 文件夹" if lines else f"可先执行：cli.py lint {target}")
    )


@app.command("template", cls=ChineseCommand)
def template(
    output: Annotated[Path, typer.Option("--output", metavar="文件.xlsx", help="写入这个文件", show_default=False)],
    kinds: Annotated[
        list[str] | None, typer.Option("--kind", metavar="事实类型", help="只要这类事实的工作表，可写多次；不写是全部")
    ] = None,
    rules: Rules = HERE / "rules",
) -> None:
    """生成一份空白的事实工作簿：每类事实一张工作表，有下拉清单、单位和填法。已有的文件不会被覆盖。"""
    from engine.intake.handout.asked import asked_for, chosen_kinds
    from engine.intake.handout.workbook import workbook_of
    from engine.library import open_library

    _workbook_only(output)
    refuse_existing(output, "--output")
    mistakes = Mistakes()
    book = open_library(rules).book
    only = chosen_kinds(kinds or [], book, mistakes, "--kind")
    mistakes.check()
    content = workbook_of(None, book.vocabulary, book.headings, mistakes, asked_for(book), only)
    write(content, output)
    say(f"已生成 {output}。填好后可先执行：cli.py lint {output}")


@app.command("status", cls=ChineseCommand)
def status(
    facts: Annotated[list[Path] | None, typer.Argument(metavar="[事实文件或文件夹]...", show_default=False)] = None,
    rules: Rules = HERE / "rules",
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="文件", help="写成可以发出去填的工作簿（.xlsx），或文字（.txt）"),
    ] = None,
    day: Annotated[str, typer.Option("--date", metavar="日期", help="检查日期，缺省为今天")] = "",
) -> None:
    """取数清单：有了哪些资料，还缺什么，哪些规则在等，通常由谁提供。不出具检查结果。"""
    from engine.commands.status import run

    form = form_for(None, output)
    if form not in ("table", "xlsx"):
        raise typer.BadParameter("取数清单可以写成 .xlsx 或 .txt。", param_hint="--output")
    if output is not None and form == "xlsx":
        refuse_existing(output, "--output")  # somebody may have filled it in
    write(run(facts or [HERE / "facts"], rules, form, day_of(day)), output)


def _workbook_only(output: Path) -> None:
    if output.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"文件名要以 .xlsx 结尾，这里是 {output.name}。", param_hint="--output")
