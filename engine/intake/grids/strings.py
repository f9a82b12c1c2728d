"""How much text the cells of a workbook come to: a long text that a million cells refer to is a bomb without a zip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_END, _BETWEEN = b"si>", re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_REFERRED = re.compile(rb't="s"[^<>]*><v>(\d{1,9})<')
_SHORT = 64  # bytes: below, a glance would take longer than counting


def is_too_much(parts: Sequence[bytes], cells: int, strings: bytes, most: int) -> bool:
    """Whether the texts of all `cells` may come to more than `most` bytes; counted where a glance does not tell."""
    longest = most // max(cells, 1)
    if _none_longer(strings, longest) or max(map(len, strings.split(_END))) <= longest:
        return False
    lengths = dict(enumerate(map(len, _BETWEEN.split(strings))))
    referred = (Counter(_REFERRED.findall(part)) for part in parts)
    return sum(lengths.get(int(number), 0) * times for own in referred for number, times in own.items()) > most


def _none_longer(strings: bytes, longest: int) -> bool:
    """Whether no text is longer: from every end another is reached within that length, the farthest one first."""
    if longest < _SHORT:
        return False
    at, end = max(strings.find(_END), 0), len(strings)
    while at + longest < end:
        farthest = strings.rfind(_END, at + 1, at + longest)
        if farthest < 0:
            return False
        at = farthest
    return True
