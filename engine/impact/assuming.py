"""The rulebook that --what-if describes, beside the one there is: every assumption checked, none applied by halves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from engine.dossier import Dossier
from engine.impact.affected import affected
from engine.impact.comparing import Side
from engine.impact.respelling import with_edges
from engine.impact.whatif import PLACE, Wanted, chosen_rows, edge_of, value_of, wanted_of, with_value
from engine.mistakes import Mistakes
from engine.rulebook import Rulebook


def wanted_all(texts: Sequence[str], mistakes: Mistakes) -> list[Wanted]:
    """Reads every --what-if; the same rows named twice are a mistake, whichever would win."""
    found: list[Wanted] = []
    for wanted in filter(None, (wanted_of(text, mistakes) for text in texts)):
        if any((one.name, one.rows) == (wanted.name, wanted.rows) for one in found):
            mistakes.add(PLACE, f"“{wanted.name}”写了两次", "请只留一个。")
        found.append(wanted)
    return found


def assume(side: Side, folder: Path, wishes: Sequence[Wanted], dossiers: Sequence[Dossier]) -> Side:
    """Returns the rulebook of a folder with other values in the rows in force for the departments.

    Only the rules that can judge otherwise are kept in it. Raises MistakesFound.
    """
    mistakes = Mistakes()
    edges = dict(_edges(side.book, wishes, mistakes))
    mistakes.check()
    book = with_edges(folder, edges) if edges else side.book
    for wanted in sorted(wishes, key=lambda wanted: len(wanted.rows)):  # a row by itself after all rows at once
        book = _assumed(book, wanted, dossiers, mistakes)
    mistakes.check()
    only = affected(book, [wanted.name for wanted in wishes])
    return Side("假设 " + "、".join(wanted.text for wanted in wishes), book, only)


def _edges(book: Rulebook, wishes: Sequence[Wanted], mistakes: Mistakes) -> Iterator[tuple[str, bool]]:
    """The parameters whose 含 or 不含 is to be turned round: all rows of one must say the same."""
    for wanted in wishes:
        edge, parameter = edge_of(wanted.value), book.parameters.get(wanted.name)
        if edge is None or parameter is None or edge is parameter.sort.inclusive or parameter.sort.steps is not None:
            continue
        if wanted.rows:
            now = "含" if parameter.sort.inclusive else "不含"
            message = f"参数“{wanted.name}”各行的含、不含必须一致，现在都是（{now}），不能只改一行"
            mistakes.add(PLACE, message, f"请去掉方括号，改写全部各行：{wanted.name}={wanted.value}")
        yield wanted.name, edge


def _assumed(book: Rulebook, wanted: Wanted, dossiers: Sequence[Dossier], mistakes: Mistakes) -> Rulebook:
    found = chosen_rows(book, wanted, dossiers, mistakes)
    value = value_of(*found, wanted.value, mistakes) if found else None
    if found is None or value is None:
        return book
    parameter, rows = found
    return replace(book, parameters=book.parameters | {wanted.name: with_value(parameter, rows, value, wanted.value)})
