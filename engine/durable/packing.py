"""From rules to sessions: the JSON rulesets of durable-rules, split so that none comes near a limit of the engine.

Every rule has the one shape in which the engine was found to be right: first the phase pattern; in each pattern the
type, then comparisons within the fact, then joins with equalities first, then groups of alternatives, then a sentinel.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct, field

from engine.durable.failures import DurableFailed
from engine.durable.forms import SELF, Cell, Conjunction, Side
from engine.durable.questions import Home, Outcome, Rule

PHASE = {"p": {"t": "phase"}}
CANARY = {"alive": {"all": [PHASE]}}  # must fire once; without a firing the engine crashes when a session is deleted
SENTINEL = {"$and": [{"$ex": {"t": 1}}]}  # the engine reads past the end of a pattern that ends with a failed join
OPERATORS = {"<": "$lt", "≤": "$lte", ">": "$gt", "≥": "$gte", "≠": "$neq"}

MOST_RULES = 40
MOST_PATTERNS = 50  # on one type of facts; at 64 the engine gives up
MOST_BRANCHES = 400  # under one node of the matcher; at 513 the engine does not return
MOST_PROPERTIES = 200  # of one fact; at 255 the engine gives up


class Table(Struct, frozen=True):
    """The facts of one type: home and side, the cell of each property, and the text to put the numbers into."""

    home: Home
    side: Side
    cells: tuple[tuple[int, str], ...]
    text: str


class Session(Struct, frozen=True):
    """A ruleset and the tables of its facts; outcomes says what the firing of rule n answers to which question."""

    ruleset: str
    outcomes: tuple[tuple[int, Outcome], ...]
    tables: tuple[Table, ...]


def sessions_of(rules: Iterable[tuple[int, Rule]]) -> tuple[Session, ...]:
    """Packs the rules of questions into few sessions; rules on the same facts come to stand together."""
    drafts: list[_Draft] = []
    for question, rule in sorted(rules, key=lambda pair: (str(pair[1].subject), str(pair[1].element), pair[0])):
        if not drafts or not drafts[-1].takes(rule):
            drafts.append(_Draft())
            if not drafts[-1].takes(rule):
                raise DurableFailed("一条规则的条件太多，超出推理引擎的上限")
        drafts[-1].add(question, rule)
    return tuple(draft.session() for draft in drafts)


class _Sheet(Struct):
    """The facts of one type while rules are added: the names of their properties, and how many patterns match them."""

    name: str = ""
    columns: dict[int, str] = field(default_factory=lambda: {SELF: ""})
    names: dict[tuple[int, str], str] = field(default_factory=dict)
    patterns: int = 0

    def property(self, cell: Cell) -> str:
        number = self.columns.setdefault(cell.column, str(len(self.columns)))
        return self.names.setdefault((cell.column, cell.part), cell.part + number)


class _Draft(Struct):
    """A session while rules are added. A fact is of one type as a subject and of another as an element.

    The engine takes the facts of one match to be distinct, but an element may well be the subject itself.
    """

    rules: dict[str, Any] = field(default_factory=dict)
    outcomes: list[tuple[int, Outcome]] = field(default_factory=list)
    sheets: dict[tuple[Home, Side], _Sheet] = field(default_factory=dict)
    branches: int = 0

    def takes(self, rule: Rule) -> bool:
        """Whether the rule can be added inside the limits."""
        for home, side, patterns in _patterns(rule):
            sheet = self.sheets.get((home, side), _Sheet())
            cells = {(cell.column, cell.part) for cell in rule.cells() if cell.side == side}
            if sheet.patterns + patterns > MOST_PATTERNS or len(sheet.names.keys() | cells) > MOST_PROPERTIES:
                return False
        return len(self.rules) < MOST_RULES and self.branches + _branches(rule) <= MOST_BRANCHES

    def add(self, question: int, rule: Rule) -> None:
        """Adds a rule that the draft takes."""
        for home, side, patterns in _patterns(rule):
            self.sheets.setdefault((home, side), _Sheet(f"{side}{len(self.sheets)}")).patterns += patterns
        sheets: dict[Side, _Sheet] = {side: self.sheets[home, side] for home, side, _ in _patterns(rule)}
        sheets["s"].property(Cell("s", SELF, "i"))
        some = [{"e": _pattern("e", rule.some, sheets)}] if rule.some is not None else []
        none = [{f"n{n}$not": _pattern("e", atoms, sheets)} for n, atoms in enumerate(rule.none)]
        self.rules[str(len(self.outcomes))] = {"all": [PHASE, {"s": _pattern("s", rule.own, sheets)}, *some, *none]}
        self.outcomes.append((question, rule.outcome))
        self.branches += _branches(rule)

    def session(self) -> Session:
        """The finished session."""
        tables = (Table(home, side, tuple(sheet.names), _fact(sheet)) for (home, side), sheet in self.sheets.items())
        return Session(json.dumps({**self.rules, **CANARY}), tuple(self.outcomes), tuple(tables))


def _patterns(rule: Rule) -> Iterator[tuple[Home, Side, int]]:
    """The types of facts that a rule matches, each with the number of its patterns."""
    yield rule.subject, "s", 1
    if rule.element is not None:
        yield rule.element, "e", (rule.some is not None) + len(rule.none)


def _branches(rule: Rule) -> int:
    """How many branches of the matcher the rule's patterns may open under one node."""
    return sum(max((_width(atom.right) for atom in atoms), default=1) for atoms in rule.conjunctions())


def _width(right: Cell | tuple[int, ...]) -> int:
    return 1 if isinstance(right, Cell) else len(right)


def _fact(sheet: _Sheet) -> str:
    places = "".join(f'"{name}":%d,' for name in sheet.names.values())
    return f'{{"t":"{sheet.name}",{places}"id":"P%06d"}}'


def _pattern(side: Side, atoms: Conjunction, sheets: dict[Side, _Sheet]) -> dict[str, Any]:
    within: list[dict[str, Any]] = []
    joins: list[dict[str, Any]] = []
    groups: list[dict[str, Any]] = []
    for atom in sorted(atoms, key=lambda atom: atom.op != "="):
        left, right = sheets[side].property(atom.left), atom.right
        if isinstance(right, Cell):
            other = {"$m" if right.side == side else right.side: sheets[right.side].property(right)}
            found = {left: other} if atom.op == "=" else {OPERATORS[atom.op]: {left: other}}
            (within if right.side == side else joins).append(found)
        elif atom.op == "∉":
            within += [{"$neq": {left: number}} for number in right]
        elif len(right) == 1:
            within.append({left: right[0]})
        else:
            groups.append({"$or": [{left: number} for number in right]})
    return {"$and": [{"t": sheets[side].name}, *within, *joins, *groups, SENTINEL]}
