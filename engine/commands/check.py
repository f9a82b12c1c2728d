"""What `check` does: rules and facts read, judged, written, and kept where a ledger is named."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from os.path import exists, realpath, samefile
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from msgspec import Struct

from engine.commands.arguments import HERE, bad_parameter, day_of, form_for, share_of
from engine.library import open_library
from engine.mistakes import Mistakes
from engine.seconding import Second
from engine.terminal import Progress, say, write

if TYPE_CHECKING:
    from engine.ledger.keeping import Keeper


class Asked(Struct, frozen=True):
    """What a check was asked for; today is an ordinal, durable whether a second judge is wanted."""

    facts: Sequence[Path]
    rules: Path
    year: int | None
    ids: Sequence[str]
    themes: Sequence[str]
    durable: bool
    form: str
    output: Path | None
    today: int
    near: Fraction | None
    ledger: Path | None = None


def asked_for(
    facts: Sequence[Path] | None = None,
    rules: Path = HERE / "rules",
    year: int | None = None,
    rule: Sequence[str] | None = None,
    theme: Sequence[str] | None = None,
    engine: str = "durable",
    form: str | None = None,
    output: Path | None = None,
    day: str = "",
    near: str = "",
    ledger: Path | None = None,
) -> Asked:
    """Takes the words of the command line for what they mean; a word that has no meaning is refused."""
    shape, today = form_for(form, output), day_of(day)
    places, durable = facts or [HERE / "facts"], engine == "durable"
    return Asked(places, rules, year, rule or [], theme or [], durable, shape, output, today, share_of(near), ledger)


def run(asked: Asked) -> int:
    """Checks departments and writes the result; returns the exit code: 1 where there are findings, else 0."""
    _refuse_places(asked)
    library, mistakes = open_library(asked.rules), Mistakes()
    with Second(asked.durable, beside=library) as second:
        # Loaded, like whatever reads and tells, while the second judge gets ready.
        from engine.checking import Checker, chosen_rules
        from engine.intake.gathering import fact_files, read_all
        from engine.report import SHOWN, renderer

        only = chosen_rules(library.book, asked.ids, asked.themes, mistakes)
        files = fact_files(asked.facts, mistakes)
        _spare(files, asked.output)
        given = read_all(files, library.book, mistakes)
        mistakes.check()
        dossiers = [dossier for dossier in given if asked.year in (None, dossier.year)] or _nothing(asked.year)
        checker = Checker(library, second, asked.today, only, SHOWN[asked.form], asked.near)
        coming = checker.check(dossiers)
        render = renderer(asked.form)  # loads what it needs while the second judge is at work
        outcomes = list(Progress("检查部门", len(dossiers), coming))
        library.keep()
    keeper = _keeper(asked, library.digest, only)
    if keeper is not None:
        outcomes = keeper.with_history(outcomes)
    write(render(outcomes), asked.output)
    say(second.notice)
    say(mistakes.remarked())
    if keeper is not None:
        say(keeper.keep(list(zip(dossiers, outcomes, strict=True))))
    return 1 if any(outcome.findings for outcome in outcomes) else 0


def _refuse_places(asked: Asked) -> None:
    """Refuses one place for result and ledger, and a 整改台账 over another: people write into it what was mended."""
    output = asked.output
    if asked.ledger is not None and output is not None and realpath(asked.ledger) == realpath(output):
        raise bad_parameter("结果和台账不能是同一个文件。", param_hint="--ledger")
    if asked.form == "xlsx" and output is not None and exists(output):
        message = f"{output} 已经存在，里面可能有填过的整改状态，没有覆盖。请换一个文件名，或先移走它。"
        raise bad_parameter(message, param_hint="--output")


def _spare(files: Sequence[Path], output: Path | None) -> None:
    """Refuses a result in the place of a fact file, which it would destroy."""
    if output is not None and exists(output) and any(exists(file) and samefile(file, output) for file in files):
        message = f"{output} 是这次检查的事实文件，写结果会把它盖掉。请换一个文件名。"
        raise bad_parameter(message, param_hint="--output")


def _keeper(asked: Asked, digest: str, only: frozenset[str] | None) -> Keeper | None:
    """What keeps the runs, where a ledger is named; no other check pays for it."""
    if asked.ledger is None:
        return None
    from engine.ledger.keeping import Keeper

    return Keeper(asked.ledger, asked.rules, digest, only)


def _nothing(year: int | None) -> NoReturn:
    """Complains that no facts are left to check: a run that looked at nothing must not look clean."""
    raise bad_parameter(f"没有{year}年度的事实文件。", param_hint="--year")
