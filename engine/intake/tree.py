"""Any file of facts to one tree of texts with places, by the ending of its name; others are refused with a way out.

What reads a form is loaded only where a file has it.
"""

from __future__ import annotations

from os.path import exists
from pathlib import Path
from typing import TYPE_CHECKING

from engine.mistakes import Mistakes, Place
from engine.nodes import Node, read_file, read_text
from engine.value_reading import with_plain_keys

if TYPE_CHECKING:
    from engine.headings import Headings
    from engine.vocabulary import Vocabulary

YAML, TABLES = (".yaml", ".yml"), (".xlsx", ".csv")
LINES = (".jsonl", ".ndjson")  # a department on every line
ENDINGS = (*YAML, ".json", *TABLES)
OLD_TABLES = (".xls", ".et", ".ods", ".xlsm", ".xlsb")
_DOCUMENTS = (".docx", ".doc", ".wps", ".pdf", ".ofd", ".rtf", ".pptx")
# Workbooks that we write for people to read or to edit, by sheets that no other has all of.
_NO_FACTS = (
    (
        frozenset({"整改台账", "核对说明"}),
        "这是检查结果的整改台账，不是事实文件",
        "请选事实文件；台账请放到别的文件夹。",
    ),
    (
        frozenset({"参数", "阶梯", "用例"}),
        "这是规则库的工作簿，不是事实文件",
        "改好以后用 cli.py rules import 写回规则。",
    ),
)
READABLE = "能读的是 .yaml、.json、.jsonl、.xlsx 和 .csv。"


def read_trees(path: Path, vocabulary: Vocabulary, headings: Headings, mistakes: Mistakes) -> list[Node]:
    """Reads one file of facts: the tree of every line where each is a department, else one tree, or none."""
    if path.suffix.lower() in LINES:
        from engine.intake.json_reading import read_lines

        return [with_plain_keys(tree, vocabulary, mistakes) for tree in read_lines(path, mistakes)]
    tree = read_tree(path, vocabulary, headings, mistakes)
    return [] if tree is None else [tree]


def read_tree(path: Path, vocabulary: Vocabulary, headings: Headings, mistakes: Mistakes) -> Node | None:
    """Reads a file of the facts of one department; notes what is wrong and returns None when there is no tree."""
    ending = path.suffix.lower()
    if ending in YAML or ending == ".json":
        tree = read_file(path, mistakes) if ending in YAML else _read_json(path, mistakes)
        return None if tree is None else with_plain_keys(tree, vocabulary, mistakes)
    if ending in TABLES:
        from engine.intake.grids.opening import open_grids
        from engine.intake.tables.table import tree_of

        grids = open_grids(path, mistakes)
        ours = _ours({grid.title for grid in grids})
        if ours:
            mistakes.add(Place(str(path)), *ours)
            return None
        return tree_of(grids, vocabulary, headings, mistakes) if grids else None
    if exists(path):
        mistakes.add(Place(str(path)), *_refusal(ending))
    else:
        read_text(path, mistakes)  # says why not
    return None


def _read_json(path: Path, mistakes: Mistakes) -> Node | None:
    from engine.intake.json_reading import read_json

    return read_json(path, mistakes)


def _ours(titles: set[str]) -> tuple[str, str] | None:
    """What to say of a workbook of our own that holds no facts: taken for facts, findings would come round again."""
    return next(((message, hint) for sheets, message, hint in _NO_FACTS if sheets <= titles), None)


def _refusal(ending: str) -> tuple[str, str]:
    if ending in OLD_TABLES:
        return f"不能读 {ending} 文件", "请用 Excel 或 WPS 打开，“另存为” .xlsx，再读那一份。"
    if ending in _DOCUMENTS:
        return f"不能读 {ending} 文件里的数字", "请把数字填进 cli.py facts template 生成的工作簿，出处写明原件的位置。"
    return f"不能读{f' {ending} 文件' if ending else '没有扩展名的文件'}", READABLE
