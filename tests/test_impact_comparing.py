"""Two rulebooks over the same departments: what differs, why, and the laws of comparing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from small import TODAY, dossier, listed, rule_text, write_rules

from engine.dossier import Dossier
from engine.impact.change import Change, Department, Reason, Sort
from engine.impact.comparing import Side, compare
from engine.impact.edits import edits_of
from engine.impact.sides import open_sides, read_facts
from engine.library import open_library
from engine.mistakes import MistakesFound

LIMIT = "重点监控下限:\n  取值:\n    - {{值: {value}, 依据: 样例, 核对: 待核}}\n"
KEYED = (
    "重点监控下限:\n  取值:\n"
    "    - {{性质: 经常性, 值: {often}, 依据: 样例, 核对: 待核}}\n"
    "    - {{性质: 阶段性, 值: {once}, 依据: 样例, 核对: 待核}}\n"
)
FACTS = listed(
    "项目",
    "名称: 甲, 性质: 经常性, 年度预算: 600万元, 支出: 500万元, 编码: A",
    "名称: 乙, 性质: 阶段性, 年度预算: 600万元, 支出: 600万元, 编码: 无",
    "名称: 丙, 性质: 经常性, 年度预算: 约600万元",
)
WATCHED = rule_text("编码 不为无", rule="MON-001", theme="绩效监控", scope="年度预算 达到 重点监控下限")


def side(folder: Path, *rules: str, **more: str) -> Side:
    """One rulebook written into a folder of its own."""
    folder.mkdir()
    return Side(folder.name, open_library(write_rules(folder, *rules, **more)).book)


def changes(old: Side, new: Side, facts: str | Dossier = FACTS) -> dict[str, Change]:
    """The changes of one department by subject."""
    given = dossier(facts) if isinstance(facts, str) else facts
    (department,) = compare(old, new, [given], TODAY)
    return {change.subject: change for change in department.changes}


def told(change: Change) -> list[str]:
    """The reasons of a change in words."""
    return [str(reason) for reason in change.reasons]


def test_a_lower_limit_names_the_comparison_with_its_figures_and_the_row(tmp_path: Path) -> None:
    old = side(tmp_path / "旧", WATCHED, parameters=KEYED.format(often="1000万元", once="1000万元"))
    new = side(tmp_path / "新", WATCHED, parameters=KEYED.format(often="500万元", once="600万元"))
    found = changes(old, new)
    assert {name: (str(c.old), str(c.new), c.sort) for name, c in found.items()} == {
        "甲": ("不适用", "未发现问题", Sort.CHANGED),
        "乙": ("不适用", "发现问题（一般）", Sort.APPEARED),
        "丙": ("不适用", "无法判定", Sort.CHANGED),
    }
    truths = "不成立（重点监控下限 1,000万元） → 成立（重点监控下限 600万元）"
    assert told(found["乙"]) == [
        f"年度预算 达到 重点监控下限（年度预算 600万元）：{truths}",
        "参数 重点监控下限（阶段性）：1000万元 → 600万元",
    ]
    assert told(found["甲"])[1:] == ["参数 重点监控下限（经常性）：1000万元 → 500万元"]


def test_a_row_whose_words_are_not_known_is_named_with_all_that_may_count(tmp_path: Path) -> None:
    old = side(tmp_path / "旧", WATCHED, parameters=KEYED.format(often="1000万元", once="1000万元"))
    new = side(tmp_path / "新", WATCHED, parameters=KEYED.format(often="500万元", once="400万元"))
    found = changes(old, new, listed("项目", "名称: 丁, 年度预算: 600万元, 编码: A"))
    assert [reason.what for reason in found["丁"].reasons[1:]] == [
        "参数 重点监控下限（经常性）",
        "参数 重点监控下限（阶段性）",
    ]


def test_a_rule_that_comes_or_goes_is_the_reason_itself(tmp_path: Path) -> None:
    other = rule_text("支出 ≥ 550万元", rule="BUD-001")
    old, new = side(tmp_path / "旧", other), side(tmp_path / "新", other, rule_text("支出 ≥ 1元", rule="BUD-002"))
    found = changes(old, new)
    assert {(c.rule, str(c.old), told(c)[0]) for c in found.values()} == {("BUD-002", "无此判定", "新增规则")}
    assert {told(c)[0] for c in changes(new, old).values()} == {"删除规则"}
    assert [str(edit) for edit in edits_of(old.book, new.book)] == ["新增规则 BUD-002 BUD-002的名称"]


@pytest.mark.parametrize(
    ("old", "new", "reasons"),
    [
        (rule_text("支出 ≥ 400万元"), rule_text("支出 ≥ 550万元"),
         ["要求：“支出 ≥ 400万元”成立（支出 500万元） → “支出 ≥ 550万元”不成立（支出 500万元）"]),
        (rule_text("支出 ≥ 550万元", scope="年度预算 高于 900万元"), rule_text("支出 ≥ 550万元"),
         ["适用：“年度预算 高于 900万元”不成立（年度预算 600万元） → 没有"]),
        (rule_text("支出 ≥ 1元"), rule_text("支出 ≥ 1元 且 编码 = \"B\" 且 性质 = 经常性"),
         ["要求：没有 → “编码 = \"B\"”不成立（编码 A）"]),
        (rule_text("支出 ≥ 550万元", more="适用年度: 2023 起\n"), rule_text("支出 ≥ 550万元"),
         ["适用年度：2023 起 → 各年"]),
        (rule_text("支出 ≥ 550万元", kind="领域"), rule_text("支出 ≥ 550万元", kind="[领域, 项目]"),
         ["对象：领域 → 领域、项目"]),
        (rule_text("支出 ≥ 550万元", kind="领域"), rule_text("支出 ≥ 550万元", more="适用年度: 2016 起\n"),
         ["对象：领域 → 项目"]),
        (rule_text("支出 ≥ 550万元"), rule_text("支出 ≥ 550万元", severity="较大"),
         ["级别“一般”：其余 → 没有", "级别“较大”：没有 → 其余"]),
    ],
)  # fmt: skip
def test_what_was_rewritten_is_shown_before_and_after(tmp_path: Path, old: str, new: str, reasons: list[str]) -> None:
    found = changes(side(tmp_path / "旧", old), side(tmp_path / "新", new))
    assert told(found["甲"]) == reasons


def test_a_derived_figure_defined_otherwise_is_named(tmp_path: Path) -> None:
    rule = rule_text("执行率 不低于 80%")
    old = side(tmp_path / "旧", rule, derived="项目:\n  执行率: 支出 ÷ 年度预算\n")
    new = side(tmp_path / "新", rule, derived="项目:\n  执行率: 支出 ÷ 1000万元\n")
    assert told(changes(old, new)["甲"]) == [
        "执行率 不低于 80%：成立（执行率 83.33%） → 不成立（执行率 50%）",
        "推导 执行率：支出 ÷ 年度预算 → 支出 ÷ 1000万元",
    ]


def test_a_grade_that_moves_is_a_change_of_severity_with_its_comparison(tmp_path: Path) -> None:
    graded = "\n  - {{级别: 严重, 条件: 支出 低于 {}}}\n  - {{级别: 一般}}"
    old = side(tmp_path / "旧", rule_text("支出 ≥ 550万元", severity=graded.format("400万元")))
    new = side(tmp_path / "新", rule_text("支出 ≥ 550万元", severity=graded.format("501万元")))
    change = changes(old, new)["甲"]
    assert (str(change.old), str(change.new), change.sort) == ("发现问题（一般）", "发现问题（严重）", Sort.CHANGED)
    assert told(change) == [
        "级别“严重”：“支出 低于 400万元”不成立（支出 500万元） → “支出 低于 501万元”成立（支出 500万元）"
    ]


def test_a_finding_that_another_rule_reads_carries_its_change_on(tmp_path: Path) -> None:
    closing = rule_text('不存在 问题 满足（规则 = "BUD-001"）', kind="部门", rule="CLO-001", theme="问题整改")
    old = side(tmp_path / "旧", rule_text("支出 ≥ 1元", rule="BUD-001"), closing)
    new = side(tmp_path / "新", rule_text("支出 ≥ 550万元", rule="BUD-001"), closing)
    facts = listed("项目", "名称: 甲, 支出: 500万元")
    found = changes(old, new, facts)["示例部门"]
    assert (found.rule, str(found.new)) == ("CLO-001", "发现问题（一般）")
    assert told(found) == ['不存在 问题 满足（规则 = "BUD-001"）：成立 → 不成立（问题“BUD-001·项目·甲”）']


def test_a_waived_finding_is_a_change_and_no_finding(tmp_path: Path) -> None:
    waiver = "豁免:\n- {规则: TST-001, 对象: 甲, 理由: 已批, 批准: 财政局, 到期: 2023-12-31}\n"
    old, new = side(tmp_path / "旧", rule_text("支出 ≥ 1元")), side(tmp_path / "新", rule_text("支出 ≥ 550万元"))
    change = changes(old, new, FACTS + waiver)["甲"]
    assert (str(change.new), change.sort) == ("已豁免（一般）", Sort.CHANGED)


def test_a_theme_or_rule_that_only_one_rulebook_has_may_be_named_in_the_facts(tmp_path: Path) -> None:
    old = write_rules(tmp_path / "旧", rule_text("支出 ≥ 1元"))
    new = write_rules(tmp_path / "新", rule_text("支出 ≥ 1元"), rule_text("支出 ≥ 1元", rule="NEW-001", theme="新主题"))
    themes = (new / "主题.yaml").read_text(encoding="utf-8")
    (new / "主题.yaml").write_text(themes + "- {主题: 新主题, 标题: 新方面}\n", encoding="utf-8")
    facts = tmp_path / "事实.yaml"
    problem = "自述问题: [{序号: 一, 摘要: 甲, 主题: 新主题}]\n"
    waiver = "豁免: [{规则: NEW-001, 对象: 甲, 理由: 已批, 批准: 局, 到期: 2023-12-31}]\n"
    facts.write_text(f"部门: {{名称: 甲局, 年度: 2022, 地区: 全国}}\n{problem}{waiver}", encoding="utf-8")
    sides = open_sides(str(old), str(new), new)
    assert [one.department for one in read_facts([facts], sides)] == ["甲局"]
    facts.write_text(facts.read_text(encoding="utf-8").replace("NEW-001", "NEW-002"), encoding="utf-8")
    with pytest.raises(MistakesFound, match="没有规则“NEW-002”"):
        read_facts([facts], sides)


# Laws

DUTIES = (
    "支出 ≥ {}万元",
    "支出 ÷ 年度预算 不低于 {}%",
    "编码 不为无 或 支出 高于 {}万元",
    "非（性质 = 经常性 且 年度预算 达到 重点监控下限）",
)
BOOKS = st.fixed_dictionaries(
    {
        "duty": st.sampled_from(DUTIES),
        "number": st.sampled_from((1, 83, 84, 500, 600)),
        "scope": st.sampled_from(("", "年度预算 达到 重点监控下限", "性质 = 阶段性")),
        "severity": st.sampled_from(("一般", "较大", "\n  - {级别: 严重, 条件: 支出 低于 600万元}\n  - {级别: 一般}")),
        "wide": st.booleans(),
        "limit": st.sampled_from(("500万元", "600万元", "600万元（不含）", "601万元")),
        "closing": st.booleans(),
    }
)  # fmt: skip


def written(folder: Path, choice: dict[str, object]) -> Side:
    """The rulebook that a choice of its parts describes."""
    duty = str(choice["duty"]).format(choice["number"])
    rules = [rule_text(duty, scope=str(choice["scope"]), severity=str(choice["severity"]))]
    if choice["wide"]:
        rules.append(rule_text("支出 ≥ 500万元", "[领域, 项目]", "TST-002"))
    if choice["closing"]:
        reading = '不存在 问题 满足（规则 = "TST-001" 且 对象 = 对象.名称）'
        rules.append(rule_text(reading, rule="CLO-001", theme="问题整改"))
    return side(folder, *rules, parameters=LIMIT.format(value=choice["limit"]))


def compared(one: dict[str, object], other: dict[str, object]) -> tuple[Department, Department]:
    """Both ways between two rulebooks."""
    with TemporaryDirectory() as place:
        old, new = written(Path(place) / "旧", one), written(Path(place) / "新", other)
        given = [dossier(FACTS + listed("领域", "名称: 丙, 支出: 1元, 年度预算: 2元"))]
        return next(compare(old, new, given, TODAY)), next(compare(new, old, given, TODAY))


def turned(reason: Reason) -> Reason:
    """A reason seen from the other side."""
    return Reason(reason.what, reason.new, reason.old)


@settings(max_examples=25)
@given(BOOKS)
def test_a_rulebook_against_itself_changes_nothing(choice: dict[str, object]) -> None:
    assert [department.changes for department in compared(choice, choice)] == [(), ()]


@settings(max_examples=80)
@given(BOOKS, BOOKS)
def test_the_way_back_is_the_mirror_of_the_way_there(one: dict[str, object], other: dict[str, object]) -> None:
    there, back = compared(one, other)
    mirrored = [replace(c, old=c.new, new=c.old, reasons=tuple(map(turned, c.reasons))) for c in back.changes]
    assert [replace(c, reasons=()) for c in there.changes] == [replace(c, reasons=()) for c in mirrored]
    for change, mirror in zip(there.changes, mirrored, strict=True):
        assert set(change.reasons) == set(mirror.reasons)
        assert change.reasons
