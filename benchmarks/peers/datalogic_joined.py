"""JSONLogic by datalogic-py in the shape in which its goal was set: the host decodes each line, joins and adds up.

Slower than handing over the lines as they are (datalogic.py), and what one writes where the language has no joins.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
from datalogic_py import DataHandle, Engine

from benchmarks.peers import datalogic
from benchmarks.peers.datalogic import KEY, RULES, Logic, find, project, times, val, when
from benchmarks.peers.reading import Finding

_JOINED: dict[str, Logic] = {
    "R03-000": project({"and": [KEY, {">=": [val("年度预算（分）"), 0]}, {"!": val("有年中")}]}, val("年度预算（分）")),
    "R08-000": project(
        {">": [times(val("年度预算（分）"), 1000), times(val("部门预算"), 250)]}, val("年度预算（分）"), val("部门预算")
    ),
    "R10-000": project({">=": [val("未整改"), 2]}, val("未整改")),
    "R11-000": find(
        val("监控记录"),
        {"and": [{"!": val("属重点")}, {">=": [val("项目预算"), 0]}]},
        datalogic.RECORD,
        val("截止月份"),
    ),
    "R16-000": when({">": [val("支出合计"), datalogic.WHOLE]}, val("支出合计"), datalogic.WHOLE),
    "R17-000": when({">": [val("预算合计"), datalogic.TOTAL]}, val("预算合计"), datalogic.TOTAL),
    "R18-000": when({">": [times(val("不可量化"), 1000), times(val("指标数"), 300)]}, val("不可量化"), val("指标数")),
}


def _join(d: dict[str, Any]) -> None:
    """Adds to every fact what its rules read of others."""
    projects = {p["名称"]: p for p in d["项目"]}
    middle = {r["项目"] for r in d["监控记录"] if 6 <= r["截止月份"] <= 8}
    marked = Counter(r["项目"] for r in d["监控记录"] if r["类型"] == "重点")
    total = d["预算收支"]["总预算（分）"]
    for name, p in projects.items():
        p["有年中"], p["未整改"], p["部门预算"] = name in middle, marked[name], total
    for r in d["监控记录"]:
        p = projects[r["项目"]]
        r["属重点"], r["项目预算"] = p["资金来源"] == "上级", p["年度预算（分）"]
    d["支出合计"] = sum(p["支出（分）"] for p in d["项目"])
    d["预算合计"] = sum(p["年度预算（分）"] for p in d["项目"])
    d["不可量化"], d["指标数"] = sum(i["列举方式"] == "部分列举" for i in d["列举"]), len(d["列举"])


def _findings(file: str) -> Iterator[Finding]:
    engine = Engine()
    ask = datalogic.Asking(engine, RULES | _JOINED)
    encode, decode = msgspec.json.Encoder().encode, msgspec.json.Decoder().decode
    with open(file, "rb") as lines:
        for line in lines:
            department = decode(line)
            _join(department)
            yield from ask.of(DataHandle(encode(department).decode()))


if __name__ == "__main__":
    with open(sys.argv[2], "wb") as found:
        found.write(msgspec.json.Encoder().encode_lines(_findings(sys.argv[1])))
