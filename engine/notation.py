"""How quantities are written in Chinese reports: text to quantity and back, without ever guessing a unit.

Approximations become ranges: 余, 多 and 超 reach one unit of the last nonzero digit upwards (380余 is 380 to 390),
近 and 不足 the same downwards, 约 and 左右 are 5% either way. These widths are a design choice, not a norm.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from engine.quantity import COUNTERS, ZERO, Dim, Quantity

LONGEST = 60  # characters; a longer text is not a figure
DIGITS = 30  # digits; more is a slip of the keyboard or an attack, never a budget
MULTIPLES = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
# Full-width signs become half-width ones, one character for one, so that offsets stay true.
_SIGNS = str.maketrans("（）｛｝，＝＜＞＋－−–＊／．％０１２３４５６７８９“”　", '(){},=<>+---*/.%0123456789"" ')
_FIGURE = re.compile(
    r"(?P<before>大约|约|近|超过|超|不足)?(?P<sign>[+-]?)(?P<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)"
    r"(?P<more>余|多)?"
    r"(?P<multiple>万亿|千万|百万|亿|万|千(?!瓦|米|克))?(?P<more2>余|多)?(?P<unit>[^\d\s+\-.,%]*?|%)(?P<after>左右|以上)?"
)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?|年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?)")
_HALF_FEN = Fraction(1, 200)  # 元
_UP, _DOWN, _ABOUT = {"余", "多", "超", "超过", "以上"}, {"近", "不足"}, {"约", "大约", "左右"}


class NotationError(ValueError):
    """Raised for a text that is not a quantity; carries the Chinese reason and what to write instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def half_width(text: str) -> str:
    """Returns the text with every sign and digit in its half-width form, one character for one."""
    return text.translate(_SIGNS)


def read_quantity(text: str, dim: Dim) -> Quantity:
    """Reads one figure or date in the given dimension (Dim.AMOUNT takes any); raises NotationError."""
    compact = half_width(text).replace(" ", "")
    if len(compact) > LONGEST:
        raise NotationError(f"“{text[:20]}……”太长，不是一个数值")
    if dim is Dim.DATE:
        return read_date(compact)
    match = _FIGURE.fullmatch(compact)
    if match is None:
        raise NotationError(f"“{text}”不是{dim}", f"例如：{EXAMPLES[dim]}")
    if sum(map(str.isdigit, match["number"])) > DIGITS:
        raise NotationError(f"“{text[:20]}……”位数过多，请核对")
    found, base, unit = _unit(text, dim, match["multiple"] or "", match["unit"])
    return _ranged(match, found, base, unit)


EXAMPLES = {
    Dim.MONEY: "1,200.50万元、126.67元、1.5亿元",
    Dim.FOREIGN: "35,645万美元",
    Dim.RATIO: "92.97%",
    Dim.POINTS: "7.5个百分点",
    Dim.COUNT: "17个",
    Dim.SCORE: "91.41分",
    Dim.NUMBER: "7",
    Dim.DATE: "2022-08-31、2022年8月、2022年",
    Dim.DAYS: "30日、7个工作日",
    Dim.AMOUNT: "22个、10%、133.8亿元",
}


