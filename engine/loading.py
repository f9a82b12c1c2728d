"""Reads a folder of rules into a rulebook, everything checked against everything else, no mistake hiding the next."""

from __future__ import annotations

from pathlib import Path

from engine.compiling import find_circles
from engine.deriving import Derivations
from engine.kinds import vocabulary
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node, read_file
from engine.parameter import parameters_of
from engine.rule import Rule
from engine.rule_reading import rule_of
from engine.rulebook import Rulebook, rule_files

THEMES, PARAMETERS, DERIVED = "主题.yaml", "参数.yaml", "推导.yaml"
_SPECIAL = (THEMES, PARAMETERS, DERIVED)


def load(folder: Path, mistakes: Mistakes) -> Rulebook:
    """Reads a folder of rules; notes every mistake in every file (the result is not to be used when there are any)."""
    nodes = {path: read_file(path, mistakes) for path in rule_files(folder)}
    if not nodes:
        mistakes.add(Place(str(folder)), "这个文件夹里没有规则文件（*.yaml）", "请用 --rules 指明规则文件夹。")
    special = {path.name: nodes.pop(path) for path in list(nodes) if path.parent == folder and path.name in _SPECIAL}
    themes = _themes(special.get(THEMES), mistakes)
    words = vocabulary().with_topics(tuple(themes))
    parameters = parameters_of(special.get(PARAMETERS), mistakes)
    derived = Derivations(special.get(DERIVED), words, parameters, mistakes)
    scope = derived.scope(())
    definitions = derived.all()
    rules: dict[str, Rule] = {}
    cases: dict[str, Node] = {}
    for node in nodes.values():
        rule = rule_of(node, scope, tuple(themes), mistakes) if node is not None else None
        if rule is None or node is None or node.entries is None:
            continue
        if rule.id in rules:
            mistakes.add(
                node.entries["编号"].place, f"编号“{rule.id}”已被 {rules[rule.id].file} 使用", "请换一个编号。"
            )
            continue
        rules[rule.id], cases[rule.id] = rule, node.entries["用例"]
    return Rulebook(words, themes, parameters, definitions, dict(sorted(rules.items())), cases)


def load_checked(folder: Path, mistakes: Mistakes) -> Rulebook:
    """Reads a folder of rules and sees to it that no rules wait for each other's findings in a circle."""
    book = load(folder, mistakes)
    find_circles(book, mistakes)
    return book


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
