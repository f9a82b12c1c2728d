"""What a whole batch comes to: verdicts by rule, theme and region, and the departments with the most findings.

It is put together from counts and one pass over the lines of departments; equal input gives equal text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import nlargest
from typing import Any

from msgspec import Struct
from msgspec.json import Decoder

from engine import VERSION
from engine.generated.known.counting import WITH_FINDINGS
from engine.report.table import figures
from engine.verdict import State

FORMAT = "jixiao/batch/1"
TOP = 20  # departments named in the summary
_WIDEST = 40  # characters of a cell
Counts = dict[str, int]
Titles = Mapping[str, tuple[str, str]]  # id of a rule -> its name, the title of its theme


class _Department(
    Struct, rename={"name": "部门", "year": "年度", "region": "地区", "findings": "发现问题", "unknowns": "无法判定"}
):
    """A line of 部门.jsonl."""

    name: str
    year: int
    region: str
    findings: int
    unknowns: int


def summarise(
    tally: Mapping[str, Mapping[str, int]],
    departments: Iterable[bytes],
    rejects: int,
    titles: Titles,
    digest: str,
    checked: int = 0,
    other_years: int = 0,
) -> tuple[dict[str, Any], str]:
    """Returns 汇总.json as data and 汇总.txt as text.

    tally is that of all parts together, departments the lines of 部门.jsonl (read once, never held together), rejects
    counts lines refused, titles and digest are the Examiner's, checked counts departments judged twice, other_years
    those left out for their year.
    """
    rules = [_of_rule(rule, name, theme, tally.get(rule, {})) for rule, (name, theme) in titles.items()]
    regions, years = dict[str, Counts](), dict[int, int]()
    top = nlargest(TOP, _counted(departments, regions, years), key=lambda one: one.findings)
    judged, found = (sum(one[word] for one in regions.values()) for word in ("部门", "发现问题的部门"))
    content = {
        "format": FORMAT,
        "版本": VERSION,
        "规则库": digest,
        "部门": judged,
        "发现问题的部门": found,
        "退回": rejects,
        "其他年度": other_years,
        "抽查": checked,
        "判定": {str(state): sum(rule[state] for rule in rules) for state in State},
        "按年度": [{"年度": year, "部门": count} for year, count in sorted(years.items())],
        "按主题": _by_theme(rules),
        "按规则": rules,
        "按地区": [{"地区": region} | counts for region, counts in sorted(regions.items())],
        "问题最多的部门": [_named(one) for one in top if one.findings],
    }
    return content, "\n".join(_blocks(content)) + "\n"


def _of_rule(rule: str, name: str, theme: str, counts: Mapping[str, int]) -> dict[str, Any]:
    states = {str(state): counts.get(state.name, 0) for state in State}
    return {"规则": rule, "名称": name, "主题": theme} | states | {"发现问题的部门": counts.get(WITH_FINDINGS, 0)}


def _by_theme(rules: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The verdicts of each theme that has rules, in the order of its first rule."""
    found: dict[str, Counts] = {}
    for rule in rules:
        own = found.setdefault(rule["主题"], dict.fromkeys(map(str, State), 0))
        for state in State:
            own[str(state)] += rule[state]
    return [{"主题": theme} | counts for theme, counts in found.items()]


def _counted(lines: Iterable[bytes], regions: dict[str, Counts], years: dict[int, int]) -> Iterator[_Department]:
    """Yields the departments, and counts them by region and by year on the way."""
    decoder = Decoder(_Department)
    for line in lines:
        one = decoder.decode(line)
        own = regions.setdefault(one.region, dict.fromkeys(("部门", "发现问题的部门", "发现问题", "无法判定"), 0))
        own["部门"] += 1
        years[one.year] = years.get(one.year, 0) + 1
        own["发现问题的部门"] += one.findings > 0
        own["发现问题"] += one.findings
        own["无法判定"] += one.unknowns
        yield one


def _named(one: _Department) -> dict[str, Any]:
    return {"部门": one.name, "年度": one.year, "地区": one.region, "发现问题": one.findings, "无法判定": one.unknowns}


