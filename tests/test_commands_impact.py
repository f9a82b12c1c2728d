"""The command `impact`: what it prints in which form, where it writes, its exit codes and what it refuses."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from commands import BAD, GOOD, Runner, english, write
from small import rule_text, write_rules

ROWS = "下限:\n  取值: [{值: 80元, 依据: 样例, 核对: 待核}]\n"
RULE = rule_text("支出 ≥ 下限", rule="BUD-001")


@pytest.fixture
def books(tmp_path: Path) -> tuple[Path, Path]:
    """Two rule folders: the first asks for 80元, the second for 95元 and has a rule more."""
    old = write_rules(tmp_path / "旧", RULE, parameters=ROWS)
    new = write_rules(
        tmp_path / "新", RULE, rule_text("编码 = \"B\"", rule="MON-001"), parameters=ROWS.replace("80元", "95元")
    )  # fmt: skip
    return old, new


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """Three departments: one spends 90元, one 100元, one has a name that means something in Markdown."""
    folder = tmp_path / "事实"
    write(folder / "1.yaml", BAD, "乙局")
    write(folder / "2.yaml", GOOD, "丙局")
    write(folder / "3.yaml", BAD, "'<b>甲|局</b>_*'")
    return folder


def test_the_table_counts_first_and_then_tells_each_department(
    run: Runner, books: tuple[Path, Path], facts: Path
) -> None:
    result = run("impact", *books, "--facts", facts)
    assert (result.code, result.err) == (1, "")
    lines = result.out.splitlines()
    assert lines[:5] == [
        f"影响：{books[0]} → {books[1]}",
        "部门 3（有变化的 3）　新增发现 5　消失 0　改变 0",
        "",
        "规则库的改动",
        "  新增规则 MON-001 MON-001的名称",
    ]
    assert lines.index("丙局　2022年度　广东省广州市增城区　新增发现 1") > lines.index(
        "<b>甲|局</b>_*　2022年度　广东省广州市增城区　新增发现 2"
    )
    at = lines.index("各规则的变化")
    assert lines[at + 1 : at + 3] == ["  BUD-001 BUD-001的名称：新增发现 2", "  MON-001 MON-001的名称：新增发现 3"]
    assert english(result.out, *books) == []


def test_markdown_shows_names_as_they_are(run: Runner, books: tuple[Path, Path], facts: Path) -> None:
    result = run("impact", *books, "--facts", facts, "--format", "markdown")
    assert "## &lt;b>甲\\|局&lt;/b>\\_\\*　2022年度" in result.out
    rows = [line for line in result.out.splitlines() if line.startswith("| 新增发现")]
    assert len(rows) == 5
    assert "支出 ≥ 下限（支出 90元）：成立（下限 80元） → 不成立（下限 95元）<br>参数 下限：80元 → 95元 |" in rows[0]


def test_data_has_the_documented_keys_and_the_same_bytes_again(
    run: Runner, books: tuple[Path, Path], facts: Path
) -> None:
    first = run("impact", *books, "--facts", facts, "--format", "json").out
    again = run("impact", *books, "--facts", facts / "3.yaml", "--facts", facts, "--format", "json").out
    assert first == again
    data = json.loads(first)
    assert (data["format"], data["old"], data["new"]) == ("jixiao-impact/1", *map(str, books))
    assert data["summary"] == {"departments": 3, "appeared": 5, "vanished": 0, "changed": 0}
    assert data["rules"][0] == {
        "rule": "BUD-001", "title": "BUD-001的名称", "appeared": 2, "vanished": 0, "changed": 0,
    }  # fmt: skip
    (change, other) = data["departments"][0]["changes"]
    assert list(change) == ["rule", "title", "kind", "subject", "change", "old", "new", "reasons"]
    assert (change["old"], change["new"]) == (
        {"verdict": "pass", "severity": None}, {"verdict": "finding", "severity": "一般"},
    )  # fmt: skip
    assert change["reasons"][1] == {"what": "参数 下限", "old": "80元", "new": "95元", "text": "参数 下限：80元 → 95元"}
    assert [reason["text"] for reason in other["reasons"]] == ["新增规则"]


def test_nothing_that_changes_is_0_and_says_in_which_departments(
    run: Runner, books: tuple[Path, Path], facts: Path
) -> None:
    result = run("impact", books[0], books[0], "--facts", facts)
    assert result.code == 0
    assert "没有变化的部门：<b>甲|局</b>_*（2022年度）、丙局（2022年度）、乙局（2022年度）" in result.out


def test_an_assumption_needs_no_second_folder(run: Runner, books: tuple[Path, Path], facts: Path) -> None:
    result = run("impact", "--what-if", "下限=95元", "--rules", books[0], "--facts", facts)
    assert result.code == 1
    assert "→ 假设 下限=95元" in result.out
    assert "新增发现 2" in result.out
    assert run("impact", "--what-if", "下限=85元", "--rules", books[0], "--facts", facts).code == 0


def test_a_range_is_0_where_nothing_changes_in_it(run: Runner, books: tuple[Path, Path], facts: Path) -> None:
    arguments = ("--rules", books[0], "--facts", facts)
    assert run("impact", "--what-if", "下限=81元..89元 step 1元", *arguments).code == 0
    assert run("impact", "--what-if", "下限=81元..91元 step 1元", *arguments).code == 1


def test_a_range_may_be_tried_under_another_assumption(
    run: Runner, books: tuple[Path, Path], facts: Path, tmp_path: Path
) -> None:
    more = ROWS + "上限:\n  取值: [{值: 500元, 依据: 样例, 核对: 待核}]\n"
    rules = write_rules(tmp_path / "两个", rule_text("支出 ≥ 下限 且 支出 ≤ 上限", rule="BUD-001"), parameters=more)
    sweep = ("--what-if", "下限=81元..91元 step 10元", "--rules", rules, "--facts", facts, "--format", "json")
    alone, beside = run("impact", *sweep), run("impact", *sweep, "--what-if", "上限=95元")
    assert [step["findings"] for step in json.loads(alone.out)["steps"]] == [0, 2]
    assert [step["findings"] for step in json.loads(beside.out)["steps"]] == [1, 3]
    assert json.loads(beside.out)["beside"] == ["上限=95元"]


def test_result_and_picture_are_written_into_files(
    run: Runner, books: tuple[Path, Path], facts: Path, tmp_path: Path
) -> None:
    files = tmp_path / "果.md", tmp_path / "图.svg"
    sweep = ("--what-if", "下限=85元至105元 步长 5元", "--rules", books[0], "--facts", facts)
    result = run("impact", *sweep, "--format", "markdown", "--output", files[0], "--picture", files[1])
    assert (result.code, result.out, result.err) == (1, "", "")
    assert files[0].read_text(encoding="utf-8").startswith("# 假设：下限=85元至105元 步长 5元\n")
    assert files[1].read_text(encoding="utf-8").startswith("<?xml")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["图.svg", "果.md"]
    lost = run("impact", *sweep, "--picture", tmp_path / "没有" / "图.svg")
    assert (lost.code, lost.err.startswith("不能写入")) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "旧规则：要写旧的规则"),
        (["旧", "--what-if", "下限=95元"], "二者写一样"),
        (["旧", "--picture", "图.svg"], "只有 --what-if 写了取值范围才能画图"),
        (["--what-if", "下限=95元", "--picture", "图.svg"], "只有 --what-if 写了取值范围才能画图"),
        (
            ["--what-if", "下限=1元..2元 step 1元", "--what-if", "上限=1元..2元 step 1元"],
            "一次只能有一个参数写取值范围",
        ),
        (["--what-if", "下限=1元..2元 step 1元", "--picture", "图.pdf"], "扩展名不是 .svg 或 .png"),
        (["--what-if", "下线=1元"], "没有参数“下线”"),
        (["旧", "--output", "变化.docx"], "“变化.docx”的扩展名应是 .md、.txt 或 .json：--format 能写的是表格"),
        (["--what-if", "下限=1元", "--output", "变化.csv"], "“变化.csv”的扩展名应是 .md、.txt 或 .json"),
        (["旧", "--date", "昨天"], "“昨天”不是日期"),
        (["--format", "pdf"], "--format 只能写 table、markdown、json"),
    ],
)
def test_what_cannot_be_done_is_2_in_chinese(
    run: Runner, books: tuple[Path, Path], facts: Path, arguments: list[str], words: str
) -> None:
    given = [str(books[0]) if word == "旧" else word for word in arguments]
    result = run("impact", *given, "--rules", books[0], "--facts", facts)
    assert (result.code, result.out) == (2, "")
    assert words in result.err


def test_a_broken_rule_file_is_2_with_its_place(run: Runner, books: tuple[Path, Path], facts: Path) -> None:
    rule = books[1] / "类" / "BUD-001.yaml"
    rule.write_text(rule.read_text(encoding="utf-8").replace("下限", "下线"), encoding="utf-8")
    for sides in (books, books[::-1]):
        result = run("impact", *sides, "--facts", facts)
        assert (result.code, result.out) == (2, "")
        assert f"{rule}:7:11  错误：" in result.err


def test_the_help_page_is_chinese(run: Runner) -> None:
    result = run("impact", "--help")
    assert result.code == 0
    assert (
        english(result.out, "markdown", "json", "table", "impact", "step", "git", "svg", "png", "HEAD", "OLD", "NEW")
        == []
    )


def test_folders_below_the_current_one_are_named_from_there(
    run: Runner, books: tuple[Path, Path], facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(books[0].parent)
    assert run("impact", *books, "--facts", facts).out.startswith("影响：旧 → 新\n")
    assert os.getcwd() == str(books[0].parent)
