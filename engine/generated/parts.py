"""What generated source consists of, collected while it is written: columns, constants, functions still to write."""

from __future__ import annotations

from msgspec import Struct

from engine.generated import literals
from engine.generated.survey import PLAIN, Survey
from engine.program import Row
from engine.quantity import Dim
from engine.terms import Aggregate, Condition, Exists, Node, Term

PLAIN_MODE, WRITTEN, EMPTY = "", "w", "e"  # a figure, all it may stand for as written, whether there is none


class Request(Struct, frozen=True):
    """A function to write: what it works out, of which rows (depth and kind), and where it keeps the result."""

    name: str
    node: Node
    mode: str
    rows: tuple[tuple[int, str], ...]
    home: str  # "r0" or "s": kept there under the name; empty: not kept
    title: str


class KindPart(Struct):
    """The class of the rows of a kind: its columns, the code that reads each, and what is kept on a row."""

    word: str
    number: int
    columns: dict[tuple[str, str], tuple[str, str]] = {}
    kept: list[str] = []
    alone: bool = False
    linked: bool = False


class Parts:
    """Everything that was asked for so far; the same question always gets the same name."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.kinds: dict[str, KindPart] = {}
        self.constants: dict[str, tuple[str, str]] = {}
        self.indexes: dict[tuple[str, str], str] = {}
        self.kept: list[tuple[str, bool]] = []  # on the department: name, and whether findings may change it
        self.days: set[tuple[int, int]] = set()
        self.waiting: list[Request] = []
        self._names: dict[object, Request] = {}

    def kind(self, word: str) -> KindPart:
        """Returns the part of a kind."""
        return self.kinds.setdefault(word, KindPart(word, len(self.kinds)))

    def column(self, kind: str, field: str, dim: Dim, mode: str) -> str:
        """Returns the column of a stated field."""
        sort = self.survey.field_sort(kind, field, dim)
        part = self.kind(kind)
        if (field, mode) not in part.columns:
            get = f"get({field!r})"
            code = f"empty({get})" if mode == EMPTY else _reading(get, sort, "_written" if mode == WRITTEN else "")
            part.columns[field, mode] = f"f{len(part.columns)}{mode}", code
        return part.columns[field, mode][0]

    def constant(self, code: str, text: str = "") -> str:
        """Returns the name of a constant."""
        return self.constants.setdefault(code, (f"C{len(self.constants)}", literals.comment(text)))[0]

    def lookup(self, name: str, sort: Dim, options: tuple[tuple[str, ...], ...], ladder: bool) -> str:
        """Returns the name of a parameter or ladder."""
        rows: tuple[Row, ...] = self.survey.program.parameters.get(name, ())
        inner = "".join(f"{literals.row(row)}, " for row in rows)
        return self.constant(f"{'Ladder' if ladder else 'Lookup'}(Dim.{sort.name}, {options!r}, ({inner}))", name)

    def index(self, kind: str, field: str) -> str:
        """Returns the name of the index over a stated field of words."""
        self.column(kind, field, Dim.TEXT, PLAIN_MODE)
        return self.indexes.setdefault((kind, field), f"i{len(self.indexes)}")

    def derived(self, kind: str, field: str, mode: str) -> Request:
        """Returns the function of a derived figure, kept on its row."""
        definition = self.survey.program.derived[kind, field]
        mode = mode if isinstance(definition, Term) else PLAIN_MODE
        title = f"{kind}.{field}" + (f"：{definition.text}" if definition.text else "")
        return self._asked(("d", kind, field, mode), definition, mode, ((0, kind),), "r0", title)

    def shared(self, node: Node, kind: str) -> Request:
        """Returns the function of a part that stands in several places."""
        return self._asked(("x", self.survey.number(node), kind), node, PLAIN_MODE, ((0, kind),), "r0", node.text)

    def nested(self, node: Condition, rows: tuple[tuple[int, str], ...]) -> Request:
        """Returns the function of a condition that stands too deep."""
        return self._asked(("h", self.survey.number(node), rows), node, PLAIN_MODE, rows, "", node.text)

    def ranging(self, node: Exists | Aggregate, mode: str, rows: tuple[tuple[int, str], ...]) -> Request:
        """Returns the function of a quantifier or aggregate, kept where it depends on one fact or on none."""
        late, home = self.survey.reads_findings(node), ""
        if not rows:
            home = "s"
        elif len(rows) == 1 and not late:
            depth = rows[0][0]
            often = depth > 0 or node.depth > 1 or self.survey.times[self.survey.number(node)] > 1
            home = f"r{depth}" if often else ""
        return self._asked(("q", self.survey.number(node), mode, rows), node, mode, rows, home, node.text)

    def _asked(
        self, key: tuple[object, ...], node: Node, mode: str, rows: tuple[tuple[int, str], ...], home: str, title: str
    ) -> Request:
        if key not in self._names:
            name = f"{key[0]}{len(self._names)}{mode}"
            found = Request(name, node, mode, rows, home, literals.comment(title))
            self._names[key] = found
            self.waiting.append(found)
            if home == "s":
                self.kept.append((name, self.survey.reads_findings(node)))
            elif home:
                self.kind(rows[0][1]).kept.append(name)
        return self._names[key]


def _reading(get: str, sort: Dim, written: str) -> str:
    """The code that reads a stated field."""
    if sort in PLAIN:
        return f"plain{written}({get}, {sort.name})"
    return f"amount{written}({get})" if sort is Dim.AMOUNT else f"yes({get})" if sort is Dim.TRUTH else get
