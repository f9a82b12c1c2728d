"""A folder of fact files as a source: the files of a department become one line, as a check of it would gather them.

The files of one folder belong together, so each folder is read at once; only of a folder with very many files are the
departments looked up first, a file at a time, for its files would not fit into memory together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from engine.batch.sources import Noted, Piece, Refusal, files_stamp
from engine.bounds import LARGEST
from engine.headings import folded
from engine.intake.gathering import fact_files, gather
from engine.intake.json_writing import json_text
from engine.intake.tree import read_tree
from engine.library import open_library
from engine.mistakes import Mistake, Mistakes
from engine.nodes import Node
from engine.reading import DEPARTMENT, dossier_of
from engine.rulebook import Rulebook
from engine.value_reading import stated

TOGETHER: Final = 64  # files of one folder that are read at once
AT_ONCE: Final = 2**20  # bytes of a piece
_SHOWN: Final = 3  # mistakes told of files that are refused


class Files(Struct, frozen=True):
    """The fact files in a folder and those below it; the rules are asked for their words."""

    root: str
    rules: str

    def pieces(self) -> list[Piece]:
        """Runs of files that belong together; raises MistakesFound where a folder cannot be read."""
        groups = [group for _, files in groupby(self._files(), lambda path: path.parent) for group in self._of(files)]
        pieces: list[Piece] = []
        taken: list[tuple[str, ...]] = []
        size = 0
        for at, group in enumerate(groups):
            taken.append(tuple(map(str, group)))
            size += sum(path.stat().st_size for path in group)
            if size >= AT_ONCE or at == len(groups) - 1:
                pieces.append(Piece(self.root, at, at + 1, size, groups=tuple(taken)))
                taken, size = [], 0
        return pieces

    def lines(self, piece: Piece, noted: Noted) -> Iterator[bytes]:
        """A line for each department; an empty one for files that could not be read."""
        book = open_library(Path(self.rules)).book
        for group in piece.groups:
            yield from self._read([Path(name) for name in group], book, noted)

    def stamp(self) -> str:
        """What changes when one of the files does, or when one comes or goes."""
        return files_stamp(self._files(), Path(self.root))

    def _files(self) -> list[Path]:
        mistakes = Mistakes()
        files = fact_files([Path(self.root)], mistakes)
        mistakes.check()
        return sorted(files, key=lambda path: (str(path.parent), str(path)))

    def _of(self, together: Iterable[Path]) -> Iterator[list[Path]]:
        """The files of one folder, divided by departments where they are very many."""
        files = list(together)
        if len(files) <= TOGETHER:
            yield files
            return
        book = open_library(Path(self.rules)).book
        yield from _by_name(files, [_name_in(path, book) for path in files])

    def _read(self, files: list[Path], book: Rulebook, noted: Noted) -> Iterator[bytes]:
        """The lines of files that belong together; where there are mistakes, of the departments they cannot concern."""
        mistakes = Mistakes()
        found = list(gather(files, book, mistakes))
        if not mistakes.found:
            for path, tree in found:
                noted.files.append(self._name(path))
                yield self._typed(path, tree, book, noted)
            return
        apart = _apart(files, book)
        if len(apart) > 1:
            for group in apart:
                yield from self._read(group, book, noted)
            return
        wrong = {path: [one for one in mistakes.found if Path(one.place.file) == path] for path in files}
        if not any(wrong.values()):
            wrong[files[0]] = mistakes.found
        named = next(self._name(path) for path in files if wrong[path])
        for path in files:
            noted.files.append(self._name(path))
            noted.refused.append(self._refusal(wrong[path], len(noted.files), named))
            yield b""

    def _typed(self, path: Path, tree: Node, book: Rulebook, noted: Noted) -> bytes:
        """The line of a department; empty where it has mistakes, which are told with their places in its files."""
        mistakes, line = Mistakes(), _line(tree)
        dossier_of(tree, book.vocabulary, mistakes, str(path), book.check_rule, book.regions)
        if mistakes.found:
            noted.refused.append(self._refusal(mistakes.found, len(noted.files), ""))
            return b""
        if len(line) > LARGEST:
            message = f"这个部门的事实超过{LARGEST // 2**20}MB，没有读取"
            noted.refused.append(Refusal(len(noted.files), message, "请检查是不是放错了文件。"))
            return b""
        return line

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _refusal(self, found: list[Mistake], line: int, named: str) -> Refusal:
        """The mistakes of a file; of one without any, that it may be incomplete without another, which is named."""
        if not found:
            message = f"和它放在一起的 {named} 有错误；少了那一份，这个部门的资料可能不全"
            return Refusal(line, message, "先改好那一份；不是同一个部门的，请分放在几个文件夹里。")
        shown = sorted(set(found))[:_SHOWN]
        more = len(set(found)) - len(shown)
        reason = "；".join(str(one.place).replace(self.root, "", 1).lstrip("/\\") + f" {one.message}" for one in shown)
        hint = "".join(dict.fromkeys(one.hint for one in shown))
        return Refusal(line, reason + (f"；还有{more}处" if more else ""), hint)


def _apart(files: list[Path], book: Rulebook) -> list[list[Path]]:
    """Files by departments; together where nobody knows which of them one belongs to that names none.

    Where each of the others is a department of its own, one that cannot be read is taken for one more of these.
    """
    names = [_name_in(path, book) for path in files]
    known = [name for name in names if all(name)]
    if len(known) < len(names) and (len(known) < 2 or len(set(known)) < len(known)):
        return [files]
    return _by_name(files, names)


def _by_name(files: list[Path], names: list[tuple[str, ...]]) -> list[list[Path]]:
    """Files that name the same department and year together; one that names none alone."""
    groups: dict[tuple[str, ...], list[Path]] = {}
    for path, name in zip(files, names, strict=True):
        groups.setdefault(name if all(name) else (str(path),), []).append(path)
    return list(groups.values())


def _line(tree: Node) -> bytes:
    return msgspec.json.format(json_text(tree).encode(errors="surrogatepass"), indent=-1)


def _name_in(path: Path, book: Rulebook) -> tuple[str, ...]:
    """The department and year that a file names, as they are compared; empty where it does not."""
    tree = read_tree(path, book.vocabulary, book.headings, Mistakes())
    stands = tree.get(DEPARTMENT) if tree is not None else None
    found = [stands.get(word) if stands else None for word in ("名称", "年度")]
    return tuple(folded((stated(node).text or "").removesuffix("年") if node else "") for node in found)
