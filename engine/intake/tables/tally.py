"""What is wrong in a column is told once, at its first cell, with the number of cells that are like it."""

from __future__ import annotations

from msgspec import Struct

from engine.mistakes import Mistakes, Place


class Refused(Exception):
    """Raised for a cell that says nothing that can be trusted; carries the reason and what to write instead."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason, self.hint = reason, hint


class _Seen(Struct):
    place: Place
    count: int = 1


class Tally:
    """Counts the cells of one column by what is wrong with them, or by what was done with them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.wrongs: dict[tuple[str, str], _Seen] = {}
        self.notes: dict[str, _Seen] = {}

    def wrong(self, place: Place, reason: str, hint: str = "") -> None:
        """Counts a cell that is refused."""
        seen = self.wrongs.setdefault((reason, hint), _Seen(place, 0))
        seen.count += 1

    def note(self, place: Place, what: str) -> None:
        """Counts a cell that was read otherwise than it was written."""
        seen = self.notes.setdefault(what, _Seen(place, 0))
        seen.count += 1

    def tell(self, mistakes: Mistakes) -> None:
        """Hands everything on."""
        for (reason, hint), seen in self.wrongs.items():
            mistakes.add(seen.place, f"“{self.name}”{reason}{_counted(seen.count)}", hint)
        for what, seen in self.notes.items():
            mistakes.remark(seen.place, f"“{self.name}”{what}{_counted(seen.count)}")


def _counted(count: int) -> str:
    return f"（这一列共{count}格）" if count > 1 else ""
