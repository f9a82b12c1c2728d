"""`rules list`: the rules of a rulebook in a table, chosen by family, theme, severity, region, year and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from engine.handbook.edition import Edition, check_region
from engine.mistakes import Mistakes, Place, suggestion
from engine.report.table import folded, table
from engine.rule import SEVERITIES, Rule

HEADERS = ("编号", "名称", "主题", "严重程度", "对象", "依据核对", "用例数")


class Choice(Struct, frozen=True):
    """Which rules to list; what is empty leaves out nothing. `words` must all occur somewhere in the rule."""

    family: str = ""
    theme: str = ""
    severity: str = ""
    words: tuple[str, ...] = ()


def listing(edition: Edition, choice: Choice, mistakes: Mistakes) -> str:
    """Returns the table of the chosen rules; notes families, themes, severities and regions there are not."""
    _check(edition, choice, mistakes)
    mistakes.check()
    rules = [rule for rule in edition.rules() if _chosen(rule, choice)]
    if not rules:
        return "没有符合这些条件的规则。\n"
    judged = edition.region is not None or edition.year is not None
    rows = [_row(rule, edition, judged) for rule in rules]
    return table(rows, (*HEADERS, "标准") if judged else HEADERS) + f"\n共{len(rules)}条规则。\n"


def _check(edition: Edition, choice: Choice, mistakes: Mistakes) -> None:
    check_region(edition.book, edition.region, mistakes)
    families = list(dict.fromkeys(name for rule in edition.book.rules.values() for name in families_of(rule)))
    for option, word, known in (
        ("--family", choice.family, families),
        ("--theme", choice.theme, list(edition.book.themes)),
        ("--severity", choice.severity, list(SEVERITIES)),
    ):
        if word and word not in known:
            what = {"--family": "类别", "--theme": "主题", "--severity": "严重程度"}[option]
            mistakes.add(Place(option), f"没有{what}“{word}”", suggestion(word, known))


def families_of(rule: Rule) -> tuple[str, str]:
    """The two names of the family of a rule: how its id begins, and the folder it stands in."""
    return rule.id.partition("-")[0], Path(rule.file).parent.name


def _chosen(rule: Rule, choice: Choice) -> bool:
    if choice.family and choice.family not in families_of(rule):
        return False
    if choice.theme and choice.theme != rule.theme:
        return False
    if choice.severity and choice.severity not in grades_of(rule):
        return False
    text = "\n".join(_searched(rule))
    return all(word.casefold() in text.casefold() for word in choice.words)


def _searched(rule: Rule) -> Iterable[str]:
    """Everything in a rule that a word is looked for in."""
    yield from (rule.id, rule.name, rule.theme, rule.caution, rule.indicator, rule.office)
    yield from (f"{basis.document} {basis.number} {basis.clause}" for basis in rule.basis)
    for duty in rule.duties:
        yield duty.kind
        yield duty.duty.text
        yield duty.scope.text if duty.scope is not None else ""
        for template in (duty.wording.problem, duty.wording.measure, duty.wording.effect):
            yield "".join(part for part in template if isinstance(part, str))


def grades_of(rule: Rule) -> tuple[str, ...]:
    """The severities that a finding of the rule may have, each once, the gravest first."""
    found = {grade for duty in rule.duties for grade, _ in duty.grades}
    return tuple(grade for grade in SEVERITIES if grade in found)


def checked_words(rule: Rule) -> str:
    """How many of the bases of a rule somebody has checked against the original."""
    marks = [basis.checked == "已核" for basis in rule.basis]
    return "已核" if all(marks) else f"待核{marks.count(False)}项"


def _row(rule: Rule, edition: Edition, judged: bool) -> Sequence[object]:
    cases = edition.book.cases.get(rule.id)
    kinds = "、".join(dict.fromkeys(duty.kind for duty in rule.duties))
    row = [rule.id, folded(rule.name, 18), rule.theme, "、".join(grades_of(rule)), folded(kinds, 10)]
    row += [checked_words(rule), str(len(cases.items or ()) if cases is not None else 0)]
    if judged:
        lacking = edition.lacking(rule)
        row.append(folded(f"缺标准：{'、'.join(lacking)}", 14) if lacking else "")
    return row
