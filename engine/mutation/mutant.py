"""A rulebook with one small thing changed: what was changed, where, who reads it, and the parts that take the place."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from engine.cases import Case
from engine.mistakes import Place
from engine.parameter import Parameter, rows_in_force
from engine.rule import Rule
from engine.rulebook import Definition, Rulebook
from engine.terms import FIELDS, ParameterOf, reachable

Owner = tuple[str, str]  # 规则, 推导 or 参数, and its name
RULE, DERIVED, PARAMETER = "规则", "推导", "参数"


class Mutant(Struct, frozen=True):
    """One change: its place and words, the whole text it stands in, the case that would show it, the rules to run.

    rules, derived and parameters hold what takes the place of what is there.
    """

    owner: Owner
    place: Place
    words: str
    text: str
    hint: str
    readers: tuple[str, ...]
    rules: dict[str, Rule] = field(default_factory=dict)
    derived: dict[tuple[str, str], Definition] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)

    def of(self, case: Case) -> Case:
        """The same case run by the changed rulebook."""
        rule, program = self.rules.get(case.rule.id, case.rule), case.program
        rows = program.parameters | rows_in_force(self.parameters, program.region, program.year)
        derived = program.derived | self.derived
        changed = replace(program, derived=derived, parameters=rows, strata=(rule.checks(),))
        return replace(case, rule=rule, program=changed)


class Readers(Struct, frozen=True):
    """Which rules read each derived figure and each parameter, in their conditions or in their words."""

    derived: dict[tuple[str, str], tuple[str, ...]]
    parameters: dict[str, tuple[str, ...]]


def readers_of(book: Rulebook) -> Readers:
    """Finds out who reads what."""
    derived: dict[tuple[str, str], tuple[str, ...]] = {}
    parameters: dict[str, tuple[str, ...]] = {}
    for rule in book.rules.values():
        nodes = list(reachable(rule.tested(), book.derived))
        keys = {(node.kind, node.field) for node in nodes if isinstance(node, FIELDS)}
        for key in keys & book.derived.keys():
            derived[key] = (*derived.get(key, ()), rule.id)
        for name in {node.name for node in nodes if isinstance(node, ParameterOf)}:
            parameters[name] = (*parameters.get(name, ()), rule.id)
    return Readers(derived, parameters)
