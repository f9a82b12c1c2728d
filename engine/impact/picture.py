"""Draws a sweep: findings against the value of the parameter, what is in force marked; the same bytes every time."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import Any

from engine.impact.sweep import Swept
from engine.mistakes import Mistakes, Place
from engine.notation import scale_of
from engine.quantity import Dim, Quantity

FORMS = (".svg", ".png")
FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "SimHei",
    "PingFang SC",
    "SimSun",
)
_SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "jixiao",
    "axes.unicode_minus": False,
    "font.size": 11,
    "text.parse_math": False,
}
_WIDTH, _HEIGHT, _DOTS = 9, 4.8, 150  # inches, dots per inch


def check(file: Path) -> None:
    """Raises MistakesFound, before anything is judged, where no picture can be drawn into a file of this name."""
    mistakes, place = Mistakes(), Place("--picture")
    if file.suffix.lower() not in FORMS:
        mistakes.add(place, f"“{file.name}”的扩展名不是 .svg 或 .png", "例如：--picture 重点监控下限.svg")
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError:
        mistakes.add(place, "画图要用的软件包没有装", "请先执行：make workbench")
    mistakes.check()
    if file.suffix.lower() == ".png" and not _fonts():
        mistakes.add(place, "这台机器没有中文字体，PNG 里的汉字会变成方框", "请改用 .svg，它里面的字仍是文字。")
    mistakes.check()


def picture(swept: Swept, file: Path) -> bytes:
    """Returns the picture, SVG or PNG as the name of the file says."""
    import matplotlib
    from matplotlib.figure import Figure

    form = file.suffix.lower().removeprefix(".")
    # A PNG is drawn in a font of this machine; an SVG names fonts for the machine on which it is looked at.
    settings: dict[Any, Any] = {**_SETTINGS, "font.family": _fonts()[:1] if form == "png" else [*FONTS, "sans-serif"]}
    with _quiet(), matplotlib.rc_context(settings):
        figure = Figure(figsize=(_WIDTH, _HEIGHT), layout="constrained")
        _plot(figure.add_subplot(), swept)
        out = BytesIO()
        metadata = {"Date": None} if form == "svg" else {"Software": None}
        figure.savefig(out, format=form, dpi=_DOTS, metadata=metadata)
    return out.getvalue()


@contextmanager
def _quiet() -> Iterator[None]:
    """Fonts that are not there are no news to a reader."""
    logger = logging.getLogger("matplotlib.font_manager")
    before, logger.disabled = logger.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = before


def _fonts() -> list[str]:
    """The Chinese fonts of this machine, the best first."""
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in FONTS if name in known]


def _plot(axes: Any, swept: Swept) -> None:
    scale, unit = _scale(swept)
    values = [_number(step.value, scale) for step in swept.steps]
    findings = [sum(step.findings) for step in swept.steps]
    unknown = [sum(step.unknown) for step in swept.steps]
    # What was judged are the values themselves: between two of them nothing is known.
    axes.step(values, findings, where="post", color="#b03a2e", linewidth=2, label="发现问题")
    axes.plot(values, findings, "o", color="#b03a2e", markersize=4 if len(values) <= 60 else 2)
    if any(unknown):
        axes.step(values, unknown, where="post", color="#7f8c8d", linewidth=1.5, linestyle="--", label="无法判定")
    for (number, words), line in zip(_current(swept, scale), cycle((":", "-.", "--")), strict=False):
        axes.axvline(number, color="#1f618d", linewidth=1.2, linestyle=line, label=f"现行：{words}")
    axes.set_xlabel(f"{swept.parameter.name}（{unit}）" if unit else swept.parameter.name)
    axes.set_ylabel("判定数（项）")
    axes.set_ylim(bottom=0, top=max([1, *findings, *unknown]) * 1.15)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.set_title(f"{swept.parameter.name}取不同值时的发现（{len(swept.departments)}个部门）")
    if swept.parameter.sort.dim is Dim.DATE:
        axes.xaxis.set_major_formatter(lambda x, _: date.fromordinal(max(1, int(x))).isoformat())
    axes.grid(alpha=0.3)
    axes.legend(loc="best", frameon=False)


def _scale(swept: Swept) -> tuple[Fraction, str]:
    if swept.parameter.sort.dim is Dim.DATE:
        return Fraction(1), ""
    return scale_of(swept.steps[0].value)


def _number(value: Quantity, scale: Fraction) -> float:
    return float(value.nominal / scale)


def _current(swept: Swept, scale: Fraction) -> list[tuple[float, str]]:
    """Where the rows in force stand, each value once, and what they are for."""
    found: dict[float, list[str]] = {}
    for row in swept.current:
        if isinstance(row.value, Quantity):
            words = "、".join(filter(None, row.words))
            found.setdefault(_number(row.value, scale), []).append(f"{words} {row.text}".strip())
    return [(number, "；".join(dict.fromkeys(words))) for number, words in sorted(found.items())]
