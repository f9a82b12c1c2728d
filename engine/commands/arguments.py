"""What several commands are told in the same words: the day of a check, a share of a limit, a file for text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import typer

HERE = Path(__file__).resolve().parents[2]  # the checkout, with its rules and facts

_WRITTEN = (".md", ".txt", ".json")
_DOCUMENTS = (".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".pptx", ".pdf", ".ofd", ".rtf")


def day_of(text: str) -> int:
    """Returns the day of the check as an ordinal: as given, else today (the engine itself knows no clock)."""
    if not text:
        return datetime.now().astimezone().toordinal()
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise typer.BadParameter(f"“{text}”不是日期，例如 2023-03-31。", param_hint="--date") from None


def share_of(text: str) -> Fraction | None:
    """Returns the share of a limit within which something counts as a near miss; None where nobody asks."""
    if not text:
        return None
    from engine.notation import NotationError, read_quantity
    from engine.quantity import Dim

    try:
        share = read_quantity(text, Dim.RATIO).nominal
    except NotationError as error:
        raise typer.BadParameter(f"{error.message}。例如 5%。", param_hint="--near") from None
    if not 0 <= share <= 1:
        raise typer.BadParameter(f"“{text}”应在 0% 与 100% 之间，例如 5%。", param_hint="--near")
    return share


def text_file(forms: str, strict: bool = False) -> Callable[[Path | None], Path | None]:
    """Returns what refuses an --output whose name promises a document, for what is written is text.

    `forms` says what can be written; `strict` refuses every ending but .md, .txt and .json.
    """

    def checked(output: Path | None) -> Path | None:
        ending = output.suffix.lower() if output is not None else ""
        if output is not None and (ending in _DOCUMENTS or (strict and ending and ending not in _WRITTEN)):
            message = f"“{output.name}”的扩展名应是 .md、.txt 或 .json：--format 能写的是{forms}。"
            raise typer.BadParameter(message, param_hint="--output")
        return output

    return checked
