"""The yardstick: the twenty rules fused by hand into Python, as fast as its author could write them.

Decodes with msgspec Structs, one department at a time; products of integers instead of quotients; what several rules
need is worked out once. It knows this workload and nothing else: no unknown values, no evidence, no other rulebook.
"""

from __future__ import annotations

from benchmarks.peers.reading import Department, Finding, Project, stream


def judge(d: Department, found: list[Finding]) -> None:
    """Appends the findings of one department."""
    name, money = d.head.name, d.money
    by_name = {p.name: p for p in d.projects}
    seen: set[str] = set()
    open_: dict[str, int] = {}
    for r in d.records:
        project, month = r.project, r.month
        p = by_name[project]
        if 6 <= month <= 8:
            seen.add(project)
        if r.sort == "重点":
            open_[project] = open_.get(project, 0) + 1
            if month <= 9:
                found.append(("R09-000", name, f"{r.scope}·{r.sort}·{project}", month, None))
        if p.budget >= 0 and p.source != "上级":
            found.append(("R11-000", name, f"{r.scope}·{r.sort}·{project}", month, None))
    for project, n in open_.items():
        if n >= 2:
            found.append(("R10-000", name, project, n, None))
    _projects(d.projects, name, money.total, seen, found)
    _whole(d, name, found)
    _indicators(d, name, found)


def _projects(projects: list[Project], name: str, total: int, seen: set[str], found: list[Finding]) -> None:
    share = total * 250
    for p in projects:
        budget, spent = p.budget, p.spent
        if p.source == "上级":
            if p.name not in seen and budget >= 0:
                found.append(("R03-000", name, p.name, budget, None))
        elif budget >= 1_000_000_000:
            if p.nature == "经常性":
                found.append(("R01-000", name, p.name, budget, None))
            elif budget >= 3_000_000_000:
                found.append(("R02-000", name, p.name, budget, None))
        rate, least = spent * 1000, budget * 800
        if rate < least:
            if rate < budget * 600:
                found.append(("R05-000", name, p.name, spent, budget))
                if spent == 0 and budget >= 1:
                    found.append(("R07-000", name, p.name, budget, None))
            else:
                found.append(("R04-000", name, p.name, spent, budget))
        elif spent > budget:
            found.append(("R06-000", name, p.name, spent, budget))
        if budget * 1000 > share:
            found.append(("R08-000", name, p.name, budget, total))


def _whole(d: Department, name: str, found: list[Finding]) -> None:
    total, spent = d.money.total, d.money.spent
    if d.reforms != "无" and d.changes == "无" and total >= 0:
        found.extend(("R12-000", name, "", r.effective, None) for r in d.reforms if r.direction == "划出")
    if total >= 0:
        if d.policies["政府采购"].state != "已印发":
            found.append(("R13-000", name, "", total, None))
        if d.policies["绩效职责分工"].state != "已印发":
            found.append(("R14-000", name, "", total, None))
    if spent * 1000 < total * 800:
        found.append(("R15-000", name, "", spent, total))
    all_spent = all_budget = 0
    for p in d.projects:
        all_spent += p.spent
        all_budget += p.budget
    if all_spent > spent:
        found.append(("R16-000", name, "", all_spent, spent))
    if all_budget > total:
        found.append(("R17-000", name, "", all_budget, total))


def _indicators(d: Department, name: str, found: list[Finding]) -> None:
    vague = 0
    for i in d.indicators:
        if i.manner == "全部列举":
            actual, target = i.actual * 1000, i.target
            if actual < target * 900:
                found.append(("R19-000", name, f"{i.name}·{i.where}", i.actual, target))
            elif actual > target * 1300:
                found.append(("R20-000", name, f"{i.name}·{i.where}", i.actual, target))
        else:
            vague += 1
    if vague * 1000 > len(d.indicators) * 300:
        found.append(("R18-000", name, "", vague, len(d.indicators)))


if __name__ == "__main__":
    stream(judge)
