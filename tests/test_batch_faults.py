"""Whatever is wrong with some lines of an input, they are refused by number, and all else is as without them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from batches import results, rows, written
from commands import LOW, NONE, Runner, process
from small import REGION, ROOT, write_rules

from engine.batch import ranges


def department(name: str, *spent: object, year: int = 2022) -> str:
    """A line of a department with a project for each of these amounts."""
    projects = [{"名称": f"项目{n}", "支出（分）": amount, "编码": f"A{n}"} for n, amount in enumerate(spent)]
    stands = {"名称": name, "年度": year, "地区": REGION}
    return json.dumps({"部门": stands, "项目": projects}, ensure_ascii=False)


GOOD = [department(f"局{n}", 9_000 + n, 10_000 + n) for n in range(30)]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rulebook of two rules."""
    return write_rules(tmp_path_factory.mktemp("规则"), LOW, NONE)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, book: Path) -> dict[str, bytes]:
    """What comes of the good lines."""
    folder = tmp_path_factory.mktemp("好")
    told = process("batch", written(folder / "甲.jsonl", *GOOD), "--rules", book, "--output", folder / "果")
    assert told.returncode == 1
    found = results(folder / "果")
    assert len(found["问题.jsonl"].splitlines()) == 30
    assert found["退回.jsonl"] == b""
    return found


def without_text(found: dict[str, bytes]) -> dict[str, bytes]:
    """The results but for the summary, which counts what was refused, and for what was refused."""
    return {name: data for name, data in found.items() if name in ("问题.jsonl", "无法判定.jsonl", "部门.jsonl")}


