"""What is written as JSON reads back to the same tree, here and in other programs."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from trees import TREES, made, plain

from engine.intake.json_reading import parse_json
from engine.intake.json_writing import json_text
from engine.mistakes import Mistakes


@given(TREES)
def test_every_tree_survives_as_json(data: Any) -> None:
    text, mistakes = json_text(made(data)), Mistakes()
    node = parse_json(text, "甲.json", mistakes)
    mistakes.check()
    assert node is not None
    assert plain(node) == data
    assert json.loads(text) == data


def test_chinese_stands_as_it_is_and_every_value_is_a_text() -> None:
    data = {"部门": {"年度": "2022", "职能清单": ["服务"]}}
    expected = '{\n  "部门": {\n    "年度": "2022",\n    "职能清单": [\n      "服务"\n    ]\n  }\n}\n'
    assert json_text(made(data)) == expected
