"""Regions: written from the province on, so that the nearest standard is found and no other by chance."""

from __future__ import annotations

import pytest

from engine.mistakes import Mistakes, Place
from engine.region import check_region

HERE = Place("甲.yaml", 4, 7)


@pytest.mark.parametrize(
    "region",
    [
        "全国",
        "广东省",
        "广东省广州市增城区",
        "北京市海淀区",
        "内蒙古自治区呼和浩特市",
        "香港特别行政区",
        "新疆生产建设兵团第一师",
        "示例省示例市",
    ],
)
def test_a_region_from_the_province_on_is_right(region: str) -> None:
    mistakes = Mistakes()
    assert check_region(region, HERE, mistakes)
    assert not mistakes.found


@pytest.mark.parametrize(
    "region", ["增城区", "广州市增城区", "广东", "呼和浩特市", "恩施土家族苗族自治州", "省", "海淀区"]
)
def test_a_region_that_begins_below_the_province_is_told_where_to_begin(region: str) -> None:
    mistakes = Mistakes()
    assert not check_region(region, HERE, mistakes)
    assert (mistakes.found[0].place, mistakes.found[0].message) == (HERE, f"地区要自省级写起，这里是“{region}”")


def test_spaces_in_a_region_are_pointed_out_with_the_right_spelling() -> None:
    mistakes = Mistakes()
    assert not check_region("广东省 广州市", HERE, mistakes)
    assert mistakes.found[0].hint == "是否想写“广东省广州市”？"
