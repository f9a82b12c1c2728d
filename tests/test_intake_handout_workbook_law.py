"""Our workbook keeps every text: a tree that is written and read again is the same tree, or its writing was refused."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import random_facts
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_facts import Data, fact_files
from small import ROOT, words
from trees import made, plain

from engine.headings import Headings
from engine.intake.grids.opening import open_grids
from engine.intake.handout.workbook import workbook_of
from engine.intake.layout import WAIVER, kinds_of
from engine.intake.returning import note_losses
from engine.intake.tables.table import tree_of
from engine.library import Library
from engine.mistakes import Mistakes
from engine.nodes import Node, read_file
from engine.quantity import Dim
from engine.vocabulary import Kind, Shape, Vocabulary

NONE = "无"


def carried(tree: Node | None, vocabulary: Vocabulary, headings: Headings) -> tuple[Node | None, Mistakes]:
    """What is read from the workbook of a tree, and what was said of writing and reading it."""
    mistakes = Mistakes()
    data = workbook_of(tree, vocabulary, headings, mistakes)
    if mistakes.found:
        return None, mistakes
    with TemporaryDirectory() as folder:
        path = Path(folder) / "甲.xlsx"
        path.write_bytes(data)
        return tree_of(open_grids(path, mistakes), vocabulary, headings, mistakes), mistakes


def canonical(tree: Any, vocabulary: Vocabulary) -> dict[str, Any]:
    """The texts of a fact file, the several ways to write the same made one."""
    found = {}
    for kind in kinds_of(vocabulary, Headings()):
        if kind.word in tree and (told := _kind(kind, tree[kind.word])):
            found[kind.word] = told
    return found


def _kind(kind: Kind, data: Any) -> Any:
    if kind.shape is Shape.SINGLE:
        return _fact(kind, data)
    if kind.shape is Shape.TABLE:
        rows = {row: _fact(kind, fact) for row, fact in data.items() if row != "出处"}
        told = {row: fact for row, fact in rows.items() if fact}
        return {**told, **({"出处": data["出处"]} if told and "出处" in data else {})}
    whole = data if isinstance(data, dict) else {"条目": data}
    rows = [] if whole["条目"] == NONE else whole["条目"]
    complete = whole.get("清单完整", "是") == "是"
    return complete, [_fact(kind, row) for row in rows], whole.get("出处", "") if rows else ""


def _fact(kind: Kind, data: dict[str, Any]) -> dict[str, Any]:
    told = {word: _value(kind, word, value) for word, value in data.items() if word != "出处"}
    return told | ({"出处": data["出处"]} if told and "出处" in data else {})


def _value(kind: Kind, word: str, value: Any) -> Any:
    inner, source = (value["值"], value.get("出处", "")) if isinstance(value, dict) else (value, "")
    if kind.fields[word].dim is Dim.TAGS:
        inner = NONE if inner in ([], NONE) else [inner] if isinstance(inner, str) else inner
    return inner, source


@pytest.mark.parametrize("path", sorted((ROOT / "facts").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_departments_of_the_checkout_come_back_text_by_text(path: Path, books: Library) -> None:
    book, mistakes = books.book, Mistakes()
    tree = read_file(path, mistakes)
    assert tree is not None
    found, said = carried(tree, book.vocabulary, book.headings)
    assert [str(mistake) for mistake in said.found] == []
    assert found is not None
    assert canonical(plain(found), book.vocabulary) == canonical(plain(tree), book.vocabulary)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fact_files())
def test_any_facts_come_back_text_by_text_or_the_loss_is_placed(data: Data) -> None:
    tree = made(data)
    found, said = carried(tree, words(), Headings())
    if found is None:
        assert all(_refusable(mistake.message) for mistake in said.found), [str(mistake) for mistake in said.found]
        return
    losses = Mistakes()
    note_losses(tree, found, words(), losses)
    same = canonical(plain(found), words()) == canonical(data, words())
    assert same is not bool(losses.found), [str(mistake) for mistake in losses.found]


PLAIN = st.sampled_from(
    ("甲", "乙（二期）", "=1+1", "-5", "1.10", "2022-08-31", "http://甲", "'甲", "第3#项", "0755", "a b")
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_facts_of_plain_words_always_come_back_text_by_text(data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("WORDS", "NAMES", "SOURCES"):
            patch.setattr(random_facts, name, PLAIN)
        given_facts = data.draw(fact_files())
    found, said = carried(made(given_facts), words(), Headings())
    assume(all("没有内容" not in mistake.message for mistake in said.found))  # facts that state nothing but a source
    assert [str(mistake) for mistake in said.found] == []
    assert found is not None
    assert canonical(plain(found), words()) == canonical(given_facts, words())


def _refusable(message: str) -> bool:
    """Whether a workbook may refuse that: a text that parts where it should not, or a row that would be empty."""
    return any(word in message for word in ("顿号、逗号或分号", "没有内容"))


def test_the_empty_workbook_says_nothing(books: Library) -> None:
    book = books.book
    found, said = carried(None, book.vocabulary, book.headings)
    assert [str(mistake) for mistake in said.found] == []
    assert found is None or canonical(plain(found), book.vocabulary) == {}


def test_every_kind_of_the_engine_has_a_shape_that_the_law_covers() -> None:
    assert {kind.shape for kind in (*words().kinds.values(), WAIVER)} == set(Shape)
