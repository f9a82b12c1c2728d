"""Lines to departments for the peers that need Python objects: msgspec Structs, decoded and validated in one pass."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec import Struct, field

Finding = tuple[str, str, str, Any, Any]  # rule, department, subject, a, b


class Project(Struct, gc=False):
    """A project; money in 分, source 上级 where it is key monitored."""

    name: str = field(name="名称")
    nature: str = field(name="性质")
    budget: int = field(name="年度预算（分）")
    spent: int = field(name="支出（分）")
    source: str = field(name="资金来源")


class Record(Struct, gc=False):
    """A monitoring record; sort 重点 where what it found was not corrected."""

    scope: str = field(name="对象")
    sort: str = field(name="类型")
    project: str = field(name="项目")
    month: int = field(name="截止月份")


class Indicator(Struct, gc=False):
    """An indicator; manner 全部列举 where it is quantifiable."""

    name: str = field(name="名称")
    where: str = field(name="位置")
    target: int = field(name="声明个数（个）")
    actual: int = field(name="列举个数（个）")
    manner: str = field(name="列举方式")


class Head(Struct, gc=False):
    """Whose facts these are."""

    name: str = field(name="名称")
    year: int = field(name="年度")
    region: str = field(name="地区")


class Budget(Struct, gc=False):
    """The money of the department in 分."""

    total: int = field(name="总预算（分）")
    spent: int = field(name="支出（分）")


class Reform(Struct, gc=False):
    """A reform; effective 2022-08-31."""

    function: str = field(name="职能")
    direction: str = field(name="方向")
    effective: str = field(name="生效日期")


class Change(Struct, gc=False):
    """A change of targets."""

    function: str = field(name="职能")


class Policy(Struct, gc=False):
    """How far a policy is."""

    state: str = field(name="状态")


class Department(Struct, gc=False):
    """A department; a list that is empty may be the word 无."""

    head: Head = field(name="部门")
    money: Budget = field(name="预算收支")
    reforms: list[Reform] | str = field(name="改革事项")
    changes: list[Change] | str = field(name="目标调整")
    policies: dict[str, Policy] = field(name="制度")
    projects: list[Project] = field(name="项目")
    records: list[Record] = field(name="监控记录")
    indicators: list[Indicator] = field(name="列举")


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
