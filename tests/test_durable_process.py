"""The worker process when things go wrong: every failure is an exception that says so, and nothing is asked twice."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer
from unittest.mock import Mock

import pytest
from built import by_durable, compare, dossier, exists, fact, field, known, program, yuan

from engine.durable import process
from engine.durable.failures import DurableFailed, DurableMissing
from engine.durable.packing import CANARY
from engine.durable.process import Fired, Worker

RULES = program(compare(field("金"), "<", known(yuan(5))), exists("乙", None))
FACTS = dossier(fact("甲", "一", 金=yuan(1)), fact("甲", "二", 金=yuan(9)))
IDLE = (json.dumps(CANARY), [])  # a session with nothing to do

PHASE = {"p": {"t": "phase"}}
JOIN = {"$and": [{"t": "e"}, {"$lt": {"x": {"s": "x"}}}, {"$and": [{"$ex": {"t": 1}}]}]}
SLOW = (  # a join of 4000 with 4000 facts
    json.dumps({"0": {"all": [PHASE, {"s": {"t": "s"}}, {"e": JOIN}]}, **CANARY}),
    [json.dumps({"t": t, "x": x, "i": n, "id": f"{t}{n}"}) for t, x in (("s", 0), ("e", 1)) for n in range(4000)],
)


@pytest.fixture
def worker() -> Iterator[Worker]:
    pytest.importorskip("durable_rules_engine")
    with Worker() as worker:
        yield worker


def script(code: str) -> list[str]:
    """A command that runs other code in the place of the worker."""
    return [sys.executable, "-I", "-S", "-c", code]


def test_a_worker_that_works_is_used_again(worker: Worker) -> None:
    assert worker.play([IDLE]) == [[]]
    first = worker.process
    assert by_durable(RULES, FACTS, worker)["R0", "甲", "二"] == "发现问题"
    assert worker.process is first


def test_a_worker_killed_between_two_requests_fails_and_the_next_request_has_a_new_one(worker: Worker) -> None:
    worker.play([IDLE])
    assert worker.process is not None
    os.kill(worker.process.pid, signal.SIGKILL)
    with pytest.raises(DurableFailed, match=r"被信号9终止.*没有出具结果"):
        worker.play([IDLE])
    assert worker.play([IDLE]) == [[]]


def test_a_worker_killed_in_the_middle_of_a_request_fails(worker: Worker) -> None:
    worker.play([IDLE])
    assert worker.process is not None
    killer = Timer(0.2, os.kill, (worker.process.pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(DurableFailed, match="被信号9终止"):
        worker.play([SLOW])
    killer.join()


def test_a_request_that_takes_too_long_is_ended() -> None:
    pytest.importorskip("durable_rules_engine")
    with Worker(limit=0.2) as worker, pytest.raises(DurableFailed, match=r"0\.2秒之内没有答复"):
        worker.play([SLOW])


def test_a_worker_that_never_reads_is_ended_too() -> None:
    with Worker(0.2, script("import time; time.sleep(60)")) as worker, pytest.raises(DurableFailed, match="没有答复"):
        worker.play([("x" * 1_000_000, [])])


def test_a_fact_that_the_engine_would_drop_fails(worker: Worker) -> None:
    twice = '{"t":"phase","id":"P000000"}'
    with pytest.raises(DurableFailed, match="assert_fact returned 2"):
        worker.play([(IDLE[0], [twice, twice])])


def test_a_canary_that_does_not_fire_fails(worker: Worker) -> None:
    silent = json.dumps({"0": {"all": [{"s": {"t": "s"}}]}})
    with pytest.raises(DurableFailed, match="自检规则应触发1次，实际触发0次"):
        worker.play([(silent, [])])


def test_a_canary_that_fires_more_than_once_fails(worker: Worker) -> None:
    with pytest.raises(DurableFailed, match="实际触发2次"):
        worker.play([(IDLE[0], ['{"t":"phase","id":"another"}'])])


def test_a_ruleset_that_the_engine_refuses_fails(worker: Worker) -> None:
    with pytest.raises(DurableFailed, match="推理引擎报告错误"):
        worker.play([("{", [])])


@pytest.mark.parametrize(
    "answer",
    [
        "nonsense",
        "[]",
        "{}",
        '{"sessions": []}',
        '{"sessions": [{}]}',
        '{"sessions": [{"alive": 1}]}',
        '{"sessions": [{"alive": 1, "fired": [1]}]}',
        '{"sessions": [{"alive": 1, "fired": [["x", 0]]}]}',
        '{"sessions": 5}',
    ],
)
def test_an_answer_that_cannot_be_read_fails(answer: str) -> None:
    code = f"""print('{{"ready": true}}', flush=True); input(); print({answer!r}, flush=True); input()"""
    with Worker(command=script(code)) as worker, pytest.raises(DurableFailed, match="不完整或读不懂"):
        worker.play([IDLE])


@pytest.mark.parametrize(("code", "death"), [("raise SystemExit(3)", "返回码3"), ("print('{', end='')", "返回码0")])
def test_a_worker_that_ends_without_an_answer_fails(code: str, death: str) -> None:
    with Worker(command=script(code)) as worker, pytest.raises(DurableFailed, match=death):
        worker.play([IDLE])


def test_nothing_is_tried_again_in_silence(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with Worker(command=script(f"print('x', file=open({str(log)!r}, 'a')); raise SystemExit(1)")) as worker:
        with pytest.raises(DurableFailed):
            worker.play([IDLE])
        assert worker.process is None
    assert log.read_text() == "x\n"


def test_an_interrupted_request_leaves_no_answer_behind_for_the_next(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.play([IDLE])
    with monkeypatch.context() as patch:
        patch.setattr(process, "_read", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            worker.play([SLOW])
    assert worker.play([IDLE]) == [[]]


# What an answer may say


class Liar(Worker):
    """A worker whose answers are changed on their way."""

    def __init__(self, change: Callable[[Fired], Fired]) -> None:
        super().__init__()
        self.change = change

    def play(self, sessions: object) -> list[Fired]:
        """Plays and changes what fired."""
        return [self.change(fired) for fired in super().play(sessions)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda fired: [*fired, (0, 99)], "不存在的对象"),
        (lambda fired: [*fired, (99, 0)], "不存在的规则"),
        (lambda fired: [*fired, (-1, 0)], "不存在的规则"),
        (lambda fired: [(rule, 0) for rule in range(2)], "两个不同的判定"),
    ],
)
def test_an_answer_that_contradicts_itself_or_the_question_fails(
    change: Callable[[Fired], Fired], message: str
) -> None:
    pytest.importorskip("durable_rules_engine")
    with Liar(change) as liar, pytest.raises(DurableFailed, match=message):
        by_durable(RULES, FACTS, liar)


# Starting, missing, ending


def test_an_engine_that_is_not_installed_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MODULE", "no_such_module")
    with Worker() as worker, pytest.raises(DurableMissing, match="没有安装 no_such_module"):
        worker.play([IDLE])


def test_an_engine_that_cannot_be_loaded_is_said_to_be_missing(tmp_path: Path) -> None:
    worker_file = str(Path(process.__file__).with_name("worker.py"))
    command = [sys.executable, "-I", "-S", worker_file, str(tmp_path)]
    with Worker(command=command) as worker, pytest.raises(DurableMissing, match="No module named"):
        worker.play([IDLE])


def test_starting_does_not_wait_for_the_worker() -> None:
    began = time.monotonic()
    with Worker(command=script("import time; time.sleep(30)")):
        assert time.monotonic() - began < 5


def test_a_process_is_replaced_after_many_requests(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MOST_REQUESTS", 2)
    seen = []
    for _ in range(4):
        worker.start()
        assert worker.process is not None
        seen.append(worker.process.pid)
        worker.play([IDLE])
    assert seen[0] == seen[1] != seen[2] == seen[3]


def test_closing_ends_the_process(worker: Worker) -> None:
    child = worker.process
    worker.close()
    assert child is not None
    assert child.poll() is not None
