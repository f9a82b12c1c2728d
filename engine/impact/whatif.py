"""A rulebook with another value of a parameter, without a file being edited; the same as if it had been edited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from engine.dossier import Dossier
from engine.mistakes import Mistakes, Place, suggestion
from engine.notation import EXAMPLES, NotationError, half_width, read_date, read_quantity, scale_of
from engine.parameter import Parameter, Value
from engine.quantity import Dim, Quantity
from engine.rulebook import Rulebook

PLACE = Place("--what-if")
_FORM = re.compile(r"(?P<name>[^=\[\]]+)(?:\[(?P<rows>[^\[\]]*)\])?=(?P<value>.+)", re.DOTALL)
_EDGE = re.compile(r"\((不?含)\)$")
_BRACKETS = str.maketrans("【】［］", "[][]")
_LONGEST = 300
_HINT = "写法：重点监控下限=500万元，或 重点监控下限[性质=经常性]=500万元。"
REGION = "地区"


class Wanted(Struct, frozen=True):
    """What one --what-if asks for, as written: a parameter, which of its rows (key -> word), and their value."""

    name: str
    rows: dict[str, str]
    value: str
    text: str


def wanted_of(text: str, mistakes: Mistakes) -> Wanted | None:
    """Reads the form of a --what-if; None after noting what is wrong with it."""
    text = text.strip()
    half = half_width(text).translate(_BRACKETS)
    match = _FORM.fullmatch(half) if len(text) <= _LONGEST else None
    if match is None or not match["name"].strip() or not match["value"].strip():
        mistakes.add(PLACE, f"看不懂“{text[:60]}”", _HINT)
        return None
    rows: dict[str, str] = {}
    for item in re.split("[,，、;；]", match["rows"] or "") if match["rows"] is not None else ():
        key, sign, word = (part.strip() for part in item.partition("="))
        if not key or not sign or not word or key in rows:
            mistakes.add(PLACE, f"看不懂“{text[:60]}”里的“{item.strip()}”", _HINT)
            return None
        rows[key] = word
    return Wanted(text[: match.end("name")].strip(), rows, match["value"].strip(), text)


def chosen_rows(
    book: Rulebook, wanted: Wanted, dossiers: Iterable[Dossier], mistakes: Mistakes
) -> tuple[Parameter, tuple[Value, ...]] | None:
    """Returns the parameter meant and its rows, of those in force for the departments; None after noting a mistake."""
    parameter = book.parameters.get(wanted.name)
    if parameter is None:
        mistakes.add(PLACE, f"没有参数“{wanted.name}”", suggestion(wanted.name, book.parameters))
        return None
    if parameter.sort.steps is not None:
        mistakes.add(
            PLACE, f"“{wanted.name}”是阶梯，不能在这里改", "请复制规则文件夹，改好参数.yaml，再用 impact 比较。"
        )
        return None
    places = sorted({(dossier.region, dossier.year) for dossier in dossiers})
    current = {id(value): value for place in places for _, value in parameter.rows(*place)}
    if not current:
        where = "、".join(f"{region or '全国'}{year}年度" for region, year in places[:3])
        mistakes.add(
            PLACE, f"参数“{wanted.name}”在这些部门的地区和年度没有取值（{where}）", "请先在参数.yaml里加一行。"
        )
        return None
    if not _known(parameter, wanted, mistakes):
        return None
    found = tuple(value for value in current.values() if _meant(parameter, value, wanted.rows))
    if not found:
        rows = "；".join(dict.fromkeys(_row_words(parameter, value) or "不分地区和条件" for value in current.values()))
        mistakes.add(PLACE, f"参数“{wanted.name}”没有“{wanted.text}”所说的取值", f"现行的取值：{rows}。")
        return None
    return parameter, found


def _known(parameter: Parameter, wanted: Wanted, mistakes: Mistakes) -> bool:
    keys = (REGION, *parameter.sort.keys)
    for key in wanted.rows:
        if key not in keys:
            hint = suggestion(key, keys)
            mistakes.add(PLACE, f"参数“{wanted.name}”不按“{key}”取值", hint)
            return False
    return True


def _meant(parameter: Parameter, value: Value, rows: dict[str, str]) -> bool:
    own = {REGION: value.where, **dict(zip(parameter.sort.keys, value.words, strict=True))}
    return all(half_width(own.get(key, "")) == word for key, word in rows.items())


def _row_words(parameter: Parameter, value: Value) -> str:
    keys = zip((REGION, *parameter.sort.keys), (value.region, *value.words), strict=True)
    return "，".join(f"{key}={word}" for key, word in keys if word)


def value_of(parameter: Parameter, rows: Sequence[Value], text: str, mistakes: Mistakes) -> Quantity | None:
    """Reads a value as 参数.yaml would; None after saying what is wrong with it and what to write instead."""
    bare = _EDGE.sub("", half_width(text).replace(" ", ""))
    dim, now = parameter.sort.dim, rows[0].value
    unit = scale_of(now)[1] if isinstance(now, Quantity) and dim is not Dim.DATE else ""
    if isinstance(now, str):
        mistakes.add(PLACE, f"参数“{parameter.name}”的取值是文字，不能在这里改", "请在参数.yaml里改。")
        return None
    try:
        found = read_date(bare) if dim is Dim.DATE else read_quantity(bare, Dim.AMOUNT)
    except NotationError as error:
        mistakes.add(PLACE, f"“{parameter.name}”的取值：{error.message}", error.hint or f"例如：{EXAMPLES[dim]}")
        return None
    if found.dim is dim:
        return found
    if found.dim is Dim.NUMBER:
        hint = f"现行取值是 {rows[0].text}，请写成“{parameter.name}={bare}{unit}”。"
        mistakes.add(PLACE, f"“{text}”缺少单位，“{parameter.name}”是{dim}", hint)
    else:
        hint = f"现行取值是 {rows[0].text}；例如：{EXAMPLES[dim]}"
        mistakes.add(PLACE, f"“{text}”是{found.dim}，“{parameter.name}”是{dim}", hint)
    return None


def edge_of(text: str) -> bool | None:
    """Whether a value as written says 含 (True) or 不含 (False); None where it says neither."""
    match = _EDGE.search(half_width(text).replace(" ", ""))
    return None if match is None else match[1] == "含"


def with_value(parameter: Parameter, rows: Sequence[Value], value: Quantity, text: str) -> Parameter:
    """Returns the parameter with another value in some of its rows; 含 and 不含 stay as they are."""
    chosen = {id(row) for row in rows}
    bare = _EDGE.sub("", half_width(text).replace(" ", ""))
    values = (
        replace(row, value=value, text=bare + _mark(row.text)) if id(row) in chosen else row for row in parameter.values
    )
    return replace(parameter, values=tuple(values))


def _mark(text: str) -> str:
    return {True: "（含）", False: "（不含）", None: ""}[edge_of(text)]
