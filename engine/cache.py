"""Keeps a rulebook that was read and found without mistakes, so that the next check need not parse it again.

The cache is the user's own (like Python's .pyc files): a private folder, keyed by the content of every rule file and
by the engine itself, and read by an unpickler that knows only the engine's own plain classes. JIXIAO_CACHE names
another folder; empty turns it off.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import stat
import sys
from collections.abc import Iterable, Iterator
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

from msgspec import Struct

_ENGINE = Path(__file__).parent
_DIGEST = hashlib.sha256().digest_size
_BUILTINS = {"frozenset", "set"}
# Nothing that is kept comes from these: the layers in pyproject.toml keep the rest of the engine from knowing them.
_WORKBENCH = frozenset({"commands", "handbook", "impact", "ledger", "lint", "mutation", "workbook", "__pycache__"})
_COMPILED = frozenset({"__pycache__"})


def folder() -> Path | None:
    """Returns the cache folder, or None when it is turned off."""
    named = os.environ.get("JIXIAO_CACHE")
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "jixiao"


def fingerprint(files: list[Path], root: Path) -> str:
    """Returns the hash of the names and contents of files, in the order given."""
    return digest_of((os.fsencode(_within(path, root)), _content(path)) for path in files)


def _within(path: Path, root: Path) -> str:
    """The path as seen from a folder above it; a file's own name is most of what it takes to find that out."""
    above, text = os.path.join(root, ""), str(path)
    plain = text.startswith(above) and os.sep == "/"
    return text[len(above) :] if plain else path.relative_to(root).as_posix()


def _content(path: Path) -> bytes:
    with open(path, "rb", buffering=0) as stream:
        return stream.readall()


def digest_of(files: Iterable[tuple[bytes, bytes]]) -> str:
    """Returns the hash of files, each a name and a content, in the order given."""
    digest = hashlib.sha256()
    for name, data in files:
        digest.update(name + f"\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def engine_stamp() -> str:
    """Returns what changes whenever the interpreter does, or the engine's code that what is kept may come from."""
    stamp = [sys.version, *sorted(_stamps(str(_ENGINE), "", _WORKBENCH))]
    return hashlib.sha256("\n".join(stamp).encode()).hexdigest()


def _stamps(place: str, name: str, without: frozenset[str]) -> Iterator[str]:
    """Names every source file in a folder, below it too, with its time and size, but for some of its folders."""
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                status = entry.stat()
                yield f"{name}{entry.name}:{status.st_mtime_ns}:{status.st_size}"
            elif entry.name not in without and entry.is_dir():
                yield from _stamps(entry.path, f"{name}{entry.name}/", _COMPILED)


def recall(key: str) -> Any | None:
    """Returns what was kept under a key, or None; a damaged file, or one that others can write, counts as none."""
    place = folder()
    if place is None:
        return None
    try:
        with open(place / f"{key}.cache", "rb", buffering=0) as stream:
            data = stream.readall() if own(os.fstat(stream.fileno())) else b""
        rest = memoryview(data)[_DIGEST:]
        return load(rest) if rest and _sum(key, rest) == data[:_DIGEST] else None
    except Exception:  # noqa: BLE001  a cache that cannot be read is only slower
        return None


def own(status: os.stat_result) -> bool:
    """Whether a file or folder is the user's and nobody else can write to it, as far as the system can tell."""
    mine = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    return mine and (os.name == "nt" or not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _sum(key: str, data: bytes | memoryview) -> bytes:
    """What proves that a file is whole, and the one of its key: a text with a flipped bit would be unpacked as well."""
    digest = hashlib.sha256(key.encode())
    digest.update(data)
    return digest.digest()


def load(data: bytes | memoryview) -> Any:
    """Unpacks what the engine packed; raises UnpicklingError for anything but the engine's own plain classes."""
    return _Reader(io.BytesIO(data)).load()


def packed(value: Any) -> bytes:
    """Packs plain values of the engine for `load`, or for a copy of this process."""
    stream = io.BytesIO()
    packer = pickle.Pickler(stream, protocol=5)
    packer.dispatch_table = {Fraction: _numbers_of}
    packer.dump(value)
    return stream.getvalue()


def _numbers_of(value: Fraction) -> tuple[type[Fraction], tuple[int, int]]:
    """How a fraction is made again: of two whole numbers, not of a text that has to be read."""
    return Fraction, value.as_integer_ratio()


def keep(key: str, value: Any) -> None:
    """Keeps a value under a key; a folder that cannot be written is no mistake of the user's."""
    place = folder()
    if place is None:
        return
    import tempfile  # only where something is new

    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place, delete=False) as stream:
            data = packed(value)
            stream.write(_sum(key, data) + data)
        Path(stream.name).replace(place / f"{key}.cache")
        tidy(place, "*.cache", 20)
    except OSError:
        return


def tidy(place: Path, pattern: str, most: int) -> None:
    """Keeps a folder small: of the files of a pattern the youngest."""
    files = sorted(place.glob(pattern), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in files[most:]:
        old.unlink(missing_ok=True)


class _Reader(pickle.Unpickler):
    """Loads only the engine's own structs, enums and named tuples, fractions and plain containers."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("fractions", "Fraction") or (module == "builtins" and name in _BUILTINS):
            return super().find_class(module, name)
        # A dotted name reaches what a module imports (engine.cache: os.system), so the class itself is asked.
        found = super().find_class(module, name) if module.split(".")[0] == "engine" else None
        if isinstance(found, type) and found.__module__ == module and issubclass(found, Struct | Enum | tuple):
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")
