"""The lines of the findings of a plain department: the pieces of each rule's line with the values between them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from engine.generated.known.counting import Hit
from engine.generated.known.naming import Name, Namer
from engine.generated.known.spec import Told

Say = Callable[[Hit, str, "Naming"], str]


class Naming:
    """The functions that name a department's facts by several fields, by kind, each made when it is first asked for."""

    def __init__(self, namers: dict[str, Namer], department: Any) -> None:
        self._namers, self._department = namers, department

    def __getattr__(self, kind: str) -> Name:
        name = self._namers[kind].names(getattr(self._department, kind))
        setattr(self, kind, name)
        return name


def saying_source(groups: Sequence[Told]) -> str:
    """Returns `says`: for each group a function of a finding, what follows and the names, that returns a line.

    Of a family it is what follows the rule in the line, which `lines_of` puts after each rule.
    """
    return "".join(["says = [\n", *(f"    lambda hit, end, 名: {_line(group)},\n" for group in groups), "]\n"])


def _line(group: Told) -> str:
    """The f-string of a group's line; what stands in rules enters it as text alone."""
    first = 2 if group.limits else 1
    text = "" if group.limits else _braced(head_of(group.rules[0]))
    for number, piece in enumerate(group.pieces):
        text += _braced(piece)
        if number < len(group.pieces) - 1:
            value = f"hit[{number + first}]"
            text += f"{{名.{group.kind}({value})}}" if group.named and number == group.subject else f"{{{value}}}"
    return "f" + repr(text + "{end}")


def head_of(rule: str) -> str:
    """How the line of a finding begins."""
    return f'{{"规则":{json.dumps(rule, ensure_ascii=False)},"级别":"'


def lines_of(hits: list[Hit], says: Sequence[Say], heads: dict[int, list[str]], end: str, names: Naming) -> list[str]:
    """Returns the lines of findings, those of a family together; heads are how its lines begin."""
    if not heads:
        return [says[hit[0]](hit, end, names) for hit in hits]
    lines = []
    for hit in hits:
        text = says[hit[0]](hit, end, names)
        own = heads.get(hit[0])
        lines.append(text if own is None else text.join(own[: hit[1]]) + text)
    return lines


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
