"""How much text the cells of a workbook come to: a long text that a million cells refer to is a bomb without a zip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_END, _BETWEEN = b"si>", re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_REFERRED = re.compile(rb't="s"[^<>]*><v>(\d{1,9})<')


def text_size(parts: Sequence[bytes], cells: int, strings: bytes, most: int) -> int:
    """How many bytes the texts of all `cells` are at most; counted in earnest only where a guess is above `most`."""
    longest = max(map(len, strings.split(_END)))
    if longest * cells <= most:
        return longest * cells
    lengths = dict(enumerate(map(len, _BETWEEN.split(strings))))
    return sum(
        lengths.get(int(number), 0) * times
        for part in parts
        for number, times in Counter(_REFERRED.findall(part)).items()
    )
