"""Every kind of mistake an author can make, with the exact message he is shown.

`broken/*.md` holds the cases: each is a small change to the rulebook and facts in `broken/good`, the command that is
run, and what it prints. JIXIAO_RENEW=1 writes the present messages into those files; read every line of the diff with
the eyes of somebody who has never seen this program before keeping it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import cli
from engine.mistakes import Mistake, Mistakes, MistakesFound, Place, nearest, suggestion

BROKEN = Path(__file__).parent / "broken"
GOOD = BROKEN / "good"
RENEW = os.environ.get("JIXIAO_RENEW") == "1"
NOWHERE = "/dev/null"


@dataclass
class Case:
    """One broken file: its change to the good files, the command, and what must be printed."""

    title: str
    diff: list[str] = field(default_factory=list)
    command: str = ""
    wanted: str = ""


def read_cases(text: str) -> Iterator[Case]:
    """The cases of a page: a heading, a diff block where files are changed, and the block of what is printed."""
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        case = Case(part.partition("\n")[0])
        for language, body in re.findall(r"^```(\w+)\n(.*?)^```$", part, flags=re.MULTILINE | re.DOTALL):
            if language == "diff":
                case.diff = body.splitlines()
            else:
                first, _, case.wanted = body.partition("\n")
                case.command = first.removeprefix("$ cli.py ")
        yield case


def copy_good(folder: Path) -> None:
    """Writes the good rulebook and facts."""
    for path in GOOD.rglob("*.yaml"):
        copy = folder / path.relative_to(GOOD)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())


def apply_diff(folder: Path, diff: list[str]) -> None:
    """Applies a change; a change that does not fit the good files is a mistake in the page, never skipped."""
    for section in re.split(r"^(?=--- )", "\n".join(diff), flags=re.MULTILINE):
        if not section:
            continue
        old, new, *lines = section.replace("␉", "\t").split("\n")
        source, target = old.removeprefix("--- "), new.removeprefix("+++ ")
        if target == NOWHERE:
            (folder / source).unlink()
            continue
        before = "" if source == NOWHERE else (folder / source).read_text(encoding="utf-8")
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        (folder / target).write_text(changed(before, lines), encoding="utf-8")


def changed(text: str, lines: list[str]) -> str:
    """A text after the hunks of a diff; each must fit at exactly one place."""
    for hunk in "\n".join(lines).split("@@\n"):
        marked = [(line[:1], line[1:]) for line in hunk.split("\n") if line]
        assert all(mark in " -+" for mark, _ in marked), hunk
        old = "".join(f"{line}\n" for mark, line in marked if mark in " -")
        new = "".join(f"{line}\n" for mark, line in marked if mark in " +")
        places = f"\n{text}".count(f"\n{old}")
        assert places == 1 or not text, f"改动应当正好对上一处，这里对上{places}处：\n{old}"
        text = f"\n{text}".replace(f"\n{old}", f"\n{new}", 1)[1:] if text else new
    return text


def as_gbk(folder: Path) -> None:
    path = folder / "facts/甲局.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))


def as_utf16(folder: Path) -> None:
    path = folder / "facts/甲局.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


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
    "空文件": empty,
    "200MB 的文件": huge,
    "看不见的控制字符": with_bell,
    "没有规则的文件夹": without_rules,
    "条件太长": far_too_long,
    "条件的括号太深": far_too_deep,
    "“非”写了六百遍": denied_too_often,
    "四百项相加": added_too_often,
}

PAGES = {path: path.read_text(encoding="utf-8") for path in sorted(BROKEN.glob("*.md")) if path.name != "README.md"}
CASES = [(path, case) for path, text in PAGES.items() for case in read_cases(text)]


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
    assert code == (2 if "错误：" in shown else 0)


def renew(page: Path, case: Case, shown: str) -> None:
    """Puts what is printed now in the place of what was expected."""
    head = f"$ cli.py {case.command}\n"
    text = page.read_text(encoding="utf-8")
    start = text.index(head, text.index(f"## {case.title}\n")) + len(head)
    page.write_text(text[:start] + shown + text[text.index("```\n", start) :], encoding="utf-8")
