"""--what-if: the rows meant, the value read, mistakes in words, and that it equals editing the file."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repository import read
from small import REGION, TODAY, dossier, listed, rule_text, write_rules

from engine.dossier import Dossier
from engine.impact.affected import affected
from engine.impact.assuming import assume, wanted_all
from engine.impact.change import Change
from engine.impact.comparing import Side, compare
from engine.impact.sides import open_side
from engine.impact.whatif import Wanted, wanted_of
from engine.library import Library
from engine.mistakes import Mistakes, MistakesFound

ELSEWHERE = "广东省广州市黄埔区"
ROWS = f"""
重点监控下限:
  取值:
    - {{地区: {REGION}, 性质: 经常性, 起: 2022-01-01, 值: 1000万元（含）, 依据: 样例, 核对: 待核}}
    - {{地区: {REGION}, 性质: 阶段性, 起: 2022-01-01, 值: 3000万元（含）, 依据: 样例, 核对: 待核}}
    - {{地区: {ELSEWHERE}, 值: 100万元（含）, 依据: 样例, 核对: 待核}}
    - {{值: 10万元（含）, 依据: 样例, 止: 2021-12-31, 核对: 待核}}
执行率下限:
  取值: [{{值: 90%, 依据: 样例, 核对: 待核}}]
起算日:
  取值: [{{值: 2022-06-01, 依据: 样例, 核对: 待核}}]
档次:
  阶梯: 比率
  取值:
    - {{自: 0%（含）, 至: 50%（不含）, 值: 1分, 依据: 样例, 核对: 待核}}
    - {{自: 50%（含）, 值: 2分, 依据: 样例, 核对: 待核}}
"""
WATCHED = rule_text("编码 不为无", rule="MON-001", theme="绩效监控", scope="年度预算 达到 重点监控下限")
SPENT = rule_text("支出 ÷ 年度预算 不低于 执行率下限", rule="BUD-001")
CLOSING = rule_text('不存在 问题 满足（规则 = "MON-001"）', kind="部门", rule="CLO-001", theme="问题整改")
OTHER = rule_text("支出 ≥ 1元", rule="BUD-009")
FACTS = listed(
    "项目",
    "名称: 甲, 性质: 经常性, 年度预算: 500万元, 支出: 450万元, 编码: 无",
    "名称: 乙, 性质: 阶段性, 年度预算: 500万元, 支出: 400万元, 编码: 无",
    "名称: 丙, 性质: 经常性, 年度预算: 1000万元, 支出: 1000万元, 编码: 无",
    "名称: 丁, 年度预算: 2000万元, 支出: 1000万元, 编码: 无",
)
GIVEN = [dossier(FACTS), dossier(FACTS, "黄埔某局", region=ELSEWHERE)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four rules and the parameters."""
    return write_rules(tmp_path / "规则", WATCHED, SPENT, CLOSING, OTHER, parameters=ROWS)


def assumed(folder: Path, *texts: str, given: list[Dossier] | None = None) -> tuple[Side, Side]:
    """The rulebook of a folder and what is assumed of it; raises MistakesFound."""
    mistakes = Mistakes()
    wishes = wanted_all(texts, mistakes)
    mistakes.check()
    side = open_side(str(folder), folder)
    new = assume(side, folder, wishes, GIVEN if given is None else given)
    return Side(side.name, side.book, new.only), new


def found(folder: Path, *texts: str) -> dict[str, set[str]]:
    """The subjects with new findings of the first rule, by department."""
    return {
        department.name: {c.subject for c in department.changes if c.rule == "MON-001" and c.sort == "新增发现"}
        for department in compare(*assumed(folder, *texts), GIVEN, TODAY)
    }


def refused(folder: Path, *texts: str) -> str:
    """What is said of assumptions that cannot be made."""
    with pytest.raises(MistakesFound) as error:
        assumed(folder, *texts)
    return str(error.value)


def test_a_plain_name_means_every_row_in_force_for_the_departments(folder: Path) -> None:
    assert found(folder, "重点监控下限=500万元") == {"示例部门": {"甲", "乙", "丁"}, "黄埔某局": set()}
    _, new = assumed(folder, "重点监控下限=500万元", given=GIVEN[:1])
    texts = [row.text for row in new.book.parameters["重点监控下限"].values]
    assert texts == ["500万元（含）", "500万元（含）", "100万元（含）", "10万元（含）"]


