"""Regions: written from the province on, so that the nearest standard is found and no other by chance."""

from __future__ import annotations

import pytest
from small import REGION, tree

from engine.mistakes import Mistakes, Place
from engine.parameter_reading import parameters_of
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
        "湖北省恩施土家族苗族自治州恩施市",
        "湖北省恩施州",
        "广东省广州市增城区荔城街道",
        "内蒙古自治区锡林郭勒盟西乌珠穆沁旗巴彦胡舒苏木",
        "湖北省神农架林区",
        "江苏省南京市江北新区",
        "江西省景德镇市浮梁县浮梁镇",
        "河南省新乡市",
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


@pytest.mark.parametrize(
    "region",
    [
        "广东省广州市增城",
        "广东省广州",
        "广东省广州市增城区财政局",
        "北京市海淀",
        "河南省新乡",
        "江西省景德镇",
        "四川省成都市彭州",
        "广东省广州市（增城区）",
    ],
)
def test_a_region_whose_last_name_is_cut_short_or_is_none_is_a_mistake(region: str) -> None:
    mistakes = Mistakes()
    assert not check_region(region, HERE, mistakes)
    assert (mistakes.found[0].place, mistakes.found[0].message) == (
        HERE,
        f"地区“{region}”的最后一级不是完整的行政区名称",
    )
    assert mistakes.found[0].hint == "写到“市”“区”“县”“镇”这样的字为止，例如：广东省广州市增城区。"


@pytest.mark.parametrize(
    ("region", "meant"),
    [
        ("广东省广州市增城", "广东省广州市增城区"),
        ("广东省广州", "广东省广州市"),
        ("广东", "广东省"),
        ("增城", "广东省广州市增城区"),
        ("广州市增城区", "广东省广州市增城区"),
        ("广东省广州市增城曲", "广东省广州市增城区"),
        ("新区", "广东省广州市新区”或“湖南省新区"),
    ],
)
def test_the_region_of_a_standard_that_was_probably_meant_is_offered(region: str, meant: str) -> None:
    mistakes = Mistakes()
    known = ["广东省广州市增城区", "广东省广州市黄埔区", "广东省广州市新区", "湖南省新区"]
    assert not check_region(region, HERE, mistakes, known)
    assert set(mistakes.found[0].hint[5:-2].split("”或“")) == set(meant.split("”或“"))


def test_a_region_that_no_standard_resembles_is_not_taken_for_another() -> None:
    mistakes = Mistakes()
    assert not check_region("广东省广州市越秀", HERE, mistakes, ["广东省广州市", "广东省广州市增城区"])
    assert mistakes.found[0].hint.startswith("写到“市”“区”")


def test_spaces_in_a_region_are_pointed_out_with_the_right_spelling() -> None:
    mistakes = Mistakes()
    assert not check_region("广东省 广州市", HERE, mistakes)
    assert mistakes.found[0].hint == "是否想写“广东省广州市”？"


def test_the_other_rows_tell_what_is_meant_by_a_region_that_is_cut_short() -> None:
    rows = "".join(
        f"    - {{地区: {region}, 值: 1元, 依据: 甲办法, 核对: 待核}}\n"
        for region in (REGION[:-1], REGION, REGION[:-1])
    )
    mistakes = Mistakes()
    parameters_of(tree(f"线:\n  取值:\n{rows}"), mistakes)
    lines = [found.place.line for found in mistakes.found if "最后一级不是完整的行政区名称" in found.message]
    assert (lines, mistakes.found[-1].hint) == ([3, 5], f"是否想写“{REGION}”？")


@pytest.mark.parametrize(
    ("region", "told"),
    [
        ("广东省增城区", ["地区“广东省增城区”漏写了中间一级 是否想写“广东省广州市增城区”？"]),
        ("广东省广州市", []),
        ("广东省广州市增城区", []),
        ("湖北省仙桃市", []),
        ("湖南省增城区", []),
    ],
)
def test_a_district_that_follows_its_province_at_once_is_asked_about_where_a_standard_knows_better(
    region: str, told: list[str]
) -> None:
    mistakes = Mistakes()
    assert check_region(region, HERE, mistakes, [REGION, "湖北省", "广东省广州市"]) is not bool(told)
    assert [f"{mistake.message} {mistake.hint}" for mistake in mistakes.found] == told
