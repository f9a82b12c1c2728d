"""Laws of the rules on a report that must agree with itself: rounding never makes a finding, a gap beyond it does."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from small import checked, listed, states

from engine.library import Library
from engine.outcome import Outcome

SUMS = frozenset({"CON-001", "CON-005"})
FEN = st.integers(1, 10**12).map(lambda n: Fraction(n, 10**6))  # up to a million 万元, to the millionth of a 万元
DECIMALS = st.integers(0, 4)


def printed(value: Fraction, decimals: int) -> str:
    """A figure as a report prints it, rounded half up."""
    scaled = int(value * 10**decimals + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}" if decimals else str(whole)


def sums(books: Library, total: str, parts: list[str]) -> dict[str, str]:
    """The verdicts of the rules on sums for one total and its parts."""
    whole = listed("合计关系", f"名称: 甲, 关系: 分项之和, 合计值: {total}")
    own = listed("分项", *(f"所属合计: 甲, 名称: 项{number}, 值: {part}" for number, part in enumerate(parts)))
    outcome = checked(books, whole + own, only=SUMS)
    return {rule: states(outcome, rule)["甲"] for rule in sorted(SUMS)}


@settings(max_examples=60)
@given(st.lists(st.tuples(FEN, DECIMALS), min_size=2, max_size=6), DECIMALS)
def test_parts_and_total_rounded_as_they_may_be_never_fire(
    books: Library, parts: list[tuple[Fraction, int]], decimals: int
) -> None:
    total = printed(sum((value for value, _ in parts), Fraction()), decimals)
    own = sums(books, f"{total}万元", [f"{printed(value, places)}万元" for value, places in parts])
    assert set(own.values()) == {"未发现问题"}


@settings(max_examples=60)
@given(st.lists(FEN, min_size=2, max_size=6), st.integers(1, 10**6), st.booleans())
def test_a_gap_beyond_half_a_digit_of_each_figure_is_told_once(
    books: Library, parts: list[Fraction], beyond: int, more: bool
) -> None:
    shown = [printed(value, 2) for value in parts]
    whole = sum(map(Fraction, shown), Fraction())
    steps = (len(parts) + 1) // 2 + beyond  # each of the n + 1 figures may be off by half of 0.01
    total = whole + Fraction(steps, 100) * (1 if more else -1)
    assume(total > 0)
    own = sums(books, f"{printed(total, 2)}万元", [f"{part}万元" for part in shown])
    assert sorted(own.values()) in (["不适用", "发现问题"], ["发现问题", "未发现问题"])


@settings(max_examples=60)
@given(st.lists(st.integers(100, 10**6), min_size=2, max_size=5), st.sampled_from(["元", "万元"]), st.data())
def test_one_part_in_another_unit_is_a_doubtful_unit_and_no_wrong_sum(
    books: Library, hundredths: list[int], unit: str, data: st.DataObject
) -> None:
    slipped = data.draw(st.integers(0, len(hundredths) - 1))
    parts = [f"{printed(Fraction(n, 100), 2)}亿元" for n in hundredths]
    total = f"{printed(Fraction(sum(hundredths), 100), 2)}亿元"
    parts[slipped] = parts[slipped].removesuffix("亿元") + unit
    assert sums(books, total, parts) == {"CON-001": "不适用", "CON-005": "发现问题"}


def rates(books: Library, kind: str, fields: str) -> Outcome:
    """What the rule on rates says of one rate."""
    lists = {word: listed(word) for word in ("比率", "增速", "合计关系")}
    lists[kind] = listed(kind, f"名称: 甲, 位置: 一, {fields}")
    return checked(books, "".join(lists.values()), only=frozenset({"CON-003"}))


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_a_rate_or_growth_that_is_rounded_never_fires(books: Library, above: int, below: int, decimals: int) -> None:
    share = printed(Fraction(above * 100, below), decimals)
    own = rates(books, "比率", f"分子名称: 乙, 分子: {above}个, 分母名称: 丙, 分母: {below}个, 报告值: {share}%")
    assert states(own, "CON-003")["甲·一"] == "未发现问题"
    rise = Fraction(above * 100, below) - 100
    growth = ("-" if rise < 0 else "") + printed(abs(rise), decimals)
    own = rates(books, "增速", f"本年值: {above}个, 上年值: {below}个, 报告值: {growth}%")
    assert states(own, "CON-003")["甲·一"] == "未发现问题"


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(1, 10**4), st.booleans())
def test_a_rate_off_by_more_than_half_its_last_digit_always_fires(
    books: Library, above: int, below: int, beyond: int, more: bool
) -> None:
    exact = Fraction(above * 100, below)
    rate = exact + (1 if more else -1) * (Fraction(1, 100) + Fraction(beyond, 100))
    assume(rate >= 0)
    own = rates(
        books, "比率", f"分子名称: 乙, 分子: {above}个, 分母名称: 丙, 分母: {below}个, 报告值: {printed(rate, 2)}%"
    )
    assert states(own, "CON-003")["甲·一"] == "发现问题"
