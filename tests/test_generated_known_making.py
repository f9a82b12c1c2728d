"""What has a form in the exact tier, and what has none: figures without end, words that would have to be guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from plain_lines import desk, desk_of, fact_line, projects, spec_from
from small import library, rule_text

from engine.generated.known.spec import Spec

LADDER = """
线: {取值: [{性质: 经常性, 值: 2元, 依据: 甲, 核对: 已核}, {值: 4元, 依据: 甲, 核对: 已核}]}
数: {取值: [{值: 0.02元, 依据: 甲, 核对: 已核}]}
"""


def spec_for(folder: Path, duty: str, kind: str = "项目", derived: str = "", evidence: bool = True) -> Spec | None:
    """The spec of a rulebook of one rule."""
    return spec_from(library(folder, rule_text(duty, kind), derived=derived, parameters=LADDER), evidence)


@pytest.mark.parametrize(
    ("duty", "kind"),
    [
        ("支出 相符 年度预算", "项目"),
        ("支出 ≥ 约5元", "项目"),
        ("支出 ≥ 线", "项目"),
        ("最大(项目.支出) ≥ 5元", "部门"),
        ("工作日数(下达日期, 下达日期) ≥ 5日", "项目"),
        ("执行进度 ≥ 50%", "执行进度"),
        ("实际值 ≥ 5个", "指标"),
        ("职能清单 包含 甲", "部门"),
        ('存在 问题 满足（规则 = "TST-001"）', "部门"),
        ("存在 项目 满足（支出 ≥ 对象.年度预算）", "项目"),
        ('对象 = "项目"', "问题"),
    ],
)
def test_what_is_no_matter_of_whole_numbers_has_no_form(tmp_path: Path, duty: str, kind: str) -> None:
    rules = (rule_text(duty.replace("甲", '"甲"'), kind, "TST-009"), rule_text("支出 ≥ 1元"))
    assert spec_from(library(tmp_path, *rules, parameters=LADDER)) is None


@pytest.mark.parametrize(
    "duty", ["支出 ≥ 数", "支出 ÷ 年度预算 ≥ 33.3%", "下达日期 ≥ 本年3月3日", "数量(监控记录) ≥ 1个"]
)
def test_what_is_a_matter_of_whole_numbers_has_a_form(tmp_path: Path, duty: str) -> None:
    assert spec_for(tmp_path, duty) is not None


# A rulebook may say in forty lines what would fill a library


def chain(first: str, step: str, many: int = 39) -> str:
    """Derived figures of a project, each made of the one before."""
    lines = [f"  推0: '{first}'", *(f"  推{n}: '{step.replace('推', f'推{n - 1}')}'" for n in range(1, many + 1))]
    return "\n".join(["项目:", *lines, ""])


@pytest.mark.parametrize(
    ("first", "step", "duty"),
    [
        ("支出 + 年度预算", "推 + 推 × 2", "推39 ≤ 50元"),
        ("支出 ÷ 年度预算", "推 × 推", "推39 ≤ 50%"),
        ("支出 ≥ 年度预算", "推 = 推", "推39 = 是"),
        ("支出 ≥ 年度预算", "（推 且 支出 ≥ 1元） 或 （非 推 且 支出 ≥ 2元）", "推39 = 是"),
        ("支出 + 年度预算", "推 × 999999999999999999999999999", "推39 ≤ 50元"),
        ("支出 + 年度预算", "（（（（推 + 1元） + 1元） + 1元） + 1元） + 1元", "推39 ≤ 50元"),
        ("数量(监控记录)", "数量(项目 满足 （推 ≥ 1个）) + 数量(项目 满足 （推 ≥ 2个）)", "推39 ≤ 5个"),
    ],
)
def test_figures_made_of_figures_without_end_have_no_form(tmp_path: Path, first: str, step: str, duty: str) -> None:
    assert spec_for(tmp_path, duty, derived=chain(first, step)) is None


def test_figures_made_of_figures_have_a_form_while_they_are_short(tmp_path: Path) -> None:
    one = desk(tmp_path, rule_text("推5 ≤ 0.50元"), derived=chain("支出 + 年度预算", "推 + 推 × 2", 5))
    for spent in range(-3, 4):
        assert one.check(fact_line(项目=projects(("甲", 0, spent), ("乙", 1, spent))))


def test_a_rulebook_of_which_no_rule_is_in_force_finds_nothing(tmp_path: Path) -> None:
    books = library(tmp_path, rule_text("支出 ≥ 1元", more="适用年度: 2030 起"))
    one = desk_of(books)
    assert one is not None
    assert one.check(fact_line())


@pytest.mark.parametrize("region", ["广东", "广州市", "", "{甲}", "广东省广州市增城"])
def test_a_region_that_is_none_has_no_form(tmp_path: Path, region: str) -> None:
    assert spec_from(library(tmp_path, rule_text("支出 ≥ 1元")), region=region) is None


def test_without_evidence_more_rules_have_a_form_and_none_shows_figures(tmp_path: Path) -> None:
    derived = "项目:\n  率: 支出 ÷ 领域.支出\n"
    assert spec_for(tmp_path, "项目.率 ≤ 50%", "监控记录", derived) is None
    found = spec_for(tmp_path, "项目.率 ≤ 50%", "监控记录", derived, evidence=False)
    assert found is not None
    assert not any("佐证" in piece for group in found.groups for piece in group.pieces)
