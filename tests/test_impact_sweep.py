"""A parameter taken through a range: the values meant, counts and changes, the picture, and what is refused."""

from __future__ import annotations

import json
import re
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import TODAY, dossier, listed, rule_text, write_rules

from engine.impact import picture as drawing
from engine.impact.assuming import assume, wanted_all
from engine.impact.comparing import Side, standing
from engine.impact.sides import open_side
from engine.impact.sweep import MOST, Swept, is_range
from engine.impact.sweep_rendering import rendered
from engine.impact.sweeping import Sweeper
from engine.impact.whatif import wanted_of
from engine.mistakes import Mistakes, MistakesFound

ROWS = """
重点监控下限:
  取值:
    - {性质: 经常性, 值: 1000万元（含）, 依据: 样例, 核对: 待核}
    - {性质: 阶段性, 值: 3000万元（含）, 依据: 样例, 核对: 待核}
执行率下限:
  取值: [{值: 90%, 依据: 样例, 核对: 待核}]
起算日:
  取值: [{值: 2022-06-01, 依据: 样例, 核对: 待核}]
美元$下限:
  取值: [{值: 5个, 依据: 样例, 核对: 待核}]
"""
RULES = (
    rule_text("编码 不为无", rule="MON-001", theme="绩效监控", scope="年度预算 达到 重点监控下限"),
    rule_text("支出 ÷ 年度预算 不低于 执行率下限", rule="BUD-001"),
    rule_text("下达日期 < 起算日", rule="BUD-002"),
    rule_text('支出 ≥ 1元 且 名称 ≠ "丙"', rule="BUD-009"),
)
READING = (
    rule_text('数量(问题 满足（规则 属于 {"MON-001", "BUD-009"}）) 低于 3个', "部门", "CLO-001", theme="问题整改"),
    rule_text('对象 ≠ "丙"', "问题", "CLO-002", scope='规则 = "MON-001"', theme="问题整改"),
)
FACTS = listed(
    "项目",
    "名称: 甲, 性质: 经常性, 年度预算: 500万元, 支出: 450万元, 编码: 无, 下达日期: 2022-06-01",
    "名称: 乙, 性质: 阶段性, 年度预算: 700万元, 支出: 400万元, 编码: 无, 下达日期: 2022-05-31",
    "名称: 丙, 性质: 经常性, 年度预算: 约900万元, 支出: 900万元, 编码: 无, 下达日期: 2022-07-31",
)
GIVEN = [dossier(FACTS), dossier(listed("项目"), "乙局")]


@pytest.fixture
def side(tmp_path: Path) -> Side:
    """Four rules and the parameters."""
    folder = write_rules(tmp_path / "规则", *RULES, parameters=ROWS)
    return open_side(str(folder), folder)


