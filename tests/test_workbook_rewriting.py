"""A changed tree changes its own words in a file: every other byte stays, whatever the file looks like."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from small import ROOT

from engine.mistakes import Mistakes
from engine.nodes import Node, parse
from engine.workbook import rewriting
from engine.workbook.layout import Layout
from engine.workbook.rewriting import NotRewritten, rewritten
from engine.workbook.spelling import NOWHERE, Spot, Unwritable, flow, lines, same, scalar, text_node

FILES = sorted([*(ROOT / "rules").rglob("*.yaml"), *(ROOT / "facts").rglob("*.yaml")])


def read(text: str) -> Node:
    """The tree of a text without mistakes."""
    mistakes = Mistakes()
    node = parse(text, "样例.yaml", mistakes)
    mistakes.check()
    assert node is not None
    return node


def walk(node: Node) -> Iterator[Node]:
    """A node and all nodes in it."""
    yield node
    for child in node.items or (node.entries or {}).values():
        yield from walk(child)


def put(node: Node, path: tuple[str | int, ...], value: Node | None) -> Node:
    """The tree with the value at a path changed, or taken out (None)."""
    if not path:
        assert value is not None
        return value
    key, rest = path[0], path[1:]
    if isinstance(key, int):
        items = list(node.items or ())
        items[key : key + 1] = [put(items[key], rest, value)] if rest or value is not None else []
        return replace(node, items=tuple(items))
    entries = dict(node.entries or {})
    if not rest and value is None:
        del entries[key]
    else:
        entries[key] = put(entries[key], rest, value) if rest else value  # type: ignore[assignment]
    return replace(node, entries=entries)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_end_of_every_part_of_the_shipped_files_is_known(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    layout = Layout(text)
    for node in walk(read(text)):
        part = text[layout.start(node) : layout.end(node)]
        if node.text is None and not layout.is_block(node):
            assert same(read(part), node)
        elif node.text is not None and "\n" not in part:
            again = read(f"- {part}").items
            assert again is not None
            assert again[0].text == node.text


CHANGES: list[tuple[str, tuple[str | int, ...], Node | None, str]] = [
    ("a: 1  # 注\nb: 2\n", ("a",), text_node("3"), "a: 3  # 注\nb: 2\n"),
    ("a: '1'\n", ("a",), text_node("2"), "a: '2'\n"),
    ('a: "1"\n', ("a",), text_node('说"2"'), "a: '说\"2\"'\n"),
    ("a: 1\n", ("a",), text_node("甲: 乙 # 丙"), 'a: "甲: 乙 # 丙"\n'),
    ("a: 1\n", ("a",), text_node("第一行\n第二行"), 'a: "第一行\\n第二行"\n'),
    ("a: |\n  一\n  二\nb: 2\n", ("a",), text_node("三"), "a: 三\nb: 2\n"),
    ("a: >-\n  一\n\n# 注\nb: 2\n", ("a",), text_node("三"), "a: 三\n\n# 注\nb: 2\n"),
    ("a: 一\n  二\nb: 2\n", ("a",), text_node("三"), "a: 三\nb: 2\n"),
    ("a:\nb: 2\n", ("a",), text_node("三"), "a: 三\nb: 2\n"),
    ("{a: 1, b: '}', c: 3}\n", ("b",), None, "{a: 1, c: 3}\n"),
    ("{a: 1, b: 2}\n", ("a",), None, "{b: 2}\n"),
    ("{a: 1, b: 2}\n", ("b",), None, "{a: 1}\n"),
    ("{a: 1,\n b: 2}  # 注\n", ("b",), text_node("x, y"), '{a: 1,\n b: "x, y"}  # 注\n'),
    ("a:\n- 1\n- 2\n", ("a",), text_node("无"), "a: 无\n"),
    ("a:  # 注\n  # 另一\n- 1\n", ("a",), text_node("无"), "a: 无  # 注\n  # 另一\n"),
    ("a:\n  - 1  # 一\n  # 二的注\n  - 2  # 二\n  - 3\n", ("a", 1), None, "a:\n  - 1  # 一\n  # 二的注\n  - 3\n"),
    ("a:\n  - 1  # 一\n  - 2  # 二\nb: 3\n", ("a", 1), None, "a:\n  - 1  # 一\nb: 3\n"),
    ("a:\n  - 1\n  # 注\n  - 2\n", ("a", 0), None, "a:\n  # 注\n  - 2\n"),
    ("a:\n  - b: 1\n    c: 2\n", ("a", 0, "b"), None, "a:\n  - c: 2\n"),
    ("a:\n  -\n    b: 1\n", ("a", 0, "b"), text_node("2"), "a:\n  -\n    b: 2\n"),
    ("- - 1\n  - 2\n- 3\n", (0, 1), text_node("4"), "- - 1\n  - 4\n- 3\n"),
    ("a: {b: 138,179.36万元, c: 1}\n", ("a", "b"), text_node("1,000元"), "a: {b: 1,000元, c: 1}\n"),
    ("a: [1, 2]", ("a", 0), text_node("1,000元"), 'a: ["1,000元", 2]'),
    ("a: {b: it's, c: 'it''s [', d: 1}\n", ("a", "d"), text_node("2"), "a: {b: it's, c: 'it''s [', d: 2}\n"),
    ('a: {b: he "x, c: y" d, e: 1}\n', ("a", "e"), None, 'a: {b: he "x, c: y" d}\n'),
    ("a: [ # 注 ]\n  {b: 1},\n  2 ]\n", ("a", 0, "b"), text_node("3"), "a: [ # 注 ]\n  {b: 3},\n  2 ]\n"),
]


@pytest.mark.parametrize(("before", "path", "value", "after"), CHANGES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_change_stays_where_it_belongs(
    before: str, path: tuple[str | int, ...], value: Node | None, after: str, newline: str
) -> None:
    text = before.replace("\n", newline)
    tree = read(text)
    assert rewritten(text, tree, put(tree, path, value)) == after.replace("\n", newline)


def test_entries_may_be_put_in_another_order() -> None:
    text = "a: 1  # 一\n# 二的注\nb: 2\nc: {d: 3, e: 4}\n"
    tree = read(text)
    entries = tree.entries or {}
    turned = replace(entries["c"], entries=dict(reversed((entries["c"].entries or {}).items())))
    new = replace(tree, entries={"c": turned, "b": entries["b"], "a": entries["a"]})
    assert rewritten(text, tree, new) == "c: {e: 4, d: 3}\n# 二的注\nb: 2\na: 1  # 一\n"


# Any tree

TEXTS = st.text(st.sampled_from("甲乙，。：-#:,'\"{}[]&*!%@?|> a1.元\n\\"), max_size=8).map(
    lambda text: text.strip() or "空"
)
KEYS = st.sampled_from(["甲", "乙", "丙", "a b", "x: y", "丁,戊"])


def holding(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Mappings and lists of such nodes."""
    mappings = st.dictionaries(KEYS, inner, min_size=1, max_size=3).map(lambda found: Node(NOWHERE, entries=found))
    lists = st.lists(inner, min_size=1, max_size=3).map(lambda found: Node(NOWHERE, items=tuple(found)))
    return mappings | lists


