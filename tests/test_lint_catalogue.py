"""The explanations of the codes: every code of the engine has one, with a wrong and a right example."""

from __future__ import annotations

import re

import pytest
from small import ROOT

from engine.lint.catalogue import explained, explanations, overview

USED = {
    code
    for path in (ROOT / "engine" / "lint").glob("*.py")
    for code in re.findall(r'"(L\d{3})"', path.read_text("utf-8"))
}


def test_every_code_that_is_used_is_explained_and_every_explained_one_used() -> None:
    assert set(explanations()) == USED
    assert len(USED) >= 20


@pytest.mark.parametrize("code", sorted(explanations()))
def test_an_explanation_has_a_title_a_paragraph_and_a_wrong_and_a_right_example(code: str) -> None:
    node = explanations()[code]
    assert set(node.entries or {}) == {"题目", "说明", "不好", "改成"}
    assert all(child.text for child in (node.entries or {}).values())
    assert len((node.entries or {})["说明"].text or "") > 25


def test_a_code_is_explained_whatever_its_letters_look_like() -> None:
    text = explained("l201")
    assert text.startswith("L201  阶梯的两档之间有空档\n\n")
    assert "\n\n这样写会有提示：\n    - {自: 0%（含）" in text


def test_an_unknown_code_suggests_the_nearest() -> None:
    with pytest.raises(KeyError, match="没有提示“L21”（是否想写“L201”"):
        explained("L21")


def test_the_overview_has_a_line_for_every_code() -> None:
    assert len(overview().splitlines()) == len(explanations())
