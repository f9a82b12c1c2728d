"""Runs the cases of a rulebook against every small change of it, and says which changes no case notices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from engine.cases import Case, Known, cases_of, met
from engine.casework import chosen
from engine.mistakes import Mistakes
from engine.mutation.explained import Explanation, check_explanations, explanations_of
from engine.mutation.mutant import Mutant, readers_of
from engine.mutation.mutants import mutants_of
from engine.mutation.sources import sources_of
from engine.rulebook import Rulebook

Cases = dict[str, list[Case]]


class Plan(Struct, frozen=True):
    """What is to be run: the rulebook, its mutants, the cases of all rules that read what is changed, explanations."""

    book: Rulebook
    mutants: list[Mutant]
    cases: Cases
    explanations: list[Explanation]


class Tried(Struct, frozen=True):
    """One mutant, whether a case noticed it, and why nobody need notice it (empty: somebody should)."""

    mutant: Mutant
    noticed: bool
    reason: str = ""

    @property
    def surviving(self) -> bool:
        """Whether neither a case noticed it nor somebody explained it."""
        return not self.noticed and not self.reason


def plan_of(folder: Path, paths: Sequence[Path], mistakes: Mistakes) -> Plan:
    """Reads a rulebook and its cases and thinks of all changes of the rules in the given files or folders.

    Notes cases that are not met as the rulebook stands, and explanations of changes that are not made; raises
    MistakesFound where the rulebook cannot be used.
    """
    book, rules = chosen(folder, paths, mistakes)
    sources = sources_of(book, folder, mistakes)
    explanations = explanations_of(folder, mistakes)
    mistakes.check()
    mutants = mutants_of(book, sources, readers_of(book), rules)
    names = sorted({reader for mutant in mutants for reader in mutant.readers})
    known = Known()
    cases = {name: cases_of(book, book.rules[name], mistakes, known) for name in names}
    for name in names:
        for case in cases[name]:
            if not met(book, case):
                mistakes.add(
                    case.place, f"{name}用例“{case.name}”现在就不符合", "先运行 cli.py test，用例全部符合再试改动。"
                )
    check_explanations(explanations, mutants, mistakes)
    _check_owners(book, explanations, mistakes)
    return Plan(book, mutants, cases, explanations)


def _check_owners(book: Rulebook, explanations: list[Explanation], mistakes: Mistakes) -> None:
    """Notes explanations of rules, figures and parameters that there are not."""
    known = {
        "规则": set(book.rules),
        "推导": {".".join(key) for key in book.derived},
        "参数": set(book.parameters),
    }
    for one in explanations:
        sort, name = one.owner
        if name not in known[sort]:
            mistakes.add(one.place, f"没有{sort}“{name}”", "请核对名字；不在了的，删去这一条说明。")


def tried(plan: Plan) -> Iterator[Tried]:
    """Yields what came of every mutant, in the order of the plan."""
    for mutant in plan.mutants:
        noticed = any(_notices(plan.book, mutant, case) for name in mutant.readers for case in plan.cases[name])
        reasons = [one.reason for one in plan.explanations if one.covers(mutant)]
        yield Tried(mutant, noticed, "" if noticed or not reasons else reasons[0])


def _notices(book: Rulebook, mutant: Mutant, case: Case) -> bool:
    """Whether a case comes out differently once the change is made."""
    changed = mutant.of(case)
    return not changed.rule.applies_in(changed.program.year) or not met(book, changed)
