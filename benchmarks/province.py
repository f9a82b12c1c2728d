"""A province's departments in one batch: ours against the peers, with more rules, more processes and more departments.

All are whole processes, run in turn in rounds; a ratio is the median of the rounds' own ratios. Everyone must find the
same, or nothing is measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec
from msgspec import Struct

from benchmarks import plain
from benchmarks.contest import FUSED, OURS, Peer, batch, present, program, programs, same
from benchmarks.findings import hash_of, ours
from benchmarks.interleaving import ROOT, Cost, Programs, costs_of
from benchmarks.memory import peak
from benchmarks.startup import check_times
from benchmarks.workload import write_lines, write_rules

SIZES, LARGE, MOST = (1_000, 10_000), 100_000, 1_000_000  # projects
ROUNDS, COPIES = 7, (1, 10, 100)
BARE, VERIFIED, MANY = "不写佐证", "抽查1%", "2,000条规则"


class Figures(Struct):
    """What was measured: costs and memory (MB) by size, seconds of judging alone by round, the load before it all."""

    costs: dict[int, dict[str, list[Cost]]]
    memory: dict[int, float]
    peers_memory: dict[str, float]
    judging: dict[str, list[float]]
    startup: dict[str, list[float]]
    absent: list[str]
    hashes: dict[int, str]
    load: float

    def times(self, size: int) -> dict[str, list[float]]:
        """The times on the clock of all programs at a size, by round."""
        return {name: [cost.clock for cost in own] for name, own in self.costs[size].items()}


def measured(rounds: int = ROUNDS, large: int = LARGE, most: int = MOST) -> Figures:
    """Measures everything; takes some minutes."""
    load = os.getloadavg()[0]
    peers, absent = present()
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        rules = {copies: write_rules(root / f"规则{copies}", copies) for copies in COPIES}
        settings = {"JIXIAO_CACHE": str(root / "缓存"), "HOME": place}
        _check_many(root, rules, settings)
        figures = Figures({}, {}, {}, {}, check_times(rounds * 2), absent, {}, load)
        for size in (*SIZES, large):
            lines, folder = write_lines(root / f"{size}.jsonl", size), root / str(size)
            folder.mkdir()
            own = programs(lines, rules[1], folder, peers)
            if size == large:
                own |= _variants(lines, rules, folder)
                figures.judging = _judged(lines, rules, rounds, settings)
            figures.costs[size] = costs_of(own, settings, rounds)
            figures.hashes[size] = same(folder, peers)
            figures.memory[size] = peak(own[OURS][0], settings)
        _most(root, rules[1], most, figures, settings)
        figures.peers_memory = {peer.name: _peak_of(peer, root, large, settings) for peer in peers}
    return figures


def _variants(lines: Path, rules: dict[int, Path], folder: Path) -> Programs:
    """Ours without evidence, with a sample judged twice, and with a hundred times the rules."""
    return {
        BARE: (batch(lines, rules[1], folder / "无佐证", "--no-evidence"), {}),
        VERIFIED: (batch(lines, rules[1], folder / "抽查", verify="1%"), {}),
        MANY: (batch(lines, rules[COPIES[-1]], folder / "多规则"), {}),
    }


def _most(root: Path, rules: Path, most: int, figures: Figures, settings: dict[str, str]) -> None:
    """Ours and the yardstick once more, at the largest size."""
    lines, folder = write_lines(root / f"{most}.jsonl", most), root / "最多"
    folder.mkdir()
    yardstick = next(peer for peer in present()[0] if peer.name == FUSED)
    own = programs(lines, rules, folder, [yardstick])
    figures.costs[most] = costs_of(own, settings, 2)
    figures.hashes[most] = same(folder, [yardstick])
    figures.memory[most] = peak(own[OURS][0], settings)


def _peak_of(peer: Peer, root: Path, size: int, settings: dict[str, str]) -> float:
    return peak(program(peer, root / f"{size}.jsonl", root / str(size)), settings)


def _judged(lines: Path, rules: dict[int, Path], rounds: int, settings: dict[str, str]) -> dict[str, list[float]]:
    """Evaluate only, in one process of its own."""
    command = [sys.executable, "-m", "benchmarks.judging", str(lines), str(rounds)]
    command += [str(rules[COPIES[0]]), str(rules[COPIES[-1]])]
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def _check_many(root: Path, rules: dict[int, Path], settings: dict[str, str]) -> None:
    """Raises RuntimeError unless ours finds with every rulebook what its rules plainly say."""
    lines = write_lines(root / "少.jsonl", 1000)
    departments = [msgspec.json.decode(line) for line in lines.read_bytes().splitlines()]
    for copies, folder in rules.items():
        costs_of({OURS: (batch(lines, folder, root / "少"), {})}, settings, 0)
        expected = hash_of(found for department in departments for found in plain.findings(department, copies))
        if hash_of(ours(root / "少" / "问题.jsonl")) != expected:
            raise RuntimeError(f"{20 * copies}条规则发现的问题与逐条计算的不相同")
