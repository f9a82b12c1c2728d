"""Ours and the peers on the same lines: how each is started, and that all of them find the same.

A peer whose package is not installed is left out and named.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from benchmarks.findings import hash_of, ours, theirs
from benchmarks.interleaving import Programs

OURS, OURS_TWO = "本引擎", "本引擎，两个进程"
FUSED = "手工合写的 Python 函数"


class Peer(NamedTuple):
    """One engine: its program, what must be installed, and what its program is given behind the two files."""

    name: str
    program: str
    package: str
    more: tuple[str, ...] = ()


PEERS = (
    Peer(FUSED, "fused", "msgspec"),
    Peer("durable-rules，公开接口", "durable_public", "durable_rules_engine"),
    Peer("durable-rules，直接驱动 C 模块", "durable_module", "durable_rules_engine"),
    Peer("regorus，解释执行", "rego", "regorus"),
    Peer("regorus，字节码", "rego", "regorus", ("vm",)),
    Peer("datalogic-py", "datalogic", "datalogic_py"),
    Peer("datalogic-py，由程序连接", "datalogic_joined", "datalogic_py"),
    Peer("zen-engine", "zen_expression", "zen"),
    Peer("Polars", "polars_frames", "polars"),
    Peer("DuckDB", "duckdb_sql", "duckdb"),
)


def present() -> tuple[list[Peer], list[str]]:
    """The peers that can be run here, and the names of those that cannot."""
    there = [peer for peer in PEERS if find_spec(peer.package)]
    return there, [peer.name for peer in PEERS if peer not in there]


def batch(lines: Path, rules: Path, output: Path, *more: str, jobs: int = 1, verify: str = "0%") -> list[str]:
    """The arguments of python for a batch of ours, from the beginning each time."""
    own = ["--output", str(output), "--rules", str(rules), "--jobs", str(jobs), "--verify", verify, "--restart", *more]
    return ["cli.py", "batch", str(lines), *own]


def program(peer: Peer, lines: Path, folder: Path) -> list[str]:
    """The arguments of python for a peer; its findings go into the folder."""
    return ["-m", f"benchmarks.peers.{peer.program}", str(lines), str(_output(peer, folder)), *peer.more]


def programs(lines: Path, rules: Path, folder: Path, peers: Sequence[Peer]) -> Programs:
    """Ours with one process and with two, and every peer."""
    found: Programs = {
        OURS: (batch(lines, rules, folder / "1"), {}),
        OURS_TWO: (batch(lines, rules, folder / "2", jobs=2), {}),
    }
    return found | {peer.name: (program(peer, lines, folder), {}) for peer in peers}


def same(folder: Path, peers: Sequence[Peer]) -> str:
    """Returns the hash of what was found; raises RuntimeError where two of them did not find the same."""
    hashes = {name: hash_of(ours(folder / part / "问题.jsonl")) for name, part in ((OURS, "1"), (OURS_TWO, "2"))}
    hashes |= {peer.name: hash_of(theirs(_output(peer, folder))) for peer in peers}
    if len(set(hashes.values())) > 1:
        raise RuntimeError("发现的问题不相同：" + "；".join(f"{name} {found}" for name, found in hashes.items()))
    return next(iter(hashes.values()))


def _output(peer: Peer, folder: Path) -> Path:
    return folder / f"{peer.program}{''.join(peer.more)}.jsonl"
