"""What an author wrote wrongly: placed, in Chinese, with the nearest right word, and so that none hides the next.

Mistake            one thing that is wrong, at one place
Mistakes           a collector that every reader writes into
MistakesFound      raised once, at the end of a reading, with all of them
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field


class Place(Struct, frozen=True, order=True):
    """Where something stands: a file as the user named it, line and column counted from 1 (0 = the whole file)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])

    def moved(self, columns: int) -> Place:
        """The place some columns to the right on the same line."""
        return Place(self.file, self.line, self.column + columns) if self.column else self


class Mistake(Struct, frozen=True, order=True):
    """One mistake: where it stands, what is wrong, and what to do about it."""

    place: Place
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.place}  错误：{self.message}" + (f"\n    {self.hint}" if self.hint else "")


class MistakesFound(Exception):
    """Raised when files cannot be used; carries every mistake found, in the order of their places."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(map(str, self.mistakes)))


class Mistakes(Struct):
    """Collects mistakes while files are read, so that one bad field does not hide the next."""

    found: list[Mistake] = field(default_factory=list)

    def add(self, place: Place, message: str, hint: str = "") -> None:
        """Notes one mistake and goes on."""
        self.found.append(Mistake(place, message, hint))

    def check(self) -> None:
        """Raises MistakesFound if anything was noted."""
        if self.found:
            raise MistakesFound(self.found)


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """Returns at most two known words that look like the given one, the closest first."""
    import difflib  # only needed when something is wrong

    same = [name for name in known if name.casefold() == word.casefold()]
    if same:
        return same[:1]
    # Chinese words are short: one wrong character of two leaves a ratio of 0.5.
    return difflib.get_close_matches(word, sorted(set(known)), n=2, cutoff=0.5)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Says in Chinese which known word was probably meant, or lists what there is when nothing is close."""
    known = list(dict.fromkeys(known))
    close = nearest(word, known)
    if close:
        return "是否想写" + "或".join(f"“{w}”" for w in close) + "？"
    if not known:
        return ""
    shown = "、".join(known[:20])
    return f"可以写：{shown}{'……' if len(known) > 20 else ''}。"
