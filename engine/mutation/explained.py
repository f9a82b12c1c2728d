"""变异说明.yaml: changes that no case can notice, each with the reason why that is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os.path import isfile
from pathlib import Path

from msgspec import Struct

from engine.mistakes import Mistakes, Place, suggestion
from engine.mutation.mutant import DERIVED, PARAMETER, RULE, Mutant, Owner
from engine.nodes import Node, read_file
from engine.rulefolder import EXPLAINED

_OWNERS = (RULE, DERIVED, PARAMETER)
_KEYS = (*_OWNERS, "改动", "位置", "理由")
_HINT = "写成：- {规则: 编号, 改动: 把“…”改为“…”, 理由: ……}；推导写“推导: 类型.名称”，参数写“参数: 名称”。"


class Explanation(Struct, frozen=True):
    """One entry: whose change, its words, the text it stands in (empty: any), and why nobody can notice it."""

    place: Place
    owner: Owner
    words: str
    text: str
    reason: str

    def covers(self, mutant: Mutant) -> bool:
        """Whether it speaks of a mutant."""
        return (mutant.owner, mutant.words) == (self.owner, self.words) and self.text in ("", mutant.text)


def explanations_of(folder: Path, mistakes: Mistakes) -> list[Explanation]:
    """Reads 变异说明.yaml of a rulebook, where there is one; notes every mistake in it."""
    file = folder / EXPLAINED
    node = read_file(file, mistakes) if isfile(file) else None
    if node is None:
        return []
    if node.items is None:
        mistakes.add(node.place, f"变异说明应是清单，这里是{node.sort}", _HINT)
    return [found for item in node.items or () for found in _explanation(item, mistakes)]


def _explanation(node: Node, mistakes: Mistakes) -> Iterator[Explanation]:
    before = len(mistakes.found)
    texts = {key: (child.text or "") for key, child in (node.entries or {}).items()}
    for key, place in node.keys.items():
        if key not in _KEYS:
            mistakes.add(place, f"不认识的键“{key}”", suggestion(key, _KEYS))
    owners = [key for key in _OWNERS if texts.get(key)]
    for key in ("改动", "理由"):
        if not texts.get(key):
            mistakes.add(node.place, f"缺少“{key}”", _HINT)
    if len(owners) != 1:
        mistakes.add(node.place, "要写明是哪条规则、哪个推导或哪个参数，只写一个", _HINT)
    if len(mistakes.found) == before:
        owner = owners[0], texts[owners[0]]
        yield Explanation(node.place, owner, texts["改动"], " ".join(texts.get("位置", "").split()), texts["理由"])


def check_explanations(explanations: Iterable[Explanation], mutants: Iterable[Mutant], mistakes: Mistakes) -> None:
    """Notes the explanations of changes that are not made, as far as what they speak of is looked at."""
    words: dict[Owner, list[Mutant]] = {}
    for mutant in mutants:
        words.setdefault(mutant.owner, []).append(mutant)
    for one in explanations:
        own = words.get(one.owner)
        if own is not None and not any(one.covers(mutant) for mutant in own):
            hint = suggestion(one.words, [mutant.words for mutant in own])
            mistakes.add(one.place, f"{one.owner[0]}“{one.owner[1]}”没有这样的改动：{one.words}", hint)
