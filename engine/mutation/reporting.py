"""What came of the mutants, in the words of the author: a table by rule, the survivors with their places, a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from engine.mutation.explained import Explanation
from engine.mutation.mutant import Owner
from engine.mutation.running import Tried

ENOUGH = 95  # per cent of the changes that the cases must notice
HEADINGS = ("", "改动", "已发现", "已说明", "未发现")


def rows_of(found: Sequence[Tried]) -> list[tuple[str, int, int, int, int]]:
    """Returns for each rule, figure and parameter how many changes there were, and how many of which sort."""
    owners: dict[Owner, list[Tried]] = {}
    for one in found:
        owners.setdefault(one.mutant.owner, []).append(one)
    return [
        (
            name if sort == "规则" else f"{sort} {name}",
            len(own),
            sum(one.noticed for one in own),
            sum(bool(one.reason) for one in own),
            sum(one.surviving for one in own),
        )
        for (sort, name), own in owners.items()
    ]


def report(found: Sequence[Tried], unused: Sequence[Explanation] = ()) -> str:
    """Writes the table, every survivor with the case that would notice it, and the sum."""
    from tabulate import tabulate

    table = tabulate(rows_of(found), HEADINGS, tablefmt="simple", disable_numparse=True)
    return "\n".join(
        [table, "", *map(survivor, filter(lambda one: one.surviving, found)), *map(_note, unused), verdict(found)]
    )


def survivor(one: Tried) -> str:
    """Says of one change that nobody noticed where it is, what it is, and what would notice it."""
    mutant = one.mutant
    return f"{mutant.place}  {mutant.words}，没有一个用例失败；{mutant.hint}"


def _note(one: Explanation) -> str:
    return f"{one.place}  提示：{one.owner[1]} {one.words}：已有用例发现这个改动，这条说明可以删去"


def unused_of(explanations: Sequence[Explanation], found: Sequence[Tried]) -> list[Explanation]:
    """Returns the explanations of changes that cases notice after all."""
    return [
        one
        for one in explanations
        if (own := [tried for tried in found if one.covers(tried.mutant)]) and all(tried.noticed for tried in own)
    ]


def verdict(found: Sequence[Tried]) -> str:
    """Says how many of the changes were noticed."""
    noticed, explained = sum(one.noticed for one in found), sum(bool(one.reason) for one in found)
    share = f"{100 * noticed / len(found):.1f}%" if found else "—"
    rest = f"，另有{explained}处说明了理由" if explained else ""
    left = len(found) - noticed - explained
    tail = f"，还有{left}处没有用例发现" if left else ""
    return f"改动{len(found)}处，用例发现{noticed}处（{share}）{rest}{tail}。\n"


def enough(found: Sequence[Tried]) -> bool:
    """Whether every change was noticed or explained, and enough of them noticed."""
    noticed = sum(one.noticed for one in found)
    return not any(one.surviving for one in found) and 100 * noticed >= ENOUGH * len(found)
