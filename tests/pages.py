"""The pages of `broken`: cases read from them, their changes applied to the good files, their outputs renewed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mutating import GOOD

NOWHERE = "/dev/null"


def read_pages() -> list[tuple[Path, Case]]:
    """Every case of every page, with its page."""
    pages = sorted(path for path in GOOD.parent.glob("*.md") if path.name != "README.md")
    return [(path, case) for path in pages for case in read_cases(path.read_text(encoding="utf-8"))]


@dataclass
class Case:
    """One broken file: its change to the good files, the command, and what must be printed."""

    title: str
    diff: list[str] = field(default_factory=list)
    command: str = ""
    wanted: str = ""


def read_cases(text: str) -> Iterator[Case]:
    """The cases of a page: a heading, a diff block where files are changed, and the block of what is printed."""
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        case = Case(part.partition("\n")[0])
        for language, body in re.findall(r"^```(\w+)\n(.*?)^```$", part, flags=re.MULTILINE | re.DOTALL):
            if language == "diff":
                case.diff = body.splitlines()
            else:
                first, _, case.wanted = body.partition("\n")
                case.command = first.removeprefix("$ cli.py ")
        yield case


def copy_good(folder: Path) -> None:
    """Writes the good rulebook and facts."""
    for path in GOOD.rglob("*.yaml"):
        copy = folder / path.relative_to(GOOD)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())


def apply_diff(folder: Path, diff: list[str]) -> None:
    """Applies a change; a change that does not fit the good files is a mistake in the page, never skipped."""
    for section in re.split(r"^(?=--- )", "\n".join(diff), flags=re.MULTILINE):
        if not section:
            continue
        old, new, *lines = section.replace("␉", "\t").split("\n")
        source, target = old.removeprefix("--- "), new.removeprefix("+++ ")
        if target == NOWHERE:
            (folder / source).unlink()
            continue
        before = "" if source == NOWHERE else (folder / source).read_text(encoding="utf-8")
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        (folder / target).write_text(changed(before, lines), encoding="utf-8")


def changed(text: str, lines: list[str]) -> str:
    """A text after the hunks of a diff; each must fit at exactly one place."""
    for hunk in "\n".join(lines).split("@@\n"):
        marked = [(line[:1], line[1:]) for line in hunk.split("\n") if line]
        assert all(mark in " -+" for mark, _ in marked), hunk
        old = "".join(f"{line}\n" for mark, line in marked if mark in " -")
        new = "".join(f"{line}\n" for mark, line in marked if mark in " +")
        places = f"\n{text}".count(f"\n{old}")
        assert places == 1 or not text, f"改动应当正好对上一处，这里对上{places}处：\n{old}"
        text = f"\n{text}".replace(f"\n{old}", f"\n{new}", 1)[1:] if text else new
    return text


def renew(page: Path, case: Case, shown: str) -> None:
    """Puts what is printed now in the place of what was expected."""
    head = f"$ cli.py {case.command}\n"
    text = page.read_text(encoding="utf-8")
    start = text.index(head, text.index(f"## {case.title}\n")) + len(head)
    page.write_text(text[:start] + shown + text[text.index("```\n", start) :], encoding="utf-8")
