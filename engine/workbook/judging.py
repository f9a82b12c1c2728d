"""What the engine says of files: every mistake with the row and column it is in, and what each case comes to."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from engine.cases import Known, actual, cases_of, run
from engine.intake.gathering import read_all
from engine.loading import load, load_checked
from engine.mistakes import Mistake, Mistakes, Place
from engine.rulebook import Rulebook
from engine.rulefolder import rule_files
from engine.workbook.layout import Layout
from engine.workbook.rows import Row

NOT_RUN = "（规则库有错误，没有运行）"


class Located(Struct, frozen=True):
    """A mistake in the files and the row and column it is in (None: in no row of the workbook)."""

    mistake: Mistake
    row: Row | None
    column: str


def locate(mistakes: Iterable[Mistake], rows: Sequence[Row]) -> list[Located]:
    """Tells of each mistake the narrowest stretch of a row that it stands in."""
    by_file: dict[str, list[Row]] = {}
    for row in rows:
        by_file.setdefault(str(row.source.path), []).append(row)
    layouts = {name: Layout(found[0].source.text) for name, found in by_file.items()}
    return [_located(m, by_file.get(m.place.file, []), layouts.get(m.place.file)) for m in sorted(set(mistakes))]


def _located(mistake: Mistake, rows: Sequence[Row], layout: Layout | None) -> Located:
    if layout is None or not mistake.place.line:
        return Located(mistake, None, "")
    at = layout.offset(mistake.place)
    found = [(span.end - span.start, n, row, span) for n, row in enumerate(rows) for span in row.spans]
    inside = [one for one in found if one[3].start <= at < max(one[3].end, one[3].start + 1)]
    if not inside:
        return Located(mistake, None, "")
    _, _, row, span = min(inside, key=lambda one: one[:2])
    return Located(mistake, row, span.column)


class Judged(Struct, frozen=True):
    """A rulebook (not to be used where there are mistakes), its mistakes, the result of each case by its place, and the
    names of the cases that fail.
    """

    book: Rulebook
    mistakes: tuple[Mistake, ...]
    results: dict[Place, tuple[bool, str]]
    failed: tuple[str, ...]


def judge_files(rules: Path, facts: Sequence[Path]) -> Judged:
    """Reads the files as they are, and runs the cases with the reference evaluator where nothing is wrong."""
    mistakes = Mistakes()
    book = load(rules, mistakes)
    if not mistakes.found:
        book = load_checked(rules, mistakes)
    results: dict[Place, tuple[bool, str]] = {}
    failed: list[str] = []
    sound = not mistakes.found
    known: Known = {}
    for rule in book.rules.values():
        for case in cases_of(book, rule, mistakes, known):
            if sound:
                wrong = run(book, case)
                told = actual(case) if not wrong else "；".join(_after_name(m.message, case.name) for m in wrong)
                results[case.place] = (not wrong, told)
                failed += [f"{rule.id}“{case.name}”"] if wrong else []
    read_all(facts, book, mistakes)
    return Judged(book, tuple(mistakes.found), results, tuple(failed))


def _after_name(message: str, name: str) -> str:
    return message.partition(f"用例“{name}”：")[2] or message


def judge_changed(rules: Path, changed: Mapping[Path, bytes]) -> tuple[list[Mistake], tuple[str, ...]]:
    """What would be wrong with the files if they were changed so, and which cases would fail.

    They are looked at in a folder apart; nothing is touched.
    """
    with tempfile.TemporaryDirectory() as folder:
        copies = {path: Path(folder) / "规则" / path.relative_to(rules) for path in rule_files(rules)}
        others = [path for path in changed if path not in copies]
        copies |= {path: Path(folder) / "事实" / str(number) / path.name for number, path in enumerate(others)}
        for path, copy in copies.items():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(changed[path] if path in changed else path.read_bytes())
        judged = judge_files(Path(folder) / "规则", [copies[path] for path in others])
        names = {str(copy): str(path) for path, copy in copies.items()}
        names[str(Path(folder) / "规则")] = str(rules)
    return [_renamed(mistake, names) for mistake in judged.mistakes], judged.failed


def _renamed(mistake: Mistake, names: Mapping[str, str]) -> Mistake:
    message = mistake.message
    for copy, name in sorted(names.items(), reverse=True):  # a file before the folder it is in
        message = message.replace(copy, name)
    place = replace(mistake.place, file=names.get(mistake.place.file, mistake.place.file))
    return replace(mistake, place=place, message=message)
