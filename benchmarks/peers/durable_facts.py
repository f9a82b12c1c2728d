"""The twenty rules for durable-rules, and a department as its facts; both ways of driving it share them.

The host counts and sums, which the engine cannot (R10, R16, R17, R18), multiplies what stands on the left of a
comparison, puts records before projects (`none` is right in that order only), and names the budget of the department
with every project.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from benchmarks.peers.reading import Department

Rule = dict[str, Any]


def _pattern(alias: str, kind: str, *conditions: Rule) -> Rule:
    return {alias: {"$and": [{"t": kind}, *conditions]}}


def _rule(*patterns: Rule) -> Rule:
    return {"all": list(patterns)}


def _times(field: str, factor: int, alias: str = "$m") -> Rule:
    return {"$mul": {"$l": {alias: field}, "$r": factor}}


def _project(*conditions: Rule) -> Rule:
    return _rule(_pattern("f", "p", *conditions))


def _department(*conditions: Rule) -> Rule:
    return _rule(_pattern("f", "d", *conditions))


_SURE: Rule = {"$and": [{"$ex": {"t": 1}}]}  # a join must not come last in its pattern: the engine reads past its end
_BELOW_600: Rule = {"$lt": {"rate": _times("budget", 600)}}
RULES: dict[str, Rule] = {
    "R01-000": _project({"nature": "经常性"}, {"$gte": {"budget": 10**9}}, {"key": 0}),
    "R02-000": _project({"nature": "阶段性"}, {"$gte": {"budget": 3 * 10**9}}, {"key": 0}),
    "R03-000": _rule(
        _pattern("f", "p", {"key": 1}, {"$gte": {"budget": 0}}),
        _pattern("none$not", "r", {"$gte": {"month": 6}}, {"$lte": {"month": 8}}, {"project": {"f": "name"}}, _SURE),
    ),
    "R04-000": _project({"$gte": {"rate": _times("budget", 600)}}, {"$lt": {"rate": _times("budget", 800)}}),
    "R05-000": _project(_BELOW_600),
    "R06-000": _project({"$gt": {"rate": _times("budget", 1000)}}),
    "R07-000": _project({"spent": 0}, {"$gte": {"budget": 1}}),
    "R08-000": _project({"$gt": {"share": _times("total", 250)}}),
    "R09-000": _rule(_pattern("f", "r", {"fixed": 0}, {"$lte": {"month": 9}})),
    "R10-000": _rule(_pattern("f", "o", {"$gte": {"open": 2}})),
    "R11-000": _rule(
        _pattern("p", "p", {"key": 0}, {"$gte": {"budget": 0}}),
        _pattern("f", "r", {"project": {"p": "name"}}, _SURE),
    ),
    "R12-000": _department({"reformed": 1}, {"adjusted": 0}, {"$gte": {"total": 0}}),
    "R13-000": _department({"procurement": 0}, {"$gte": {"total": 0}}),
    "R14-000": _department({"duty": 0}, {"$gte": {"total": 0}}),
    "R15-000": _department({"$lt": {"rate": _times("total", 800)}}),
    "R16-000": _department({"$gt": {"all_spent": {"$m": "spent"}}}),
    "R17-000": _department({"$gt": {"all_budget": {"$m": "total"}}}),
    "R18-000": _department({"$gt": {"vague1000": _times("indicators", 300)}}),
    "R19-000": _rule(_pattern("f", "i", {"exact": 1}, {"$lt": {"rate": _times("target", 900)}})),
    "R20-000": _rule(_pattern("f", "i", {"exact": 1}, {"$gt": {"rate": _times("target", 1300)}})),
    "alive": _rule(_pattern("f", "end")),
}
_VALUES = {
    "R04": ("spent", "budget"), "R05": ("spent", "budget"), "R06": ("spent", "budget"), "R08": ("budget", "total"),
    "R09": ("month", ""), "R10": ("open", ""), "R11": ("month", ""), "R12": ("effective", ""), "R13": ("total", ""),
    "R14": ("total", ""), "R15": ("spent", "total"), "R16": ("all_spent", "spent"), "R17": ("all_budget", "total"),
    "R18": ("vague", "indicators"), "R19": ("actual", "target"), "R20": ("actual", "target"),
}  # fmt: skip
SHOWN = {rule: _VALUES.get(rule[:3], ("budget", "")) for rule in RULES}


def facts_of(d: Department) -> list[Rule]:
    """All facts of one department, flat, each with an id of its own: alike facts would be taken for one."""
    total = d.money.total
    open_ = Counter(r.project for r in d.records if r.sort == "重点")
    facts: list[Rule] = [
        {
            "t": "r", "name": f"{r.scope}·{r.sort}·{r.project}", "project": r.project, "month": r.month,
            "fixed": int(r.sort == "日常"),
        }
        for r in d.records
    ]  # fmt: skip
    facts += [{"t": "o", "name": name, "open": count} for name, count in open_.items()]
    facts += [
        {
            "t": "p", "name": p.name, "nature": p.nature, "budget": p.budget, "spent": p.spent, "rate": p.spent * 1000,
            "share": p.budget * 1000, "total": total, "key": int(p.source == "上级"),
        }
        for p in d.projects
    ]  # fmt: skip
    facts += [
        {
            "t": "i", "name": f"{i.name}·{i.where}", "actual": i.actual, "rate": i.actual * 1000, "target": i.target,
            "exact": int(i.manner == "全部列举"),
        }
        for i in d.indicators
    ]  # fmt: skip
    facts.append(_whole(d))
    for number, fact in enumerate(facts):
        fact["id"], fact["sid"] = str(number), d.head.name
    return facts


def _whole(d: Department) -> Rule:
    vague = sum(i.manner == "部分列举" for i in d.indicators)
    return {
        "t": "d", "name": "", "total": d.money.total, "spent": d.money.spent, "rate": d.money.spent * 1000,
        "reformed": int(d.reforms != "无"), "adjusted": int(d.changes != "无"),
        "effective": d.reforms[0].effective if isinstance(d.reforms, list) else "",
        "procurement": int(d.policies["政府采购"].state == "已印发"),
        "duty": int(d.policies["绩效职责分工"].state == "已印发"),
        "all_spent": sum(p.spent for p in d.projects), "all_budget": sum(p.budget for p in d.projects),
        "vague": vague, "vague1000": vague * 1000, "indicators": len(d.indicators),
    }  # fmt: skip
