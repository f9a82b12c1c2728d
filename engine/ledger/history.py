"""What earlier runs say of a problem: 新增, 延续, 反弹, 已整改, 未能核实; what was not judged is never mended.

A problem is followed by its rule and subject through the kept runs of one department. Of every earlier year the last
run counts that judged the rule; of the same year every earlier run that did.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, StrEnum

from msgspec import Struct, field

from engine.verdict import State

Key = tuple[str, str, str]  # rule, kind of subject, subject


class Word(StrEnum):
    """What has become of a problem, as a reader sees it."""

    LASTING = "延续"  # when it could last be judged in an earlier year it was found too
    BACK = "反弹"  # found before, then judged to be no problem, now found again
    NEW = "新增"  # judged before, or not there before, and never found
    FIRST = "首次登记"  # no earlier year says anything of it
    OPEN = "未能核实"  # found before; now it cannot be judged, or the subject is not there
    MENDED = "已整改"  # found before, now surely no problem
    WAIVED = "已豁免"
    UNCHECKED = "本年未检查"  # found before; no run of this year judged the rule


class Mark(Enum):
    """What one run says of one problem."""

    FOUND = "F"  # 已豁免 too: the problem is there
    GONE = "G"  # 未发现问题, 不适用
    UNSURE = "U"  # 无法判定, or not listed in a list that is not complete
    ABSENT = "A"  # there was no such subject


_MARKS = {
    State.FINDING: Mark.FOUND,
    State.WAIVED: Mark.FOUND,
    State.PASS: Mark.GONE,
    State.NOT_APPLICABLE: Mark.GONE,
    State.UNKNOWN: Mark.UNSURE,
}


class Round(Struct, frozen=True):
    """What one run judged: its rules, and the verdict on every subject."""

    year: int
    rules: frozenset[str]
    states: dict[Key, State]

    def mark(self, key: Key) -> Mark:
        """What it says of a problem whose rule it judged."""
        state = self.states.get(key)
        if state is not None:
            return _MARKS[state]
        rule, kind, _ = key
        others = (self.states.get((rule, kind, f"（{word}）")) for word in (f"未提供{kind}清单", f"其余{kind}"))
        return Mark.UNSURE if State.UNKNOWN in others else Mark.ABSENT


class Past(Struct, frozen=True):
    """What earlier runs say of one problem: earlier years in order, then the same year's earlier runs in order."""

    years: tuple[tuple[int, Mark], ...] = ()
    same: tuple[Mark, ...] = ()

    def word(self, now: State | None) -> Word | None:
        """What has become of the problem; None where there is nothing to say. now is None where it is not there."""
        if now is State.WAIVED:
            return Word.WAIVED
        if now is State.FINDING:
            return self._found()
        if not self.outstanding:
            return None
        return Word.MENDED if now in (State.PASS, State.NOT_APPLICABLE) else Word.OPEN

    @property
    def outstanding(self) -> bool:
        """Whether it was found when it could last be judged in an earlier year, or earlier in the same year."""
        return self.since is not None or Mark.FOUND in self.same

    @property
    def since(self) -> int | None:
        """The first of the years up to now in which it was found whenever it could be judged."""
        first = None
        for year, mark in reversed(self._settled):
            if mark is not Mark.FOUND:
                break
            first = year
        return first

    @property
    def last(self) -> int | None:
        """The last earlier year in which it was found."""
        return max((year for year, mark in self.years if mark is Mark.FOUND), default=None)

    @property
    def _settled(self) -> list[tuple[int, Mark]]:
        return [(year, mark) for year, mark in self.years if mark in (Mark.FOUND, Mark.GONE)]

    def _found(self) -> Word:
        before = self.last is not None
        if before and self.since is None:
            return Word.BACK
        for mark in self.same:
            if mark is Mark.GONE and before:
                return Word.BACK
            before = before or mark is Mark.FOUND
        if self.since is not None:
            return Word.LASTING
        judged = any(mark is not Mark.UNSURE for _, mark in self.years)
        return Word.NEW if judged else Word.FIRST


class History(Struct):
    """The kept runs of one department before a check of one year, by rule."""

    year: int
    finals: dict[str, dict[int, Round]] = field(default_factory=dict)
    same: dict[str, list[Round]] = field(default_factory=dict)

    @classmethod
    def of(cls, year: int, rounds: Iterable[Round]) -> History:
        """Sorts runs, given in the order in which they were made; those of later years say nothing."""
        history = cls(year)
        for one in rounds:
            for rule in one.rules:
                if one.year == year:
                    history.same.setdefault(rule, []).append(one)
                elif one.year < year:
                    history.finals.setdefault(rule, {})[one.year] = one
        return history

    def past(self, key: Key) -> Past:
        """What earlier runs say of one problem."""
        finals = self.finals.get(key[0], {})
        years = tuple((year, finals[year].mark(key)) for year in sorted(finals))
        return Past(years, tuple(one.mark(key) for one in self.same.get(key[0], ())))

    def sentence(self, keys: Sequence[Key]) -> str:
        """What has become of the problems that one finding merges: 延续2项（2021年起），新增1项."""
        pasts = [(past.word(State.FINDING), past) for past in map(self.past, keys)]
        parts = []
        for word in Word:
            own = [past for found, past in pasts if found is word]
            if own:
                count = f"{len(own)}项" if len(keys) > 1 else ""
                parts.append(f"{word}{count}{self._years(word, own)}")
        return "，".join(parts)

    def _years(self, word: Word, pasts: Sequence[Past]) -> str:
        if word is Word.LASTING:
            years = {past.since for past in pasts if past.since is not None}
            return f"（{'最早' if len(years) > 1 else ''}{min(years)}年起）"
        if word is Word.BACK:
            return f"（{max(past.last or self.year for past in pasts)}年曾发现）"
        return ""
