"""Quantifiers, aggregates, derived figures and shared conditions as functions, kept where they need not be redone."""

from __future__ import annotations

from engine.generated import literals
from engine.generated.body import NONE, Atom
from engine.generated.deciding import Deciding
from engine.generated.parts import EMPTY, Parts, Request
from engine.joins import join_of
from engine.quantity import Dim
from engine.terms import Aggregate, Condition, Exists, Term


def function_of(parts: Parts, request: Request) -> list[str]:
    """Returns the lines of a function that was asked for."""
    node = request.node
    element = ((node.depth, node.kind),) if isinstance(node, Exists | Aggregate) and request.name[0] == "q" else ()
    body = Deciding(parts, (*request.rows, *element))
    if isinstance(node, Exists) and element:
        found = _exists(body, node)
    elif isinstance(node, Aggregate) and element:
        found = _aggregate(body, node, request.mode)
    else:
        found = _plain(body, request)
    if request.home:
        body.line(f"{request.home}.{request.name} = {found.code}")
    body.line(f"return {found.code}")
    rows = "".join(f", r{depth}" for depth, _ in request.rows)
    title = [f"    # {request.title}"] if request.title else []
    return [f"def {request.name}(s{rows}):", *title, *body.lines]


def _plain(body: Deciding, request: Request) -> Atom:
    node = request.node
    if request.name[0] == "x":
        body.own = body.survey.number(node)
    if isinstance(node, Condition):
        return body.truth(node)
    assert isinstance(node, Term)
    return body.none_of(node) if request.mode == EMPTY else body.figure(node, request.mode)


def _candidates(body: Deciding, node: Exists | Aggregate) -> str:
    """The rows that may meet the condition: those that an equality of texts leaves."""
    rows = f"s.k{body.parts.kind(node.kind).number}"
    join = join_of(node)
    if join is None or body.survey.definition(node.kind, join[0]) is not None:
        return rows
    index = body.parts.index(node.kind, join[0])
    if isinstance(join[1], tuple):
        return f"s.{index}().among({literals.words(join[1])})"
    return f"s.{index}().at({body.figure(join[1]).code})"


def _exists(body: Deciding, node: Exists) -> Atom:
    rows = _candidates(body, node)
    found = body.put("False")
    with body.block(f"for r{node.depth} in {rows}:", node.kind):
        if node.condition is None:
            _met(body, found, f"r{node.depth}.there")
        else:
            truth = body.truth(node.condition)
            with body.block(f"if {truth.code} is not False:"):
                _met(body, found, f"{truth.code} and r{node.depth}.there")
    return found


def _met(body: Deciding, found: Atom, surely: str) -> None:
    with body.block(f"if {surely}:"):
        body.line(f"{found.code} = True")
        body.line("break")
    body.line(f"{found.code} = None")


def _aggregate(body: Deciding, node: Aggregate, mode: str) -> Atom:
    """What surely belongs is added up; what only may belong leaves the whole unknown."""
    rows = _candidates(body, node)
    total = body.put("0" if node.term is None else "...")
    with body.block(f"for r{node.depth} in {rows}:", node.kind):
        if node.condition is None:
            _added(body, node, mode, total, f"not r{node.depth}.there")
        else:
            truth = body.truth(node.condition)
            with body.block(f"if {truth.code} is not False:"):
                _added(body, node, mode, total, f"not {truth.code} or not r{node.depth}.there")
    if node.term is None:
        code = f"None if {total.code} is None else Amount({Dim.COUNT.value!r}, '', {total.code})"
        return body.put(code)
    with body.block(f"if {total.code} is ...:", "没有可汇总的事实"):
        body.line(f"{total.code} = {_nothing(body, node)}")
    return total


def _added(body: Deciding, node: Aggregate, mode: str, total: Atom, doubt: str) -> None:
    """Adds one fact, or gives up where it may or may not belong or its value is not known."""
    if node.term is None:
        _given_up(body, total, doubt)
        body.line(f"{total.code} += 1")
        return
    before = len(body.lines)
    amounts = body.survey.sort(node) is Dim.AMOUNT
    value = body.as_amount(node.term, mode) if amounts else body.figure(node.term, mode)
    figuring, body.lines = body.lines[before:], body.lines[:before]
    lacking = "True" if value == NONE else f"{value.code} is None"
    if figuring:
        _given_up(body, total, doubt)
        body.lines += figuring
    _given_up(body, total, lacking if figuring else f"{doubt} or {lacking}")
    if node.function == "合计" and body.survey.sort(node.term) is Dim.DATE:
        _given_up(body, total, f"{total.code} is not ...")
    body.line(f"{total.code} = {value.code} if {total.code} is ... else {_both(node, total.code, value.code, amounts)}")
    if amounts:
        body.line(f"if {total.code} is None:")
        body.line("    break")


def _given_up(body: Deciding, total: Atom, when: str) -> None:
    body.line(f"if {when}:")
    body.line(f"    {total.code} = None")
    body.line("    break")


def _both(node: Aggregate, total: str, value: str, amounts: bool) -> str:
    if node.function == "合计":
        return f"{total} + {value}"
    pick = "larger" if node.function == "最大" else "smaller"
    return f"{total}.{pick}({value})" if amounts else f"{pick}({total}, {value})"


def _nothing(body: Deciding, node: Aggregate) -> str:
    """The sum of no facts; there is no greatest and no least of them, and no sum of who knows what."""
    if node.function != "合计" or node.dim is Dim.AMOUNT:
        return "None"
    return f"Amount({node.dim.value!r}, '', 0)" if body.survey.sort(node) is Dim.AMOUNT else "0"
