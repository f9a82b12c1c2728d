"""Apache Spark gives the bytes that one process gives, leaves nothing behind, and fails in one Chinese line."""

from __future__ import annotations

import gc
import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import pytest
from batches import results
from small import TODAY

from benchmarks.departments import department
from benchmarks.workload import write_rules
from engine.batch import ranges
from engine.batch.examining import Examiner, Settings
from engine.batch.packing import Task
from engine.batch.running import Asked, run
from engine.batch.sources import Piece
from engine.batch.spark_starting import Running
from engine.batch.spark_work import judged
from engine.mistakes import MistakesFound
from engine.verdict import NoResult

pytest.importorskip("pyspark")


def java() -> int:
    """The version of Java, 0 without it."""
    if shutil.which("java") is None:
        return 0
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


pytestmark = pytest.mark.skipif(java() < 17, reason="Spark wants Java 17")


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rulebook of the workload."""
    return write_rules(tmp_path_factory.mktemp("规则") / "规则")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files go; nothing is to be left there."""
    folder = tmp_path / "临时"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def lines(count: int) -> list[bytes]:
    """Departments of the workload."""
    chance = Random(7)
    return [json.dumps(department(n, chance), ensure_ascii=False).encode() for n in range(count)]


def batch(facts: Path, rules: Path, output: Path, spark: str = "") -> tuple[int, dict[str, bytes]]:
    """What a batch ends with, and the files it wrote."""
    code = run(Asked(facts, output, rules, TODAY, dated=True, jobs=1, verify=(1, 4), spark=spark))
    return code, results(output)


# The same results


def test_lines_have_the_same_results_on_spark_as_in_one_process(
    rules: Path, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ranges, "SMALLEST", 20_000)
    made = lines(24)
    made[5:5] = [b'{"\xff', b"", '{"部门": {"名称": "无年度"}}'.encode(), made[2]]
    facts = tmp_path / "甲.jsonl"
    facts.write_bytes(b"\n".join([*made, made[20].replace("经常性".encode(), "阶段性".encode(), 1)]))
    here = batch(facts, rules, tmp_path / "一")
    alone = capfd.readouterr()
    there = batch(facts, rules, tmp_path / "二", "local[2]")
    assert there == here
    assert here[0] == 2
    assert here[1]["退回.jsonl"].count(b"\n") == 5  # two that cannot be read, a twin, two that contradict each other
    assert here[1]["问题.jsonl"].count(b"\n") > 100
    told = capfd.readouterr()
    assert told.err == alone.err  # which lines were refused, and nothing of Spark or Java
    assert told.out.startswith("检查了23个部门")


