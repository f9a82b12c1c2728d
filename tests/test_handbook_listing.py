"""`rules list`: which rules are shown, what stands beside each, and what is said of rules that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Runner
from small import rule_text, write_rules

from engine.handbook.edition import Edition, check_region
from engine.handbook.listing import checked_words
from engine.handbook.reading import readable, whole
from engine.mistakes import Mistakes, MistakesFound

PARAMETERS = """
下限:
  取值:
    - {地区: 广东省广州市增城区, 起: 2022-01-01, 值: 100元（含）, 依据: 甲, 核对: 待核}
    - {地区: 广东省广州市, 止: 2020-12-31, 值: 50元（含）, 依据: 乙, 核对: 已核, 核对日期: 2026-11-23}
"""
LOW = rule_text("支出 达到 下限", rule="BUD-001", severity="较大")
HINT = rule_text("编码 不为无", rule="MON-001", theme="绩效监控", severity="提示", more="适用年度: 2021 起")
GRADED = "\n  - {级别: 严重, 条件: '声明重点监控项目数 > 1个'}\n  - {级别: 一般}"
CLOSING = rule_text(
    '不存在 问题 满足（规则 = "BUD-001"）', kind="部门", rule="CLO-001", theme="问题整改", severity=GRADED
)
GZ, ZC = "广东省广州市", "广东省广州市增城区"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three rules, one of them with a regional standard."""
    return write_rules(tmp_path / "规则", LOW, HINT, CLOSING, parameters=PARAMETERS)


@pytest.fixture
def listed(run: Runner, folder: Path) -> Runner:
    """Runs the command over the three rules."""
    return lambda *arguments: run("rules", "list", "--rules", folder, *arguments)


def ids(text: str) -> list[str]:
    return [line.split("│")[1].strip() for line in text.splitlines() if line.startswith("│ ") and "-0" in line[:10]]


def test_every_rule_is_listed_with_theme_severity_subject_and_cases(listed: Runner) -> None:
    result = listed()
    assert result.code == 0
    assert ids(result.out) == ["BUD-001", "CLO-001", "MON-001"]
    row = next(line for line in result.out.splitlines() if "CLO-001" in line)
    assert [cell.strip() for cell in row.split("│")[1:-1]] == [
        "CLO-001", "CLO-001的名称", "问题整改", "严重、一般", "部门", "已核", "3",
    ]  # fmt: skip
    assert result.out.endswith("共3条规则。\n")
    assert "标准" not in result.out  # nobody asked about a place or a year


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (("--family", "BUD"), ["BUD-001"]),
        (("--family", "类"), ["BUD-001", "CLO-001", "MON-001"]),
        (("--theme", "绩效监控"), ["MON-001"]),
        (("--severity", "一般"), ["CLO-001"]),
        (("--severity", "严重"), ["CLO-001"]),
        (("--year", "2020"), ["BUD-001", "CLO-001"]),
        (("bud-001",), ["BUD-001", "CLO-001"]),  # the second asks for findings of the first
        (("编码", "MON"), ["MON-001"]),
        (("编码", "BUD"), []),
    ],
)
def test_each_filter_keeps_the_rules_that_fit_it(listed: Runner, options: tuple[str, ...], wanted: list[str]) -> None:
    assert ids(listed(*options).out) == wanted


def test_nothing_that_fits_is_said_in_a_sentence(listed: Runner) -> None:
    result = listed("没有这个词")
    assert (result.code, result.out) == (0, "没有符合这些条件的规则。\n")


@pytest.mark.parametrize(
    ("options", "lacks"),
    [
        (("--region", ZC, "--year", "2022"), False),
        (("--region", ZC, "--year", "2021"), True),  # the city's row has ended, the district's has not begun
        (("--region", GZ, "--year", "2020"), False),
        (("--region", GZ), False),
        (("--region", "广东省深圳市"), True),
        (("--year", "2021"), True),
        (("--year", "2022"), False),
    ],
)
def test_a_rule_without_a_standard_here_is_marked(listed: Runner, options: tuple[str, ...], lacks: bool) -> None:
    row = next(line for line in listed(*options).out.splitlines() if "BUD-001" in line)
    assert ("缺标准：下限" in row) is lacks


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--family", "BUT"), "没有类别“BUT”\n    是否想写“BUD”？"),
        (("--theme", "预算执型"), "没有主题“预算执型”\n    是否想写“预算执行”？"),
        (("--severity", "较重"), "没有严重程度“较重”\n    是否想写“较大”"),
        (("--region", "增城区"), "地区要自省级写起，这里是“增城区”\n    是否想写“广东省广州市增城区”？"),
        (("--region", "广州市"), "是否想写“广东省广州市”？"),
        (("--region", "广东省广州市增城"), "最后一级不是完整的行政区名称\n    是否想写“广东省广州市增城区”？"),
        (("--region", "湖南"), "地区要自省级写起，这里是“湖南”"),
    ],
)
def test_a_filter_that_fits_nothing_names_the_nearest(listed: Runner, options: tuple[str, ...], words: str) -> None:
    result = listed(*options)
    assert (result.code, result.out) == (2, "")
    assert words in result.err


def test_a_broken_rule_does_not_hide_the_others_but_is_told(listed: Runner, folder: Path) -> None:
    (folder / "类" / "坏.yaml").write_text("编号: BAD-001\n", encoding="utf-8")
    result = listed()
    assert result.code == 0
    assert ids(result.out) == ["BUD-001", "CLO-001", "MON-001"]
    assert "另有1个文件有错误" in result.err
    assert "坏.yaml" in result.err


def test_a_folder_without_rules_is_a_mistake(run: Runner, tmp_path: Path) -> None:
    result = run("rules", "list", "--rules", tmp_path)
    assert result.code == 2
    assert "没有规则文件" in result.err


def test_a_rule_that_is_asked_for_and_cannot_be_read_says_why(folder: Path) -> None:
    (folder / "类" / "坏.yaml").write_text("编号: BAD-001\n", encoding="utf-8")
    with pytest.raises(MistakesFound, match="缺少“名称”"):
        readable(folder, "BAD-001")
    assert readable(folder, "BUD-001")[0].rules


def test_the_edition_knows_which_rules_read_a_finding(folder: Path) -> None:
    edition = Edition(whole(folder))
    readers = {rule.id: edition.readers(rule) for rule in edition.rules()}
    assert readers == {"BUD-001": ("CLO-001",), "CLO-001": (), "MON-001": ()}


def test_the_marks_of_several_bases_are_counted(folder: Path, tmp_path: Path) -> None:
    text = LOW.replace("核对: 已核}]", "核对: 已核}, {文件: 甲, 核对: 待核}, {文件: 乙, 核对: 待核}]")
    book = whole(write_rules(tmp_path / "另", text, parameters=PARAMETERS))
    assert checked_words(book.rules["BUD-001"]) == "待核2项"


def test_a_region_below_or_above_a_known_one_is_taken_as_it_is(folder: Path) -> None:
    book, mistakes = whole(folder), Mistakes()
    for region in (None, "", "广东省", f"{ZC}石滩镇", "湖南省岳阳市"):
        check_region(book, region, mistakes)
    assert mistakes.found == []
