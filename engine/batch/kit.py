"""What a batch needs of a rulebook: the fast path from the cache at once, the whole rulebook only where needed."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from engine import cache
from engine.generated.known import Known
from engine.generated.known.spec import Spec
from engine.mistakes import Mistakes, Place
from engine.region import EVERYWHERE, check_region
from engine.rulefolder import judging, rule_files
from engine.verdict import NoResult

if TYPE_CHECKING:
    from engine.generated.judging import Judge
    from engine.library import Library
    from engine.program import Program


class Kept(Struct, frozen=True):
    """The fast path of a program as the cache keeps it; None where there is none."""

    spec: Spec | None


class Titles(Struct, frozen=True):
    """The rules of a batch as the cache keeps them, theme by theme: id -> its name and the title of its theme."""

    rules: dict[str, tuple[str, str]]


class Homes(Struct, frozen=True):
    """The regions that have standards of their own, as the cache keeps them."""

    names: tuple[str, ...]


class Kit:
    """A rulebook for a batch; `only` names the rules chosen (None: all). Raises MistakesFound."""

    def __init__(self, rules: Path, ids: Sequence[str], themes: Sequence[str], evidence: bool) -> None:
        self.rules, self.evidence = rules, evidence
        self._library: Library | None = None
        self._named_homes: tuple[str, ...] | None = None
        self._homes: dict[str, str | None] = {}
        self.digest, self._name = "", ""
        try:
            self.digest = cache.fingerprint(judging(rule_files(rules, all_read=True), rules), rules)
            self._name = f"{self.digest} {cache.engine_stamp()} {evidence}"
        except OSError:
            self.library  # noqa: B018  says what cannot be read
        self.only: frozenset[str] | None = None
        if ids or themes:
            from engine.checking import chosen_rules

            mistakes = Mistakes()
            self.only = chosen_rules(self.library.book, ids, themes, mistakes)
            mistakes.check()

    @property
    def library(self) -> Library:
        """The rulebook itself, opened when it is first wanted; raises NoResult where it is another one by then."""
        if self._library is None:
            from engine.library import open_library

            found = open_library(self.rules)
            if self.digest and found.digest != self.digest:
                # What is made of these rules would be kept, and found again, as made of those.
                message = f"规则库 {self.rules} 在检查期间被改动，没有出具结果。"
                raise NoResult(f"{message}请把规则改回去接着做，或加 --restart 用新的规则从头做。")
            self._library = found
        return self._library

    @property
    def homes(self) -> tuple[str, ...]:
        """The regions that have standards of their own."""
        if self._named_homes is None:
            kept = self._kept("homes")
            if not isinstance(kept, Homes):
                kept = Homes(tuple(sorted(self.library.book.regions)))
                self._keep("homes", kept)
            self._named_homes = kept.names
        return self._named_homes

    def home(self, region: str) -> str | None:
        """The region whose standards a region has, which all programs are made for; None where it is no region."""
        if region not in self._homes:
            if len(self._homes) >= _REGIONS:
                self._homes.clear()
            right = check_region(region, Place(""), Mistakes(), self.homes)
            own = [name for name in self.homes if region.startswith(name)]
            self._homes[region] = max(own, key=len, default=EVERYWHERE) if right else None
        return self._homes[region]

    def program(self, region: str, year: int) -> Program:
        """The program of a region and year, the same for all that have the same standards; the next run has it too."""
        from engine.compiling import compile_program

        region = self.home(region) or region
        programs, key = self.library.programs, (region, year, self.only)
        if key not in programs:
            if len(programs) >= _MOST:
                programs.clear()
            programs[key] = compile_program(self.library.book, region, year, self.only)
            self.library.keep()
        return programs[key]

    def judge(self, region: str, year: int) -> Judge:
        """What judges departments of a region and year three-valued; it is found again without hashing its program."""
        from engine.generated.judging import judge_of

        program = self.program(region, year)
        return judge_of(program, self._named(f"judge {program.region} {year}") if self._name else "")

    def titles(self) -> dict[str, tuple[str, str]]:
        """Returns the rules chosen, theme by theme: id -> its name and the title of its theme."""
        kept = self._kept("titles")
        if isinstance(kept, Titles):
            return kept.rules
        book, order = self.library.book, list(self.library.book.themes)
        chosen = [rule for rule in book.rules.values() if self.only is None or rule.id in self.only]
        chosen.sort(key=lambda rule: order.index(rule.theme))
        found = {rule.id: (rule.name, book.themes[rule.theme]) for rule in chosen}
        self._keep("titles", Titles(found))
        return found

    def known(self, region: str, year: int) -> Known | None:
        """The fast path of a region and year, where its program has one; its counts are its own."""
        home = self.home(region)
        if home is None:
            return None
        kept = self._kept(f"{home} {year}")
        if not isinstance(kept, Kept):
            from engine.generated.known.making import spec_of  # only where something is new

            book = self.library.book
            kept = Kept(spec_of(self.program(home, year), book.rules, self.evidence, book.regions))
            self._keep(f"{home} {year}", kept)
        return None if kept.spec is None else Known(replace(kept.spec, region=region))

    def _kept(self, what: str) -> object:
        return cache.recall(self._named(what)) if self._name else None

    def _keep(self, what: str, value: object) -> None:
        if self._name:
            cache.keep(self._named(what), value)

    def _named(self, what: str) -> str:
        about = f"{self._name} {what} {sorted(self.only) if self.only is not None else ''}"
        return sha256(about.encode(errors="surrogateescape")).hexdigest()


_MOST = 64  # regions and years kept at hand
_REGIONS = 4096  # whose homes are known