TREES = st.recursive(TEXTS.map(text_node), holding, max_leaves=8)


@st.composite
def written(draw: st.DrawFn, node: Node, indent: str = "") -> str:
    """A tree in one of the ways to write it: [ ] and { }, or a line for each part, with remarks."""
    if node.text is not None or draw(st.booleans()):
        return flow(node)
    remark = draw(st.sampled_from(["", "  # 注", "\n" + indent + "# 一行"]))
    parts = []
    for key, child in (node.entries or dict.fromkeys(map(str, range(len(node.items or ()))))).items():
        value = child if child is not None else (node.items or ())[int(key)]
        inner = draw(written(value, indent + "  "))
        head = f"{scalar(key)}:" if node.entries else "-"
        lined = value.text is None and inner[:1] not in "[{"
        parts.append(f"{head}{f'{chr(10)}{indent}  ' if lined else ' '}{inner}" + ("" if lined else remark))
    return f"\n{indent}".join(parts)


@settings(max_examples=300)
@given(st.data())
def test_any_tree_can_be_made_any_other_and_stays_if_it_is_the_same(data: st.DataObject) -> None:
    old = data.draw(holding(TREES))
    text = data.draw(written(old)) + "\n"
    tree = read(text)
    assert same(tree, old)
    assert rewritten(text, tree, tree) == text
    new = data.draw(holding(TREES))
    assert same(read(rewritten(text, tree, new)), new)
    first = next(iter(tree.entries)) if tree.entries else 0
    if len(tree.entries or tree.items or ()) > 1 and not text.startswith(("[", "{")):
        less = rewritten(text, tree, put(tree, (first,), None))
        assert less.splitlines().count("# 一行") >= text.splitlines().count("# 一行")  # remarks beside it stay


@given(TREES)
def test_what_is_shown_in_a_cell_is_read_back(tree: Node) -> None:
    for text in (flow(tree), lines(tree)):
        again = read(f"- {text}").items if tree.text is not None else (read(text),)
        assert again is not None
        assert same(again[0], tree)


@given(TEXTS, st.sampled_from(["", "'", '"']), st.booleans())
def test_any_text_is_written_so_that_it_is_read_as_itself(text: str, quote: str, inside: bool) -> None:
    wrote = scalar(text, quote, Spot.MAPPING if inside else Spot.LINE)
    found = read(f"{{a: {wrote}, b: 1}}" if inside else f"a: {wrote}\nb: 1\n").entries
    assert found is not None
    assert [child.text for child in found.values()] == [text, "1"]


def test_a_text_with_signs_nobody_sees_is_not_written() -> None:
    for sign in "\u200b\x07\ufeff\u2028":
        with pytest.raises(Unwritable):
            scalar(f"甲{sign}乙")


def test_a_file_that_would_be_read_as_something_else_is_not_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewriting, "scalar", lambda text, *_: "[")
    tree = read("a: 1\n")
    with pytest.raises(NotRewritten, match=r"样例\.yaml 改写以后读出来的内容不对，没有写入"):
        rewritten("a: 1\n", tree, put(tree, ("a",), text_node("2")))