# The text


def _blocks(content: dict[str, Any]) -> Iterator[str]:
    """What counts most first: the whole, by theme, who, where; the long list of rules last."""
    yield "批量检查汇总"
    yield _opening(content)
    yield "判定：" + "　".join(f"{state} {count:,}" for state, count in content["判定"].items())
    yield from _conclusion(content)
    states = [str(state) for state in State]
    judged = [rule for rule in content["按规则"] if any(rule[state] for state in State)]
    if judged:
        yield "\n【按主题】"
        yield _drawn([one for one in content["按主题"] if any(one[state] for state in states)], ["主题"], states)
    if content["问题最多的部门"]:
        more = f"（共 {content['发现问题的部门']:,} 个，列出 {TOP} 个）" if content["发现问题的部门"] > TOP else ""
        yield f"\n【发现问题最多的部门】{more}"
        yield _drawn(content["问题最多的部门"], ["部门", "年度", "地区"], ["发现问题", "无法判定"])
    if len(content["按地区"]) > 1:
        yield "\n【按地区】"
        yield _drawn(content["按地区"], ["地区"], ["部门", "发现问题的部门", "发现问题", "无法判定"])
    if judged:
        yield from _of_rules(judged)
    idle = [rule["规则"] for rule in content["按规则"] if rule not in judged]
    if idle and content["部门"]:
        yield f"没有判定任何对象的规则：{'、'.join(idle)}"
    yield f"\n规则库：{content['规则库'][:16].upper()}　规则 {len(content['按规则'])} 条　版本：{content['版本']}"


def _of_rules(judged: list[dict[str, Any]]) -> Iterator[str]:
    """The rules in lines that fit into a window of eighty columns; the rest of their verdicts is in the data."""
    yield "\n【按规则】发现问题多的在前；未发现问题、不适用、已豁免各多少，见 汇总.json"
    ordered = sorted(judged, key=lambda rule: (-rule[State.FINDING], -rule[State.UNKNOWN]))
    rows = [rule | {"涉及部门": rule["发现问题的部门"]} for rule in ordered]
    yield _drawn(rows, ["规则", "名称"], ["发现问题", "涉及部门", "无法判定"])


def _opening(content: dict[str, Any]) -> str:
    judged, found = content["部门"], content["发现问题的部门"]
    years = [f"{one['年度']}年度 {one['部门']:,} 个" for one in content["按年度"]]
    which = f"（{'、'.join(years)}）" if len(years) > 1 else ""
    parts = [f"检查部门 {judged:,} 个{which}" + (f"，其中发现问题的 {found:,} 个" if judged else "")]
    if content["其他年度"]:
        parts.append(f"其他年度未检查 {content['其他年度']:,} 个")
    if content["退回"]:
        parts.append(f"退回 {content['退回']:,} 行，见 退回.jsonl")
    if content["抽查"]:
        parts.append(f"抽查 {content['抽查']:,} 个部门，由另一个求值器再判一遍，结果一致")
    return "；".join(parts) + "。"


def _conclusion(content: dict[str, Any]) -> Iterator[str]:
    """A run must not look clean because facts were missing, or lines were refused."""
    if content["判定"][State.UNKNOWN]:
        count = content["判定"][State.UNKNOWN]
        yield f"无法判定的 {count:,} 项因资料不足没有结论，不代表没有问题；缺什么见 无法判定.jsonl。"
    if content["退回"]:
        yield "退回的行没有检查，不代表没有问题；改正后请重新运行。"


def _drawn(rows: Iterable[dict[str, Any]], words: list[str], numbers: list[str]) -> str:
    """A table of words to the left and numbers to the right."""
    cells = [[*(_plain(row[w]) for w in words), *(f"{row[n]:,}" for n in numbers)] for row in rows]
    return figures(cells, [*words, *numbers], len(words))


def _plain(value: object) -> str:
    """A cell of one line and no great width, whatever a name holds."""
    text = " ".join(str(value).split())
    return text if len(text) <= _WIDEST else text[:_WIDEST] + "……"
