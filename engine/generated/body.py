"""The lines of one generated function: blocks, variables, and what a block has worked out already."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from engine.generated.literals import comment
from engine.generated.parts import Parts, Request
from engine.quantity import Dim


class Atom(NamedTuple):
    """A piece of code that stands for a value and costs next to nothing; sure where it is never None."""

    code: str
    sure: bool = False


NONE = Atom("None")


def guarded(code: str, *atoms: Atom) -> str:
    """Returns the code of an expression over atoms, None where one of them is."""
    if NONE in atoms:
        return "None"
    tests = " or ".join(dict.fromkeys(f"{atom.code} is None" for atom in atoms if not atom.sure))
    return f"None if {tests} else {code}" if tests else code


class Body:
    """A function being written; rows are the facts it is given, by depth."""

    def __init__(self, parts: Parts, rows: tuple[tuple[int, str], ...]) -> None:
        self.parts, self.survey = parts, parts.survey
        self.kinds = dict(rows)
        self.lines: list[str] = []
        self.level = 1
        self.variables = 0
        self.found: list[dict[Hashable, Atom]] = [{}]
        self.own = -1  # the number of the part that this function is for

    def line(self, code: str, text: str = "") -> None:
        """Writes a line, with the author's words behind it."""
        words = comment(text)
        self.lines.append("    " * self.level + code + (f"  # {words}" if words else ""))

    def remark(self, text: str) -> None:
        """Writes the author's words on a line of their own."""
        words = comment(text)
        if words:
            self.lines.append("    " * self.level + f"# {words}")

    @contextmanager
    def block(self, head: str, text: str = "") -> Iterator[None]:
        """Writes what is inside under a head; what is found out there is not known after it."""
        self.line(head, text)
        self.level += 1
        self.found.append({})
        yield
        self.found.pop()
        self.level -= 1

    def fresh(self) -> str:
        """Returns the name of a new variable."""
        self.variables += 1
        return f"t{self.variables}"

    def recall(self, key: Hashable) -> Atom | None:
        """Returns what stands for a part that was worked out on the way here."""
        return next((known[key] for known in self.found if key in known), None)

    def note(self, key: Hashable, atom: Atom) -> Atom:
        """Remembers what stands for a part, within the block."""
        self.found[-1][key] = atom
        return atom

    def own_variable(self, atom: Atom) -> bool:
        """Whether an atom is a variable that stands for nothing else and may be overwritten."""
        return atom.code.startswith("t") and not any(atom in known.values() for known in self.found)

    def put(self, code: str, text: str = "", sure: bool = False) -> Atom:
        """Writes an expression into a new variable."""
        name = self.fresh()
        self.line(f"{name} = {code}", text)
        return Atom(name, sure)

    def kept(self, request: Request, row: str) -> Atom:
        """Reads what a function keeps on a row or the department, and calls it where it is not there yet."""
        known = self.recall((request.name, row))
        if known is not None:
            return known
        atom = self.put(f"{row}.{request.name}")
        arguments = "s" if row == "s" else f"s, {row}"
        self.line(f"if {atom.code} is ...:")
        self.level += 1
        self.line(f"{atom.code} = {request.name}({arguments})", request.title)
        self.level -= 1
        return self.note((request.name, row), atom)

    def stated(self, row: str, kind: str, field: str, dim: Dim, mode: str) -> Atom:
        """Reads a field of a row, stated or derived."""
        if self.survey.definition(kind, field) is not None:
            return self.kept(self.parts.derived(kind, field, mode), row)
        return Atom(f"{row}.{self.parts.column(kind, field, dim, mode)}")
