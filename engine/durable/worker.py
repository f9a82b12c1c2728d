"""The child process: plays sessions against the C module durable_rules_engine and reports what fired, nothing else.

It reads lines of JSON: for each session the ruleset and the facts, ended by an empty line; a line `run` plays them all.
It writes one line of JSON: for each session the distinct (rule, subject) that fired and how often the canary did.
It imports next to nothing, so that it is ready by the time the parent has read its files.
"""

import json
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Reader = Callable[[str], tuple[str, Any]]


def subject_of(message: str) -> "tuple[str, Any]":
    """Takes the message of a firing apart: which rule, and for which subject (none for the canary)."""
    ((rule, match),) = json.loads(message).items()
    return rule, match["s"]["i"] if rule != "alive" else None


def begin(engine: "Any", ruleset: str) -> int:
    """Begins a session of a ruleset; returns its handle."""
    return int(engine.create_ruleset("session", ruleset))


def play(engine: "Any", handle: int, facts: "list[str]", read: "Reader" = subject_of) -> "dict[str, Any]":
    """Plays one session; the phase fact comes last, since the engine is right about absence only in that order.

    handle is that of the session's ruleset, which is not to be used again; read takes a message apart.
    """
    for fact in facts:
        tell(engine, handle, fact)
    state = tell(engine, handle, '{"t":"phase","id":"phase"}')
    fired, alive = set(), 0
    started = engine.start_action_for_state(handle, state)
    message = started and started[1]
    while message:
        rule, subject = read(message)
        if rule == "alive":
            alive += 1
        else:
            fired.add((int(rule), subject))
        message = engine.complete_and_start_action(handle, state)
    if alive:  # else deleting would crash; the parent ends this process because of it
        engine.delete_state(handle, "0")
        engine.delete_ruleset(handle)
    return {"fired": sorted(fired), "alive": alive}


def tell(engine: "Any", handle: int, fact: str) -> int:
    """Asserts one fact and returns its state; any code but stored (0) and matched by nothing (1) means a lost fact."""
    code, state = engine.assert_fact(handle, fact)
    if code not in (0, 1):
        raise RuntimeError(f"assert_fact returned {code}")
    return int(state)


def say(answer: "dict[str, Any]") -> None:
    """Writes one line."""
    print(json.dumps(answer), flush=True)


def load() -> "Any":
    """Returns the engine; raises ImportError where it is not installed."""
    import durable_rules_engine

    return durable_rules_engine


def main() -> None:
    """Answers requests until the input ends or the engine fails; a handle that failed must not be touched again."""
    sys.path.append(sys.argv[1])
    try:
        engine = load()
    except ImportError as error:
        return say({"missing": str(error)})
    say({"ready": True})
    sessions: list[list[str]] = [[]]
    for line in map(str.rstrip, sys.stdin):
        if line == "run":
            try:
                say({"sessions": [play(engine, begin(engine, lines[0]), lines[1:]) for lines in sessions if lines]})
            except Exception as error:  # noqa: BLE001 - whatever the engine raises is reported
                return say({"error": f"{type(error).__name__}: {error}"})
            sessions = [[]]
        elif line:
            sessions[-1].append(line)
        else:
            sessions.append([])
    return None


if __name__ == "__main__":
    main()
