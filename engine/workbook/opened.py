"""The rule and fact files behind a workbook, read once: their sources, their sheets and the rows that stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os.path import exists, isdir
from pathlib import Path

from msgspec import Struct

from engine.kinds import vocabulary
from engine.loading import PARAMETERS
from engine.mistakes import Mistakes, Place
from engine.rulefolder import rule_files
from engine.workbook import columns
from engine.workbook.columns import CASE_SHEET, CASES, WAIVER_SHEET, WAIVERS, Sheet
from engine.workbook.rows import (
    Row,
    Source,
    case_rows,
    department_of,
    numbered,
    open_source,
    parameter_rows,
    reopened,
    shown,
    waiver_rows,
    words_of,
)


class Opened(Struct, frozen=True):
    """All sources, by what they hold; files that are no YAML are missing and have been noted."""

    parameters: Source | None
    rules: tuple[Source, ...]
    facts: tuple[Source, ...]

    def sheets(self, rows: Iterable[str] = (), steps: Iterable[str] = ()) -> tuple[Sheet, ...]:
        """The sheets of the workbook; `rows` and `steps` are fields that they may also be chosen by."""
        return (
            columns.parameters(dict.fromkeys([*words_of(self.parameters, False), *rows])),
            columns.ladders(dict.fromkeys([*words_of(self.parameters, True), *steps])),
            WAIVER_SHEET,
            CASE_SHEET,
        )

    def rows(self, sheet: Sheet) -> list[Row]:
        """The rows of a sheet as they stand in the files."""
        if sheet.title == WAIVERS:
            return numbered(row for source in self.facts for row in waiver_rows(source))
        if sheet.title == CASES:
            return numbered(row for source in self.rules for row in case_rows(source))
        return numbered(parameter_rows(self.parameters, sheet) if self.parameters is not None else [])

    def owners(self, sheet: Sheet, mistakes: Mistakes) -> dict[tuple[str, ...], Source]:
        """Which file the waivers of a department, or the cases of a rule, stand in; notes two files for the same."""
        cases = sheet.title == CASES
        found: dict[tuple[str, ...], Source] = {}
        for source in self.rules if cases else self.facts:
            number = source.node.get("编号")
            owner = department_of(source) if not cases else (shown(number),) if number is not None else ("",)
            if found.setdefault(owner, source) is not source:
                message = f"“{''.join(owner)}”已经有一个文件：{found[owner].path}"
                mistakes.add(Place(str(source.path)), message, "请只留一个。")
        return found

    def sources(self) -> list[Source]:
        """All files."""
        return [*([self.parameters] if self.parameters is not None else []), *self.rules, *self.facts]

    def changed(self, texts: Mapping[Path, bytes]) -> Opened:
        """The same files, some of them with other contents (which are known to be YAML)."""

        def now(source: Source) -> Source:
            return reopened(source, texts[source.path]) if source.path in texts else source

        parameters = now(self.parameters) if self.parameters is not None else None
        return Opened(parameters, tuple(map(now, self.rules)), tuple(map(now, self.facts)))


def open_all(rules: Path, facts: Path, mistakes: Mistakes) -> Opened:
    """Reads the files of a rules folder and of a facts folder (or one fact file); notes what is no YAML.

    Raises MistakesFound where there is no such folder.
    """
    for path, there, option in ((rules, isdir(rules), "--rules"), (facts, exists(facts), "--facts")):
        if not there:
            mistakes.add(Place(str(path)), "没有这个文件夹", f"请用 {option} 指明。")
    mistakes.check()
    given = rule_files(rules)
    parameters = open_source(rules / PARAMETERS, mistakes) if rules / PARAMETERS in given else None
    read = (open_source(path, mistakes) for path in given if path != rules / PARAMETERS)
    sources = [source for source in read if source is not None and source.node.keys.keys() & {"编号", CASES}]
    files = sorted(p for p in facts.rglob("*.y*ml") if p.is_file()) if isdir(facts) else [facts]
    departments = [open_source(path, mistakes) for path in files]
    return Opened(parameters, tuple(sources), tuple(filter(None, departments)))


def choosable() -> dict[str, tuple[str, ...]]:
    """The fields with closed lists of words, by which rows of parameters may be chosen."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in vocabulary().kinds.values():
        for field in kind.fields.values():
            if field.options:
                found[field.word] = tuple(dict.fromkeys((*found.get(field.word, ()), *field.options)))
    return found
