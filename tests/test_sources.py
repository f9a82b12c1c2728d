"""What every rule of the repository says of its sources: what was read, on which day, and how it may be mistaken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from small import ROOT, tree

from engine.library import Library
from engine.nodes import Node

FILES = [ROOT / "rules" / "参数.yaml", *sorted((ROOT / "rules").glob("*/*.yaml"))]


def marked(node: Node) -> list[Node]:
    """Every entry below that says whether it has been checked."""
    inner = [*(node.entries or {}).values(), *(node.items or ())]
    own = [node] if node.entries is not None and "核对" in node.entries else []
    return own + [entry for child in inner for entry in marked(child)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:7])
def test_what_is_marked_as_read_says_on_which_day(path: Path) -> None:
    node = tree(path.read_text(encoding="utf-8"), path.name)
    assert node is not None
    entries = marked(node)
    assert entries
    for entry in entries:
        assert entry.entries is not None
        day = entry.entries.get("核对日期")
        read = entry.entries["核对"].text == "已核"
        assert (day is not None) is read, entry.place
        assert day is None or date.fromisoformat(day.text or "") >= date(2026, 11, 23)


def test_every_rule_says_how_it_may_be_mistaken(books: Library) -> None:
    assert [rule.id for rule in books.book.rules.values() if len(rule.caution) < 10] == []


# Remembered, found in no source that was read: see the notes on the domain, part 2.
UNREAD = (
    "财预〔2015〕88号",
    "财预〔2016〕143号",
    "财预〔2019〕136号",
    "财库〔2016〕99号",
    "财会〔2012〕21号",
    "国务院令第738号",
)


@pytest.mark.parametrize("number", UNREAD)
def test_a_norm_that_nobody_has_read_is_never_marked_as_read(books: Library, number: str) -> None:
    marks = {basis.checked for rule in books.book.rules.values() for basis in rule.basis if basis.number == number}
    assert marks <= {"待核"}
