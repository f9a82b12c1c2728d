"""Opens a ledger, and says in Chinese why it cannot be used; nothing in the file is trusted to be what it says.

The file has a rollback journal, not a write-ahead log: a log needs memory that all who write share, which a folder
on a network drive does not give; a journal only needs the file to be locked. Every write is one transaction.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from engine.ledger.packing import Damaged
from engine.ledger.schema import APPLICATION, TABLES, VERSION
from engine.terminal import NotWritten

WAIT: Final = 30.0  # seconds to wait for somebody else who writes
LONGEST: Final = 32 * 2**20  # bytes of one value; a rulebook's files are a few hundred kilobytes


class LedgerRefused(NotWritten):
    """Raised when a ledger cannot be read or written; what it held before it still holds."""


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A ledger to read; raises LedgerRefused where there is none, or it is none."""
    if not os.path.lexists(path):
        raise LedgerRefused(f"没有台账 {path}。请核对文件名；检查时写 --ledger 文件 就会建立。")
    with _open(path) as connection:
        if _state_of(connection, path) is None:
            raise LedgerRefused(f"台账 {path} 是空的，还没有记过。")
        connection.execute("PRAGMA query_only = ON")
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A ledger to write, made where there is none; the caller opens a transaction; raises LedgerRefused."""
    with _open(path) as connection:
        if _state_of(connection, path) is None:
            with transaction(connection):
                if _state_of(connection, path) is None:  # somebody else may have been quicker
                    for statement in TABLES:
                        connection.execute(statement)
                    connection.execute(f"PRAGMA application_id = {APPLICATION}")
                    connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("PRAGMA journal_mode = DELETE")  # another program may have given it a log
        yield connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, and nobody else writes meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    if os.path.exists(path) and not os.path.isfile(path):
        what = "这是一个文件夹。请写文件名。" if os.path.isdir(path) else "这是设备，不是文件。请换一个文件名。"
        raise LedgerRefused(f"不能使用台账 {path}：{what}")
    try:
        # An absolute path: SQLite takes a name like :memory: for something else than a file.
        with closing(sqlite3.connect(os.path.abspath(path), timeout=WAIT, isolation_level=None)) as connection:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
            connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            for setting in ("trusted_schema = OFF", "cell_size_check = ON", "foreign_keys = ON"):
                connection.execute(f"PRAGMA {setting}")
            yield connection
    except sqlite3.Error as error:
        raise LedgerRefused(f"不能使用台账 {path}：{_reason(path, error)}") from None
    except Damaged as error:
        raise LedgerRefused(f"台账 {path} 已损坏，或被改过：{error}。请从备份取回。") from None
    except UnicodeError:
        raise LedgerRefused(f"不能使用台账 {path}：文件名或内容里有不能保存的字。") from None


def _state_of(connection: sqlite3.Connection, path: Path) -> int | None:
    """The version of a ledger, None for an empty file; raises LedgerRefused for anything else."""
    version, application = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("user_version", "application_id")
    )
    there = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    if not there and not version and not application:
        return None
    if application != APPLICATION:
        raise LedgerRefused(f"{path} 不是台账，是别的程序的数据库，没有动它。请换一个文件名。")
    if version > VERSION:
        raise LedgerRefused(f"台账 {path} 是更新的版本写的（格式{version}，本程序到{VERSION}）。请升级本程序。")
    made = {sql for kind, name, sql in there if not (kind == "index" and name.startswith("sqlite_autoindex_"))}
    if version != VERSION or made != set(TABLES):
        raise LedgerRefused(f"台账 {path} 里的表被改过，或有别的东西，没有使用。请从备份取回。")
    return VERSION


_REASONS = {
    "SQLITE_NOTADB": "这个文件不是台账，没有动它。请换一个文件名。",
    "SQLITE_CORRUPT": "文件已损坏或不完整。请从备份取回。",
    "SQLITE_READONLY": "文件或文件夹只能读，不能写。请换一个位置，或请有权限的人改。",
    "SQLITE_FULL": "磁盘已满，没有记入。请腾出空间再试。",
    "SQLITE_BUSY": f"别的程序正在写，等了{WAIT:.0f}秒。请稍后再试。",
    "SQLITE_LOCKED": "别的程序正在写。请稍后再试。",
    "SQLITE_IOERR": "读写失败（磁盘或网络有问题）。请检查后再试。",
    "SQLITE_TOOBIG": "内容太大，没有记入。",
    "SQLITE_PERM": "没有权限。",
    "SQLITE_AUTH": "没有权限。",
}


def _reason(path: Path, error: sqlite3.Error) -> str:
    """Why SQLite refused, in Chinese: by the code that it gives."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_CANTOPEN"):
        parent = os.path.dirname(os.path.abspath(path))
        return "打不开文件（没有权限，或文件名太长）。" if os.path.isdir(parent) else "文件夹不存在。请先建立。"
    found = (words for code, words in _REASONS.items() if name.startswith(code))
    return next(found, f"内容与台账的格式不符（{name or type(error).__name__}）。请从备份取回。")
