"""Random rulebooks and departments: what the exact tier takes, it judges and tells as the reference does, always.

JIXIAO_CASES sets how many departments (20 for each rulebook), JIXIAO_SEED the first: a failure names what repeats it.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from plain_departments import Departments
from plain_lines import Desk, desk_of
from random_plain import PARAMETERS, Author, rules_of
from small import library

FIRST = int(os.environ.get("JIXIAO_SEED", "0"))
CASES = int(os.environ.get("JIXIAO_CASES", "500"))
EACH, BLOCK = 20, 100  # departments for each rulebook, and in each test


def desk_from(random: Random, folder: Path, evidence: bool) -> Desk | None:
    """The rulebook that a random sequence begins with; None where the exact tier has no form for it."""
    author = Author(random)
    texts = rules_of(author)
    books = library(folder, *texts, derived=author.derivations(), parameters=PARAMETERS)
    return desk_of(books, evidence)


def taken(seed: int, folder: Path) -> int | None:
    """How many departments of a seed the exact tier takes, all as the reference has them; None without a form."""
    random = Random(seed)
    desk = desk_from(random, folder / str(seed), seed % 80 > 0)
    if desk is None:
        return None
    departments = Departments(desk.known.spec, random)
    try:
        return desk.checks(departments.line() for _ in range(EACH))
    except AssertionError as error:
        raise AssertionError(f"JIXIAO_SEED={seed} JIXIAO_CASES=1: {error}") from error


@pytest.mark.parametrize("first", range(FIRST, FIRST + CASES, BLOCK))
def test_what_the_exact_tier_takes_is_what_the_reference_says(first: int, tmp_path: Path) -> None:
    for seed in range(first, min(first + BLOCK, FIRST + CASES), EACH):
        taken(seed, tmp_path)


def test_most_random_rulebooks_have_a_form_and_half_of_their_departments_are_taken(tmp_path: Path) -> None:
    counts = [taken(seed, tmp_path) for seed in range(10_000, 10_000 + 40 * EACH, EACH)]
    formed = [count for count in counts if count is not None]
    assert len(formed) > 25, counts
    assert sum(formed) > len(formed) * EACH * 0.4, counts
    assert sum(count > 0 for count in formed) > len(formed) * 0.8, counts
