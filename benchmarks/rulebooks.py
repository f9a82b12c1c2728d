"""Reading, lint and check of generated rulebooks of growing size, as ratios to the smallest.

A time in proportion to the rules shows as the ratio of the numbers of rules; anything above grows faster than they do.
"""

from __future__ import annotations

import platform
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.interleaving import Programs, times_of

SIZES = (50, 100, 200, 500)
DEPARTMENTS, PROJECTS, ROUNDS = 100, 12, 2
_THEMES = ("预算执行", "绩效监控", "采购内控", "问题整改")
_DUTIES = (
    "支出率{n} 不低于 下限{n}",
    "年度预算 未达到 大额{n} 或 存在 监控记录 满足（类型 属于 {{年中, 重点}}）",
    "编码 不为无 且（性质 = 经常性 或 支出 高于 {n}万元）",
    "合计(未支出说明.金额) ≥ 年度预算 − 支出 − {n}万元",
)
_READING = '不存在 问题 满足（规则 属于 {{"{first}", "{second}"}} 且 对象 = 对象.名称）'
_CASES = (
    (
        "发现问题",
        "项目: [{名称: 甲, 性质: 阶段性, 年度预算: 900万元, 支出: 0元, 编码: 无}], 监控记录: 无, 未支出说明: 无",
    ),
    ("未发现问题", "项目: [{名称: 甲, 性质: 经常性, 年度预算: 1元, 支出: 1元, 编码: A}], 监控记录: 无, 未支出说明: 无"),
    ("无法判定", "项目: [{名称: 甲}]"),
)


def measure(rounds: int = ROUNDS, sizes: tuple[int, ...] = SIZES, departments: int = DEPARTMENTS) -> str:
    """Returns a table of medians in seconds and ratios to the smallest rulebook."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        facts = write_facts(root / "事实", departments)
        programs: Programs = {}
        for size in sizes:
            rules = write_rules(root / f"规则{size}", size)
            own = ["--rules", str(rules), "--engine", "reference", "--output", str(root / f"果{size}")]
            one = ["cli.py", "check", str(facts / "000.yaml"), *own]
            programs[f"读规则：没有缓存的 check，{size}条规则 × 1个部门"] = (one, {"JIXIAO_CACHE": ""})
            programs[f"check，{size}条规则 × {departments}个部门"] = (["cli.py", "check", str(facts), *own], {})
            programs[f"lint，{size}条规则 × {departments}个部门"] = (["cli.py", "lint", str(rules), str(facts)], {})
        settings = {"JIXIAO_CACHE": str(root / "缓存"), "HOME": place}
        times = times_of(programs, settings, rounds)
    return _table(times, sizes)


def write_rules(folder: Path, size: int) -> Path:
    """Writes a rulebook: four shapes of duties in turn, every tenth rule reading the findings of two before it."""
    (folder / "类").mkdir(parents=True)
    themes = "".join(f"- {{主题: {theme}, 标题: {theme}方面}}\n" for theme in _THEMES)
    (folder / "主题.yaml").write_text(themes, encoding="utf-8")
    limits = ((f"下限{n}", f"{50 + n % 50}%") for n in range(size))
    sums = ((f"大额{n}", f"{100 + n}万元（含）") for n in range(size))
    rows = "  取值: [{{值: {}, 依据: 样例, 核对: 待核}}]\n"
    parameters = "".join(f"{name}:\n{rows.format(value)}" for name, value in (*limits, *sums))
    (folder / "参数.yaml").write_text(parameters, encoding="utf-8")
    derived = "".join(f"  支出率{n}: 支出 ÷ (年度预算 + {n}元)\n" for n in range(size))
    (folder / "推导.yaml").write_text(f"项目:\n{derived}", encoding="utf-8")
    for n in range(size):
        (folder / "类" / f"GEN-{n:03}.yaml").write_text(_rule(n), encoding="utf-8")
    return folder


def _rule(n: int) -> str:
    duty = _DUTIES[n % len(_DUTIES)].format(n=n)
    if n % 10 == 9:
        duty = _READING.format(first=f"GEN-{n - 1:03}", second=f"GEN-{n - 2:03}")
    cases = "".join(f"  - {{名称: {word}, 年度: 2022, 事实: {{{facts}}}, 结果: {word}}}\n" for word, facts in _CASES)
    return f"""编号: GEN-{n:03}
名称: 生成的规则{n}
主题: {_THEMES[n % len(_THEMES)]}
严重程度: 一般
依据: [{{文件: 样例办法, 条款: 第{n + 1}条, 核对: 待核}}]
对象: 项目
适用: '年度预算 高于 {n % 7}万元'
要求: '{duty}'
问题: '有{{个数}}个项目不符合要求：{{明细|、}}。'
明细: '{{名称}}（年度预算{{年度预算:万元}}）'
措施: 逐一改正。
用例:
{cases}"""


def write_facts(folder: Path, departments: int) -> Path:
    """Writes as many departments of a dozen projects each."""
    folder.mkdir()
    for n in range(departments):
        projects = "".join(_project(n, m) for m in range(PROJECTS))
        notes = "".join(f"- {{事由: 核减{m}, 项目: 项目{m}, 金额: {m}万元}}\n" for m in range(0, PROJECTS, 3))
        records = "".join(f"- {{对象: 项目, 类型: 年中, 项目: 项目{m}}}\n" for m in range(0, PROJECTS, 2))
        head = f"部门: {{名称: 部门{n:03}, 年度: 2022, 地区: 全国}}\n"
        lists = f"项目:\n{projects}未支出说明:\n{notes}监控记录:\n{records}"
        (folder / f"{n:03}.yaml").write_text(head + lists, encoding="utf-8")
    return folder


def _project(n: int, m: int) -> str:
    nature, code = ("经常性" if m % 2 else "阶段性"), ("无" if m % 5 == 0 else f"P{m}")
    budget = 100 * m + n
    return f"- {{名称: 项目{m}, 性质: {nature}, 年度预算: {budget}万元, 支出: {budget * 9 // 10}万元, 编码: {code}}}\n"


def _table(times: dict[str, list[float]], sizes: tuple[int, ...]) -> str:
    lines = [f"{platform.machine()}，Python {platform.python_version()}，交替运行；倍数对最小的一套规则"]
    for word in ("读规则", "lint", "check"):
        own = [(name, taken) for name, taken in times.items() if name.startswith(word)]
        base = own[0][1]
        for (name, taken), size in zip(own, sizes, strict=False):
            ratio = median(a / b for a, b in zip(taken, base, strict=True))
            lines.append(f"{median(taken) / 1000:7.2f} 秒  {ratio:5.2f} 倍（规则 {size / sizes[0]:4.1f} 倍）  {name}")
    return "\n".join(lines)
