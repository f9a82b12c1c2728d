"""What the fast path finds, as lines of JSON, and how many verdicts of each state there were by rule."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from engine.generated.known.naming import Names
from engine.generated.known.spec import Spec, Told
from engine.verdict import State

WITH_FINDINGS = "DEPARTMENTS"  # in a tally, beside the states: how many departments have findings of a rule
Tally = dict[str, dict[str, int]]
Hit = tuple[Any, ...]


class Counting:
    """The counters of one spec, which its `judge` adds to, and the lines of its findings."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.departments = 0
        self.numbers = [0] * len(spec.lists)  # subjects of each list
        self.scoped = [0] * len(spec.groups)  # subjects in the scope of each group
        self.reached = [[0] * (len(group.limits) + 1) for group in spec.groups]  # by how many limits they reach
        self.found = [[0] * (len(group.rules) + 1) for group in spec.groups]  # findings, by how many members find them
        self.touched = [[0] * (len(group.rules) + 1) for group in spec.groups]  # the same of departments
        self.heads = [[f'{{"规则":"{rule}","级别":"' for rule in group.rules] for group in spec.groups]
        forms = zip(spec.groups, self.heads, strict=True)
        self.forms = [
            group.form if group.limits else heads[0].replace("%", "%%") + group.form for group, heads in forms
        ]
        self.plain = [not group.limits and not group.named for group in spec.groups]

    def tell(self, hits: list[Hit], end: str, department: Any, findings: list[str]) -> int:
        """Adds the lines of a department's findings, each ending with `end`; returns how many there are."""
        forms, plain, found, rest = self.forms, self.plain, self.found, []
        for hit in hits:
            number = hit[0]
            if plain[number]:
                findings.append(forms[number] % hit[1:] + end)
                found[number][1] += 1
            else:
                rest.append(hit)
        for number in {hit[0] for hit in hits if plain[hit[0]]}:
            self.touched[number][1] += 1
        return len(hits) - len(rest) + (self._rest(rest, end, department, findings) if rest else 0)

    def _rest(self, hits: list[Hit], end: str, department: Any, findings: list[str]) -> int:
        """The lines of families, and of subjects that are named by several fields."""
        names: dict[str, Names] = {}
        most: dict[int, int] = {}
        total = 0
        for number, *values in hits:
            group = self.spec.groups[number]
            members = values.pop(0) if group.limits else 1
            if group.named:
                if group.kind not in names:
                    facts = getattr(department, group.kind)
                    names[group.kind] = Names(self.spec.vocabulary.kinds[group.kind], facts)
                values[group.subject] = names[group.kind].of(values[group.subject])
            text = self.forms[number] % tuple(values) + end
            heads = self.heads[number][:members]
            findings.append(text if not group.limits else heads[0] + text if members == 1 else text.join(heads) + text)
            self.found[number][members] += 1
            total += members
            most[number] = max(members, most.get(number, 0))
        for number, members in most.items():
            self.touched[number][members] += 1
        return total

    def tally(self) -> Tally:
        """Returns how many verdicts of each state there were by rule since the last call."""
        tally: Tally = {}
        for number, group in enumerate(self.spec.groups):
            for rule, own in zip(group.rules, self._counts(number, group), strict=True):
                kept = tally.setdefault(rule, dict.fromkeys(own, 0))
                for name, count in own.items():
                    kept[name] += count
        self.departments = 0
        for counters in (self.numbers, self.scoped, *self.reached, *self.found, *self.touched):
            counters[:] = [0] * len(counters)
        return {rule: {name: n for name, n in own.items() if n} for rule, own in tally.items()}

    def _counts(self, number: int, group: Told) -> list[dict[str, int]]:
        """The counts of each member of a group."""
        total = self.numbers[self.spec.lists.index(group.kind)] if group.kind else self.departments
        inside = [self.scoped[number] if group.scope else total] * len(group.rules)
        if group.scoped:
            inside = _from(self.reached[number])
        counts = zip(inside, _from(self.found[number]), _from(self.touched[number]), strict=True)
        return [
            {
                State.FINDING.name: found,
                State.PASS.name: within - found,
                State.NOT_APPLICABLE.name: total - within,
                WITH_FINDINGS: touched,
            }
            for within, found, touched in counts
        ]


def _from(histogram: list[int]) -> list[int]:
    """How many reached at least each member, of how many reached just so many."""
    return list(accumulate(reversed(histogram[1:])))[::-1]
