"""The schema of facts takes keys with the unit of their value where the readers take them, and marks the others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from small import REGION, words

from engine.handbook.fact_schema import facts_schema
from engine.mistakes import Mistakes
from engine.nodes import parse
from engine.quantity import NUMERIC
from engine.reading import dossier_of
from engine.value_reading import UNITS
from engine.vocabulary import FINDING, Field, Kind, Shape

VALIDATOR = Draft202012Validator(facts_schema(words()))
EVERY = [
    (kind, field)
    for kind in words().kinds.values()
    if kind.word != FINDING
    for field in kind.fields.values()
    if field.dim in NUMERIC and (kind.shape is Shape.SINGLE or kind.word in ("项目", "指标"))
]
KEYS = sorted({unit for units in UNITS.values() for unit in units} | {"亩", "％", "完元", "", "2个", "余个", "米2"})
VALUES = st.sampled_from(
    (
        "12",
        "12.50",
        "-3",
        "1,234",
        "１２",
        "约12",
        "12左右",
        "380余",
        "无",
        "12元",
        "12万元",
        "12%",
        "1E+7",
        "十",
        "'12 '",
    )
) | st.integers(-(10**9), 10**9).map(str)


def text(kind: Kind, key: str, value: str) -> str:
    """A fact file in which one fact of a kind has a key."""
    own = {"部门": f", {key}: {value}"}.get(kind.word, "")
    head = f"部门: {{名称: 甲, 年度: 2022, 地区: {REGION}{own}}}\n"
    if own:
        return head
    return (
        head
        + f"{kind.word}: "
        + (f"{{{key}: {value}}}\n" if kind.shape is Shape.SINGLE else f"[{{名称: 甲, {key}: {value}}}]\n")
    )


def taken(source: str) -> bool:
    """Whether the readers of facts take a text without mistakes."""
    mistakes = Mistakes()
    node = parse(source, "甲.yaml", mistakes)
    assert node is not None
    dossier_of(node, words(), mistakes, "甲.yaml")
    return not mistakes.found


def marked(source: str) -> bool:
    """Whether an editor marks a text."""
    return not VALIDATOR.is_valid(_plain(YAML(typ="safe", pure=True).load(source)))


def _plain(value: Any) -> Any:
    """As an editor takes it: every key a text, and days, which JSON does not know, too."""
    if isinstance(value, dict):
        return {str(key): _plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    return value.isoformat() if isinstance(value, date) else value


@given(st.sampled_from(EVERY), st.sampled_from(KEYS), VALUES, st.sampled_from(("（{}）", "({})", "( {} )")))
def test_no_key_with_a_unit_that_the_engine_takes_is_marked(
    where: tuple[Kind, Field], unit: str, value: str, brackets: str
) -> None:
    kind, field = where
    for stated in (value, f"{{值: {value}, 出处: 一}}"):
        source = text(kind, field.word + brackets.format(unit), stated)
        if taken(source):
            assert not marked(source)


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("项目", "支出（完元）", "12"),
        ("项目", "支出（个）", "12"),
        ("项目", "支出()", "12"),
        ("项目", "性质（个）", "经常性"),
        ("项目", "下达日期（日）", "2022-08-31"),
        ("项目", "支処（元）", "12"),
        ("项目", "支出（元）", "12%"),
        ("项目", "支出（分）", "十二"),
        ("项目", "支出（分）", "{值: 12, 出触: 甲}"),
        ("人员", "编制人数（元）", "12"),
        ("指标", "同比（个）", "12"),
        ("部门", "年度（年）", "2022"),
    ],
)
def test_a_key_with_a_wrong_unit_or_a_wrong_value_is_marked(kind: str, key: str, value: str) -> None:
    source = text(words().kinds[kind], key, value)
    assert marked(source)
    assert not taken(source)
