"""A kept run is proved by what it rested on, and whatever was changed behind its back is found or refused."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Run, Runner
from ledgers import FOUND, MENDED, WAIVER, Book, change, projects, rows
from small import ROOT, TODAY, dossier

from engine import VERSION
from engine.checking import code_of
from engine.ledger.packing import pack_facts, read_rulebook
from engine.waiving import Waivers

FACTS = projects(f"甲={FOUND}", f"乙={MENDED}", "丙=")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A ledger with one run."""
    book = Book(tmp_path)
    book.check(FACTS)
    return book


@pytest.fixture
def verify(run: Runner, book: Book) -> Callable[..., Run]:
    """Proves the only run."""
    return lambda: run("verify", rows(book.file, "SELECT code FROM run")[0][0].lower(), "--ledger", book.file)


def test_a_kept_run_is_proved_by_its_own_rules_and_facts(verify: Callable[..., Run], book: Book) -> None:
    for path in (book.folder / "类").iterdir():
        path.unlink()  # the rules of today may be others
    result = verify()
    assert result.code == 0
    assert "：一致（示例部门　2022年度　检查日期2023-04-01）" in result.out
    assert result.out.endswith("相符；重新检查，判定6项、问题1项逐字一致。\n")


def test_the_departments_of_the_repository_are_proved_with_their_waivers(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "台账.db"
    run("check", ROOT / "facts", "--ledger", file, "--date", "2023-03-31", "--theme", "预算执行", "--rule", "PRO-001")
    for (code,) in rows(file, "SELECT code FROM run"):
        assert run("verify", code, "--ledger", file).code == 0


def test_a_run_with_waivers_and_chosen_rules_is_proved(run: Runner, tmp_path: Path) -> None:
    book = Book(tmp_path)
    codes = [
        book.check(FACTS + WAIVER, only=only, day=day).digest for only in (None, ["BUD-001"]) for day in (1, TODAY)
    ]
    assert len(set(codes)) == 4
    for code in codes:
        assert run("verify", code, "--ledger", book.file).code == 0


def test_a_code_that_was_not_kept_is_2_with_what_to_do(run: Runner, book: Book) -> None:
    result = run("verify", "0" * 16, "--ledger", book.file)
    assert (result.code, result.out) == (2, "")
    assert f"台账 {book.file} 里没有核验码 {'0' * 16}。可以先看：cli.py ledger list" in result.err


@pytest.mark.parametrize("name", ["报告.docx", "台账.xlsx", "报告.html"])
def test_a_report_that_is_no_data_is_answered_with_where_its_code_stands(run: Runner, book: Book, name: str) -> None:
    result = run("verify", name, "--ledger", book.file)
    assert (result.code, result.out) == (2, "")
    assert f"“{name}”不能核实：这里写核验码，或 .json 的结果文件。Word、网页、Excel 里印着核验码。" in result.err


def test_facts_are_not_asked_for_where_they_are_kept(run: Runner, book: Book) -> None:
    result = run("verify", "0" * 16, ROOT / "facts", "--ledger", book.file)
    assert (result.code, "事实留存在台账里" in result.err) == (2, True)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE finding SET text = '没有问题。'", "：1 BUD-001 BUD-001的名称 一般 预算执行 没有问题。"),
        ("UPDATE finding SET measure = '不改。'", "重新检查有，台账里没有"),
        ("DELETE FROM finding", "问题：重新检查有，台账里没有：1 BUD-001"),
        ("DELETE FROM subject", "问题的对象：重新检查有，台账里没有：1 1 项目 甲"),
        ("UPDATE subject SET fingerprint = '0'", "问题的对象"),
        ("UPDATE verdict SET state = 'pass' WHERE subject = '甲'", "台账里有，重新检查没有：BUD-001 项目 甲 pass"),
        ("DELETE FROM verdict WHERE subject = '丙'", "判定：重新检查有，台账里没有：BUD-001 项目 丙 unknown"),
        ("UPDATE judged SET title = '甲'", "规则：台账里有，重新检查没有：BUD-001 甲"),
        ("UPDATE run SET year = 2021", "年度：台账写的是2021，事实里是2022"),
        ("UPDATE run SET department = '乙局'", "部门：台账写的是乙局，事实里是示例部门"),
        ("UPDATE run SET region = '北京市'", "地区：台账写的是北京市"),
        ("UPDATE run SET chosen = '[\"BUD-001\"]'", "现在得出的核验码是"),
        ("UPDATE run SET code = '0123456789ABCDEF'", "现在得出的核验码是"),
        ("UPDATE run SET version = '0.0.1'", "这次检查由版本0.0.1作出"),
    ],
)  # fmt: skip
def test_what_was_changed_behind_its_back_is_told(
    verify: Callable[..., Run], book: Book, statement: str, words: str
) -> None:
    change(book.file, statement)
    result = verify()
    assert result.code == 1
    assert "：不一致（" in result.out
    assert words in result.out


