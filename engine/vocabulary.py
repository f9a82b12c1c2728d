"""The words that rule files and fact files may use: kinds of facts and their fields, as plain data.

`kinds.py` declares them as pydantic models; this plain form is what the language and the readers work with, so that
a check of a department need not build pydantic models again (that costs more than the check itself).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from engine.quantity import Dim


class Shape(StrEnum):
    """How many facts of a kind a department has."""

    SINGLE = "唯一"  # exactly one: 部门, 预算收支
    LIST = "清单"  # as many as are supplied; a list not supplied is unknown, one supplied as 无 is empty
    TABLE = "定行表"  # one for each word of a closed list: 制度 has a row for every 主题


class Field(Struct, frozen=True):
    """One field of a kind: its word, what it measures, its closed list of words, and the kind that it points to.

    fixed marks a figure that somebody has laid down, like full marks: it stands for itself, however it is written.
    after names the fields of the same fact that decide whether this one is to be filled in at all.
    """

    word: str
    dim: Dim
    about: str = ""
    options: tuple[str, ...] = ()
    link: str = ""
    topics: bool = False  # the options are the themes of the rulebook
    fixed: bool = False
    after: tuple[str, ...] = ()


class Kind(Struct, frozen=True):
    """One kind of facts; `key` names the fields that identify a fact of it to a reader, `part` what it belongs to."""

    word: str
    shape: Shape
    about: str
    fields: dict[str, Field]
    key: tuple[str, ...]
    required: frozenset[str] = frozenset()
    part: str = ""

    @property
    def rows(self) -> tuple[str, ...]:
        """The fixed rows of a table: the words of its key."""
        return self.fields[self.key[0]].options if self.shape is Shape.TABLE else ()

    @property
    def links(self) -> dict[str, str]:
        """Which kinds this kind points to: kind -> field."""
        return {field.link: field.word for field in self.fields.values() if field.link}


FINDING: Final = "问题"  # the kind of the engine's own findings, which rules may read (closure checks)
FINDING_KIND: Final = Kind(
    FINDING,
    Shape.LIST,
    "其他规则发现的问题",
    {
        field.word: field
        for field in (
            Field("规则", Dim.TEXT, "发现问题的规则编号"),
            Field("主题", Dim.TEXT, "该规则的主题", topics=True),
            Field("对象类型", Dim.TEXT, "问题所在事实的类型"),
            Field("对象", Dim.TEXT, "问题所在的对象"),
        )
    },
    ("规则", "对象"),
)


class Vocabulary(Struct, frozen=True):
    """All kinds by their Chinese word."""

    kinds: dict[str, Kind]

    def with_topics(self, topics: tuple[str, ...]) -> Vocabulary:
        """Returns the same kinds with the rulebook's themes as the words that topic fields may hold."""
        return Vocabulary({word: _with_topics(kind, topics) for word, kind in self.kinds.items()})


def _with_topics(kind: Kind, topics: tuple[str, ...]) -> Kind:
    fields = {w: replace(f, options=topics) if f.topics else f for w, f in kind.fields.items()}
    return replace(kind, fields=fields)


SOURCE_WORD: Final = "出处"  # the key under which a fact says where it stands
NOTHING_WORD: Final = "无"  # written where it is known that there is none
