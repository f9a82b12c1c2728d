"""The blank fact file: every kind and field is in it, and it is a fact file as soon as the department is filled in."""

from __future__ import annotations

import re

import pytest
from small import dossier, words

from engine.mistakes import MistakesFound
from engine.skeleton import skeleton
from engine.truth import UNKNOWN
from engine.vocabulary import FINDING, Shape

BLANK = skeleton(words())
FILLED = {"名称": "示例部门", "年度": "2022", "地区": "广东省广州市增城区"}


def filled(text: str) -> str:
    """The blank file with what every department must state."""
    for word, value in FILLED.items():
        text, count = re.subn(rf"^(  {word}:) +(?=#)", rf"\1 {value}  ", text, count=1, flags=re.MULTILINE)
        assert count == 1, word
    return text


def uncommented(text: str) -> str:
    """The file with every example line put to use; the remarks at the top stay remarks."""
    head, line, body = text.partition("\n\n")
    return head + line + re.sub(r"^# ?(?! )(?=\S+:)|^# (?=  )|^#(?=   )", "", body, flags=re.MULTILINE)


def test_it_is_a_fact_file_as_soon_as_the_department_is_filled_in() -> None:
    found = dossier(filled(BLANK)[filled(BLANK).index("部门:") :])
    assert (found.department, found.year, found.region) == ("示例部门", 2022, "广东省广州市增城区")
    for kind, facts in found.facts.items():
        if kind != "部门":
            assert all(not fact.values or fact.present is not UNKNOWN for fact in facts)
            assert all(fact.values.keys() <= set(words().kinds[kind].key) for fact in facts), kind


def test_as_it_is_it_says_what_must_be_filled_in() -> None:
    with pytest.raises(MistakesFound) as error:
        dossier(BLANK[BLANK.index("部门:") :])
    assert {m.message for m in error.value.mistakes} == {f"“{word}”没有写值" for word in FILLED}


def test_every_kind_and_every_field_is_in_it_and_explained() -> None:
    for kind in words().kinds.values():
        if kind.word == FINDING:
            assert f"\n# {FINDING}:" not in BLANK
            continue
        block = re.search(rf"^(?:# )?{kind.word}:.*\n(?:.+\n)*", BLANK, re.MULTILINE)
        assert block, kind.word
        assert kind.about in block[0].splitlines()[0]
        for field in kind.fields.values():
            if kind.shape is Shape.TABLE and field.word in kind.key:
                assert all(re.search(rf"^#   {row}:", block[0], re.MULTILINE) for row in kind.rows)
                continue
            assert re.search(rf"(?:^|[ {{#-]){field.word}:", block[0]), f"{kind.word}.{field.word}"


def test_its_examples_are_right_when_they_are_put_to_use() -> None:
    text = uncommented(filled(BLANK))
    assert "\n# " not in text.partition("\n\n")[2]
    found = dossier(text[text.index("部门:") :])
    for kind, facts in found.facts.items():
        assert facts, kind
        for fact in facts:
            assert fact.values.keys() == words().kinds[kind].fields.keys(), kind


def test_closed_lists_and_links_are_named_beside_the_field() -> None:
    lines = BLANK.splitlines()
    assert any("性质:" in line and "可选：经常性、阶段性" in line for line in lines)
    assert any("领域:" in line and "填领域的名称" in line for line in lines)


def test_what_a_figure_measures_is_named_beside_it() -> None:
    lines = BLANK.splitlines()
    assert any("年初预算:" in line and "# 金额" in line for line in lines)
    assert not any("名称:" in line and "# 文本" in line for line in lines)
