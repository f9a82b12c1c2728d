"""What is made from a rulebook is made once."""

from __future__ import annotations

from pathlib import Path

from small import OTHER, SPENT, library


def test_a_program_is_compiled_once_for_a_region_a_year_and_the_rules_chosen(tmp_path: Path) -> None:
    books = library(tmp_path, SPENT, OTHER)
    first = books.program("广东省", 2022)
    assert books.program("广东省", 2022) is first
    assert books.program("广东省", 2022, frozenset({"BUD-001"})) is not first
    assert set(books.programs) == {("广东省", 2022, None), ("广东省", 2022, frozenset({"BUD-001"}))}
