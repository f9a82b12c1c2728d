"""What the words of `batch` mean, without loading what reads them where they are not plain."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.batch.running import Asked
from engine.commands.arguments import HERE, bad_parameter, day_of, part_of


def asked_for(
    facts: Path,
    output: Path,
    rules: Path = HERE / "rules",
    rule: Sequence[str] | None = None,
    theme: Sequence[str] | None = None,
    year: int | None = None,
    day: str = "",
    jobs: int | None = None,
    verify: str = "1%",
    no_evidence: bool = False,
    parquet: bool = False,
    restart: bool = False,
    spark: str = "",
    tables: bool = False,
) -> Asked:
    """Takes the words of the command line for what they mean; a word that has no meaning is refused."""
    if jobs is not None and jobs < 1:
        raise bad_parameter(f"“{jobs}”应是 1 以上的整数。", param_hint="--jobs")
    chosen, share = (rule or (), theme or (), year), part_of(verify, "--verify", "1%")
    sample = (share.numerator, share.denominator)
    where = (facts, output, rules, day_of(day), bool(day))
    return Asked(*where, *chosen, jobs, sample, not no_evidence, parquet, restart, spark, tables)
