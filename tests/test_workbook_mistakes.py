"""A workbook with mistakes changes nothing, says where they are, and comes back marked; all files change or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commands import Run, Runner, english
from openpyxl import load_workbook
from workbooks import Desk, cell_of, desk

from engine.terminal import NotWritten
from engine.workbook.columns import CASES, PARAMETERS, WAIVERS
from engine.workbook.replacing import replace_all, write_whole
from engine.workbook.styling import AUTHOR, RED


def imported(run: Runner, made: Desk, *more: object) -> Run:
    """Runs rules import on a desk."""
    return run("rules", "import", made.file, "--rules", made.rules, "--facts", made.facts, *more)


def test_every_mistake_is_said_at_once_in_the_order_of_the_sheet(run: Runner, tmp_path: Path) -> None:
    made = desk(tmp_path).set(PARAMETERS, 6, 值="=7").set(PARAMETERS, 2, 值="60", 起=True).set(CASES, 4, 年度=True)
    made.set(PARAMETERS, 4, 核对="查过").set(WAIVERS, 2, 规则="BUD-002").set(PARAMETERS, 3, 依据=None)
    before = made.files()
    result = imported(run, made)
    places = [line.partition("  错误：")[0] for line in result.err.splitlines() if "错误：" in line]
    cells = ["参数!F2", "参数!H2", "参数!I3", "参数!J4", "参数!H6", "豁免!D2", "用例!E4"]
    assert places == [f"规则库.xlsx {cell}" for cell in cells]
    assert (result.code, result.out, made.files()) == (2, "", before)
    assert result.err.rstrip().endswith("规则库-有错误.xlsx 里（红色的格子，说明在批注里）。")


def test_the_marked_copy_shows_each_mistake_and_the_workbook_is_not_touched(run: Runner, tmp_path: Path) -> None:
    made = desk(tmp_path).set(PARAMETERS, 2, 值="60")
    before = made.file.read_bytes()
    imported(run, made)
    copy = tmp_path / "规则库-有错误.xlsx"
    cell = cell_of(load_workbook(copy), PARAMETERS, "值", 2)
    assert (cell.value, cell.fill.fgColor.rgb, cell.comment.author) == ("60", RED, AUTHOR)
    assert cell.comment.text == "“60”缺少单位\n是否想写“60%”？数字要带单位。"
    assert made.file.read_bytes() == before


def test_a_marked_copy_can_be_mended_and_imported_and_is_never_written_over(run: Runner, tmp_path: Path) -> None:
    made = desk(tmp_path).set(PARAMETERS, 2, 值="60").set(PARAMETERS, 3, 值="70")
    imported(run, made)
    copy = tmp_path / "规则库-有错误.xlsx"
    book = load_workbook(copy)
    cell_of(book, PARAMETERS, "值", 2).value = "60%"
    book.save(copy)
    half = copy.read_bytes()
    where = ("--rules", made.rules, "--facts", made.facts)
    assert run("rules", "import", copy, *where).code == 2
    second = load_workbook(tmp_path / "规则库-有错误2.xlsx")
    assert copy.read_bytes() == half
    assert cell_of(second, PARAMETERS, "值", 2).fill.fgColor.rgb != RED
    assert cell_of(second, PARAMETERS, "值", 3).fill.fgColor.rgb == RED
    cell_of(second, PARAMETERS, "值", 3).value = "70%"
    second.save(tmp_path / "好.xlsx")
    assert run("rules", "import", tmp_path / "好.xlsx", *where).out == (
        "参数 执行率下限：90% → 60%\n参数 执行率下限（广东省）：85% → 70%\n"
    )


def test_no_copy_is_made_where_none_is_wanted_or_no_cell_is_wrong(run: Runner, tmp_path: Path) -> None:
    made = desk(tmp_path).set(PARAMETERS, 2, 值="60")
    assert imported(run, made, "--no-copy").code == imported(run, made, "--dry-run").code == 2
    made.file.write_bytes(b"PK")
    assert imported(run, made).code == 2
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["规则库.xlsx"]


def test_mistakes_are_said_even_where_no_copy_can_be_written(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk(tmp_path).set(PARAMETERS, 2, 值="60")

    def refuse(*_: object) -> None:
        raise NotWritten("磁盘已满。")

    monkeypatch.setattr("engine.workbook.marking.write_whole", refuse)
    result = imported(run, made)
    assert (result.code, result.err.count("错误：")) == (2, 1)
    assert result.err.endswith("没有改动任何文件。标红的副本没有写出：磁盘已满。\n")


def test_a_sheet_with_a_cell_at_the_end_of_the_world_is_marked_in_no_time(run: Runner, tmp_path: Path) -> None:
    made = desk(tmp_path).edit(lambda book: book.create_sheet("草稿").cell(1_048_576, 16_384, "远"))
    made.edit(lambda book: book[PARAMETERS].cell(1_048_576, 16_384, "远")).set(WAIVERS, 2, 年度=True)
    result = imported(run, made)
    assert result.err.count("错误：") == 2
    assert "-有错误.xlsx" in result.err


def test_a_dry_run_says_everything_and_writes_nothing(run: Runner, tmp_path: Path) -> None:
    made = desk(tmp_path).set(PARAMETERS, 2, 值="60%").set(WAIVERS, 2, 到期="2024-01-01")
    before = made.files()
    result = imported(run, made, "--dry-run")
    assert result.out == "参数 执行率下限：90% → 60%\n豁免 示例部门2022 BUD-001 甲 到期：2023-06-30 → 2024-01-01\n"
    assert (result.code, made.files()) == (0, before)
    assert "什么也没有写" in result.err
    done = imported(run, made)
    assert (done.code, done.out) == (0, result.out)
    assert "接着运行：cli.py lint、cli.py test、cli.py impact。" in done.err
    assert sum(before[name] != text for name, text in made.files().items()) == 2


def test_a_mistake_that_the_change_makes_elsewhere_is_told_in_its_file(tmp_path: Path) -> None:
    made = desk(tmp_path)
    path = made.rules / "类" / "BUD-001.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("要求: '支出", "要求: '支出 ÷ 年度预算 ≥ 执行率下限 或 支出")
    )
    made.export().edit(lambda book: book[PARAMETERS].delete_rows(2, 2))
    (wrong,) = made.refused()
    assert wrong.startswith(f"{path}:")
    assert "执行率下限" in wrong


def test_an_export_never_writes_over_a_file_and_says_what_is_in_it(run: Runner, tmp_path: Path) -> None:
    made = desk(tmp_path)
    where = ("--rules", made.rules, "--facts", made.facts)
    again = run("rules", "export", made.file, *where)
    taken = f"错误：{made.file} 已经存在，没有覆盖。请换一个文件名。\n"
    assert (again.code, again.err.startswith(taken)) == (2, True)
    other = run("rules", "export", tmp_path / "甲.xls", *where)
    assert (other.code, other.err.startswith("错误：文件名要以 .xlsx 结尾，这里是 甲.xls。\n")) == (2, True)
    missing = run("rules", "export", tmp_path / "无" / "甲.xlsx", *where)
    assert (missing.code, "文件夹不存在" in missing.err) == (2, True)
    nothing = run("rules", "export", tmp_path / "新.xlsx", "--rules", tmp_path / "无", "--facts", tmp_path / "没有")
    assert (nothing.code, nothing.err.count("没有这个文件夹")) == (2, 2)
    new = run("rules", "export", tmp_path / "新.xlsx", *where)
    assert (new.code, "参数5行、阶梯2行、豁免1行、用例3行。" in new.err) == (0, True)
    for result in (again, missing, new):
        assert english(result.err.replace("xlsx", "").replace("rules import", ""), tmp_path) == []


def test_cases_that_no_longer_come_out_are_counted_and_do_not_stop_the_import(run: Runner, tmp_path: Path) -> None:
    made = desk(tmp_path).set(CASES, 3, 结果="发现问题").set(CASES, 2, 文字="甲支出")
    assert "提示：这样改以后，有1个用例的结果与应有的不一致：BUD-001“恰好”。" in imported(run, made).err
    assert "结果: 发现问题}" in made.files()["BUD-001.yaml"]


# All files or none


def test_all_files_are_replaced_and_keep_their_mode_and_their_links(tmp_path: Path) -> None:
    one, two = tmp_path / "一.yaml", tmp_path / "二.yaml"
    one.write_bytes(b"1")
    (tmp_path / "真.yaml").write_bytes(b"2")
    two.symlink_to(tmp_path / "真.yaml")
    one.chmod(0o640)
    replace_all({one: (b"1", b"3"), two: (b"2", b"4")})
    assert (one.read_bytes(), (tmp_path / "真.yaml").read_bytes(), two.is_symlink()) == (b"3", b"4", True)
    assert one.stat().st_mode & 0o777 == 0o640
    assert len(list(tmp_path.iterdir())) == 3


def test_a_failure_half_way_leaves_every_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [tmp_path / f"{number}.yaml" for number in range(3)]
    for path in files:
        path.write_bytes(b"old")
    real, calls = os.replace, []

    def failing(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 3:
            raise OSError(28, "No space left on device", str(target))
        real(source, target)

    monkeypatch.setattr("engine.workbook.replacing.os.replace", failing)
    with pytest.raises(NotWritten, match="没有改动任何文件"):
        replace_all(dict.fromkeys(files, (b"old", b"new")))
    assert [path.read_bytes() for path in files] == [b"old"] * 3
    assert sorted(tmp_path.iterdir()) == files


def test_a_file_that_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    one, two = tmp_path / "一.yaml", tmp_path / "二.yaml"
    one.write_bytes(b"1")
    two.write_bytes(b"other")
    with pytest.raises(NotWritten, match="刚才被别的程序改过"):
        replace_all({one: (b"1", b"3"), two: (b"2", b"4")})
    assert (one.read_bytes(), two.read_bytes(), len(list(tmp_path.iterdir()))) == (b"1", b"other", 2)


def test_a_new_file_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    write_whole(tmp_path / "甲", b"1")
    with pytest.raises(NotWritten, match="已经存在"):
        write_whole(tmp_path / "甲", b"2")
    assert (tmp_path / "甲").read_bytes() == b"1"
