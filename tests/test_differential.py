"""Random programs over random dossiers: reference, durable-rules and the generated code give the same verdicts, always.

JIXIAO_CASES sets how many (make test-long), JIXIAO_SEED the first of them: a failure names the seed that repeats it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest
from generate import pair_of, turned

from engine.dossier import Dossier
from engine.durable import encode, forms, lowering, packing
from engine.durable.forms import SELF
from engine.durable.judging import judge
from engine.durable.planning import plan_of
from engine.durable.process import Worker
from engine.generated.judging import Judge, compiled
from engine.generated.source import source_of
from engine.judge import States, by_reference
from engine.program import Program
from engine.quantity import Dim
from engine.terms import Condition, Node, Term, children
from engine.verdict import State
from engine.waiving import Waivers

FIRST = int(os.environ.get("JIXIAO_SEED", "0"))
CASES = int(os.environ.get("JIXIAO_CASES", "500"))
BLOCK = 50


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    pytest.importorskip("durable_rules_engine")
    with Worker() as worker:
        yield worker


def case(seed: int) -> tuple[Program, Dossier]:
    """The program and dossier of a seed; every 25th has long lists."""
    return pair_of(seed, size=25 if seed % 25 == 0 else 4)


def answers(program: Program, dossier: Dossier, worker: Worker) -> tuple[States, ...]:
    """What the reference says, what durable says and when every list is turned round, and the generated code so too."""
    waivers = Waivers.of(dossier, 0)
    plan = plan_of(program)

    def waived(rule: str, subject: str) -> bool:
        return waivers.covering(rule, subject) is not None

    expected, _ = by_reference(program, dossier, waivers)
    generated = Judge(compiled(source_of(program)))
    orders = dossier, turned(dossier)
    first, second = (judge(program, d, worker, waived, plan) for d in orders)
    return expected, first, second, *(generated.judge(d, waivers) for d in orders)


def disagreement(seed: int, worker: Worker) -> str:
    """Says where the answers of a seed differ; nothing where they are the same."""
    said = answers(*case(seed), worker)
    for key in sorted(set().union(*said)):
        found = [states.get(key) for states in said]
        if len(set(found)) > 1:
            shown = "reference {}, durable {}, turned {}, generated {}, turned {}".format(*found)
            return f"JIXIAO_SEED={seed} JIXIAO_CASES=1: {key}: {shown}"
    return ""


@pytest.mark.parametrize("first", range(FIRST, FIRST + CASES, BLOCK))
def test_all_evaluators_give_the_same_verdicts_in_either_order_of_facts(first: int, worker: Worker) -> None:
    wrong = [found for seed in range(first, min(first + BLOCK, FIRST + CASES)) if (found := disagreement(seed, worker))]
    assert not wrong, "\n".join(wrong)


def test_the_verdicts_are_the_same_when_everything_is_cut_and_split_as_far_as_it_can_be(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, limits in (
        (forms, {"MOST_CONJUNCTIONS": 3, "MOST_ATOMS": 3}),
        (lowering, {"MOST_ITEMS": 2, "MOST_WORDS": 2}),
        (packing, {"MOST_RULES": 5, "MOST_PATTERNS": 6, "MOST_BRANCHES": 12, "MOST_PROPERTIES": 20}),
        (encode, {"MOST_FACTS": 2}),
    ):
        for name, limit in limits.items():
            monkeypatch.setattr(module, name, limit)
    wrong = [found for seed in range(FIRST, FIRST + CASES // 10) if (found := disagreement(seed, worker))]
    assert not wrong, "\n".join(wrong)


def nodes(program: Program) -> Iterator[Node]:
    """Every node of a program."""
    checks = [check for stratum in program.strata for check in stratum]
    waiting: list[Node] = [part for check in checks for part in (check.scope, check.duty) if part is not None]
    waiting.extend(program.derived.values())
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def test_the_random_cases_hold_every_kind_of_condition_and_term() -> None:
    found = {type(node) for seed in range(100) for node in nodes(case(seed)[0])}
    assert found >= {*Condition.__subclasses__(), *Term.__subclasses__()}


def test_the_random_cases_compare_every_dimension_with_every_operator() -> None:
    compared = [node for seed in range(300) for node in nodes(case(seed)[0]) if hasattr(node, "op")]
    assert {node.op for node in compared} >= set("=≠<≤>≥+-×÷")
    assert {node.left.dim for node in compared if node.op == "="} >= set(Dim) - {Dim.TAGS, Dim.FOREIGN, Dim.SCORE}


def test_the_random_cases_come_to_every_verdict_and_mostly_to_known_ones() -> None:
    states: Counter[State] = Counter()
    for seed in range(200):
        program, dossier = case(seed)
        states.update(by_reference(program, dossier, Waivers.of(dossier, 0))[0].values())
    assert set(states) == set(State)
    known = sum(states.values()) - states[State.UNKNOWN]
    assert known > states[State.UNKNOWN]
    assert min(states[state] for state in (State.FINDING, State.PASS, State.NOT_APPLICABLE)) > known / 10


def test_the_random_cases_take_every_way_through_the_lowering() -> None:
    ways: Counter[str] = Counter()
    for seed in range(200):
        plan = plan_of(case(seed)[0])
        for question in plan.questions:
            ways["seeded" if question.seeds else "check" if question.check else "nested"] += 1
            ways[f"{len(question.home.variables)} variables"] += 1
            ways["second level"] += question.level > 0
            for rule in question.rules:
                ways["paired"] += rule.element is not None and rule.element.base is not None
                ways["linked"] += rule.element is not None and rule.element.link is not None
                ways["absence"] += bool(rule.none)
                ways["presence"] += rule.some is not None
                ways["subject's truth joined"] += any(c == (c.side, SELF, "z") for c in rule.cells())
                ways["units"] += any(cell.part == "u" for cell in rule.cells())
                ways["alternatives"] += any(a.op == "∈" and len(a.right) > 1 for c in rule.conjunctions() for a in c)
    expected = ["seeded", "check", "nested", "paired", "linked", "absence", "presence", "units", "alternatives"]
    expected += ["0 variables", "1 variables", "2 variables", "second level", "subject's truth joined"]
    assert {way: ways[way] for way in expected if not ways[way]} == {}
