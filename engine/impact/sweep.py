"""A parameter taken through a range of values: the values meant, and what came of each, as plain data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from msgspec import Struct

from engine.impact.change import Change
from engine.impact.whatif import PLACE, Wanted, edge_of, value_of
from engine.mistakes import Mistakes
from engine.notation import NotationError, half_width, read_date, read_quantity, show
from engine.parameter import Parameter, Value
from engine.quantity import Dim, Quantity, exactly, same_unit

MOST = 200  # values; more can neither be read in a table nor told apart in a picture
_RANGE = re.compile(
    r"(?P<first>.+?)\s*(?:\.\.+|…+|—+|至|到|~|～)\s*(?P<last>.+?)(?:\s*(?:step|步长)\s*(?P<step>.+))?", re.IGNORECASE
)
_HINT = "写法：重点监控下限=500万元..2000万元 step 100万元（也可写 500万元至2000万元 步长 100万元）。"
_DECIMALS = 12


class Step(Struct, frozen=True):
    """One value: the findings and the 无法判定 of each department, and what differs from the value before."""

    value: Quantity
    text: str
    findings: tuple[int, ...]
    unknown: tuple[int, ...]
    changes: tuple[tuple[int, Change], ...]  # the number of the department, what changed in it


class Swept(Struct, frozen=True):
    """A whole sweep; current are the rows in force now, departments their names and years, rules those that count.

    text is the sweep as written, beside what else was assumed.
    """

    parameter: Parameter
    text: str
    beside: tuple[str, ...]
    current: tuple[Value, ...]
    departments: tuple[tuple[str, int], ...]
    rules: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def changed(self) -> bool:
        """Whether any verdict differs between any two values."""
        return any(step.changes for step in self.steps)


def is_range(wanted: Wanted) -> bool:
    """Whether a --what-if names a range of values and not one."""
    return _RANGE.fullmatch(wanted.value) is not None or re.search("step|步长", wanted.value, re.IGNORECASE) is not None


def values_of(
    wanted: Wanted, parameter: Parameter, rows: tuple[Value, ...], mistakes: Mistakes
) -> list[tuple[Quantity, str]]:
    """Returns the values of a range, as quantities and as they are written; nothing after noting a mistake."""
    match = _RANGE.fullmatch(wanted.value)
    if match is None or match["step"] is None:
        message = "只写了步长，没有写从哪里到哪里" if match is None else "没有写步长"
        mistakes.add(PLACE, f"“{wanted.value}”{message}", _HINT)
        return []
    if any(edge_of(match[part]) is not None for part in ("first", "last")):
        mistakes.add(PLACE, "范围里不写（含）（不含）", "含、不含照参数现在的写法。")
        return []
    first, last = (value_of(parameter, rows, match[part], mistakes) for part in ("first", "last"))
    if first is None or last is None:
        return []
    step = _step(match["step"], parameter.sort.dim, mistakes)
    if step is None or not _bounded(first, last, step, match, mistakes):
        return []
    return [_written(first, first.nominal + n * step) for n in range(int((last.nominal - first.nominal) / step) + 1)]


def _step(text: str, dim: Dim, mistakes: Mistakes) -> Fraction | None:
    """The size of a step in the base unit of a dimension: days between dates, per cent or points between ratios."""
    wanted = Dim.DAYS if dim is Dim.DATE else dim
    try:
        found = read_quantity(half_width(text).replace(" ", ""), Dim.AMOUNT)
    except NotationError as error:
        mistakes.add(PLACE, f"步长：{error.message}", error.hint or _HINT)
        return None
    if found.dim is Dim.POINTS and dim is Dim.RATIO:
        return found.nominal / 100
    if found.dim is not wanted:
        lacking = f"“{text}”缺少单位" if found.dim is Dim.NUMBER else f"“{text}”是{found.dim}"
        mistakes.add(PLACE, f"步长：{lacking}，这里要写{wanted}", _HINT)
        return None
    return found.nominal


def _bounded(first: Quantity, last: Quantity, step: Fraction, match: re.Match[str], mistakes: Mistakes) -> bool:
    if not (first.exact or first.dim is Dim.DATE) or not last.exact or not same_unit(first, last):
        mistakes.add(PLACE, "范围的两头要写单位相同的确数", _HINT)
    elif step <= 0:
        mistakes.add(PLACE, f"步长要大于零，这里是{match['step']}", _HINT)
    elif first.nominal >= last.nominal:
        mistakes.add(PLACE, f"范围要从小写到大，{match['first']}不小于{match['last']}", _HINT)
    elif (count := int((last.nominal - first.nominal) / step) + 1) > MOST:
        mistakes.add(PLACE, f"这个范围要试{count}个值，最多{MOST}个", "请把步长写大，或把范围写小。")
    else:
        return True
    return False


def _written(first: Quantity, number: Fraction) -> tuple[Quantity, str]:
    """A value as somebody would write it into 参数.yaml, and what that is read as."""
    if first.dim is Dim.DATE:
        text = date.fromordinal(int(number)).isoformat()
        return read_date(text), text
    return next(_spelled(exactly(first.dim, number, first.unit)))


def _spelled(value: Quantity) -> Iterator[tuple[Quantity, str]]:
    """The shortest spelling that stands for exactly this number; steps and ends are decimal, so there is one."""
    for decimals in (None, *range(_DECIMALS + 1)):
        text = show(value, value.unit if value.dim in (Dim.MONEY, Dim.FOREIGN) else "", decimals)
        read = read_quantity(text, Dim.AMOUNT)
        if read.nominal == value.nominal:
            yield read, text
    yield value, show(value)
