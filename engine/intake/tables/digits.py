"""Numbers of cells as the digits of the fact language: nothing of binary fractions, no exponent, nothing invented."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from math import isfinite

from msgspec import Struct

from engine.intake.tables.tally import Refused
from engine.notation import MULTIPLES, half_width

LARGEST = 10**15  # a spreadsheet keeps fifteen digits; what is larger has lost some
DECIMALS = 6  # of anything but money
_NOISE = Decimal("1e-6")  # as part of the number: what differs by less is noise of binary fractions
NOISE = "有浮点运算留下的尾数，已按实际位数取整"
_NOISE_OF_RATIOS = Decimal("1e-5")
_BARE = re.compile(
    r"(?P<before>大约|约|近|超过|超|不足)?(?P<number>[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)"
    r"(?P<power>[eE][+-]?[0-9]{1,3})?(?P<more>余|多)?(?P<after>左右|以上)?"
)
TOO_LARGE = ("的数太大或不是数", "电子表格只存15位，长的编码请把这一列改成文本格式重新输入；金额请核对。")


_POWER = re.compile(r"[+-]?[0-9](?:\.[0-9]+)?[eE]\+[0-9]{1,3}")
LOST_DIGITS = (
    "写成了科学计数法，原来的位数已经丢了",
    "请核对原件，把这一列改成文本格式重新输入，或从系统重新导出。",
)


def has_lost_digits(text: str) -> bool:
    """Whether a text was a long number once, of which a spreadsheet kept the beginning: 4.40118E+17."""
    return _POWER.fullmatch(text) is not None


class Bare(Struct, frozen=True):
    """A number without a unit that is written in words: its digits, and the words of approximation around them."""

    number: str
    before: str = ""
    after: str = ""
    powered: bool = False

    def with_unit(self, unit: str) -> str:
        """The figure with its unit: 约290 to 约290万元, 290左右 to 290万元左右."""
        more, after = (self.after, "") if self.after in ("余", "多") else ("", self.after)
        return f"{self.before}{self.number}{more}{unit}{after}"


def bare(text: str) -> Bare | None:
    """Reads a text that is a number and nothing else; None for any other."""
    found = _BARE.fullmatch(half_width(text).replace(" ", ""))
    if found is None:
        return None
    number, power = found["number"], found["power"]
    if power:
        value = Decimal(number.replace(",", "") + power)
        if abs(value) >= LARGEST or value.adjusted() < -30:
            raise Refused(*TOO_LARGE)
        number = format(value, "f")
    return Bare(number, found["before"] or "", (found["more"] or "") + (found["after"] or ""), bool(power))


def digits(value: float) -> str:
    """The shortest decimal digits of a number; raises Refused for one that cannot be held exactly."""
    if not isfinite(value) or abs(value) >= LARGEST:
        raise Refused(*TOO_LARGE)
    if value == int(value):
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def decimals_of(unit: str) -> int:
    """How many decimals money in a unit may have: down to the fen."""
    multiple = unit.removesuffix("美元").removesuffix("元") if unit.endswith("元") else None
    return DECIMALS if multiple is None else 2 + len(str(MULTIPLES.get(multiple, 1))) - 1


def denoised(text: str, decimals: int, ratio: bool = False) -> str:
    """The digits rounded where the rest can only be noise; the same text where it may be meant.

    Exports of ratios keep seven digits (0.0900000762939453), so that theirs may be larger.
    """
    if len(text) - text.find(".") - 1 <= decimals or "." not in text:
        return text
    value = Decimal(text)
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
    noise = _NOISE_OF_RATIOS if ratio else _NOISE
    return _plain(rounded) if abs(rounded - value) < noise * abs(value) else text


def hundredfold(text: str) -> str:
    """A hundred times a number, with as many digits as it was written with: 0.970 to 97.0."""
    return format(Decimal(text.replace(",", "")).scaleb(2), "f")


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
