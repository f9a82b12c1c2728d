"""Runs the 用例 of rules: each is a small set of facts with the verdict, severity, words and gaps it must give."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from engine.dossier import Dossier, Fact
from engine.judge import States, by_reference
from engine.mistakes import Mistake, Mistakes, Place, suggestion
from engine.nodes import Node
from engine.outcome import Outcome, gap_text
from engine.parameter import rows_in_force
from engine.program import Check, Program, Row
from engine.reading import DEPARTMENT, WAIVERS, YEAR, dossier_of
from engine.reference import Evaluator
from engine.region import EVERYWHERE
from engine.rule import Rule
from engine.rulebook import Rulebook
from engine.telling import tell
from engine.truth import YES
from engine.verdict import State
from engine.waiving import Waivers

NEEDED = (State.FINDING, State.PASS, State.UNKNOWN)
NO_WAIVERS = Waivers((), 0)
Known = dict[tuple[str, int], dict[str, tuple[Row, ...]]]  # region and year -> the rows of each parameter
Judge = Callable[[Program, Dossier, Waivers, tuple[Fact, ...]], States | None]


class Case(Struct, frozen=True):
    """One 用例: the facts of a made-up department, findings given beforehand, and what must come out."""

    rule: Rule
    name: str
    place: Place
    program: Program
    dossier: Dossier
    given: tuple[tuple[Check, str], ...]
    results: dict[str, State] | State
    severity: str
    text: str
    missing: tuple[str, ...]


def cases_of(book: Rulebook, rule: Rule, mistakes: Mistakes, known: Known | None = None) -> list[Case]:
    """Reads the cases of a rule; notes what cannot be read.

    `known` keeps the parameters of each region and year from one rule to the next.
    """
    known = {} if known is None else known
    node = book.cases.get(rule.id)
    items = node.items if node is not None and node.items is not None else ()
    found = [case for item in items if (case := _case(book, rule, item, mistakes, known)) is not None]
    states = {state for case in found for state in _states(case)}
    lacking = [state for state in NEEDED if state not in states]
    if node is not None and lacking and len(found) == len(items):
        mistakes.add(
            node.place,
            f"{rule.id}缺少结果为“{'”“'.join(lacking)}”的用例",
            "每条规则至少各要一个发现、通过、资料不足的用例。",
        )
    return found


def run(book: Rulebook, case: Case, judge: Judge | None = None) -> list[Mistake]:
    """Runs one case; returns what differs. A second evaluator, where given, must agree with the reference."""
    states, evaluator = _reference(case)
    wrong = list(_compare(case, states, evaluator))
    if judge is not None:
        other = judge(case.program, case.dossier, NO_WAIVERS, given_findings(case))
        if other not in (None, states):
            wrong.append(f"两个求值器结果不一致：{_words(states)}；{_words(other or {})}")
    alone = replace(book, rules={case.rule.id: case.rule})
    outcome = tell(alone, case.dossier, states, evaluator, NO_WAIVERS, "")
    wrong += _compare_words(case, outcome)
    return [Mistake(case.place, f"{case.rule.id}用例“{case.name}”：{text}") for text in wrong]


def met(book: Rulebook, case: Case) -> bool:
    """Whether a case comes out as written by the reference evaluator alone; stops at the first difference."""
    states, evaluator = _reference(case)
    if any(_compare(case, states, evaluator)):
        return False
    if not (case.severity or case.text or case.missing):
        return True
    alone = replace(book, rules={case.rule.id: case.rule})
    outcome = tell(alone, case.dossier, states, evaluator, NO_WAIVERS, "", shown=frozenset())
    return not any(_compare_words(case, outcome))


def actual(case: Case) -> str:
    """What the reference evaluator makes of a case, in words: each subject with its verdict."""
    states = _reference(case)[0]
    judged = {key: state for key, state in states.items() if state is not State.NOT_APPLICABLE} or states
    rest = "（其余不适用）" if len(judged) < len(states) else ""
    return "、".join(f"{subject}：{state}" for (_, _, subject), state in judged.items()) + rest or "没有对象"


def _reference(case: Case) -> tuple[States, Evaluator]:
    """Judges the one rule, with the given findings as the only findings there are."""
    return by_reference(case.program, case.dossier, NO_WAIVERS, given_findings(case))


def given_findings(case: Case) -> tuple[Fact, ...]:
    """The findings that there are before a case is run (先有问题)."""
    evaluator = Evaluator(case.program, case.dossier)
    for check, subject in case.given:
        evaluator.conclude(check, Fact(check.kind, subject, {}), State.FINDING)
    return evaluator.facts("问题")


def _case(book: Rulebook, rule: Rule, node: Node, mistakes: Mistakes, known: Known) -> Case | None:
    name, year, region = (_text(node, key) for key in ("名称", "年度", "地区"))
    if not YEAR.fullmatch(year):
        mistakes.add((node.get("年度") or node).place, f"用例的年度应是四位数的年份，这里是“{year}”", "例如：2022。")
        return None
    before = len(mistakes.found)
    if not rule.applies_in(int(year)):
        mistakes.add((node.get("年度") or node).place, f"{year}年度不在规则的适用年度内", "这样的用例什么也没有验证。")
    waivers = (node.get("事实") or node).keys.get(WAIVERS)
    if waivers is not None:
        mistakes.add(waivers, "用例里不写豁免", "用例验证规则本身，豁免由引擎统一处理。")
    facts = _with_department(node, year, region)
    dossier = dossier_of(facts, book.vocabulary, mistakes, node.place.file, regions=book.regions)
    results = _results(node, mistakes)
    given = tuple(_given(book, node, mistakes))
    if dossier is None or results is None or len(mistakes.found) > before:
        return None
    place = (region, int(year))
    if place not in known:
        known[place] = rows_in_force(book.parameters, *place)
    program = Program(region, int(year), book.vocabulary, book.derived, known[place], (rule.checks(),))
    missing = tuple(item.text or "" for item in (node.get("缺少") or Node(node.place)).items or ())
    return Case(
        rule, name, node.place, program, dossier, given, results, _text(node, "级别"), _text(node, "文字"), missing
    )


def _text(node: Node, key: str) -> str:
    child = node.get(key)
    return (child.text or "") if child is not None else ""


def _with_department(node: Node, year: str, region: str) -> Node:
    """The facts of a case, with the name, year and region of the department filled in."""
    facts = node.get("事实") or Node(node.place, entries={})
    entries = dict(facts.entries or {})
    stated = entries.get(DEPARTMENT) or Node(node.place, entries={})
    if stated.entries is None:
        return facts  # the reader says what is wrong
    given = {"名称": "示例部门", "年度": year, "地区": region or EVERYWHERE}
    filled = {word: Node((node.get(word) or node).place, text) for word, text in given.items()} | stated.entries
    entries[DEPARTMENT] = replace(stated, entries=filled, keys=dict.fromkeys(filled, node.place) | stated.keys)
    return replace(facts, entries=entries, keys={k: facts.keys.get(k, node.place) for k in entries})


def _results(node: Node, mistakes: Mistakes) -> dict[str, State] | State | None:
    result = node.get("结果")
    if result is None or result.items is not None or result.entries == {}:
        place = node.place if result is None else result.place
        mistakes.add(place, "“结果”要写一个判定，或 {对象: 判定}", f"判定：{'、'.join(_STATES)}。")
        return None
    if result.entries is None:
        return _state(result, mistakes)
    states = {key: _state(child, mistakes) for key, child in result.entries.items()}
    return {key: state for key, state in states.items() if state is not None}


def _state(node: Node, mistakes: Mistakes) -> State | None:
    if node.text in _STATES:
        return State(node.text)
    what = node.sort if node.text is None else f"“{node.text}”"
    mistakes.add(node.place, f"{what}不是判定", suggestion(node.text or "", _STATES))
    return None


_STATES = [state for state in State if state is not State.WAIVED]  # cases know no waivers


def _given(book: Rulebook, node: Node, mistakes: Mistakes) -> Iterator[tuple[Check, str]]:
    for item in (node.get("先有问题") or Node(node.place)).items or ():
        name, kind = item.get("规则") or item, item.get("对象类型")
        rule = book.rules.get(name.text or "")
        if rule is None:
            book.check_rule(name.text or "", name.place, mistakes)
            continue
        kinds = {duty.kind: duty for duty in rule.duties}
        if kind is not None and rule.duties and kind.text not in kinds:
            mistakes.add(kind.place, f"规则“{rule.id}”的对象不是“{kind.text}”", suggestion(kind.text or "", kinds))
        for check in rule.checks():
            if kind is None or check.kind == kind.text:
                yield check, _text(item, "对象")
                break


def _states(case: Case) -> list[State]:
    return [case.results] if isinstance(case.results, State) else list(case.results.values())


def _compare(case: Case, states: States, evaluator: Evaluator) -> Iterator[str]:
    """Says how the verdicts differ; one word stands for every subject that the rule applies to."""
    by_subject: dict[str, State] = {}
    for (_, _, subject), state in states.items():
        by_subject[subject] = state
    if isinstance(case.results, dict):
        there = f"没有这个对象（这里有：{'、'.join(list(by_subject)[:5]) or '无'}）"
        for subject, wanted in case.results.items():
            if by_subject.get(subject) is not wanted:
                yield f"“{subject}”应为{wanted}，实为{by_subject.get(subject, there)}"
        return
    real = {key[2]: state for key, state in states.items() if _is_real(evaluator, key[1], key[2])}
    chosen = real or by_subject
    judged: dict[str, State] = {k: s for k, s in chosen.items() if s is not State.NOT_APPLICABLE}
    if case.results is State.NOT_APPLICABLE:
        judged = chosen
    if set(judged.values()) != {case.results}:
        yield f"应为{case.results}，实为{_words(states) or '没有对象'}"


def _is_real(evaluator: Evaluator, kind: str, key: str) -> bool:
    return any(fact.key == key and fact.present is YES for fact in evaluator.facts(kind))


def _words(states: States) -> str:
    return "、".join(f"{subject}{state}" for (_, _, subject), state in states.items())


def _compare_words(case: Case, outcome: Outcome) -> Iterator[str]:
    texts = [finding.text for finding in outcome.findings]
    severities = {v.severity for v in outcome.verdicts if v.state is State.FINDING}
    missing = [gap_text(gap) for verdict in outcome.verdicts for gap in verdict.missing]
    if case.severity and severities != {case.severity}:
        yield f"级别应为{case.severity}，实为{'、'.join(sorted(severities)) or '没有发现问题'}"
    if case.text and not any(case.text in text for text in texts):
        yield f"文字应含“{case.text}”，实为“{''.join(texts)}”"
    for word in case.missing:
        if not any(word in text for text in missing):
            yield f"缺少项应点出“{word}”，实为“{'、'.join(missing) or '无'}”"
