"""What the C module of durable-rules must keep doing, pinned one by one, so that a build that differs is found here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import permutations, product
from typing import Any

import pytest

from engine.durable.forms import MOST_ATOMS, MOST_CONJUNCTIONS
from engine.durable.packing import CANARY, MOST_BRANCHES, MOST_PATTERNS, MOST_PROPERTIES, MOST_RULES, PHASE, SENTINEL
from engine.durable.process import Worker

OPERATORS = {
    "$lt": lambda a, b: a < b,
    "$lte": lambda a, b: a <= b,
    "$gt": lambda a, b: a > b,
    "$gte": lambda a, b: a >= b,
    "$neq": lambda a, b: a != b,
}


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    pytest.importorskip("durable_rules_engine")
    with Worker() as worker:
        yield worker


def pattern(kind: str, *conditions: dict[str, Any]) -> dict[str, Any]:
    """A pattern of the one shape that is used."""
    return {"$and": [{"t": kind}, *conditions, SENTINEL]}


def fired(
    worker: Worker, rules: Sequence[Sequence[dict[str, Any]]], facts: Sequence[dict[str, Any]]
) -> set[tuple[int, int]]:
    """Which rules fired for which subjects; the phase pattern and the phase fact are added."""
    ruleset = {str(n): {"all": [PHASE, *patterns]} for n, patterns in enumerate(rules)}
    lines = [json.dumps({**fact, "id": f"P{n:06d}"}) for n, fact in enumerate(facts)]
    (found,) = worker.play([(json.dumps({**ruleset, **CANARY}), lines)])
    return set(found)


def s(number: int, **values: int) -> dict[str, Any]:
    """A subject."""
    return {"t": "s", "i": number, **values}


def e(**values: int) -> dict[str, Any]:
    """An element."""
    return {"t": "e", **values}


def test_absence_is_right_in_every_order_of_facts(worker: Worker) -> None:
    rules = [[{"s": pattern("s")}, {"n0$not": pattern("e", {"k": {"s": "k"}}, {"$gte": {"x": {"s": "x"}}})}]]
    facts = [s(0, k=1, x=5), s(1, k=2, x=5), e(k=1, x=5), e(k=2, x=4)]
    for order in permutations(facts):
        assert fired(worker, rules, order) == {(0, 1)}


def test_several_absences_must_all_hold(worker: Worker) -> None:
    absent = [{f"n{n}$not": pattern("e", {"k": n}, {"$lte": {"x": {"s": "x"}}})} for n in range(MOST_CONJUNCTIONS)]
    facts = [s(0, x=1), s(1, x=3)]
    assert fired(worker, [[{"s": pattern("s")}, *absent]], facts) == {(0, 0), (0, 1)}
    for n in range(MOST_CONJUNCTIONS):
        for order in permutations([*facts, e(k=n, x=2)]):
            assert fired(worker, [[{"s": pattern("s")}, *absent]], order) == {(0, 0)}


def test_the_absence_in_one_rule_does_not_take_another_rule_with_it(worker: Worker) -> None:
    rules = [
        [{"s": pattern("s")}, {"n0$not": pattern("e")}],
        [{"s": pattern("s")}],
        [{"s": pattern("s")}, {"e": pattern("e")}],
    ]
    assert fired(worker, rules, [s(0), e()]) == {(1, 0), (2, 0)}


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize("count", [1, 2, 20, MOST_RULES])
def test_a_failed_join_does_no_harm_before_a_sentinel(worker: Worker, op: str, count: int) -> None:
    rules = [[{"s": pattern("s")}, {"e": pattern("e", {op: {"x": {"s": "x"}}})}] for _ in range(count)]
    for x, y in product((1, 2, 3), repeat=2):
        holds = OPERATORS[op](x, y)
        assert fired(worker, rules, [s(0, x=y), e(x=x)]) == ({(n, 0) for n in range(count)} if holds else set())


def test_every_join_of_a_pattern_counts_and_so_do_its_alternatives(worker: Worker) -> None:
    joins = [{"k": {"s": "k"}}, {"$gt": {"x": {"s": "x"}}}, {"$neq": {"y": {"s": "y"}}}]
    rules = [[{"s": pattern("s")}, {"e": pattern("e", *joins, {"$or": [{"z": 1}, {"z": 2}]})}]]
    for k, x, y, z in product((0, 1), (0, 1), (0, 1), (1, 2, 3)):
        holds = (k, x, y) == (1, 1, 1) and z < 3
        assert fired(worker, rules, [s(7, k=1, x=0, y=0), e(k=k, x=x, y=y, z=z)]) == ({(0, 7)} if holds else set())


def test_values_within_a_fact_are_compared(worker: Worker) -> None:
    rules = [[{"s": pattern("s", {op: {"x": {"$m": "y"}}})}] for op in OPERATORS]
    rules.append([{"s": pattern("s", {"x": {"$m": "y"}})}])
    for x, y in product((1, 2, 3), repeat=2):
        holds = [compare(x, y) for compare in OPERATORS.values()] + [x == y]
        assert fired(worker, rules, [s(0, x=x, y=y)]) == {(n, 0) for n, right in enumerate(holds) if right}


def test_the_same_joins_and_comparisons_in_many_rules_keep_apart(worker: Worker) -> None:
    rules = [
        [{"s": pattern("s", {"x": {"$m": "y"}})}, {"e": pattern("e", {"k": {"s": "k"}}, {"z": n})}] for n in range(30)
    ]
    assert fired(worker, rules, [s(0, x=1, y=1, k=1), s(1, x=1, y=2, k=1), e(k=1, z=7), e(k=2, z=8)]) == {(7, 0)}


def test_one_fact_does_not_stand_for_two_patterns_so_subjects_and_elements_have_types_of_their_own(
    worker: Worker,
) -> None:
    rules = [[{"s": pattern("s")}, {"e": pattern("s", {"k": {"s": "k"}})}]]
    assert fired(worker, rules, [s(0, k=1)]) == set()
    assert fired(worker, rules, [s(0, k=1), s(1, k=1)]) == {(0, 0), (0, 1)}


def test_facts_that_are_alike_are_all_kept(worker: Worker) -> None:
    assert fired(worker, [[{"s": pattern("s", {"k": 1})}]], [s(n, k=1) for n in range(5)]) == {(0, n) for n in range(5)}
    absent = [[{"s": pattern("s")}, {"n0$not": pattern("e", {"k": 1})}]]
    assert fired(worker, absent, [s(0), e(k=0), e(k=0), e(k=1)]) == set()


def test_facts_that_no_rule_knows_do_no_harm(worker: Worker) -> None:
    assert fired(worker, [[{"s": pattern("s")}]], [{"t": "other", "x": 1}, s(0)]) == {(0, 0)}


def test_a_session_at_all_its_limits_is_right(worker: Worker) -> None:
    properties = {f"l{n}": n for n in range(MOST_PROPERTIES)}
    own = [{"s": pattern("s", *({f"l{n}": n} for n in range(k, k + MOST_ATOMS)))} for k in range(MOST_RULES)]
    joins = [{"$gte": {f"l{n}": {"s": f"l{n}"}}} for n in range(MOST_ATOMS // 2)]
    groups = [{"$or": [{f"l{n}": n}, {f"l{n}": -1}]} for n in range(MOST_ATOMS // 2)]
    absent = [{f"n{n}$not": pattern("e", *joins, {"l0": -1})} for n in range(MOST_PATTERNS - MOST_RULES + 1)]
    rules = [[subject, {"e": pattern("e", *joins, *groups)}] for subject in own[1:]] + [[own[0], *absent]]
    assert sum(len(patterns) - 1 for patterns in rules) == MOST_PATTERNS
    facts = [s(n, **properties) for n in range(3)] + [e(**properties)] * 2
    assert fired(worker, rules, facts) == set(product(range(MOST_RULES), range(3)))


def test_as_many_branches_as_a_session_may_have_are_right(worker: Worker) -> None:
    words = [{"k": n} for n in range(MOST_BRANCHES)]
    rules = [[{"s": pattern("s", {"$or": words[n : n + 20]})}] for n in range(0, MOST_BRANCHES, 20)]
    assert fired(worker, rules, [s(0, k=399), s(1, k=0), s(2, k=400)]) == {(19, 0), (0, 1)}


def fnv(text: str) -> int:
    """The hash by which the engine tells names and ids apart (FNV-1a, 32 bits)."""
    result = 2166136261
    for byte in text.encode():
        result = ((result ^ byte) * 16777619) & 0xFFFFFFFF
    return result


def test_no_two_properties_and_no_two_ids_of_a_session_are_one_to_the_engine() -> None:
    names = [
        "t",
        "id",
        "sid",
        "$s",
        "$forward",
        *"ijyz",
        *(f"{p}{n}" for p in "lhu" for n in range(1, MOST_PROPERTIES + 1)),
    ]
    assert len({fnv(name) for name in names}) == len(names)
    ids = [f"P{n:06d}" for n in range(60_000)]
    assert len({fnv(name) for name in [*ids, "phase", "sid-0"]}) == len(ids) + 2
