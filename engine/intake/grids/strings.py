"""How much text the cells of a workbook come to: a long text that a million cells refer to is a bomb without a zip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_END, _BETWEEN = b"si>", re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_REFERRED = re.compile(rb't="s"[^<>]*><v>(\d{1,9})<')
_SHORT = 16  # bytes


def is_too_much(parts: Sequence[bytes], cells: int, strings: bytes, most: int) -> bool:
    """Whether the texts of all `cells` may come to more than `most` bytes; counted where a glance does not tell."""
    longest = most // max(cells, 1)
    if _none_longer(strings, longest) or max(map(len, strings.split(_END))) <= longest:
        return False
    lengths = dict(enumerate(map(len, _BETWEEN.split(strings))))
    referred = (Counter(_REFERRED.findall(part)) for part in parts)
    return sum(lengths.get(int(number), 0) * times for own in referred for number, times in own.items()) > most


def _none_longer(strings: bytes, longest: int) -> bool:
    """Whether texts end so densely that none can be longer: in every quarter of that length there is an end."""
    step, start = longest // 4, max(strings.find(_END), 0)
    if step < _SHORT:
        return False
    return all(strings.find(_END, at, at + step) >= 0 for at in range(start, len(strings) - step, step))
