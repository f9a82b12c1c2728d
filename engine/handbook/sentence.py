"""The sentences of a rule: whom it binds, when, what is asked, how grave a failure is, and its wording with gaps."""

from __future__ import annotations

from engine.handbook.edition import Edition
from engine.handbook.speech import Speaker
from engine.rule import Duty, Rule
from engine.template import DETAIL, Choice, Figure, Group, Listing, Optional, Part, Template
from engine.terms import All, Compare, Condition, FieldOf
from engine.vocabulary import FINDING, Kind, Shape

MONEY_UNITS = ("元", "万元", "亿元")
HINT = "提示"


def sentences(rule: Rule, edition: Edition) -> list[str]:
    """Says a rule, in one sentence for each sort of subject unless one does for all."""
    kinds, speaker = edition.book.vocabulary.kinds, speaker_of(rule, edition)
    said = [(_subject(kinds[duty.kind]), *_asked(duty, speaker)) for duty in rule.duties]
    if len({words[1:] for words in said}) == 1:
        said = [("、".join(words[0] for words in said), *said[0][1:])]
    return [_sentence(*words) + _failed(rule) for words in said]


def speaker_of(rule: Rule, edition: Edition) -> Speaker:
    """Whoever says the conditions of a rule."""
    return Speaker(rule.duties[0].kind if len(rule.duties) == 1 else "对象", edition.standard)


def _asked(duty: Duty, speaker: Speaker) -> tuple[str, str]:
    return speaker.condition(duty.scope) if duty.scope is not None else "", speaker.condition(duty.duty)


def _sentence(subject: str, scope: str, duty: str) -> str:
    return f"{subject}，凡{scope}的，应当做到：{duty}。" if scope else f"{subject}应当做到：{duty}。"


def _failed(rule: Rule) -> str:
    grades = [grade for grade, _ in rule.duties[0].grades]
    if grades == [HINT]:
        return f"没有做到的，提示核实“{rule.name}”。"
    return f"没有做到的，列为“{rule.name}”{f'（{grades[0]}）' if len(grades) == 1 else ''}。"


def _subject(kind: Kind) -> str:
    if kind.word == FINDING:
        return "已发现的每一问题"
    if kind.shape is Shape.SINGLE:
        return "被检查部门" if kind.word == "部门" else f"部门的{kind.word}"
    return f"“{kind.word}”的每一行" if kind.shape is Shape.TABLE else f"每一{kind.word}"


def severities(rule: Rule, edition: Edition) -> str:
    """Says how grave a finding of the rule is, grade by grade."""
    speaker = speaker_of(rule, edition)
    *graded, (last, _) = rule.duties[0].grades
    if not graded:
        return f"{last}。"
    said = [f"{speaker.condition(when)}的，为{grade}" for grade, when in graded if when is not None]
    return "；".join([*said, f"其余为{last}"]) + "。"


def wording(rule: Rule, part: str, edition: Edition) -> str:
    """A text of the rule (problem, detail, effect or measure) with gaps: 〔 〕 is filled in, ［ ］ left out at need."""
    duty = rule.duties[0]
    kind = edition.book.vocabulary.kinds[duty.kind]
    return _Gaps(kind, speaker_of(rule, edition), edition).text(getattr(duty.wording, part) or ())


class _Gaps:
    """Writes templates for a reader who has no facts: 〔 〕 is filled in, ［ ］ left out at need."""

    def __init__(self, kind: Kind, speaker: Speaker, edition: Edition) -> None:
        self.kind, self.speaker, self.edition = kind, speaker, edition

    def text(self, template: Template, depth: int = 0) -> str:
        return "".join(self.part(part, depth) for part in template)

    def part(self, part: Part, depth: int) -> str:
        if isinstance(part, str):
            return part
        if isinstance(part, Optional):
            inner = self.text(part.text, depth)
            return inner if len(part.text) == 1 and inner.startswith("［") else f"［{inner}］"
        if isinstance(part, Group):
            return "〔逐个列出〕" if part.word == DETAIL else "〔个数〕"
        if isinstance(part, Choice):
            return self.choice(part, depth)
        return self.listing(part) if isinstance(part, Listing) else self.figure(part, depth)

    def figure(self, part: Figure, depth: int) -> str:
        """The name of a figure with the unit it is printed in; a standard that has one value is that value."""
        value = self.edition.settled(part.term.text)
        if value and not part.total:
            return value
        name = "年度" if part.term.text == "部门.年度" else self.speaker.term(part.term, depth)
        name = f"{name}合计" if part.total == "合计" else f"{part.total}的{name}" if part.total else name
        if part.unit in MONEY_UNITS:
            return f"〔{name}〕{part.unit}"
        return f"〔{name}的{part.unit}份〕" if part.unit else f"〔{name}〕"

    def choice(self, part: Choice, depth: int) -> str:
        """What is written where something is so, and where it is not."""
        told = self.speaker.condition(part.condition, depth)
        held, failed = self.text(part.held, depth), self.text(part.failed, depth)
        return _clause(told, held, failed) if held else _clause(f"除{told}以外", failed)

    def listing(self, part: Listing) -> str:
        """A list, or a clause that stands where something is so."""
        inner, own = self.text(part.text, part.depth), self.without_itself(part)
        if own is not None:
            return _clause(self.speaker.condition(own, part.depth), inner)
        told = self.speaker.described(part.kind, part.condition, part.depth)
        if all(isinstance(piece, str) for piece in part.text):
            return _clause(f"有{told}", inner)
        return f"〔逐条列出{told}：{inner}〕"

    def without_itself(self, part: Listing) -> Condition | None:
        """The rest of a condition that first picks the subject out of its own list; None where it does not."""
        condition = part.condition
        if part.kind != self.kind.word or not isinstance(condition, All):
            return None
        named = {item: word for item in condition.items if (word := self.naming(item, part.depth))}
        rest = tuple(item for item in condition.items if item not in named)
        if set(named.values()) != set(self.kind.key) or not rest:
            return None
        return rest[0] if len(rest) == 1 else All(condition.dim, condition.text, rest)

    def naming(self, item: Condition, depth: int) -> str:
        """The field by which a condition says that a fact has the subject's own name; empty where it says no such."""
        sides = (item.left, item.right) if isinstance(item, Compare) and item.op == "=" else ()
        fields = {(side.depth, side.field) for side in sides if isinstance(side, FieldOf)}
        return next((word for word in self.kind.key if fields == {(0, word), (depth, word)}), "")


def _clause(condition: str, text: str, other: str = "") -> str:
    """A text that stands only where a condition holds, and the one where it does not, if any."""
    return f"［{condition}的，写{_shown(text)}" + (f"；其余写{_shown(other)}］" if other else "］")


def _shown(text: str) -> str:
    """A text after 写; a sign alone is quoted, so that it is seen."""
    return f"：{text}" if any(map(str.isalnum, text)) else f"“{text}”"
