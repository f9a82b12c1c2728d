"""The signs of the condition language as authors write them, and what each may be mistaken for."""

from __future__ import annotations

from engine.notation import half_width

_WORDS = {"<": "低于", "≤": "不高于", ">": "高于", "≥": "不低于", "=": "等于", "≠": "不等于"}
EDGE = {"<": "≤", "≤": "<", ">": "≥", "≥": ">"}
OPPOSITE = {"<": "≥", "≤": ">", ">": "≤", "≥": "<", "=": "≠", "≠": "="}
MIRRORED = {"<": ">", "≤": "≥", ">": "<", "≥": "≤", "=": "=", "≠": "≠"}
REACHING = ("达到", "未达到")
_BRACKETS = ' ()"'


def sign_between(text: str, start: int, end: int) -> tuple[int, str]:
    """Returns the sign between two parts of a text and its offset."""
    between = half_width(text[start:end]).replace("\n", " ")
    bare = between.lstrip(_BRACKETS)
    at = start + len(between) - len(bare)
    return at, text[at : at + len(bare.rstrip(_BRACKETS))]


def swaps(op: str, sign: str, numeric: bool) -> list[tuple[str, str]]:
    """Returns the operators that one may be mistaken for, each with its sign in the author's manner of writing."""
    if not numeric:
        found = [OPPOSITE[op]]
    elif op in EDGE:
        found = [EDGE[op], OPPOSITE[op]]
    else:
        found = [OPPOSITE[op], *(("≥", "≤") if op == "=" else (">", "<"))]
    return [(other, sign_of(other, sign, opposite=other == OPPOSITE[op])) for other in found]


def sign_of(op: str, like: str, opposite: bool = False) -> str:
    """Writes an operator as a sign or as a word, whichever the other one is written as."""
    if like in REACHING and opposite:
        return REACHING[1 - REACHING.index(like)]
    return _WORDS[op] if like[:1] in "低不高等达未" else op


def at_limit(op: str) -> bool:
    """Whether an operator differs from its neighbour only where both sides are equal."""
    return op in EDGE
