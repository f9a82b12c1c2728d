"""`rules export` and `rules import`: the rulebook as an Excel workbook, and the workbook back into the rulebook."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.commands.arguments import HERE, day_of
from engine.commands.chinese import ChineseCommand, Rules
from engine.terminal import NotWritten, say, write

if TYPE_CHECKING:
    from engine.workbook.importing import Planned


File = Annotated[Path, typer.Argument(metavar="文件.xlsx")]
Facts = Annotated[Path, typer.Option("--facts", metavar="文件夹", help="事实文件夹，豁免写在里面")]
Marked = Annotated[bool, typer.Option("--no-copy", help="有错误时不另存标红的副本")]
Dry = Annotated[bool, typer.Option("--dry-run", help="只说会改什么，什么也不写")]


def add_to(app: typer.Typer) -> None:
    """Adds the two commands to a group."""
    app.command("export", cls=ChineseCommand)(export_workbook)
    app.command("import", cls=ChineseCommand)(import_workbook)


def export_workbook(file: File, rules: Rules = HERE / "rules", facts: Facts = HERE / "facts") -> None:
    """把参数、阶梯、豁免、用例导出成 Excel 工作簿；错误标红，用例填上实际结果。已有的文件不会被覆盖。"""
    _needs_openpyxl()
    from engine.workbook.exporting import export
    from engine.workbook.replacing import write_whole

    if file.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"文件名要以 .xlsx 结尾，这里是 {file.name}。")
    if file.exists():
        raise typer.BadParameter(f"{file} 已经存在，没有覆盖。请换一个文件名。")
    data, counts = export(rules, facts, day_of(""))
    write_whole(file, data)
    say(f"已导出 {file}：{counts}\n改好以后先看会改什么：cli.py rules import {file} --dry-run")


def import_workbook(
    file: File,
    rules: Rules = HERE / "rules",
    facts: Facts = HERE / "facts",
    dry: Dry = False,
    no_copy: Marked = False,
) -> None:
    """把改过的工作簿写回规则文件和事实文件：只改改过的地方；有一处错误就什么也不改，另存一份标红的副本。"""
    _needs_openpyxl()
    from engine.workbook.replacing import replace_all

    plan = _planned(file, rules, facts, copy=not dry and not no_copy)
    if not dry:
        replace_all(plan.changed)
    for notice in plan.notices:
        say(f"提示：{notice}")
    write("".join(f"{line}\n" for line in plan.said), None)
    if not plan.changed:
        say("没有改动：工作簿与文件一致。")
        return
    files = "、".join(str(path) for path in plan.changed)
    say(f"{'会改' if dry else '已改'}{len(plan.said)}处，{len(plan.changed)}个文件：{files}")
    say("什么也没有写。去掉 --dry-run 就写入。" if dry else "接着运行：cli.py lint、cli.py test、cli.py impact。")


def _planned(file: Path, rules: Path, facts: Path, copy: bool) -> Planned:
    """What the import would do; raises WorkbookRefused, having written a marked copy where one is wanted."""
    from engine.workbook.importing import Importer
    from engine.workbook.marking import marked_copy
    from engine.workbook.table import WorkbookRefused

    importer = Importer(file, rules, facts)
    try:
        return importer.plan()
    except WorkbookRefused as error:
        remark = "没有改动任何文件。"
        try:
            marked = marked_copy(importer.workbook, error.mistakes, file) if copy and importer.workbook else None
            remark += f"错误已标在 {marked} 里（红色的格子，说明在批注里）。" if marked else ""
        except NotWritten as failure:
            remark += f"标红的副本没有写出：{failure}"
        raise WorkbookRefused(error.mistakes, remark) from None


def _needs_openpyxl() -> None:
    if find_spec("openpyxl") is None:
        raise NotWritten("没有安装读写工作簿的软件包 openpyxl。请执行 make workbench。")
