"""What was measured as people read it: goals with their figures, times, memory and the machine, in Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import judging
from benchmarks.contest import FUSED, OURS, OURS_TWO
from benchmarks.province import BARE, LARGE, MANY, Figures, measured
from benchmarks.startup import BASE, CHECK

FILE = Path(__file__).parent / "RESULTS.md"
_PACKAGES = ("durable-rules", "gordon-to-regorus", "datalogic-py", "zen-engine", "polars", "duckdb", "msgspec")


class Row(NamedTuple):
    """One goal: what is compared, the limit (at least or at most), and the figure; no figure where it lacks."""

    what: str
    least: bool
    limit: float
    figure: float | None
    unit: str = ""
    two: float | None = None  # with two processes of ours, as a batch runs where nothing else is asked for

    @property
    def met(self) -> str:
        """Whether the goal is met, in a word."""
        if self.figure is None:
            return "没有测"
        return "达到" if (self.figure >= self.limit if self.least else self.figure <= self.limit) else "没有达到"


def ratio(above: Sequence[float] | None, below: Sequence[float] | None) -> float | None:
    """The median of the rounds' own ratios; None where one of the two was not run."""
    return median(a / b for a, b in zip(above, below, strict=True)) if above and below else None


def goals(figures: Figures, large: int = LARGE) -> list[Row]:
    """The goals in the order in which they were set."""
    times, judged = figures.times(large), figures.judging

    def times_ours(name: str) -> float | None:
        return ratio(times.get(name), times[OURS])

    def peer(what: str, limit: float, *names: str) -> Row:
        one, two = ([ratio(times.get(name), times.get(ours)) for name in names] for ours in (OURS, OURS_TWO))
        least = [min((found for found in own if found is not None), default=None) for own in (one, two)]
        return Row(f"{what} ÷ 本引擎".replace("） ", "）"), True, limit, least[0], two=least[1])

    memory, most = list(figures.memory.values()), figures.times(max(figures.costs))
    return [
        peer("durable-rules（公开接口）", 10, "durable-rules，公开接口"),
        peer("durable-rules（直接驱动 C 模块）", 10, "durable-rules，直接驱动 C 模块"),
        peer("最快的 Rego（regorus）", 6, "regorus，解释执行", "regorus，字节码"),
        peer("datalogic-py", 2.5, "datalogic-py"),
        peer("datalogic-py（由程序连接）", 2.5, "datalogic-py，由程序连接"),
        peer("DuckDB（同一 JSONL）", 1.8, "DuckDB"),
        peer("Polars（同一 JSONL）", 1.8, "Polars"),
        Row(
            f"本引擎 ÷ {FUSED}（只算判断，20条规则）",
            False,
            1.3,
            ratio(judged.get(judging.FEW), judged.get(judging.FUSED)),
        ),
        Row("2,000条规则 ÷ 20条（只算判断）", False, 5, ratio(judged.get(judging.MANY), judged.get(judging.FEW))),
        Row("2,000条规则 ÷ 20条（整个进程，写出的问题是56倍）", False, 5, times_ours(MANY)),
        Row(f"内存最多时，{min(figures.memory):,}至{max(figures.memory):,}个项目", False, 40, max(memory), " MB"),
        Row("两个进程 ÷ 一个", False, 0.55, times_ours(OURS_TWO)),
        Row(f"两个进程 ÷ 一个（{max(figures.costs):,}个项目）", False, 0.55, ratio(most.get(OURS_TWO), most.get(OURS))),
        Row("写佐证 ÷ 不写", False, 1.25, ratio(times[OURS], times.get(BARE))),
        Row("一个部门的 check ÷ 导入四个包", False, 1, ratio(figures.startup.get(CHECK), figures.startup.get(BASE))),
    ]


def report(figures: Figures, large: int = LARGE) -> str:
    """The whole of RESULTS.md."""
    sections = [_head(figures), _goal_table(goals(figures, large), large)]
    sections += [_time_table(figures, size) for size in sorted(figures.costs)]
    sections.append(_memory_table(figures, large))
    return "\n\n".join(sections) + "\n"