@pytest.mark.parametrize(
    "text", ["重点监控下限[性质=经常性]=500万元", "重点监控下限【 性质 ＝ 经常性 】＝ ５００ 万元"]
)
def test_words_in_brackets_choose_one_of_the_rows(folder: Path, text: str) -> None:
    assert found(folder, text) == {"示例部门": {"甲"}, "黄埔某局": set()}


def test_a_region_in_brackets_chooses_its_rows_only(folder: Path) -> None:
    _, new = assumed(folder, f"重点监控下限[地区={REGION}，性质=阶段性]=500万元")
    texts = [row.text for row in new.book.parameters["重点监控下限"].values]
    assert texts == ["1000万元（含）", "500万元（含）", "100万元（含）", "10万元（含）"]


def test_the_edge_stays_as_it_is_unless_it_is_written(folder: Path) -> None:
    assert found(folder, "重点监控下限=500万元")["示例部门"] >= {"甲"}
    assert found(folder, "重点监控下限=500万元（不含）")["示例部门"] == {"丁"}
    _, new = assumed(folder, "重点监控下限=500万元(不含)")
    assert [row.text for row in new.book.parameters["重点监控下限"].values] == [
        "500万元（不含）", "500万元（不含）", "500万元（不含）", "10万元（不含）",
    ]  # fmt: skip


def test_several_assumptions_hold_at_once(folder: Path) -> None:
    old, new = assumed(folder, "重点监控下限[性质=经常性]=500万元", "执行率下限=60%")
    changes = {(c.rule, c.subject) for c in next(compare(old, new, GIVEN, TODAY)).changes}
    assert changes == {("MON-001", "甲"), ("BUD-001", "乙")}


def test_one_row_goes_before_all_rows_whichever_is_written_first(folder: Path) -> None:
    texts = ("重点监控下限[性质=经常性]=600万元", "重点监控下限=500万元")
    for written in (texts, texts[::-1]):
        _, new = assumed(folder, *written)
        rows = new.book.parameters["重点监控下限"].values[:2]
        assert [row.text for row in rows] == ["600万元（含）", "500万元（含）"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("重点监控上限=500万元", "没有参数“重点监控上限”\n    是否想写“重点监控下限”？"),
        ("重点监控下限=500", "“500”缺少单位，“重点监控下限”是金额\n    现行取值是 1000万元（含）"),
        ("重点监控下限=500", "请写成“重点监控下限=500万元”。"),
        ("重点监控下限=500万", "“重点监控下限”的取值：“500万”缺少单位"),
        ("执行率下限=60", "请写成“执行率下限=60%”。"),
        ("重点监控下限=50%", "“50%”是比率，“重点监控下限”是金额"),
        ("重点监控下限=五百万", "“重点监控下限”的取值：“五百万”不是量"),
        ("起算日=2022-13-01", "没有“2022-13-01”这一天"),
        ("重点监控下限[性质=临时]=5万元", "没有“重点监控下限[性质=临时]=5万元”所说的取值\n    现行的取值：地区="),
        ("重点监控下限[姓质=经常性]=5万元", "参数“重点监控下限”不按“姓质”取值\n    是否想写“性质”？"),
        ("重点监控下限[性质]=5万元", "看不懂“重点监控下限[性质]=5万元”里的“性质”"),
        ("重点监控下限[]=5万元", "看不懂"),
        ("重点监控下限", "看不懂“重点监控下限”\n    写法："),
        ("=5万元", "看不懂"),
        ("重点监控下限=", "看不懂"),
        ("档次=5分", "“档次”是阶梯，不能在这里改"),
        ("重点监控下限[性质=经常性]=5万元（不含）", "不能只改一行\n    请去掉方括号，改写全部各行：重点监控下限=5万元"),
    ],
)  # fmt: skip
def test_an_assumption_that_cannot_be_made_says_what_to_write(folder: Path, text: str, words: str) -> None:
    assert words in refused(folder, text)
    assert refused(folder, text).startswith("--what-if  错误：")


def test_the_same_rows_named_twice_are_a_mistake(folder: Path) -> None:
    assert "“重点监控下限”写了两次" in refused(folder, "重点监控下限=5万元", "重点监控下限=6万元")


def test_a_parameter_with_no_row_for_these_departments_is_a_mistake(folder: Path) -> None:
    with pytest.raises(MistakesFound, match="没有取值（全国2022年度）"):
        assumed(folder, "重点监控下限=5万元", given=[dossier(FACTS, region="全国")])


