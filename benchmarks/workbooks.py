"""Opening 100,000 rows of projects, against openpyxl going through all values of the same file in its fastest way.

The ratio is the median of the rounds' own ratios, of whole processes; memory is the most that each process held.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from benchmarks.interleaving import ROOT, Programs, times_of

ROWS, ROUNDS = 100_000, 7
_TITLES = (
    "名称",
    "性质",
    "主管科室",
    "年度预算（万元）",
    "支出（万元）",
    "执行率",
    "开始日期",
    "结束日期",
    "编码",
    "备注",
)
TITLES = (*_TITLES, "年初预算（万元）", "出处")
OPENPYXL, OURS = "openpyxl，只读方式逐格取值", "open_grids"
_OPENPYXL = """
import sys
from openpyxl import load_workbook
sheet = load_workbook(sys.argv[1], read_only=True, data_only=True).active
assert sum(value is not None for row in sheet.iter_rows(values_only=True) for value in row) > 0
"""
_OURS = """
import sys
from pathlib import Path
from engine.intake.grids.opening import open_grids
from engine.mistakes import Mistakes
mistakes = Mistakes()
assert open_grids(Path(sys.argv[1]), mistakes)
mistakes.check()
"""
_PEAK = """
print(next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def measure(rounds: int = ROUNDS, rows: int = ROWS) -> str:
    """Returns a table of medians in seconds, ratios and memory."""
    with tempfile.TemporaryDirectory() as place:
        plain = write_projects(Path(place) / "项目.xlsx", rows)
        full = write_projects(Path(place) / "项目，有公式.xlsx", rows, formulas=True)
        lines = [f"{platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}，{rows:,}行，交替运行"]
        for file, word in ((plain, "数值和文字"), (full, "执行率是公式，有隐藏的行和百分比格式")):
            lines.append(f"{word}（{file.stat().st_size / 2**20:.1f} MB）")
            lines += _compared(file, rounds)
    return "\n".join(lines)


def _compared(file: Path, rounds: int) -> list[str]:
    programs: Programs = {OPENPYXL: (["-c", _OPENPYXL, str(file)], {}), OURS: (["-c", _OURS, str(file)], {})}
    times = times_of(programs, {"PYTHONPATH": str(ROOT)}, rounds)
    ratio = median(a / b for a, b in zip(times[OPENPYXL], times[OURS], strict=True))
    lines = [
        f"  {median(own) / 1000:6.2f} 秒，内存 {_peak(programs[name][0]):4} MB  {name}" for name, own in times.items()
    ]
    return [*lines, f"  {ratio:6.2f} 倍"]


def _peak(arguments: list[str]) -> int:
    """The most memory that a program held, in MB."""
    command = [sys.executable, "-c", arguments[1] + _PEAK, *arguments[2:]]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    return int(subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=True).stdout)


def write_projects(path: Path, rows: int, *, formulas: bool = False) -> Path:
    """Writes a workbook of projects as an export looks; with a formula in each row and some rows hidden, or without."""
    from xlsxwriter import Workbook

    with Workbook(str(path)) as book:
        book.set_calc_mode("manual")  # the results are good, as in a file saved by a spreadsheet
        sheet = book.add_worksheet("项目清单")
        day, percent = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "0.00%"})
        sheet.write_row(0, 0, TITLES)
        for row in range(1, rows + 1):
            budget, spent = 100 + row / 4, 90 + row / 5
            sheet.write_row(
                row, 0, (f"项目{row}号专项资金", ("经常性", "阶段性")[row % 2], f"科室{row % 17}", budget, spent)
            )
            if formulas:
                sheet.write_formula(row, 5, f"=E{row + 1}/D{row + 1}", percent, spent / budget)
                if row % 100 == 0:
                    sheet.set_row(row, None, None, {"hidden": True})
            else:
                sheet.write_number(row, 5, spent / budget)
            for column in (6, 7):
                sheet.write_datetime(row, column, date(2022, 1, 1) + timedelta(days=row % 365 * (column - 5)), day)
            sheet.write_row(row, 8, (f"P{row:06}", None, row * 1.5, f"预算批复表第{row}行"))
    return path
