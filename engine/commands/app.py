"""The verbs of the command line, read by typer: check, explain, lint, test, and those that come with their modules."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from engine.commands.arguments import HERE, day_of
from engine.commands.chinese import ChineseCommand, MainGroup, Rules
from engine.mistakes import Mistakes, nearest
from engine.terminal import say, write

ABOUT = "绩效规则引擎：对照规则检查部门预算绩效，列出问题、改进措施和资料缺口。"
INTERRUPTED = 130  # what typer makes of Ctrl-C

app = typer.Typer(cls=MainGroup, no_args_is_help=True, add_completion=False, help=ABOUT, rich_markup_mode=None)


class Engine(StrEnum):
    """Who judges: two evaluators that must agree, or the reference evaluator alone."""

    durable = "durable"
    reference = "reference"


class Format(StrEnum):
    """What the result is written as."""

    table = "table"
    text = "text"
    markdown = "markdown"
    json = "json"
    docx = "docx"
    html = "html"
    xlsx = "xlsx"


Facts = Annotated[list[Path] | None, typer.Argument(metavar="[事实文件或文件夹]...", show_default=False)]
Paths = Annotated[list[Path] | None, typer.Argument(metavar="[文件或文件夹]...", show_default=False)]
RuleIds = Annotated[list[str] | None, typer.Option("--rule", metavar="编号", help="只用这条规则，可写多次")]
Themes = Annotated[list[str] | None, typer.Option("--theme", metavar="主题", help="只用这个主题的规则，可写多次")]
Year = Annotated[int | None, typer.Option("--year", metavar="年度", help="只检查这个年度的事实")]
Evaluators = Annotated[Engine, typer.Option("--engine", help="durable 两个求值器互相核对，reference 只用参照求值器")]
Form = Annotated[
    Format | None,
    typer.Option(
        "--format",
        show_default=False,
        help="table 表格，text、markdown 可粘贴的文字，docx Word，html 网页，xlsx 台账，json 数据；不写看扩展名",
    ),
]
Output = Annotated[Path | None, typer.Option("--output", metavar="文件", help="写入文件，不写则显示在屏幕上")]
Mutate = Annotated[bool, typer.Option("--mutate", help="逐处改动规则，列出没有用例发现的改动；退出码 1 表示还有")]
Coverage = Annotated[bool, typer.Option("--coverage", help="列出用例用到了哪些判定、级别、条件和参数，没有用到哪些")]
Day = Annotated[str, typer.Option("--date", metavar="日期", help="检查日期，缺省为今天；以事实文件里的检查日期为先")]

Ledger = Annotated[
    Path | None, typer.Option("--ledger", metavar="文件", help="把这次检查记入台账，并与以前各年的比较；不写就不留记录")
]
Near = Annotated[str, typer.Option("--near", metavar="幅度", help="另列离界限不到这个幅度的临界事项，如 5%")]


@app.command(cls=ChineseCommand)
def check(
    facts: Facts = None,
    rules: Rules = HERE / "rules",
    year: Year = None,
    rule: RuleIds = None,
    theme: Themes = None,
    engine: Evaluators = Engine.durable,
    form: Form = None,
    output: Output = None,
    day: Day = "",
    near: Near = "",
    ledger: Ledger = None,
) -> None:
    """检查部门，出具问题、改进措施和资料缺口。退出码：0 没有问题，1 有问题，2 文件或参数有错误，3 内部错误。"""
    from engine.commands.check import asked_for
    from engine.commands.check import run as run_check

    asked = asked_for(facts, rules, year, rule, theme, engine, form, output, day, near, ledger)
    raise typer.Exit(run_check(asked))


@app.command(cls=ChineseCommand)
def explain(
    rule: Annotated[str, typer.Argument(metavar="规则编号")],
    subject: Annotated[str, typer.Argument(metavar="[对象]", show_default=False)] = "",
    facts: Annotated[Path, typer.Option("--facts", metavar="文件", help="事实文件")] = HERE / "facts",
    rules: Rules = HERE / "rules",
    day: Day = "",
) -> None:
    """说明一条规则为什么这样判定：条件逐项列出实际数值、成立与否、缺什么、离界限多远。"""
    from engine.checking import chosen_rules
    from engine.explaining import explain_all
    from engine.intake.gathering import fact_files, read_all
    from engine.library import open_library

    mistakes = Mistakes()
    library = open_library(rules)
    only = chosen_rules(library.book, [rule], [], mistakes, "规则编号")
    dossiers = read_all(fact_files([facts], mistakes), library.book, mistakes)
    mistakes.check()
    texts = [explain_all(library, rule, subject, dossier, only, day_of(day)) for dossier in dossiers]
    if subject and not any(found for _, found in texts):
        kinds = [duty.kind for duty in library.book.rules[rule].duties]
        close = nearest(subject, {fact.key for one in dossiers for kind in kinds for fact in one.facts.get(kind, ())})
        meant = f"是否想写“{'”或“'.join(close)}”？" if close else ""
        message = f"规则 {rule} 没有对象“{subject}”。{meant}不写对象可列出全部对象。"
        raise typer.BadParameter(message, param_hint="对象")
    write("\n\n".join(text for text, _ in texts) + "\n", None)
    say(mistakes.remarked())


@app.command(cls=ChineseCommand)
def lint(
    paths: Paths = None,
    rules: Rules = HERE / "rules",
    codes: Annotated[bool, typer.Option("--explain", help="说明后面写的代码（如 L101）；不写代码列出全部")] = False,
    day: Annotated[str, typer.Option("--date", metavar="日期", help="核对日期过没过一年按哪一天算，缺省为今天")] = "",
) -> None:
    """列出规则文件和事实文件里的全部错误，再提示规则里可疑的地方。退出码：0 都没有，1 有没说明的提示，2 有错误。"""
    if codes:
        write(_codes([str(path) for path in paths or []]), None)
        return
    from engine.lint.running import report_of

    mistakes = Mistakes()
    report = report_of(paths or [rules, HERE / "facts"], rules, day_of(day), mistakes)
    mistakes.check()
    write(str(report), None)
    say(mistakes.remarked())
    say(report.remark)
    raise typer.Exit(1 if report.notes else 0)


@app.command("test", cls=ChineseCommand)
def run_cases(
    paths: Paths = None, rules: Rules = HERE / "rules", mutate: Mutate = False, coverage: Coverage = False
) -> None:
    """运行规则的全部用例，两个求值器都要给出应有的结果。"""
    if mutate or coverage:
        from engine.mutation.examining import examine

        raise typer.Exit(examine(rules, paths or [], mutate=mutate, coverage=coverage))
    from engine.casework import run_all
    from engine.seconding import Second

    mistakes = Mistakes()
    with Second(True) as second:
        summary = run_all(rules, paths or [], second, mistakes)
    say(second.notice)
    mistakes.check()
    say(summary)


def _codes(codes: list[str]) -> str:
    """What the notes of lint mean: those with the given codes in full, else all of them, a line each."""
    from engine.lint.catalogue import explained, overview

    try:
        return "\n".join(map(explained, codes)) or overview()
    except KeyError as error:
        raise typer.BadParameter(str(error.args[0]), param_hint="--explain") from None


def run() -> int:
    """Runs the command that the words of the command line name; returns its exit code."""
    code = app(prog_name="cli.py", standalone_mode=False)
    if code == INTERRUPTED:
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0