def test_rows_of_parquet_have_the_same_results_on_spark(rules: Path, tmp_path: Path, temporary: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    facts = tmp_path / "甲.parquet"
    pq.write_table(pa.table({"卷宗": [line.decode() for line in lines(8)]}), facts, row_group_size=3)
    here = batch(facts, rules, tmp_path / "一")
    assert here[0] == 1
    assert batch(facts, rules, tmp_path / "二", "local[2]") == here


# What a worker does, without Spark


def test_a_worker_of_a_cluster_reads_the_rules_that_were_sent_along(rules: Path, tmp_path: Path) -> None:
    facts = tmp_path / "甲.jsonl"
    facts.write_bytes(lines(1)[0])
    shutil.copytree(rules, tmp_path / "去" / "rules")
    source = ranges.Lines((str(facts),), "")
    plain = pickle.dumps((source, Settings("不在这里", today=TODAY, verify=(0, 1))))
    task = pickle.dumps(Task(3, source.pieces()[0]))
    ((number, departments, content, failure),) = judged(plain, [task], str(tmp_path / "去"))
    assert (number, departments, failure) == (3, 1, b"")
    assert "部门00000".encode() in content
    ((_, _, _, failure),) = judged(plain, [task], "")
    assert "不在这里" in str(pickle.loads(failure)[0])


def test_a_worker_that_finds_other_rules_than_the_batch_began_with_judges_nothing(rules: Path, tmp_path: Path) -> None:
    facts = tmp_path / "甲.jsonl"
    facts.write_bytes(lines(1)[0])
    source = ranges.Lines((str(facts),), "")
    task = pickle.dumps(Task(0, source.pieces()[0]))
    for digest, right in ((Examiner(Settings(str(rules))).digest, True), ("0" * 64, False)):
        settings = Settings(str(rules), today=TODAY, verify=(0, 1), digest=digest)
        ((_, _, content, failure),) = judged(pickle.dumps((source, settings)), [task], "")
        assert bool(content) == right
        assert right or pickle.loads(failure).startswith("规则在检查期间被改动，没有出具结果")


def test_a_file_that_a_worker_cannot_read_is_named(rules: Path, tmp_path: Path) -> None:
    plain = pickle.dumps((ranges.Lines(("甲",), ""), Settings(str(rules), today=TODAY, verify=(0, 1))))
    task = pickle.dumps(Task(0, Piece("没有的.jsonl", 0, 1, 1)))
    ((_, _, _, failure),) = judged(plain, [task], "")
    assert pickle.loads(failure).startswith("没有的.jsonl 在做这一段的机器上读不出来")


def test_engine_and_rules_are_sent_to_a_cluster_and_used_in_place_here(rules: Path, tmp_path: Path) -> None:
    assert Running("local[2]", rules).home
    cluster = Running("spark://甲:7077", rules)
    assert not cluster.home
    sent = cluster.settings(str(tmp_path))["spark.archives"]
    archive, _, name = sent.partition("#")
    names = ZipFile(archive).namelist()
    assert (name, "rules/主题.yaml" in names, "engine/batch/spark_work.py" in names) == ("jixiao", True, True)


# Failures


def dead(running: Running, work: Callable[[Any], object]) -> str:
    """What is said where Spark fails at this."""
    with pytest.raises(NoResult) as found, running.context() as spark:
        work(spark)
    return str(found.value)


def killed(running: Running, spark: Any) -> None:
    """Work that Java does not live to see."""
    os.kill(running.gateway.proc.pid, signal.SIGKILL)
    running.gateway.proc.wait()
    spark.parallelize([1], 1).collect()


def test_what_spark_or_java_dies_of_is_one_chinese_line(rules: Path, temporary: Path) -> None:
    running = Running("local[1]", rules)
    rest = "，没有出具结果。已做完的部分留着，用同样的命令接着做。"
    try:
        told = dead(running, lambda spark: spark.parallelize([1], 1).map(lambda _: __import__("no_such")).collect())
        assert told == f"Spark 没有做完（No module named 'no_such'）{rest}"
        told = dead(running, lambda spark: spark.parallelize([1], 1).map(lambda _: os._exit(1)).collect())
        assert told == f"Spark 没有做完（工作进程没有了）{rest}"
        told = dead(running, lambda spark: killed(running, spark))
        assert told == f"Spark 中途停了，多半是内存不够或被人结束{rest}"
    finally:
        running.stop()


def unstarted(master: str, rules: Path) -> str:
    """What is said where Spark cannot be started."""
    running = Running(master, rules)
    try:
        with pytest.raises(MistakesFound) as found, running.context():
            pass
        return str(found.value)
    finally:
        running.stop()


# pyspark forgets the pipe to a Java that would not start.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_master_that_there_is_none_of_is_a_mistake(rules: Path, temporary: Path) -> None:
    assert re.fullmatch(r"--spark  错误：Spark 没有起来（Master must .*\n.*local\[2\].*", unstarted("lokal", rules))
    gc.collect()


def test_without_java_or_pyspark_one_line_says_what_to_install(
    rules: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", "/没有")
    assert unstarted("local[1]", rules).startswith(
        "--spark  错误：没有找到 Java，Spark 要用它\n    请装 Java 17 或更新的版本"
    )
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert unstarted("local[1]", rules).startswith(
        "--spark  错误：没有安装 Apache Spark 的软件包 pyspark\n    请执行："
    )
