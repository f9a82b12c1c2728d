"""A result in a file is proved by rules and facts, and told from one that was edited or comes from others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import Runner
from small import ROOT


@pytest.fixture
def result(run: Runner, tmp_path: Path) -> Path:
    """The result of the sample departments as JSON, with waivers on a day."""
    target = tmp_path / "结果.json"
    run("check", ROOT / "facts", "--format", "json", "--output", target, "--engine", "reference", "--theme", "预算执行")
    return target


def test_a_result_is_proved_by_the_rules_and_facts_it_came_from(run: Runner, result: Path) -> None:
    done = run("verify", result)
    assert (done.code, done.out.count("一致。规则、事实和版本与核验码相符；重新检查，逐字一致。\n")) == (0, 2)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"title": "', '"title": "没有', "findings"),
        ('"verdict": "finding"', '"verdict": "pass"', "verdicts"),
        ('"skipped": [', '"skipped": ["甲"', "skipped"),
        ('"region": "广东省', '"region": "北京', "region"),
    ],
)
def test_a_result_edited_by_hand_is_told_from_one_that_came_out(
    run: Runner, result: Path, old: str, new: str, words: str
) -> None:
    text = result.read_text(encoding="utf-8")
    assert old in text
    result.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = run("verify", result)
    assert done.code == 1
    assert f"核验码相符，但内容与重新检查的不同（{words}），文件可能被改过。" in done.out


def test_a_result_of_other_facts_or_none_is_told(run: Runner, result: Path, tmp_path: Path) -> None:
    sample = next((ROOT / "facts").glob("示例*"))
    other = tmp_path / "另.yaml"
    for changed, words in ((("", ""), "：一致。"), (("支出: 120.00万元", "支出: 121.00万元"), "：不一致，现在是 ")):
        other.write_text(sample.read_text(encoding="utf-8").replace(*changed), encoding="utf-8")
        done = run("verify", result, other)  # under another name it is the same
        assert done.code == 1
        assert "：没有给出这个部门这个年度的事实。" in done.out
        assert words in done.out


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"format": "jixiao/1", "departments": []}', '{"format": "别的", "departments": [{}]}', "[" * 9999,
     '{"format": "jixiao/1", "departments": [{"department": ["甲"], "year": 1, "digest": "0"}]}', "部门: 甲"],
)  # fmt: skip
def test_a_file_that_is_no_result_is_2(run: Runner, tmp_path: Path, text: str) -> None:
    path = tmp_path / "结果.json"
    path.write_text(text, encoding="utf-8")
    done = run("verify", path)
    assert (done.code, done.out) == (2, "")
    assert "结果.json  错误：这不是检查结果（jixiao/1）" in done.err


def test_what_a_result_would_do_to_the_terminal_is_not_done(run: Runner, result: Path) -> None:
    document = json.loads(result.read_text(encoding="utf-8"))
    document["departments"][0]["department"] = "\x1b[2J甲局\r乙局"
    result.write_text(json.dumps(document), encoding="utf-8")
    out = run("verify", result).out
    assert "\x1b" not in out
    assert "\r" not in out
