"""The source of the function that judges a department: a pass over each list, gathering before it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from engine.generated.known.binding import Context
from engine.generated.known.figure import Unfit
from engine.generated.known.gathering import Gather, Gathering, by_name, listed, pointed
from engine.generated.known.groups import Group
from engine.generated.known.judging import STEP, Pass, gathering_lines
from engine.vocabulary import NOTHING_WORD, Shape

Numbered = tuple[int, Group]


def judging_source(lowering: Gathering, groups: Sequence[Group], totals: Sequence[str]) -> str:
    """Returns `judge(d)`: the findings of a department as tuples, counted once nothing can go wrong any more.

    A finding is (group, subject, values…), of a family (group, how many members, subject, values…). Counted are the
    subjects of each kind in `totals`, those in each group's scope, and for limits in a scope how many each reached.
    """
    numbered = list(enumerate(groups))
    counted = [(n, group) for n, group in numbered if group.scope or group.scoped]
    begin = [f"h{n} = []" if group.scoped else f"s{n} = 0" for n, group in counted]
    body = _Writer(lowering, numbered).body()
    totalled = [f"各数[{n}] += len({listed(kind)})" for n, kind in enumerate(totals)]
    end = [f"for k in h{n}: 达到[{n}][k] += 1" if group.scoped else f"适用[{n}] += s{n}" for n, group in counted]
    head = [_opened(kind, lowering) for kind in sorted(lowering.needs.fields)]
    lines = [*head, "hits = []", "add = hits.append", *begin, *body, *totalled, *end, "return hits"]
    return "\n".join(["def judge(d):", *(STEP + line for line in lines), ""])


def _opened(kind: str, lowering: Gathering) -> str:
    """Brings the facts of a kind into a local."""
    if lowering.needs.shape(kind) is not Shape.LIST:
        return f"{kind} = d.{kind}"
    return f"{listed(kind)} = () if d.{kind} == {NOTHING_WORD!r} else d.{kind}"


class _Writer:
    """Writes passes over lists until everything is gathered and judged."""

    def __init__(self, lowering: Gathering, groups: list[Numbered]) -> None:
        self.lowering, self.groups = lowering, groups
        self.done: set[int] = set()
        self.loaded: set[tuple[str, str]] = set()
        self.tested: set[str] = set()

    def body(self) -> list[str]:
        """All passes, then what is judged of the department itself."""
        lines = [f"{by_name(k)} = {{{k}.{self.named(k)}: {k} for {k} in {listed(k)}}}" for k in self.lowering.named]
        waiting = list(range(len(self.lowering.gathers)))
        judged = [pair for pair in self.groups if self.is_list(pair[1])]
        while waiting or judged:
            kind = self.next_kind(waiting, judged)
            gathers, contexts = self.lowering.gathers, self.lowering.contexts
            now = [n for n in waiting if gathers[n].kind == kind and self.ready(contexts[n])]
            own = [pair for pair in judged if pair[1].subject.kind == kind and self.ready(pair[1].context)]
            lines += self.loop(kind, now, own)
            self.done.update(now)
            waiting = [n for n in waiting if n not in now]
            judged = [pair for pair in judged if pair not in own]
        rest = [pair for pair in self.groups if not self.is_list(pair[1])]
        used = _union(group.context for _, group in rest)
        return [*lines, *self.load(used, ""), *self.divisors(used, ""), *Pass(rest).lines()]

    def is_list(self, group: Group) -> bool:
        return self.lowering.needs.shape(group.subject.kind) is Shape.LIST

    def named(self, kind: str) -> str:
        key = self.lowering.program.vocabulary.kinds[kind].key
        if len(key) != 1:
            raise Unfit
        return key[0]

    def ready(self, context: Context) -> bool:
        return context.gathered.keys() <= self.done

    def next_kind(self, waiting: list[int], judged: list[Numbered]) -> str:
        """The list to go through next: best one with which everything can be done at once."""
        gathers, contexts = self.lowering.gathers, self.lowering.contexts
        work = [(gathers[n].kind, self.ready(contexts[n])) for n in waiting]
        work += [(group.subject.kind, self.ready(group.context)) for _, group in judged]
        kinds = dict.fromkeys(kind for kind, ready in work if ready)
        return min(kinds, key=lambda kind: sum(not ready for own, ready in work if own == kind))

    def loop(self, kind: str, numbers: list[int], groups: list[Numbered]) -> list[str]:
        """One pass over a list."""
        used = _union([*(self.lowering.contexts[n] for n in numbers), *(group.context for _, group in groups)])
        gathers = [self.lowering.gathers[n] for n in numbers]
        before = [*self.load(used, kind), *self.divisors(used, ""), *map(_empty, gathers)]
        inner = [f"{kind}_{word} = {kind}.{word}" for owner, word in used.fields if owner == kind]
        inner += [
            f"{pointed(kind, link)} = {by_name(target)}.get({kind}.{link})"
            for (owner, link), target in used.links.items()
            if owner == kind
        ]
        inner += self.divisors(used, kind)
        inner += [line for gather in gathers for line in gathering_lines(gather)]
        inner += Pass(groups).lines()
        return before if not inner else [*before, f"for {kind} in {listed(kind)}:", *(STEP + line for line in inner)]

    def load(self, used: Context, kind: str) -> list[str]:
        """Loads fields of what there is one of."""
        new = [pair for pair in used.fields if pair[0] != kind and pair not in self.loaded]
        self.loaded.update(new)
        return [f"{owner}_{word} = {owner}.{word}" for owner, word in new]

    def divisors(self, used: Context, kind: str) -> list[str]:
        """Leaves where a divisor is not above zero: one that varies in the pass over a list inside it, else before."""
        kinds = [word for word in self.lowering.needs.fields if self.lowering.needs.shape(word) is Shape.LIST]
        varying = {text: next((k for k in kinds if _mentions(text, k)), "") for text in used.divisors}
        new = [text for text, own in varying.items() if own == kind and (kind or text not in self.tested)]
        self.tested.update(new)
        return [f"if {text} <= 0: raise Leave" for text in new]


def _mentions(text: str, kind: str) -> bool:
    """Whether a divisor is about the facts of a list one by one."""
    return re.search(rf"(?<!\w){kind}[_.]", text) is not None


def _empty(gather: Gather) -> str:
    begins = {"存在": "set()" if gather.keys else "False"}.get(gather.function, "{}" if gather.keys else "0")
    return f"{gather.name} = {begins}"


def _union(contexts: Iterable[Context]) -> Context:
    whole = Context()
    for context in contexts:
        whole.add(context)
    return whole
