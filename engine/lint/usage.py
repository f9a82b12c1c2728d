"""L205, L206, L301 and L302: parameters, derived figures and themes nobody uses, and findings nobody can give."""

from __future__ import annotations

from collections.abc import Iterator

from engine.compiling import may_be
from engine.lint.notes import Note
from engine.lint.places import Places
from engine.lint.reading import Readers
from engine.program import Check
from engine.rule import Rule
from engine.rulebook import Rulebook
from engine.terms import Aggregate, Exists, Node, reachable
from engine.vocabulary import FINDING


def usage_notes(book: Rulebook, places: Places, readers: Readers) -> Iterator[Note]:
    """Notes on what stands in the rulebook without use."""
    for name in book.parameters:
        if name not in readers.read:
            message, hint = (
                f"没有一条规则、推导或文字用到参数“{name}”",
                "不再用的请删去；该用而没有用的，检查规则里写的名字。",
            )
            yield Note(places.parameter(name), "L205", message, "", hint, (name,))
    for kind, word in book.derived:
        if (kind, word) not in readers.figures:
            message, hint = f"没有一条规则用到“{kind}”的推导“{word}”，直接间接都没有", "不再用的请删去。"
            yield Note(places.derived(kind, word), "L206", message, "", hint, (f"{kind}.{word}", word, kind))
    used = {rule.theme for rule in book.rules.values()}
    for theme in book.themes:
        if theme not in used:
            message, hint = f"没有一条规则归入主题“{theme}”", "补上规则；只供事实文件登记用的，请写进 已知提示.yaml。"
            yield Note(places.theme(theme), "L301", message, "", hint, (theme,))
    for rule in book.rules.values():
        yield from _idle_findings(book, places, rule)


def _idle_findings(book: Rulebook, places: Places, rule: Rule) -> Iterator[Note]:
    """Conditions on findings that no rule in force in the same years can give."""
    nodes = [node for node in reachable(rule.roots(), book.derived) if _reads_findings(node)]
    subjects = [duty.scope for duty in rule.duties if duty.kind == FINDING]
    if not nodes and not subjects:
        return
    others = [
        Check(other.id, duty.kind, other.theme, duty.scope, duty.duty)
        for other in book.rules.values()
        if other.id != rule.id and other.years[0] <= rule.years[1] and rule.years[0] <= other.years[1]
        for duty in other.duties
    ]
    for node in nodes:
        assert isinstance(node, Exists | Aggregate)
        if not any(may_be(node.condition, node.depth, check) for check in others):
            yield _idle(places, rule, node.text)
    for scope in subjects:
        if not any(may_be(scope, 0, check) for check in others):
            yield _idle(places, rule, scope.text if scope is not None else FINDING)


def _idle(places: Places, rule: Rule, text: str) -> Note:
    message = f"规则{rule.id}读的“{text}”永远是空的：没有一条规则会给出这样的问题"
    hint = "核对规则编号、主题、对象类型，以及双方的适用年度。"
    return Note(places.part(rule.id, "要求", text), "L302", message, "", hint, (rule.id,))


def _reads_findings(node: Node) -> bool:
    return isinstance(node, Exists | Aggregate) and node.kind == FINDING
