"""Small rulebooks and fact files written as the rules team writes them, read by the engine's own readers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from textwrap import indent

from engine.checking import Checker
from engine.deriving import Derivations
from engine.dossier import Dossier, Fact, Value
from engine.kinds import vocabulary
from engine.library import Library, open_library
from engine.meaning import condition_of, term_of
from engine.mistakes import Mistakes, Place
from engine.nodes import Node, parse
from engine.notation import read_quantity
from engine.outcome import Outcome, Verdict
from engine.parameter import rows_in_force
from engine.parameter_reading import parameters_of
from engine.program import Program
from engine.quantity import Dim, Quantity
from engine.reading import dossier_of
from engine.reference import Evaluator
from engine.report import renderer
from engine.seconding import Second
from engine.terms import Condition, Term
from engine.truth import Truth
from engine.unknown import Gap, Unknown
from engine.verdict import State
from engine.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parent.parent
REGION = "广东省广州市增城区"
THEMES = ("预算执行", "绩效监控", "采购内控", "问题整改")
TODAY = date(2023, 3, 31).toordinal()


@cache
def words() -> Vocabulary:
    """The fact kinds of the engine with the themes of the small rulebooks."""
    return vocabulary().with_topics(THEMES)


def tree(text: str, name: str = "样例.yaml") -> Node | None:
    """The tree of a YAML text; None for an empty one."""
    if not text.strip():
        return None
    mistakes = Mistakes()
    node = parse(text, name, mistakes)
    mistakes.check()
    return node


def facts_text(facts: str = "", department: str = "示例部门", year: int = 2022, region: str = REGION) -> str:
    """The text of a fact file; `facts` holds everything but the department."""
    return f"部门: {{名称: {department}, 年度: {year}, 地区: {region}}}\n{facts}"


def dossier(facts: str = "", department: str = "示例部门", year: int = 2022, region: str = REGION) -> Dossier:
    """The dossier of a fact file; raises MistakesFound."""
    mistakes = Mistakes()
    node = tree(facts if facts.startswith("部门") else facts_text(facts, department, year, region))
    assert node is not None
    found = dossier_of(node, words(), mistakes, "样例.yaml")
    mistakes.check()
    assert found is not None
    return found


@dataclass
class Bench:
    """One dossier with derived figures and parameters, to ask for the values of terms and the truths of conditions."""

    evaluator: Evaluator
    derivations: Derivations
    read: list[Condition | Term] = field(default_factory=list)  # an evaluator remembers nodes by identity

    def condition(self, text: str, kind: str = "部门") -> Condition:
        """Reads a condition on a kind of subject; raises MistakesFound."""
        mistakes = Mistakes()
        found = condition_of(Node(Place("条件"), text), self.derivations.scope((kind,)), mistakes)
        mistakes.check()
        assert found is not None
        self.read.append(found)
        return found

    def fact(self, kind: str = "部门", key: str = "") -> Fact:
        """The fact of a kind with a key, else the first."""
        return next(fact for fact in self.evaluator.facts(kind) if key in ("", fact.key))

    def truth(self, text: str, kind: str = "部门", key: str = "") -> Truth:
        """What a condition comes to for one subject."""
        return self.evaluator.truth(self.condition(text, kind), (self.fact(kind, key),))

    def gaps(self, text: str, kind: str = "部门", key: str = "") -> frozenset[Gap]:
        """What a condition waits for."""
        return self.evaluator.gaps(self.condition(text, kind), (self.fact(kind, key),))

    def term(self, text: str, kind: str = "部门") -> Term:
        """Reads a term on a kind of subject; raises MistakesFound."""
        mistakes = Mistakes()
        found = term_of(Node(Place("式子"), text), self.derivations.scope((kind,)), mistakes)
        mistakes.check()
        assert found is not None
        self.read.append(found)
        return found

    def value(self, text: str, kind: str = "部门", key: str = "", written: bool = False) -> Value | Unknown:
        """What a term comes to for one subject."""
        return self.evaluator.value(self.term(text, kind), (self.fact(kind, key),), written)


def bench(facts: str = "", derived: str = "", parameters: str = "", year: int = 2022, region: str = REGION) -> Bench:
    """A bench over facts, 推导.yaml and 参数.yaml given as text; raises MistakesFound."""
    mistakes = Mistakes()
    known = parameters_of(tree(parameters), mistakes)
    derivations = Derivations(tree(derived), words(), known, mistakes)
    definitions = derivations.all()
    mistakes.check()
    program = Program(region, year, words(), definitions, rows_in_force(known, region, year), ())
    return Bench(Evaluator(program, dossier(facts, year=year, region=region)), derivations)


def money(text: str) -> Quantity:
    """A sum of money as written."""
    return read_quantity(text, Dim.MONEY)


# Every rule has a case of each sort; these are there to be read, not to be run.
CASES = "\n".join(
    f"  - {{名称: {word}, 年度: 2022, 事实: {{}}, 结果: {word}}}" for word in ("发现问题", "未发现问题", "无法判定")
)


def rule_text(
    duty: str,
    kind: str = "项目",
    rule: str = "TST-001",
    *,
    scope: str = "",
    theme: str = "预算执行",
    severity: str = "一般",
    problem: str = "有问题。",
    detail: str = "",
    more: str = "",
    cases: str = "",
) -> str:
    """The text of a rule file with everything that is needed; `more` adds further keys."""
    lines = [
        f"编号: {rule}",
        f"名称: {rule}的名称",
        f"主题: {theme}",
        f"严重程度: {severity}",
        "依据: [{文件: 中华人民共和国预算法, 条款: 第五十七条, 核对: 已核}]",
        f"对象: {kind}",
        f"适用: '{scope}'" if scope else "",
        f"要求: '{duty}'",
        f"问题: '{problem}'",
        f"明细: '{detail}'" if detail else "",
        "措施: 改正。",
        f"用例:\n{cases or CASES}",
        more,
    ]
    return "\n".join(line for line in lines if line) + "\n"


def write_rules(folder: Path, *rules: str, derived: str = "", parameters: str = "") -> Path:
    """Writes a rules folder; the themes are THEMES."""
    (folder / "类").mkdir(parents=True, exist_ok=True)
    themes = "".join(f"- {{主题: {theme}, 标题: {theme}方面}}\n" for theme in THEMES)
    (folder / "主题.yaml").write_text(themes, encoding="utf-8")
    if derived:
        (folder / "推导.yaml").write_text(derived, encoding="utf-8")
    if parameters:
        (folder / "参数.yaml").write_text(parameters, encoding="utf-8")
    for number, rule in enumerate(rules):
        name = rule.splitlines()[0].removeprefix("编号: ") or str(number)
        (folder / "类" / f"{name}.yaml").write_text(rule, encoding="utf-8")
    return folder


def library(folder: Path, *rules: str, derived: str = "", parameters: str = "") -> Library:
    """Writes a rules folder and opens it."""
    return open_library(write_rules(folder, *rules, derived=derived, parameters=parameters))


def checked(
    books: Library,
    facts: str | Dossier,
    only: frozenset[str] | None = None,
    today: int = TODAY,
    shown: frozenset[State] = frozenset(State),
    near: Fraction | None = None,
) -> Outcome:
    """Checks one department with the reference evaluator alone."""
    given = dossier(facts) if isinstance(facts, str) else facts
    return next(Checker(books, Second(False), today, only, shown, near).check([given]))


def verdicts(outcome: Outcome) -> dict[tuple[str, str], Verdict]:
    """The verdicts of an outcome by rule and subject."""
    return {(verdict.rule, verdict.subject): verdict for verdict in outcome.verdicts}


def states(outcome: Outcome, rule: str = "TST-001") -> dict[str, str]:
    """The verdicts of one rule as the words a reader sees, by subject."""
    return {v.subject: str(v.state) for v in outcome.verdicts if v.rule == rule}


def listed(kind: str, *items: str, complete: bool = True) -> str:
    """A list of a fact file; each item is a YAML mapping in braces without the braces."""
    if not items:
        return f"{kind}: 无\n"
    body = "".join(f"- {{{item}}}\n" for item in items)
    return f"{kind}:\n{body}" if complete else f"{kind}:\n  清单完整: 否\n  条目:\n{indent(body, '  ')}"


TWO = listed(
    "项目",
    "名称: 甲, 性质: 经常性, 年度预算: 1000万元, 支出: 900万元, 下达日期: 2022-12-01",
    "名称: 乙, 性质: 阶段性, 年度预算: 200万元, 未支出: 约20万元, 下达日期: 2022年12月",
    "名称: 丙",
)


def number(value: object) -> tuple[Fraction, Fraction]:
    """The ends of a value that must be a number."""
    assert isinstance(value, Quantity), value
    return value.low, value.high


def reasons(value: object) -> set[str]:
    """Why a value is unknown."""
    assert isinstance(value, Unknown), value
    return {gap.reason for gap in value.gaps}


def render(form: str, outcomes: list[Outcome]) -> str:
    """The outcomes of a run in one form."""
    return renderer(form)(outcomes)


SPENT = rule_text("支出 ≥ 100元", rule="BUD-001", problem="{名称}支出{支出}。")
OTHER = rule_text("编码 不为无", rule="MON-001", theme="绩效监控")
CLOSING = rule_text('不存在 问题 满足（规则 = "BUD-001"）', kind="部门", rule="CLO-001", theme="问题整改")
ITEMS = listed("项目", "名称: 甲, 支出: 90元", "名称: 乙, 支出: 100元, 编码: 无", "名称: 丙")
