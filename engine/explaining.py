"""Why a rule judged a subject as it did: its conditions as a tree with actual values and the margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from engine.compiling import compile_program
from engine.dossier import Dossier, Fact
from engine.flipping import FREE, Flip, Flipping
from engine.judge import by_reference
from engine.library import Library
from engine.notation import show
from engine.outcome import Outcome, Verdict, gap_text, heading_of
from engine.quantity import Dim, Quantity, combine, exactly, magnitude
from engine.reference import Evaluator
from engine.rounding import Pairs
from engine.rule import Duty, Rule
from engine.telling import tell
from engine.terms import (
    FIELDS,
    Aggregate,
    Arithmetic,
    Exists,
    Literal,
    Not,
    ParameterOf,
)
from engine.tracing import Trace, comparisons, trace, word_of, worked
from engine.truth import Truth
from engine.unknown import Gap, Unknown
from engine.waiving import Waivers

MOST_SUBJECTS = 20  # of one kind, for which changes are tried out unasked
MOST_GAPS = 5  # of one field, each in a line of its own
MOST_WORDS = 3  # of those that would all do
EACH = "每个"
UNKNOWN = "不知道"
_MARKS = {Truth.YES: "✓", Truth.NO: "✗", Truth.UNKNOWN: "？"}


def explain_all(
    library: Library, rule: str, subject: str, dossier: Dossier, only: frozenset[str] | None, today: int
) -> tuple[str, bool]:
    """Returns the explanation of a rule for a department, and whether it has the subject asked for."""
    book = library.book
    program = compile_program(book, dossier.region, dossier.year, only)
    waivers = Waivers.of(dossier, today)
    states, evaluator = by_reference(program, dossier, waivers)
    outcome = tell(book, dossier, states, evaluator, waivers, "", only)
    found = any(subject in ("", verdict.subject) for verdict in outcome.verdicts)
    if rule in outcome.skipped:
        return f"{dossier.department}：{rule} 不适用于{dossier.year}年度。", True
    return f"{dossier.department}　{dossier.year}年度\n" + explain(book.rules[rule], outcome, evaluator, subject), found


def explain(rule: Rule, outcome: Outcome, evaluator: Evaluator, subject: str = "") -> str:
    """Returns the explanation of a rule for one subject, or for all that are neither fine nor out of its reach."""
    blocks = []
    for duty in rule.duties:
        facts = {fact.key: fact for fact in evaluator.facts(duty.kind)}
        own = [verdict for verdict in outcome.verdicts if (verdict.rule, verdict.kind) == (rule.id, duty.kind)]
        tried = bool(subject) or len(own) <= MOST_SUBJECTS  # of many subjects only where one is asked for
        for verdict in own:
            if subject in ("", verdict.subject):
                lines = [f"{duty.kind}“{verdict.subject}”：{verdict.state}" + _grade(verdict.severity)]
                lines += _duty(evaluator, duty, facts[verdict.subject])
                if verdict.margin:
                    lines.append(f"距界限：{verdict.margin}")
                lines += _gaps(verdict.missing)
                lines += _changes(evaluator, verdict) if tried else ()
                blocks.append("\n".join(lines))
    return "\n\n".join([_head(rule), *blocks])


def _gaps(missing: Sequence[Gap]) -> Iterator[str]:
    """What is missing; the same field of many facts in one line."""
    for heading, group in groupby(missing, heading_of):
        gaps = list(group)
        if len(gaps) <= MOST_GAPS:
            yield from (f"缺少：{gap_text(gap)}" for gap in gaps)
        else:
            yield f"缺少：{heading}（{'、'.join(f'“{gap.key}”' for gap in gaps[:MOST_GAPS])}等{len(gaps)}条）"


def _changes(evaluator: Evaluator, verdict: Verdict) -> Iterator[str]:
    """What would have to be different for another verdict."""
    checks = (check for stratum in evaluator.program.strata for check in stratum)
    check = next(check for check in checks if (check.rule, check.kind) == (verdict.rule, verdict.kind))
    flips = Flipping(evaluator.program, evaluator.dossier, check, verdict.subject).flips()
    if flips:
        yield "只改一项事实，判定就会不同："
    for (kind, key, field, state), group in groupby(flips, lambda flip: (flip.kind, flip.key, flip.field, flip.state)):
        whose = "" if (kind, key) == (verdict.kind, verdict.subject) else f"{kind}“{key}”的"
        yield f"  {whose}{field}：{_change(list(group))}，判定为{state}"


def _change(flips: list[Flip]) -> str:
    """One field's change, or the words any of which would do."""
    old, new = flips[0].old, flips[0].new
    if isinstance(old, Quantity) and isinstance(new, Quantity):
        return f"{show(old)}改为{show(new)}（{_by(old, new)}）"
    if isinstance(old, frozenset):
        sets = [(flip.new - old, old - flip.new) for flip in flips if isinstance(flip.new, frozenset)]
        return "，或".join(f"另加“{word_of(more)}”" if more else f"去掉“{word_of(less)}”" for more, less in sets)
    words = ["写明" if flip.new == FREE else f"“{word_of(flip.new)}”" for flip in flips]
    several = f"等{len(words)}种之一" if len(words) > MOST_WORDS else "之一" if words[1:] else ""
    written = "或".join(words[:MOST_WORDS]) + several
    return f"补上{written}" if old is None else f"“{word_of(old)}”改为{written}"


