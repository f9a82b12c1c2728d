"""zen-engine: one compiled expression that holds all twenty rules, one call a department.

The host hands over each line as it is and reads the findings of each rule; figures come back as floats, which the
host makes whole again. Lists that are looked up in are gathered first and bound by the map around what uses them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import msgspec
import zen

from benchmarks.peers.reading import Finding

_TOTAL, _WHOLE = '$root["预算收支"]["总预算（分）"]', '$root["预算收支"]["支出（分）"]'
_PROJECTS, _RECORDS, _INDICATORS = '$root["项目"]', '$root["监控记录"]', '$root["列举"]'
_WORDS = {
    "NAME": '["名称"]', "BUDGET": '["年度预算（分）"]', "SPENT": '["支出（分）"]', "SOURCE": '["资金来源"]',
    "NATURE": '["性质"]', "MONTH": '["截止月份"]', "SORT": '["类型"]', "SCOPE": '["对象"]', "OF": '["项目"]',
    "MANNER": '["列举方式"]', "ACTUAL": '["列举个数（个）"]', "TARGET": '["声明个数（个）"]', "WHERE": '["位置"]',
    "STATE": '["状态"]', "EFFECTIVE": '["生效日期"]', "DIRECTION": '["方向"]',
}  # fmt: skip


def _find(items: str, when: str, *shown: str) -> str:
    """What is found in a list of x; x.WORD stands for a field."""
    return f"map(filter({items} as x, {when}) as x, [{', '.join(shown)}])"


def _project(when: str, *shown: str) -> str:
    return _find(_PROJECTS, when, "x.NAME", *shown)


def _when(condition: str, *shown: str) -> str:
    return f'({condition} ? [["", {", ".join(shown)}]] : [])'


def _with(gathered: str, found: str) -> str:
    return f"(map([{gathered}] as known, {found})[0])"


def _names(items: str, when: str, field: str) -> str:
    return f"map(filter({items} as y, {when}) as y, y.{field})"


def _policy(topic: str) -> str:
    return _when(f'$root["制度"]["{topic}"].STATE != "已印发" and {_TOTAL} >= 0', _TOTAL)


_EXACT, _RECORD = 'x.MANNER == "全部列举"', 'x.SCOPE + "·" + x.SORT + "·" + x.OF'
_VAGUE = f'count({_INDICATORS} as y, y.MANNER == "部分列举")'
_OPEN = "count(known as y, y == x.NAME)"
_SUMS = {field: f"sum(map({_PROJECTS} as y, y.{field}))" for field in ("SPENT", "BUDGET")}
_RULES: dict[str, str] = {
    "R01-000": _project('x.BUDGET >= 1000000000 and x.NATURE == "经常性" and x.SOURCE != "上级"', "x.BUDGET"),
    "R02-000": _project('x.BUDGET >= 3000000000 and x.NATURE == "阶段性" and x.SOURCE != "上级"', "x.BUDGET"),
    "R03-000": _with(
        _names(_RECORDS, "y.MONTH >= 6 and y.MONTH <= 8", "OF"),
        _project('x.SOURCE == "上级" and x.BUDGET >= 0 and not (x.NAME in known)', "x.BUDGET"),
    ),
    "R04-000": _project("x.SPENT * 1000 < x.BUDGET * 800 and x.SPENT * 1000 >= x.BUDGET * 600", "x.SPENT", "x.BUDGET"),
    "R05-000": _project("x.SPENT * 1000 < x.BUDGET * 600", "x.SPENT", "x.BUDGET"),
    "R06-000": _project("x.SPENT > x.BUDGET", "x.SPENT", "x.BUDGET"),
    "R07-000": _project("x.SPENT == 0 and x.BUDGET >= 1", "x.BUDGET"),
    "R08-000": _project(f"x.BUDGET * 1000 > {_TOTAL} * 250", "x.BUDGET", _TOTAL),
    "R09-000": _find(_RECORDS, 'x.SORT == "重点" and x.MONTH <= 9', _RECORD, "x.MONTH"),
    "R10-000": _with(_names(_RECORDS, 'y.SORT == "重点"', "OF"), _project(f"x.NAME in known and {_OPEN} >= 2", _OPEN)),
    "R11-000": _with(
        _names(_PROJECTS, 'y.SOURCE == "上级" or y.BUDGET < 0', "NAME"),
        _find(_RECORDS, "not (x.OF in known)", _RECORD, "x.MONTH"),
    ),
    "R12-000": f'($root["改革事项"] != "无" and $root["目标调整"] == "无" and {_TOTAL} >= 0 ? '
    + _find('$root["改革事项"]', 'x.DIRECTION == "划出"', '""', "x.EFFECTIVE")
    + " : [])",
    "R13-000": _policy("政府采购"),
    "R14-000": _policy("绩效职责分工"),
    "R15-000": _when(f"{_WHOLE} * 1000 < {_TOTAL} * 800", _WHOLE, _TOTAL),
    "R16-000": _when(f"{_SUMS['SPENT']} > {_WHOLE}", _SUMS["SPENT"], _WHOLE),
    "R17-000": _when(f"{_SUMS['BUDGET']} > {_TOTAL}", _SUMS["BUDGET"], _TOTAL),
    "R18-000": _when(f"{_VAGUE} * 1000 > len({_INDICATORS}) * 300", _VAGUE, f"len({_INDICATORS})"),
    "R19-000": _find(
        _INDICATORS, f"{_EXACT} and x.ACTUAL * 1000 < x.TARGET * 900", 'x.NAME + "·" + x.WHERE', "x.ACTUAL", "x.TARGET"
    ),
    "R20-000": _find(
        _INDICATORS, f"{_EXACT} and x.ACTUAL * 1000 > x.TARGET * 1300", 'x.NAME + "·" + x.WHERE', "x.ACTUAL", "x.TARGET"
    ),
}


def _expression() -> str:
    text = f'[$root["部门"]["名称"], {", ".join(_RULES.values())}]'
    for word, field in _WORDS.items():
        text = text.replace(f".{word}", field)
    return text


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) else value


def _findings(file: str) -> Iterator[Finding]:
    evaluate = zen.compile_expression(_expression()).evaluate
    with open(file, "rb") as lines:
        for line in lines:
            name, *answers = evaluate(line)
            for rule, rows in zip(_RULES, answers, strict=True):
                for subject, a, *b in rows:
                    yield rule, name, subject, _whole(a), _whole(b[0]) if b else None


if __name__ == "__main__":
    with open(sys.argv[2], "wb") as found:
        found.write(msgspec.json.Encoder().encode_lines(_findings(sys.argv[1])))
