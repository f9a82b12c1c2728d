"""Rule files to rules: shape, names, conditions, grades and wording checked, every mistake placed."""

from __future__ import annotations

import re

from engine.meaning import condition_of, term_of
from engine.mistakes import Mistakes, suggestion
from engine.nodes import Node
from engine.notation import NotationError, read_date
from engine.phrase import measured
from engine.quantity import Dim
from engine.rule import Basis, Duty, Rule, Wording
from engine.rulefile import BasisFile, RuleFile
from engine.scope import Scope
from engine.shape import note_blanks, shaped
from engine.template import Template
from engine.template_reading import template_of
from engine.terms import Condition, Term, depths
from engine.vocabulary import Shape


def rule_of(node: Node, scope: Scope, themes: tuple[str, ...], mistakes: Mistakes) -> Rule | None:
    """Reads the tree of a rule file; notes every mistake in it, and of what is still to be filled in only that."""
    own = Mistakes()
    options = {"主题": themes, "对象": tuple(scope.vocabulary.kinds)}
    blanks = {(place.line, place.column) for place in note_blanks(RuleFile, node, options, mistakes)}
    rule = _rule(node, scope, themes, own)
    mistakes.found.extend(m for m in own.found if (m.place.line, m.place.column) not in blanks)
    return None if blanks else rule


def _rule(node: Node, scope: Scope, themes: tuple[str, ...], mistakes: Mistakes) -> Rule | None:
    file = shaped(RuleFile, node, mistakes)
    if file is None:
        _look_on(node, scope, mistakes)
        return None
    _check_basis(node, mistakes)
    if themes and file.theme not in themes:
        at = node.get("主题") or node
        mistakes.add(at.place, f"主题.yaml 里没有“{file.theme}”", suggestion(file.theme, themes))
    kinds = _kinds(node, scope, mistakes)
    duties = [_duty(node, kind, file, scope, mistakes) for kind in kinds]
    return Rule(
        id=file.id,
        name=file.name,
        theme=file.theme,
        years=_years(node, file.years, mistakes),
        basis=tuple(map(_basis, file.basis)),
        duties=tuple(duty for duty in duties if duty is not None),
        office=file.office or "",
        due=file.due or "",
        caution=file.caution or "",
        indicator=file.indicator or "",
        file=node.place.file,
    )


def _kinds(node: Node, scope: Scope, mistakes: Mistakes) -> list[str]:
    """The kinds of subjects that there are, each once."""
    at, found = node.get("对象"), list[str]()
    for item in () if at is None else at.items or (at,):
        kind = item.text or ""
        if kind in found:
            mistakes.add(item.place, f"对象“{kind}”写了两次", "请删去一个。")
        elif kind in scope.vocabulary.kinds:
            found.append(kind)
        else:
            mistakes.add(item.place, f"没有“{kind}”这种事实类型", suggestion(kind, scope.vocabulary.kinds))
    return found


def _look_on(node: Node, outer: Scope, mistakes: Mistakes) -> None:
    """Checks what can be checked in a file whose shape is wrong, so that one mistake does not hide the next."""
    kinds = node.get("对象")
    for item in () if kinds is None else kinds.items or (kinds,):
        if item.text not in outer.vocabulary.kinds:
            continue
        scope, grouped = outer.inside(item.text), node.get("明细") is not None
        for key in ("适用", "要求"):
            at = node.get(key)
            if at is not None and at.text:
                condition_of(at, scope, mistakes)
        for key in ("问题", "明细", "影响", "措施"):
            at = node.get(key)
            if at is not None and at.text:
                template_of(at, scope, grouped and key != "明细", mistakes)
        at = node.get("涉及金额")
        if at is not None and at.text:
            _amount(at, scope, mistakes)


def _check_basis(node: Node, mistakes: Mistakes) -> None:
    for item in (node.get("依据") or node).items or ():
        day = item.get("核对日期")
        if day is None:
            continue
        try:
            read_date(day.text or "")
        except NotationError as error:
            mistakes.add(day.place, f"核对日期：{error.message}", error.hint)