def _by(old: Quantity, new: Quantity) -> str:
    gap = combine("-", new, old)
    if old.dim is Dim.DATE:
        days = int(new.low - old.low)
        return f"{'推后' if days > 0 else '提前'}{abs(days)}日"
    if isinstance(gap, str):
        return gap
    return f"{'增加' if gap.nominal > 0 else '减少'}{show(magnitude(gap))}"


def _grade(severity: str) -> str:
    return f"（{severity}）" if severity else ""


def _head(rule: Rule) -> str:
    return f"{rule.id} {rule.name}\n依据：{'；'.join(map(str, rule.basis))}"


def _duty(evaluator: Evaluator, duty: Duty, fact: Fact) -> Iterator[str]:
    scope = trace(evaluator, duty.scope, (fact,)) if duty.scope is not None else None
    asked = trace(evaluator, duty.duty, (fact,))
    pairs = comparisons(*filter(None, (scope, asked)))
    yield "适用：" if scope else "适用：全部"
    if scope:
        yield from _tree(scope, 1, pairs)
    yield "要求："
    yield from _tree(asked, 1, pairs)


def _tree(step: Trace, depth: int, pairs: Pairs) -> Iterator[str]:
    pad = "  " * depth
    if step.linking:
        return
    if not step.text:  # a link and a condition taken together
        depth -= 1
    elif isinstance(step.result, Truth) and not isinstance(step.node, FIELDS):
        yield f"{pad}{_MARKS[step.result]} {step.text}"
    elif isinstance(step.node, Literal):
        return
    else:
        yield pad + _value(step, pairs)
    parts, which = step.parts, "符合"
    if isinstance(step.node, Not) and step.parts[0].text == step.text:  # 不为无: said once, not with both marks
        step, each = step.parts[0], step.text.startswith(EACH)
        parts, which = (tuple(map(_failing, step.parts)), "不符合") if each else (step.parts, which)
    if isinstance(step.node, Exists) and not parts:
        yield f"{pad}  （没有{which}的{step.node.kind}）"
    for part in parts:
        yield from _tree(part, depth + 1, pairs)


def _failing(element: Trace) -> Trace:
    """A fact that 每个 fails for: it is judged by the facts that do not meet the condition, so its mark is turned."""
    return replace(element, result=~element.result) if isinstance(element.result, Truth) else element


def _value(step: Trace, pairs: Pairs) -> str:
    if isinstance(step.node, Arithmetic):
        return f"= {step.text}：{UNKNOWN}" if isinstance(step.result, Unknown) else f"= {worked(step, pairs)}"
    if isinstance(step.node, ParameterOf) and isinstance(step.result, Quantity) and not step.result.exact:
        low, high = (show(exactly(step.node.dim, end)) for end in (step.result.low, step.result.high))
        return f"· 参数 {step.text}：{low}至{high}之间"
    sort = "参数 " if isinstance(step.node, ParameterOf) else "汇总 " if isinstance(step.node, Aggregate) else ""
    stated = isinstance(step.node, FIELDS) and not step.parts  # only what is not worked out can have been left out
    value = UNKNOWN if isinstance(step.result, Unknown) and not stated else word_of(step.result, pairs)
    return f"· {sort}{step.text} = {value}" + (f"  〔{step.source}〕" if step.source else "")
