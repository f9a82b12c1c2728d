"""`rules show`: a rule as a page, with the sentences that it and its wording are said in."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Runner
from small import rule_text, write_rules

from engine.handbook.article import article
from engine.handbook.edition import Edition
from engine.handbook.reading import whole
from engine.handbook.sentence import sentences, severities, wording

PARAMETERS = """
下限:
  取值:
    - {值: 100元（含）, 依据: 〔设计〕, 核对: 待核}
起算日: {取值: [{值: 2022-01-01, 依据: 甲, 核对: 待核}]}
两地下限:
  取值:
    - {地区: 广东省, 性质: 经常性, 起: 2021-01-01, 止: 2023-12-31, 值: 1000元（不含）, 依据: 甲, 核对: 待核}
    - {地区: 广东省, 性质: 阶段性, 值: 3000元（不含）, 依据: 甲, 核对: 待核}
"""
DERIVED = """
项目:
  执行率: 支出 ÷ 年度预算
  支出额: {先取: [支出, 年度预算 − 未支出]}
"""


RULE = rule_text(
    "执行率 不低于 50% 且 支出 达到 下限",
    rule="BUD-001",
    scope="性质 = 经常性",
    severity="\n  - {级别: 严重, 条件: '执行率 低于 10%'}\n  - {级别: 一般}",
    problem="{部门.年度}年，{明细|；}，共{个数}个，合计{合计(年度预算):万元}〈，另有{最大(支出)}〉。",
    detail="{名称}〈（{编码}）〉支出{支出额:万元}{监控记录 满足（类型 = 年中）：有{截止月份}月的记录|；}",
    more="影响: 有影响。\n责任: 某科室\n期限: 30日内\n误报提示: 可能误报\n评分指标: 某指标\n适用年度: 2020-2023",
)
READER = rule_text('不存在 问题 满足（规则 = "BUD-001"）', kind="部门", rule="CLO-001", theme="问题整改")


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """Two rules, one of which reads the findings of the other."""
    return Edition(whole(write_rules(tmp_path, RULE, READER, derived=DERIVED, parameters=PARAMETERS)))


def test_the_sentence_says_whom_when_what_and_what_else(edition: Edition) -> None:
    asked = "应当做到：执行率不低于50%，并且支出达到下限（100元，含本数）。没有做到的，列为“BUD-001的名称”。"
    assert sentences(edition.book.rules["BUD-001"], edition) == ["每一项目，凡性质为“经常性”的，" + asked]
    assert sentences(edition.book.rules["CLO-001"], edition) == [
        "被检查部门应当做到：没有发现规则为“BUD-001”的问题。没有做到的，列为“CLO-001的名称”（一般）。"
    ]
    assert severities(edition.book.rules["BUD-001"], edition) == "执行率低于10%的，为严重；其余为一般。"


def test_subjects_of_several_kinds_share_a_sentence_where_it_is_the_same(tmp_path: Path) -> None:
    rules = (
        rule_text("支出 > 0元", kind="[领域, 项目]", severity="提示"),
        rule_text("支出 > 0元", "预算收支", "TST-002"),
    )
    edition = Edition(whole(write_rules(tmp_path, *rules)))
    first, second = edition.rules()
    assert sentences(first, edition) == [
        "每一领域、每一项目应当做到：支出高于0元。没有做到的，提示核实“TST-001的名称”。"
    ]
    assert sentences(second, edition)[0].startswith("部门的预算收支应当做到：支出高于0元。")


def test_a_clause_on_the_subject_itself_reads_as_a_condition(tmp_path: Path) -> None:
    detail = "{名称}{采购 满足（名称 = 对象.名称 且 验收日期 为无）：未见验收|}〈{采购 满足（方式 = 询价）：有询价|}〉"
    rule = rule_text("验收日期 不为无", kind="采购", problem="{明细|；}。", detail=detail)
    edition = Edition(whole(write_rules(tmp_path, rule)))
    told = wording(edition.rules()[0], "detail", edition)
    assert told == "〔名称〕［没有验收日期的，写：未见验收］［有方式为“询价”的采购的，写：有询价］"


def test_a_standard_of_one_region_is_a_gap_in_the_wording_until_the_region_is_named(tmp_path: Path) -> None:
    parameters = "标准甲: {取值: [{地区: 广东省, 值: 400万元（含）, 依据: 甲, 核对: 待核}]}\n"
    parameters += "期限: {取值: [{值: 30日, 依据: 甲, 核对: 待核}]}\n"
    rule = rule_text("支出 未达到 标准甲", problem="{名称}达到{标准甲}，超过{期限}。")
    book = whole(write_rules(tmp_path, rule, parameters=parameters))
    (found,) = book.rules.values()
    assert wording(found, "problem", Edition(book)) == "〔名称〕达到〔标准甲（广东省400万元，含本数）〕，超过30日。"
    assert wording(found, "problem", Edition(book, "广东省", 2022)) == "〔名称〕达到400万元，超过30日。"


def test_a_subject_with_two_names_is_picked_by_both(tmp_path: Path) -> None:
    pick = "数值 满足（名称 = 对象.名称 且 位置 = 对象.位置 且 值 为无）"
    rule = rule_text(
        "值 不为无", kind="数值", problem=f"{{{pick}：没有数|}}{{数值 满足（名称 = 对象.名称）：{{位置}}|}}"
    )
    edition = Edition(whole(write_rules(tmp_path, rule)))
    told = "［没有值的，写：没有数］〔逐条列出名称与该数值相同的数值：〔位置〕〕"
    assert wording(edition.rules()[0], "problem", edition) == told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{若 支出 = 0元：全年未支出}", "［支出等于0元的，写：全年未支出］"),
        ("{若 支出 = 0元：全年未支出|支出{支出}}", "［支出等于0元的，写：全年未支出；其余写：支出〔支出〕］"),
        ("{若 支出 = 0元：|支出{支出}}", "［除支出等于0元以外的，写：支出〔支出〕］"),
        ("甲{若 编码 不为无：；|。}", "甲［有编码的，写“；”；其余写“。”］"),
    ],
)
def test_a_choice_of_texts_reads_as_a_condition(tmp_path: Path, written: str, told: str) -> None:
    edition = Edition(whole(write_rules(tmp_path, rule_text("支出 > 0元", problem=written))))
    assert wording(edition.rules()[0], "problem", edition) == told


def test_the_wording_names_its_gaps_and_what_may_be_left_out(edition: Edition) -> None:
    rule = edition.book.rules["BUD-001"]
    assert wording(rule, "problem", edition) == (
        "〔年度〕年，〔逐个列出〕，共〔个数〕个，合计〔年度预算合计〕万元［，另有〔最大的支出〕］。"
    )
    assert wording(rule, "detail", edition) == (
        "〔名称〕［（〔编码〕）］支出〔支出额〕万元〔逐条列出本项目的、类型为“年中”的监控记录：有〔截止月份〕月的记录〕"
    )


def test_the_article_says_everything_that_the_rule_file_says(edition: Edition) -> None:
    lines = {line.label: line.text for line in article(edition.book.rules["BUD-001"], edition) if line.label}
    assert lines["标准"] == "下限：100元（含），没有制度来源的设计取值【待核】。"
    assert lines["依据"] == "《中华人民共和国预算法》第五十七条【已核】。"
    assert lines["用语"] == "“执行率”指支出÷年度预算。“支出额”指支出；不知道的，取年度预算−未支出。"
    assert lines["适用年度"] == "2020年度至2023年度。"
    assert lines["改进措施"] == "改正。（责任科室：某科室；完成时限：30日内）"
    assert (lines["误报提示"], lines["评分指标"]) == ("可能误报。", "某指标。")
    assert lines["关联规则"] == "CLO-001以本条发现的问题为前提。"
    assert lines["问题表述"].endswith("。有影响。")


def test_what_a_rule_does_not_say_takes_no_line(edition: Edition) -> None:
    labels = [line.label for line in article(edition.book.rules["CLO-001"], edition)]
    assert labels == ["规则", "依据", "严重程度", "适用年度", "问题表述", "改进措施", "关联规则"]


def test_a_rule_that_reads_every_other_one_is_not_named_by_each(tmp_path: Path) -> None:
    every = rule_text('不存在 问题 满足（规则 ≠ "YOY-001"）', kind="部门", rule="YOY-001")
    edition = Edition(whole(write_rules(tmp_path, RULE, READER, every, derived=DERIVED, parameters=PARAMETERS)))
    related = {
        rule.id: [line.text for line in article(rule, edition) if line.label == "关联规则"] for rule in edition.rules()
    }
    assert related == {
        "BUD-001": ["CLO-001以本条发现的问题为前提。"],
        "CLO-001": ["本条以BUD-001发现的问题为前提。"],
        "YOY-001": ["本条以其他各条规则发现的问题为前提。"],
    }


def test_standards_say_where_when_and_for_whom(tmp_path: Path) -> None:
    rules = rule_text("年度预算 未达到 两地下限 且 下达日期 ≥ 起算日", rule="TST-001")
    book = whole(write_rules(tmp_path, rules, parameters=PARAMETERS))

    def standards(region: str | None, year: int | None) -> str:
        edition = Edition(book, region, year)
        return next(line.text for line in article(book.rules["TST-001"], edition) if line.label == "标准")

    assert "广东省，性质为“经常性”，1000元（不含），2021年1月1日起至2023年12月31日止，甲【待核】" in standards(
        None, None
    )
    assert "广东省，性质为“阶段性”，3000元（不含），甲【待核】" in standards(None, None)
    assert "经常性" not in standards("广东省广州市", 2024)
    assert "两地下限：【缺标准】没有适用的取值，本条判为无法判定" in standards("湖南省", 2022)
    assert "起算日（2022年1月1日）" in sentences(book.rules["TST-001"], Edition(book))[0]


def test_the_page_shows_standards_cases_and_the_file(run: Runner, edition: Edition, tmp_path: Path) -> None:
    page = run("rules", "show", "BUD-001", "--rules", tmp_path, "--region", "广东省", "--year", "2022")
    assert (page.code, page.err) == (0, "")
    for words in (
        "BUD-001　BUD-001的名称　（预算执行方面）",
        "标准（广东省，2022年度）",
        "〔设计〕",
        "用例",
        "无法判定",
        "文件：",
    ):
        assert words in page.out


def test_a_rule_without_its_standard_says_so_on_its_page(run: Runner, tmp_path: Path) -> None:
    rule = rule_text("年度预算 未达到 两地下限", rule="TST-001")
    write_rules(tmp_path, rule, parameters=PARAMETERS)
    page = run("rules", "show", "TST-001", "--rules", tmp_path, "--region", "湖南省", "--year", "2022")
    assert "缺标准：两地下限。没有适用于这个地区和年度的取值，本条判为无法判定。" in page.out


def test_a_year_that_the_rule_is_not_for_is_said_on_its_page(run: Runner, edition: Edition, tmp_path: Path) -> None:
    assert "本条不适用于2024年度。" in run("rules", "show", "BUD-001", "--rules", tmp_path, "--year", "2024").out
    assert "本条不适用于" not in run("rules", "show", "BUD-001", "--rules", tmp_path, "--year", "2023").out


def test_cases_show_what_else_must_come_out(run: Runner, tmp_path: Path) -> None:
    results = "{乙: 发现问题, 丙: 不适用}"
    case = f"  - {{名称: 甲, 年度: 2022, 地区: 广东省, 事实: {{项目: 无}}, 结果: {results}, 缺少: [支出, 编码]}}\n"
    write_rules(
        tmp_path,
        rule_text("支出 > 0元", cases=case + "  - {名称: 丁, 年度: 2022, 结果: 发现问题, 级别: 一般, 文字: 戊}"),
    )
    page = run("rules", "show", "TST-001", "--rules", tmp_path).out
    for words in ("甲（广东省）", "乙发现问题，丙不适用", "点出缺少：支出、编码", "级别：一般；文字含：戊"):
        assert words in page


def test_an_unknown_rule_names_the_nearest(run: Runner, edition: Edition, tmp_path: Path) -> None:
    page = run("rules", "show", "BUD-010", "--rules", tmp_path)
    assert (page.code, page.out) == (2, "")
    assert "没有规则“BUD-010”\n    是否想写“BUD-001”" in page.err
