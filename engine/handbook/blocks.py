"""A document as plain data: headings, labelled paragraphs and tables, the same for the screen, Markdown and Word."""

from __future__ import annotations

from msgspec import Struct


class Heading(Struct, frozen=True):
    """A heading: level 0 is the title of the document, 1 a part, 2 an article; `anchor` is what entries lead to."""

    level: int
    text: str
    anchor: str = ""
    new_page: bool = False


class Line(Struct, frozen=True):
    """A paragraph, with a label in front where it has one."""

    text: str
    label: str = ""


class Entry(Struct, frozen=True):
    """A line of the contents; `link` names the anchor that it leads to, and is empty for the title of a part."""

    text: str
    link: str = ""


class Table(Struct, frozen=True):
    """A table; `widths` are the parts of the page that its columns take."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    cover: bool = False  # stands on the first page, with room to sign


Block = Heading | Line | Entry | Table