def _unit(text: str, dim: Dim, multiple: str, unit: str) -> tuple[Dim, Fraction, str]:
    """Returns the dimension, the factor to the base unit and the unit to print, or refuses a unit that does not fit."""
    found = _KNOWN_UNITS.get(unit)
    if found is None:
        found = Dim.COUNT
    if unit == "":
        found = Dim.NUMBER
        if multiple:
            wanted = Dim.MONEY if dim is Dim.AMOUNT else dim
            right = {Dim.MONEY: text + "元", Dim.FOREIGN: text + "美元", Dim.COUNT: text + "个"}.get(
                wanted, EXAMPLES[dim]
            )
            raise NotationError(f"“{text}”缺少单位", f"应写成“{right}”。")
    if dim is Dim.COUNT and found is Dim.COUNT and unit not in COUNTERS:
        raise NotationError(f"“{text}”的单位“{unit}”不是计数单位", f"例如：{EXAMPLES[dim]}")
    if found is not dim and dim is not Dim.AMOUNT:
        if found is Dim.NUMBER:
            raise NotationError(f"“{text}”缺少单位，这里应填{dim}", f"例如：{EXAMPLES[dim]}")
        raise NotationError(f"“{text}”是{found}，这里应填{dim}", f"例如：{EXAMPLES[dim]}")
    base = Fraction(MULTIPLES[multiple], 100 if found is Dim.RATIO else 1)
    return found, base, multiple + unit if found in (Dim.MONEY, Dim.FOREIGN) else unit


_KNOWN_UNITS = {
    "元": Dim.MONEY,
    "美元": Dim.FOREIGN,
    "%": Dim.RATIO,
    "百分点": Dim.POINTS,
    "个百分点": Dim.POINTS,
    "分": Dim.SCORE,
    "日": Dim.DAYS,
    "天": Dim.DAYS,
    "个工作日": Dim.DAYS,
    "工作日": Dim.DAYS,
    "月": Dim.NUMBER,
    "年": Dim.NUMBER,
    "": Dim.NUMBER,
}


def _ranged(match: re.Match[str], dim: Dim, base: Fraction, unit: str) -> Quantity:
    digits = match["number"].replace(",", "")
    decimals = len(digits.partition(".")[2])
    sign = -1 if match["sign"] == "-" else 1
    # One fraction instead of three: most of the time that a fact file takes to be typed was theirs.
    value = Fraction(sign * int(digits.replace(".", "")) * base.numerator, base.denominator * 10**decimals)
    # A whole count is what it says; every other figure stands for half a unit of its last digit either way.
    counted = dim in (Dim.COUNT, Dim.NUMBER, Dim.DAYS) and decimals == 0 and base == 1
    half = ZERO if counted else Fraction(base.numerator, base.denominator * 10**decimals * 2)
    mark = match["more"] or match["more2"] or match["before"] or match["after"] or ""
    low = high = value
    if mark in _UP or mark in _DOWN:
        step = sign * base * _last_digit(digits)  # 余 and 近 speak of the size, whatever the sign
        low, high = sorted((value, value + step if mark in _UP else value - step))
    elif mark in _ABOUT:
        low, high = value - abs(value) / 20, value + abs(value) / 20
    return Quantity(dim, low, high, value, half, unit, mark)


def _last_digit(digits: str) -> Fraction:
    """Returns the place value of the last nonzero digit: 380 gives 10, 3.5 gives 1/10."""
    whole, _, part = digits.partition(".")
    if part.strip("0"):
        return Fraction(1, 10 ** len(part.rstrip("0")))
    return Fraction(10 ** (len(whole) - len(whole.rstrip("0")))) if whole.strip("0") else Fraction(1)


def read_date(text: str) -> Quantity:
    """Reads a day, a month or a year; a month or a year is the range of its days."""
    match = _DATE.fullmatch(half_width(text).replace(" ", ""))
    if match is None:
        raise NotationError(f"“{text}”不是日期", f"例如：{EXAMPLES[Dim.DATE]}")
    year, month, day = int(match[1]), match[2] or match[4], match[3] or match[5]
    try:
        first = date(year, int(month or 1), int(day or 1))
        last = first if day else _last_day(year, int(month or 12))
    except ValueError:
        raise NotationError(f"没有“{text}”这一天", "请核对年、月、日。") from None
    low, high = Fraction(first.toordinal()), Fraction(last.toordinal())
    return Quantity(Dim.DATE, low, high, low, unit="日" if day else "月" if month else "年")


def _last_day(year: int, month: int) -> date:
    last = 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days
    return date(year, month, last)


