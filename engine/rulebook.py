"""A rulebook: the rules of a folder with their themes, parameters and derived figures, all checked against each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from engine.meaning import definition_of
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node, read_file
from engine.parameter import Parameter, parameters_of
from engine.quantity import Dim
from engine.rule import Rule, rule_of
from engine.scope import Scope
from engine.terms import Call, Condition, Term
from engine.vocabulary import FINDING, Vocabulary

THEMES, PARAMETERS, DERIVED = "主题.yaml", "参数.yaml", "推导.yaml"
Definition = Term | Condition


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything the rules team wrote; `cases` holds the 用例 of each rule as they stand in the file."""

    vocabulary: Vocabulary
    themes: dict[str, str]
    parameters: dict[str, Parameter]
    derived: dict[tuple[str, str], Definition]
    rules: dict[str, Rule]
    cases: dict[str, Node] = field(default_factory=dict)


def rule_files(folder: Path) -> list[Path]:
    """Returns every YAML file of a rulebook in a fixed order."""
    return sorted(p for p in folder.rglob("*.yaml") if p.is_file() and not p.name.startswith("."))


def load(folder: Path, mistakes: Mistakes) -> Rulebook:
    """Reads a folder of rules; notes every mistake in every file (the result is not to be used when there are any)."""
    from engine.kinds import vocabulary  # pydantic models; not needed when a rulebook comes from the cache

    nodes = {path: read_file(path, mistakes) for path in rule_files(folder)}
    if not nodes:
        mistakes.add(Place(str(folder)), "这个文件夹里没有规则文件（*.yaml）", "请用 --rules 指明规则文件夹。")
    special = {path.name: nodes.pop(path) for path in list(nodes) if path.parent == folder and path.name in _SPECIAL}
    themes = _themes(special.get(THEMES), mistakes)
    words = vocabulary().with_topics(tuple(themes))
    parameters = parameters_of(special.get(PARAMETERS), mistakes)
    derived = _Derived(special.get(DERIVED), words, parameters, mistakes)
    scope = derived.scope(())
    definitions = derived.all()
    rules: dict[str, Rule] = {}
    cases: dict[str, Node] = {}
    for node in nodes.values():
        rule = rule_of(node, scope, tuple(themes), mistakes) if node is not None else None
        if rule is None or node is None or node.entries is None:
            continue
        if rule.id in rules:
            mistakes.add(node.entries["编号"].place, f"编号“{rule.id}”已被 {rules[rule.id].file} 使用", "请换一个编号。")
            continue
        rules[rule.id], cases[rule.id] = rule, node.entries["用例"]
    return Rulebook(words, themes, parameters, definitions, dict(sorted(rules.items())), cases)


_SPECIAL = (THEMES, PARAMETERS, DERIVED)


def _themes(node: Node | None, mistakes: Mistakes) -> dict[str, str]:
    """Reads 主题.yaml: theme -> its title in reports, in the order of the report."""
    themes: dict[str, str] = {}
    for item in (node.items or ()) if node else ():
        word, title = item.get("主题"), item.get("标题")
        for key, place in item.keys.items():
            if key not in ("主题", "标题", "说明"):
                mistakes.add(place, f"不认识的键“{key}”", suggestion(key, ("主题", "标题", "说明")))
        if word is None or not word.text or title is None or not title.text:
            mistakes.add(item.place, "每个主题要写“主题”和“标题”")
        elif word.text in themes:
            mistakes.add(word.place, f"主题“{word.text}”写了两次")
        else:
            themes[word.text] = title.text
    if node is not None and node.items is None:
        mistakes.add(node.place, "主题文件应是清单", "例如：- {主题: 预算执行, 标题: 预算执行方面}")
    return themes


class _Derived:
    """Types 推导.yaml, each figure when it is first needed, so that figures may use one another in any order."""

    def __init__(
        self, node: Node | None, vocabulary: Vocabulary, parameters: dict[str, Parameter], mistakes: Mistakes
    ) -> None:
        self.vocabulary, self.mistakes = vocabulary, mistakes
        self.sorts = {name: parameter.sort for name, parameter in parameters.items()}
        self.nodes: dict[tuple[str, str], Node] = {}
        self.words: dict[str, tuple[str, ...]] = defaultdict(tuple)
        self.done: dict[tuple[str, str], Definition | None] = {}
        self.open: list[tuple[str, str]] = []
        for kind, inner in (node.entries or {}).items() if node else ():
            self._collect(kind, inner, node.keys[kind] if node else inner.place)

    def _collect(self, kind: str, inner: Node, place: Place) -> None:
        known = self.vocabulary.kinds.get(kind)
        if known is None or kind == FINDING:
            self.mistakes.add(place, f"没有“{kind}”这种事实类型", suggestion(kind, self.vocabulary.kinds))
            return
        for word, definition in (inner.entries or {}).items():
            if word in known.fields:
                self.mistakes.add(inner.keys[word], f"“{kind}”本来就有字段“{word}”", "推导要用另一个名字。")
                continue
            if word in self.sorts:
                self.mistakes.add(inner.keys[word], f"“{word}”已是参数的名字", "推导要用另一个名字。")
                continue
            self.nodes[kind, word] = definition
            self.words[kind] = (*self.words[kind], word)

    def scope(self, kinds: tuple[str, ...]) -> Scope:
        """The scope of a rule or a definition on these kinds."""
        return Scope(self.vocabulary, kinds, self.sorts, self.dim, self.words)

    def all(self) -> dict[tuple[str, str], Definition]:
        """Types every figure."""
        found = {key: self.definition(key) for key in self.nodes}
        return {key: value for key, value in found.items() if value is not None}

    def dim(self, kind: str, word: str) -> Dim | None:
        """The dimension of a derived figure; None where there is none by that name, or it is wrong itself."""
        if (kind, word) not in self.nodes:
            return None
        found = self.definition((kind, word))
        return found.dim if found else None

    def definition(self, key: tuple[str, str]) -> Definition | None:
        if key in self.done:
            return self.done[key]
        if key in self.open:
            circle = [*self.open[self.open.index(key) :], key]
            message = "推导绕成了一圈：" + " → ".join(word for _, word in circle)
            self.mistakes.add(self.nodes[key].place, message, "请去掉其中一处引用。")
            self.done[key] = None
            return None
        self.open.append(key)
        found = self._typed(key)
        self.open.pop()
        self.done.setdefault(key, found)
        return self.done[key]

    def _typed(self, key: tuple[str, str]) -> Definition | None:
        node, scope = self.nodes[key], self.scope((key[0],))
        if node.text is not None:
            return definition_of(node, scope, self.mistakes)
        for word, place in node.keys.items():
            if word not in ("取", "先取", "说明"):
                self.mistakes.add(place, f"不认识的键“{word}”", suggestion(word, ("取", "先取", "说明")))
        single, several = node.get("取"), node.get("先取")
        if single is not None:
            return definition_of(single, scope, self.mistakes)
        if several is None or not several.items:
            self.mistakes.add(node.place, f"推导“{key[1]}”要写一个式子", "或写：{取: …}、{先取: [..., ...]}")
            return None
        found = [definition_of(item, scope, self.mistakes) for item in several.items]
        terms = [term for term in found if isinstance(term, Term)]
        if len(terms) < len(found) or len({term.dim for term in terms}) != 1:
            if None not in found:
                self.mistakes.add(several.place, "“先取”里要写量纲相同的数值")
            return None
        return Call(terms[0].dim, key[1], "首个已知", tuple(terms))
