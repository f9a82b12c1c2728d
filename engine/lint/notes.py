"""A note of lint: not a mistake, but something in the rulebook that probably does not do what its author meant."""

from __future__ import annotations

from msgspec import Struct

from engine.mistakes import Place


class Note(Struct, frozen=True, order=True):
    """One note: where, which sort (L101 …), what, a sample fact that shows it, what to do.

    names are the words by which 已知提示.yaml may say that it is known: the rule, the parameter, the document.
    """

    place: Place
    code: str
    message: str
    witness: str = ""
    hint: str = ""
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.place}  提示 {self.code}：{self.message}"]
        lines += [f"    样例：{self.witness}"] if self.witness else []
        lines += [f"    建议：{self.hint}"] if self.hint else []
        return "\n".join(lines)
