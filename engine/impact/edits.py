"""What differs between two rulebooks themselves: rules, conditions, derived figures, parameters; in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from engine.impact.change import ABSENT, Reason
from engine.impact.parameters import edits as parameter_edits
from engine.rule import Duty, Rule
from engine.rulebook import Rulebook
from engine.terms import Node, children

_ALL = "全部"


def edits_of(old: Rulebook, new: Rulebook) -> tuple[Reason, ...]:
    """Returns everything in which two rulebooks differ; places and the order of files count for nothing."""
    return (
        *_rules(old, new),
        *parameter_edits(old.parameters, new.parameters),
        *_derived(old, new),
        *_themes(old, new),
    )


def _rules(old: Rulebook, new: Rulebook) -> Iterator[Reason]:
    for rule in sorted(old.rules.keys() | new.rules.keys()):
        before, after = old.rules.get(rule), new.rules.get(rule)
        if before is None or after is None:
            here = before or after
            yield Reason(f"规则 {rule} {here.name if here else ''}", "" if before else ABSENT, "" if after else ABSENT)
        elif replace(before, file="") != replace(after, file=""):
            yield from _rule(before, after)


def _rule(old: Rule, new: Rule) -> Iterator[Reason]:
    """The keys of one rule that differ."""
    for key, before, after in zip(_KEYS, _texts(old), _texts(new), strict=True):
        if before != after:
            yield Reason(f"规则 {new.id} {key}", before, after)
    shared = [(before, after) for before in old.duties for after in new.duties if before.kind == after.kind]
    for before_, after_ in shared:
        yield from _duty(new.id, before_, after_)
    if any(before_.wording != after_.wording for before_, after_ in shared):
        yield Reason(f"规则 {new.id} 文字")
    rest = [(rule.basis, rule.office, rule.due, rule.caution, rule.indicator) for rule in (old, new)]
    if rest[0] != rest[1]:
        yield Reason(f"规则 {new.id} 依据、责任、期限或说明")


_KEYS = ("名称", "主题", "适用年度", "对象")


def _texts(rule: Rule) -> tuple[str, ...]:
    return rule.name, rule.theme, years_of(rule), "、".join(duty.kind for duty in rule.duties)


def _duty(rule: str, old: Duty, new: Duty) -> Iterator[Reason]:
    texts = [{"适用": duty.scope, "要求": duty.duty} for duty in (old, new)]
    for key in ("适用", "要求"):
        before, after = (source_of(part[key], _ALL) for part in texts)
        if before != after:
            yield Reason(f"规则 {rule} {key}（{new.kind}）", before, after)
    amounts = [source_of(duty.amount, ABSENT) for duty in (old, new)]
    if amounts[0] != amounts[1]:
        yield Reason(f"规则 {rule} 涉及金额（{new.kind}）", *amounts)
    grades = [_grades(duty) for duty in (old, new)]
    if grades[0] != grades[1]:
        yield Reason(f"规则 {rule} 严重程度（{new.kind}）", *grades)


def _grades(duty: Duty) -> str:
    return "；".join(grade + (f"：{source_of(when)}" if when else "") for grade, when in duty.grades)


def years_of(rule: Rule) -> str:
    """Writes the years a rule is in force."""
    first, last = rule.years
    if last >= 9999:
        return f"{first} 起" if first > 0 else "各年"
    return str(first) if first == last else f"{first}-{last}"


def source_of(node: Struct | None, nothing: str = "") -> str:
    """Writes a condition or a term as its author did, on one line."""
    if not isinstance(node, Node):
        return nothing
    return " ".join(node.text.split()) or "，".join(filter(None, map(source_of, children(node))))


def _derived(old: Rulebook, new: Rulebook) -> Iterator[Reason]:
    for kind, word in sorted(old.derived.keys() | new.derived.keys()):
        before, after = (source_of(book.derived.get((kind, word)), ABSENT) for book in (old, new))
        if before != after:
            yield Reason(f"推导 {kind}.{word}", before, after)


def _themes(old: Rulebook, new: Rulebook) -> Iterator[Reason]:
    for theme in dict.fromkeys([*old.themes, *new.themes]):
        before, after = (book.themes.get(theme, ABSENT) for book in (old, new))
        if before != after:
            yield Reason(f"主题 {theme}", before, after)
