"""Several small fact files of one department, read together."""

from __future__ import annotations

from collections.abc import Sequence

from small import words

from engine.dossier import Dossier, Fact
from engine.intake.merging import merged
from engine.mistakes import Mistakes
from engine.nodes import Node, parse
from engine.reading import dossier_of

OWN = "部门: {名称: 示例部门, 年度: 2022, 地区: 广东省广州市增城区}\n"
NAMES = ("甲.yaml", "乙.yaml", "丙.yaml")


def trees(texts: Sequence[str]) -> list[Node]:
    """The trees of several files."""
    mistakes = Mistakes()
    found = [node for text, name in zip(texts, NAMES, strict=False) if (node := parse(text, name, mistakes))]
    mistakes.check()
    return found


def together(*texts: str) -> tuple[Dossier, list[str]]:
    """The dossier of several files, the first of which is given the department, and what is wrong with it."""
    mistakes = Mistakes()
    tree = merged(trees([OWN + texts[0], *texts[1:]]), words(), mistakes)
    found = dossier_of(tree, words(), mistakes, NAMES[0])
    assert found is not None
    return found, [str(mistake) for mistake in mistakes.found]


def one(kind: str, *texts: str) -> Fact:
    """The first fact of a kind in several files without mistakes."""
    found, wrong = together(*texts)
    assert wrong == []
    return found.facts[kind][0]


def keys(kind: str, *texts: str) -> list[str]:
    """The keys of the facts of a kind in several files without mistakes."""
    found, wrong = together(*texts)
    assert wrong == []
    return sorted(fact.key for fact in found.facts[kind])
