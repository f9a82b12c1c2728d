"""`rules show`: a rule as a page, and the sentences that its conditions and wording are said in."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Runner
from small import bench, rule_text, write_rules

from engine.handbook.article import article
from engine.handbook.edition import Edition
from engine.handbook.reading import whole
from engine.handbook.sentence import sentences, severities, wording
from engine.handbook.speech import Speaker
from engine.terms import Condition

PARAMETERS = """
下限:
  取值:
    - {值: 100元（含）, 依据: 〔设计〕, 核对: 待核}
期限: {取值: [{值: 30日, 依据: 某法第一条, 核对: 已核, 核对日期: 2026-11-23}]}
起算日: {取值: [{值: 2022-01-01, 依据: 甲, 核对: 待核}]}
两地下限:
  取值:
    - {地区: 广东省, 性质: 经常性, 起: 2021-01-01, 止: 2023-12-31, 值: 1000元（不含）, 依据: 甲, 核对: 待核}
    - {地区: 广东省, 性质: 阶段性, 值: 3000元（不含）, 依据: 甲, 核对: 待核}
执行率得分:
  阶梯: 比率
  取值:
    - {至: 60%（不含）, 值: 0分, 依据: 甲, 核对: 待核}
    - {自: 60%（含）, 值: 5分, 依据: 甲, 核对: 待核}
"""
DERIVED = """
项目:
  执行率: 支出 ÷ 年度预算
  支出额: {先取: [支出, 年度预算 − 未支出]}
  年末下达: 资金来源 = 上级 且 下达日期 ≥ 本年12月1日
"""


def said(text: str, kind: str = "项目") -> str:
    """A condition or a value on a kind as it is read aloud."""
    table = bench(derived=DERIVED, parameters=PARAMETERS)
    values = {"下限": "100元，含本数", "期限": "30日"}
    speaker = Speaker(kind, lambda name: values.get(name, ""))
    found = table.condition(text, kind)
    assert isinstance(found, Condition)
    return speaker.condition(found)


@pytest.mark.parametrize(
    ("written", "aloud"),
    [
        ("支出 ≥ 100元", "支出不低于100元"),
        ("支出 达到 下限", "支出达到下限（100元，含本数）"),
        ("支出 未达到 下限", "支出未达到下限（100元，含本数）"),
        ("非 支出 达到 下限", "支出低于下限（100元，含本数）"),
        ("下达日期 < 2022-12-01", "下达日期早于2022年12月1日"),
        ("下达日期 ≤ 本年12月31日", "下达日期不晚于当年12月31日"),
        ("间隔日数(下达日期, 2022-12-31) ≤ 期限", "自下达日期至2022年12月31日的日数不超过期限（30日）"),
        ("性质 = 经常性", "性质为“经常性”"),
        ("性质 ≠ 经常性", "性质不是“经常性”"),
        ("合同付款方式 属于 {一次付清, 分年支付}", "合同付款方式为“一次付清”或“分年支付”"),
        ("合同付款方式 不属于 {一次付清, 分年支付}", "合同付款方式不属于“一次付清”“分年支付”"),
        ("编码 为无", "没有编码"),
        ("编码 不为无", "有编码"),
        ("年末下达", "符合“年末下达”"),
        ("非 年末下达", "不符合“年末下达”"),
        ("支出 相符 未支出", "支出与未支出相符"),
        ("支出 不相符 未支出", "支出与未支出不相符"),
        ("年度预算 − (支出 − 未支出) > 0元", "年度预算−（支出−未支出）高于0元"),
        ("绝对值(支出 − 未支出) > 0元", "（支出−未支出）的绝对值高于0元"),
        ("年度预算 − 支出 − 未支出 > 0元", "年度预算−支出−未支出高于0元"),
        ("(支出 + 未支出) ÷ 年度预算 > 50%", "（支出+未支出）÷年度预算高于50%"),
        ("存在 监控记录", "有本项目的监控记录"),
        ("存在 监控记录 满足（类型 属于 {年中, 重点}）", "有本项目的、类型为“年中”或“重点”的监控记录"),
        (
            "不存在 监控记录 满足（类型 = 年中 且 截止月份 ≥ 7）",
            "没有本项目的、类型为“年中”、截止月份不早于7月的监控记录",
        ),
        ("每个 监控记录 满足（截止月份 < 12）", "每一监控记录都做到（截止月份早于12月）"),
        ("数量(监控记录 满足 类型 = 年中) ≥ 2个", "本项目的、类型为“年中”的全部监控记录的个数不少于2个"),
        ("合计(未支出说明.金额) = 未支出", "本项目的全部未支出说明的金额合计等于未支出"),
        ("支出 > 0元 且 性质 = 经常性 且 编码 为无", "支出高于0元，性质为“经常性”，并且没有编码"),
        ("编码 为无 且（支出 > 0元 或 未支出 > 0元）", "没有编码，并且（支出高于0元，或者未支出高于0元）"),
        ("非 （编码 为无 或 支出 > 0元）", "并非（没有编码，或者支出高于0元）"),
        ("阶梯(执行率, 执行率得分) ≥ 3分", "执行率按“执行率得分”分档的取值不低于3分"),
        ("部门.年度 ≥ 2022", "评价年度不小于2022"),
    ],
)
def test_a_condition_is_read_aloud_in_whole_words(written: str, aloud: str) -> None:
    assert said(written) == aloud


def test_an_outer_fact_is_called_by_its_name_inside_a_list() -> None:
    text = "存在 改革事项 满足（职能 = 对象.职能 且 方向 = 划出）"
    assert said(text, "指标") == "有职能与该指标相同、方向为“划出”的改革事项"
    assert said("存在 自述措施 满足（主题 包含 对象.主题）", "扣分") == "有主题包含该扣分的主题的自述措施"


def test_findings_of_other_rules_are_discovered_not_had() -> None:
    text = '存在 问题 满足（规则 属于 {"BUD-002", "BUD-010"}）'
    assert said(text, "部门") == "已发现规则为“BUD-002”或“BUD-010”的问题"
    assert said(f"非 {text}", "部门").startswith("没有发现规则为")


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
    assert told == "〔名称〕［没有验收日期的，写：未见验收］［有方式为“询价”的采购的，写“有询价”］"


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
    assert labels == ["规则", "依据", "严重程度", "适用年度", "问题表述", "改进措施"]


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
