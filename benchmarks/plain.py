"""What the rules of the workload find, said as plainly as its table says it; slow, and right for any number of copies.

Every engine must find exactly this. It shares no code with the engine nor with the hand-fused function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.findings import Finding
from benchmarks.templates import TEMPLATES
from benchmarks.workload import rule_id, threshold

Dict = dict[str, Any]
Judged = tuple[str, Any, Any, bool]  # subject, a, b, whether it is a finding


def findings(department: Dict, copies: int = 1) -> Iterator[Finding]:
    """Yields the findings of one department."""
    name = department["部门"]["名称"]
    for template in TEMPLATES:
        for copy in range(copies):
            limit, rule = threshold(template, copy, copies), rule_id(template, copy)
            for subject, a, b, found in _RULES[template.id](department, limit):
                if found:
                    yield rule, name, subject, a, b


def _list(department: Dict, kind: str) -> list[Dict]:
    return [] if department[kind] == "无" else department[kind]


def _of_projects(rule: Callable[[Dict, Dict, int], tuple[Any, Any, bool]]) -> Callable[[Dict, int], Iterator[Judged]]:
    return lambda d, t: ((p["名称"], *rule(p, d, t)) for p in _list(d, "项目"))


def _of_records(rule: Callable[[Dict, Dict, int], bool]) -> Callable[[Dict, int], Iterator[Judged]]:
    def judged(d: Dict, t: int) -> Iterator[Judged]:
        projects = {p["名称"]: p for p in _list(d, "项目")}
        for r in _list(d, "监控记录"):
            subject = f"{r['对象']}·{r['类型']}·{r['项目']}"
            yield subject, r["截止月份"], None, rule(r, projects[r["项目"]], t)

    return judged


def _of_indicators(rule: Callable[[int, int, int], bool]) -> Callable[[Dict, int], Iterator[Judged]]:
    def judged(d: Dict, t: int) -> Iterator[Judged]:
        for i in _list(d, "列举"):
            actual, target = i["列举个数（个）"], i["声明个数（个）"]
            met = i["列举方式"] == "全部列举" and rule(actual, target, t)
            yield f"{i['名称']}·{i['位置']}", actual, target, met

    return judged


def _not_key(nature: str) -> Callable[[Dict, int], Iterator[Judged]]:
    return _of_projects(lambda p, _, t: (_b(p), None, p["性质"] == nature and _b(p) >= t and p["资金来源"] != "上级"))


def _b(fact: Dict) -> int:
    return fact["年度预算（分）"]


def _s(fact: Dict) -> int:
    return fact["支出（分）"]


def _rate(rule: Callable[[int, int, int], bool]) -> Callable[[Dict, int], Iterator[Judged]]:
    return _of_projects(lambda p, _, t: (_s(p), _b(p), rule(_s(p) * 1000, _b(p), t)))


def _total(d: Dict) -> int:
    return d["预算收支"]["总预算（分）"]


def _middle(p: Dict, d: Dict) -> bool:
    return any(r["项目"] == p["名称"] and 6 <= r["截止月份"] <= 8 for r in _list(d, "监控记录"))


def _open(p: Dict, d: Dict) -> int:
    return sum(r["项目"] == p["名称"] and r["类型"] == "重点" for r in _list(d, "监控记录"))


def _policy(topic: str) -> Callable[[Dict, int], Iterator[Judged]]:
    return lambda d, t: iter([("", _total(d), None, d["制度"][topic]["状态"] != "已印发" and _total(d) >= t)])


def _reformed(d: Dict, t: int) -> Iterator[Judged]:
    for reform in _list(d, "改革事项"):
        yield "", reform["生效日期"], None, not _list(d, "目标调整") and _total(d) >= t


def _more(a: int, b: int, t: int) -> tuple[str, int, int, bool]:
    return "", a, b, a * 1000 > b * t


def _vague(d: Dict, t: int) -> Iterator[Judged]:
    yield _more(sum(i["列举方式"] == "部分列举" for i in _list(d, "列举")), len(_list(d, "列举")), t)


_RULES: dict[str, Callable[[Dict, int], Iterator[Judged]]] = {
    "R01": _not_key("经常性"),
    "R02": _not_key("阶段性"),
    "R03": _of_projects(lambda p, d, t: (_b(p), None, p["资金来源"] == "上级" and _b(p) >= t and not _middle(p, d))),
    "R04": _rate(lambda rate, budget, t: budget * t <= rate < budget * 800),
    "R05": _rate(lambda rate, budget, t: rate < budget * t),
    "R06": _rate(lambda rate, budget, t: rate > budget * t),
    "R07": _of_projects(lambda p, _, t: (_b(p), None, _s(p) == 0 and _b(p) >= t)),
    "R08": _of_projects(lambda p, d, t: (_b(p), _total(d), _b(p) * 1000 > _total(d) * t)),
    "R09": _of_records(lambda r, p, t: r["类型"] == "重点" and r["截止月份"] <= t),
    "R10": _of_projects(lambda p, d, t: (_open(p, d), None, _open(p, d) >= t)),
    "R11": _of_records(lambda r, p, t: p["资金来源"] != "上级" and _b(p) >= t),
    "R12": _reformed,
    "R13": _policy("政府采购"),
    "R14": _policy("绩效职责分工"),
    "R15": lambda d, t: iter([("", _s(d["预算收支"]), _total(d), _s(d["预算收支"]) * 1000 < _total(d) * t)]),
    "R16": lambda d, t: iter([_more(sum(map(_s, _list(d, "项目"))), _s(d["预算收支"]), t)]),
    "R17": lambda d, t: iter([_more(sum(map(_b, _list(d, "项目"))), _total(d), t)]),
    "R18": _vague,
    "R19": _of_indicators(lambda actual, target, t: actual * 1000 < target * t),
    "R20": _of_indicators(lambda actual, target, t: actual * 1000 > target * t),
}
