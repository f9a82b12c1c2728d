"""durable-rules alone, through its public interface: one session and one batch of facts a department.

A fact that no rule waits for raises an exception, as documented, and the actions wait for the next fact: one that
surely fires follows. See durable_facts for what the host does.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from durable.engine import MessageNotHandledException
from durable.lang import get_host

from benchmarks.peers.durable_facts import RULES, SHOWN, facts_of
from benchmarks.peers.reading import Department, Finding, stream

NAME = "province"


class _Session:
    def __init__(self) -> None:
        self.host, self.found = get_host(), list[Finding]()
        rules = {rule: conditions | {"run": self.action(rule)} for rule, conditions in RULES.items()}
        self.host.set_rulesets({NAME: rules})

    def action(self, rule: str) -> Callable[[Any], None]:
        if rule == "alive":
            return lambda c: None
        a, b = SHOWN[rule]

        def run(c: Any) -> None:
            fact = c.f
            self.found.append((rule, fact["sid"], fact["name"], fact[a], fact[b] if b else None))

        return run

    def judge(self, d: Department, found: list[Finding]) -> None:
        """Appends the findings of one department."""
        with suppress(MessageNotHandledException):
            self.host.assert_facts(NAME, facts_of(d))
        self.host.assert_fact(NAME, {"t": "end", "id": "end", "sid": d.head.name})
        self.host.delete_state(NAME, d.head.name)
        found += self.found
        self.found.clear()


if __name__ == "__main__":
    stream(_Session().judge)
