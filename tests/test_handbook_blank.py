"""`rules new`: where the file goes, that nothing is overwritten, and that lint says of every gap what to write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import Runner
from small import rule_text

from engine.handbook.reading import whole
from engine.mistakes import MistakesFound
from engine.rulefile import RuleFile

GAPS = [
    "名称",
    "主题",
    "严重程度",
    "文件",
    "文号",
    "条款",
    "对象",
    "要求",
    "问题",
    "措施",
    *["名称", "年度", "事实"] * 3,
]


def made(rules: Path, name: str = "BUD-002-待命名.yaml") -> Path:
    return rules / "类" / name


def mistakes(rules: Path) -> str:
    """What lint says of a folder of rules."""
    with pytest.raises(MistakesFound) as found:
        whole(rules)
    return str(found.value)


def test_a_new_rule_stands_beside_the_others_of_its_family(run: Runner, rules: Path) -> None:
    result = run("rules", "new", "BUD-002", "--rules", rules)
    assert (result.code, result.out) == (0, "")
    assert made(rules).is_file()
    assert f"已生成 {made(rules)}" in result.err
    run("rules", "new", "BUD-003", "--name", "某问题", "--rules", rules)
    assert "名称: 某问题\n" in made(rules, "BUD-003-某问题.yaml").read_text(encoding="utf-8")


def test_every_key_stands_in_the_file_with_what_it_is_for(run: Runner, rules: Path) -> None:
    run("rules", "new", "BUD-002", "--rules", rules)
    text = made(rules).read_text(encoding="utf-8")
    for field in RuleFile.model_fields.values():
        assert re.search(rf"^(# )?{field.alias}:", text, re.MULTILINE), field.alias
        assert f"# {field.description}" in text
    assert "可以写：预算执行、绩效监控、采购内控、问题整改" in text


def test_the_first_lint_names_every_gap_once_and_says_what_to_write(run: Runner, rules: Path) -> None:
    run("rules", "new", "BUD-002", "--rules", rules)
    lines = mistakes(rules).splitlines()
    assert re.findall(r"错误：“(.*)”还没有填", "\n".join(lines)) == GAPS
    assert len(lines) == 2 * len(GAPS)  # one message and one hint for each, and nothing else
    text = made(rules).read_text(encoding="utf-8").splitlines()
    for place, hint in zip(lines[::2], lines[1::2], strict=True):
        line, column = map(int, place.split("  ")[0].rsplit(":", 2)[1:])
        assert text[line - 1][column - 1 :].startswith("待填")
        assert len(hint.strip()) > 6


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("主题", "可以写：预算执行、绩效监控、采购内控、问题整改。"),
        ("严重程度", "例如：一般；"),
        ("对象", "可以写：部门、"),
        ("要求", "一个条件：应当做到什么，做不到就是问题。例如：执行率 不低于 部门执行率下限"),
        ("文号", "没有的整行删去。例如：财预〔2015〕88号"),
        ("事实", "例如：{预算收支: {总预算: 100万元, 支出: 95万元}}"),
    ],
)
def test_a_gap_says_what_its_key_is_for_and_shows_one(run: Runner, rules: Path, key: str, hint: str) -> None:
    run("rules", "new", "BUD-002", "--rules", rules)
    lines = mistakes(rules).splitlines()
    at = next(n for n, line in enumerate(lines) if f"“{key}”还没有填" in line)
    assert hint in lines[at + 1]


def test_a_slip_beside_the_gaps_is_told_as_well(run: Runner, rules: Path) -> None:
    run("rules", "new", "BUD-002", "--rules", rules)
    text = made(rules).read_text(encoding="utf-8")
    text = (
        text.replace("对象: 待填", "对象: 项目")
        .replace("要求: 待填", "要求: 支处 > 0元")
        .replace("措施: 待填", "搓施: 改正")
    )
    made(rules).write_text(text, encoding="utf-8")
    said = mistakes(rules)
    assert "“项目”没有字段“支处”" in said
    assert "不认识的键“搓施”\n    是否想写“措施”？" in said
    assert "“对象”" not in said


def test_the_file_is_a_rule_once_every_gap_is_filled(run: Runner, rules: Path) -> None:
    run("rules", "new", "BUD-002", "--name", "某问题", "--rules", rules)
    text = made(rules, "BUD-002-某问题.yaml").read_text(encoding="utf-8")
    filled = {
        "主题": "预算执行",
        "严重程度": "一般",
        "文件": "甲法",
        "文号": "〔2020〕1号",
        "条款": "第一条",
        "对象": "项目",
    }
    filled |= {"要求": "支出 > 0元", "问题": "有问题。", "措施": "改正。", "名称": "某用例", "年度": "2022"}
    for key, value in filled.items():
        text = text.replace(f"{key}: 待填", f"{key}: {value}")
    for facts in ("[{名称: 甲, 支出: 0元}]", "[{名称: 甲, 支出: 1元}]", "[{名称: 甲}]"):
        text = text.replace("事实: 待填", f"事实: {{项目: {facts}}}", 1)
    made(rules, "BUD-002-某问题.yaml").write_text(text, encoding="utf-8")
    assert whole(rules).rules["BUD-002"].name == "某问题"
    assert run("test", made(rules, "BUD-002-某问题.yaml"), "--rules", rules).code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("bud2",), "“bud2”不是规则编号\n    是否想写“BUD-002”？"),
        (("预算-1",), "写两到四个大写字母、短横、三位数字，例如：BUD-002。"),
        (("BUD-1234",), "“BUD-1234”不是规则编号"),
        (("BUD-001",), "下一个没有用过的是“BUD-002”。"),
        (("XYZ-001",), "“XYZ”开头的规则还没有\n    请用 --folder 写明放在哪个类别。可以写：类。"),
        (("XYZ-001", "--folder", "没有"), "里没有类别文件夹“没有”\n    可以写：类。"),
        (("XYZ-001", "--folder", ".."), "里没有类别文件夹“..”"),
        (("BUD-002", "--name", "../甲"), "“../甲”不能作文件名"),
        (("BUD-002", "--name", "甲" * 41), "不超过40字"),
    ],
)
def test_what_cannot_be_made_is_said_kindly_and_nothing_is_written(
    run: Runner, rules: Path, arguments: tuple[str, ...], words: str
) -> None:
    before = sorted(rules.rglob("*"))
    result = run("rules", "new", *arguments, "--rules", rules)
    assert (result.code, result.out) == (2, "")
    assert words in result.err
    assert sorted(rules.rglob("*")) == before


def test_an_id_in_a_file_that_cannot_be_read_is_taken_too(run: Runner, rules: Path) -> None:
    made(rules, "BUD-007-坏.yaml").write_text("编号: [", encoding="utf-8")
    assert "编号“BUD-007”已被" in run("rules", "new", "BUD-007", "--rules", rules).err
    assert run("rules", "new", "BUD-002", "--rules", rules).code == 0


def test_a_second_new_rule_never_overwrites_the_first(run: Runner, rules: Path) -> None:
    run("rules", "new", "BUD-002", "--rules", rules)
    made(rules).write_text("编号: BUD-002\n# 写了一半\n", encoding="utf-8")
    assert run("rules", "new", "BUD-002", "--rules", rules).code == 2
    assert "写了一半" in made(rules).read_text(encoding="utf-8")


def test_a_family_in_several_folders_asks_which(run: Runner, rules: Path) -> None:
    (rules / "另").mkdir()
    (rules / "另" / "BUD-005.yaml").write_text(rule_text("支出 > 0元", rule="BUD-005"), encoding="utf-8")
    result = run("rules", "new", "BUD-009", "--rules", rules)
    assert "“BUD”开头的规则放在几个文件夹里" in result.err
    assert run("rules", "new", "BUD-009", "--folder", "另", "--rules", rules).code == 0


def test_a_folder_of_rules_that_is_not_there_is_said(run: Runner, tmp_path: Path) -> None:
    result = run("rules", "new", "BUD-001", "--rules", tmp_path / "没有")
    assert "没有这个文件夹" in result.err
