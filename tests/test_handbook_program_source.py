"""`rules show --generated`: the source that rules become, for a year and a region, and what is missing to make it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from commands import Runner
from small import REGION, rule_text, write_rules

LOW = rule_text("支出 达到 下限", rule="BUD-001", more="适用年度: 2020-2023")
CLOSE = rule_text('不存在 问题 满足（规则 = "BUD-001"）', kind="部门", rule="CLO-001", theme="问题整改")
OTHER = rule_text("编码 不为无", rule="MON-001", theme="绩效监控")
LIMIT = "下限: {取值: [{地区: 广东省, 值: 100元（含）, 依据: 〔设计〕, 核对: 待核}]}"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Three rules, one of which reads the findings of another."""
    return write_rules(tmp_path, LOW, CLOSE, OTHER, parameters=LIMIT)


def test_the_source_of_one_rule_holds_those_whose_findings_it_reads(run: Runner, book: Path) -> None:
    found = run("rules", "show", "CLO-001", "--generated", "--year", 2022, "--rules", book)
    assert found.code == 0
    ast.parse(found.out)
    assert "'BUD-001'" in found.out
    assert "'CLO-001'" in found.out
    assert "'MON-001'" not in found.out


def test_the_source_of_all_rules_takes_the_standards_of_the_region(run: Runner, book: Path) -> None:
    here = run("rules", "show", "--generated", "--year", 2022, "--region", REGION, "--rules", book)
    assert ">= 10000  # 支出 达到 下限" in here.out  # 分
    assert REGION in here.out
    everywhere = run("rules", "show", "--generated", "--year", 2022, "--rules", book)
    assert ">= 10000" not in everywhere.out
    assert "全国 2022年" in everywhere.out


def test_what_is_missing_or_wrong_is_said(run: Runner, book: Path) -> None:
    for arguments, words in (
        (["--generated"], "没有写年度"),
        (["BUD-001", "--generated", "--year", 2024], "规则 BUD-001 不适用于2024年度"),
        (["BUD-002", "--generated", "--year", 2022], "没有规则“BUD-002”"),
        (["--generated", "--year", 2022, "--region", "广州市"], "地区要自省级写起"),
        ([], "要写规则编号"),
    ):
        found = run("rules", "show", *arguments, "--rules", book)
        assert found.code == 2
        assert words in found.out + found.err
