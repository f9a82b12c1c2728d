"""The page of a small outcome that has everything."""

from __future__ import annotations

import json
import re
from pathlib import Path

import many
from markup import Element
from msgspec.structs import replace
from small import ROOT

from engine.outcome import Near, Outcome
from engine.verdict import State

GOLDEN = ROOT / "tests" / "golden" / "报告.html"
TEMPLATES = ROOT / "engine" / "report" / "templates"


def outcome(folder: Path) -> Outcome:
    """What the small rulebook comes to, with a near miss; its digest is that of no program."""
    near = Near("BUD-002", "BUD-002的名称", "项目", "乙", State.PASS, "支出 ÷ 年度预算比90%高5个百分点")
    return replace(many.outcome(folder), near=(near,), digest="0123456789ABCDEF")


def shown(page: Element, number: int = 1) -> list[str]:
    """The headings and paragraphs of the pasted part of a department, as they are on the page."""
    part = page.one("section", id=f"d{number}-pasted")
    return [one.text for one in part if one.name in ("h4", "h5") or one.attributes.get("class") == "text"]


def pasted(page: Element, number: int = 1) -> tuple[list[tuple[str, str]], int]:
    """What the copy buttons put on the clipboard: pieces for Word and as text, and how many are the whole part."""
    found = json.loads(page.one("script", id=f"d{number}-data").text)
    return [(rich, plain) for rich, plain in found["pieces"]], found["whole"]


def plainly(html: str) -> str:
    """A page without its style and its script, which have tests of their own."""
    return re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>|sha256-[A-Za-z0-9+/=]+", "", html)
