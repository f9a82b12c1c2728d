"""The files of a run to dossiers: each file found once, the files of one department and year made into one.

A file that names no department belongs to the only one of its folder, else to the only one of the run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from os.path import isdir
from pathlib import Path
from typing import TYPE_CHECKING

from engine.dossier import Dossier
from engine.headings import folded
from engine.intake.tree import ENDINGS, LINES, OLD_TABLES, read_trees
from engine.mistakes import Mistakes, Place
from engine.nodes import Node
from engine.reading import DEPARTMENT, dossier_of
from engine.rulefolder import NotLookedInto, below
from engine.value_reading import stated

if TYPE_CHECKING:
    from engine.rulebook import Rulebook

_Name = tuple[str | None, str | None]  # the name and the year of a department as a file states them
_Read = tuple[Path, Node]


def fact_files(paths: Iterable[Path], mistakes: Mistakes) -> list[Path]:
    """Returns the fact files that the given files and folders stand for, each once, in a fixed order.

    In a folder lock files of an open workbook and hidden files are passed over; old workbooks are named.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        try:
            inside = list(_inside(path, mistakes)) if isdir(path) else [path]
        except NotLookedInto as error:
            mistakes.add(Place(str(error.path)), *error.words())
            continue
        if not inside:
            mistakes.add(
                Place(str(path)), "这个文件夹里没有事实文件（.yaml、.json、.jsonl、.xlsx、.csv）", "请检查路径。"
            )
        found |= {p.resolve(): p for p in inside}
    return sorted(found.values(), key=str)


def _inside(folder: Path, mistakes: Mistakes) -> Iterator[Path]:
    for path in below(folder):
        ending = path.suffix.lower()
        if ending not in (*ENDINGS, *LINES, *OLD_TABLES):
            continue
        if path.name.startswith("~$") or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if not path.is_file():
            continue
        if ending in OLD_TABLES:
            mistakes.remark(Place(str(path)), f"没有读取（{ending} 文件）；里面有事实的，请另存为 .xlsx")
        else:
            yield path


def read_all(files: Sequence[Path], book: Rulebook, mistakes: Mistakes) -> list[Dossier]:
    """Reads every fact file; notes every mistake, among them facts of which two files say different things."""
    typed = (
        dossier_of(tree, book.vocabulary, mistakes, str(path), book.check_rule, book.regions)
        for path, tree in gather(files, book, mistakes)
    )
    return [dossier for dossier in typed if dossier is not None]


def gather(files: Sequence[Path], book: Rulebook, mistakes: Mistakes) -> Iterator[_Read]:
    """Yields one tree for each department and year, with the first of its files; nothing in it is typed yet."""
    for path, tree in _gathered(files, book, mistakes):
        _refuse_empty(tree, mistakes)
        yield path, tree


def _refuse_empty(tree: Node, mistakes: Mistakes) -> None:
    """Notes lists that a table calls whole and that have no rows: who forgot them would seem to have none at all."""
    for word, node in (tree.entries or {}).items():
        flag, items = node.get("清单完整"), node.get("条目")
        if flag is not None and flag.place.tabular and flag.text == "是" and items is not None and not items.items:
            hint = "确实一条也没有的写“无”；没有这份资料的空着；要列的请一条一行填在下面。"
            mistakes.add(flag.place, f"“清单完整”写着“是”，“{word}”却一条也没有", hint)


def _gathered(files: Sequence[Path], book: Rulebook, mistakes: Mistakes) -> Iterator[_Read]:
    read: list[_Read] = []
    unread = False
    for path in files:
        trees = read_trees(path, book.vocabulary, book.headings, mistakes)
        read += [(path, tree) for tree in _once(trees, mistakes)]
        unread = unread or not trees
    if len(files) == 1 and len(read) <= 1:
        yield from read
        return
    for group in _groups(read, unread, mistakes):
        if len(group) == 1:
            yield group[0]
            continue
        from engine.intake.merging import merged

        group.sort(key=lambda one: str(one[0]))
        yield group[0][0], merged([tree for _, tree in group], book.vocabulary, mistakes)


