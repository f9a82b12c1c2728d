"""What can go wrong with durable-rules; whatever it is, no result is issued and nothing is tried again in silence.

DurableError
├── DurableMissing   it cannot be loaded here: the run goes on with the other evaluator and says so
└── DurableFailed    it was there and did not do its work: the run ends (exit code 3)
"""

from __future__ import annotations


class DurableError(Exception):
    """Something is wrong with durable-rules."""


class DurableMissing(DurableError):
    """durable_rules_engine cannot be loaded."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"推理引擎 durable-rules 不可用（{reason}）。有 C 编译器的机器上可执行 make durable 安装。")


class DurableFailed(DurableError):
    """The engine or its process failed; the message says what happened."""

    def __init__(self, happened: str) -> None:
        super().__init__(
            f"推理引擎 durable-rules 未能完成判定：{happened}。没有出具结果。"
            "请重新运行一次；如果再次出现，请把规则文件和事实文件交给维护人员。"
        )
