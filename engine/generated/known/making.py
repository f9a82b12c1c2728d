"""A program to the fast path that judges it; to nothing where a rule needs more than truths and whole numbers."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from engine.generated.known.figure import Unfit
from engine.generated.known.gathering import Gathering
from engine.generated.known.groups import Group, grouped
from engine.generated.known.needs import Needs
from engine.generated.known.shapes import department_type
from engine.generated.known.singles import singles_of
from engine.generated.known.source import judging_source
from engine.generated.known.spec import Sound, Spec, Told, Words
from engine.mistakes import Mistakes, Place
from engine.program import Program
from engine.quantity import Dim
from engine.region import Regions, check_region
from engine.rule import Rule
from engine.vocabulary import NOTHING_WORD, Kind, Shape, Vocabulary


def spec_of(program: Program, rules: dict[str, Rule], evidence: bool, regions: Regions = ()) -> Spec | None:
    """Returns the fast path of a program, or None where it has no form for a rule or the region is not one."""
    if not check_region(program.region, Place(""), Mistakes(), regions):
        return None
    try:
        return _spec(program, rules, evidence)
    except (Unfit, RecursionError):
        return None


def _spec(program: Program, rules: dict[str, Rule], evidence: bool) -> Spec:
    needs = Needs(program.vocabulary)
    for word in ("名称", "年度", "地区"):
        needs.field("部门", word)
    lowering = Gathering(program, needs)
    checks = [check for stratum in program.strata for check in stratum]
    duties = {(rule.id, duty.kind): duty for rule in rules.values() for duty in rule.duties}
    singles = [
        single for check in checks for single in singles_of(check, duties[check.rule, check.kind], lowering, evidence)
    ]
    groups = grouped(singles)
    lists = tuple(sorted(kind for kind in needs.fields if needs.shape(kind) is Shape.LIST))
    source = judging_source(lowering, groups, lists)
    vocabulary = Vocabulary({kind: program.vocabulary.kinds[kind] for kind in needs.fields})
    fields = {kind: frozenset(words) for kind, words in needs.fields.items()}
    rows = {kind: {row: frozenset(words) for row, words in own.items()} for kind, own in needs.rows.items()}
    department_type(vocabulary, fields, rows)  # raises Unfit where a word cannot be a name
    told = tuple(_told(group, program.vocabulary) for group in groups)
    sound = tuple(_in_order([_sound(vocabulary.kinds[kind], fields[kind]) for kind in lists]))
    return Spec(program.region, program.year, source, vocabulary, fields, rows, lists, told, sound)


def _told(group: Group, vocabulary: Vocabulary) -> Told:
    kind = vocabulary.kinds[group.subject.kind]
    listed = kind.shape is Shape.LIST
    return Told(
        group.rules,
        group.form.pieces,
        kind.word if listed else "",
        listed and len(kind.key) > 1,
        bool(group.scope),
        group.limits,
        group.scoped,
        group.form.subject,
    )


def _sound(kind: Kind, read: frozenset[str]) -> Sound:
    """What must be looked after in a list, of the fields that are read or name its facts."""
    free = [f for w, f in kind.fields.items() if w in read and f.dim is Dim.TEXT and not f.options]
    key = kind.key[0] if len(kind.key) == 1 else ""
    if key and (kind.fields[key] not in free or kind.fields[key].link):
        raise Unfit
    texts = [
        Words(f.word, f.link, f.word not in kind.required, f"填 {NOTHING_WORD}" in f.about, f.word in kind.key)
        for f in free
        if f.word != key
    ]
    return Sound(kind.word, key, tuple(texts))


def _in_order(sounds: Iterable[Sound]) -> Iterable[Sound]:
    """Lists after those that they point to; raises Unfit where they point to each other, or to facts without a name."""
    by_kind = {sound.kind: sound for sound in sounds}
    targets = {sound.kind: {text.link for text in sound.texts if text.link} for sound in by_kind.values()}
    if any(target not in by_kind or not by_kind[target].key for own in targets.values() for target in own):
        raise Unfit
    try:
        return [by_kind[kind] for kind in TopologicalSorter(targets).static_order()]
    except CycleError:
        raise Unfit from None
