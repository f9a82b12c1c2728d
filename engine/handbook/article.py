"""One rule as an article: what it asks, of whom, on what basis, how grave, and what is written when it is not done."""

from __future__ import annotations

from collections.abc import Iterator

from engine.handbook.blocks import Line
from engine.handbook.edition import Edition, day_words, since_words, when_words, years_words
from engine.handbook.sentence import sentences, severities, speaker_of, wording
from engine.handbook.speech import Speaker
from engine.parameter import Value
from engine.quantity import Dim
from engine.region import EVERYWHERE
from engine.rule import Basis, Rule
from engine.terms import Condition, Literal, Term
from engine.vocabulary import Shape

BY_DESIGN = "〔设计〕"  # how 参数.yaml marks a value that no norm prescribes


def article(rule: Rule, edition: Edition) -> Iterator[Line]:
    """Yields the paragraphs of a rule that have something to say."""
    return (line for line in _lines(rule, edition) if line.text)


def _lines(rule: Rule, edition: Edition) -> Iterator[Line]:
    for number, sentence in enumerate(sentences(rule, edition)):
        yield Line(sentence, "" if number else "规则")
    yield Line("".join(_definitions(rule, edition)), "用语")
    yield Line(ended("；".join(_standards(rule, edition))), "标准")
    yield Line("；".join(map(basis_words, rule.basis)) + "。", "依据")
    yield Line(severities(rule, edition), "严重程度")
    yield Line(f"{years_words(rule)}。", "适用年度")
    yield from _wordings(rule, edition)
    yield Line(ended(_amount(rule, edition)), "涉及金额")
    yield Line(ended(rule.caution), "误报提示")
    yield Line(ended(rule.indicator), "评分指标")
    yield Line(ended("；".join(_related(rule, edition))), "关联规则")


def _related(rule: Rule, edition: Edition) -> Iterator[str]:
    """Whose findings the rule rests on, and which rules rest on its own; one that rests on all is not named by each."""
    if edition.reads_all(rule):
        yield "本条以其他各条规则发现的问题为前提"
    elif edition.reads(rule):
        yield f"本条以{'、'.join(edition.reads(rule))}发现的问题为前提"
    readers = [name for name in edition.readers(rule) if not edition.reads_all(edition.book.rules[name])]
    if readers:
        yield f"{'、'.join(readers)}以本条发现的问题为前提"


def _wordings(rule: Rule, edition: Edition) -> Iterator[Line]:
    problem, effect = wording(rule, "problem", edition), wording(rule, "effect", edition)
    yield Line(problem + effect, "问题表述")
    detail = wording(rule, "detail", edition)
    yield Line(ended(f"“逐个列出”的每一项写作：{detail}") if detail else "")
    measure = wording(rule, "measure", edition)
    named = "；".join(
        filter(None, (f"责任科室：{rule.office}" if rule.office else "", f"完成时限：{rule.due}" if rule.due else ""))
    )
    yield Line(f"{measure}（{named}）" if named else measure, "改进措施")


def _amount(rule: Rule, edition: Edition) -> str:
    """Which money a finding of the rule concerns, in words; of several subjects it is added up."""
    term = rule.duties[0].amount
    if term is None:
        return ""
    single = all(edition.book.vocabulary.kinds[duty.kind].shape is Shape.SINGLE for duty in rule.duties)
    return speaker_of(rule, edition).term(term) + ("" if single else "，各对象的合计")


def ended(text: str) -> str:
    """A text with the full stop of a sentence."""
    return text if not text or text[-1] in "。！？）" else f"{text}。"


def basis_words(basis: Basis) -> str:
    """A basis with its 核对 mark and the day it was checked on."""
    number = f"（{basis.number}）" if basis.number else ""
    on = f"，{day_words(basis.checked_on)}核" if basis.checked_on else ""
    return f"《{basis.document}》{number}{basis.clause}【{basis.checked}{on}】"


def _standards(rule: Rule, edition: Edition) -> Iterator[str]:
    """The values of every parameter of the rule, with where and since when they count and whether they are checked."""
    for name in edition.parameters(rule):
        rows = edition.rows(name)
        keys = edition.book.parameters[name].sort.keys
        said = [row_words(keys, row) for row in rows]
        yield f"{name}：{'；'.join(said)}" if said else f"{name}：【缺标准】没有适用的取值，本条判为无法判定"


def row_words(keys: tuple[str, ...], row: Value) -> str:
    """One row of a parameter as part of a sentence."""
    where = when_words(keys, row)
    where = "" if where == EVERYWHERE else f"{where.removeprefix(EVERYWHERE + '，')}，"
    basis = "没有制度来源的设计取值" if row.basis == BY_DESIGN else row.basis
    since = f"，{since_words(row)}" if since_words(row) else ""
    on = f"，{day_words(row.checked_on)}核" if row.checked_on else ""
    return f"{where}{row.text}{since}，{basis}【{row.checked}{on}】"


def _definitions(rule: Rule, edition: Edition) -> Iterator[str]:
    """What the derived figures of the rule mean; what several kinds share is said once."""
    said: dict[tuple[str, str], list[str]] = {}
    for kind, word in edition.derived(rule):
        definition = edition.book.derived[kind, word]
        meaning = defined(definition, Speaker(kind, edition.standard))
        if meaning != word and not isinstance(definition, Literal):  # a fixed word only serves the wording
            said.setdefault((word, meaning), []).append(kind)
    words = [word for word, _ in said]
    for (word, meaning), kinds in said.items():
        owner = f"（{'、'.join(kinds)}）" if words.count(word) > 1 else ""
        yield f"“{word}”{owner}指{meaning}。"


def defined(node: Term | Condition, speaker: Speaker) -> str:
    """The meaning of a derived figure in words."""
    if isinstance(node, Condition):
        return speaker.condition(node)
    return f"符合“{speaker.term(node)}”" if node.dim is Dim.TRUTH else speaker.term(node)
