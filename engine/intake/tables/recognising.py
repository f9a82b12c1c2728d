"""Which kind of facts a sheet holds: by its title, else by its columns where these can mean one kind only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from engine.headings import Headings, folded
from engine.intake.grids.grid import Cell, Grid
from engine.intake.layout import GUIDE, SETTLED
from engine.intake.tables.header import Header, Headers
from engine.intake.tables.names import Names
from engine.intake.tables.single import Form, form_of, pairs_of
from engine.vocabulary import Shape

_NUMBERED = re.compile(
    r"^(?:附?表|附件)?[0-9一二三四五六七八九十]*[-.、_:]?(?=.{2})|(?:\([0-9]+\)|[0-9]+|\(续\)|表|续表)$"
)
_OF_YEAR = re.compile(r"\(20[0-9]{2}年度?\)|20[0-9]{2}年度?")
_FEWEST = 2  # known columns; one alone tells nothing


class Known(Struct, frozen=True):
    """A sheet that is known: its kind, and its header (None where none was found) or the form that stands instead."""

    names: Names
    header: Header | None = None
    form: Form | None = None


def ignored(grid: Grid, headings: Headings) -> bool:
    """Whether a sheet is not read on purpose: it is empty, or explains something."""
    titles = {folded(title) for title in (GUIDE, SETTLED, *headings.ignored_sheets)}
    return folded(grid.title) in titles or not any(cell not in (None, "") for row in grid.rows for cell in row)


def recognise(grid: Grid, kinds: dict[str, Names]) -> Known | list[str]:
    """The kind of a sheet, or the kinds that it may be of: none, or more than one."""
    title = _titled(title_of(grid), kinds)
    if title is not None:
        return _known(grid, title)
    headers = Headers(grid)
    fitting = {word: header for word, names in kinds.items() if (header := _fitting(headers, names)) is not None}
    known = {word: len(header.known(kinds[word])) for word, header in fitting.items()}
    best = [word for word, count in known.items() if count == max(known.values())]
    if len(best) == 1:
        return Known(kinds[best[0]], fitting[best[0]])
    caption = next((text for row in grid.rows if (text := _only(row))), "")
    title = _titled(caption, kinds) if caption else None
    if title is not None and (not best or title.kind.word in best):
        return _known(grid, title)
    return best


def alike(grid: Grid, kinds: dict[str, Names]) -> list[str]:
    """The kinds that a sheet which is not known may be meant for: of most of whose fields there are columns."""
    headers = Headers(grid)
    known = {word: len(best.known(names)) for word, names in kinds.items() if (best := headers.best(names)) is not None}
    most = max(known.values(), default=0)
    return [word for word, count in known.items() if count == most >= _FEWEST]


def _known(grid: Grid, names: Names) -> Known:
    """A sheet whose title says what it holds: where its table begins, or where its fields stand beside their values."""
    single = names.kind.shape is Shape.SINGLE
    form = form_of(grid) if single else None
    if form is not None:
        return Known(names, form=form)
    header = Headers(grid).best(names)
    pairs = pairs_of(grid, names) if single else None
    return Known(names, form=pairs) if pairs is not None and _card(grid, names, header, pairs) else Known(names, header)


def _card(grid: Grid, names: Names, header: Header | None, pairs: Form) -> bool:
    """Whether fields stand beside their values, rather than above them."""
    if header is None or len(header.known(names)) < len(pairs.lines):
        return True
    if not any(cell not in (None, "") for row in grid.rows[header.bottom :] for cell in row):
        return True
    first = pairs.lines[0]
    value = grid.cell(first.row, first.value)
    return len(pairs.lines) == 1 and first.row == header.bottom and not isinstance(value, str)  # 年度 | 2023


def title_of(grid: Grid) -> str:
    """The title of a sheet; of a file that has no sheets, its name."""
    return grid.title or Path(grid.place.file).stem


def _titled(title: str, kinds: dict[str, Names]) -> Names | None:
    """The kind that a title names, be it numbered or of a year: 表3 2022年项目清单, 项目清单(2)."""
    words = {folded(word): names for names in kinds.values() for word in (*names.table.titles, names.kind.word)}
    whole = folded(title)
    return words.get(whole) or words.get(_NUMBERED.sub("", _OF_YEAR.sub("", whole)))


def _fitting(headers: Headers, names: Names) -> Header | None:
    """The header of a kind where all that a table of it needs is there, and most columns are known."""
    header = headers.best(names)
    if header is None:
        return None
    known, strange = header.known(names), [head for head in header.heads if not head.name(names)]
    if len(known) < _FEWEST or not names.needed <= known or len(strange) > len(known):
        return None
    if names.kind.shape is not Shape.SINGLE and not known.intersection(names.kind.key):
        return None
    # Figures of a whole department have no name beside them: a list whose names are not known would pass for them.
    return None if names.kind.shape is Shape.SINGLE and strange else header


def _only(row: Sequence[Cell]) -> str:
    """The text of a row that holds nothing else, as a title does."""
    cells = [cell for cell in row if cell is not None and cell != ""]
    return cells[0] if len(cells) == 1 and isinstance(cells[0], str) else ""