def measured(*words: object) -> tuple[int, int]:
    """The exit code of a batch in a process of its own, and the most memory that it had, in KB."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import cli; sys.argv = ['cli.py', *sys.argv[2:]]; "
        "code = cli.main(); print(*(line for line in open('/proc/self/status') if 'VmHWM' in line)); sys.exit(code)"
    )
    command = [sys.executable, "-c", code, *map(str, (ROOT, "batch", *words))]
    told = subprocess.run(command, capture_output=True, check=False, timeout=60)
    return told.returncode, int(told.stdout.split()[-2])


def test_ten_times_as_many_departments_take_no_more_memory(tmp_path: Path, book: Path) -> None:
    options = ("--rules", book, "--jobs", 1, "--verify", "0%")
    most: list[int] = []
    for count in (400, 4000):
        lines = (department(f"局{n}", *range(9_000, 9_050)) for n in range(count))
        facts = written(tmp_path / f"{count}.jsonl", *lines)
        outputs = [tmp_path / f"果{count}{again}" for again in "一二"]  # the first may have to read the rules
        found = [measured(facts, "--output", output, *options) for output in outputs]
        assert [code for code, _ in found] == [1, 1]
        most.append(min(memory for _, memory in found))
    assert facts.stat().st_size > 10_000_000
    assert most[1] < most[0] + 4_000


def long_line(size: int) -> Iterator[bytes]:
    """A department of so many bytes, in blocks."""
    yield department("大局", 1).encode()[:-1] + '，"说明": "'.encode()
    for _ in range(size // 2**20):
        yield b"x" * 2**20
    yield b'"}\n'


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (department("坏局", 1)[:-20].encode(), "引号没有收尾"),
        (department("坏局", 1)[:-3].encode(), "没有写完"),
        (department("坏局", 1).encode().replace("坏局".encode(), b"\xff\xfe"), "UTF-8"),
        (department("坏局", 1).encode("gb18030"), "GBK"),
        (department("坏局", 1)[:-3].encode()[:-1] + b"\xe5", ""),
        (b"[]", "一组键值"),
        (b'{"a": 1}', ""),
        (b"null", ""),
        (b"[" * 100_000, ""),
        ("部门: {名称: 甲}".encode(), ""),
    ],
)
@pytest.mark.parametrize("at", [0, 17, 30])
def test_a_bad_line_is_refused_by_its_number_and_all_else_is_as_without_it(
    run: Runner, tmp_path: Path, book: Path, undisturbed: dict[str, bytes], bad: bytes, words: str, at: int
) -> None:
    facts = written(tmp_path / "甲.jsonl", *GOOD[:at], bad, *GOOD[at:])
    if at == len(GOOD):
        facts.write_bytes(facts.read_bytes()[:-1])  # and nothing behind it, not even a break
    assert run("batch", facts, "--rules", book, "--output", tmp_path / "果").code == 2
    (refused,) = rows(tmp_path / "果", "退回.jsonl")
    assert refused["行"] == at + 1
    assert words in str(refused["原因"])
    assert refused["怎么办"]
    assert without_text(results(tmp_path / "果")) == without_text(undisturbed)


def test_a_department_of_fifty_megabytes_is_refused_without_being_held(
    tmp_path: Path, book: Path, undisturbed: dict[str, bytes]
) -> None:
    facts = tmp_path / "甲.jsonl"
    with facts.open("wb") as stream:
        stream.write("\n".join(GOOD[:9]).encode() + b"\n")
        stream.writelines(long_line(50 * 2**20))
        stream.write("\n".join(GOOD[9:]).encode() + b"\n")
    told, most = measured(facts, "--rules", book, "--output", tmp_path / "果", "--jobs", 1)
    assert told == 2
    (refused,) = rows(tmp_path / "果", "退回.jsonl")
    assert (refused["行"], refused["原因"]) == (10, "这一行超过8MB，没有读取")
    assert without_text(results(tmp_path / "果")) == without_text(undisturbed)
    assert most < 100_000


@pytest.mark.parametrize("number", ["9" * 400, "1" + "0" * 399, "-" + "9" * 400, "1e400", f"0.{'0' * 398}1"])
def test_a_number_of_four_hundred_digits_is_exact_or_refused_and_changes_nothing_else(
    run: Runner, tmp_path: Path, book: Path, undisturbed: dict[str, bytes], number: str
) -> None:
    bad = department("坏局", 1).replace('"支出（分）": 1', f'"支出（分）": {number}')
    facts = written(tmp_path / "甲.jsonl", *GOOD[:5], bad, *GOOD[5:])
    assert run("batch", facts, "--rules", book, "--output", tmp_path / "果").code in (1, 2)
    refused = rows(tmp_path / "果", "退回.jsonl")
    found = {name: data.splitlines() for name, data in without_text(results(tmp_path / "果")).items()}
    told = [line for lines in found.values() for line in lines if "坏局".encode() in line]
    assert len(refused) == 1 or told
    assert all(row["行"] == 6 for row in refused)
    kept = {name: [line for line in lines if "坏局".encode() not in line] for name, lines in found.items()}
    assert kept == {name: data.splitlines() for name, data in without_text(undisturbed).items()}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_department_that_comes_twice_is_judged_once_or_not_at_all(
    run: Runner, tmp_path: Path, book: Path, undisturbed: dict[str, bytes], jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranges, "SMALLEST", 500)
    other = [department("重局", 1), *GOOD, GOOD[3], department("重局", 2), GOOD[7].replace("局7", "局 ７")]
    facts = written(tmp_path / "甲.jsonl", *other)
    options = ["--rules", book, "--output", tmp_path / "果", "--jobs", str(jobs)]
    assert run("batch", facts, *options).code == 2
    refused = {row["行"]: str(row["原因"]) for row in rows(tmp_path / "果", "退回.jsonl")}
    assert refused == {
        1: "重复：重局2022年度在第33行还有一份，内容不同",
        9: "重复：部门名称“局7”和第34行的“局 ７”只差空格、全半角或大小写",
        32: "重复：与第5行完全相同",
        33: "重复：重局2022年度在第1行还有一份，内容不同",
        34: "重复：部门名称“局 ７”和第9行的“局7”只差空格、全半角或大小写",
    }
    expected = [one for one in undisturbed["部门.jsonl"].splitlines() if '"局7"'.encode() not in one]
    assert results(tmp_path / "果")["部门.jsonl"].splitlines() == expected


def test_a_mark_windows_breaks_and_blank_lines_change_nothing(
    run: Runner, tmp_path: Path, book: Path, undisturbed: dict[str, bytes]
) -> None:
    facts = tmp_path / "甲.jsonl"
    facts.write_bytes(b"\xef\xbb\xbf" + "\r\n\r\n  \r\n".join(GOOD).encode())
    assert run("batch", facts, "--rules", book, "--output", tmp_path / "果").code == 1
    assert results(tmp_path / "果") == undisturbed


def test_fact_files_in_a_folder_give_what_their_lines_give(
    run: Runner, tmp_path: Path, book: Path, undisturbed: dict[str, bytes]
) -> None:
    for number, line in enumerate(GOOD):
        path = tmp_path / "事实" / f"{number:02}" / "甲.json"
        path.parent.mkdir(parents=True)
        path.write_text(line, encoding="utf-8")
    assert run("batch", tmp_path / "事实", "--rules", book, "--output", tmp_path / "果").code == 1
    assert without_text(results(tmp_path / "果")) == without_text(undisturbed)
    (tmp_path / "事实" / "03" / "坏.yaml").write_text("a: [", encoding="utf-8")
    assert run("batch", tmp_path / "事实", "--rules", book, "--output", tmp_path / "果二").code == 2
    refused = rows(tmp_path / "果二", "退回.jsonl")
    assert [(list(row), row["文件"]) for row in refused] == [
        (["文件", "原因", "怎么办"], f"03/{name}") for name in ("坏.yaml", "甲.json")
    ]
    departments = [row["部门"] for row in rows(tmp_path / "果二", "部门.jsonl")]
    assert departments == [f"局{n}" for n in range(30) if n != 3]


def test_mistakes_in_rules_are_told_before_anything_is_judged(run: Runner, tmp_path: Path, book: Path) -> None:
    facts = written(tmp_path / "甲.jsonl", *GOOD)
    result = run("batch", facts, "--rules", book, "--output", tmp_path / "果", "--rule", "BUD-009")
    assert result.code == 2
    assert "没有规则“BUD-009”" in result.err
    assert not (tmp_path / "果").exists()


@pytest.mark.parametrize(
    ("turned", "judged"),
    [
        (lambda one: "\ufeff" + one, 1),
        (lambda one: f" {one}\t", 1),
        (lambda one: one + "\r", 1),
        (lambda one: one.replace("2022", '"2022年"'), 0),
        (lambda one: one.replace("2022", '" 2022 "'), 0),
        (lambda one: one.replace('"甲局"', '{"值": "甲局", "出处": "表"}'), 0),
        (lambda one: one.replace("甲局", "\\u7532局"), 0),
        (lambda one: one.replace("甲局", "甲 局"), 0),
        (lambda one: one.replace('"部门"', '" 部门 "'), 0),
        (lambda one: one.replace('"名称"', '"名称 "', 1), 0),
    ],
)
def test_however_a_department_is_written_once_more_it_is_judged_once_or_not_at_all(
    run: Runner, tmp_path: Path, book: Path, turned: Callable[[str], str], judged: int
) -> None:
    one = department("甲局", 1)
    facts = written(tmp_path / "甲.jsonl", one, department("乙局", 1), turned(one))
    assert run("batch", facts, "--rules", book, "--output", tmp_path / "果").code == 2
    assert [row["部门"] for row in rows(tmp_path / "果", "部门.jsonl")] == ["甲局"] * judged + ["乙局"]
    assert [row["行"] for row in rows(tmp_path / "果", "退回.jsonl")] == [1, 3][judged:]
