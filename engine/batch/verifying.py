"""A sample of a batch judged once more by durable-rules: the same departments however the work is divided.

Where durable-rules is not to be had the reference evaluator judges the sample, and that is said once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from msgspec import Struct
from msgspec.json import decode

from engine import cache
from engine.batch.lines import Teller
from engine.batch.written import Lines
from engine.dossier import Dossier
from engine.durable.failures import DurableFailed, DurableMissing
from engine.durable.judging import judge
from engine.durable.plan import Plan
from engine.durable.process import Worker
from engine.generated.known.counting import Tally
from engine.judge import Disagreement, EvaluatorsDisagree, Key, States, by_reference
from engine.library import Library
from engine.program import Program
from engine.seconding import packed_plan
from engine.verdict import NoResult, State
from engine.waiving import Waivers

GENERATED, DURABLE, REFERENCE = "generated", "durable", "reference"
_PLANS = 8  # kept; a batch over more regions and years plans the rest again


class Differing(Disagreement, frozen=True):
    """What a department's lines say and what the second evaluator says, each in words, of one verdict or one rule."""

    department: str = ""
    answers: tuple[str, str] = ("", "")

    def __str__(self) -> str:
        rule, kind, subject = self.key
        about = f"{kind}“{subject}”" if kind else "各种判定的个数" if rule else "写出的内容"
        return f"{' '.join(filter(None, (self.department, rule, about)))}：{'，'.join(self.answers)}"


class _Head(Struct, rename={"rule": "规则", "kind": "类型", "subject": "对象"}):
    """What a finding's line says of whom."""

    rule: str
    kind: str
    subject: str


class Verifier:
    """Judges departments again; notice says why durable-rules was not asked, `close` ends its worker process.

    The programs it is given are those of the library.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.worker: Worker | None = Worker()
        self.plans: dict[tuple[str, int], Plan] = {}
        self.notice = ""

    def check_states(self, program: Program, dossier: Dossier, waivers: Waivers, states: States) -> None:
        """Raises EvaluatorsDisagree unless the second evaluator gives the same verdicts."""
        name, other = self._judged(program, dossier, waivers)
        keys = sorted(key for key in states.keys() | other.keys() if states.get(key) is not other.get(key))
        self._refuse(dossier, name, [(key, _word(states.get(key)), _word(other.get(key))) for key in keys])

    def check_lines(self, teller: Teller, dossier: Dossier, waivers: Waivers, told: Lines, tally: Tally) -> None:
        """Raises EvaluatorsDisagree unless the second evaluator's verdicts have the same lines and the same counts."""
        name, states = self._judged(teller.program, dossier, waivers)
        own, words = Lines(), {True: State.FINDING.value, False: "没有发现问题"}
        counts: Tally = {}
        teller.tell(dossier, states, own, counts)
        here, there = _subjects(told.findings), _subjects(own.findings)
        differing = [(key, words[key in here], words[key in there]) for key in sorted(here ^ there)]
        self._refuse(dossier, name, differing or list(_counts(tally, counts)) or list(_unlike(told, own)))

    def close(self) -> None:
        """Ends the worker process."""
        if self.worker is not None:
            self.worker.close()

    def _judged(self, program: Program, dossier: Dossier, waivers: Waivers) -> tuple[str, States]:
        """The verdicts of the second evaluator, and its name."""
        states = None if self.worker is None else self._durable(self.worker, program, dossier, waivers)
        if states is not None:
            return DURABLE, states
        return REFERENCE, by_reference(program, dossier, waivers)[0]

    def _durable(self, worker: Worker, program: Program, dossier: Dossier, waivers: Waivers) -> States | None:
        """What durable-rules says, or None where it is not to be had; raises NoResult when it failed."""
        try:
            key = (program.region, program.year)
            if key not in self.plans:
                if len(self.plans) >= _PLANS:
                    self.plans.clear()
                self.plans[key] = cache.load(packed_plan(program, self.library))
                self.library.keep()
            covered = lambda rule, subject: waivers.covering(rule, subject) is not None  # noqa: E731
            return judge(program, dossier, worker, covered, self.plans[key])
        except DurableMissing as error:
            worker.close()
            self.worker, self.notice = None, f"提示：{error}抽查的部门由参照求值器再判一遍。"
            return None
        except DurableFailed as error:
            raise NoResult(f"核对{dossier.department}{dossier.year}年度：{error}") from error

    def _refuse(self, dossier: Dossier, name: str, found: list[tuple[Key, str, str]]) -> None:
        department = f"{dossier.department}{dossier.year}年度"
        differing: list[Disagreement] = [
            Differing(key, None, None, department, (f"{GENERATED} 判为{own}", f"{name} 判为{other}"))
            for key, own, other in found
        ]
        if differing:
            raise EvaluatorsDisagree(differing)


def _subjects(findings: Iterable[str]) -> set[Key]:
    heads = [decode(line, type=_Head) for line in _split(findings)]
    return {(head.rule, head.kind, head.subject) for head in heads}


def _unlike(told: Lines, own: Lines) -> Iterator[tuple[Key, str, str]]:
    """The first lines that are not the same though the verdicts are: a severity, evidence, or the department.

    In which order a department's findings stand is no part of what is told of them.
    """
    for here, there in ((told.findings, own.findings), (told.departments, own.departments)):
        for line, other in zip_longest(sorted(_split(here)), sorted(_split(there)), fillvalue=""):
            if line != other:
                yield ("", "", ""), line, other
                return


def _split(lines: Iterable[str]) -> list[str]:
    """Lines one by one: the exact tier may write several at once."""
    return "".join(lines).split("\n")[:-1]


def _word(state: State | None) -> str:
    return "没有结果" if state is None else state.value


def _counts(own: Tally, other: Tally) -> Iterator[tuple[Key, str, str]]:
    """The rules of which the two count other verdicts, and what they count."""
    for rule in sorted(own.keys() | other.keys()):
        pair = [
            {word: n for word, n in one.get(rule, {}).items() if n and word in State.__members__}
            for one in (own, other)
        ]
        if pair[0] != pair[1]:
            words = ["、".join(f"{State[word]}{n}个" for word, n in sorted(one.items())) or "没有结果" for one in pair]
            yield (rule, "", ""), words[0], words[1]
