"""`batch`: every department of a province judged, findings and gaps written into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.commands.arguments import HERE
from engine.commands.chinese import ChineseCommand, Rules

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_FACTS = "一行一个部门的 .jsonl、.parquet，或放事实文件的文件夹"
Facts = Annotated[Path, typer.Argument(metavar="事实文件或文件夹", help=_FACTS)]
Output = Annotated[Path, typer.Option("--output", metavar="文件夹", help="放结果的文件夹，没有就建立")]
RuleIds = Annotated[list[str] | None, typer.Option("--rule", metavar="编号", help="只用这条规则，可写多次")]
Themes = Annotated[list[str] | None, typer.Option("--theme", metavar="主题", help="只用这个主题的规则，可写多次")]
Year = Annotated[int | None, typer.Option("--year", metavar="年度", help="只检查这个年度的部门")]
Day = Annotated[str, typer.Option("--date", metavar="日期", help="检查日期，缺省为今天；以事实里的检查日期为先")]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", metavar="个数", show_default=False, help="几个进程，缺省按处理器和文件大小"),
]
Verify = Annotated[str, typer.Option("--verify", metavar="比例", help="由 durable-rules 再判一遍的部门，0% 为不抽查")]
Plain = Annotated[bool, typer.Option("--no-evidence", help="问题里不写佐证（涉及的数字和资料）")]
Parquet = Annotated[bool, typer.Option("--parquet", help="问题和无法判定另写成 .parquet")]
Tables = Annotated[bool, typer.Option("--csv", help="问题、无法判定和部门另写成 .csv，用 Excel、WPS 打开")]
Restart = Annotated[bool, typer.Option("--restart", help="没有做完的和以前的结果都不要了，从头做")]
Spark = Annotated[str, typer.Option("--spark", metavar="地址", show_default=False, help="在 Spark 上做，如 local[4]")]


@app.command("batch", cls=ChineseCommand)
def batch(
    facts: Facts,
    output: Output,
    rules: Rules = HERE / "rules",
    rule: RuleIds = None,
    theme: Themes = None,
    year: Year = None,
    day: Day = "",
    jobs: Jobs = None,
    verify: Verify = "1%",
    no_evidence: Plain = False,
    parquet: Parquet = False,
    restart: Restart = False,
    spark: Spark = "",
    tables: Tables = False,
) -> None:
    """检查全省的部门，问题、无法判定的、退回的各写一份文件，另有汇总；中断了用同样的命令接着做。

    退出码：0 没有问题，1 有问题，2 文件或参数有错误、或有退回的行，3 内部错误。
    """
    from engine.batch.running import run
    from engine.commands.batching import asked_for

    chosen = (rule, theme, year)
    raise typer.Exit(
        run(asked_for(facts, output, rules, *chosen, day, jobs, verify, no_evidence, parquet, restart, spark, tables))
    )
