"""Whatever lint says of random rules is true of every fact of a grid, by the reference evaluator."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from linted import linted, said
from random_conditions import CONDITIONS, DERIVED, GRID, PARAMETERS, desk, truth_at
from small import rule_text

from engine.truth import NO, YES, Truth

BENCH, _ = desk()


def notes_on(*rules: str) -> dict[str, list[str]]:
    """What is said of some rules, by code."""
    with TemporaryDirectory() as folder:
        notes = linted(Path(folder), *rules, derived=DERIVED, parameters=PARAMETERS)
    return {code: said(notes, code) for code in ("L101", "L102", "L103", "L104", "L105", "L106", "L107")}


def truths(text: str) -> list[Truth]:
    """What a condition comes to for every fact of the grid."""
    condition = BENCH.condition(text, "项目")
    return [truth_at(BENCH, condition, fact) for fact in GRID]


@settings(max_examples=40)
@given(CONDITIONS, CONDITIONS)
def test_a_rule_that_is_said_to_find_nothing_everything_or_nobody_does_so(scope: str, duty: str) -> None:
    notes = notes_on(rule_text(duty, scope=scope))
    applies, met = truths(scope), truths(duty)
    pairs = list(zip(applies, met, strict=True))
    assert not notes["L101"] or (YES, NO) not in pairs
    assert not notes["L102"] or (YES, YES) not in pairs
    for message in notes["L103"]:
        assert (YES if "永远不成立" in message else NO) not in applies


@settings(max_examples=40)
@given(CONDITIONS, CONDITIONS, CONDITIONS)
def test_a_grade_that_is_said_to_be_out_of_reach_is_never_chosen(duty: str, first: str, second: str) -> None:
    grades = f"[{{级别: 严重, 条件: '{first}'}}, {{级别: 较大, 条件: '{second}'}}, {{级别: 一般}}]"
    chosen = set()
    for met, one, two in zip(truths(duty), truths(first), truths(second), strict=True):
        if met is NO:
            chosen.add("严重" if one is YES else "较大" if two is YES else "一般")
    for message in notes_on(rule_text(duty, severity=grades))["L104"]:
        assert message.split("“")[1].split("”")[0] not in chosen


@settings(max_examples=40)
@given(st.sampled_from(["且", "或"]), st.lists(CONDITIONS, min_size=2, max_size=3, unique=True))
def test_a_part_that_is_said_to_be_useless_can_be_left_out(joint: str, parts: list[str]) -> None:
    def joined(some: list[str]) -> str:
        return f" {joint} ".join(f"（{part}）" for part in some)

    for message in notes_on(rule_text(joined(parts)))["L105"]:
        noted = message[1:].split("”这一部分")[0]
        if noted in parts and "多余" in message and len(notes_on(rule_text(joined(parts)))["L105"]) == 1:
            assert truths(joined(parts)) == truths(joined([part for part in parts if part != noted]))
        elif noted in parts and "总是成立" in message and "整个" not in message:
            assert NO not in truths(noted)
        elif noted in parts and "永远不成立" in message and "整个" not in message:
            assert YES not in truths(noted)


def found_by(duty: str, scope: str = "") -> set[int]:
    """The facts of the grid that a rule finds."""
    applies = truths(scope) if scope else [YES] * len(GRID)
    return {n for n, pair in enumerate(zip(applies, truths(duty), strict=True)) if pair == (YES, NO)}


# Two rules picked at random have little to do with each other; these often share a part.
PAIRS = st.tuples(CONDITIONS, CONDITIONS).flatmap(
    lambda two: st.sampled_from(
        [two, (two[0], two[0]), (two[0], f"非 （{two[0]}）"), (f"（{two[0]}） 且 （{two[1]}）", two[0])]
    )
)


@settings(max_examples=60)
@given(PAIRS, CONDITIONS)
def test_a_rule_that_is_said_to_find_nothing_of_its_own_does_not(pair: tuple[str, str], scope: str) -> None:
    one, other = pair
    rules = rule_text(one, scope=scope, rule="TST-001"), rule_text(other, rule="TST-002")
    found = {"TST-001": found_by(one, scope), "TST-002": found_by(other)}
    for message in notes_on(*rules)["L106"]:
        narrow, broad = (name for name in sorted(found, key=message.index))
        assert found[narrow] <= found[broad]


@settings(max_examples=60)
@given(PAIRS)
def test_rules_that_are_said_to_contradict_each_other_do_so_for_some_facts(pair: tuple[str, str]) -> None:
    one, other = pair
    notes = notes_on(rule_text(one, rule="TST-001"), rule_text(other, rule="TST-002"))["L107"]
    met = zip(GRID, truths(one), truths(other), strict=True)
    both = {fact.values["性质"] for fact, first, second in met if first is second is YES}
    assert not notes or not {"经常性", "阶段性"} <= both
