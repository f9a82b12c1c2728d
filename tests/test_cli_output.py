"""Results go to the screen or whole into a file, remarks to the side, and any terminal gets Chinese."""

from __future__ import annotations

import json
import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from commands import BAD, LOW, SEED, Runner, process, write
from small import ROOT, write_rules


def test_the_result_goes_to_the_output_and_remarks_to_the_side(check: Runner, facts: Path) -> None:
    result = check(facts, "--format", "json")
    assert json.loads(result.out)["format"] == "jixiao/1"
    assert result.err == "本次只用参照求值器，没有经 durable-rules 核对。\n"


@pytest.mark.parametrize("form", ["table", "text", "json"])
def test_a_file_gets_what_the_screen_would_get(check: Runner, facts: Path, tmp_path: Path, form: str) -> None:
    shown, target = check(facts, "--format", form), tmp_path / "结果.out"
    target.write_text("旧的", encoding="utf-8")
    saved = check(facts, "--format", form, "--output", target)
    assert (saved.code, saved.out) == (1, "")
    assert target.read_text(encoding="utf-8") == shown.out
    assert shown.out.endswith("\n")
    assert stat.S_IMODE(target.stat().st_mode) == 0o644  # not private like a temporary file
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["结果.out"]


@pytest.mark.parametrize(("target", "reason"), [("没有/结果.txt", "文件夹不存在"), ("事实", "这是一个文件夹")])
def test_an_output_that_cannot_be_written_is_2_and_leaves_nothing(
    check: Runner, facts: Path, tmp_path: Path, target: str, reason: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    result = check(facts, "--output", tmp_path / target)
    assert (result.code, result.out) == (2, "")
    assert f"不能写入 {tmp_path / target}（{reason}）。没有写出任何内容" in result.err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["结果.doc", "结果.XLS", "结果.pdf", "结果.et", "结果.ofd"])
def test_no_text_is_written_into_what_its_name_calls_a_document(
    check: Runner, facts: Path, tmp_path: Path, name: str
) -> None:
    for arguments, endings in (
        ((), ".txt、.md、.json、.docx、.html、.xlsx。"),
        (("--format", "text"), ".txt（--format text）。"),
    ):
        result = check(facts, "--output", tmp_path / name, *arguments)
        assert (result.code, result.out, (tmp_path / name).exists()) == (2, "", False)
        assert f"错误：--output：“{name}”的扩展名应是 {endings}" in result.err


def test_a_write_that_breaks_off_leaves_the_old_file(
    check: Runner, facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "结果.txt"
    target.write_text("旧的", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert check(facts, "--output", target).code == 2
    assert target.read_text(encoding="utf-8") == "旧的"
    assert sorted(tmp_path.rglob("*")) == before


def test_nothing_is_written_when_there_are_mistakes(check: Runner, tmp_path: Path) -> None:
    target = tmp_path / "结果.txt"
    assert check(write(tmp_path / "坏.yaml", "项木: 无\n"), "--output", target).code == 2
    assert not target.exists()


def test_the_seed_is_checked_by_both_evaluators_and_the_result_is_clean_json() -> None:
    done = process("check", SEED, "--format", "json")
    assert done.returncode == 1
    assert done.stderr == b""
    (department,) = json.loads(done.stdout)["departments"]
    assert department["evaluators"] == ["durable", "reference"]


def test_a_terminal_without_chinese_still_gets_chinese() -> None:
    plain = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = process("check", SEED, "--format", "text", "--engine", "reference", "--rule", "BUD-001", **plain)
    assert done.returncode == 1
    assert done.stdout.decode("utf-8").startswith("三、存在的主要问题\n（一）预算执行方面\n1.部门整体预算执行率偏低。")
    assert done.stderr.decode("utf-8") == "本次只用参照求值器，没有经 durable-rules 核对。\n"


@pytest.mark.parametrize("arguments", [("--format", "json"), ("--rule", "BUD-001")])
def test_a_reader_that_has_seen_enough_is_no_error(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), "check", str(SEED), "--engine", "reference", *arguments]
    reading, writing = os.pipe()
    started = subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    os.close(reading)
    _, errors = started.communicate(timeout=60)
    assert b"Traceback" not in errors
    assert b"BrokenPipe" not in errors
    assert b"Exception" not in errors
    assert started.returncode in (0, 1)


def redirected(command: str, redirection: str) -> tuple[int, str, str]:
    """The exit code, output and errors of a command whose input and outputs a shell has led elsewhere."""
    line = f"exec {shlex.quote(sys.executable)} {shlex.quote(str(ROOT / 'cli.py'))} {command} {redirection}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


CLOSED = (">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-")
FULL = (">/dev/full", "2>/dev/full", ">/dev/full 2>&1")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
@pytest.mark.parametrize("redirection", [*CLOSED, *FULL])
def test_a_screen_that_is_closed_or_full_is_no_failure_of_the_program(redirection: str) -> None:
    command = f"check {shlex.quote(str(SEED))} --engine reference --rule BUD-001 --format json"
    code, out, errors = redirected(command, redirection)
    full = redirection.startswith(">/dev/full")
    assert code == (2 if full else 1)
    if redirection == ">/dev/full":
        assert errors == "结果没有全部写出来：标准输出写不进去（磁盘已满）。\n"
    elif "2" not in redirection:
        assert errors == "本次只用参照求值器，没有经 durable-rules 核对。\n"
    assert (json.loads(out)["format"] == "jixiao/1") if redirection.startswith("2") else not out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
@pytest.mark.parametrize("redirection", [*CLOSED, *FULL])
def test_a_batch_ends_the_same_whatever_becomes_of_what_it_says(tmp_path: Path, redirection: str) -> None:
    stands = {"名称": "甲局", "年度": 2022, "地区": "广东省"}
    line = {"部门": stands, "项目": [{"名称": "甲", "支出（分）": 1}]}
    (tmp_path / "甲.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n坏\n", encoding="utf-8")
    rules = write_rules(tmp_path / "规则", LOW)
    code, _, errors = redirected(f"batch {tmp_path}/甲.jsonl --rules {rules} --output {tmp_path}/果", redirection)
    assert code == 2
    assert "出错" not in errors
    assert "Traceback" not in errors
    assert json.loads((tmp_path / "果" / "汇总.json").read_bytes())["判定"]["发现问题"] == 1
    assert not (tmp_path / "果" / "未完成").exists()


def test_a_broken_argument_in_a_process_is_2_without_a_traceback() -> None:
    done = process("check", "--formt", "json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "没有选项 --formt" in done.stderr.decode("utf-8")


def test_a_file_whose_name_is_no_utf8_is_read_and_reported(check: Runner, tmp_path: Path, rules: Path) -> None:
    odd = tmp_path / os.fsdecode("甲局.yaml".encode("gbk"))
    (rules / os.fsdecode("预算".encode("gbk"))).mkdir()
    (rules / "类" / "MON-001.yaml").rename(rules / os.fsdecode("预算".encode("gbk")) / "MON-001.yaml")
    target = tmp_path / "结果.json"
    result = check(write(odd, BAD), "--format", "json", "--output", target)
    assert result.code == 1
    assert len(json.loads(target.read_text(encoding="utf-8"))["departments"]) == 1