def _once(trees: Sequence[Node], mistakes: Mistakes) -> Iterator[Node]:
    """The departments of a file, each once: which of two lines holds, nobody knows."""
    first: dict[_Name, Node] = {}
    for tree in trees:
        name = _name(tree)
        if None not in name and first.setdefault(name, tree) is not tree:
            message = f"{_shown(name)}写了两行（第一次在第{first[name].place.line}行）"
            mistakes.add(tree.place, message, "一个部门一个年度只写一行；请核对后只留一行。")
        else:
            yield tree


def _groups(read: Sequence[_Read], unread: bool, mistakes: Mistakes) -> list[list[_Read]]:
    """The files of each department and year, and those alone that cannot be assigned; why not is said, here or later.

    unread: there are files that could not be read, so that nobody knows what a department lacks.
    """
    groups: dict[_Name, list[_Read]] = {}
    for one in read:
        if None not in (name := _name(one[1])):
            groups.setdefault(name, []).append(one)
    _refuse_alike(groups, mistakes)
    unnamed = [one for one in read if None in _name(one[1])]
    alone = [[one] for one in unnamed if _is_line(one)]  # the rest of a department is never on a line of its own
    loose = [(one, _homes(one[0], _name(one[1]), groups)) for one in unnamed if not _is_line(one)]
    for one, homes in loose:
        path, tree = one
        if not homes and groups and (year := _name(tree)[1]) and year not in {full[1] for full in groups}:
            message = f"写的是{year}年，一起读的部门没有这个年度的：{'、'.join(sorted(map(_shown, groups)))}"
            mistakes.add(_year(tree), message, "请核对是不是拿错了年度的表；年度写错的请改正。")
        elif tree.entries is None or (not homes and not unread):
            alone.append([one])
        elif len(homes) > 1:
            names = "、".join(sorted(map(_shown, homes)))
            message = f"没有写明是哪个部门哪个年度的，一起读的有{len(homes)}个部门：{names}"
            mistakes.add(Place(str(path)), message, f"请写明“{DEPARTMENT}”，或与那个部门的文件单独放在一个文件夹里。")
        elif homes:
            mistakes.remark(Place(str(path)), f"没有写明部门，归入{_shown(homes[0])}")
            groups[homes[0]].append(one)
    return [*groups.values(), *alone]


def _refuse_alike(groups: dict[_Name, list[_Read]], mistakes: Mistakes) -> None:
    """Two names of one department would split its facts, and what lacks in either would be unknown."""
    first: dict[tuple[str, ...], _Name] = {}
    for name, read in groups.items():
        other = first.setdefault(tuple(folded(part or "") for part in name), name)
        if other != name:
            message = f"部门名称“{name[0]}”和 {_at(groups[other][0])} 的“{other[0]}”只差空格、全半角或大小写"
            mistakes.add(_at(read[0]), message, "是同一个部门的，请写成一样。")


def _is_line(one: _Read) -> bool:
    return one[0].suffix.lower() in LINES


def _at(one: _Read) -> Place:
    """Where a department stands: on a line of a file, else in a file."""
    return one[1].place if _is_line(one) else Place(str(one[0]))


def _name(tree: Node) -> _Name:
    """The department as far as a file names it."""
    stands = tree.get(DEPARTMENT)
    name, year = (stated(found).text if stands and (found := stands.get(word)) else None for word in ("名称", "年度"))
    return name or None, (year or "").removesuffix("年") or None


def _shown(name: _Name) -> str:
    return f"{name[0]}{name[1]}年度"


def _homes(path: Path, name: _Name, groups: dict[_Name, list[_Read]]) -> list[_Name]:
    """The departments that a file may belong to: those of its folder, where there are any, else all of the run."""
    fitting = [full for full in groups if all(part in (None, whole) for part, whole in zip(name, full, strict=True))]
    folder = path.parent.resolve()
    return [full for full in fitting if any(file.parent.resolve() == folder for file, _ in groups[full])] or fitting


def _year(tree: Node) -> Place:
    """Where a file names the year of its department."""
    stands = tree.get(DEPARTMENT)
    given = stands.get("年度") if stands is not None else None
    return stated(given).place if given is not None else tree.place
