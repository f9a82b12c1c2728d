"""The part of a report that is pasted, as one list of blocks: every form writes these same words in its own dress."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from engine.outcome import Finding, Outcome

_DIGITS = "零一二三四五六七八九"


class Level(Enum):
    """What a block is in an official paper: 一、 (CHAPTER), （一） (THEME), 1. (ITEM), or a plain paragraph."""

    CHAPTER = 1
    THEME = 2
    ITEM = 3
    PLAIN = 4


class Block(Struct, frozen=True):
    """One paragraph: its number as printed, its text, and the finding whose problem or measure it is."""

    level: Level
    number: str
    text: str
    finding: Finding | None = None

    def __str__(self) -> str:
        return self.number + self.text


def section(outcome: Outcome) -> Iterator[Block]:
    """What is pasted: problems and measures, one answering the other by number."""
    themes = by_theme(outcome)
    yield Block(Level.CHAPTER, "三、", "存在的主要问题")
    if not themes:
        yield Block(Level.PLAIN, "", outcome.nothing_found())
        return
    for number, (title, findings) in enumerate(themes, 1):
        yield Block(Level.THEME, f"（{chinese(number)}）", title)
        yield from (Block(Level.ITEM, f"{n}.", finding.text, finding) for n, finding in enumerate(findings, 1))
    yield Block(Level.CHAPTER, "四、", "下一步改进措施")
    for number, (title, findings) in enumerate(themes, 1):
        yield Block(Level.THEME, f"（{chinese(number)}）", title)
        yield from (Block(Level.ITEM, f"{n}.", finding.measure, finding) for n, finding in enumerate(findings, 1))


def by_theme(outcome: Outcome) -> list[tuple[str, list[Finding]]]:
    """The findings that are pasted, under the titles of their themes in the order of the rulebook."""
    groups: dict[str, list[Finding]] = {}
    for finding in outcome.findings:
        if not finding.hint:
            groups.setdefault(outcome.themes.get(finding.theme, finding.theme), []).append(finding)
    return list(groups.items())


def chinese(number: int) -> str:
    """Writes 1 to 99 as 一, 十, 二十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (
        _DIGITS[ones] if ones or not tens else ""
    )
