"""From conditions to questions: every condition becomes rules of plain comparisons that durable-rules matches exactly.

A question is either one quantifier (a join of its home with the facts of another kind) or a combination of comparisons
on its home's own facts. What is nested inside it, or would make a rule too large, is a question of its own, answered
before it; so is every derived condition that its terms rest on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from engine.dossier import NOTHING, Value
from engine.durable.forms import (
    SELF,
    Atom,
    Cell,
    Forms,
    Side,
    both,
    both_fit,
    compared,
    either,
    either_fits,
    flag,
    one_of,
    same_word,
)
from engine.durable.questions import Column, Frame, Home, NeedsPairs, Question, Rule, Sort, link_between
from engine.durable.reach import fields_read, settled
from engine.program import Check, Program
from engine.quantity import NUMERIC, Dim
from engine.terms import All, AnyOf, Compare, Condition, Exists, Holds, Literal, Not, OneOf, Term, free
from engine.truth import NO, YES
from engine.verdict import State

ALWAYS = All(Dim.TRUTH, "", ())
FLIPPED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}
MOST_ITEMS = 8  # of one 且 or 或: so many always fit once each is a question of its own
MOST_WORDS = 20  # of one 属于: every word is a branch of the matcher
SUBJECT_THERE, ELEMENT_THERE = (Atom(Cell(side, SELF, "y"), "∈", (1,)) for side in ("s", "e"))
SAME_SUBJECT = Atom(Cell("e", SELF, "j"), "=", Cell("s", SELF, "i"))


class Lowering:
    """Collects the questions of a program, each after those it rests on; `words` numbers the words of the rules."""

    def __init__(self, program: Program) -> None:
        self.derived = program.derived
        self.questions: list[Question] = []
        self.columns: list[Column] = []
        self.words: dict[Value, int] = {NOTHING: 1, YES: 2, NO: 3}
        self._numbers: dict[Column, int] = {}
        self._first = 0  # the first question of the present stratum
        self._asked: dict[tuple[Home, Condition], int] = {}
        self._judged: dict[tuple[str, str], int] = {}
        self._levels: dict[tuple[str, str], int] = {}

    def stratum(self, checks: Sequence[Check]) -> range:
        """Adds the questions of one stratum of checks and returns their numbers."""
        self._first = len(self.questions)
        # A condition on findings may have another answer in a later stratum; only derived fields are settled for good.
        self._asked.clear()
        self._levels.clear()
        for check in checks:
            self._check(check)
        return range(self._first, len(self.questions))

    # Questions

    def _check(self, check: Check) -> None:
        home = Home(((0, check.kind),))

        def small(parts: Sequence[Forms]) -> bool:
            return both_fit(parts) and both_fit((parts[0], parts[1].negated()))

        scope, duty = self._fitted((check.scope or ALWAYS, check.duty), Frame(home), small)
        rules = [Rule(State.FINDING, home, (*found, SUBJECT_THERE)) for found in both((scope, duty.negated())).sure]
        rules += [Rule(State.PASS, home, passed) for passed in both((scope, duty)).sure]
        rules += [Rule(State.NOT_APPLICABLE, home, outside) for outside in scope.never]
        self._add(home, rules, check=check)

    def _ask(self, condition: Condition, home: Home) -> int:
        """Returns the number of the question whether a condition holds for the facts of a home."""
        if (home, condition) not in self._asked:
            self._asked[home, condition] = self._predicate(condition, home)
        return self._asked[home, condition]

    def _predicate(self, condition: Condition, home: Home, seeds: tuple[str, str] | None = None) -> int:
        if isinstance(condition, Exists) and free(condition) == home.depths:
            return self._add(home, self._quantified(condition, home), seeds=seeds)
        forms = self._forms(condition, Frame(home))
        rules = [Rule(truth, home, own) for truth, dnf in ((YES, forms.sure), (NO, forms.never)) for own in dnf]
        return self._add(home, rules, seeds=seeds)

    def _quantified(self, node: Exists, home: Home) -> list[Rule]:
        """YES where one element surely is there and meets the condition; NO where there is none that may meet it."""
        condition, element = node.condition or ALWAYS, Home(((node.depth, node.kind),))
        joined: tuple[Atom, ...] = ()
        try:
            forms = self._forms(condition, Frame(home, element, node.depth))
        except NeedsPairs:
            link = link_between(condition, home, node.depth)
            element, joined = Home((*home.variables, *element.variables), home, link), (SAME_SUBJECT,)
            forms = self._forms(condition, Frame(home, element, node.depth))
        rules = []
        for atoms in forms.sure:
            own, some = (tuple(atom for atom in atoms if atom.left.side == side) for side in ("s", "e"))
            rules.append(Rule(YES, home, own, element, (ELEMENT_THERE, *joined, *some)))
        rules.append(Rule(NO, home, (), element, None, tuple((*joined, *atoms) for atoms in forms.perhaps)))
        return rules

    def _add(
        self, home: Home, rules: list[Rule], check: Check | None = None, seeds: tuple[str, str] | None = None
    ) -> int:
        used = {cell.column for rule in rules for cell in rule.cells()} - {SELF}
        level = max((self._level(self.columns[number].source) for number in used), default=0)
        self.questions.append(Question(home, level, tuple(rules), check, seeds))
        return len(self.questions) - 1

    # The first level of the present stratum at which everything is known that a value rests on

    def _level(self, source: Term | Condition | int) -> int:
        if isinstance(source, int):
            return 0 if source < self._first else self.questions[source].level + 1
        return max((self._level_of(key) for key in fields_read(source) if key in self.derived), default=0)

    def _level_of(self, key: tuple[str, str]) -> int:
        definition = self.derived[key]
        if isinstance(definition, Term):
            if key not in self._levels:
                self._levels[key] = self._level(definition)
            return self._levels[key]
        if key not in self._judged:
            self._judged[key] = self._predicate(definition, Home(((0, key[0]),)), seeds=key)
        return self._level(self._judged[key])

    # Conditions

    def _forms(self, condition: Condition, frame: Frame) -> Forms:
        if frame.outside(free(condition)) or settled(condition, self.derived):
            return self._flag(condition, frame)
        match condition:
            case Not(item=item):
                return self._forms(item, frame).negated()
            case All() | AnyOf():
                return self._several(condition, frame)
            case Compare():
                return self._compare(condition, frame)
            case OneOf(words=words) if len(words) > MOST_WORDS:
                halves = words[: len(words) // 2], words[len(words) // 2 :]
                items = tuple(replace(condition, words=half) for half in halves)
                return self._several(AnyOf(Dim.TRUTH, condition.text, items), frame)
            case OneOf(term=term, words=words):
                return one_of(self._cell(term, "word", frame), tuple(map(self._word, words)))
            case _:
                return self._flag(condition, frame)

    def _several(self, node: All | AnyOf, frame: Frame) -> Forms:
        """且 or 或 over any number of conditions, in groups where there are too many."""
        items: Sequence[Condition] = node.items
        while len(items) > MOST_ITEMS:
            groups = (items[at : at + MOST_ITEMS] for at in range(0, len(items), MOST_ITEMS))
            items = [replace(node, items=tuple(group)) for group in groups]
        join, small = (both, both_fit) if isinstance(node, All) else (either, either_fits)
        return join(self._fitted(items, frame, small))

    def _fitted(
        self, items: Sequence[Condition], frame: Frame, small: Callable[[Sequence[Forms]], bool]
    ) -> list[Forms]:
        """The forms of conditions that stand together; the largest become questions of their own until all is small."""
        parts = [self._forms(item, frame) for item in items]

        def weight(at: int) -> tuple[bool, int]:
            return not frame.mixes(free(items[at])), parts[at].size

        while not small(parts):
            at = max((n for n, part in enumerate(parts) if part.size > 1), key=weight)
            parts[at] = self._flag(items[at], frame)
        return parts

    def _flag(self, condition: Condition, frame: Frame) -> Forms:
        """A condition whose truth is known before: a yes-or-no value, a settled condition, or a question of its own."""
        if isinstance(condition, Not):
            return self._flag(condition.item, frame).negated()
        reach = free(condition)
        side, home = frame.place(reach)
        source: Term | Condition | int = condition
        if isinstance(condition, Holds):
            source = condition.term
        elif not settled(condition, self.derived):
            source = self._ask(condition, frame.home_of(reach))
        return flag((side, self._column(home, source, "flag")), joined=side == "s" and frame.element is not None)

    def _compare(self, node: Compare, frame: Frame) -> Forms:
        op, left, right = node.op, node.left, node.right
        sides = frame.place(free(left))[0], frame.place(free(right))[0]
        if isinstance(left, Literal) or sides == ("s", "e"):
            op, left, right = FLIPPED.get(op, op), right, left
        if left.dim in NUMERIC:
            a, b = self._cell(left, "number", frame), self._cell(right, "number", frame)
            return compared(op, a, b, units=left.dim is Dim.COUNT)
        word = self._cell(left, "word", frame)
        if isinstance(right, Literal):
            forms = one_of(word, (self._word(right.value),))
        else:
            forms = same_word(word, self._cell(right, "word", frame))
        return forms if op == "=" else forms.negated()

    def _cell(self, term: Term, sort: Sort, frame: Frame) -> tuple[Side, int]:
        side, home = frame.place(free(term))
        return side, self._column(home, term, sort)

    def _column(self, home: Home, source: Term | Condition | int, sort: Sort) -> int:
        reach = self.questions[source].home.depths if isinstance(source, int) else free(source)
        column = Column(home, source, sort, reach)
        if column not in self._numbers:
            self._numbers[column] = len(self.columns)
            self.columns.append(column)
        return self._numbers[column]

    def _word(self, word: Value) -> int:
        return self.words.setdefault(word, len(self.words) + 1)