def test_other_facts_with_a_hash_that_fits_do_not_give_the_code(verify: Callable[..., Run], book: Book) -> None:
    key, content = pack_facts(dossier(FACTS.replace("90元", "89元")))
    change(
        book.file, f"UPDATE facts SET hash = '{key}', content = x'{content.hex()}'", f"UPDATE run SET facts = '{key}'"
    )
    result = verify()
    assert (result.code, "现在得出的核验码是" in result.out) == (1, True)


def test_facts_of_kinds_that_the_rules_do_not_know_are_refused(run: Runner, tmp_path: Path) -> None:
    book = Book(tmp_path)
    code = book.check(FACTS + "监控记录: 无\n").digest
    given = dossier(FACTS + "监控记录: 无\n")
    assert given.facts.pop("监控记录") == ()  # a kind without facts says nothing in the 核验码
    key, content = pack_facts(given)
    change(
        book.file, f"UPDATE facts SET hash = '{key}', content = x'{content.hex()}'", f"UPDATE run SET facts = '{key}'"
    )
    result = run("verify", code, "--ledger", book.file)
    assert (result.code, "事实的类型与规则库的不同" in result.err) == (2, True)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM facts", "没有这次检查的事实"),
        ("DELETE FROM rulebook", "没有这次检查的规则文件"),
        ("UPDATE facts SET content = 'x'", "没有这次检查的事实"),
        ("UPDATE facts SET content = x'ffff'", "压缩的内容已损坏"),
        ("UPDATE rulebook SET files = x'789c'", "压缩的内容不完整，或者太大"),
        ("UPDATE run SET chosen = '甲'", "所选规则的内容已损坏"),
        ("UPDATE rulebook SET digest = 'x'; UPDATE run SET rulebook = 'x'", "规则文件与它们的摘要不符"),
    ],
)
def test_what_is_missing_or_broken_is_2_and_said_in_one_line(
    verify: Callable[..., Run], book: Book, statement: str, words: str
) -> None:
    change(book.file, *statement.split(";"))
    result = verify()
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"台账 {book.file} 已损坏，或被改过：{words}")
    assert len(result.err.splitlines()) == 1


def test_a_run_of_another_version_is_hashed_as_that_version_and_not_run_again(
    verify: Callable[..., Run], book: Book
) -> None:
    given = dossier(FACTS)
    code = code_of(book.library.digest, given, Waivers.of(given, TODAY), None, "0.0.9")
    change(book.file, f"UPDATE run SET version = '0.0.9', code = '{code}'", "UPDATE finding SET text = '另一种写法。'")
    result = verify()
    assert result.code == 0
    assert f"这次检查由版本0.0.9作出（按该版本号核对），现在是{VERSION}，没有重新检查。" in result.out


def test_rules_that_only_another_version_can_read_still_prove_the_code_of_its_runs(
    verify: Callable[..., Run], book: Book
) -> None:
    (book.folder / "类" / "BUD-001.yaml").write_text("编号: BUD-001\n新写法: 甲\n", encoding="utf-8")
    digest, files = read_rulebook(book.folder)
    given = dossier(FACTS)
    for version, expected in (("0.0.9", 0), (VERSION, 2)):
        code = code_of(digest, given, Waivers.of(given, TODAY), None, version)
        kept = f"INSERT OR IGNORE INTO rulebook VALUES ('{digest}', x'{files.hex()}')"
        change(book.file, kept, f"UPDATE run SET version = '{version}', code = '{code}', rulebook = '{digest}'")
        result = verify()
        assert result.code == expected
    assert "已损坏，或被改过：当时的规则文件现在读不了（" in result.err


def test_noise_anywhere_in_the_file_is_found_refused_or_without_effect(
    verify: Callable[..., Run], book: Book, run: Runner
) -> None:
    tables = ("judged", "verdict", "finding", "subject")
    code = rows(book.file, "SELECT code FROM run")[0][0]
    kept = [rows(book.file, f"SELECT * FROM {table}") for table in tables]
    data, chance, codes = book.file.read_bytes(), random.Random(7), []
    for _ in range(60):
        at, length = chance.randrange(len(data)), chance.choice((1, 1, 1, 8, 300))
        noise = bytes(chance.randrange(256) for _ in range(length))
        book.file.write_bytes((data[:at] + noise + data[at + length :])[: len(data)])
        result = run("verify", code, "--ledger", book.file)
        codes.append(result.code)
        if result.code == 0:
            assert [rows(book.file, f"SELECT * FROM {table}") for table in tables] == kept
    assert set(codes) <= {0, 1, 2}
    assert codes.count(2) > 5
