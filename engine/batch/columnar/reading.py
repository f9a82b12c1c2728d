"""Expressions of the fast path's source over columns: what one line says of one fact, said of all facts at once.

Only what the fast path writes is understood; anything else raises Unfit, and the departments are judged line by line.
"""

from __future__ import annotations

import ast

import polars as pl
from msgspec import Struct

from engine.batch.columnar.facts import NUMBER, Chunk, Facts, keyed
from engine.batch.columnar.values import Value, calculated, compared, constant, ordinal, size, truth, turned, whole
from engine.generated.known.figure import Unfit
from engine.generated.known.shapes import MOST
from engine.generated.known.spec import Spec
from engine.quantity import Dim

ENTRIES = 1000  # facts of a department that is judged in columns, all lists together
_SORTS = {
    Dim.MONEY: "whole", Dim.COUNT: "whole", Dim.NUMBER: "whole", Dim.DATE: "day", Dim.TEXT: "word", Dim.TRUTH: "word",
}  # fmt: skip


class Owner(Struct, frozen=True):
    """What fields are asked of: the facts of a kind in their own pass, the only fact of a kind, a table or its row."""

    kind: str
    row: str = ""


class Many(Struct, frozen=True):
    """All facts of a list; by their names where `named`."""

    kind: str
    named: bool = False


class Pointed(Struct, frozen=True):
    """The fact of a kind that a field of another points to."""

    kind: str
    owner: str
    link: str


class Gathered(Struct, frozen=True):
    """What a pass has gathered by keys: columns NUMBER, 0, 1 … and `found`, one row a key."""

    table: pl.DataFrame
    most: int
    sort: str


Local = Value | Owner | Many | Pointed | Gathered


