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

from engine.batch.written import Done, Judged, Lines, Refusal, add
from engine.generated.known.counting import Tally
from engine.headings import folded
from engine.verdict import NoResult

if TYPE_CHECKING:
    from engine.batch.columnar.rows import Columns
    from engine.batch.general import General
    from engine.batch.kit import Kit
    from engine.generated.known import Known

BLANK = b" \t\r\n"
_ALL = 2**64  # departments are drawn for the sample by eight bytes of their digest
_TIERS = 32  # regions with own standards, and years, whose exact tier is kept at hand
_YEARS = range(1900, 2200)  # what four digits of a year may be
_Where = tuple[str, int]  # region, year


class Settings(Struct, frozen=True):
    """What a batch was asked for, plain enough to be sent to other processes.

    rules is the folder of the rulebook; ids and themes choose rules (none: all); evidence adds 佐证 to findings; today
    is the ordinal of the day that waivers are measured by; verify the share of departments judged twice, a/b; digest is
    the hash that the rulebook must have where it is opened once more, empty for any.
    """

    rules: str
    ids: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    evidence: bool = True
    today: int = 0
    verify: tuple[int, int] = (1, 100)
    digest: str = ""


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
        self.tiers: dict[_Where, Known | None] = {}  # the exact tiers of years, and of regions with own standards
        self.known: Known | None = None  # the one that was asked last
        self.checked = 0
        self._general: General | None = None
        self.columns: Columns | None = None  # what judges rows of parquet files in columns, once there were any

    @property
    def general(self) -> General:
        """The tier of departments that are not plain, and of the sample; made when it is first wanted."""
        if self._general is None:
            from engine.batch.general import General  # what it needs is half of all memory

            self._general = General(self.kit, self.settings.evidence, self.settings.today)
        return self._general

    @property
    def digest(self) -> str:
        """The hash of the rulebook's files."""
        return self.kit.digest

    def examine(self, lines: Iterable[bytes | Judged], skip: frozenset[int] = frozenset()) -> Part:
        """Judges lines but for those to skip, by number from 1; blank ones are passed over.

        Departments that were judged on the way are taken over as they are.
        Raises EvaluatorsDisagree where the sample shows a difference, and NoResult where it could not be judged.
        """
        part, written, done, checked = Part(), Lines(), Done(), self.checked
        for number, line in enumerate(lines, 1):
            part.lines = number
            if isinstance(line, Judged):
                done.add(written)
                self._take_over(line, number, done, part)
            elif number not in skip and line.strip(BLANK):
                self._examine(line, number, written, part)
        self._count(part)
        done.add(written)
        part.findings, part.departments = b"".join(done.findings), b"".join(done.departments)
        part.unknowns = "".join(written.unknowns).encode()
        part.checked = self.checked - checked
        part.notice = self.general.verifier.notice if part.checked else ""
        return part

    def close(self) -> None:
        """Ends the worker process that verifies."""
        if self.checked:
            self.general.verifier.close()

    def titles(self) -> dict[str, tuple[str, str]]:
        """The rules of the batch, theme by theme: id -> its name and the title of its theme."""
        return self.kit.titles()

    def _examine(self, line: bytes, number: int, written: Lines, part: Part) -> None:
        before = len(written.findings)
        name = self._exact(line, written, part)
        if name is not None:
            digest = digest_of(*name)
            if drawn(digest, self.settings.verify):
                self._again(line, Lines(written.findings[before:], [], written.departments[-1:]), part)
        else:
            dossier = self.general.read(line)
            if isinstance(dossier, Refusal):
                part.rejects.append(Reject(number, dossier.reason, dossier.hint))
                return
            digest = digest_of(dossier.department, dossier.year)
            twice = drawn(digest, self.settings.verify)
            self.checked += twice
            self.general.judge(dossier, written, part.tally, twice)
        part.names.append((digest, number))

    def _take_over(self, judged: Judged, number: int, done: Done, part: Part) -> None:
        """Adds a department that was judged in columns; one of the sample is judged twice like any other."""
        done.findings.append(judged.findings)
        done.departments.append(judged.told)
        add(part.tally, judged.tally)
        if judged.line:
            told = Lines([judged.findings.decode()], [], [judged.told.decode()])
            self._count(part)
            if self._exact(judged.line, Lines(), part) is None:
                raise NoResult(
                    f"{judged.department}{judged.year}年度按列、按行读得不一样，没有出具结果。请交给维护人员。"
                )
            assert self.known is not None
            self.checked += 1
            self.general.verify(judged.line, told, self.known.tally())
        part.names.append((judged.digest, number))

    def _exact(self, line: bytes, written: Lines, part: Part) -> tuple[str, int] | None:
        """Has the exact tier judge a line: with the region and year of the last one, else with its own."""
        if self.known is not None:
            name = self.known.take(line, written.findings, written.departments)
            if name is not None:
                return name
        place = _peeked(line)
        known = None if place is None else self._tier(*place, part)
        if place is None or known is None or (known is self.known and place in known.places):
            return None
        known.admit(place[0])
        self.known = known
        return known.take(line, written.findings, written.departments)

    def _tier(self, region: str, year: int, part: Part) -> Known | None:
        """The exact tier that judges a region and year, the same for regions with the same standards."""
        home = self.kit.home(region)
        if home is None:
            return None
        if (home, year) not in self.tiers:
            if len(self.tiers) >= _TIERS:
                self._count(part)
                self.tiers.clear()
                self.known = None  # what it counted later would be lost
            self.tiers[home, year] = self.kit.known(region, year)
        return self.tiers[home, year]

    def _count(self, part: Part) -> None:
        """Takes over what the exact tiers have counted."""
        for known in self.tiers.values():
            if known is not None:
                add(part.tally, known.tally())

    def _again(self, line: bytes, told: Lines, part: Part) -> None:
        """Has the second evaluator judge a line of the exact tier; taken once more, the line is counted alone."""
        assert self.known is not None
        self.checked += 1
        add(part.tally, self.known.tally())
        self.known.take(line, [], [])
        self.general.verify(line, told, self.known.tally())


def digest_of(department: str, year: int) -> bytes:
    """The eight bytes that a department and year go by; names that only look alike have the same."""
    return blake2b(f"{folded(department)} {year}".encode(), digest_size=8).digest()


def drawn(digest: bytes, share: tuple[int, int]) -> bool:
    """Whether the department of a digest belongs to the sample of this share."""
    return int.from_bytes(digest) * share[1] < _ALL * share[0]


class _Stands(Struct):
    region: str = field(name="地区")
    year: int | str = field(name="年度")


class _Line(Struct):
    stands: _Stands = field(name="部门")


_PEEK = Decoder(_Line)


def _peeked(line: bytes) -> _Where | None:
    """The region and the year that a line states plainly; None leaves it to the general tier."""
    try:
        stands = _PEEK.decode(line).stands
        year = int(stands.year)
    except (MsgspecError, ValueError, RecursionError):
        return None
    return (stands.region, year) if year in _YEARS else None
