"""From conditions to questions: every condition becomes rules of plain tests that durable-rules can match exactly.

A question is either one quantifier (a join of its home with the facts of another kind) or a combination of tests on
its home's own facts. What is nested inside it, or would make a rule too large, is a question of its own, answered
before it; so is every derived condition that its terms rest on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from engine.dossier import NOTHING, Value
from engine.durable.forms import SELF, Cell, Forms, Test, both, compared, fits, flag, one_of, same_word
from engine.durable.questions import Column, Frame, Home, NeedsPairs, Question, Rule, Sort, link_between
from engine.durable.reach import fields_read, free
from engine.program import Check, Program
from engine.quantity import NUMERIC, Dim
from engine.terms import All, AnyOf, Compare, Condition, Exists, Holds, Literal, Not, OneOf, Term
from engine.truth import NO, YES
from engine.verdict import State

ALWAYS = All(Dim.TRUTH, "", ())
COMPARED = (NUMERIC - {Dim.AMOUNT}) | {Dim.TEXT, Dim.TRUTH}  # what a 量 measures is known only when it is read
FLIPPED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}
MOST_ITEMS = 8  # of one 且 or 或: so many always fit once each is a question of its own
HERE, SURELY_HERE = (Test(Cell(side, SELF, "y"), "∈", (1,)) for side in ("s", "e"))
SAME_SUBJECT = Test(Cell("e", SELF, "j"), "=", Cell("s", SELF, "i"))


class Lowering:
    """Collects the questions of a program, each after those it rests on; `words` numbers the words of the rules."""

    def __init__(self, program: Program) -> None:
        self.derived = program.derived
        self.questions: list[Question] = []
        self.columns: dict[Column, int] = {}
        self.words: dict[Value, int] = {NOTHING: 1, YES: 2, NO: 3}
        self._first = 0  # the first question of the present stratum
        self._asked: dict[tuple[Home, Condition], int] = {}
        self._judged: dict[tuple[str, str], int] = {}
        self._settled: dict[tuple[str, str], int] = {}

    def stratum(self, checks: Sequence[Check]) -> range:
        """Adds the questions of one stratum of checks and returns their numbers."""
        self._first = len(self.questions)
        # A condition on findings may have another answer in a later stratum; only derived fields are settled for good.
        self._asked.clear()
        self._settled.clear()
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
        element = Home(((node.depth, node.kind),))
        try:
            forms, joined = self._forms(condition, Frame(home, element, node.depth)), ()
        except NeedsPairs:
            link = link_between(condition, home, node.depth)
            element = Home((*home.variables, *element.variables), home, link)
            forms, joined = self._forms(condition, Frame(home, element, node.depth)), (SAME_SUBJECT,)
        rules = []
        for tests in forms.sure:
            own = tuple(test for test in tests if test.left.side == "s")
            some = tuple(test for test in tests if test.left.side == "e")
            rules.append(Rule(YES, home, own, element, (SURELY_HERE, *some, *joined)))
        rules.append(Rule(NO, home, (), element, None, tuple((*tests, *joined) for tests in forms.perhaps)))
        return rules

    def _add(
        self, home: Home, rules: list[Rule], check: Check | None = None, seeds: tuple[str, str] | None = None
    ) -> int:
        columns = list(self.columns)
        used = {columns[cell.column] for rule in rules for cell in rule.cells() if cell.column != SELF}
        sources = [column.source for column in used]
        for place in {home, *(column.home for column in used), *(r.element for r in rules if r.element)}:
            sources += place.link or ()
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
            if key not in self._settled:
                self._settled[key] = self._ready(definition)
            return self._settled[key]
        if key not in self._judged:
            self._judged[key] = self._predicate(definition, Home(((0, key[0]),)), seeds=key)
        return self._ready(self._judged[key])

    # Conditions

    def _forms(self, condition: Condition, frame: Frame) -> Forms:
        reach = free(condition)
        if frame.element is not None and reach and frame.place_of_all(condition)[0] == "s":
            return self._flag(condition, frame)  # read by the subject only: no pattern of the element could hold it
        match condition:
            case Not(item=item):
                return self._forms(item, frame).negated()
            case All(items=items) | AnyOf(items=items):
                return self._several(condition, items, frame)
            case Compare(op=op, left=left, right=right) if left.dim == right.dim and left.dim in COMPARED:
                return self._compare(op, left, right, frame)
            case OneOf(term=term, words=words) if term.dim is Dim.TEXT:
                return one_of(self._cell(term, frame, "word"), tuple(map(self._word, words)))
            case _:
                return self._flag(condition, frame)
