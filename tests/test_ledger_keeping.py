"""A run that cannot be written leaves nothing of itself, and the ledger as it was."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from ledgers import FOUND, Book, history, projects, rows
from small import checked, dossier

from engine.ledger import opening
from engine.ledger.opening import LedgerRefused, transaction, writing


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A ledger with one run."""
    book = Book(tmp_path)
    book.check(projects(f"甲={FOUND}"))
    return book


def full(connection: sqlite3.Connection) -> None:
    """Leaves the file no room to grow."""
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")


def locked(connection: sqlite3.Connection) -> None:
    """Makes the file one that may not be written."""
    connection.execute("PRAGMA query_only = ON")


@pytest.mark.parametrize(("spoil", "words"), [(full, "磁盘已满，没有记入"), (locked, "只能读，不能写")])
def test_a_run_that_cannot_be_written_leaves_nothing_of_itself(
    book: Book, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[sqlite3.Connection], None], words: str
) -> None:
    def state(connection: sqlite3.Connection, path: Path) -> int | None:
        found = real(connection, path)
        spoil(connection)
        return found

    real = opening._state_of
    before = book.file.read_bytes()
    monkeypatch.setattr(opening, "_state_of", state)
    many = dossier(projects(*(f"项目{n}={FOUND}" for n in range(200))))
    with pytest.raises(LedgerRefused, match=words):
        book.keeper().keep([(many, checked(book.library, many))])
    monkeypatch.undo()
    assert rows(book.file, "PRAGMA integrity_check") == [("ok",)]
    assert len(rows(book.file, "SELECT * FROM run")) == 1
    assert book.file.read_bytes() == before


def test_whoever_waits_too_long_for_another_writer_gives_up(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WAIT", 0.05)
    with closing(sqlite3.connect(book.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerRefused, match="别的程序正在写"):
            book.check(projects("甲=支出: 1元"))
    assert len(rows(book.file, "SELECT * FROM run")) == 1


def test_an_error_inside_a_transaction_takes_all_of_it_back(book: Book) -> None:
    def half(connection: sqlite3.Connection) -> None:
        with transaction(connection):
            connection.execute("DELETE FROM run")
            raise KeyboardInterrupt

    with writing(book.file) as connection:
        with pytest.raises(KeyboardInterrupt):
            half(connection)
        assert not connection.in_transaction
    assert len(rows(book.file, "SELECT * FROM run")) == 1


def as_somebody_else(ask: Callable[[], str]) -> str:
    """What a function returns in a process that has no rights of its own."""
    reading_end, writing_end = os.pipe()
    if os.fork() == 0:
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            os.write(writing_end, ask().encode())
        finally:
            os._exit(0)
    os.close(writing_end)
    with os.fdopen(reading_end, encoding="utf-8") as stream:
        text = stream.read()
    os.wait()
    return text


def test_a_file_that_may_only_be_read_gives_its_history_and_keeps_nothing_more() -> None:
    with TemporaryDirectory() as name:
        book = Book(Path(name))
        book.check(projects(f"甲={FOUND}"), 2021)
        given, library = dossier(projects(f"甲={FOUND}")), book.library
        outcome, keeper = checked(library, given), book.keeper()

        def ask() -> str:
            (followed,) = keeper.with_history([outcome])
            with pytest.raises(LedgerRefused) as raised:
                keeper.keep([(given, followed)])
            return f"{history(followed)} {raised.value}"

        for path in (*book.folder.rglob("*"), book.folder, Path(name)):
            path.chmod(0o555 if path.is_dir() else 0o444)
        book.file.chmod(0o444)
        words = as_somebody_else(ask)
        book.file.chmod(0o000)
        closed = as_somebody_else(ask)
        Path(name).chmod(0o700)
    assert words.startswith("延续（2021年起） 结果已经给出，但示例部门2022年度没有记入台账。")
    assert "文件或文件夹只能读，不能写" in words
    assert "打不开文件（没有权限，或文件名太长）" in closed


def test_a_log_that_another_program_gave_the_file_is_taken_away(book: Book) -> None:
    assert rows(book.file, "PRAGMA journal_mode = WAL") == [("wal",)]
    book.check(projects("甲=支出: 1元"))
    assert rows(book.file, "PRAGMA journal_mode") == [("delete",)]
    assert len(rows(book.file, "SELECT * FROM run")) == 2
    assert [path.name for path in book.file.parent.glob("台账*")] == ["台账.db"]


@pytest.mark.parametrize("device", ["/dev/null", "/dev/full", "/dev/zero"])
def test_a_device_is_no_ledger_and_stays_what_it_is(book: Book, device: str) -> None:
    book.file = Path(device)
    with pytest.raises(LedgerRefused) as raised:
        book.check(projects(f"甲={FOUND}"))
    assert f"没有记入台账。不能使用台账 {device}：这是设备，不是文件。" in str(raised.value)
    assert not Path(device).is_file()
    assert not Path(f"{device}-journal").exists()
