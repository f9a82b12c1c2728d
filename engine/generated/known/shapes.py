"""The msgspec types of department lines that the fast path takes: all that it reads is there, exact and whole.

Whatever they do not take (a figure with its unit as text, an unknown field, a list that is not complete) is not wrong:
it goes the general way, which says what is wrong where something is. What they take, the general way takes as well.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from unicodedata import normalize

import msgspec
from msgspec import UNSET, Meta, UnsetType

from engine.bounds import EMPTY_WORDS, HIDDEN
from engine.generated.known.figure import Unfit
from engine.quantity import WHOLE_UNITS, Dim
from engine.vocabulary import NOTHING_WORD, SOURCE_WORD, Field, Kind, Shape, Vocabulary

MOST = 10**15  # 分; budgets are far below, and whole numbers up to here are exact everywhere
_WHOLE = Annotated[int, Meta(ge=-MOST, le=MOST)]
_HIDDEN = HIDDEN.pattern[1:-1]
# No blanks at the ends, nothing that nobody sees,
_CLEAN = rf"(?!\s)[^{_HIDDEN}]*(?<!\s)\Z"
# none of the words that people write for what they do not know, and no 无 where there must be something.
_TEXT = rf"\A(?!(?:{EMPTY_WORDS.pattern})。*\Z){_CLEAN}"
_SOMETHING = rf"\A(?!(?:{EMPTY_WORDS.pattern}|{NOTHING_WORD})。*\Z){_CLEAN}"
_UNNUMBERED = r"(?!.*（\d+）\Z)"  # as twins are told apart by
_SOURCE = Annotated[str, Meta(pattern=rf"\A{_CLEAN}", min_length=1)] | UnsetType


Words = frozenset[str]


def department_type(vocabulary: Vocabulary, fields: dict[str, Words], rows: dict[str, dict[str, Words]]) -> Any:
    """Returns the type of a line for the fields that are read, by kind, and by row for tables."""
    kinds = [(word, _kind_type(vocabulary.kinds[word], fields[word], rows.get(word, {}))) for word in sorted(fields)]
    return _struct("Department", kinds, {})


def _kind_type(kind: Kind, read: Words, rows: dict[str, Words]) -> Any:
    if kind.shape is Shape.TABLE:
        own = {row: _fact_type(kind, rows.get(row, frozenset()), kind.key[0]) for row in kind.rows}
        needed = [(row, own[row]) for row in kind.rows if rows.get(row)]
        spare = [(row, own[row] | UnsetType, UNSET) for row in kind.rows if not rows.get(row)]
        return _struct(kind.word, [*needed, *spare], {})
    fact = _fact_type(kind, read)
    return fact if kind.shape is Shape.SINGLE else list[fact] | Literal[NOTHING_WORD]  # type: ignore[valid-type]


def _fact_type(kind: Kind, read: Words, given: str = "") -> Any:
    """The type of one fact; `given` is the field that the name of a table's row stands for."""
    needed = (read | kind.required) - {given}
    types = {word: _field_type(kind, field, word in read) for word, field in kind.fields.items() if word != given}
    held = sorted((word for word in types if holds(kind, read, word)), key=lambda word: word not in needed)
    if not needed <= set(held):
        raise Unfit
    fields = [(word, types[word]) if word in needed else (word, types[word] | UnsetType, UNSET) for word in held]
    names = {word: word + WHOLE_UNITS.get(kind.fields[word].dim, "") for word in held}
    return _struct(kind.word, [*fields, (SOURCE_WORD, _SOURCE, UNSET)], names)


def holds(kind: Kind, read: Words, word: str) -> bool:
    """Whether facts of a kind may state a field; a name that points to a fact only where it is read."""
    field = kind.fields[word]
    return _field_type(kind, field, word in read) is not None and (not field.link or word in read)


def _field_type(kind: Kind, field: Field, read: bool) -> Any:
    """The type of a field; None where it cannot be whole."""
    if field.dim in (Dim.MONEY, Dim.COUNT, Dim.NUMBER):
        return Annotated[int, Meta(ge=1900, le=2199)] if (kind.word, field.word) == ("部门", "年度") else _WHOLE
    if field.dim is Dim.DATE:
        return date
    if field.dim is Dim.TRUTH:
        return Literal["是", "否"]
    if field.dim is not Dim.TEXT:
        return None
    nothing = () if field.word in kind.required else (NOTHING_WORD,)
    if field.options:
        return Literal[(*field.options, *nothing)]
    # Texts of lists that are read are looked through all at once (`soundness`).
    whole = (read and kind.shape is Shape.LIST) or (kind.word, field.word) == ("部门", "名称")
    pattern = _SOMETHING if field.word in kind.required else _TEXT
    if field.word in kind.key:
        pattern = _UNNUMBERED + pattern
    return Annotated[str, Meta(min_length=1)] if whole else Annotated[str, Meta(pattern=pattern, min_length=1)]


def _struct(name: str, fields: list[Any], names: dict[str, str]) -> Any:
    for word, *_ in fields:
        if not word.isidentifier() or normalize("NFKC", word) != word:
            raise Unfit
    return msgspec.defstruct(name, fields, rename=names, forbid_unknown_fields=True, kw_only=True, gc=False)
