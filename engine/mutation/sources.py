"""The files of a rulebook read once more, for the places and words of their authors."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from engine.loading import DERIVED, PARAMETERS
from engine.mistakes import Mistakes, Place
from engine.nodes import Node, read_file
from engine.rule import Duty, Rule
from engine.rulebook import Definition, Rulebook
from engine.terms import Call, Condition
from engine.terms import Node as Part


class Sources(Struct, frozen=True):
    """The trees of the files: of each rule by its id, of 参数.yaml and of 推导.yaml."""

    rules: dict[str, Node]
    parameters: Node
    derived: Node


def sources_of(book: Rulebook, folder: Path, mistakes: Mistakes) -> Sources:
    """Reads the files; notes what has become unreadable since the rulebook was read."""
    rules = {rule.id: read_file(Path(rule.file), mistakes) for rule in book.rules.values()}
    special = {
        name: read_file(folder / name, mistakes) if (folder / name).is_file() else None
        for name in (PARAMETERS, DERIVED)
    }
    return Sources(
        {rule: node for rule, node in rules.items() if node is not None},
        *(special[name] or _nothing(folder / name) for name in (PARAMETERS, DERIVED)),
    )


def _nothing(file: Path) -> Node:

    return Node(Place(str(file)), entries={})


class Piece(Struct, frozen=True):
    """One condition of a rule as it stands in the file: of which duty, and whether 适用, 要求 or a grade's 条件."""

    source: Node
    root: Part
    duty: int
    key: str
    grade: int = 0

    def put(self, rule: Rule, root: Condition) -> Rule:
        """The rule with another condition in this place."""
        duty = rule.duties[self.duty]
        if self.key == "条件":
            grades = list(duty.grades)
            grades[self.grade] = grades[self.grade][0], root
            duty = replace(duty, grades=tuple(grades))
        else:
            duty = replace(duty, **{"适用": {"scope": root}, "要求": {"duty": root}}[self.key])
        return with_duty(rule, self.duty, duty)


def with_duty(rule: Rule, number: int, duty: Duty) -> Rule:
    """The rule with another duty in the place of one."""
    return replace(rule, duties=(*rule.duties[:number], duty, *rule.duties[number + 1 :]))


def pieces_of(rule: Rule, source: Node) -> list[Piece]:
    """Returns every condition of a rule, once for each kind of subject."""
    found: list[Piece] = []
    for number, duty in enumerate(rule.duties):
        for key, root in (("适用", duty.scope), ("要求", duty.duty)):
            node = source.get(key)
            if root is not None and node is not None:
                found.append(Piece(node, root, number, key))
        for grade, node in enumerate(grades_of(source)):
            when, condition = duty.grades[grade][1], node.get("条件")
            if when is not None and condition is not None:
                found.append(Piece(condition, when, number, "条件", grade))
    return found


def grades_of(source: Node) -> tuple[Node, ...]:
    """The grades of a rule whose severity is graded, else nothing."""
    node = source.get("严重程度")
    return (node.items or ()) if node is not None else ()


def definition_pieces(definition: Definition, source: Node) -> list[tuple[Node, Part, tuple[tuple[str, int], ...]]]:
    """Returns the texts of a derived figure, each with its tree and the way to it: one, or those of 先取."""
    several = source.get("先取")
    if several is not None and several.items and isinstance(definition, Call):
        return [
            (node, part, (("arguments", number),))
            for number, (node, part) in enumerate(zip(several.items, definition.arguments, strict=True))
        ]
    return [(source.get("取") or source, definition, ())]
