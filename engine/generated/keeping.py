"""Keeps compiled code for the next run, as Python keeps .pyc files: the user's own, and read only where that is sure.

A file is code, so it is run only if it and its folder belong to the user, nobody else can write to either, and it is
whole. What does not meet this counts as not kept: the code is made anew from the rulebook. JIXIAO_CACHE turns it off.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from types import CodeType

from engine.cache import folder, own, tidy

MOST = 64  # files kept, the youngest
_DIGEST = hashlib.sha256().digest_size


def recall(key: str) -> CodeType | None:
    """Returns the code kept under a key (a hash of everything it was made from), or None."""
    place = _place()
    if place is None:
        return None
    try:
        if not own(place.stat()):
            return None
        with open(place / f"{key}.code", "rb", opener=_without_following) as stream:
            data = stream.read() if own(os.fstat(stream.fileno())) else b""
    except OSError:
        return None
    return _unpacked(data)


def keep(key: str, code: CodeType) -> None:
    """Keeps code under a key; a folder that cannot be written, or is not the user's own, is no mistake."""
    place = _place()
    if place is None:
        return
    data = marshal.dumps(code)
    with suppress(OSError):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place, delete=False) as stream:
            stream.write(hashlib.sha256(data).digest() + data)
        Path(stream.name).replace(place / f"{key}.code")
        tidy(place, "*.code", MOST)


def _place() -> Path | None:
    """The folder; None where it is turned off, or where nobody can tell whose a file is (Windows)."""
    found = folder()
    return found / "generated" if found is not None and hasattr(os, "getuid") else None


def _without_following(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _unpacked(data: bytes) -> CodeType | None:
    """The code of a file that is whole: marshal itself would crash over a damaged one."""
    digest, rest = data[:_DIGEST], data[_DIGEST:]
    if not rest or hashlib.sha256(rest).digest() != digest:
        return None
    try:
        found = marshal.loads(rest)
    except (EOFError, ValueError, TypeError):
        return None
    return found if isinstance(found, CodeType) else None