def _basis(file: BasisFile) -> Basis:
    return Basis(file.document, file.number or "", file.clause or "", file.checked, file.checked_on or "")


def _duty(node: Node, kind: str, file: RuleFile, outer: Scope, mistakes: Mistakes) -> Duty | None:
    scope = outer.inside(kind)
    before = len(mistakes.found)
    applies = node.get("适用")
    where = condition_of(applies, scope, mistakes) if applies else None
    duty = condition_of(node.entries["要求"], scope, mistakes) if node.entries else None
    grades = _grades(node, file, scope, mistakes)
    grouped = file.detail is not None

    def words(key: str, grouped: bool) -> Template:
        at = node.get(key)
        return template_of(at, scope, grouped, mistakes) if at else ()

    wording = Wording(
        words("问题", grouped),
        words("明细", False) if grouped else None,
        words("影响", grouped),
        words("措施", grouped),
    )
    at = node.get("涉及金额")
    amount = _amount(at, scope, mistakes) if at else None
    if duty is None or len(mistakes.found) > before:
        return None
    return Duty(kind, where, duty, grades, wording, amount)


def _amount(node: Node, scope: Scope, mistakes: Mistakes) -> Term | None:
    """The money that a finding concerns, of one subject: of several it is added up."""
    term = term_of(node, scope, mistakes)
    if term is None:
        return None
    if term.dim is not Dim.MONEY:
        mistakes.add(node.place, f"涉及金额应是金额，{measured(term)}", "例如：未支出、总预算 − 支出。")
    elif scope.kind.shape is not Shape.SINGLE and not depths(term):
        message = f"“{term.text}”不是“{scope.kind.word}”自己的金额，有几个对象就会重复计算几次"
        mistakes.add(node.place, message, "请写对象自己的字段或推导。")
    return term


def _grades(node: Node, file: RuleFile, scope: Scope, mistakes: Mistakes) -> tuple[tuple[str, Condition | None], ...]:
    at = node.get("严重程度")
    if at is None or at.items is None:
        return ((file.severity[0].severity, None),)
    if at.items[-1].get("条件") is not None:
        mistakes.add(
            at.items[-1].place,
            "最后一级不写“条件”",
            "请在末尾加一级，只写级别，例如：- {级别: 一般}；前面各级都不成立时取它。",
        )
    result: list[tuple[str, Condition | None]] = []
    for item, grade in zip(at.items, file.severity, strict=True):
        if [grade.severity] == [before for before, _ in result[-1:]]:  # further up it is no mistake: the first counts
            message = f"这一级与上一级同为“{grade.severity}”，分了等于没分"
            hint = "请把其中一级改成别的级别；本来就是一级的，合成一级，条件用“或”连起来。"
            mistakes.add((item.get("级别") or item).place, message, hint)
        condition = item.get("条件")
        if condition is None and item is not at.items[-1]:
            mistakes.add(item.place, "这一级缺少“条件”", "只有最后一级不写条件。")
        result.append((grade.severity, condition_of(condition, scope, mistakes) if condition else None))
    return tuple(result)


_YEARS = re.compile(r"(\d{4})(?:\s*(起)|\s*[-—至]\s*(\d{4}))?")


def _years(node: Node, text: str | None, mistakes: Mistakes) -> tuple[int, int]:
    if text is None:
        return 0, 9999
    match = _YEARS.fullmatch(text.strip())
    if match is None:
        at = node.get("适用年度") or node
        mistakes.add(at.place, f"“{text}”不是适用年度", "可以写：2020 起、2022、2020-2023。")
        return 0, 9999
    first, last = int(match[1]), 9999 if match[2] else int(match[3] or match[1])
    if first > last:
        mistakes.add((node.get("适用年度") or node).place, f"“{text}”的起止颠倒了", f"是否想写“{last}-{first}”？")
    return min(first, last), max(first, last)
