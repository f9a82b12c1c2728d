"""A Program as readable Python source: what each fact is read as, what is figured from it, each check, then the order.

The source is made of the engine's own names, numbers, and texts as str literals; it says the same for the same Program.
"""

from __future__ import annotations

from engine.generated import literals
from engine.generated.deciding import Deciding
from engine.generated.parts import KindPart, Parts
from engine.generated.ranging import function_of
from engine.generated.survey import PLAIN, Survey
from engine.program import Check, Program
from engine.vocabulary import FINDING

HEAD = '''\
"""由规则库生成，改规则以后重新生成，不要手工修改。s 是部门，r0 是被检查的对象，r1、r2 是里层“存在”和汇总里的事实。

True、False 是已知的，None 是不能确定，NOTHING 是“无”，... 是还没有算过；算过的记下来，不重复算。
金额以分计，日期以序数计。各个字母：k 一类事实，f 填报的字段（w 按书写精度，e 是否为无），d 推导，
x 几处相同的条件，q 存在和汇总，h 条件的一部分，c 规则，i 索引，C 标准和常数，t 中间结果。
"""

from fractions import Fraction

from engine.dossier import NOTHING
from engine.generated.amounts import Amount
from engine.generated.columns import amount, amount_written, empty, plain, plain_written, yes
from engine.generated.department import Base, Index, Row as KindRow
from engine.generated.lookups import Ladder, Lookup, working_days
from engine.generated.spans import Span, agrees, between, larger, over, smaller
from engine.program import Edge, Row
from engine.quantity import Dim, Quantity, exactly
from engine.verdict import State

FOUND, PASS, NOT_APPLICABLE, OPEN = State.FINDING, State.PASS, State.NOT_APPLICABLE, State.UNKNOWN
'''


def source_of(program: Program) -> str:
    """Returns the source of a module whose Department judges a dossier the way the reference evaluator does."""
    survey = Survey(program)
    parts = Parts(survey)
    functions: list[list[str]] = []
    order: list[str] = []
    last, read = len(program.strata) - 1, survey.read_rules()
    for number, stratum in enumerate(program.strata):
        order.append(f"# 第{number + 1}层")
        told = survey.told and number < last
        for check in stratum:
            name = f"c{len(order)}"
            functions.append(_check(parts, check, name))
            order.append(_turn(parts, check, name, told and (read is None or check.rule in read)))
            while parts.waiting:
                functions.append(function_of(parts, parts.waiting.pop(0)))
        order.extend(["s.conclude()"] if told else [])
    classes = [_class(part, survey) for part in parts.kinds.values()]
    blocks = [_head(parts, program), *classes, *functions, _judge(order), _department(parts)]
    return "\n\n\n".join("\n".join(block) for block in blocks) + "\n"


def _head(parts: Parts, program: Program) -> list[str]:
    dims = sorted(dim.name for dim in PLAIN)
    constants = [f"{name} = {code}" + (f"  # {text}" if text else "") for code, (name, text) in parts.constants.items()]
    place = f"# {literals.comment(program.region)} {program.year}年"
    return [HEAD + _named(dims[:4]), _named([*dims[4:], "AMOUNT"]), "", place, *constants]


def _named(dims: list[str]) -> str:
    return f"{', '.join(dims)} = {', '.join(f'Dim.{dim}' for dim in dims)}"


def _check(parts: Parts, check: Check, name: str) -> list[str]:
    """The function of a check: whom it applies to, then whether the duty holds."""
    body = Deciding(parts, ((0, check.kind),))
    if check.scope is not None:
        body.remark(f"适用：{check.scope.text}")
        scope = body.truth(check.scope)
        body.line(f"if {scope.code} is False:")
        body.line("    return NOT_APPLICABLE")
        body.line(f"if {scope.code} is None:")
        body.line("    return OPEN")
    body.remark(f"要求：{check.duty.text}")
    duty = body.truth(check.duty)
    body.line(f"if {duty.code} is None:")
    body.line("    return OPEN")
    body.line(f"return PASS if {duty.code} else FOUND if r0.there else OPEN")
    return [f"def {name}(s, r0):", f"    # {literals.comment(f'{check.rule} {check.kind}')}", *body.lines]


def _turn(parts: Parts, check: Check, name: str, told: bool) -> str:
    rows = f"s.k{parts.kind(check.kind).number}"
    if told:
        return f"s.tell({check.rule!r}, {check.kind!r}, {check.theme!r}, {rows}, {name})"
    return f"s.decide({check.rule!r}, {check.kind!r}, {rows}, {name})"


def _class(part: KindPart, survey: Survey) -> list[str]:
    """The class of the rows of a kind."""
    slots = [*(name for name, _ in part.columns.values()), *part.kept]
    lines = [
        f"class K{part.number}(KindRow):  # {literals.comment(part.word)}",
        f"    __slots__ = {tuple(slots)!r}",
        "",
    ]
    lines += ["    def __init__(self, key, there, get):", "        self.key, self.there = key, there"]
    lines += [f"        self.{name} = {code}" for name, code in part.columns.values()]
    return [*lines, *(f"        self.{name} = ..." for name in part.kept)]


def _judge(order: list[str]) -> list[str]:
    return ["def judge(s):", *(f"    {line}" for line in order), "    return s.states"]


def _department(parts: Parts) -> list[str]:
    """The class of the department: its rows, what is kept of it, and its indexes, each made when first wanted."""
    days = [f"y{month:02}{day:02}" for month, day in sorted(parts.days)]
    kinds = list(parts.kinds.values())
    slots = [*days, *(name for name, _ in parts.kept), *(f"_{name}" for name in parts.indexes.values())]
    slots += [f"{letter}{part.number}" for part in kinds for letter in _letters(part)]
    told = parts.kinds.get(FINDING)
    lines = ["class Department(Base):", f"    __slots__ = {tuple(slots)!r}"]
    lines += [f"    told = K{told.number}"] if told and parts.survey.told else []
    lines += ["", "    def load(self, facts):"]
    lines += [f"        self.{name} = self.day({int(name[1:3])}, {int(name[3:])})" for name in days]
    for part in kinds:
        here = "()" if part.word == FINDING else f"facts.get({part.word!r}, ())"
        lines.append(f"        self.k{part.number} = [self.row(K{part.number}, fact) for fact in {here}]")
        lines += [f"        self.a{part.number} = self.alone(K{part.number}, self.k{part.number})"] * part.alone
        lines += [f"        self.b{part.number} = {{row.key: row for row in self.k{part.number}}}"] * part.linked
    lines += [f"        self.{name} = ..." for name, _ in parts.kept]
    lines += [f"        self._{name} = None" for name in parts.indexes.values()]
    lines += ["        return", "", "    def renew(self, findings):"]
    lines += [f"        self.k{told.number} = findings"] if told else ["        return"]
    lines += [f"        self.{name} = ..." for name, late in parts.kept if late]
    lines += [f"        self._{name} = None" for (kind, _), name in parts.indexes.items() if kind == FINDING]
    for (kind, field), name in parts.indexes.items():
        rows, column = f"self.k{parts.kind(kind).number}", parts.kind(kind).columns[field, ""][0]
        lines += ["", f"    def {name}(self):  # {literals.comment(f'{kind}.{field}')}"]
        lines += [f"        if self._{name} is None:"]
        lines += [f"            self._{name} = Index({rows}, [row.{column} for row in {rows}])"]
        lines += [f"        return self._{name}"]
    return lines


def _letters(part: KindPart) -> list[str]:
    return ["k", *(["a"] if part.alone else []), *(["b"] if part.linked else [])]