def test_an_endless_text_is_refused_before_it_is_searched() -> None:
    mistakes = Mistakes()
    assert wanted_of("甲" * 500 + "=1元", mistakes) is None
    assert wanted_of("[" * 300, mistakes) is None
    assert wanted_of(" 甲 = 1元 ", mistakes) == Wanted("甲", {}, "1元", "甲 = 1元")


def test_only_the_rules_that_a_parameter_can_reach_are_judged(folder: Path) -> None:
    book = open_side(str(folder), folder).book
    assert affected(book, ["重点监控下限"]) == {"MON-001", "CLO-001"}
    assert affected(book, ["执行率下限"]) == {"BUD-001"}
    assert affected(book, ["起算日"]) == frozenset()


def test_a_severity_that_reads_findings_keeps_all_rules(tmp_path: Path) -> None:
    grades = '\n  - {级别: 严重, 条件: 存在 问题 满足（规则 = "BUD-009"）}\n  - {级别: 一般}'
    rules = [WATCHED, OTHER, rule_text("支出 ≥ 2元", rule="BUD-002", severity=grades)]
    folder = write_rules(tmp_path / "规则", *rules, parameters=ROWS)
    assert affected(open_side(str(folder), folder).book, ["重点监控下限"]) == {"MON-001", "BUD-009", "BUD-002"}


def test_the_limit_of_the_repository_lowered_names_exactly_the_projects_between(books: Library) -> None:
    given = [read(books, "*示例*2022*"), read(books, "*增城*2022*")]
    folder = Path(__file__).parent.parent / "rules"
    changes = [
        (department.name, change.rule, change.subject, str(change.old), str(change.new))
        for department in compare(*assumed(folder, "重点监控下限[性质=经常性]=500万元", given=given), given, TODAY)
        for change in department.changes
        if change.sort != "改变"
    ]
    budgets = {fact.key: fact.values for fact in given[0].facts["项目"]}
    between = [
        key for key, values in budgets.items()
        if values["性质"] == "经常性" and 5_000_000 <= values["年度预算"].nominal < 10_000_000  # type: ignore[union-attr]
    ]  # fmt: skip
    assert changes == [("示例局", "MON-001", key, "不适用", "发现问题（较大）") for key in between]
    assert between == ["企业服务热线"]


# The law: an assumption is the same as editing the file

VALUES = st.sampled_from(("5万元", "100万元", "499.99万元", "500万元", "0.05亿元", "1000万元", "2000万元", "约500万元"))
EDGES = st.sampled_from(("", "（含）", "（不含）"))
WHICH = st.sampled_from(("", "[性质=经常性]", "[性质=阶段性]", f"[地区={ELSEWHERE}]"))


def edited(which: str, value: str, edge: str) -> str:
    """参数.yaml as somebody would edit it."""
    lines = []
    for line in ROWS.splitlines():
        chosen = (
            "万元（含）" in line and "止:" not in line and (not which or which.strip("[]").replace("=", ": ") in line)
        )
        before, sign, after = line.partition("值: ")
        rest = after[after.find(",") :]
        if chosen:
            line = f"{before}{sign}{value}{edge or '（含）'}{rest}"
        elif "万元（含）" in line and edge:
            line = line.replace("（含）", edge)
        lines.append(line)
    return "\n".join(lines) + "\n"


def judged(old: Side, new: Side) -> list[tuple[Change, ...]]:
    """All changes without the names of the sides."""
    return [department.changes for department in compare(old, new, GIVEN, TODAY)]


@settings(max_examples=60)
@given(WHICH, VALUES, EDGES)
def test_an_assumption_is_the_same_as_editing_the_file(which: str, value: str, edge: str) -> None:
    if which and edge == "（不含）":
        return  # refused, see above
    with TemporaryDirectory() as place:
        rules = [WATCHED, SPENT, CLOSING, OTHER]
        first = write_rules(Path(place) / "一", *rules, parameters=ROWS)
        second = write_rules(Path(place) / "二", *rules, parameters=edited(which, value, edge))
        old, new = assumed(first, f"重点监控下限{which}={value}{edge}")
        whole = [open_side(str(folder), folder) for folder in (first, second)]
        assert judged(old, new) == judged(*whole)
        by_hand, here = (side.book.parameters["重点监控下限"].values for side in (whole[1], new))
        assert [(row.value, row.text) for row in by_hand] == [(row.value, row.text) for row in here]
