"""What a check rested on, packed to be kept: the rulebook's files, the department's facts; unpacked within bounds."""

from __future__ import annotations

import json
import os
import re
import zlib
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from engine.cache import digest_of
from engine.dossier import NOTHING, Dossier, Fact, Value, Waiver
from engine.quantity import Dim, Quantity
from engine.reading import DEPARTMENT
from engine.rulefolder import judging, rule_files
from engine.truth import Truth

LARGEST = 64 * 2**20  # bytes unpacked
_FRACTION = re.compile(r"-?[0-9]{1,400}(/0*[1-9][0-9]{0,400})?")
_NAME = re.compile(rb"(?!/)[^\x00-\x1f\\:]+\.yaml")


class Damaged(Exception):
    """Raised when what was kept is not what can have been put there; the Chinese message says what."""


def packed(data: bytes) -> bytes:
    """Returns data compressed; equal data gives equal bytes."""
    return zlib.compress(data)


def unpacked(data: bytes) -> bytes:
    """Returns what was compressed, as long as it is no larger than LARGEST; raises Damaged."""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(data, LARGEST)
    except zlib.error:
        raise Damaged("压缩的内容已损坏") from None
    if not unpacker.eof:
        raise Damaged("压缩的内容不完整，或者太大")
    return content


def read_rulebook(folder: Path) -> tuple[str, bytes]:
    """Returns the digest of a rulebook's files as they are now, and the files packed; raises OSError."""
    chosen = judging(rule_files(folder), folder)
    files = [(os.fsencode(path.relative_to(folder).as_posix()), path.read_bytes()) for path in chosen]
    return digest_of(files), packed(msgspec.msgpack.encode(files))


def write_rulebook(content: bytes, digest: str, folder: Path) -> None:
    """Writes the files of a kept rulebook into an empty folder; raises Damaged where they are not those of the digest.

    No name leads out of the folder.
    """
    try:
        files = msgspec.msgpack.decode(unpacked(content), type=list[tuple[bytes, bytes]])
    except msgspec.MsgspecError:
        raise Damaged("规则文件的内容已损坏") from None
    if digest_of(files) != digest:
        raise Damaged("规则文件与它们的摘要不符")
    for name, data in files:
        if not _NAME.fullmatch(name) or b".." in name.split(b"/"):
            raise Damaged("规则文件的名称不对")
        path = folder / os.fsdecode(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError:
            raise Damaged("规则文件写不进临时文件夹") from None


class _Number(Struct, forbid_unknown_fields=True):
    dim: Dim
    low: str
    high: str
    nominal: str
    half: str
    unit: str
    mark: str


_Kept = _Number | str | int | list[str] | None  # 无 is None, yes and no are numbers as in Truth


class _Fact(Struct, forbid_unknown_fields=True):
    kind: str
    key: str
    values: dict[str, _Kept]
    sources: dict[str, str]
    present: int


class _Facts(Struct, forbid_unknown_fields=True):
    facts: dict[str, list[_Fact]]
    waivers: list[Waiver]
    file: str


def pack_facts(dossier: Dossier) -> tuple[str, bytes]:
    """Returns the hash of a department's facts as they were read, and the facts packed."""
    facts = {
        word: [_Fact(f.kind, f.key, {w: _kept(v) for w, v in f.values.items()}, f.sources, int(f.present)) for f in own]
        for word, own in dossier.facts.items()
    }
    kept = _Facts(facts, list(dossier.waivers), os.path.basename(dossier.file))
    # Not msgspec's own JSON: the name of a file may hold bytes that are no UTF-8.
    content = json.dumps(msgspec.to_builtins(kept), separators=(",", ":")).encode()
    return sha256(content).hexdigest(), packed(content)


def unpack_facts(content: bytes, digest: str) -> Dossier:
    """Returns the dossier that was packed, but for the folder of its file; raises Damaged.

    Name, year, region and day of the check are those that its facts state.
    """
    data = unpacked(content)
    if sha256(data).hexdigest() != digest:
        raise Damaged("事实与它们的摘要不符")
    try:
        kept = msgspec.convert(json.loads(data), _Facts)
        facts = {word: tuple(map(_fact, own)) for word, own in kept.facts.items()}
        stated: dict[str, Any] = dict(facts[DEPARTMENT][0].values)
        day = int(stated["检查日期"].high) if isinstance(stated.get("检查日期"), Quantity) else None
        name, year, region = str(stated["名称"]), int(stated["年度"].nominal), str(stated["地区"])
    except (msgspec.MsgspecError, ValueError, LookupError, AttributeError, RecursionError):
        raise Damaged("事实的内容已损坏") from None
    return Dossier(name, year, region, facts, tuple(kept.waivers), day, kept.file)


def _kept(value: Value) -> _Kept:
    if isinstance(value, Quantity):
        low, high, nominal, half = map(str, (value.low, value.high, value.nominal, value.half))
        return _Number(value.dim, low, high, nominal, half, value.unit, value.mark)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Truth):
        return int(value)
    return value if isinstance(value, str) else None


def _fact(kept: _Fact) -> Fact:
    values = {word: _value(value) for word, value in kept.values.items()}
    return Fact(kept.kind, kept.key, values, kept.sources, Truth(kept.present))


def _value(kept: _Kept) -> Value:
    if isinstance(kept, _Number):
        low, high, nominal, half = map(_number, (kept.low, kept.high, kept.nominal, kept.half))
        return Quantity(kept.dim, low, high, nominal, half, kept.unit, kept.mark)
    if isinstance(kept, list):
        return frozenset(kept)
    if isinstance(kept, int):
        return Truth(kept)
    return NOTHING if kept is None else kept


def _number(text: str) -> Fraction:
    if not _FRACTION.fullmatch(text):
        raise ValueError
    return Fraction(text)
