"""How many verdicts of each state there were by rule, of what the fast path has judged so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from engine.generated.known.spec import Spec, Told
from engine.verdict import State

WITH_FINDINGS = "DEPARTMENTS"  # in a tally, beside the states: how many departments have findings of a rule
Tally = dict[str, dict[str, int]]
Hit = tuple[Any, ...]


class Counting:
    """The counters of one spec; its `judge` adds to the first three, `add` to the others."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.numbers = [0] * len(spec.lists)  # subjects of each list
        self.scoped = [0] * len(spec.groups)  # subjects in the scope of each group
        self.reached = [[0] * (len(group.limits) + 1) for group in spec.groups]  # by how many limits they reach
        self.departments = 0
        self.found: Counter[tuple[int, int]] = Counter()  # by group, and how many of its members found it
        self.touched: Counter[tuple[int, int]] = Counter()  # the same of departments
        self.single: list[int] = []  # where there are no families: the group of each finding, and of each department
        self.touched_single: list[int] = []
        rules = Counter(rule for group in spec.groups for rule in group.rules)
        # Groups of which a rule has others too: rows of a table, several sorts of subjects.
        self.parts = {n: g.rules for n, g in enumerate(spec.groups) if any(rules[rule] > 1 for rule in g.rules)}
        self.spread: Counter[str] = Counter()  # departments by rule, of the rules in `parts`
        self.families = frozenset(number for number, group in enumerate(spec.groups) if group.limits)

    def add(self, hits: list[Hit]) -> int:
        """Counts the findings of one department; returns how many there are."""
        self.departments += 1
        if not self.families:
            groups = [hit[0] for hit in hits]
            self.single += groups
            self.touched_single += set(groups)
            if self.parts:
                self._spread(dict.fromkeys(groups, 1))
            return len(hits)
        members = [(hit[0], hit[1] if hit[0] in self.families else 1) for hit in hits]
        self.found.update(members)
        most = dict(sorted(members))  # of each group
        self.touched.update(most.items())
        if self.parts:
            self._spread(most)
        return sum([many for _, many in members])

    def _spread(self, most: dict[int, int]) -> None:
        """Counts a department once for each rule of several groups, however many of them have findings in it."""
        found = most.keys() & self.parts.keys()
        self.spread.update({rule for number in found for rule in self.parts[number][: most[number]]})

    def tally(self) -> Tally:
        """Returns how many verdicts of each state there were by rule since the last call."""
        tally: Tally = {}
        self.found.update({(number, 1): count for number, count in Counter(self.single).items()})
        self.touched.update({(number, 1): count for number, count in Counter(self.touched_single).items()})
        for number, group in enumerate(self.spec.groups):
            for rule, own in zip(group.rules, self._counts(number, group), strict=True):
                kept = tally.setdefault(rule, dict.fromkeys(own, 0))
                for name, count in own.items():
                    kept[name] += count
        for rules in self.parts.values():
            for rule in rules:
                tally[rule][WITH_FINDINGS] = self.spread[rule]
        self.departments = 0
        for counters in (self.numbers, self.scoped, *self.reached):
            counters[:] = [0] * len(counters)
        for since in (self.found, self.touched, self.single, self.touched_single, self.spread):
            since.clear()
        return {rule: {name: n for name, n in own.items() if n} for rule, own in tally.items()}

    def _counts(self, number: int, group: Told) -> list[dict[str, int]]:
        """The counts of each member of a group."""
        total = self.numbers[self.spec.lists.index(group.kind)] if group.kind else self.departments
        inside = [self.scoped[number] if group.scope else total] * len(group.rules)
        if group.scoped:
            inside = _from(self.reached[number])
        found, touched = (
            _from([counts[number, many] for many in range(len(group.rules) + 1)])
            for counts in (self.found, self.touched)
        )
        return [
            {
                State.FINDING.name: finding,
                State.PASS.name: within - finding,
                State.NOT_APPLICABLE.name: total - within,
                WITH_FINDINGS: departments,
            }
            for within, finding, departments in zip(inside, found, touched, strict=True)
        ]


def _from(histogram: Iterable[int]) -> list[int]:
    """How many reached at least each member, of how many reached just so many."""
    return list(accumulate(reversed(list(histogram)[1:])))[::-1]
