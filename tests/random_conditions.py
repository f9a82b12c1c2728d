"""Random conditions over a few fields of a project, and a grid of facts to hold against what is said of them."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

from hypothesis import strategies as st
from small import Bench, bench, tree, words

from engine.dossier import NOTHING, Fact, Value
from engine.lint.formulas import Axis, Both, Formula, On
from engine.lint.realising import figures_of, value_of
from engine.lint.settings import Setting, Settings
from engine.mistakes import Mistakes
from engine.parameter_reading import parameters_of
from engine.quantity import Dim, Quantity, exactly
from engine.rulebook import Rulebook
from engine.terms import Condition
from engine.truth import Truth

DERIVED = """
项目:
  率: 支出 ÷ 年度预算
  余: 年度预算 − 支出
  数额: {先取: [未支出, 年度预算 − 支出]}
  差: 绝对值(支出 − 年度预算)
  大: 年度预算 ≥ 3元 且 性质 = 经常性
"""
PARAMETERS = """
线:
  取值:
    - {性质: 经常性, 值: 2元, 依据: 甲, 核对: 已核}
    - {值: 4元, 依据: 甲, 核对: 已核}
档:
  阶梯: 金额
  取值:
    - {至: 0元（含）, 值: 3分, 依据: 甲, 核对: 已核}
    - {自: 0元（不含）, 至: 2元（不含）, 值: 2分, 依据: 甲, 核对: 已核}
    - {自: 2元（不含）, 值: 0分, 依据: 甲, 核对: 已核}
半线: {取值: [{性质: 阶段性, 值: 3元, 依据: 甲, 核对: 已核}]}
"""
SETTING = Setting("", 2022)
_SCORES = ("阶梯(年度预算, 档)", "阶梯(年度预算 − 支出, 档)")
_TERMS = ("年度预算", "支出", "未支出", "余", "数额", "差", "年度预算 − 2 × 支出", "支出 × 50%", "1元 − 支出")
_LIMITS = ("0元", "1元", "2元", "3元", "线", "半线", "年度预算", "支出 + 1元")
_SIGNS = ("<", "≤", ">", "≥", "=", "≠")
_PLAIN = (
    "性质 = 经常性",
    "性质 ≠ 阶段性",
    "性质 属于 {经常性, 阶段性}",
    "性质 为无",
    "支出 为无",
    "年度预算 不为无",
    "数额 为无",
    "大",
    "大 = 否",
    "下达日期 ≥ 2022-03-02",
    "下达日期 < 本年3月3日",
    "下达日期 为无",
)


def _comparison(term: str, sign: str, limit: str) -> str:
    return f"{term} {sign} {limit}"


ATOMS = st.one_of(
    st.sampled_from(_PLAIN),
    st.builds(_comparison, st.sampled_from(_TERMS), st.sampled_from(_SIGNS), st.sampled_from(_LIMITS)),
    st.builds(_comparison, st.sampled_from(_SCORES), st.sampled_from(_SIGNS), st.sampled_from(("0分", "2分", "3分"))),
    st.builds(_comparison, st.just("率"), st.sampled_from(_SIGNS), st.sampled_from(("0%", "50%", "100%", "200%"))),
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds(lambda a, b: f"（{a}） 且 （{b}）", inner, inner),
        st.builds(lambda a, b: f"（{a}） 或 （{b}）", inner, inner),
        st.builds(lambda a: f"非 （{a}）", inner),
    ),
    max_leaves=5,
)


def money(*values: int) -> list[Value]:
    """Sums of money, and 无."""
    return [exactly(Dim.MONEY, value) for value in values] + [NOTHING]


FIELDS: dict[str, list[Value]] = {
    "年度预算": money(-1, 0, 1, 2, 4),
    "支出": money(0, 1, 4),
    "未支出": money(3),
    "性质": ["经常性", "阶段性", NOTHING],
    "下达日期": [*(exactly(Dim.DATE, date(2022, 3, day).toordinal(), "日") for day in (1, 2)), NOTHING],
}
GRID = [
    Fact("项目", f"甲{number}", dict(zip(FIELDS, values, strict=True)))
    for number, values in enumerate(product(*FIELDS.values()))
]


def desk() -> tuple[Bench, Settings]:
    """The derived figures and parameters that the conditions use, for the evaluator and for the algebra."""
    found, mistakes = bench(derived=DERIVED, parameters=PARAMETERS), Mistakes()
    known = parameters_of(tree(PARAMETERS), mistakes)
    mistakes.check()
    return found, Settings(Rulebook(words(), {}, known, found.evaluator.program.derived, {}))


def truth_at(found: Bench, condition: Condition, fact: Fact) -> Truth:
    """What the reference evaluator says of a fact."""
    return found.evaluator.truth(condition, (fact,))


def meets(formula: Formula, fact: Fact) -> bool:
    """Whether a fact meets a formula."""
    if isinstance(formula, On):
        return _value(formula.axis, fact) in formula.values
    some = all if isinstance(formula, Both) else any
    return some(meets(item, fact) for item in formula.items)


def _value(axis: Axis, fact: Fact) -> Any:
    if axis.parts:
        return value_of(axis, {figure: _value(figure, fact) for figure in figures_of(axis)})
    value = fact.values[axis.field]
    if value is NOTHING:
        return None
    return value.low if isinstance(value, Quantity) else value
