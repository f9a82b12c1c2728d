"""What the pictures of the HTML report show: problems by theme, verdicts by theme, and figures against their limits.

Places are percentages of the width, so that a picture fits every screen; rows are counted, the template gives them
their height. Every picture has its words (`told`) and a table that says the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import count

from msgspec import Struct

from engine.margin import Margin
from engine.notation import show
from engine.outcome import Outcome, Verdict
from engine.quantity import Dim, Quantity
from engine.rounding import careful
from engine.rule import SEVERITIES
from engine.verdict import State

MOST = 40  # rows of a picture; the table below it has them all
_TICKS = 6  # at most
_SHOWN = (State.FINDING, State.WAIVED, State.PASS)
_NAMED = 5  # in the words of a picture


class Bar(Struct, frozen=True):
    """A part of a row: its beginning, middle and width in percent, its class, how many it stands for."""

    start: str
    middle: str
    width: str
    sort: str
    count: int
    roomy: bool  # the figure fits in


class Row(Struct, frozen=True):
    """A row of bars: what it is called, its bars, and the counts that its table shows."""

    name: str
    bars: tuple[Bar, ...]
    counts: tuple[int, ...]


class Bars(Struct, frozen=True):
    """A picture of bars, one row for each theme; columns are the heads of its table and of the counts."""

    title: str
    told: str
    columns: tuple[tuple[str, str], ...]  # class, word
    rows: tuple[Row, ...]


class Dot(Struct, frozen=True):
    """One subject: its name, its verdict, value and limit in words and in percent of the width."""

    name: str
    state: State
    value: str
    limit: str
    margin: str
    at: str
    low: str
    high: str
    line: str


class Dots(Struct, frozen=True):
    """Figures of several subjects against their limits; limit is the one of all, empty where each has its own."""

    title: str
    told: str
    limit: str
    dots: tuple[Dot, ...]  # those that are drawn
    table: tuple[Dot, ...]  # all of them
    ticks: tuple[tuple[str, str], ...]  # where, word
    found: bool


def severities(outcome: Outcome) -> Bars | None:
    """The findings by theme and severity; None without findings."""
    counted = Counter((outcome.themes.get(f.theme, f.theme), f.severity) for f in outcome.findings)
    columns = tuple((f"severity-{n}", word) for n, word in enumerate(SEVERITIES))
    names = [title for title in dict.fromkeys(outcome.themes.values()) if any(t == title for t, _ in counted)]
    names += [title for title, _ in counted if title not in names]
    rows = {name: [counted[name, word] for word in SEVERITIES] for name in dict.fromkeys(names)}
    told = "；".join(f"{name}{_counts(SEVERITIES, counts)}" for name, counts in rows.items())
    widest = max(map(sum, rows.values()), default=0)
    drawn = tuple(Row(name, tuple(_parts(columns, counts, widest)), tuple(counts)) for name, counts in rows.items())
    return Bars("各方面的问题和提示（项），按严重程度", f"{told}。", columns, drawn) if rows else None


def verdicts(outcome: Outcome) -> Bars | None:
    """The verdicts by theme, those left out to which a rule does not apply; None where there are none."""
    states = (State.FINDING, State.WAIVED, State.UNKNOWN, State.PASS)
    topics = outcome.topics
    counted = Counter((outcome.themes.get(topics.get(v.rule, ""), ""), v.state) for v in outcome.verdicts)
    themes = [name for name in dict.fromkeys([*outcome.themes.values(), ""]) if any(counted[name, s] for s in states)]
    rows = {name: [counted[name, state] for state in states] for name in themes}
    told = "；".join(f"{name}{_counts(states, counts)}" for name, counts in rows.items())
    columns = tuple((state.code, str(state)) for state in states)
    drawn = tuple(Row(name, tuple(_parts(columns, own, sum(own))), tuple(own)) for name, own in rows.items())
    return Bars("各方面的判定（项）各占多少，不适用的除外", f"{told}。", columns, drawn) if rows else None


def _counts(words: Sequence[str], counts: Sequence[int]) -> str:
    return "、".join(f"{word}{number}" for word, number in zip(words, counts, strict=True) if number)


def _parts(columns: tuple[tuple[str, str], ...], counts: list[int], widest: int) -> Iterator[Bar]:
    done = 0
    for (sort, _), number in zip(columns, counts, strict=True):
        if number:
            start, share = Fraction(done, widest), Fraction(number, widest)
            roomy = share * 16 >= len(str(number))
            yield Bar(_percent(start), _percent(start + share / 2), _percent(share), sort, number, roomy)
        done += number


def ratios(outcome: Outcome) -> list[Dots]:
    """The ratios that decided the verdicts of a rule on two or more subjects of a kind; problems first."""
    groups: dict[tuple[str, str, str], list[tuple[Verdict, Margin]]] = {}
    for verdict in outcome.verdicts:
        measured = verdict.measured
        if measured and verdict.state in _SHOWN and (measured.left.dim, measured.right.dim) == (Dim.RATIO, Dim.RATIO):
            groups.setdefault((verdict.rule, verdict.kind, measured.name), []).append((verdict, measured))
    pictures = [
        _dots(f"{rule} {outcome.names.get(rule, '')}：各{kind}的{name}", sorted(group, key=_order))
        for (rule, kind, name), group in groups.items()
        if len(group) > 1
    ]
    return sorted(pictures, key=lambda picture: not picture.found)


def _order(one: tuple[Verdict, Margin]) -> tuple[Fraction, str]:
    return one[1].left.nominal, one[0].subject


def _dots(title: str, group: list[tuple[Verdict, Margin]]) -> Dots:
    ends = [end for _, m in group for end in (m.left.low, m.left.high, m.right.nominal)]
    axis = _axis(min(ends), max(ends))
    table = tuple(_dot(verdict, measured, axis) for verdict, measured in group)
    limits = list(dict.fromkeys(dot.limit for dot in table))
    return Dots(
        title=title,
        told=_told(table, limits),
        limit=limits[0] if len(limits) == 1 else "",
        dots=_drawn(table, [measured.closeness for _, measured in group]),
        table=table,
        ticks=tuple((_place(tick, axis), show(_ratio(tick))) for tick in axis),
        found=any(dot.state is not State.PASS for dot in table),
    )


def _dot(verdict: Verdict, measured: Margin, axis: Sequence[Fraction]) -> Dot:
    left, right = measured.left, measured.right
    return Dot(
        name=verdict.subject,
        state=verdict.state,
        value=careful(left, [(left, right)]),
        limit=careful(right, [(left, right)]),
        margin=str(measured),
        at=_place(left.nominal, axis),
        low=_place(left.low, axis),
        high=_place(left.high, axis),
        line=_place(right.nominal, axis),
    )


def _drawn(table: tuple[Dot, ...], closeness: Sequence[Fraction]) -> tuple[Dot, ...]:
    """All where they are few; else the problems before the others, and of these the closest to their limits."""
    if len(table) <= MOST:
        return table
    ranked = sorted(range(len(table)), key=lambda n: (table[n].state is State.PASS, closeness[n], n))
    return tuple(table[n] for n in sorted(ranked[:MOST]))


def _told(table: Iterable[Dot], limits: Sequence[str]) -> str:
    """The picture in words: how many of each verdict, the first of the problems by name."""
    own = [dot for dot in table if dot.state is not State.PASS]
    counts = Counter(dot.state for dot in table)
    limit = f"界限{limits[0]}" if len(limits) == 1 else "界限各不相同"
    found = "、".join(f"{dot.name}（{dot.value}）" for dot in own[:_NAMED]) + ("等" if len(own) > _NAMED else "")
    sums = "，".join(f"{state}{counts[state]}个" for state in _SHOWN if counts[state])
    return f"共{sum(counts.values())}个对象，{limit}；{sums}" + (f"：{found}。" if found else "。")


def _axis(low: Fraction, high: Fraction) -> list[Fraction]:
    """The ticks of an axis that holds both ends, and zero where all is positive; 0% to 100% for ordinary shares."""
    low, high = min(low, Fraction(0)), max(high, Fraction(0))
    if low == 0 and Fraction(3, 5) < high <= 1:
        return [Fraction(n, 4) for n in range(5)]
    span = high - low or Fraction(1)
    steps = (Fraction(10**power, 100) * lead for power in count() for lead in (1, 2, 5))
    step = next(one for one in steps if span / one <= _TICKS - 2)
    first, last = low // step, -(-high // step)
    return [step * n for n in range(first, max(last, first + 1) + 1)]


def _place(value: Fraction, axis: Sequence[Fraction]) -> str:
    return _percent((value - axis[0]) / (axis[-1] - axis[0]))


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.2f}%"


def _ratio(value: Fraction) -> Quantity:
    return Quantity(Dim.RATIO, value, value, value)