def swept(side: Side, text: str) -> Swept:
    """What a sweep comes to; raises MistakesFound."""
    mistakes = Mistakes()
    wanted = wanted_of(text, mistakes)
    mistakes.check()
    assert wanted is not None
    assert is_range(wanted)
    sweeper = Sweeper(side, wanted, GIVEN, TODAY)
    return sweeper.swept(list(sweeper.steps()))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("重点监控下限=500万元..700万元 step 100万元", ["500万元", "600万元", "700万元"]),
        ("重点监控下限=500万元 至 750万元 步长 1,000,000元", ["500万元", "600万元", "700万元"]),
        ("重点监控下限=0.05亿元～0.06亿元 STEP 50万元", ["0.05亿元", "0.055亿元", "0.06亿元"]),
        ("重点监控下限[性质=经常性]=500万元..500.5万元 step 0.25万元", ["500万元", "500.25万元", "500.50万元"]),
        ("执行率下限=89%..90% step 0.5个百分点", ["89%", "89.5%", "90%"]),
        ("执行率下限=89%…90% step 0.5%", ["89%", "89.5%", "90%"]),
        ("执行率下限=89%至90%步长0.5%", ["89%", "89.5%", "90%"]),
        ("执行率下限=89.123%..89.125% step 0.001%", ["89.123%", "89.124%", "89.125%"]),
        ("起算日=2022-06-01..2022-08-01 step 30日", ["2022-06-01", "2022-07-01", "2022-07-31"]),
    ],
)
def test_the_values_of_a_range_are_written_as_somebody_would_write_them(
    side: Side, text: str, values: list[str]
) -> None:
    assert [step.text for step in swept(side, text).steps] == values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("重点监控下限=500万元..700万元", "没有写步长\n    写法："),
        ("重点监控下限=500万元 step 100万元", "只写了步长，没有写从哪里到哪里"),
        ("重点监控下限=500..700万元 step 100万元", "“500”缺少单位"),
        ("重点监控下限=500万元..700万元 step 100", "步长：“100”缺少单位，这里要写金额"),
        ("重点监控下限=500万元..700万元 step 5%", "步长：“5%”是比率，这里要写金额"),
        ("起算日=2022-06-01..2022-08-01 step 1", "步长：“1”缺少单位，这里要写日数"),
        ("重点监控下限=500万元..700万元 step 0元", "步长要大于零"),
        ("重点监控下限=500万元..700万元 step -1元", "步长要大于零"),
        ("重点监控下限=700万元..500万元 step 1万元", "范围要从小写到大"),
        ("重点监控下限=约500万元..700万元 step 1万元", "确数"),
        ("重点监控下限=500万元（不含）..700万元 step 1万元", "范围里不写（含）（不含）"),
        ("重点监控下限=500万元..700万元 step 1万元", f"这个范围要试201个值，最多{MOST}个"),
        ("重点监控下限=1元..999999999999亿元 step 0.01元", f"最多{MOST}个"),
        ("重点监控上限=1元..2元 step 1元", "没有参数“重点监控上限”"),
    ],
)
def test_a_range_that_cannot_be_gone_through_says_why(side: Side, text: str, words: str) -> None:
    with pytest.raises(MistakesFound) as error:
        swept(side, text)
    assert words in str(error.value)


def test_counts_and_changes_are_those_of_the_values(side: Side) -> None:
    found = swept(side, "重点监控下限=400万元..1000万元 step 100万元")
    assert (found.rules, found.departments) == (("MON-001",), (("示例部门", 2022), ("乙局", 2022)))
    assert [(step.text, step.findings, step.unknown) for step in found.steps] == [
        ("400万元", (3, 0), (0, 0)), ("500万元", (3, 0), (0, 0)), ("600万元", (2, 0), (0, 0)),
        ("700万元", (2, 0), (0, 0)), ("800万元", (1, 0), (0, 0)), ("900万元", (0, 0), (1, 0)),
        ("1,000万元", (0, 0), (0, 0)),
    ]  # fmt: skip
    changes = [[(n, c.subject, str(c.new)) for n, c in step.changes] for step in found.steps]
    assert changes == [
        [], [], [(0, "甲", "不适用")], [], [(0, "乙", "不适用")], [(0, "丙", "无法判定")], [(0, "丙", "不适用")]
    ]  # fmt: skip


@settings(max_examples=20)
@given(st.integers(1, 40), st.integers(1, 9), st.integers(0, 2))
def test_every_value_of_a_sweep_equals_the_assumption_of_that_value(
    tmp_path_factory: pytest.TempPathFactory, first: int, step: int, reading: int
) -> None:
    # Rules that read findings are there too: those of rules that stay as they are must be the same at every value.
    folder = write_rules(tmp_path_factory.mktemp("规则"), *RULES, *READING[:reading], parameters=ROWS)
    own = open_side(str(folder), folder)
    start, size = first * Fraction(25), step * Fraction(50)
    found = swept(own, f"重点监控下限={start}万元..{start + 3 * size}万元 step {size}万元")
    for one in found.steps:
        new = assume(own, folder, wanted_all([f"重点监控下限={one.text}"], Mistakes()), GIVEN)
        for n, given_ in enumerate(GIVEN):
            judged, states = new.judge(given_, TODAY)
            verdicts = [str(standing(judged, key, state).state) for key, state in states.items()]
            assert (verdicts.count("发现问题"), verdicts.count("无法判定")) == (one.findings[n], one.unknown[n])


