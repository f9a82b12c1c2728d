"""`impact`: what a change of the rulebook does to departments."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.commands.arguments import HERE, day_of, text_file
from engine.commands.chinese import ChineseCommand
from engine.terminal import Progress, write

if TYPE_CHECKING:
    from engine.dossier import Dossier
    from engine.impact.comparing import Side
    from engine.impact.sweeping import Sweeper

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class Format(StrEnum):
    """What the result is written as."""

    table = "table"
    markdown = "markdown"
    json = "json"


Old = Annotated[
    str,
    typer.Argument(metavar="[旧规则]", show_default=False, help="规则文件夹，或 git 版本（如 v1.0、HEAD~3）"),
]
New = Annotated[str, typer.Argument(metavar="[新规则]", show_default=False, help="同上；不写是现在的规则文件夹")]
Wishes = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if",
        metavar="参数=值",
        help="不改文件，假设参数是这个值，可写多次；写 500万元..2000万元 step 100万元 则逐个值试",
    ),
]
Facts = Annotated[list[Path] | None, typer.Option("--facts", metavar="文件夹", help="事实文件或文件夹，可写多次")]
Rules = Annotated[Path, typer.Option("--rules", metavar="文件夹", help="现在的规则文件夹")]
Form = Annotated[Format, typer.Option("--format", help="table 表格，markdown 文稿，json 数据")]
FORMS = "表格（table）、文稿（markdown）和数据（json）"
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", metavar="文件", help="写入文件，不写则显示在屏幕上", callback=text_file(FORMS, strict=True)
    ),
]
Picture = Annotated[Path | None, typer.Option("--picture", metavar="文件", help="把逐个值试的结果画成图，.svg 或 .png")]
Day = Annotated[str, typer.Option("--date", metavar="日期", help="检查日期，缺省为今天；以事实文件里的检查日期为先")]


@app.command("impact", cls=ChineseCommand)
def impact(
    old: Old = "",
    new: New = "",
    what_if: Wishes = None,
    facts: Facts = None,
    rules: Rules = HERE / "rules",
    form: Form = Format.table,
    output: Output = None,
    picture: Picture = None,
    day: Day = "",
) -> None:
    """比较两套规则，或假设改一个参数，看哪些部门的判定会变、为什么变。

    退出码：0 判定都不变，1 有判定改变，2 文件或参数有错误，3 内部错误。
    """
    if bool(old) is bool(what_if):
        raise typer.BadParameter("要写旧的规则（文件夹或 git 版本），或写 --what-if，二者写一样。", param_hint="旧规则")
    places = facts or [HERE / "facts"]
    if what_if:
        text, changed = _assumed(what_if, places, rules, form, picture, day_of(day))
    elif picture is not None:
        raise typer.BadParameter("只有 --what-if 写了取值范围才能画图。", param_hint="--picture")
    else:
        text, changed = _compared(old, new, places, rules, form, day_of(day))
    write(text, output)
    raise typer.Exit(1 if changed else 0)


def _compared(old: str, new: str, places: list[Path], rules: Path, form: str, today: int) -> tuple[str, bool]:
    from engine.impact.sides import open_sides, read_facts

    sides = open_sides(old, new, rules)
    return _between(*sides, read_facts(places, sides), form, today)


def _assumed(
    texts: Sequence[str], places: list[Path], rules: Path, form: str, picture: Path | None, today: int
) -> tuple[str, bool]:
    from engine.impact.assuming import assume, wanted_all
    from engine.impact.picture import check
    from engine.impact.sides import open_side, read_facts
    from engine.impact.sweep import is_range
    from engine.impact.sweeping import Sweeper
    from engine.mistakes import Mistakes

    mistakes = Mistakes()
    wishes = wanted_all(texts, mistakes)
    mistakes.check()
    ranges = [wanted for wanted in wishes if is_range(wanted)]
    if len(ranges) > 1:
        raise typer.BadParameter("一次只能有一个参数写取值范围。", param_hint="--what-if")
    if picture is not None and not ranges:
        raise typer.BadParameter("只有 --what-if 写了取值范围才能画图。", param_hint="--picture")
    if picture is not None:
        check(picture)
    side = open_side(str(rules), rules)
    dossiers = read_facts(places, [side])
    fixed = [wanted for wanted in wishes if wanted not in ranges]
    assumed = assume(side, rules, fixed, dossiers) if fixed else side
    if ranges:
        sweeper = Sweeper(assumed, ranges[0], dossiers, today, [wanted.text for wanted in fixed])
        return _swept(sweeper, form, picture)
    side.only = assumed.only
    return _between(side, assumed, dossiers, form, today)


def _between(old: Side, new: Side, dossiers: list[Dossier], form: str, today: int) -> tuple[str, bool]:
    from engine.impact.change import Impact
    from engine.impact.comparing import compare
    from engine.impact.edits import edits_of
    from engine.impact.rendering import rendered

    departments = tuple(Progress("比较部门", len(dossiers), compare(old, new, dossiers, today)))
    found = Impact(old.name, new.name, edits_of(old.book, new.book), departments)
    return rendered(found, form), found.changed


def _swept(sweeper: Sweeper, form: str, picture: Path | None) -> tuple[str, bool]:
    from engine.impact.picture import picture as drawn
    from engine.impact.sweep_rendering import rendered

    found = sweeper.swept(list(Progress("逐个取值", len(sweeper.values), sweeper.steps())))
    if picture is not None:
        write(drawn(found, picture), picture)
    return rendered(found, form), found.changed
