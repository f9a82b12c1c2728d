"""Reads a folder of rules into a rulebook, everything checked against everything else, no mistake hiding the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from os.path import isdir, isfile
from pathlib import Path

from msgspec.structs import replace

from engine.compiling import find_circles, find_late_amounts
from engine.deriving import Derivations
from engine.heading_reading import headings_of
from engine.kinds import vocabulary
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node, read_file
from engine.parameter import Parameter
from engine.parameter_reading import check_names, parameters_of
from engine.rule import Rule
from engine.rule_reading import rule_of
from engine.rulebook import Rulebook
from engine.rulefolder import ACKNOWLEDGED, EXPLAINED, HEADINGS, NotLookedInto, rule_files
from engine.vocabulary import FINDING, Vocabulary

THEMES, PARAMETERS, DERIVED = "主题.yaml", "参数.yaml", "推导.yaml"
_SPECIAL = (THEMES, PARAMETERS, DERIVED, ACKNOWLEDGED, EXPLAINED, HEADINGS)


def load(folder: Path, mistakes: Mistakes) -> Rulebook:
    """Reads a folder of rules; notes every mistake in every file (the result is not to be used when there are any)."""
    try:
        files = rule_files(folder)
    except NotLookedInto as error:
        mistakes.add(Place(str(error.path)), *error.words())
        return Rulebook(vocabulary(), {}, {}, {}, {})
    return _read(folder, files, mistakes)


def _read(folder: Path, files: list[Path], mistakes: Mistakes) -> Rulebook:
    nodes = {path: read_file(path, mistakes) for path in files}
    if _foreign(folder, nodes):
        hint = "请用 --rules 指明规则文件夹；部门的事实不写 --rules，直接写文件夹的名称。"
        mistakes.add(Place(str(folder)), "这个文件夹里的文件没有一个是规则", hint)
        nodes = {}
    else:
        _check_folder(folder, nodes.keys(), mistakes)
    special = {path.name: nodes.pop(path) for path in list(nodes) if path.parent == folder and path.name in _SPECIAL}
    themes = _themes(special.get(THEMES), mistakes)
    words = vocabulary().with_topics(tuple(themes))
    derived, parameters = _definitions(special, _with_rules(words, list(nodes.values())), mistakes)
    scope, definitions = derived.scope(()), derived.all()
    rules: dict[str, Rule] = {}
    cases: dict[str, Node] = {}
    unread: list[str] = []
    sources = {name: node for name, node in special.items() if node is not None}
    for path, node in nodes.items():
        rule = rule_of(node, scope, tuple(themes), mistakes) if node is not None else None
        name = node.get("编号") if node is not None else None
        if rule is None or node is None or node.entries is None or name is None:
            unread.append((name.text or path.stem) if name is not None else path.stem)
        elif rule.id in rules:
            mistakes.add(name.place, f"编号“{rule.id}”已被 {rules[rule.id].file} 使用", "请换一个编号。")
        else:
            rules[rule.id], cases[rule.id], sources[rule.id] = rule, node.entries["用例"], node
    rules = dict(sorted(rules.items()))
    headings = headings_of(special.get(HEADINGS), words, mistakes)
    return Rulebook(words, themes, parameters, definitions, rules, cases, tuple(unread), sources, headings)


def _with_rules(words: Vocabulary, nodes: list[Node | None]) -> Vocabulary:
    """The words as rules read them: the 规则 and 对象类型 of findings are the rules and kinds that there are."""
    names = [name.text for node in nodes if node is not None and (name := node.get("编号")) is not None and name.text]
    if len(names) < len(nodes):
        return words  # a rule that cannot be read may be the one that is named
    finding = words.kinds[FINDING]
    options = {"规则": tuple(sorted(names)), "对象类型": tuple(word for word in words.kinds if word != FINDING)}
    fields = {word: replace(field, options=options.get(word, field.options)) for word, field in finding.fields.items()}
    return Vocabulary(words.kinds | {FINDING: replace(finding, fields=fields)})


def _foreign(folder: Path, nodes: Mapping[Path, Node | None]) -> bool:
    """Whether there are files and none has anything of a rulebook: somebody named another folder."""
    numbered = (node is not None and node.get("编号") is not None for node in nodes.values())
    return bool(nodes) and folder / THEMES not in nodes and not any(numbered)


def _check_folder(folder: Path, files: Collection[Path], mistakes: Mistakes) -> None:
    """A file that looks like a rule and is not read would be a rule that never finds anything."""
    place = Place(str(folder))
    if not isdir(folder):
        what = "这是文件，不是规则文件夹" if isfile(folder) else "没有这个文件夹"
        mistakes.add(place, what, "请用 --rules 指明规则文件夹。")
        return
    if not files:
        mistakes.add(place, "这个文件夹里没有规则文件（*.yaml）", "请用 --rules 指明规则文件夹。")
    elif folder / THEMES not in files:
        mistakes.add(Place(str(folder / THEMES)), "缺少这个文件", "例如：- {主题: 预算执行, 标题: 预算执行方面}")
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in (".yml", ".yaml") and path not in files and not path.name.startswith("."):
            message = "规则文件的扩展名应是 .yaml，这个文件没有读取"
            mistakes.add(Place(str(path)), message, f"请改名为 {path.stem}.yaml。")


def _definitions(
    special: dict[str, Node | None], words: Vocabulary, mistakes: Mistakes
) -> tuple[Derivations, dict[str, Parameter]]:
    """Reads parameters and derived figures; words defined wrongly are kept apart from words there are not."""
    node = special.get(PARAMETERS)
    parameters = parameters_of(node, mistakes)
    broken: frozenset[str] | None = frozenset()
    if node is not None:
        parameters = check_names(node, parameters, words.kinds.values(), mistakes)
        broken = frozenset(node.keys.keys() - parameters.keys()) if node.entries is not None else None
    if any(name in special and special[name] is None for name in (PARAMETERS, DERIVED)):
        broken = None
    return Derivations(special.get(DERIVED), words, parameters, mistakes, broken), parameters


def load_checked(folder: Path, mistakes: Mistakes) -> Rulebook:
    """Reads a folder of rules and sees to it that no rule waits for findings that it cannot have."""
    book = load(folder, mistakes)
    find_circles(book, mistakes)
    find_late_amounts(book, mistakes)
    return book


def _themes(node: Node | None, mistakes: Mistakes) -> dict[str, str]:
    """Reads 主题.yaml: theme -> its title in reports, in the order of the report."""
    themes: dict[str, str] = {}
    if node is not None and not node.items:
        mistakes.add(node.place, f"主题文件应是清单，这里是{node.sort}", "例如：- {主题: 预算执行, 标题: 预算执行方面}")
    for item in (node.items or ()) if node else ():
        word, title = item.get("主题"), item.get("标题")
        unknown = [key for key in item.keys if key not in _THEME_KEYS]
        for key in unknown:
            mistakes.add(item.keys[key], f"不认识的键“{key}”", suggestion(key, _THEME_KEYS))
        if word is not None and word.text in themes:
            mistakes.add(word.place, f"主题“{word.text}”写了两次", "请删去一个。")
        elif word is not None and word.text:
            themes[word.text] = (title.text or "") if title is not None else ""
        if not unknown and (word is None or title is None or not word.text or not title.text):
            mistakes.add(item.place, "每个主题要写“主题”和“标题”", "例如：- {主题: 预算执行, 标题: 预算执行方面}")
    return themes


_THEME_KEYS = ("主题", "标题", "说明")
