"""Texts that are plain beyond doubt: nothing hidden, nothing to escape, and names alike only where one sees it.

Whatever is not goes line by line, where it is looked at closely.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from engine.batch.columnar.facts import NUMBER
from engine.bounds import EMPTY_WORDS
from engine.headings import folded

LONGEST: Final = 300  # bytes of a text
_WIDE: Final = "（）“”‘’：；，—·…Ⅰ-Ⅻ①-⑳"
_PLAIN: Final = r"!#-\[\]-~\u4e00-\u9fff、。《》" + _WIDE
_DOUBTFUL: Final = re.compile(f"[^{_PLAIN}]")
# Without these, names are the same where they are alike; see engine/generated/known/soundness.py.
_SIMPLE: Final = re.compile(r"[^!#-@\[\]-~\u4e00-\u9fff、。《》]")
_EMPTY: Final = f"^(?:{EMPTY_WORDS.pattern})。*$"


def doubtful(texts: pl.Series) -> pl.Expr:
    """Returns which of these texts of a column are not plain, by the column's name."""
    column = pl.col(texts.name)
    found = (column == "") | (column.str.len_bytes() > LONGEST)
    return found | column.str.contains(_DOUBTFUL.pattern) if _DOUBTFUL.search(_together(texts)) else found


def empty(texts: pl.Expr) -> pl.Expr:
    """Returns which texts are words that people write for what they do not know."""
    return texts.str.contains(_EMPTY)


def numbered(texts: pl.Series) -> pl.Expr | None:
    """Returns which texts of a column end as the names of twins do; None where none does."""
    return pl.col(texts.name).str.contains(r"（\d+）$") if "）" in _together(texts) else None


def repeated(words: pl.Expr) -> pl.Expr:
    """Returns which words a department seems to have twice: surely those that it has, by chance others, once in 2⁴⁰."""
    return (words.hash() ^ pl.col(NUMBER).hash()).is_duplicated()


def compared(names: pl.Series) -> pl.Series:
    """Returns plain names as they are compared: the same where they are alike; themselves where nothing differs."""
    whole = _together(names)
    signs = sorted(set(_SIMPLE.findall(whole)))
    if not signs:
        return names
    return names.str.replace_many(signs, [folded(sign) for sign in signs])


def _together(texts: pl.Series) -> str:
    return str(texts.drop_nulls().str.join("").item()) if len(texts) else ""
