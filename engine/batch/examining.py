"""Lines of departments to what is written of them: exact where a line is plain, three-valued where it is not.

Every line is judged by itself, so that the same lines give the same bytes however they are divided.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import MsgspecError, Struct, field
from msgspec.json import Decoder

from engine.batch.line_reading import BLANK, Refusal, read_line
from engine.batch.lines import Lines, Teller, add, joined
from engine.batch.verifying import Verifier
from engine.dossier import Dossier
from engine.generated.judging import judge_of
from engine.generated.known.counting import Tally
from engine.headings import folded
from engine.verdict import NoResult
from engine.waiving import Waivers

if TYPE_CHECKING:
    from engine.batch.kit import Kit
    from engine.generated.judging import Judge
    from engine.generated.known import Known

_TELLERS = 16  # regions and years whose programs are kept at hand
_Place = tuple[str, int]  # region, year


class Settings(Struct, frozen=True):
    """What a batch was asked for, plain enough to be sent to other processes.

    rules is the folder of the rulebook; ids and themes choose rules (none: all); evidence adds 佐证 to findings; today
    is the ordinal of the day that waivers are measured by; verify the share of departments judged twice, a/b.
    """

    rules: str
    ids: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    evidence: bool = True
    today: int = 0
    verify: tuple[int, int] = (1, 100)


class Reject(Struct, frozen=True):
    """A line that could not be judged: its number, from 1 within the part, why, and what to do."""

    line: int
    reason: str
    hint: str


class Part(Struct):
    """What a run of lines comes to.

    findings, unknowns and departments are lines of JSON in the order of the input; tally counts verdicts by rule and
    name of state, and under WITH_FINDINGS departments; names holds an eight-byte digest of each department judged
    (name and year) and its line; lines counts all lines, checked those judged twice; notice is for the user, once.
    """

    findings: bytes = b""
    unknowns: bytes = b""
    departments: bytes = b""
    rejects: list[Reject] = field(default_factory=list)
    tally: Tally = field(default_factory=dict)
    names: list[tuple[bytes, int]] = field(default_factory=list)
    lines: int = 0
    checked: int = 0
    notice: str = ""


class Examiner:
    """Judges departments with one rulebook; kit is what there is of the rulebook already.

    A rulebook with mistakes is refused (MistakesFound) when it is first wanted, with the first line at the latest.
    """

    def __init__(self, settings: Settings, kit: Kit | None = None) -> None:
        if kit is None:
            from engine.batch.kit import Kit as Opened

            kit = Opened(Path(settings.rules), settings.ids, settings.themes, settings.evidence)
        self.kit, self.settings = kit, settings
        self.verifier = Verifier(settings.verify)
        self.desks: dict[_Place, tuple[Teller, Judge]] = {}
        self.known: Known | None = None
        self.place: _Place | None = None  # the region and year that `known` is for

    @property
    def digest(self) -> str:
        """The hash of the rulebook's files."""
        return self.kit.digest

    def examine(self, lines: Iterable[bytes], skip: frozenset[int] = frozenset()) -> Part:
        """Judges lines but for those to skip, by number from 1; blank ones are passed over.

        Raises EvaluatorsDisagree where the sample shows a difference, and NoResult where it could not be judged.
        """
        part, written, checked = Part(), Lines(), self.verifier.checked
        for number, line in enumerate(lines, 1):
            part.lines = number
            if number not in skip and line.strip(BLANK):
                self._examine(line, number, written, part)
        if self.known is not None:
            add(part.tally, self.known.tally())
        part.findings, part.unknowns = joined(written.findings), joined(written.unknowns)
        part.departments = joined(written.departments)
        part.checked, part.notice = self.verifier.checked - checked, self.verifier.notice
        return part

    def close(self) -> None:
        """Ends the worker process that verifies."""
        self.verifier.close()

    def titles(self) -> dict[str, tuple[str, str]]:
        """The rules of the batch, theme by theme: id -> its name and the title of its theme."""
        return self.kit.titles()

    def _examine(self, line: bytes, number: int, written: Lines, part: Part) -> None:
        before = len(written.findings)
        name = self._exact(line, written, part)
        if name is None:
            dossier = read_line(line, self.kit.library.book)
            if isinstance(dossier, Refusal):
                part.rejects.append(Reject(number, dossier.reason, dossier.hint))
                return
            digest = digest_of(dossier.department, dossier.year)
            self._general(dossier, self.verifier.drawn(digest), written, part)
        else:
            digest = digest_of(*name)
            if self.verifier.drawn(digest):
                self._again(line, written.findings[before:], written, part)
        part.names.append((digest, number))

    def _exact(self, line: bytes, written: Lines, part: Part) -> tuple[str, int] | None:
        """Has the exact tier judge a line: with the last region and year, else with its own."""
        if self.known is not None:
            name = self.known.take(line, written.findings, written.departments)
            if name is not None:
                return name
        place = _peeked(line)
        if place is None or place == self.place:
            return None
        if self.known is not None:
            add(part.tally, self.known.tally())
        self.known, self.place = self.kit.known(*place), place
        return None if self.known is None else self.known.take(line, written.findings, written.departments)

    def _general(self, dossier: Dossier, drawn: bool, written: Lines, part: Part) -> None:
        teller, judge = self._desk(dossier.region, dossier.year)
        waivers = Waivers.of(dossier, self.settings.today)
        states = judge.judge(dossier, waivers)
        if drawn:
            self.verifier.check_states(teller.program, dossier, waivers, states)
        teller.tell(dossier, states, written, part.tally)

    def _again(self, line: bytes, findings: list[str], written: Lines, part: Part) -> None:
        """Has the second evaluator judge a line of the exact tier."""
        assert self.known is not None
        add(part.tally, self.known.tally())
        self.known.take(line, [], [])
        tally = self.known.tally()  # of this line alone
        dossier = read_line(line, self.kit.library.book)
        if isinstance(dossier, Refusal):
            raise NoResult(
                f"同一行一处读得懂、一处读不懂（{dossier.reason}），没有出具结果。请把这一行交给维护人员：{line[:80].decode(errors='replace')}……"
            )
        teller, _ = self._desk(dossier.region, dossier.year)
        waivers = Waivers.of(dossier, self.settings.today)
        told = Lines(findings, [], written.departments[-1:])
        self.verifier.check_lines(teller, dossier, waivers, told, tally)

    def _desk(self, region: str, year: int) -> tuple[Teller, Judge]:
        """What judges and tells departments of a region and year."""
        key = (region, year)
        if key not in self.desks:
            if len(self.desks) >= _TELLERS:
                self.desks.clear()
            program = self.kit.program(region, year)
            teller = Teller(program, self.kit.library.book, self.kit.only, self.settings.evidence)
            self.desks[key] = teller, judge_of(program)
        return self.desks[key]


def digest_of(department: str, year: int) -> bytes:
    """The eight bytes that a department and year go by; names that only look alike have the same."""
    return blake2b(f"{folded(department)} {year}".encode(), digest_size=8).digest()


class _Stands(Struct):
    region: str = field(name="地区")
    year: int | str = field(name="年度")


class _Line(Struct):
    stands: _Stands = field(name="部门")


_PEEK = Decoder(_Line)


def _peeked(line: bytes) -> _Place | None:
    """The region and the year that a line states plainly; None leaves it to the general tier."""
    try:
        stands = _PEEK.decode(line).stands
        return stands.region, int(stands.year)
    except (MsgspecError, ValueError, RecursionError):
        return None
