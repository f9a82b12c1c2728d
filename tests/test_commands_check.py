"""What a check is written as follows its file's name, and a file is written whole, where it was meant to be, or not."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from pathlib import Path

import pytest
from commands import Runner, process
from small import ROOT

from engine.commands.arguments import form_for

BUSINESS = ["table", "text", "markdown", "json", "docx", "html", "xlsx"]


# Forms


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("结果.txt", "text"),
        ("结果.md", "markdown"),
        ("结果.json", "json"),
        ("结果.docx", "docx"),
        ("结果.DOCX", "docx"),
        ("结果.html", "html"),
        ("结果.htm", "html"),
        ("结果.v2.xlsx", "xlsx"),
        ("../别处/结果.md", "markdown"),
        ("结果", "table"),
        (".docx", "table"),  # a hidden file without an ending
    ],
)
def test_the_form_follows_the_ending_of_the_file(name: str, form: str) -> None:
    assert form_for(None, Path(name)) == form


@pytest.mark.parametrize("form", ["table", "text", "markdown", "json", "html"])
def test_a_form_for_the_screen_needs_no_file_and_may_have_any_other_ending(form: str) -> None:
    assert form_for(form, None) == form
    assert form_for(form, Path("结果")) == form
    assert form_for(form, Path("结果.out")) == form


def test_without_form_and_file_there_is_a_table() -> None:
    assert form_for(None, None) == "table"


def complaint(check: Runner, *arguments: object) -> str:
    """What is said of arguments that are refused."""
    result = check("没有这个文件.yaml", *arguments)
    assert (result.code, result.out) == (2, "")
    assert "没有这个文件" not in result.err  # arguments are looked at first
    return result.err.partition("\n")[0]


@pytest.mark.parametrize(
    ("form", "name", "fitting"),
    [
        ("text", "结果.md", ".txt"),
        ("json", "结果.docx", ".json"),
        ("docx", "结果.xlsx", ".docx"),
        ("docx", "结果", ".docx"),
        ("xlsx", "结果.out", ".xlsx"),
        ("html", "结果.pdf", ".html"),
        ("table", "结果.xls", ".txt"),
    ],
)
def test_a_form_and_an_ending_that_do_not_agree_are_refused(check: Runner, form: str, name: str, fitting: str) -> None:
    words = f"“{name}”的扩展名应是 {fitting}（--format {form}）。"
    assert complaint(check, "--format", form, "--output", name) == f"错误：--output：{words}"


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_document_is_never_thrown_onto_the_screen(check: Runner, form: str) -> None:
    words = f"错误：--format：{form} 不能显示在屏幕上，请写明 --output 文件名.{form}。"
    assert complaint(check, "--format", form) == words


def test_an_ending_that_says_nothing_is_refused_with_what_there_is(check: Runner) -> None:
    words = "“结果.out”的扩展名应是 .txt、.md、.json、.docx、.html、.xlsx。"
    assert complaint(check, "--output", "结果.out") == f"错误：--output：{words}"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("结果.docx ", "不能以空格或句点结尾"),
        ("结果.docx.", "不能以空格或句点结尾"),
        ("结果.docx　", "不能以空格或句点结尾"),
        ("结果\n.md", "看不见的字符"),
        ("结果\u202egnp.md", "看不见的字符"),
        ("结果\x1b[2J.md", "看不见的字符"),
        ("NUL.txt", "设备的名称"),
        ("com1.md", "设备的名称"),
    ],
)
def test_a_name_that_is_another_file_elsewhere_is_refused(check: Runner, name: str, words: str) -> None:
    assert words in check("没有这个文件.yaml", "--output", name).err
    assert not Path(name).exists()


def test_a_full_width_space_inside_a_name_is_a_name_like_others() -> None:
    assert form_for(None, Path("甲局　2022年度 结果.md")) == "markdown"


# Files


def test_a_ledger_of_measures_is_never_written_over(check: Runner, facts: Path, tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    target.write_bytes(b"filled in")
    result = check(facts, "--output", target)
    assert (result.code, target.read_bytes()) == (2, b"filled in")
    assert "里面可能有填过的整改状态，没有覆盖。请换一个文件名，或先移走它。" in result.err


@pytest.mark.parametrize("name", ["结果.docx", "结果.xlsx"])
def test_a_document_is_written_whole_and_readable_by_others(
    check: Runner, facts: Path, tmp_path: Path, name: str
) -> None:
    target = tmp_path / "出" / name
    target.parent.mkdir()
    if name.endswith(".docx"):
        target.write_text("旧的", encoding="utf-8")  # what is there is replaced
    assert check(facts, "--output", target).code == 1
    assert zipfile.ZipFile(target).testzip() is None
    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert os.listdir(target.parent) == [name]


@pytest.mark.parametrize("form", ["txt", "json"])
def test_a_file_reached_through_dots_is_the_file_that_is_meant(
    check: Runner, facts: Path, tmp_path: Path, form: str
) -> None:
    (tmp_path / "甲").mkdir()
    target = tmp_path / "甲" / ".." / f"结果.{form}"
    assert check(facts, "--output", target).code == 1
    assert (tmp_path / f"结果.{form}").is_file()
    assert os.listdir(tmp_path / "甲") == []


def test_a_link_is_replaced_and_what_it_leads_to_is_left_alone(check: Runner, facts: Path, tmp_path: Path) -> None:
    kept, link = tmp_path / "别人的.json", tmp_path / "结果.json"
    kept.write_text("别人的", encoding="utf-8")
    link.symlink_to(kept)
    assert check(facts, "--output", link).code == 1
    assert kept.read_text(encoding="utf-8") == "别人的"
    assert not link.is_symlink()
    assert json.loads(link.read_text(encoding="utf-8"))["format"]


def test_a_result_never_takes_the_place_of_the_facts_it_is_about(check: Runner, tmp_path: Path) -> None:
    given = tmp_path / "卷宗.json"
    given.write_text(json.dumps({"部门": {"名称": "甲局", "年度": 2022, "地区": "广东省"}}), encoding="utf-8")
    before = given.read_bytes()
    result = check(given, "--output", tmp_path / "." / "卷宗.json")
    assert (result.code, result.out, given.read_bytes()) == (2, "", before)
    assert "是这次检查的事实文件，写结果会把它盖掉。请换一个文件名。" in result.err
    assert check(given, "--output", tmp_path / "结果.json").code in (0, 1)


@pytest.mark.parametrize("device", ["/dev/full", "/dev/null"])
def test_a_device_is_not_replaced_by_a_file(check: Runner, facts: Path, tmp_path: Path, device: str) -> None:
    link = tmp_path / "设备.txt"
    link.symlink_to(device)
    for output in (device, link):
        result = check(facts, "--format", "text", "--output", output)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"不能写入 {output}（这是设备，不是文件）。没有写出任何内容")
    assert not Path(device).is_file()


def test_a_name_that_is_too_long_is_said_in_chinese(check: Runner, facts: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    for output in (tmp_path / f"{'长' * 100}.txt", tmp_path / ("长" * 100) / "结果.txt"):
        result = check(facts, "--output", output)
        assert (result.code, result.out) == (2, "")
        assert "文件名太长" in result.err or "文件夹不存在" in result.err
        assert sorted(tmp_path.iterdir()) == before


def test_a_folder_that_may_not_be_written_is_said_and_nothing_is_left(
    check: Runner, facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refused)
    result = check(facts, "--output", tmp_path / "结果.txt")
    assert (result.code, result.out) == (2, "")
    assert "（没有写入权限）。没有写出任何内容" in result.err


def test_a_full_disk_leaves_the_old_file_and_no_half_of_a_new_one(
    check: Runner, facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "结果.json"
    target.write_text("旧的", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr("engine.terminal.os.chmod", full)  # the last step before the file takes its place
    result = check(facts, "--output", target)
    assert (result.code, "（磁盘已满）" in result.err) == (2, True)
    assert target.read_text(encoding="utf-8") == "旧的"
    assert sorted(tmp_path.iterdir()) == before


# What a check costs


def test_a_check_without_a_ledger_loads_no_database_and_no_format(tmp_path: Path) -> None:
    asked = "import sys, cli\nsys.argv = ['cli.py', 'check', *sys.argv[1:]]\ncli.main()\n"
    heavy = ["sqlite3", "docx", "jinja2", "xlsxwriter", "python_calamine", "pydantic", "lark", "openpyxl"]
    code = f"{asked}print(sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)"
    arguments = [str(ROOT / "facts"), "--engine", "reference", "--rule", "BUD-001"]
    loaded = [_loaded(code, arguments) for _ in range(2)][-1]  # the first fills the cache
    assert loaded == "[]"


def _loaded(code: str, arguments: list[str]) -> str:
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True, cwd=ROOT)
    return done.stderr.decode().splitlines()[-1]


def test_every_form_there_is_can_be_asked_for() -> None:
    told = process("check", "--format", "没有").stderr.decode()
    assert f"--format 只能写 {'、'.join(BUSINESS)}" in told
