"""取数清单: what a department has supplied, what is missing, which rules wait for it, and who usually supplies it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from engine.dossier import Dossier, Fact
from engine.intake.layout import ASKED_LIST, answerable, kinds_of, named, title_of
from engine.outcome import Outcome, Waiting, count_waiting, gap_text, rules_of
from engine.rulebook import Rulebook
from engine.truth import YES
from engine.unknown import Gap
from engine.verdict import State
from engine.vocabulary import FINDING, NOTHING_WORD, Field, Kind, Shape

WHOLE, REST = ASKED_LIST, "其余各条（清单不完整）"
PARAMETER = "参数"
_WORKED_OUT = ("计算", "比较")  # nothing is missing: a figure is known only roughly, or two do not go together
_UNNAMED = "由部门确定"


class Want(Struct, frozen=True):
    """One thing to be supplied: of which kind, what, for which facts; who waits for it, and how it is written.

    name is the kind as readers know it, sheet the title of its sheet; rules are words (编号 名称), waiting is the
    number of verdicts that cannot be given without it; one_cell says whether one cell can hold the answer.
    """

    supplier: str
    kind: str
    name: str
    sheet: str
    what: str
    subjects: tuple[str, ...]
    rules: tuple[str, ...]
    waiting: int
    about: str
    one_cell: bool = False


class Status(Struct, frozen=True):
    """The state of one department: what there is, what is wanted of it, and what others have to settle.

    parameters are for the rules team; unsettled are figures that are given and do not decide. The others count
    verdicts: given, not given, and those of the latter that wait for nothing but other verdicts.
    """

    department: str
    year: int
    supplied: tuple[str, ...]
    absent: tuple[str, ...]
    wants: tuple[Want, ...]
    parameters: tuple[Want, ...]
    unsettled: tuple[Want, ...]
    judged: int
    unknown: int
    following: int


def status_of(outcome: Outcome, dossier: Dossier, book: Rulebook) -> Status:
    """Works out what is missing from the verdicts that could not be given."""
    kinds = kinds_of(book.vocabulary, book.headings)
    sorter = _Sorter(outcome, book, kinds)
    told = [(kind, named(kind, book.headings), _supplied(kind, dossier)) for kind in kinds]
    unknown = outcome.count(State.UNKNOWN)
    return Status(
        department=dossier.department,
        year=dossier.year,
        supplied=tuple(name + words for _, name, words in told if words),
        absent=tuple(name for kind, name, words in told if not words and kind.word in dossier.facts),
        wants=tuple(sorter.wants()),
        parameters=tuple(sorter.others((PARAMETER,))),
        unsettled=tuple(sorter.others(_WORKED_OUT)),
        judged=len(outcome.verdicts) - unknown,
        unknown=unknown,
        following=sum(
            v.state is State.UNKNOWN and {gap.kind for gap in v.missing} == {FINDING} for v in outcome.verdicts
        ),
    )


def _supplied(kind: Kind, dossier: Dossier) -> str:
    """How much there is of a kind, in words; empty where nothing was supplied."""
    if kind.word not in dossier.facts:
        return f"{len(dossier.waivers)}条" if dossier.waivers else ""
    facts = dossier.facts[kind.word]
    if kind.shape is Shape.SINGLE:
        return f"{len(facts[0].values)}项（共{len(kind.fields)}项）" if facts[0].values else ""
    if kind.shape is Shape.TABLE:
        rows = sum(len(fact.values) > 1 for fact in facts)
        return f"{rows}行（共{len(facts)}行）" if rows else ""
    there = [fact for fact in facts if fact.present is YES]
    if len(there) == len(facts):
        return f"{len(there)}条" if there else f"：{NOTHING_WORD}"
    return f"{len(there)}条（清单不完整）" if _in_part(facts) else ""


def _in_part(facts: Iterable[Fact]) -> bool:
    return any(fact.key.startswith("（其余") for fact in facts)


class _Sorter:
    """Sorts what the unknown verdicts of an outcome wait for: one entry for each field of a kind."""

    def __init__(self, outcome: Outcome, book: Rulebook, kinds: list[Kind]) -> None:
        self.outcome, self.book, self.kinds = outcome, book, kinds
        self.found: dict[tuple[str, str], Waiting] = {}
        fields = {kind.word: kind.fields for kind in kinds}
        for verdict in outcome.verdicts:
            for gap in verdict.missing:
                word, what = _what(gap)
                if what not in fields.get(word, (what,)) and what != REST:
                    what = WHOLE  # a derived figure of what another kind points at: that is not in the list
                self.found.setdefault((word, what), {}).setdefault(gap, []).append(verdict)

    def wants(self) -> Iterator[Want]:
        """What the department is to supply: by supplier, kind, then what most verdicts wait for."""
        known = {kind.word: kind for kind in self.kinds}
        wants = [self.want(known[kind], what) for kind, what in self.found if kind in known]
        words = [kind.word for kind in self.kinds]
        suppliers = list(dict.fromkeys(self.supplier(kind) for kind in self.kinds))

        def place(want: Want) -> tuple[int, int, int, int]:
            fields = [WHOLE, REST, *known[want.kind].fields]
            return suppliers.index(want.supplier), words.index(want.kind), -want.waiting, fields.index(want.what)

        return iter(sorted(wants, key=place))

    def others(self, kinds: tuple[str, ...]) -> Iterator[Want]:
        """What somebody else has to settle, in order."""
        for kind, what in sorted(self.found):
            if kind in kinds:
                gaps = self.found[kind, what]
                rules, waiting = self.waiting(gaps)
                yield Want("", kind, kind, "", gap_text(min(gaps)), (), rules, waiting, "")

    def supplier(self, kind: Kind) -> str:
        return self.book.headings.supplier(kind.word) or _UNNAMED

    def want(self, kind: Kind, what: str) -> Want:
        gaps = self.found[kind.word, what]
        field = kind.fields.get(what)
        told_apart = field is not None and kind.shape is not Shape.SINGLE
        subjects = tuple(dict.fromkeys(gap.key for gap in sorted(gaps) if told_apart and gap.key))
        rules, waiting = self.waiting(gaps)
        headings = self.book.headings
        return Want(
            supplier=self.supplier(kind),
            kind=kind.word,
            name=named(kind, headings),
            sheet=title_of(kind, headings),
            what=what,
            subjects=subjects,
            rules=rules,
            waiting=waiting,
            about=kind.about if field is None else _about(field),
            one_cell=answerable(kind, what, subjects),
        )

    def waiting(self, gaps: Waiting) -> tuple[tuple[str, ...], int]:
        """The rules that wait, by number and name, and how many of their verdicts."""
        return tuple(f"{rule} {self.outcome.names[rule]}" for rule in rules_of(gaps)), count_waiting(gaps)


def _what(gap: Gap) -> tuple[str, str]:
    """Of which kind something is missing, and what."""
    if gap.kind in (PARAMETER, *_WORKED_OUT):
        return gap.kind, f"{gap.key}{gap.reason}"
    if gap.kind == FINDING:
        return gap.kind, ""  # the verdict it waits for names its own gaps
    return gap.kind, gap.field or (REST if gap.key.startswith("（其余") else WHOLE)


def _about(field: Field) -> str:
    """How a field is written, for whoever supplies it."""
    choices = f"可选：{'、'.join(field.options)}" if field.options else ""
    return "；".join(filter(None, (field.about, choices)))
