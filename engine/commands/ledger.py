"""`ledger`: the runs that were kept, a department's year beside the years before, last year's problems as facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.commands.arguments import HERE, refuse_existing
from engine.commands.chinese import ChineseCommand, ChineseGroup, Rules
from engine.mistakes import Mistakes, suggestion
from engine.terminal import say, write

if TYPE_CHECKING:
    import sqlite3

    from engine.ledger.run import Head

ABOUT = "台账：历次检查、与以前各年比较、上年问题"
app = typer.Typer(cls=ChineseGroup, no_args_is_help=True, add_completion=False, help=ABOUT, rich_markup_mode=None)

File = Annotated[Path, typer.Option("--ledger", metavar="文件", help="台账文件")]
Code = Annotated[str, typer.Argument(metavar="核验码")]
Department = Annotated[str, typer.Argument(metavar="部门")]
DEFAULT = Path("台账.db")


@app.callback()
def ledger_group() -> None:
    """台账：历次检查、与以前各年比较、上年问题。"""


@app.command("list", cls=ChineseCommand)
def list_runs(
    department: Annotated[str, typer.Option("--department", metavar="部门", help="只列这个部门的")] = "",
    ledger: File = DEFAULT,
) -> None:
    """列出台账里的各次检查。"""
    from engine.ledger.opening import reading
    from engine.ledger.run import heads
    from engine.ledger.tables import listing

    with reading(ledger) as connection:
        if department:
            _known(connection, department)
        text = listing(connection, heads(connection, department or None))
    write(text, None)


@app.command("show", cls=ChineseCommand)
def show_run(
    name: Annotated[str, typer.Argument(metavar="核验码或部门")],
    ledger: File = DEFAULT,
) -> None:
    """列出一次检查的判定、问题和它们的来历；写部门的，是这个部门最近一年的最近一次检查。"""
    from engine.ledger.opening import reading
    from engine.ledger.run import heads
    from engine.ledger.tables import one_run

    with reading(ledger) as connection:
        found = heads(connection, code=name.upper()) or _known(connection, name)
        text = one_run(connection, found[-1])
    write(text, None)


@app.command("compare", cls=ChineseCommand)
def compare(
    department: Department,
    year: Annotated[int | None, typer.Argument(metavar="[年度]", show_default=False)] = None,
    ledger: File = DEFAULT,
) -> None:
    """与以前各年比较：新增、延续、反弹、已整改、未能核实的问题各是哪些。不写年度是最近一年。"""
    from engine.ledger.comparing import changes
    from engine.ledger.opening import reading
    from engine.ledger.tables import comparison

    with reading(ledger) as connection:
        wanted = _year(_known(connection, department), year)
        text = comparison(department, wanted, changes(connection, department, wanted))
    write(text, None)


@app.command("facts", cls=ChineseCommand)
def last_year_facts(
    department: Department,
    year: Annotated[int, typer.Argument(metavar="年度")],
    output: Annotated[
        Path | None, typer.Option("--output", metavar="文件", help="写入文件（.xlsx 或 .yaml），不写则显示")
    ] = None,
    ledger: File = DEFAULT,
    rules: Rules = HERE / "rules",
) -> None:
    """把一个年度检查发现的问题写成下一年度的“上年问题”，核实情况留待填写。已有的文件不会被覆盖。"""
    from engine.ledger.opening import reading
    from engine.ledger.yearly import last_year

    form = output.suffix.lower() if output is not None else ""
    if output is not None and form not in (".yaml", ".yml", ".xlsx"):
        raise typer.BadParameter(f"“{output.name}”的扩展名应是 .xlsx 或 .yaml。", param_hint="--output")
    if output is not None:
        refuse_existing(output, "--output")
    with reading(ledger) as connection:
        text = last_year(connection, department, _year(_known(connection, department), year))
    write(_in_workbook(text, rules) if form == ".xlsx" else text, output)
    if output is not None:
        say(f"已写出 {output}。请放进{year + 1}年度的事实文件夹，逐条核实后补上“本年仍存在”等项。")


def _in_workbook(text: str, rules: Path) -> bytes:
    """The workbook of a fact file of last year's problems; raises MistakesFound where it cannot be one."""
    from engine.intake.handout.asked import asked_for
    from engine.intake.handout.workbook import workbook_of
    from engine.library import open_library
    from engine.nodes import parse

    book, mistakes = open_library(rules).book, Mistakes()
    tree = parse(text, "台账", mistakes)
    only = tree.entries if tree is not None and tree.entries is not None else ()
    content = workbook_of(tree, book.vocabulary, book.headings, mistakes, asked_for(book), only)
    mistakes.check()
    return content


@app.command("forget", cls=ChineseCommand)
def forget_run(
    code: Code,
    department: Annotated[str, typer.Option("--department", metavar="部门", help="再写一遍部门名称，以免删错")],
    ledger: File = DEFAULT,
) -> None:
    """从台账里删去一次误记的检查。删去的不能恢复。"""
    from engine.ledger.forgetting import forget
    from engine.ledger.opening import LedgerRefused, reading, writing

    with reading(ledger):
        pass  # a ledger is never made by forgetting
    with writing(ledger) as connection:
        head = forget(connection, code.upper(), department)
    if head is None:
        raise LedgerRefused(f"台账 {ledger} 里没有核验码 {code}，或它不是“{department}”的。什么也没有删。")
    say(f"已从台账 {ledger} 删去：{head.department}{head.year}年度，核验码 {head.code}。")


def _known(connection: sqlite3.Connection, department: str) -> list[Head]:
    """The runs of a department, the latest last; complains where there are none."""
    from engine.ledger.run import heads

    found = heads(connection, department)
    if not found:
        names = {head.department for head in heads(connection)}
        raise typer.BadParameter(f"台账里没有“{department}”。{suggestion(department, names)}", param_hint="部门")
    return found


def _year(runs: list[Head], year: int | None) -> int:
    years = sorted({head.year for head in runs})
    if year is not None and year not in years:
        kept = "、".join(map(str, years))
        raise typer.BadParameter(f"台账里没有这个部门{year}年度的检查，有的是：{kept}。", param_hint="年度")
    return years[-1] if year is None else year
