"""The words of the ledger are what they are said to be, for every sequence of verdicts over the years."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledgers import FOUND, MENDED, UNKNOWN, WAIVER, Book, history, projects

from engine.ledger.comparing import changes
from engine.ledger.history import History, Mark, Past, Round, Word
from engine.ledger.opening import reading
from engine.verdict import State

KEY = ("BUD-001", "项目", "甲")
NOW = {"F": State.FINDING, "G": State.PASS, "U": State.UNKNOWN, "W": State.WAIVED, "A": None}


def plain(years: str, same: str, now: str) -> Word | None:
    """The definitions of the README, read off two strings: what the earlier years said, and this year's earlier runs.

    F found, G surely no problem, U cannot be judged, A there was no such subject.
    """
    settled = re.sub("[UA]", "", years)
    if now == "W":
        return Word.WAIVED
    if now != "F":
        due = settled.endswith("F") or "F" in same
        return (Word.MENDED if now == "G" else Word.OPEN) if due else None
    if re.search("F.*G$", settled) or re.search("F.*G", ("F" if "F" in years else "") + same):
        return Word.BACK
    if settled.endswith("F"):
        return Word.LASTING
    return Word.NEW if set(years) & set("GA") else Word.FIRST


def past(years: str, same: str) -> Past:
    """The same as the engine holds it; the years end with 2021."""
    return Past(tuple((2022 - len(years) + n, Mark(sign)) for n, sign in enumerate(years)), tuple(map(Mark, same)))


def test_the_words_are_those_of_the_plain_definitions() -> None:
    for before, again in product(range(5), range(3)):
        for years in map("".join, product("FGUA", repeat=before)):
            for same in map("".join, product("FGUA", repeat=again)):
                for now, state in NOW.items():
                    assert past(years, same).word(state) == plain(years, same, now), (years, same, now)


@given(st.text("FGUA", max_size=8), st.text("FGUA", max_size=5), st.sampled_from("UA"))
def test_what_is_not_known_is_never_taken_for_mended(years: str, same: str, now: str) -> None:
    assert past(years, same).word(NOW[now]) in (None, Word.OPEN)
    assert past(years, same).word(NOW[now]) is not Word.MENDED
    if "F" in years + same and "G" not in years + same:
        assert past(years, same).word(NOW[now]) is Word.OPEN


@given(st.text("FGUA", max_size=8), st.text("FGUA", max_size=4), st.sampled_from("FGUAW"))
def test_a_year_in_which_nothing_could_be_judged_changes_nothing_of_what_was_found(
    years: str, same: str, now: str
) -> None:
    told = past(years, same).word(NOW[now])
    more = past(years + "U", same).word(NOW[now])
    assert told == more


@given(st.text("FGUA", max_size=8))
def test_a_lasting_problem_is_dated_from_the_first_year_of_an_unbroken_row(years: str) -> None:
    found = past(years, "")
    row = re.search("F[FUA]*$", years[years.rfind("G") + 1 :].lstrip("UA"))
    assert (found.since is None) == (row is None)
    if found.since is not None:
        start = found.since - (2022 - len(years))
        assert years[start] == "F"
        assert "G" not in years[start:]
        assert "F" not in years[years.rfind("G") + 1 : start]


@given(st.text("FGUA", min_size=1, max_size=5), st.sampled_from("FG"))
def test_checking_the_same_again_in_a_year_does_not_change_the_word(years: str, now: str) -> None:
    once, twice = past(years, "").word(NOW[now]), past(years, now).word(NOW[now])
    assert once == twice


def test_a_subject_not_listed_is_unknown_only_where_the_list_is_not_complete() -> None:
    rules = frozenset({"BUD-001"})
    stand_ins = ("（未提供项目清单）", "（其余项目）")
    for state, mark in ((State.UNKNOWN, Mark.UNSURE), (State.NOT_APPLICABLE, Mark.ABSENT)):
        for word in stand_ins:
            assert Round(2021, rules, {("BUD-001", "项目", word): state}).mark(KEY) is mark
    assert Round(2021, rules, {("BUD-001", "项目", "乙"): State.UNKNOWN}).mark(KEY) is Mark.ABSENT
    assert Round(2021, rules, {("BUD-001", "领域", stand_ins[0]): State.UNKNOWN}).mark(KEY) is Mark.ABSENT


def test_of_a_year_the_last_run_counts_that_judged_the_rule() -> None:
    def one(year: int, rule: str, state: State) -> Round:
        return Round(year, frozenset({rule}), {(rule, "项目", "甲"): state})

    rounds = [one(2021, "BUD-001", State.PASS), one(2021, "BUD-001", State.FINDING), one(2021, "MON-001", State.PASS)]
    rounds += [one(2023, "BUD-001", State.PASS)]  # a later year says nothing of 2022
    assert History.of(2022, rounds).past(KEY) == Past(((2021, Mark.FOUND),))
    assert History.of(2021, rounds).past(KEY) == Past((), (Mark.GONE, Mark.FOUND))


@pytest.mark.parametrize(
    ("pasts", "sentence"),
    [
        (["F"], "延续（2021年起）"),
        (["F", "FF", "G"], "延续2项（最早2020年起），新增1项"),
        (["FG", "GF", "A"], "延续1项（2021年起），反弹1项（2020年曾发现），新增1项"),
        (["", ""], "首次登记2项"),
        (["U"], "首次登记"),
        (["FG"], "反弹（2020年曾发现）"),
    ],
)
def test_the_history_of_a_finding_counts_its_subjects(pasts: list[str], sentence: str) -> None:
    class Told(History):
        def past(self, key: tuple[str, str, str]) -> Past:
            return past(pasts[int(key[2])], "")

    keys = [("BUD-001", "项目", str(number)) for number in range(len(pasts))]
    assert Told(2022).sentence(keys) == sentence


# The same through the file, with checks of real facts

VALUES = {"F": FOUND, "G": MENDED, "U": UNKNOWN, "W": FOUND}
SIGNS = "FGUWALN"  # A not in the list, L no list supplied, N the rule was not chosen


def facts(sign: str, number: int) -> str:
    """Facts of which the rule says so; the number makes every run another."""
    if sign == "L":
        return f"人员: {{编制人数: {number + 1}人}}\n"
    items = [f"甲={VALUES[sign]}"] if sign in VALUES else []
    return projects(*items, f"乙=支出: {100 + number}元") + (WAIVER if sign == "W" else "")


def letters(signs: str) -> str:
    """As `plain` reads them: what was waived is there, a list not supplied is unknown, no run says nothing."""
    return signs.translate({ord("W"): "F", ord("L"): "U", ord("N"): None})


RUNS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(SIGNS)), min_size=1, max_size=7)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RUNS)
def test_runs_kept_in_any_order_of_years_are_compared_as_defined(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[int, str]]
) -> None:
    book = Book(tmp_path_factory.mktemp("台账"))
    kept: list[tuple[int, str]] = []
    for number, (year, sign) in enumerate(runs):
        only = ["MON-001"] if sign == "N" else None
        outcome = book.check(facts(sign, number), 2020 + year, only)
        finals = {before: letters(s) for before, s in kept if before < year and letters(s)}
        years = "".join(finals[before] for before in sorted(finals))
        same = letters("".join(s for before, s in kept if before == year))
        word = plain(years, same, "F")
        assert (history(outcome).partition("（")[0] == word) if sign == "F" else not history(outcome)
        kept.append((year, sign))
    _same_words_as_compared(book, kept)


def _same_words_as_compared(book: Book, kept: list[tuple[int, str]]) -> None:
    """`compare` says of the last run of every year what was defined."""
    for year in {year for year, _ in kept}:
        own = "".join(sign for one, sign in kept if one == year)
        finals = {one: letters(sign) for one, sign in kept if one < year and letters(sign)}
        years = "".join(finals[one] for one in sorted(finals))
        with reading(book.file) as connection:
            told = {c.word for c in changes(connection, "示例部门", 2020 + year) if (c.rule, c.subject) == KEY[::2]}
        judged = own.replace("N", "").replace("L", "U")
        if judged:
            word = plain(years, letters(judged[:-1]), judged[-1])
        else:
            word = Word.UNCHECKED if plain(years, "", "U") else None
        assert told == ({word} if word else set()), (kept, year)
