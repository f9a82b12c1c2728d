"""Where the parts of a YAML file begin and end in its text, from the places that the reader of the engine gives."""

from __future__ import annotations

import re
from bisect import bisect_right

from engine.mistakes import Place
from engine.nodes import Node

_BREAK = re.compile(r"\r\n|\r|\n")


class Layout:
    """The text of a file that was read without mistakes, without its byte order mark."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _BREAK.finditer(text))]
        found = _BREAK.search(text)
        self.newline = found[0] if found else "\n"

    def offset(self, place: Place) -> int:
        """The offset of a place; the end of its line where the line is shorter."""
        line = min(max(place.line, 1), len(self.starts))
        return min(self.starts[line - 1] + max(place.column, 1) - 1, len(self.text))

    def start(self, node: Node) -> int:
        """Where a node begins, its quote included."""
        at = self.offset(node.place)
        return at - 1 if self.quote(node) else at

    def quote(self, node: Node) -> str:
        """The quote that a text stands in, if any."""
        at = self.offset(node.place)
        before = self.text[at - 1 : at] if node.text is not None and at else ""
        return before if before in ("'", '"') else ""

    def is_block(self, node: Node) -> bool:
        """Whether a mapping or list is written line by line, without { } or [ ]."""
        return node.text is None and self.text[self.offset(node.place)] not in "{["

    def end(self, node: Node) -> int:
        """Just behind a node; behind the comment on its last line where it is written line by line."""
        at = self.offset(node.place)
        if node.text is not None:
            written, quote = node.written or node.text, self.quote(node)
            if node.written[:1] in ("|", ">") and not quote:
                written = written.rstrip()
            return at + len(written) + len(quote)
        if not self.is_block(node):
            return self._closing(at)
        children = list(node.items or (node.entries or {}).values())
        return self.line_end(max(map(self.end, children)))

    def line_end(self, at: int) -> int:
        """The end of the line that an offset stands on, before its break."""
        found = _BREAK.search(self.text, at)
        return found.start() if found else len(self.text)

    def line_start(self, at: int) -> int:
        """The beginning of the line that an offset stands on."""
        return self.starts[bisect_right(self.starts, at) - 1]

    def column(self, at: int) -> int:
        """How many characters stand before an offset on its line."""
        return at - self.line_start(at)

    def dashes(self, node: Node) -> list[int]:
        """Where the items of a list written line by line begin: at their dashes."""
        first = self.offset(node.place)
        column = self.column(first)
        found = [first]
        for item in (node.items or ())[1:]:
            at = self.line_start(self.start(item)) + column
            while self.text[at : at + 1] != "-" or self.text[at - column : at].strip():
                at = self.line_start(at - column - 1) + column
            found.append(at)
        return found

    def _closing(self, at: int) -> int:
        """Just behind the bracket that closes the one at an offset."""
        depth, quote, fresh = 0, "", True  # fresh: a quote here would begin a text, not stand inside one
        position = at
        while position < len(self.text):
            sign = self.text[position]
            if quote:
                if (sign == "\\" and quote == '"') or self.text[position : position + 2] == "''" == quote * 2:
                    position += 1  # an escaped sign, or the quote itself written twice
                elif sign == quote:
                    quote = ""
            elif sign in "'\"" and fresh:
                quote, fresh = sign, False
            elif sign == "#" and self.text[position - 1].isspace():
                position = self.line_end(position) - 1
            elif sign in "[{,":
                depth, fresh = depth + (sign != ","), True
            elif sign in "]}":
                depth, fresh = depth - 1, False
                if not depth:
                    return position + 1
            elif sign == ":" and (self.text[position + 1 : position + 2].isspace() or self.text[position - 1] in "'\""):
                fresh = True
            elif not sign.isspace():
                fresh = False
            position += 1
        return position
