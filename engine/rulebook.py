"""A rulebook: the rules of a folder with their themes, parameters and derived figures, as plain data."""

from __future__ import annotations

from msgspec import Struct, field

from engine.headings import Headings
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node
from engine.parameter import Parameter
from engine.rule import Rule
from engine.terms import Condition, Term
from engine.vocabulary import Vocabulary

Definition = Term | Condition


class Rulebook(Struct, frozen=True):
    """Everything the rules team wrote; `cases` holds the 用例 of each rule as they stand in the file, and `sources`
    the whole file of each rule, by its id, and the other files of the folder, by their names.

    `unread` names (by id, else by file name) the rules that could not be read; whoever names them is not wrong himself.
    """

    vocabulary: Vocabulary
    themes: dict[str, str]
    parameters: dict[str, Parameter]
    derived: dict[tuple[str, str], Definition]
    rules: dict[str, Rule]
    cases: dict[str, Node] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    sources: dict[str, Node] = field(default_factory=dict)
    headings: Headings = Headings()

    @property
    def regions(self) -> frozenset[str]:
        """The regions that have standards of their own."""
        return frozenset(value.region for p in self.parameters.values() for value in p.values) - {""}

    def check_rule(self, rule: str, place: Place, mistakes: Mistakes) -> None:
        """Notes a mistake where there is no rule by an id; where there are no rules at all, that has been noted."""
        if self.rules and rule not in self.rules and not any(rule and name.startswith(rule) for name in self.unread):
            named = [
                f"“{number}”（{one.name}）" for number, one in self.rules.items() if len(rule) > 1 and rule in one.name
            ]
            hint = f"要写规则的编号，是否想写{'、'.join(named[:3])}？" if named else suggestion(rule, self.rules)
            mistakes.add(place, f"没有规则“{rule}”", hint)