class Reader:
    """Reads expressions; `here` are the facts that the pass goes through, `locals` what names stand for."""

    def __init__(self, spec: Spec, chunk: Chunk) -> None:
        self.spec, self.chunk = spec, chunk
        self.here: Facts = chunk.departments
        self.locals: dict[str, Local] = {}

    def value(self, node: ast.expr) -> Value:
        """Returns what an expression says, over the columns of `here`."""
        read = getattr(self, f"_{type(node).__name__.lower()}", None)
        if read is None:
            raise Unfit
        found = read(node)
        if not isinstance(found, Value):
            raise Unfit
        return self.lifted(ast.unparse(node), found)

    def lifted(self, text: str, value: Value) -> Value:
        """Brings what is said of departments to the facts of the pass."""
        if value.constant or value.level == self.here.kind:
            return value
        if value.level:
            raise Unfit
        name = f"^{text}"
        if name not in self.here.frame.columns:
            of = self.chunk.departments.column(value.expr)
            self.here.bring(name, of.gather(self.here.frame[NUMBER]))
        return Value(value.sort, pl.col(name), value.most, self.here.kind)

    def local(self, node: ast.expr) -> Local:
        """Returns what a name, a row of a table stands for."""
        if isinstance(node, ast.Name) and node.id in self.locals:
            return self.locals[node.id]
        if isinstance(node, ast.Attribute):
            table = self.local(node.value)
            if isinstance(table, Owner) and not table.row and node.attr in self.spec.rows.get(table.kind, {}):
                return Owner(table.kind, node.attr)
        raise Unfit

    def _name(self, node: ast.Name) -> Local:
        return self.local(node)

    def _constant(self, node: ast.Constant) -> Value:
        if not isinstance(node.value, bool | int | str):
            raise Unfit
        return constant(node.value)

    def _attribute(self, node: ast.Attribute) -> Value:
        """A field of a fact."""
        owner = self.local(node.value)
        if isinstance(owner, Pointed):
            return self._pointed(owner, node.attr)
        if not isinstance(owner, Owner):
            raise Unfit
        level = owner.kind if owner.kind in self.chunk.lists else ""
        if level and level != self.here.kind:
            raise Unfit
        column = f"{owner.kind}.{owner.row}.{node.attr}" if owner.row else f"{owner.kind}.{node.attr}"
        frame = self.here.frame if level else self.chunk.departments.frame
        if column not in frame.columns:
            raise Unfit
        return self._field(owner.kind, node.attr, pl.col(column), level)

    def _field(self, kind: str, word: str, column: pl.Expr, level: str) -> Value:
        sort = _SORTS[self.spec.vocabulary.kinds[kind].fields[word].dim]
        return Value(sort, column, MOST if sort == "whole" else 0, level)

    def _pointed(self, owner: Pointed, word: str) -> Value:
        """A field of the fact that one points to; a department where one points to none is left to others."""
        places = self.here.frame[f"→{owner.link}"]
        self.here.doubts.append(pl.col(f"→{owner.link}").is_null())
        of = self.chunk.lists[owner.kind].frame[f"{owner.kind}.{word}"]
        column = self.here.bring(f"{owner.link}→{word}", of.gather(places))
        return self._field(owner.kind, word, column, self.here.kind)

    def _boolop(self, node: ast.BoolOp) -> Value:
        items = [truth(self.value(item)) for item in node.values]
        found = pl.all_horizontal(items) if isinstance(node.op, ast.And) else pl.any_horizontal(items)
        return Value("truth", found, 0, self.here.kind)

    def _unaryop(self, node: ast.UnaryOp) -> Value:
        item = self.value(node.operand)
        if isinstance(node.op, ast.USub):
            return turned(item)
        if not isinstance(node.op, ast.Not):
            raise Unfit
        return Value("truth", ~truth(item), 0, item.level, item.constant)

    def _binop(self, node: ast.BinOp) -> Value:
        return calculated(node.op, self.value(node.left), self.value(node.right))

    def _compare(self, node: ast.Compare) -> Value:
        if len(node.ops) != 1:
            raise Unfit
        op, right = node.ops[0], node.comparators[0]
        if isinstance(op, ast.Is) and isinstance(right, ast.Constant) and right.value is None:
            left = self.value(node.left)
            return Value("truth", left.expr.is_null(), 0, left.level, left.constant)
        if not isinstance(op, ast.In):
            return compared(op, self.value(node.left), self.value(right))
        if isinstance(right, ast.Tuple):
            words = [item.value for item in right.elts if isinstance(item, ast.Constant)]
            left = self.value(node.left)
            if len(words) < len(right.elts) or left.sort != "word":
                raise Unfit
            return Value("truth", left.expr.is_in(words), 0, left.level)
        return self._looked_up(right, node.left)

    def _ifexp(self, node: ast.IfExp) -> Value:
        first, second = self.value(node.body), self.value(node.orelse)
        if first.sort != "word" or second.sort != "word":
            raise Unfit
        found = pl.when(truth(self.value(node.test))).then(first.expr).otherwise(second.expr)
        return Value("word", found, 0, self.here.kind)

    def _call(self, node: ast.Call) -> Value:
        match node:
            case ast.Call(func=ast.Name(id="len"), args=[item]):
                return self._length(self.local(item))
            case ast.Call(func=ast.Name(id="abs"), args=[item]):
                return size(whole(self.value(item)))
            case ast.Call(func=ast.Attribute(value=day, attr="toordinal"), args=[]):
                return ordinal(self.value(day))
            case ast.Call(func=ast.Attribute(value=table, attr="get"), args=[key, ast.Constant(value=0)]):
                return self._looked_up(table, key)
        raise Unfit

    def _length(self, many: Local) -> Value:
        if not isinstance(many, Many):
            raise Unfit
        return Value("whole", pl.col(f"{many.kind}#").cast(pl.Int64), ENTRIES, "")

    def _looked_up(self, table: ast.expr, key: ast.expr) -> Value:
        """What was gathered under a key: a number, 0 where there is none, or whether there is anything."""
        gathered, words = self.local(table), self.keys(key)
        if not isinstance(gathered, Gathered) or any(word.sort != "word" for word in words):
            raise Unfit
        name = f"{ast.unparse(table)}[{ast.unparse(key)}]"
        if name not in self.here.frame.columns:
            found = keyed(self.here.frame, [word.expr for word in words], gathered.table, "found")
            self.here.bring(name, found.fill_null(False if gathered.sort == "truth" else 0))
        return Value(gathered.sort, pl.col(name), gathered.most, self.here.kind)

    def keys(self, node: ast.expr) -> list[Value]:
        """The words of a key."""
        return [self.value(item) for item in (node.elts if isinstance(node, ast.Tuple) else [node])]
