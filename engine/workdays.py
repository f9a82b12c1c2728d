"""Working days between two days, by the State Council's holiday arrangements (chinese-calendar, years 2004 onwards)."""

from __future__ import annotations

from datetime import date, timedelta

from engine.quantity import Dim, Quantity, exactly

LONGEST = 4000  # days; a longer span is a slip of the pen


def workdays(start: Quantity, end: Quantity) -> Quantity | str:
    """Returns how many working days lie after the first day up to and including the last, or why that is not known.

    The first day is not counted, the last is (民法典 第二百零一条). Days given only as a month or year have no answer.
    """
    if not (start.exact and end.exact):
        return "日期没有写到日"
    first, last = date.fromordinal(int(start.low)), date.fromordinal(int(end.low))
    if abs((last - first).days) > LONGEST:
        return "两个日期相隔过长"
    from chinese_calendar import is_workday  # heavy; only where a rule counts working days

    sign = 1 if last >= first else -1
    early, late = min(first, last), max(first, last)
    try:
        days = sum(is_workday(early + timedelta(n)) for n in range(1, (late - early).days + 1))
    except NotImplementedError:
        return f"没有{'至'.join(dict.fromkeys(f'{day.year}年' for day in (early, late)))}的节假日安排"
    return exactly(Dim.DAYS, sign * days, "个工作日")
