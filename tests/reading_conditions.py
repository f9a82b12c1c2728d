"""Conditions read on a kind of subject: their terms, or what is wrong with them and where."""

from __future__ import annotations

from small import tree, words

from engine.deriving import Derivations
from engine.meaning import condition_of, term_of
from engine.mistakes import Mistake, Mistakes, Place
from engine.nodes import Node
from engine.parameter_reading import parameters_of
from engine.terms import Condition, Term

DERIVED = "项目: {执行率: 支出 ÷ 年度预算, 大项目: 年度预算 ≥ 100万元}\n目标: {量化: 值 不为无}"
PARAMETERS = """
下限: {取值: [{值: 90%, 依据: 甲, 核对: 待核}]}
上限: {取值: [{值: 100万元（不含）, 依据: 甲, 核对: 待核}]}
起算日: {取值: [{值: 2022-01-01, 依据: 甲, 核对: 待核}]}
分类线: {取值: [{性质: 经常性, 值: 10万元, 依据: 甲, 核对: 待核}]}
"""


def derivations(mistakes: Mistakes) -> Derivations:
    """The derived figures and parameters of these tests."""
    return Derivations(tree(DERIVED), words(), parameters_of(tree(PARAMETERS), mistakes), mistakes)


def read(text: str, kind: str = "项目") -> tuple[Condition | None, list[Mistake]]:
    """A condition, if it is one, and what is wrong with it."""
    mistakes = Mistakes()
    scope = derivations(mistakes).scope((kind,))
    return condition_of(Node(Place("甲.yaml", 1, 1), text), scope, mistakes), mistakes.found


def condition(text: str, kind: str = "项目") -> Condition:
    """A condition without mistakes."""
    found, mistakes = read(text, kind)
    assert mistakes == []
    assert found is not None
    return found


def term(text: str, kind: str = "项目") -> Term:
    """A term without mistakes."""
    mistakes = Mistakes()
    found = term_of(Node(Place("甲.yaml", 1, 1), text), derivations(mistakes).scope((kind,)), mistakes)
    mistakes.check()
    assert found is not None
    return found


def wrong(text: str, kind: str = "项目") -> list[str]:
    """The columns and messages of a condition that is wrong."""
    found, mistakes = read(text, kind)
    assert found is None
    return [f"{mistake.place.column} {mistake.message}" for mistake in sorted(mistakes)]


def hints(text: str, kind: str = "项目") -> list[str]:
    """What is said to be done about a condition that is wrong."""
    return [mistake.hint for mistake in sorted(read(text, kind)[1])]
