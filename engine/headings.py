"""How the tables of exports are titled and headed, and who supplies them, as the rules team wrote it in 表头.yaml.

Everything here is about words in a table; what a fact is stays with its kind.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from msgspec import Struct

PERCENT, FRACTION = "百分数", "小数"  # 97 is 97%; 0.97 is 97%
UNKNOWN_WORD = "不知道"  # what a sign stands for that says nothing: as if the cell were empty


class Column(Struct, frozen=True):
    """How one field stands in tables: other names of its column, what a bare number and a sign in it mean.

    unit_names head columns that hold the unit row by row; titled fields take the title of a sheet without the column.
    """

    names: tuple[str, ...] = ()
    unit: str = ""
    ratio: str = ""
    unit_names: tuple[str, ...] = ()
    signs: dict[str, str] = {}
    titled: bool = False


class Table(Struct, frozen=True):
    """How the tables of one kind look: titles (ours first), who supplies them, columns by field, what is not read.

    beside names a kind whose tables hold facts of this one too, in columns of their own.
    """

    titles: tuple[str, ...] = ()
    supplier: str = ""
    columns: dict[str, Column] = {}
    ignored: tuple[str, ...] = ()
    signs: dict[str, str] = {}
    beside: str = ""


class Headings(Struct, frozen=True):
    """表头.yaml as plain data; empty where there is none, and then only our own words are understood.

    same head columns that say the same in every row, as the department and the year do: others are never mixed.
    """

    tables: dict[str, Table] = {}
    ignored: tuple[str, ...] = ()
    ignored_sheets: tuple[str, ...] = ()
    signs: dict[str, str] = {}
    same: tuple[str, ...] = ()

    @property
    def sheets(self) -> dict[str, tuple[str, ...]]:
        """Kind -> the titles that its sheets go by, ours first, in the order of the file."""
        return {kind: table.titles for kind, table in self.tables.items()}

    def table(self, kind: str) -> Table:
        """What is said of the tables of a kind."""
        return self.tables.get(kind) or Table()

    def column(self, kind: str, field: str) -> Column:
        """What is said of a field."""
        return self.table(kind).columns.get(field) or Column()

    def supplier(self, kind: str) -> str:
        """Who usually supplies the facts of a kind; empty where nothing is said."""
        return self.table(kind).supplier

    def meanings(self, kind: str, field: str) -> dict[str, str]:
        """What signs mean in a column, folded sign -> word: what is said of the field wins, then of the kind."""
        said = self.signs | self.table(kind).signs | self.column(kind, field).signs
        return {folded(sign): meaning for sign, meaning in said.items()}


_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\xad]")  # signs of zero width, which exports leave behind


def folded(text: str) -> str:
    """A title or a header as it is compared: of one width and case, no spaces or breaks, nothing that nobody sees."""
    if not text.isprintable():
        text = _UNSEEN.sub("", text)
    return "".join(normalize("NFKC", text).split()).casefold()
