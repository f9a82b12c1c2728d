"""The fast path's source gone through once for all departments: what it gathers, counts and finds, pass by pass."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

import polars as pl
from msgspec import Struct

from engine.batch.columnar.facts import NUMBER, Chunk, Facts
from engine.batch.columnar.reading import ENTRIES, Gathered, Many, Owner, Pointed, Reader
from engine.batch.columnar.values import Value, truth, whole
from engine.generated.known.figure import Unfit
from engine.generated.known.gathering import by_name, listed
from engine.generated.known.spec import Spec

_COUNTER, _REACHED = re.compile(r"s(\d+)"), re.compile(r"h(\d+)")


class Hit(Struct, frozen=True):
    """Findings of one group: in which facts, by which mask, and how many of its members (none: one alone).

    order is the place of the finding in the source: the number of the pass, then the line within it.
    """

    group: int
    facts: Facts
    mask: pl.Expr | None
    reach: Value | None
    values: list[Value | None]  # None for the fact itself, which several fields name
    order: tuple[int, int]


class Count(Struct, frozen=True):
    """Subjects in the scope of a group; with `reach` by how many limits each reaches."""

    group: int
    facts: Facts
    mask: pl.Expr | None
    reach: Value | None = None


class _Adding(Struct, frozen=True):
    """What one line adds to a gather: a number or a truth, for facts of a mask, under keys."""

    name: str
    mask: pl.Expr | None
    keys: list[Value]
    more: Value

    @property
    def most(self) -> int:
        """What the sum over a department is never beyond."""
        return self.more.most * ENTRIES


class Passing(Reader):
    """Goes through the source; `hits` and `counts` are what it comes to."""

    def __init__(self, spec: Spec, chunk: Chunk) -> None:
        super().__init__(spec, chunk)
        self.hits: list[Hit] = []
        self.counts: list[Count] = []
        self.adding: list[_Adding] = []
        self.passes = self.lines = 0
        self.mask: pl.Expr | None = None
        for kind in spec.fields:
            if kind in chunk.lists:
                self.locals |= {listed(kind): Many(kind), by_name(kind): Many(kind, True)}
            else:
                self.locals[kind] = Owner(kind)

    def run(self, source: ast.Module) -> None:
        """Goes through `judge`; raises Unfit."""
        function = source.body[0]
        if not isinstance(function, ast.FunctionDef) or function.name != "judge":
            raise Unfit
        self.block(function.body)

    def block(self, body: Sequence[ast.stmt]) -> None:
        """Goes through statements one after the other."""
        for statement in body:
            self.lines += 1
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        """Does what one statement does; raises Unfit."""
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self.assign(name, value)
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name), slice=key)], value=ast.BinOp(right=more)):
                self.gather(name, self.keys(key), whole(self.value(more)))
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=more):
                self.augment(name, more)
            case ast.If(test=test, body=[ast.Raise()], orelse=[]):
                self.leave(test)
            case ast.If(test=test, body=body, orelse=orelse):
                self.branch(test, body, orelse)
            case ast.For(target=ast.Name(id=kind), iter=ast.Name(), body=body) if kind in self.chunk.lists:
                self.loop(kind, body)
            case ast.Expr(value=ast.Call() as call):
                self.call(call)
            # What is counted at the end is counted by `telling`.
            case ast.AugAssign(target=ast.Subscript()) | ast.For(target=ast.Name(id="k")) | ast.Return():
                pass
            case _:
                raise Unfit

    def assign(self, name: str, node: ast.expr) -> None:
        """A local gets its value; what is empty as yet needs none."""
        if name in self.locals and isinstance(self.locals[name], Owner | Many):
            return
        match node:
            case ast.Constant(value=True):
                self.gather(name, [], self.value(node))
            case ast.Constant() | ast.List() | ast.Dict() | ast.Call(func=ast.Name(id="set")):
                pass
            case ast.Attribute(value=ast.Name(id="hits")):
                pass
            case ast.Call(func=ast.Name(id="bisect_right"), args=[ast.Name(id=limits), number]):
                self.locals[name] = self.reached(limits, number)
            case ast.Call(func=ast.Attribute(value=table, attr="get"), args=[ast.Attribute(attr=link)]):
                self.locals[name] = self.pointing(table, link)
            case _:
                self.locals[name] = self.value(node)

    def pointing(self, table: ast.expr, link: str) -> Pointed:
        """What the facts of a pass point to."""
        named = self.local(table)
        if not isinstance(named, Many) or not named.named or f"→{link}" not in self.here.frame.columns:
            raise Unfit
        return Pointed(named.kind, self.here.kind, link)

    def reached(self, limits: str, number: ast.expr) -> Value:
        """How many limits a number reaches."""
        group = self.spec.groups[int(limits.removeprefix("界"))]
        of, value = list(group.limits), whole(self.value(number))
        dtype = pl.Int64 if max(map(abs, of)) < 2**63 and value.most < 2**63 else pl.Int128
        steps = pl.lit(pl.Series(of, dtype=dtype))
        found = steps.search_sorted(value.expr.cast(dtype), side="right").cast(pl.Int64)
        return Value("whole", found, len(of), self.here.kind)

    def branch(self, test: ast.expr, body: Sequence[ast.stmt], orelse: Sequence[ast.stmt]) -> None:
        """What happens where a condition holds, and where it does not."""
        above, met = self.mask, truth(self.value(test))
        for holds, inner in ((met, body), (~met, orelse)):
            if inner:
                self.mask = holds if above is None else above & holds
                self.block(inner)
        self.mask = above

    def leave(self, test: ast.expr) -> None:
        """Departments of which a divisor is not above zero are left to others."""
        self.here.doubts.append(truth(self.value(test)))

    def augment(self, name: str, more: ast.expr) -> None:
        """A subject in a scope is counted, or something is added up."""
        counter = _COUNTER.fullmatch(name)
        if counter is None:
            self.gather(name, [], whole(self.value(more)))
        else:
            self.counts.append(Count(int(counter[1]), self.here, self.mask))

    def call(self, node: ast.Call) -> None:
        """A finding is added, a key, or how many limits a subject reaches."""
        match node:
            case ast.Call(func=ast.Name(id="add"), args=[ast.Tuple(elts=[ast.Constant(value=int(group)), *rest])]):
                self.found(group, rest)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="add"), args=[key]):
                self.gather(name, self.keys(key), self.value(ast.Constant(value=True)))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[ast.Name(id=k)]):
                group_of, reach = _REACHED.fullmatch(name), self.locals.get(k)
                if group_of is None or not isinstance(reach, Value):
                    raise Unfit
                self.counts.append(Count(int(group_of[1]), self.here, self.mask, reach))
            case _:
                raise Unfit

    def found(self, group: int, nodes: list[ast.expr]) -> None:
        """Findings of a group, where the mask holds."""
        reach = None
        if self.spec.groups[group].limits:
            match nodes[0]:
                case ast.Call(func=ast.Name(id="bisect_right"), args=[ast.Name(id=limits), number]):
                    reach = self.reached(limits, number)
                case _:
                    reach = self.value(nodes[0])
            nodes = nodes[1:]
        itself = [isinstance(node, ast.Name) and node.id == self.here.kind for node in nodes]
        values = [None if own else self.value(node) for node, own in zip(nodes, itself, strict=True)]
        self.hits.append(Hit(group, self.here, self.mask, reach, values, (self.passes, self.lines)))

    def gather(self, name: str, keys: list[Value], more: Value) -> None:
        """Something is gathered, to be there when the pass is over."""
        adding = _Adding(name, self.mask, keys, more)
        if any(key.sort != "word" for key in keys) or adding.most >= 2**126:
            raise Unfit
        self.adding.append(adding)

    def loop(self, kind: str, body: Sequence[ast.stmt]) -> None:
        """One pass over a list; what it gathers is there when it is over."""
        if self.mask is not None or self.here.kind:
            raise Unfit
        self.passes += 1
        self.here, self.locals[kind] = self.chunk.lists[kind], Owner(kind)
        self.block(body)
        gathered, self.adding = self.adding, []
        facts, self.here = self.here, self.chunk.departments
        for one in gathered:
            if one.keys:
                self.locals[one.name] = Gathered(_by_keys(facts, one), one.most, one.more.sort)
        self.totals(facts, [one for one in gathered if not one.keys])
        self.passes += 1

    def totals(self, facts: Facts, gathered: list[_Adding]) -> None:
        """What is gathered of all facts of a department becomes a column of the departments."""
        if not gathered:
            return
        rows = facts.frame.lazy().select(NUMBER, *(_added(one).alias(one.name) for one in gathered))
        sums = [pl.col(one.name).any() if one.more.sort == "truth" else pl.col(one.name).sum() for one in gathered]
        found = rows.group_by(NUMBER).agg(sums).collect()
        found = self.here.frame.select(NUMBER).join(found, on=NUMBER, how="left", maintain_order="left")
        for one in gathered:
            column = self.here.bring(one.name, found[one.name].fill_null(False if one.more.sort == "truth" else 0))
            self.locals[one.name] = Value(one.more.sort, column, one.most)


def _added(one: _Adding) -> pl.Expr:
    """What each fact adds."""
    more = one.more.expr if one.more.sort == "truth" else one.more.expr.cast(_bits(one))
    return more if one.mask is None else pl.when(one.mask).then(more)


def _bits(one: _Adding) -> type[pl.DataType]:
    return pl.Int128 if one.most >= 2**63 else pl.Int64


def _by_keys(facts: Facts, one: _Adding) -> pl.DataFrame:
    """What is gathered by department and keys."""
    names = [str(number) for number in range(len(one.keys))]
    columns = [key.expr.alias(name) for key, name in zip(one.keys, names, strict=True)]
    rows = facts.frame.lazy() if one.mask is None else facts.frame.lazy().filter(one.mask)
    rows = rows.select(NUMBER, *columns, one.more.expr.alias("found"))
    if one.more.sort == "truth":
        return rows.unique().collect()
    return rows.group_by(NUMBER, *names).agg(pl.col("found").cast(_bits(one)).sum()).collect()
