"""durable-rules without its Python layer: the C module underneath driven directly, which its manual does not describe.

One session and one batch of facts a department; see durable_facts for what the host does.
"""

from __future__ import annotations

import durable_rules_engine as engine
import msgspec

from benchmarks.peers.durable_facts import RULES, SHOWN, facts_of
from benchmarks.peers.reading import Department, Finding, stream


class _Session:
    def __init__(self) -> None:
        self.encode, self.decode = msgspec.json.Encoder().encode, msgspec.json.Decoder().decode
        self.handle = engine.create_ruleset("province", self.encode(RULES).decode())

    def judge(self, d: Department, found: list[Finding]) -> None:
        """Appends the findings of one department."""
        name = d.head.name
        engine.assert_facts(self.handle, self.encode(facts_of(d)).decode())
        _, state = engine.assert_fact(self.handle, self.encode({"t": "end", "id": "end", "sid": name}).decode())
        started = engine.start_action_for_state(self.handle, state)
        message = started and started[1]
        while message:
            ((rule, match),) = self.decode(message).items()
            if rule != "alive":
                fact, (a, b) = match["f"], SHOWN[rule]
                found.append((rule, name, fact["name"], fact[a], fact[b] if b else None))
            message = engine.complete_and_start_action(self.handle, state)
        engine.delete_state(self.handle, name)


if __name__ == "__main__":
    stream(_Session().judge)
