"""Fact files to dossiers: every value typed by its field, every mistake placed, nothing guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from engine.bounds import MOST_FACTS
from engine.dossier import NOTHING, Dossier, Fact, Value
from engine.headings import folded
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node
from engine.notation import show
from engine.quantity import Quantity
from engine.region import Regions, check_region
from engine.truth import UNKNOWN, YES
from engine.unreadable import not_a_key, too_many
from engine.value_reading import SOURCE, source_of, stated, value_of, with_plain_keys
from engine.vocabulary import FINDING, NOTHING_WORD, Field, Kind, Shape, Vocabulary
from engine.waiver_reading import RuleCheck, waivers_of

DEPARTMENT, WAIVERS = "部门", "豁免"
YEAR = re.compile(r"(19|20|21)[0-9]{2}")
_Told = tuple[str | None, int | None, str | None]
_LIST_KEYS = ("清单完整", "条目", SOURCE)


def any_rule(rule: str, place: Place, mistakes: Mistakes) -> None:
    """Takes every rule that a waiver names for granted."""


def dossier_of(
    node: Node,
    vocabulary: Vocabulary,
    mistakes: Mistakes,
    file: str,
    check: RuleCheck = any_rule,
    regions: Regions = (),
) -> Dossier | None:
    """Types the tree of a fact file; `check` sees to the rules that waivers name, `regions` have standards."""
    if node.entries is None:
        mistakes.add(node.place, f"事实文件应是一组键值，这里是{node.sort}", "第一行一般是“部门:”。")
        return None
    node = with_plain_keys(node, vocabulary, mistakes)
    reader = _Reader(vocabulary, mistakes)
    known = [word for word in vocabulary.kinds if word != FINDING]
    for key, place in node.keys.items():
        if key not in known and key != WAIVERS:
            mistakes.add(place, f"没有“{key}”这种事实类型", suggestion(key, [*known, WAIVERS]))
    facts = {word: reader.kind(vocabulary.kinds[word], node.get(word)) for word in known}
    reader.check_links(facts)
    waivers = waivers_of(node.get(WAIVERS), check, mistakes)
    name, year, region = _department(node, facts[DEPARTMENT][0], mistakes, regions)
    if name is None or year is None or region is None:
        return None
    checked = facts[DEPARTMENT][0].values.get("检查日期")
    day = int(checked.high) if isinstance(checked, Quantity) else None
    return Dossier(name, year, region, facts, waivers, day, file)


def _department(node: Node, fact: Fact, mistakes: Mistakes, regions: Regions) -> _Told:
    """The name, the year and the region of the department; what lacks has been noted, here or where it was typed."""
    stands = node.get(DEPARTMENT)
    if stands is None:
        mistakes.add(node.place, f"缺少“{DEPARTMENT}”", "请写明部门的名称、年度、地区。")
    name, year, region = (fact.values.get(word) for word in ("名称", "年度", "地区"))
    if isinstance(year, Quantity) and stands is not None and stands.entries:
        written = stated(stands.entries["年度"])
        if not YEAR.fullmatch((written.text or "").removesuffix("年")):
            mistakes.add(written.place, f"“年度”应是四位数的年份，这里是“{written.text}”", "例如：2022。")
            year = None
    if isinstance(region, str) and stands is not None and stands.entries:
        check_region(region, stated(stands.entries["地区"]).place, mistakes, regions)
    return (
        name if isinstance(name, str) else None,
        int(year.nominal) if isinstance(year, Quantity) else None,
        region if isinstance(region, str) else None,
    )


class _Reader:
    def __init__(self, vocabulary: Vocabulary, mistakes: Mistakes) -> None:
        self.vocabulary, self.mistakes = vocabulary, mistakes
        self.links: list[tuple[Kind, Field, Node]] = []
        self.supplied: set[str] = set()

    def check_links(self, facts: dict[str, tuple[Fact, ...]]) -> None:
        """A name that points to nothing is a slip of the pen: it would silently join with no fact."""
        for kind, field, child in self.links:
            keys = [fact.key for fact in facts[field.link] if fact.present is YES]
            if field.link not in self.supplied or child.text in keys:
                continue
            hint = suggestion(child.text or "", keys) if keys else f"“{field.link}”写的是“无”。"
            if len(keys) < len(facts[field.link]):
                hint += f"清单里还没有的，补上一条，只写“{self.vocabulary.kinds[field.link].key[0]}”也可以。"
            message = f"“{child.text}”不在“{field.link}”清单里（{kind.word}的“{field.word}”）"
            self.mistakes.add(child.place, message, hint)

    def kind(self, kind: Kind, node: Node | None) -> tuple[Fact, ...]:
        if kind.shape is Shape.SINGLE:
            fact = self.fact(kind, node) if node else Fact(kind.word, kind.word, {})
            return (replace(fact, key=_key(kind, fact) or kind.word),)
        return self.table(kind, node) if kind.shape is Shape.TABLE else self.listed(kind, node)

    def table(self, kind: Kind, node: Node | None) -> tuple[Fact, ...]:
        entries = {} if node is None else node.entries
        if entries is None or node is None:
            if node is not None:
                message = f"“{kind.word}”应按行名写成一组键值，这里是{node.sort}"
                self.mistakes.add(node.place, message, f"行名：{'、'.join(kind.rows)}。")
            return tuple(self.row(kind, row, None) for row in kind.rows)
        for row in entries:
            if row not in kind.rows and row != SOURCE:
                self.mistakes.add(node.keys[row], f"“{kind.word}”没有“{row}”这一行", suggestion(row, kind.rows))
        source = source_of(node, self.mistakes)
        return tuple(self.row(kind, row, entries.get(row), source) for row in kind.rows)

    def row(self, kind: Kind, row: str, node: Node | None, source: str = "") -> Fact:
        fact = self.fact(kind, node, given=kind.key[0], source=source) if node else Fact(kind.word, row, {})
        return replace(fact, key=row, values={kind.key[0]: row} | fact.values)

    def listed(self, kind: Kind, node: Node | None) -> tuple[Fact, ...]:
        if node is None:
            return (_stand_in(kind, f"（未提供{kind.word}清单）"),)
        items, complete, source = self.items(kind, node)
        if len(items) > MOST_FACTS:
            self.mistakes.add(node.place, *too_many(kind.word, len(items)))
            items = ()
        facts = [self.fact(kind, item, source=source) for item in items]
        self.no_twins(kind, zip(facts, items, strict=True))
        facts = _keyed(kind, facts)
        return (*facts, *([] if complete else [_stand_in(kind, f"（其余{kind.word}）")]))

    def items(self, kind: Kind, node: Node) -> tuple[tuple[Node, ...], bool, str]:
        if node.text == NOTHING_WORD or node.items is not None:
            self.supplied.add(kind.word)
            return node.items or (), True, ""
        if node.entries is None:
            what = "没有写内容" if node.text == "" else f"应是清单，这里是{node.sort}"
            self.mistakes.add(node.place, f"“{kind.word}”{what}", "逐条写“- ”；一条也没有写“无”；不知道的整行删去。")
            return (), False, ""
        source, inner = source_of(node, self.mistakes), node.get("条目")
        if inner is None and not node.keys.keys() & set(_LIST_KEYS):
            self.mistakes.add(node.place, f"“{kind.word}”应是清单，这里是一组键值", "每条另起一行，以“- ”开头。")
            return (), False, ""
        for key, place in node.keys.items():
            if key not in _LIST_KEYS:
                self.mistakes.add(place, f"“{kind.word}”里不认识“{key}”", suggestion(key, _LIST_KEYS))
        if inner is None or (inner.items is None and inner.text != NOTHING_WORD):
            place = node.place if inner is None else inner.place
            self.mistakes.add(place, f"“{kind.word}”缺少“条目”清单", "写成 {清单完整: 否, 条目: [……]}。")
            return (), False, ""
        self.supplied.add(kind.word)
        return inner.items or (), self.complete(node.get("清单完整")), source

    def complete(self, flag: Node | None) -> bool:
        """Whether a list holds all there is."""
        if flag is not None and flag.text not in ("是", "否"):
            self.mistakes.add(flag.place, "“清单完整”要写“是”或“否”", "还有没列出来的写“否”。")
        return flag is None or flag.text == "是"

    def no_twins(self, kind: Kind, facts: Iterable[tuple[Fact, Node]]) -> None:
        """Two facts of one name could not be told apart by whoever points to them, nor two that only look alike."""
        first: dict[str, tuple[str, Place]] = {}
        for fact, node in facts if len(kind.key) == 1 else ():
            key, place = _key(kind, fact), stated(node.get(kind.key[0]) or node).place
            known, at = first.setdefault(folded(key), (key, place))
            if not key or at == place:
                continue
            where = f"第{at.line}行" if at.file == place.file and at.sheet == place.sheet else f" {at}"
            alike = f"和{where}的“{known}”只差空格、全半角或大小写"
            message = f"写了两次（第一次在{where}）" if known == key else alike
            self.mistakes.add(place, f"{kind.word}“{key}”{message}", "请删去一条，或用不同的名称区分。")

    def fact(self, kind: Kind, node: Node, given: str = "", source: str = "") -> Fact:
        if node.entries is None:
            what = "的一条" if kind.shape is Shape.LIST else "的一行" if given else ""
            message = f"“{kind.word}”{what}应是一组键值，这里是{node.sort}"
            self.mistakes.add(node.place, message, _form(kind, node, given))
            return Fact(kind.word, "", {})
        origin = source_of(node, self.mistakes) or source
        values: dict[str, Value] = {}
        sources = {"": str(node.place.line)}
        for word, child in node.entries.items():
            field = kind.fields.get(word)
            if word == SOURCE:
                continue
            if field is None or word == given:
                slip = not_a_key(word, child.text == "") or suggestion(word, [*kind.fields, SOURCE])
                hint = "行名就是它，这里不用再写。" if word == given else slip
                self.mistakes.add(node.keys[word], f"“{kind.word}”没有字段“{word}”", hint)
                continue
            value, own = self.value(kind, field, child)
            if value is not None:
                values[word], sources[word] = value, own or origin or stated(child).place.source
        lacking = kind.required - node.entries.keys() - {given}
        for field in (field for field in kind.fields.values() if field.word in lacking) if lacking else ():
            about = f"（{field.about}）" if field.about else ""
            hint = f"请填写“{field.word}”一栏" if node.place.tabular else f"请补上“{field.word}: ……”"
            self.mistakes.add(node.place, f"“{kind.word}”缺少“{field.word}”", f"{hint}{about}。")
        return Fact(kind.word, "", values, sources)

    def value(self, kind: Kind, field: Field, node: Node) -> tuple[Value | None, str]:
        """Types one field; what a fact must have cannot be 无, and a name it points to is kept for `check_links`."""
        value, source = value_of(field, node, self.mistakes)
        if value is NOTHING and field.word in kind.required:
            self.mistakes.add(stated(node).place, f"“{kind.word}”的“{field.word}”不能写“无”", "请写明。")
            return None, ""
        if field.link and isinstance(value, str):
            self.links.append((kind, field, stated(node)))
        return value, source


def _form(kind: Kind, node: Node, given: str) -> str:
    """What to write in the place of a word or a list where a fact belongs."""
    if kind.shape is Shape.SINGLE:
        return f"写成“{kind.word}:”，下面逐行写“字段: 值”；不知道的整行删去。"
    named = kind.key[0] if kind.key and not given else next(word for word in kind.fields if word != given)
    field = next((f.word for f in kind.fields.values() if node.text in f.options), named)
    return f"写成 {{{field}: {node.text or '……'}}}。"


def _keyed(kind: Kind, facts: list[Fact]) -> list[Fact]:
    """Gives every fact its key, in an order that does not depend on the file's."""
    seen, found, keyed = Counter[str](), dict[str, Fact](), [(_key(kind, fact), fact) for fact in facts]
    often = Counter(key for key, _ in keyed)  # what else a fact says decides only between twins
    for own, fact in sorted(keyed, key=lambda pair: (pair[0], _plain(pair[1]) if often[pair[0]] > 1 else "")):
        seen[key := own or kind.word] += 1
        while (name := key if seen[key] == 1 else f"{key}（{seen[key]}）") in found:
            seen[key] += 1
        found[name] = replace(fact, key=name)
    return list(found.values())


def _plain(fact: Fact) -> str:
    """Everything a fact says and where, but not on which line: the order of twins."""
    values = [(w, sorted(v) if isinstance(v, frozenset) else v) for w, v in sorted(fact.values.items())]
    return repr((values, sorted(source for source in fact.sources.items() if source[0])))


def _stand_in(kind: Kind, key: str) -> Fact:
    return Fact(kind.word, key, {}, present=UNKNOWN)


def _key(kind: Kind, fact: Fact) -> str:
    parts = (fact.values.get(word) for word in kind.key)
    return "·".join(show(p) if isinstance(p, Quantity) else str(p) for p in parts if p not in (None, NOTHING))
