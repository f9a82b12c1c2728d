"""What several commands are told in the same words: the day of a check, a share of a limit, a file for text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typer import BadParameter

HERE = Path(__file__).resolve().parents[2]  # the checkout, with its rules and facts

_WRITTEN = (".md", ".txt", ".json")
_DOCUMENTS = (".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".pptx", ".pdf", ".ofd", ".rtf")


def bad_parameter(message: str, param_hint: str) -> BadParameter:
    """Returns what complains about the words behind an option or an argument."""
    import typer  # not needed where nothing is wrong

    return typer.BadParameter(message, param_hint=param_hint)


def day_of(text: str) -> int:
    """Returns the day of the check as an ordinal: as given, else today (the engine itself knows no clock)."""
    if not text:
        return datetime.now().astimezone().toordinal()
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise bad_parameter(f"“{text}”不是日期，例如 2023-03-31。", param_hint="--date") from None


def refuse_existing(file: Path, name: str) -> None:
    """Complains where a file is there already: what somebody filled in is never written over."""
    if lexists(file):
        raise bad_parameter(f"{file} 已经存在，没有覆盖。请换一个文件名。", param_hint=name)


def share_of(text: str) -> Fraction | None:
    """Returns the share of a limit within which something counts as a near miss; None where nobody asks."""
    return part_of(text, "--near", "5%") if text else None


def part_of(text: str, named: str, example: str) -> Fraction:
    """Returns a share between nothing and all; named is the option that it was written behind."""
    from engine.notation import NotationError, read_quantity
    from engine.quantity import Dim

    try:
        share = read_quantity(text, Dim.RATIO).nominal
    except NotationError as error:
        raise bad_parameter(f"{error.message}。例如 {example}。", param_hint=named) from None
    if not 0 <= share <= 1:
        raise bad_parameter(f"“{text}”应在 0% 与 100% 之间，例如 {example}。", param_hint=named)
    return share


# What a form is written as, the usual ending first; a form without `--format` is chosen by these.
_ENDINGS = {
    "text": (".txt",),
    "table": (".txt",),
    "markdown": (".md",),
    "json": (".json",),
    "docx": (".docx",),
    "html": (".html", ".htm"),
    "xlsx": (".xlsx",),
}
_BINARY = ("docx", "xlsx")
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))})


def form_for(form: str | None, output: Path | None) -> str:
    """Returns the form of a result: as asked for, else by the ending of its file, else a table; both must agree."""
    if output is not None:
        _check_name(output.name)
    ending = output.suffix.lower() if output is not None else ""
    named = next((name for name, endings in _ENDINGS.items() if ending in endings), None)
    if form in _BINARY and output is None:
        raise bad_parameter(f"{form} 不能显示在屏幕上，请写明 --output 文件名.{form}。", param_hint="--format")
    wrong = named is None if form is None else named is not None and ending not in _ENDINGS[form]
    bare = form in _BINARY and named is None  # a document is opened by its ending
    if output is not None and (bare or (ending and (wrong or (named is None and ending in _DOCUMENTS)))):
        fitting = [_ENDINGS[form][0]] if form else list(dict.fromkeys(e[0] for e in _ENDINGS.values()))
        message = f"“{output.name}”的扩展名应是 {'、'.join(fitting)}" + (f"（--format {form}）。" if form else "。")
        raise bad_parameter(message, param_hint="--output")
    return form or named or "table"


def _check_name(name: str) -> None:
    """Refuses the name of a file that would be another file elsewhere, or that nobody could read."""
    from engine.bounds import HIDDEN  # read by every check anyway, but not before its arguments

    message = ""
    if name != ".." and name != name.rstrip(" .　"):
        message = f"文件名“{name}”不能以空格或句点结尾：别的系统会把它去掉。"
    elif HIDDEN.search(name) or set(name) & set("\t\r\n"):
        message = "文件名里有看不见的字符。"
    elif name.partition(".")[0].upper() in _DEVICES:
        message = f"“{name}”在别的系统里是设备的名称，请换一个文件名。"
    if message:
        raise bad_parameter(message, param_hint="--output")


def text_file(forms: str, strict: bool = False) -> Callable[[Path | None], Path | None]:
    """Returns what refuses an --output whose name promises a document, for what is written is text.

    `forms` says what can be written; `strict` refuses every ending but .md, .txt and .json.
    """

    def checked(output: Path | None) -> Path | None:
        ending = output.suffix.lower() if output is not None else ""
        if output is not None and (ending in _DOCUMENTS or (strict and ending and ending not in _WRITTEN)):
            message = f"“{output.name}”的扩展名应是 .md、.txt 或 .json：--format 能写的是{forms}。"
            raise bad_parameter(message, param_hint="--output")
        return output

    return checked
