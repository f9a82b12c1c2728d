"""The department and year of a line are found in every form that facts have, and in nothing else."""

from __future__ import annotations

import pytest

from engine.batch.naming import named


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('{"部门": {"名称": "甲局", "年度": 2022, "地区": "广东省"}, "项目": [{"支出": [1, {}]}]}', ("甲局", "2022")),
        ('{"项目": "无", "部门": {"年度": "2022年", "名称": " 甲局 "}}', ("甲局", "2022")),
        ('{"部门": {"名称": {"值": "甲局", "出处": "表"}, "年度": {"值": 2022}}}', ("甲局", "2022")),
        ('\ufeff{"部门": {"名称": "甲局", "年度": 2022}}', ("甲局", "2022")),
        ('{"部门": {"名称": "甲局"}}', ("甲局", "")),
        ('{"部门": {}}', ("", "")),
        ('{"部门": "甲局"}', ("", "")),
        ('{"项目": []}', None),
        ("[]", None),
        ("", None),
        ('{"部门": {"名称": "甲', None),
        ("[" * 100_000, None),
    ],
)
def test_the_name_and_year_of_a_line_are_what_it_states(line: str, name: tuple[str, str] | None) -> None:
    assert named(line.encode()) == name


def test_a_line_that_is_no_text_names_nothing() -> None:
    assert named(b'{"\xff": 1}') is None
    assert named("{}".encode("utf-16")) is None
