"""Lines of made-up departments from a seed: the same bytes for the same number of projects and seed.

Money is in whole 分 and a multiple of 100元; shares are those of the workload that 35 engines were measured on.
"""

from __future__ import annotations

from math import log
from pathlib import Path
from random import Random
from typing import Any

import msgspec

PROJECTS, INDICATORS = 50, 20
UNIT = 10_000  # 100元 in 分
REGION, YEAR = "广东省广州市", 2022
_TOPICS = (
    "绩效职责分工", "绩效目标管理", "绩效运行监控", "绩效自评", "结果应用", "政府采购", "自行采购", "资产管理",
)  # fmt: skip
_ISSUED = {"政府采购": 0.92, "绩效职责分工": 0.90}
_LINES = {"经常性": 10**9, "阶段性": 3 * 10**9}  # from where a project is to be monitored, in 分
Dict = dict[str, Any]


def write_lines(file: Path, projects: int, seed: int = 2022) -> Path:
    """Writes as many departments as hold that many projects, 50 each; one line each, UTF-8."""
    chance = Random(f"{seed} {projects}")
    encode = msgspec.json.Encoder().encode
    with file.open("wb") as out:
        for number in range(projects // PROJECTS):
            out.write(encode(department(number, chance)))
            out.write(b"\n")
    return file


def department(number: int, chance: Random) -> Dict:
    """Makes one department."""
    projects = [_project(n, chance) for n in range(PROJECTS)]
    share = chance.betavariate(2, 7)
    return {
        "部门": {"名称": f"部门{number:05}", "年度": YEAR, "地区": REGION},
        "预算收支": {
            "总预算（分）": _about(sum(p["年度预算（分）"] for p in projects), chance.uniform(0.98, 1.14)),
            "支出（分）": _about(sum(p["支出（分）"] for p in projects), chance.uniform(0.98, 1.14)),
        },
        "改革事项": [_reform(chance)] if chance.random() < 0.15 else "无",
        "目标调整": [{"职能": "部门整体"}] if chance.random() < 0.60 else "无",
        "制度": {topic: {"状态": _state(topic, chance)} for topic in _TOPICS},
        "项目": projects,
        "监控记录": _records(projects, chance),
        "列举": [_indicator(n, share, chance) for n in range(INDICATORS)],
    }


def _about(amount: int, factor: float) -> int:
    return max(1, int(amount * factor) // UNIT) * UNIT


def _reform(chance: Random) -> Dict:
    day = f"2022-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return {"职能": "招商引资", "方向": "划出", "生效日期": day}


def _state(topic: str, chance: Random) -> str:
    return "已印发" if chance.random() < _ISSUED.get(topic, 0.8) else "未建立"


def _project(number: int, chance: Random) -> Dict:
    nature = "经常性" if chance.random() < 0.6 else "阶段性"
    budget = max(1, min(1_000_000, round(chance.lognormvariate(log(20_000), 1)))) * UNIT
    monitored = chance.random() < (0.9 if budget >= _LINES[nature] else 0.05)
    return {
        "名称": f"项目{number + 1:02}",
        "性质": nature,
        "年度预算（分）": budget,
        "支出（分）": round(budget * _spent(chance)) // UNIT * UNIT,
        "资金来源": "上级" if monitored else "本级",
    }


def _spent(chance: Random) -> float:
    sort = chance.random()
    for upto, low, high in ((0.8, 0.82, 1.0), (0.9, 0.6, 0.8), (0.96, 0.01, 0.6), (0.98, 0, 0)):
        if sort < upto:
            return chance.uniform(low, high)
    return chance.uniform(1.01, 1.3)


def _records(projects: list[Dict], chance: Random) -> list[Dict]:
    """88 % of the monitored projects in their middle months; the rest anywhere, the monitored more often."""
    names = [p["名称"] for p in projects]
    key = [p["名称"] for p in projects if p["资金来源"] == "上级"]
    pairs = [(name, chance.randint(6, 8)) for name in key if chance.random() < 0.88]
    for _ in range(chance.choice((11, 12)) - len(pairs)):
        among = key if key and chance.random() < 0.65 else names
        pairs.append((chance.choice(among), chance.randint(1, 12)))
    sorts = ("日常" if chance.random() < 0.85 else "重点" for _ in pairs)
    return [
        {"对象": "项目", "类型": sort, "项目": name, "截止月份": month}
        for (name, month), sort in zip(pairs, sorts, strict=True)
    ]


def _indicator(number: int, share: float, chance: Random) -> Dict:
    target, sort = chance.randint(10, 1000), chance.random()
    low, high = (0.9, 1.3) if sort < 0.8 else (0.3, 0.9) if sort < 0.92 else (1.3, 3.0)
    return {
        "名称": f"指标{number + 1:02}",
        "位置": "自评表",
        "声明个数（个）": target,
        "列举个数（个）": round(target * chance.uniform(low, high)),
        "列举方式": "部分列举" if chance.random() < share else "全部列举",
    }
