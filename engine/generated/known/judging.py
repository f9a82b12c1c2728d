"""What one pass over the facts of a kind does with each: what it adds to gathers, which checks it judges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from engine.generated.known.atoms import Atom, denied, spoken
from engine.generated.known.figure import Limit, sides_of
from engine.generated.known.gathering import Gather, key_of
from engine.generated.known.groups import Group

STEP = "    "


class Pass:
    """Writes the checks of one pass: what several multiply is multiplied once, what several ask first is asked once."""

    def __init__(self, groups: Sequence[tuple[int, Group]]) -> None:
        self.groups = groups
        self.products: dict[str, str] = {}

    def lines(self) -> list[str]:
        """All checks."""
        sides = Counter(side for _, group in self.groups for atom in _limits(group) for side in sides_of(atom))
        often = [side for side, times in sides.items() if times > 1 and " * " in side]
        self.products = {side: f"积{number}" for number, side in enumerate(often)}
        blocks: dict[Atom, list[tuple[int, Group]]] = {}
        for pair in self.groups:
            blocks.setdefault(_lead(pair[1]), []).append(pair)
        lines = [f"{name} = {side}" for side, name in self.products.items()]
        while blocks:
            guard, own = next(iter(blocks.items()))
            del blocks[guard]
            opposite = blocks.pop(denied(guard), []) if not isinstance(guard, bool) else []
            lines += self.block(guard, own, opposite)
        return lines

    def block(self, guard: Atom, own: list[tuple[int, Group]], opposite: list[tuple[int, Group]]) -> Iterator[str]:
        """Checks that begin with the same guard, and those that begin with its opposite."""
        if guard is True or (len(own) == 1 and not opposite):
            for number, group in own:
                yield from self.check(number, group.scope, group.fault, group)
            return
        for head, groups in ((f"if {spoken(guard, self.products)}:", own), ("else:", opposite)):
            parts = [(g.scope[1:], g.fault) if g.scope else ([], g.fault[1:]) for _, g in groups]
            lines = [line for (n, g), part in zip(groups, parts, strict=True) for line in self.check(n, *part, g)]
            if groups:
                yield head
                yield from (STEP + line for line in lines or ["pass"])

    def check(self, number: int, scope: list[Atom], fault: list[Atom], group: Group) -> Iterator[str]:
        """One check or family: the parts of its scope that are still to be asked, the count, the fault, the finding."""
        indent = ""
        conditions = [*(spoken(atom, self.products) for atom in scope), *([group.guard] if group.scoped else [])]
        if conditions:
            yield f"if {' and '.join(conditions)}:"
            indent = STEP
        if group.scoped:
            yield f"{indent}k = bisect_right(界{number}, {group.number})"
            yield f"{indent}h{number}.append(k)"
        elif group.scope:
            yield f"{indent}s{number} += 1"
        faults = [spoken(atom, self.products) for atom in fault]
        faults += [group.guard] if group.limits and not group.scoped else []
        if "False" in faults:
            return
        if faults:
            yield f"{indent}if {' and '.join(faults)}:"
            indent += STEP
        many = f"bisect_right(界{number}, {group.number}), " if group.limits else ""
        yield f"{indent}add(({number}, {'k, ' if group.scoped else many}{', '.join(group.form.values)}))"


def gathering_lines(gather: Gather) -> list[str]:
    """What one fact adds to a gather."""
    indent, lines = "", []
    if gather.condition is not True:
        lines, indent = [f"if {spoken(gather.condition)}:"], STEP
    key = key_of(gather.keys)
    if gather.function == "存在":
        return [*lines, f"{indent}{gather.name}.add({key})" if key else f"{indent}{gather.name} = True"]
    more = gather.term or "1"
    if key:
        return [*lines, f"{indent}{gather.name}[{key}] = {gather.name}.get({key}, 0) + {more}"]
    return [*lines, f"{indent}{gather.name} += {more}"]


def _lead(group: Group) -> Atom:
    """What a check asks first; True where that is the limit of a family, or nothing."""
    if group.scope or group.scoped:  # whoever is in a scope is counted, at fault or not
        return group.scope[0] if group.scope else True
    return group.fault[0] if group.fault else True


def _limits(group: Group) -> Iterator[Limit]:
    return (atom for atom in (*group.scope, *group.fault) if isinstance(atom, Limit))
