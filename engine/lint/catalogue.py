"""What each sort of note means, in full: read from the one file of explanations."""

from __future__ import annotations

from pathlib import Path

from engine.mistakes import Mistakes, suggestion
from engine.nodes import Node, read_file

_FILE = Path(__file__).with_name("catalogue.yaml")


def explanations() -> dict[str, Node]:
    """Returns the explanation of each code; raises MistakesFound where the file of this program is damaged."""
    mistakes = Mistakes()
    node = read_file(_FILE, mistakes)
    mistakes.check()
    return (node.entries or {}) if node is not None else {}


def overview() -> str:
    """All codes, a line each."""
    return "".join(f"{code}  {_text(node, '题目')}\n" for code, node in explanations().items())


def explained(code: str) -> str:
    """Everything about one code; raises KeyError with the Chinese words for a code there is not."""
    known = explanations()
    wanted = code.strip().upper()
    if wanted not in known:
        raise KeyError(f"没有提示“{code}”（{suggestion(wanted, known)}）")
    node = known[wanted]
    wrong, right = (_indented(_text(node, key)) for key in ("不好", "改成"))
    return f"{wanted}  {_text(node, '题目')}\n\n{_text(node, '说明')}\n\n这样写会有提示：\n{wrong}\n\n改成：\n{right}\n"


def _text(node: Node, key: str) -> str:
    return (node.get(key) or node).text or ""


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