def show(value: Quantity, unit: str = "", decimals: int | None = None) -> str:
    """Writes a quantity as a report would: 85,038.37万元, 92.97%, 7.5个百分点, 约290万元, 2022年8月.

    unit asks for 元, 万元 or 亿元; decimals fixes the number of decimals, else `places` chooses.
    """
    if value.dim is Dim.DATE:
        return _show_date(value)
    before, after = _marks(value.mark)
    scale, word = scale_of(value, unit)
    figure = value.nominal / scale
    if decimals is None:
        decimals = places(value, figure)
    # 380余万元, but 50多个: the word of approximation stands before 万 and the unit alike.
    return f"{before}{_digits(figure, decimals, value.dim is not Dim.NUMBER)}{after}{word}"


def _marks(mark: str) -> tuple[str, str]:
    return (
        ("", mark)
        if mark in ("余", "多")
        else ("约" if mark in ("大约", "左右") else "超" if mark == "以上" else mark, "")
    )


_ONE, _PERCENT = Fraction(1), Fraction(1, 100)
_SCALES = {multiple: Fraction(number) for multiple, number in MULTIPLES.items()}


def scale_of(value: Quantity, unit: str = "") -> tuple[Fraction, str]:
    """Returns the unit a quantity is printed in, as a part of the base unit and as a word."""
    if value.dim is Dim.RATIO:
        return _PERCENT, "%"
    if value.dim in (Dim.MONEY, Dim.FOREIGN):
        word = {Dim.MONEY: "元", Dim.FOREIGN: "美元"}[value.dim]
        unit = unit or value.unit or ("万" if abs(value.nominal) >= 10**4 else "") + word
        multiple = unit.removesuffix(word)
        return _SCALES.get(multiple, _ONE), multiple + word
    defaults = {Dim.POINTS: "个百分点", Dim.SCORE: "分", Dim.DAYS: "日", Dim.NUMBER: "", Dim.COUNT: "个"}
    return _ONE, (value.unit if value.dim in (Dim.COUNT, Dim.DAYS) else "") or defaults[value.dim]


def _digits(figure: Fraction, decimals: int, grouped: bool) -> str:
    # Half away from zero, as people round; a figure that rounds to zero carries no sign.
    parts = figure.denominator
    scaled = (2 * abs(figure.numerator) * 10**decimals + parts) // (2 * parts)
    whole = scaled // 10**decimals
    text = (f"{whole:,}" if grouped else f"{whole}") + (f".{scaled % 10**decimals:0{decimals}d}" if decimals else "")
    return ("-" if figure < 0 and scaled else "") + text


def places(value: Quantity, figure: Fraction) -> int:
    """Returns how many decimals to show: those the figure was written with; money to the fen, all else at most two.

    Money written to the 分 is all there is: in another unit it needs no zeros behind, 12,000,000.00元 is 1,200万元.
    """
    written = 0
    if value.half and value.nominal:
        step = abs(2 * value.half * figure / value.nominal)  # one unit of the last written digit, in the printed unit
        written = next((n for n in range(9) if step.numerator * 10**n >= step.denominator), 9)
    exact = next((n for n in range(7) if 10**n % figure.denominator == 0), None)
    if value.mark and not value.half and exact != 0:
        # A figure worked out from approximations: three digits say all that is known.
        return 0 if abs(figure) >= 100 else 1 if abs(figure) >= 10 else 2
    if exact is None:
        return max(written, 2)
    money = value.dim in (Dim.MONEY, Dim.FOREIGN)
    needed = exact if money else min(exact, 2)
    if money and value.half <= _HALF_FEN and figure * scale_of(value)[0] != value.nominal:
        written = 0
    return max(written, 2 if money and needed == 1 and not value.mark else needed)


def _show_date(value: Quantity) -> str:
    day = date.fromordinal(int(value.nominal))
    if value.unit == "年":
        return f"{day.year}年"
    return f"{day.year}年{day.month}月" + ("" if value.unit == "月" else f"{day.day}日")
