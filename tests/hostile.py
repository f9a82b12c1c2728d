"""Outcomes whose every text carries something that a careless page would run."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from engine.outcome import Outcome
from engine.verdict import State
from engine.waiving import Use

ATTACKS = (
    "<script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "' onmouseover='window.hacked=1",
    "javascript:window.hacked=1",
    "{{ 7*7 }}{% raw %}}}",
    "]]><!--<svg onload=window.hacked=1>",
    "</script></template></style><script>window.hacked=1</script>",
    "&lt;b&gt;&amp;nbsp;&#60;i",
    "`${window.hacked=1}`\\u003cscript\\u003e",
)
LONG = "很长的名称" * 200 + "x" * 500
KEPT = {"severity", "checked", "code"}  # words that the program itself knows


def spoilt(outcome: Outcome, attack: str) -> Outcome:
    """The outcome with the attack behind every text."""
    return _spoilt(outcome, attack)  # type: ignore[no-any-return]


def _spoilt(value: Any, attack: str) -> Any:
    if isinstance(value, State | Use):
        return value
    if isinstance(value, str):
        return value + attack if value else value
    if isinstance(value, tuple):
        return tuple(_spoilt(one, attack) for one in value)
    if isinstance(value, dict):
        return {_spoilt(key, attack): _spoilt(one, attack) for key, one in value.items()}
    if isinstance(value, Struct):
        names = [name for name in value.__struct_fields__ if name not in KEPT]
        return (
            value
            if hasattr(value, "nominal")
            else replace(value, **{name: _spoilt(getattr(value, name), attack) for name in names})
        )
    return value
