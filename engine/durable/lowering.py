"""From conditions to questions: every condition becomes rules of plain tests that durable-rules can match exactly.

A question is either one quantifier (a join of its home with the facts of another kind) or a combination of tests on
its home's own facts. What is nested inside it, or would make a rule too large, is a question of its own, answered
before it; so is every derived condition that its terms rest on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from engine.dossier import NOTHING, Value
from engine.durable.forms import SELF, Cell, Forms, Side, Test, both, compared, fits, flag, one_of, same_word
from engine.durable.questions import Column, Frame, Home, NeedsPairs, Question, Rule, Sort, link_between
from engine.durable.reach import fields_read, free
from engine.program import Check, Program
from engine.quantity import NUMERIC, Dim
from engine.terms import (
    Agree,
    All,
    AnyOf,
    Compare,
    Condition,
    Contains,
    Exists,
    FieldOf,
    Holds,
    IsNone,
    LinkedField,
    Literal,
    Node,
    Not,
    OneOf,
    SingleField,
    Term,
    children,
)
from engine.truth import NO, YES
from engine.verdict import State

ALWAYS = All(Dim.TRUTH, "", ())
COMPARED = (NUMERIC - {Dim.AMOUNT}) | {Dim.TEXT, Dim.TRUTH}  # what a 量 measures is known only when it is read
FLIPPED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}
MOST_WORDS = 20  # of one 属于: every word is a branch of the matcher
MOST_ITEMS = 8  # of one 且 or 或: so many always fit once each is a question of its own
HERE, SURELY_HERE = (Test(Cell(side, SELF, "y"), "∈", (1,)) for side in ("s", "e"))
SAME_SUBJECT = Test(Cell("e", SELF, "j"), "=", Cell("s", SELF, "i"))


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
        self._term_levels: dict[tuple[str, str], int] = {}

    def stratum(self, checks: Sequence[Check]) -> range:
        """Adds the questions of one stratum of checks and returns their numbers."""
        self._first = len(self.questions)
        # A condition on findings may have another answer in a later stratum; only derived fields are settled for good.
        self._asked.clear()
        self._term_levels.clear()
        for check in checks:
            self._check(check)
        return range(self._first, len(self.questions))

    # Questions

    def _check(self, check: Check) -> None:
        home = Home(((0, check.kind),))

        def small(parts: Sequence[Forms]) -> bool:
            return fits(parts) and fits((parts[0], parts[1].negated()))

        scope, duty = self._fitted((check.scope or ALWAYS, check.duty), Frame(home), small)
        rules = [Rule(State.FINDING, home, (*tests, HERE)) for tests in both((scope, duty.negated())).sure]
        rules += [Rule(State.PASS, home, tests) for tests in both((scope, duty)).sure]
        rules += [Rule(State.NOT_APPLICABLE, home, tests) for tests in scope.never]
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
        rules = [Rule(truth, home, tests) for truth, dnf in ((YES, forms.sure), (NO, forms.never)) for tests in dnf]
        return self._add(home, rules, seeds=seeds)

    def _quantified(self, node: Exists, home: Home) -> list[Rule]:
        """YES where one element surely is there and fits; NO where there is none that possibly fits."""
        condition = node.condition or ALWAYS
        element, joined = Home(((node.depth, node.kind),)), ()
        try:
            forms = self._forms(condition, Frame(home, element, node.depth))
        except NeedsPairs:
            link = link_between(condition, home, node.depth)
            element, joined = Home((*home.variables, *element.variables), home, link), (SAME_SUBJECT,)
            forms = self._forms(condition, Frame(home, element, node.depth))
        rules = []
        for tests in forms.sure:
            own, some = (tuple(test for test in tests if test.left.side == side) for side in ("s", "e"))
            rules.append(Rule(YES, home, own, element, (SURELY_HERE, *joined, *some)))
        rules.append(Rule(NO, home, (), element, None, tuple((*joined, *tests) for tests in forms.perhaps)))
        return rules

    def _add(
        self, home: Home, rules: list[Rule], check: Check | None = None, seeds: tuple[str, str] | None = None
    ) -> int:
        used = [self.columns[n] for n in {cell.column for rule in rules for cell in rule.cells()} if n != SELF]
        homes = {home, *(rule.element for rule in rules if rule.element), *(column.home for column in used)}
        sources = [*(column.source for column in used), *(term for place in homes for term in place.link or ())]
        level = max(map(self._ready, sources), default=0)
        self.questions.append(Question(home, level, tuple(rules), check, seeds))
        return len(self.questions) - 1

    # When a value can be settled: the first level of this stratum at which all it rests on is known

    def _ready(self, source: Term | Condition | int) -> int:
        if isinstance(source, int):
            return 0 if source < self._first else self.questions[source].level + 1
        return max((self._known(key) for key in fields_read(source) if key in self.derived), default=0)

    def _known(self, key: tuple[str, str]) -> int:
        definition = self.derived[key]
        if isinstance(definition, Term):
            if key not in self._term_levels:
                self._term_levels[key] = self._ready(definition)
            return self._term_levels[key]
        if key not in self._judged:
            self._judged[key] = self._predicate(definition, Home(((0, key[0]),)), seeds=key)
        return self._ready(self._judged[key])

    # Conditions

    def _forms(self, condition: Condition, frame: Frame) -> Forms:
        if frame.outside(free(condition)):
            return self._flag(condition, frame)  # a pattern of the element cannot hold tests between the subject's fields
        match condition:
            case Not(item=item):
                return self._forms(item, frame).negated()
            case All() | AnyOf():
                return self._several(condition, frame)
            case OneOf(words=words) if len(words) > MOST_WORDS:
                halves = words[: len(words) // 2], words[len(words) // 2 :]
                return self._several(AnyOf(Dim.TRUTH, "", tuple(replace(condition, words=h) for h in halves)), frame)
            case OneOf(term=term, words=words) if not self._settled(condition):
                return one_of(self._cell(term, "word", frame), tuple(map(self._word, words)))
            case Compare() if not self._settled(condition):
                return self._compare(condition, frame)
            case _:
                return self._flag(condition, frame)

    def _several(self, node: All | AnyOf, frame: Frame) -> Forms:
        """且 as it stands; 或 as 非 over 且 of 非."""
        negated = isinstance(node, AnyOf)
        items: Sequence[Condition] = node.items
        while len(items) > MOST_ITEMS:
            groups = (items[at : at + MOST_ITEMS] for at in range(0, len(items), MOST_ITEMS))
            items = [replace(node, items=tuple(group)) for group in groups]
        found = both(self._fitted(items, frame, fits, negated))
        return found.negated() if negated else found

    def _fitted(
        self, items: Sequence[Condition], frame: Frame, small: Callable[[Sequence[Forms]], bool], negated: bool = False
    ) -> list[Forms]:
        """The forms of conditions that stand together; the largest become questions of their own until all fit."""
        parts = [self._forms(item, frame) for item in items]
        parts = [part.negated() for part in parts] if negated else parts
        while not small(parts):
            at = max(
                (n for n, part in enumerate(parts) if part.size > 1),
                key=lambda n: (not frame.mixes(free(items[n])), parts[n].size),
            )
            answer = self._flag(items[at], frame)
            parts[at] = answer.negated() if negated else answer
        return parts

    def _flag(self, condition: Condition, frame: Frame) -> Forms:
        """A condition whose truth is known beforehand: a yes-or-no field, a settled condition, or a question of its own."""
        reach = free(condition)
        side, home = frame.place(reach)
        source: Term | Condition | int = condition
        if isinstance(condition, Holds):
            source = condition.term
        elif not self._settled(condition):
            source = self._ask(condition, frame.home_of(reach))
        return flag((side, self._column(home, source, "flag")), joined=side == "s" and frame.element is not None)

    def _compare(self, node: Compare, frame: Frame) -> Forms:
        op, left, right = node.op, node.left, node.right
        if isinstance(left, Literal) or (frame.place(free(left))[0], frame.place(free(right))[0]) == ("s", "e"):
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
        column = Column(home, source, sort)
        if column not in self._numbers:
            self._numbers[column] = len(self.columns)
            self.columns.append(column)
        return self._numbers[column]

    def _word(self, word: Value) -> int:
        return self.words.setdefault(word, len(self.words) + 1)

    def _settled(self, condition: Condition) -> bool:
        """Whether a condition is more than tests between whole numbers, so that its truth is a fact of the session."""
        if isinstance(condition, Compare):
            left, right = condition.left, condition.right
            return left.dim != right.dim or left.dim not in COMPARED or not (self._fixed(left) and self._fixed(right))
        if isinstance(condition, OneOf):
            return condition.term.dim is not Dim.TEXT
        return isinstance(condition, Agree | Contains | IsNone)

    def _fixed(self, node: Node) -> bool:
        """Whether a term surely measures what it says; with a 量 in it, that is known only when the facts are read."""
        if isinstance(node, FieldOf | SingleField | LinkedField) and (node.kind, node.field) in self.derived:
            node = self.derived[node.kind, node.field]
        return node.dim is not Dim.AMOUNT and all(self._fixed(part) for part in children(node) if isinstance(part, Term))