def province() -> str:
    """Measures everything and returns it as text."""
    return report(measured())


def measure() -> str:
    """Measures everything, writes RESULTS.md and returns it."""
    text = province()
    FILE.write_text(text, encoding="utf-8")
    return text


_HEAD = """\
# 测速结果

由 `make bench` 写成，请勿手改。工作量见 `benchmarks/workload.py`：20条规则；每个部门50个项目、20个指标、11条监控记录。
读一行一个部门的 JSONL，写出全部问题。各程序都是整个进程（含启动），轮流运行，每轮次序打乱；毫秒是中位数，
“其中处理器”是各核、各进程合计；倍数是各轮倍数的中位数。各家发现的问题逐条相同（散列见各表），有一家不同就不出结果。

机器：{machine}。测前负载 {load:.1f}。{absent}

“{fused}”是专为这20条规则手写的一个函数，不是规则引擎：不认识别的规则，没有不知道的值，不写佐证。
durable-rules 算不了合计和个数，由程序替它算好；其余各家直接读原样的行，连接和汇总都用它自己的语言。各家的写法在
`benchmarks/peers/`，取试过的最快的一种。目标是按“公开接口”和“由程序连接”两种写法定的，更快的写法也列在这里。本引擎除判断外还核对名称、
连接和重复的键，写佐证和部门清单，落盘以后才算完。批量检查缺省用每个处理器一个进程，“两个进程时”是那样的倍数。"""


def _head(figures: Figures) -> str:
    absent = f"没有安装、没有比较的：{'、'.join(figures.absent)}。" if figures.absent else ""
    return _HEAD.format(machine=machine(), load=figures.load, absent=absent, fused=FUSED)


def machine() -> str:
    """Describes where this runs: processor, cores, memory, system, and the versions of what was compared."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = (line.partition(":") for line in info.read_text(encoding="utf-8").splitlines())
        model = next((value.strip() for key, _, value in lines if key.strip() == "model name"), model)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = "，".join(f"{name} {found}" for name in _PACKAGES if (found := _version(name)))
    own = f"{model}，{os.cpu_count()} 核，内存 {memory:.0f} GB，{platform.system()} {platform.release()}"
    return f"{own}，Python {platform.python_version()}；{versions}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _goal_table(rows: list[Row], large: int) -> str:
    lines = [
        f"## 目标（除另有说明，{large:,}个项目，一个进程）",
        "",
        "| | 目标 | 结果 | | 两个进程时 |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        figure = "—" if row.figure is None else f"{row.figure:.2f}{row.unit}"
        two = "" if row.two is None else f"{row.two:.2f}"
        sign = "≥" if row.least else "≤"
        lines.append(f"| {row.what} | {sign} {row.limit:g}{row.unit} | {figure} | {row.met} | {two} |")
    return "\n".join(lines)


def _time_table(figures: Figures, size: int) -> str:
    times, costs = figures.times(size), figures.costs[size]
    title = f"## {size:,}个项目，{size // 50:,}个部门（{len(times[OURS])}轮，问题的散列 {figures.hashes[size]}）"
    lines = [title, "", "| | 毫秒 | 其中处理器 | ÷ 本引擎 | ÷ 手工合写 |", "|---|---|---|---|---|"]
    for name, own in times.items():
        shares = (ratio(own, times[OURS]), ratio(own, times.get(FUSED)))
        work = median(cost.work for cost in costs[name])
        lines.append(
            f"| {name} | {median(own):,.0f} | {work:,.0f} | "
            + " | ".join(f"{s:.2f}" if s else "—" for s in shares)
            + " |"
        )
    return "\n".join(lines)


def _memory_table(figures: Figures, large: int) -> str:
    lines = ["## 内存（最多时，MB）", "", "| | 项目 | MB |", "|---|---|---|"]
    lines += [f"| {OURS} | {size:,} | {held:.0f} |" for size, held in sorted(figures.memory.items())]
    lines += [f"| {name} | {large:,} | {held:.0f} |" for name, held in figures.peers_memory.items()]
    return "\n".join(lines)
