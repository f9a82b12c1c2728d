"""Takes a run out of the ledger that was recorded by mistake, with what only it rested on."""

from __future__ import annotations

import sqlite3

from engine.ledger.opening import transaction
from engine.ledger.run import Head, heads


def forget(connection: sqlite3.Connection, code: str, department: str) -> Head | None:
    """Removes the run of a 核验码, if it is one of the department that is named; returns its head, else None."""
    with transaction(connection):
        head = next((head for head in heads(connection, code=code) if head.department == department), None)
        if head is not None:
            connection.execute("DELETE FROM run WHERE id = ?", (head.id,))
            connection.execute("DELETE FROM facts WHERE hash NOT IN (SELECT facts FROM run)")
            connection.execute("DELETE FROM rulebook WHERE digest NOT IN (SELECT rulebook FROM run)")
    return head
