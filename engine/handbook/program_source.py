"""`rules show --generated`: the Python source that a region's rules become when many departments are judged with it."""

from __future__ import annotations

from engine.compiling import compile_program
from engine.generated.source import source_of
from engine.handbook.edition import Edition, check_region
from engine.mistakes import Mistakes, Place
from engine.region import EVERYWHERE


def program_source(rule: str, edition: Edition, mistakes: Mistakes) -> str:
    """Returns the source of one rule and of those whose findings it reads, of all rules where none is named.

    Raises MistakesFound without a year, for a year that the rule is not for, a region cut short or a rule there is not.
    """
    book, year = edition.book, edition.year
    check_region(book, edition.region, mistakes)
    if rule:
        book.check_rule(rule, Place("规则编号"), mistakes)
    if year is None:
        mistakes.add(Place("--year"), "没有写年度", "标准和规则按年度取，请加上年度，例如：--year 2022。")
    elif rule in book.rules and not book.rules[rule].applies_in(year):
        mistakes.add(Place("--year"), f"规则 {rule} 不适用于{year}年度", f"适用年度见 cli.py rules show {rule}。")
    mistakes.check()
    assert year is not None
    only = frozenset({rule}) if rule else None
    return source_of(compile_program(book, edition.region or EVERYWHERE, year, only))