def test_the_table_shows_a_run_of_equal_values_as_one_row(side: Side) -> None:
    text = rendered(swept(side, "重点监控下限=400万元..1000万元 step 100万元"), "table")
    assert "部门 2　取值 7个　只数与这个参数有关的规则：MON-001" in text
    assert "现行取值（全国、经常性）：1000万元（含）" in text
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in text.splitlines() if line.startswith("│")]
    assert rows[1] == ["400万元至500万元（2个）", "3", "0", "3／0", "0／0", ""]
    assert rows[2][-1] == "示例部门 MON-001 甲：发现问题（一般） → 不适用"


def test_markdown_and_data_say_the_same(side: Side) -> None:
    found = swept(side, "重点监控下限=400万元..1000万元 step 100万元")
    assert "| 600万元至700万元（2个） | 2 | 0 | 2／0 | 0／0 |" in rendered(found, "markdown")
    data = json.loads(rendered(found, "json"))
    assert (data["format"], data["parameter"], data["rules"]) == ("jixiao-impact/1", "重点监控下限", ["MON-001"])
    assert [step["findings"] for step in data["steps"]] == [3, 3, 2, 2, 1, 0, 0]
    (change,) = data["steps"][2]["changes"]
    assert (change["subject"], change["new"]) == ("甲", {"verdict": "not_applicable", "severity": None})


# The picture


def test_the_picture_has_its_texts_as_texts_and_the_same_bytes_again(side: Side) -> None:
    found = swept(side, "重点监控下限=400万元..3000万元 step 100万元")
    svg = drawing.picture(found, Path("图.svg"))
    assert drawing.picture(found, Path("图.SVG")) == svg
    text = svg.decode()
    words = re.findall(r"<text[^>]*>([^<]*)", text)
    for word in ("重点监控下限（万元）", "判定数（项）", "发现问题", "无法判定", "现行：经常性 1000万元（含）"):
        assert word in words
    assert "Noto Sans CJK SC" in text
    assert "dc:date" not in text


def test_a_name_with_signs_of_mathematics_is_drawn_as_it_is(side: Side) -> None:
    found = swept(side, "美元$下限=1个..3个 step 1个")
    assert "美元$下限（个）" in drawing.picture(found, Path("图.svg")).decode()
    dates = drawing.picture(swept(side, "起算日=2022-06-01..2022-08-01 step 10日"), Path("图.svg")).decode()
    assert ">2022-06-" in dates


@pytest.mark.skipif(not drawing._fonts(), reason="no Chinese font on this machine")
def test_a_png_is_drawn_in_a_font_of_this_machine(side: Side) -> None:
    found = swept(side, "重点监控下限=400万元..1000万元 step 100万元")
    png = drawing.picture(found, Path("图.png"))
    assert png.startswith(b"\x89PNG")
    assert drawing.picture(found, Path("图.png")) == png
    drawing.check(Path("图.png"))


def said(file: str) -> str:
    """Why no picture can be drawn."""
    with pytest.raises(MistakesFound) as error:
        drawing.check(Path(file))
    return str(error.value)


def test_what_cannot_be_drawn_is_said_before_anything_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing.check(Path("图.svg"))
    assert "“图.pdf”的扩展名不是 .svg 或 .png" in said("图.pdf")
    monkeypatch.setattr(drawing, "_fonts", list)
    assert said("图.png").endswith("请改用 .svg，它里面的字仍是文字。")
    drawing.check(Path("图.svg"))


def test_a_missing_package_says_which_command_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    assert "make workbench" in said("图.svg")
