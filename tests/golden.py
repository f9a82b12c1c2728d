"""Golden files: what a report looked like when somebody last read it; JIXIAO_RENEW=1 writes what comes out now."""

from __future__ import annotations

import os

from msgspec.structs import replace
from small import ROOT

from engine.outcome import Outcome

FOLDER = ROOT / "tests" / "golden"
RENEW = os.environ.get("JIXIAO_RENEW") == "1"  # read every line of the diff before keeping it


def steady(outcome: Outcome) -> Outcome:
    """The same outcome with a 核验码 that no change of a rule's comment turns into another."""
    return replace(outcome, digest="0123456789ABCDEF", evaluators=("durable", "reference"))


def same(name: str, text: str) -> None:
    """Sees to it that a text is what the golden file holds."""
    path = FOLDER / name
    if RENEW:
        path.write_text(text, encoding="utf-8", newline="")
    assert text == path.read_text(encoding="utf-8")
