"""What an author wrote wrongly: placed, in Chinese, with the nearest right word, and so that none hides the next.

Mistake            one thing that is wrong, at one place
Mistakes           a collector that every reader writes into
MistakesFound      raised once, at the end of a reading, with all of them
"""

from __future__ import annotations

from collections.abc import Iterable
from os.path import basename

from msgspec import Struct, field


class Place(Struct, frozen=True, order=True, gc=False):
    """Where something stands: a file as the user named it, line and column counted from 1 (0 = the whole file).

    In a table line and column are those of the cell: `sheet` names the sheet, `grid` marks a table without sheets.
    """

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""
    grid: bool = False

    def __str__(self) -> str:
        if not self.tabular:
            return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])
        return "!".join(filter(None, (self.file, self.sheet, self.cell)))

    @property
    def tabular(self) -> bool:
        """Whether it is a place in a table."""
        return self.grid or bool(self.sheet)

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it (B3), a row as 第3行; empty for a whole sheet or a text file."""
        if not self.tabular or not self.line:
            return ""
        return f"{letters(self.column)}{self.line}" if self.column else f"第{self.line}行"

    @property
    def source(self) -> str:
        """What a fact names as its source where its author wrote none: 文件, or 文件!工作表!单元格 of a table."""
        return "!".join(filter(None, (basename(self.file), self.sheet, self.cell)))

    def moved(self, columns: int) -> Place:
        """The place some columns to the right on the same line."""
        return Place(self.file, self.line, self.column + columns) if self.column and not self.tabular else self


def letters(column: int) -> str:
    """Writes the number of a column as a spreadsheet does: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class Mistake(Struct, frozen=True, order=True):
    """One mistake: where it stands, what is wrong, and what to do about it."""

    place: Place
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.place}  错误：{self.message}" + (f"\n    {self.hint}" if self.hint else "")


class Remark(Struct, frozen=True):
    """Something a user should know of how a file was read."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}  说明：{self.message}"


def _position(noted: Mistake | Remark) -> tuple[str, str, int, int, str]:
    place = noted.place
    return place.file, place.sheet, place.line, place.column, noted.message


class MistakesFound(Exception):
    """Raised when files cannot be used; carries every mistake found, in the order of their places.

    What was remarked of the files stands below: a sheet that was not read may be why something is lacking.
    """

    def __init__(self, mistakes: Iterable[Mistake], remarked: str = "") -> None:
        self.mistakes = tuple(sorted(set(mistakes), key=_position))
        super().__init__("\n".join((*map(str, self.mistakes), *([remarked] if remarked else []))))


class Mistakes(Struct):
    """Collects mistakes while files are read, so that one bad field does not hide the next.

    remarks tell a reader what was done with a file that he may not have meant (a hidden row was read, a total left
    out); they are no mistakes and stop nothing.
    """

    found: list[Mistake] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, place: Place, message: str, hint: str = "") -> None:
        """Notes one mistake and goes on."""
        self.found.append(Mistake(place, message, hint))

    def remark(self, place: Place, message: str) -> None:
        """Notes what the user should know of a file that was read."""
        self.remarks.append(Remark(place, message))

    def remarked(self) -> str:
        """All remarks, a line each in the order of their places; empty where there are none."""
        return "\n".join(dict.fromkeys(map(str, sorted(self.remarks, key=_position))))

    def check(self) -> None:
        """Raises MistakesFound if anything was noted."""
        if self.found:
            raise MistakesFound(self.found, self.remarked())


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
