"""One rule, read and checked: its duty for each kind of subject, its wording, its basis and its cases."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.meaning import condition_of
from engine.mistakes import Mistakes, suggestion
from engine.nodes import Node
from engine.rulefile import BasisFile, RuleFile
from engine.scope import Scope
from engine.shape import shaped
from engine.template import Template, template_of
from engine.terms import Condition


@dataclass(frozen=True, slots=True)
class Basis:
    """A law, norm or document a rule rests on; checked is 已核 or 待核."""

    document: str
    number: str
    clause: str
    checked: str

    def __str__(self) -> str:
        number = f"（{self.number}）" if self.number else ""
        mark = "" if self.checked == "已核" else "【待核】"
        return f"《{self.document}》{number}{self.clause}{mark}"

    def cited(self) -> str:
        """The basis as a report cites it: name, 文号 where it has one, article."""
        number = self.number if "〔" in self.number else ""
        clause = self.clause if self.clause.startswith("第") else ""
        return f"《{self.document}》" + "，".join(filter(None, (number, clause)))


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of a rule for one kind of subject; detail is None where each subject has its own paragraph."""

    problem: Template
    detail: Template | None
    effect: Template
    measure: Template


@dataclass(frozen=True, slots=True)
class Duty:
    """What a rule asks of one kind: 适用, 要求, the grades of severity in order, and the wording."""

    kind: str
    scope: Condition | None
    duty: Condition
    grades: tuple[tuple[str, Condition | None], ...]
    wording: Wording


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the rulebook."""

    id: str
    name: str
    theme: str
    years: tuple[int, int]
    basis: tuple[Basis, ...]
    duties: tuple[Duty, ...]
    office: str
    due: str
    caution: str
    indicator: str
    file: str

    def applies_in(self, year: int) -> bool:
        """Whether the rule is in force for a year of assessment."""
        return self.years[0] <= year <= self.years[1]


def rule_of(node: Node, scope: Scope, themes: tuple[str, ...], mistakes: Mistakes) -> Rule | None:
    """Reads the tree of a rule file; notes every mistake in it."""
    file = shaped(RuleFile, node, mistakes)
    if file is None:
        return None
    if file.theme not in themes:
        at = node.get("主题") or node
        mistakes.add(at.place, f"主题.yaml 里没有“{file.theme}”", suggestion(file.theme, themes))
    duties = [_duty(node, kind, file, scope, mistakes) for kind in file.kinds if _is_kind(node, kind, scope, mistakes)]
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


def _is_kind(node: Node, kind: str, scope: Scope, mistakes: Mistakes) -> bool:
    if kind in scope.vocabulary.kinds:
        return True
    at = node.get("对象") or node
    mistakes.add(at.place, f"没有“{kind}”这种事实类型", suggestion(kind, scope.vocabulary.kinds))
    return False


def _basis(file: BasisFile) -> Basis:
    return Basis(file.document, file.number or "", file.clause or "", file.checked)


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
        words("问题", grouped), words("明细", False) if grouped else None, words("影响", grouped), words("措施", grouped)
    )
    if duty is None or len(mistakes.found) > before:
        return None
    return Duty(kind, where, duty, grades, wording)


def _grades(
    node: Node, file: RuleFile, scope: Scope, mistakes: Mistakes
) -> tuple[tuple[str, Condition | None], ...]:
    at = node.get("严重程度")
    if at is None or at.items is None:
        return ((file.severity[0].severity, None),)
    if at.items[-1].get("条件") is not None:
        mistakes.add(at.items[-1].place, "最后一级不写“条件”", "前面各级都不成立时取最后一级。")
    result = []
    for item, grade in zip(at.items, file.severity, strict=True):
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
    first = int(match[1])
    return first, 9999 if match[2] else int(match[3] or first)
