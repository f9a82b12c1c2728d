"""`rules`: the rulebook looked at, written to and carried elsewhere by the rules team."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.commands.arguments import HERE
from engine.commands.chinese import ChineseCommand, ChineseGroup, Rules
from engine.commands.workbook import add_to
from engine.mistakes import Mistakes
from engine.terminal import say, write

app = typer.Typer(
    cls=ChineseGroup,
    no_args_is_help=True,
    add_completion=False,
    help="规则库：查看、新建、汇编、表格往返",
    rich_markup_mode=None,
)

Region = Annotated[str | None, typer.Option("--region", metavar="地区", help="自省级写起，标准按它就近取值")]
Year = Annotated[int | None, typer.Option("--year", metavar="年度", help="评价年度，只看适用于它的规则和标准")]
Output = Annotated[Path | None, typer.Option("--output", metavar="文件", help="写入文件，不写则显示在屏幕上")]


@app.callback()
def rules_group() -> None:
    """规则库：查看、新建、汇编、表格往返。"""


@app.command("list", cls=ChineseCommand)
def list_rules(
    words: Annotated[list[str] | None, typer.Argument(metavar="[词]...", show_default=False)] = None,
    family: Annotated[str, typer.Option("--family", metavar="类别", help="编号前缀或文件夹，如 预算")] = "",
    theme: Annotated[str, typer.Option("--theme", metavar="主题", help="只列这个主题的规则")] = "",
    severity: Annotated[str, typer.Option("--severity", metavar="程度", help="只列可能达到这个程度的规则")] = "",
    region: Region = None,
    year: Year = None,
    rules: Rules = HERE / "rules",
) -> None:
    """列出规则，可按类别、主题、程度、地区、年度和名称里的词挑选；写了地区、年度的，标出缺标准的规则。"""
    from engine.handbook.edition import Edition
    from engine.handbook.listing import Choice, listing
    from engine.handbook.reading import readable

    book, notice = readable(rules)
    choice = Choice(family, theme, severity, tuple(words or ()))
    write(listing(Edition(book, region, year), choice, Mistakes()), None)
    say(notice)


@app.command("show", cls=ChineseCommand)
def show_rule(
    rule: Annotated[str, typer.Argument(metavar="[规则编号]", show_default=False)] = "",
    region: Region = None,
    year: Year = None,
    rules: Rules = HERE / "rules",
    generated: Annotated[
        bool, typer.Option("--generated", help="改为显示规则编译成的程序，要写年度；不写编号的，显示全部规则的")
    ] = False,
) -> None:
    """把一条规则写成一页：规则的句子、标准、依据、问题和措施的写法、用例。"""
    from engine.handbook.edition import Edition
    from engine.handbook.reading import readable, whole

    if generated:
        from engine.handbook.program_source import program_source

        write(program_source(rule, Edition(whole(rules), region, year), Mistakes()), None)
        return
    from engine.handbook.page import page_of

    if not rule:
        raise typer.BadParameter("要写规则编号。全部编号见 cli.py rules list。", param_hint="规则编号")
    book, notice = readable(rules, rule)
    write(page_of(rule, Edition(book, region, year), Mistakes()), None)
    say(notice)


@app.command("new", cls=ChineseCommand)
def new_rule(
    rule: Annotated[str, typer.Argument(metavar="规则编号")],
    folder: Annotated[str, typer.Option("--folder", metavar="类别文件夹", help="如 预算；同类已有规则时可不写")] = "",
    name: Annotated[str, typer.Option("--name", metavar="名称", help="规则名称，写进文件和文件名")] = "",
    rules: Rules = HERE / "rules",
) -> None:
    """生成一份带注释的空白规则文件，待填的地方由 lint 逐处说明。已有的文件不会被覆盖。"""
    from engine.handbook.blank import blank, place_of

    mistakes = Mistakes()
    file = place_of(rules, rule, folder, name, mistakes)
    mistakes.check()
    write(blank(rule, name, rules), file)
    say(f"已生成 {file}。填好“待填”的各处，可随时执行：cli.py lint {rules}")


@app.command("schema", cls=ChineseCommand)
def schema(
    rules: Rules = HERE / "rules",
    output: Annotated[Path, typer.Option("--output", metavar="文件夹", help="写到哪个文件夹")] = HERE / ".vscode",
) -> None:
    """生成编辑器（VS Code）用的格式定义：写规则和事实时提示键、词和说明，写错的当场标出。"""
    from engine.handbook.editor import editor_files
    from engine.handbook.reading import whole

    files = editor_files(whole(rules))
    (output / "schemas").mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        write(text, output / file)
    say(f"已写出 {output}：{'、'.join(files)}")


@app.command("docs", cls=ChineseCommand)
def docs(
    output: Output = None,
    region: Region = None,
    year: Year = None,
    rules: Rules = HERE / "rules",
) -> None:
    """生成规则汇编，供审定：Markdown（.md）或 Word（.docx），由 --output 的扩展名决定。"""
    from engine.handbook.compendium import compendium, written
    from engine.handbook.edition import Edition, check_region
    from engine.handbook.reading import whole

    form = output.suffix.lower() if output is not None else ".md"
    if form not in (".md", ".docx"):
        raise typer.BadParameter(f"“{output}”的扩展名应是 .md 或 .docx。", param_hint="--output")
    edition, mistakes = Edition(whole(rules), region, year), Mistakes()
    check_region(edition.book, region, mistakes)
    mistakes.check()
    write(written(compendium(edition), form), output)
    say(f"已写出 {output}" if output is not None else "")


add_to(app)
