"""Lines to departments for the peers that need Python objects: msgspec Structs, decoded and validated in one pass."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

Finding = tuple[str, str, str, Any, Any]  # rule, department, subject, a, b


class Project(Struct, gc=False, rename=dict(
    name="名称", nature="性质", budget="年度预算（分）", spent="支出（分）", source="资金来源"
).get):  # fmt: skip
    """A project; money in 分, source 上级 where it is key monitored."""

    name: str
    nature: str
    budget: int
    spent: int
    source: str


class Record(Struct, gc=False, rename=dict(scope="对象", sort="类型", project="项目", month="截止月份").get):
    """A monitoring record; sort 重点 where what it found was not corrected."""

    scope: str
    sort: str
    project: str
    month: int


class Indicator(Struct, gc=False, rename=dict(
    name="名称", where="位置", target="声明个数（个）", actual="列举个数（个）", manner="列举方式"
).get):  # fmt: skip
    """An indicator; manner 全部列举 where it is quantifiable."""

    name: str
    where: str
    target: int
    actual: int
    manner: str


class Head(Struct, gc=False, rename=dict(name="名称", year="年度", region="地区").get):
    """Whose facts these are."""

    name: str
    year: int
    region: str


class Budget(Struct, gc=False, rename=dict(total="总预算（分）", spent="支出（分）").get):
    """The money of the department in 分."""

    total: int
    spent: int


class Reform(Struct, gc=False, rename=dict(function="职能", direction="方向", effective="生效日期").get):
    """A reform; effective 2022-08-31."""

    function: str
    direction: str
    effective: str


class Change(Struct, gc=False, rename=dict(function="职能").get):
    """A change of targets."""

    function: str


class State(Struct, gc=False, rename=dict(state="状态").get):
    """How far a policy is."""

    state: str


class Department(Struct, gc=False, rename=dict(
    head="部门", money="预算收支", reforms="改革事项", changes="目标调整", policies="制度", projects="项目",
    records="监控记录", indicators="列举",
).get):  # fmt: skip
    """A department; a list that is empty may be the word 无."""

    head: Head
    money: Budget
    reforms: list[Reform] | str
    changes: list[Change] | str
    policies: dict[str, State]
    projects: list[Project]
    records: list[Record]
    indicators: list[Indicator]


def departments(file: str) -> Iterator[Department]:
    """Reads the departments of a file one after the other."""
    decode = msgspec.json.Decoder(Department).decode
    with open(file, "rb") as lines:
        yield from map(decode, lines)


def stream(judge: Callable[[Department, list[Finding]], None]) -> None:
    """The whole program of a peer that sees one department at a time: reads, judges, writes what it finds."""
    encode, found = msgspec.json.Encoder().encode_lines, []
    with open(sys.argv[2], "wb") as out:
        for department in departments(sys.argv[1]):
            judge(department, found)
            if len(found) > 1000:
                out.write(encode(found))
                found.clear()
        out.write(encode(found))
