"""A ledger from anywhere is looked at before it is used; one that cannot be used is said so in one Chinese line."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from commands import english
from ledgers import FOUND, Book, change, projects, rows

from engine.ledger.opening import LedgerRefused, reading, writing
from engine.ledger.schema import APPLICATION, TABLES, VERSION


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A ledger with one run."""
    book = Book(tmp_path)
    book.check(projects(f"甲={FOUND}"))
    return book


def refused(file: Path, write: bool = False) -> str:
    """Why a ledger is not used; the words are Chinese and one line."""
    with pytest.raises(LedgerRefused) as raised, (writing if write else reading)(file) as connection:
        connection.execute("SELECT * FROM run").fetchall()
    words = str(raised.value)
    assert "\n" not in words
    assert not english(words, file, "SQLite")
    return words


# What a ledger is


def test_a_ledger_says_what_it_is_and_of_which_version(book: Book) -> None:
    assert rows(book.file, "PRAGMA application_id") == [(APPLICATION,)]
    assert rows(book.file, "PRAGMA user_version") == [(VERSION,)]
    assert rows(book.file, "PRAGMA journal_mode") == [("delete",)]  # a log beside it would not do on a network drive
    assert [path.name for path in book.file.parent.glob("台账*")] == ["台账.db"]
    assert rows(book.file, "PRAGMA foreign_key_check") == []


def test_foreign_keys_hold_and_the_schema_is_not_trusted(book: Book) -> None:
    with writing(book.file) as connection:
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("INSERT INTO judged VALUES (99, 'BUD-001', '甲')")
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("ATTACH DATABASE ':memory:' AS other")


def test_whoever_reads_cannot_write(book: Book) -> None:
    with pytest.raises(LedgerRefused, match="不能写"), reading(book.file) as connection:
        connection.execute("DELETE FROM run")
    assert len(rows(book.file, "SELECT * FROM run")) == 1


def test_an_empty_file_becomes_a_ledger_and_is_none_to_a_reader(tmp_path: Path) -> None:
    file = tmp_path / "台账.db"
    file.touch()
    assert refused(file) == f"台账 {file} 是空的，还没有记过。"
    book = Book(tmp_path)
    book.check(projects(f"甲={FOUND}"))
    assert len(rows(file, "SELECT * FROM run")) == 1


# What is none


def test_a_file_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    file = tmp_path / "台账.db"
    assert refused(file).startswith(f"没有台账 {file}。")
    assert not file.exists()


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "别的.db"
    change(file, "CREATE TABLE run (id INTEGER)")
    before = file.read_bytes()
    for write in (False, True):
        assert refused(file, write) == f"{file} 不是台账，是别的程序的数据库，没有动它。请换一个文件名。"
    assert file.read_bytes() == before


def test_a_ledger_of_a_newer_version_is_left_alone(book: Book) -> None:
    change(book.file, f"PRAGMA user_version = {VERSION + 1}", "CREATE TABLE more (id INTEGER)")
    before = book.file.read_bytes()
    assert "是更新的版本写的（格式2，本程序到1）。请升级本程序。" in refused(book.file, write=True)
    assert book.file.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW more AS SELECT 1",
        "CREATE TRIGGER more AFTER INSERT ON run BEGIN DELETE FROM run; END",
        "CREATE TABLE more (id INTEGER)",
        "CREATE INDEX more ON run (abs(year))",
        "ALTER TABLE run ADD COLUMN more TEXT",
        "DROP INDEX subject_of",
        "DROP TABLE subject",
        "PRAGMA user_version = 0",
    ],
)
def test_a_ledger_whose_tables_are_others_is_not_used(book: Book, statement: str) -> None:
    change(book.file, statement)
    for write in (False, True):
        assert "里的表被改过，或有别的东西" in refused(book.file, write)


def test_a_table_that_is_a_view_in_disguise_is_not_used(tmp_path: Path) -> None:
    file = tmp_path / "台账.db"
    others = [statement for statement in TABLES if not statement.startswith("CREATE TABLE verdict")]
    view = "CREATE VIEW verdict AS SELECT 1 AS run, 'x' AS rule"
    change(file, *others, view, f"PRAGMA application_id = {APPLICATION}", f"PRAGMA user_version = {VERSION}")
    assert "里的表被改过" in refused(file)


# What is broken


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_ledger_that_was_cut_short_is_said_to_be_damaged(book: Book, share: float) -> None:
    data = book.file.read_bytes()
    book.file.write_bytes(data[: int(len(data) * share)])
    assert "文件已损坏或不完整" in refused(book.file) + refused(book.file, write=True)


def test_a_ledger_with_noise_in_it_gives_words_and_never_a_traceback(book: Book) -> None:
    data = book.file.read_bytes()
    told = []
    for at in range(0, len(data), len(data) // 60):
        book.file.write_bytes(data[:at] + b"\xff" * 200 + data[at + 200 :])
        try:
            with reading(book.file) as connection:
                for table in ("run", "judged", "verdict", "finding", "subject", "facts", "rulebook"):
                    connection.execute(f"SELECT * FROM {table}").fetchall()
        except LedgerRefused as error:
            told.append(str(error))
    assert len(told) > 5
    assert [words for words in told if english(words, book.file, "SQLite", "OperationalError", "SQLITE_ERROR")] == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("SQLITE_READONLY_DBMOVED", "只能读，不能写"),
        ("SQLITE_IOERR_WRITE", "读写失败"),
        ("SQLITE_BUSY_SNAPSHOT", "别的程序正在写，等了30秒"),
        ("SQLITE_PERM", "没有权限"),
        ("SQLITE_TOOBIG", "内容太大"),
        ("SQLITE_CORRUPT_INDEX", "文件已损坏"),
        ("SQLITE_MISMATCH", "内容与台账的格式不符"),
    ],
)
def test_every_refusal_of_the_database_has_chinese_words(book: Book, code: str, words: str) -> None:
    def fail() -> None:
        error = sqlite3.OperationalError("english")
        error.sqlite_errorname = code
        raise error

    with pytest.raises(LedgerRefused, match=words), reading(book.file):
        fail()
