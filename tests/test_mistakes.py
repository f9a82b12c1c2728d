"""Every kind of mistake an author can make, with the exact message he is shown.

The pages in `broken` hold the cases: each is a small change to the rulebook and facts in `broken/good`, the command
that is run, and what it prints. JIXIAO_RENEW=1 writes what is printed now into the pages; read every line of the diff
with the eyes of somebody who has never seen this program before keeping it (see `broken/README.md`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutating import EDITS, GOOD, Edit, complaints, mutated
from pages import Case, apply_diff, copy_good, read_pages, renew
from small import ROOT

import cli
from engine.cases import cases_of
from engine.loading import load_checked
from engine.mistakes import Mistake, Mistakes, MistakesFound, Place, nearest, suggestion

EXAMPLES = int(os.environ.get("JIXIAO_CASES", "200"))
RENEW = os.environ.get("JIXIAO_RENEW") == "1"


def as_gbk(folder: Path) -> None:
    path = folder / "facts/甲局.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))


def as_utf16(folder: Path) -> None:
    path = folder / "facts/甲局.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


def half_saved(folder: Path) -> None:
    """Cuts a rule off in the middle of a character."""
    path = next((folder / "rules" / "执行").glob("*.yaml"))
    data = path.read_bytes()
    path.write_bytes(data[: data.index("条".encode()) + 1])


def as_picture(folder: Path) -> None:
    (folder / "facts/甲局.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe\xfd" * 20)


def empty(folder: Path) -> None:
    (folder / "facts/甲局.yaml").write_bytes(b"")


def huge(folder: Path) -> None:
    with (folder / "facts/甲局.yaml").open("wb") as stream:
        stream.truncate(200 * 2**20)  # sparse: takes no room on the disk


def with_bell(folder: Path) -> None:
    path = folder / "facts/甲局.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("名称: 甲局", "名称: 甲\a局"), encoding="utf-8")


def without_rules(folder: Path) -> None:
    (folder / "空").mkdir()


def far_too_long(folder: Path) -> None:
    apply_diff(folder, _duty("支出 " + "+ 支出 " * 500 + "≥ 0元"))


def far_too_deep(folder: Path) -> None:
    apply_diff(folder, _duty("（" * 60 + "支出" + "）" * 60 + " ≥ 0元"))


def denied_too_often(folder: Path) -> None:
    apply_diff(folder, _duty("非 " * 600 + "应重点监控"))


def added_too_often(folder: Path) -> None:
    apply_diff(folder, _duty("支出" + "+1元" * 400 + " ≥ 0元"))


def _duty(text: str) -> list[str]:
    name = "rules/执行/执行-01.yaml"
    return [f"--- {name}", f"+++ {name}", "-要求: 执行率 不低于 执行率下限", f"+要求: {text}"]


# What a page cannot show as a change of lines.
MADE: dict[str, Callable[[Path], None]] = {
    "GBK 编码的文件": as_gbk,
    "UTF-16 编码的文件": as_utf16,
    "选成了图片": as_picture,
    "没有存完的规则文件": half_saved,
    "空文件": empty,
    "200MB 的文件": huge,
    "看不见的控制字符": with_bell,
    "没有规则的文件夹": without_rules,
    "条件太长": far_too_long,
    "条件的括号太深": far_too_deep,
    "“非”写了六百遍": denied_too_often,
    "四百项相加": added_too_often,
}

CASES = read_pages()


def run(folder: Path, case: Case, monkeypatch: pytest.MonkeyPatch) -> int:
    """Runs the command of a case on the broken files, as a user would."""
    copy_good(folder)
    MADE.get(case.title, lambda _: None)(folder)
    apply_diff(folder, case.diff)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("JIXIAO_CACHE", "")
    monkeypatch.setattr(sys, "argv", ["cli.py", *case.command.split()])
    return cli.main()


@pytest.mark.parametrize(("page", "case"), CASES, ids=[f"{path.stem}：{case.title}" for path, case in CASES])
def test_a_mistake_is_shown_in_exactly_these_words(
    page: Path,
    case: Case,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = run(tmp_path, case, monkeypatch)
    printed = capsys.readouterr()
    shown = printed.out + printed.err
    if RENEW:
        renew(page, case, shown)
        return
    assert shown == case.wanted
    assert code == (2 if "  错误：" in shown else 0)


def test_the_good_files_have_no_mistakes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, Case("", command="lint rules facts"), monkeypatch) == 0
    assert capsys.readouterr().err == "没有错误：3条规则、7个用例、1份事实文件；13个已知提示有说明，没有列出。\n"


def test_every_case_stands_once_and_every_made_file_is_used() -> None:
    titles = [(path, case.title) for path, case in CASES]
    assert len(titles) == len(set(titles))
    assert set(MADE) <= {title for _, title in titles}
    assert all(case.command and (case.diff or case.title in MADE or "rules" in case.command) for _, case in CASES)


@pytest.mark.parametrize("command", ["lint rules facts", "test --rules rules", "check facts --rules rules"])
def test_a_user_at_the_terminal_sees_the_same_words(tmp_path: Path, command: str) -> None:
    copy_good(tmp_path)
    apply_diff(tmp_path, _duty("执行律 不低于 90%"))
    done = subprocess.run(
        [sys.executable, ROOT / "cli.py", *command.split()],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "rules/执行/执行-01.yaml:12:5  错误：“项目”没有字段“执行律”，也没有这个名字的推导和参数\n"
        "    是否想写“执行率”或“执行率下限”？\n"
    )


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("check LONG", "文件名太长"),
        ("lint LONG", "文件名太长"),
        ("check --rules LONG", "没有这个文件夹"),
        ("test LONG", "没有规则"),
    ],
)
def test_a_name_too_long_to_be_looked_for_is_a_mistake_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, reason: str
) -> None:
    long = command.replace("LONG", "长" * 200) + ("" if "--rules" in command else " --rules rules")
    assert run(tmp_path, Case("", command=long), monkeypatch) == 2
    assert reason in capsys.readouterr().err


RULE_FILES = sorted(path.relative_to(GOOD) for path in GOOD.rglob("*.yaml") if "rules" in path.parts)


@settings(max_examples=EXAMPLES)
@given(st.sampled_from(RULE_FILES), EDITS)
def test_nothing_but_chinese_mistakes_comes_out_of_a_damaged_rulebook(name: Path, edits: list[Edit]) -> None:
    with TemporaryDirectory() as folder:
        copy_good(Path(folder))
        damaged = mutated((GOOD / name).read_text(encoding="utf-8"), edits)
        (Path(folder) / name).write_text(damaged, encoding="utf-8", newline="")
        mistakes = Mistakes()
        book = load_checked(Path(folder) / "rules", mistakes)
        cases = [case for rule in book.rules.values() for case in cases_of(book, rule, mistakes)]
        texts = {str(path): path.read_text(encoding="utf-8") for path in Path(folder).rglob("*.yaml")}
        assert [(str(m), wrong) for m in mistakes.found if (wrong := complaints(m, texts))] == []
        # A rule that is lost without a word would never find anything.
        assert mistakes.found or (len(book.rules) == 3 and len(cases) >= 7 - damaged.count("名称"))


def test_mistakes_are_shown_in_the_order_of_their_places_and_each_once() -> None:
    mistakes = Mistakes()
    for line, column in ((3, 1), (1, 9), (1, 2), (1, 9)):
        mistakes.add(Place("甲.yaml", line, column), "有错")
    with pytest.raises(MistakesFound) as found:
        mistakes.check()
    assert [str(mistake.place) for mistake in found.value.mistakes] == ["甲.yaml:1:2", "甲.yaml:1:9", "甲.yaml:3:1"]
    assert len(str(found.value).splitlines()) == 3


def test_a_collector_without_mistakes_raises_nothing() -> None:
    Mistakes().check()


def test_a_place_names_as_much_as_is_known() -> None:
    places = [Place("甲.yaml"), Place("甲.yaml", 3), Place("甲.yaml", 3, 7), Place("甲.yaml", 3, 7).moved(2)]
    assert list(map(str, places)) == ["甲.yaml", "甲.yaml:3", "甲.yaml:3:7", "甲.yaml:3:9"]
    assert Place("甲.yaml").moved(2) == Place("甲.yaml")


def test_the_hint_stands_on_a_line_of_its_own() -> None:
    assert str(Mistake(Place("甲.yaml", 1, 2), "有错", "改掉。")) == "甲.yaml:1:2  错误：有错\n    改掉。"
    assert str(Mistake(Place("甲.yaml", 1, 2), "有错")) == "甲.yaml:1:2  错误：有错"


def test_the_nearest_word_comes_first_and_no_more_than_two_are_named() -> None:
    assert nearest("年度预祘", ["支出", "年初预算", "年度预算", "预算"]) == ["年度预算", "年初预算"]
    assert suggestion("年度预祘", ["支出", "年度预算"]) == "是否想写“年度预算”？"


def test_where_nothing_is_near_the_choices_are_listed_in_their_own_order() -> None:
    assert suggestion("甲", ["丙", "乙", "丙"]) == "可以写：丙、乙。"
    assert suggestion("甲", []) == ""


def test_a_long_list_of_choices_is_cut_off() -> None:
    hint = suggestion("甲", [f"选项{number}" for number in range(30)])
    assert hint.count("、") == 19
    assert hint.endswith("选项19……。")
