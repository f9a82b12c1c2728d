"""Any department that can be read, judged three-valued; and departments of the sample judged once more.

Nothing of this is loaded before a line needs it: a province of plain departments does without the rulebook itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.batch.line_reading import read_line
from engine.batch.lines import Teller
from engine.batch.written import Lines, Refusal
from engine.dossier import Dossier
from engine.generated.judging import Judge
from engine.generated.known.counting import Tally
from engine.verdict import NoResult
from engine.waiving import Waivers

if TYPE_CHECKING:
    from engine.batch.kit import Kit
    from engine.batch.verifying import Verifier

_DESKS = 16  # regions and years whose programs are kept at hand


class General:
    """Reads, judges and tells lines one by one; today is the ordinal of the day that waivers are measured by."""

    def __init__(self, kit: Kit, evidence: bool, today: int) -> None:
        self.kit, self.evidence, self.today = kit, evidence, today
        self.desks: dict[tuple[str, int], tuple[Teller, Judge]] = {}
        self._verifier: Verifier | None = None

    @property
    def verifier(self) -> Verifier:
        """Who judges the sample again; made when it is first wanted."""
        if self._verifier is None:
            from engine.batch.verifying import Verifier  # many runs judge no department twice

            self._verifier = Verifier(self.kit.library)
        return self._verifier

    def read(self, line: bytes) -> Dossier | Refusal:
        """Reads a line, or says why it cannot be judged."""
        return read_line(line, self.kit.library.book)

    def judge(self, dossier: Dossier, written: Lines, tally: Tally, twice: bool) -> None:
        """Judges a department and adds its lines and counts; raises NoResult where it is judged twice in two ways."""
        teller, judge = self._desk(dossier)
        waivers = Waivers.of(dossier, self.today)
        states = judge.judge(dossier, waivers)
        if twice:
            self.verifier.check_states(teller.program, dossier, waivers, states)
        teller.tell(dossier, states, written, tally)

    def verify(self, line: bytes, told: Lines, tally: Tally) -> None:
        """Judges a line that the exact tier has judged; raises NoResult where it told something else."""
        dossier = self.read(line)
        if isinstance(dossier, Refusal):
            begins = line[:80].decode(errors="replace")
            message = f"同一行一处读得懂、一处读不懂（{dossier.reason}），没有出具结果。"
            raise NoResult(f"{message}请把这一行交给维护人员：{begins}……")
        teller, _ = self._desk(dossier)
        self.verifier.check_lines(teller, dossier, Waivers.of(dossier, self.today), told, tally)

    def _desk(self, dossier: Dossier) -> tuple[Teller, Judge]:
        """What judges and tells departments of a region and year."""
        program = self.kit.program(dossier.region, dossier.year)
        key = (program.region, program.year)
        if key not in self.desks:
            if len(self.desks) >= _DESKS:
                self.desks.clear()
            teller = Teller(program, self.kit.library.book, self.kit.only, self.evidence)
            self.desks[key] = teller, self.kit.judge(*key)
        return self.desks[key]
