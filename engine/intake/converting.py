"""Facts from one form to another without loss: what is written was read back, and says the same from the same places.

Comments are lost; sources that were left to the names of files and to cells are written down, but for lines: these
take many departments, to be judged in a batch, and keep the sources that somebody wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from engine.bounds import LARGEST
from engine.dossier import Dossier
from engine.intake.gathering import gather
from engine.intake.returning import note_losses
from engine.intake.sourcing import with_sources
from engine.intake.tree import LINES, YAML, read_tree
from engine.mistakes import Mistake, Mistakes, Place
from engine.nodes import Node
from engine.reading import dossier_of
from engine.rulebook import Rulebook
from engine.verdict import NoResult

WRITABLE = (*YAML, ".json", ".xlsx", *LINES)
_NOT_THE_SAME = "转换以后读回来的事实与原来的不同，没有写出任何内容。请把文件交给维护人员。"


def converted(files: Sequence[Path], target: Path, book: Rulebook, mistakes: Mistakes) -> bytes:
    """Returns the contents of a file that holds the facts of all files in the form of its ending.

    They are of one department, or of many where the file has a line for each.

    Raises MistakesFound where anything is wrong with the facts, NoResult where they do not come back as they were.
    """
    trees = list(gather(files, book, mistakes))
    if target.suffix.lower() in LINES:
        return _lines(trees, target, book, mistakes)
    dossiers = [_typed(tree, str(path), book, mistakes) for path, tree in trees]
    names = [f"{one.department}{one.year}年度" for one in dossiers if one is not None]
    if len(names) > 1:
        message = f"来源里有{len(names)}个部门：{'、'.join(names)}"
        mistakes.add(Place(str(target)), message, "一份文件只写一个部门一个年度，请分开转换；要放在一起，写成 .jsonl。")
    mistakes.check()
    tree = with_sources(trees[0][1], book.vocabulary)
    content = _writer(target.suffix.lower())(tree, book, mistakes)
    if len(content) > LARGEST and target.suffix.lower() != ".xlsx":
        mistakes.add(Place(str(target)), f"写出来超过{LARGEST // 2**20}MB，读不回来", "请换一种形式，如 .xlsx。")
    mistakes.check()
    back, found, wrong = _read_back(content, target, book)
    if found != (dossiers[0] and _comparable(dossiers[0])):
        if target.suffix.lower() == ".xlsx":  # a cell cannot hold every text as a file of texts does
            note_losses(tree, back, book.vocabulary, mistakes)
            if not mistakes.found:
                _tell_refused(wrong, target, mistakes)
            mistakes.check()
        raise NoResult(_NOT_THE_SAME)
    return content


def _lines(trees: Sequence[tuple[Path, Node]], target: Path, book: Rulebook, mistakes: Mistakes) -> bytes:
    """A line for each department, read back before it counts: every value is the same, to its written precision."""
    from engine.intake.json_reading import parse_json
    from engine.intake.line_writing import json_line

    found = []
    for path, tree in trees:
        dossier, own = _typed(tree, str(path), book, mistakes), Mistakes()
        if dossier is None or mistakes.found:
            continue
        line = json_line(tree, book.vocabulary)
        found.append(line.encode())
        if len(found[-1]) > LARGEST:
            message = f"{dossier.department}{dossier.year}年度写成一行超过{LARGEST // 2**20}MB，读不回来"
            mistakes.add(Place(str(target)), message, "请换一种形式，如 .xlsx。")
        node = parse_json(line, "", own)
        back = _typed(node, "", book, own) if node is not None else None
        if back is None or own.found or _said(back) != _said(dossier):
            raise NoResult(_NOT_THE_SAME)
    mistakes.check()
    return b"".join(found)


def _typed(tree: Node, file: str, book: Rulebook, mistakes: Mistakes) -> Dossier | None:
    return dossier_of(tree, book.vocabulary, mistakes, file, book.check_rule, book.regions)


def _comparable(dossier: Dossier) -> Dossier:
    """A dossier without what belongs to its file and is no fact: its name and its lines."""
    facts = {
        kind: tuple(replace(fact, sources={w: s for w, s in fact.sources.items() if w}) for fact in facts)
        for kind, facts in dossier.facts.items()
    }
    return replace(dossier, facts=facts, file="")


def _said(dossier: Dossier) -> Dossier:
    """A dossier without its sources, which a line has only where somebody wrote them."""
    facts = {kind: tuple(replace(fact, sources={}) for fact in facts) for kind, facts in dossier.facts.items()}
    return replace(dossier, facts=facts, file="")


def _tell_refused(wrong: Sequence[Mistake], target: Path, mistakes: Mistakes) -> None:
    """Says what a reader of a workbook would refuse, as the name 其中：甲; a file of texts may say it."""
    for one in wrong:
        where = "!".join(filter(None, (one.place.sheet, one.place.cell)))
        message = f"写成工作簿以后不能读（{where}）：{one.message}"
        mistakes.add(Place(str(target)), message, "请在来源里换一种写法，或存成 YAML、JSON。")


_Back = tuple[Node | None, Dossier | None, list[Mistake]]


def _read_back(content: bytes, target: Path, book: Rulebook) -> _Back:
    """What the contents of a file say to whoever reads it; no dossier where anything is wrong with them, and what."""
    mistakes = Mistakes()
    with TemporaryDirectory() as folder:
        copy = Path(folder) / f"copy{target.suffix}"
        copy.write_bytes(content)
        tree = read_tree(copy, book.vocabulary, book.headings, mistakes)
        found = _typed(tree, "", book, mistakes) if tree is not None else None
    good = _comparable(found) if found is not None and not mistakes.found else None
    return tree, good, mistakes.found


_Writer = Callable[[Node, Rulebook, Mistakes], bytes]


def _writer(ending: str) -> _Writer:
    return _as_workbook if ending == ".xlsx" else _as_json if ending == ".json" else _as_yaml


def _as_yaml(tree: Node, book: Rulebook, mistakes: Mistakes) -> bytes:
    from engine.intake.yaml_writing import yaml_text

    return yaml_text(tree).encode()


def _as_json(tree: Node, book: Rulebook, mistakes: Mistakes) -> bytes:
    from engine.intake.json_writing import json_text

    return json_text(tree).encode()


def _as_workbook(tree: Node, book: Rulebook, mistakes: Mistakes) -> bytes:
    from engine.intake.handout.asked import asked_for
    from engine.intake.handout.workbook import workbook_of

    return workbook_of(tree, book.vocabulary, book.headings, mistakes, asked_for(book))
