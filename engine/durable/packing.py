"""From rules to sessions: the JSON rulesets of durable-rules, split so that no session comes near a limit of the engine.

The shapes are those of the safe subset: the phase pattern first; in a pattern the type, then tests on the fact itself,
then joins (equalities first), then groups of alternatives, then a sentinel; `none` only for facts asserted before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from engine.durable.failures import DurableFailed
from engine.durable.forms import SELF, Cell, Conjunction, Side
from engine.durable.questions import Home, Outcome, Rule

PHASE = "phase"
CANARY = "alive"
SENTINEL = {"$and": [{"$ex": {"t": 1}}]}  # the engine reads past the end of a pattern that ends with a failed join
OPERATORS = {"<": "$lt", "≤": "$lte", ">": "$gt", "≥": "$gte", "≠": "$neq"}

MOST_RULES = 40
MOST_PATTERNS = 50  # on one type of facts; at 64 the engine gives up
MOST_BRANCHES = 400  # under one node of the matcher; at 513 the engine does not return
MOST_PROPERTIES = 200  # of one fact; at 255 the engine gives up


@dataclass(frozen=True, slots=True)
class Table:
    """The facts of one type: of which home, and the text of a fact with a place for each cell and the number."""

    home: Home
    cells: tuple[tuple[int, str], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Session:
    """A ruleset and the tables its facts come from; outcomes tells what the firing of rule n says of which question."""

    ruleset: str
    outcomes: tuple[tuple[int, Outcome], ...]
    tables: tuple[Table, ...]


def sessions_of(rules: Iterable[tuple[int, Rule]]) -> tuple[Session, ...]:
    """Packs the rules of questions into as few sessions as the limits allow."""
    drafts: list[_Draft] = []
    for question, rule in sorted(rules, key=lambda pair: (str(pair[1].subject), str(pair[1].element), pair[0])):
        if not drafts or not drafts[-1].takes(rule):
            drafts.append(_Draft())
            if not drafts[-1].takes(rule):
                raise DurableFailed("一条规则的条件太多，超出推理引擎的上限")
        drafts[-1].add(question, rule)
    return tuple(draft.session() for draft in drafts)


@dataclass(slots=True)
class _Sheet:
    """The facts of one type while rules are added: the names of its properties and how many patterns match it."""

    name: str
    names: dict[tuple[int, str], str] = field(default_factory=dict)
    patterns: int = 0

    def named(self, cell: Cell) -> str:
        key = (cell.column, cell.part)
        return self.names.setdefault(key, cell.part if cell.column == SELF else f"{cell.part}{len(self.names)}")


@dataclass(slots=True)
class _Draft:
    """A session while rules are added; the same fact is of one type as a subject and of another as an element."""

    rules: dict[str, Any] = field(default_factory=dict)
    outcomes: list[tuple[int, Outcome]] = field(default_factory=list)
    sheets: dict[tuple[Home, Side], _Sheet] = field(default_factory=dict)
    branches: int = 0

    def takes(self, rule: Rule) -> bool:
        """Whether the rule can be added inside the limits."""
        if len(self.rules) >= MOST_RULES or self.branches + _branches(rule) > MOST_BRANCHES:
            return False
        for home, side, patterns in ((rule.subject, "s", 1), (rule.element, "e", (rule.some is not None) + len(rule.none))):
            sheet = self.sheets.get((home, side), _Sheet(""))
            cells = {(cell.column, cell.part) for cell in rule.cells() if cell.side == side}
            if sheet.patterns + patterns > MOST_PATTERNS or len(sheet.names.keys() | cells) > MOST_PROPERTIES:
                return False
        return True

    def add(self, question: int, rule: Rule) -> None:
        """Adds a rule that the draft takes."""
        subject = self._sheet(rule.subject, "s")
        subject.named(Cell("s", SELF, "i"))
        sheets = {"s": subject}
        if rule.element is not None:
            sheets["e"] = self._sheet(rule.element, "e")
        patterns: list[dict[str, Any]] = [{"p": {"t": PHASE}}, {"s": _pattern("s", rule.tests, sheets)}]
        if rule.some is not None:
            patterns.append({"e": _pattern("e", rule.some, sheets)})
        patterns += [{f"n{n}$not": _pattern("e", tests, sheets)} for n, tests in enumerate(rule.none)]
        self.rules[str(len(self.outcomes))] = {"all": patterns}
        self.outcomes.append((question, rule.outcome))
        self.branches += _branches(rule)

    def _sheet(self, home: Home, side: Side) -> _Sheet:
        return self.sheets.setdefault((home, side), _Sheet(f"{side}{len(self.sheets)}"))

    def session(self) -> Session:
        """The finished session; the canary fires once and makes it safe to delete the session."""
        canary = {CANARY: {"all": [{"p": {"t": PHASE}}]}}
        tables = tuple(
            Table(home, tuple(sheet.names), _fact(sheet)) for (home, _), sheet in self.sheets.items()
        )
        return Session(json.dumps({**self.rules, **canary}), tuple(self.outcomes), tables)


def _branches(rule: Rule) -> int:
    """How many branches of the matcher the rule's patterns may open under one node."""
    return sum(
        max((len(t.right) for t in tests if t.op == "∈" and not isinstance(t.right, Cell)), default=1)
        for tests in rule.conjunctions()
    )


def _fact(sheet: _Sheet) -> str:
    places = "".join(f'"{name}":%d,' for name in sheet.names.values())
    return f'{{"t":"{sheet.name}",{places}"id":"P%06d"}}'


def _pattern(side: Side, tests: Conjunction, sheets: dict[Side, _Sheet]) -> dict[str, Any]:
    sheets[side].patterns += 1
    own: list[dict[str, Any]] = []
    joins: list[dict[str, Any]] = []
    groups: list[dict[str, Any]] = []
    for test in sorted(tests, key=lambda test: test.op != "="):
        left, right = sheets[side].named(test.left), test.right
        if isinstance(right, Cell):
            other = {"$m" if right.side == side else right.side: sheets[right.side].named(right)}
            found = {left: other} if test.op == "=" else {OPERATORS[test.op]: {left: other}}
            (own if right.side == side else joins).append(found)
        elif test.op == "∉":
            own += [{"$neq": {left: number}} for number in right]
        elif len(right) == 1:
            own.append({left: right[0]})
        else:
            groups.append({"$or": [{left: number} for number in right]})
    return {"$and": [{"t": sheets[side].name}, *own, *joins, *groups, SENTINEL]}
