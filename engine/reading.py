"""Fact files to dossiers: every value typed by its field, every mistake placed, nothing guessed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from msgspec.structs import replace

from engine.dossier import NOTHING, Dossier, Fact, Value, Waiver
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node, read_file
from engine.notation import NotationError, read_date, read_quantity, show
from engine.quantity import Dim, Quantity
from engine.truth import NO, UNKNOWN, YES
from engine.vocabulary import FINDING, NOTHING_WORD, Field, Kind, Shape, Vocabulary

DEPARTMENT = "部门"
SOURCE = "出处"
WAIVERS = "豁免"
_LIST_KEYS = ("清单完整", "条目", SOURCE)
_WAIVER_KEYS = ("规则", "对象", "理由", "批准", "到期")


def read_dossier(path: Path, vocabulary: Vocabulary, mistakes: Mistakes) -> Dossier | None:
    """Reads one fact file; notes every mistake and returns None when the department cannot be told."""
    node = read_file(path, mistakes)
    return None if node is None else dossier_of(node, vocabulary, mistakes, str(path))


def dossier_of(node: Node, vocabulary: Vocabulary, mistakes: Mistakes, file: str) -> Dossier | None:
    """Types the tree of a fact file."""
    if node.entries is None:
        mistakes.add(node.place, f"事实文件应是一组键值，这里是{node.sort}", "第一行一般是“部门:”。")
        return None
    reader = _Reader(vocabulary, mistakes, Path(file).name)
    known = [word for word in vocabulary.kinds if word != FINDING]
    for key, place in node.keys.items():
        if key not in known and key != WAIVERS:
            mistakes.add(place, f"没有“{key}”这种事实类型", suggestion(key, [*known, WAIVERS]))
    facts = {word: reader.kind(vocabulary.kinds[word], node.get(word)) for word in known}
    _check_links(node, facts, vocabulary, mistakes)
    return _dossier(node, facts, reader.waivers(node.get(WAIVERS)), mistakes, file)


def _dossier(
    node: Node, facts: dict[str, tuple[Fact, ...]], waivers: tuple[Waiver, ...], mistakes: Mistakes, file: str
) -> Dossier | None:
    values = facts[DEPARTMENT][0].values
    name, year, region = (values.get(word) for word in ("名称", "年度", "地区"))
    if not (isinstance(name, str) and isinstance(year, Quantity) and isinstance(region, str)):
        if node.get(DEPARTMENT) is None:
            mistakes.add(node.place, "缺少“部门”", "请写明部门的名称、年度、地区。")
        return None
    checked = values.get("检查日期")
    day = int(checked.high) if isinstance(checked, Quantity) else None
    return Dossier(name, int(year.nominal), region, facts, waivers, day, file)


def _check_links(node: Node, facts: dict[str, tuple[Fact, ...]], vocabulary: Vocabulary, mistakes: Mistakes) -> None:
    """A name that points to nothing is a slip of the pen: it would silently join with no fact."""
    for word, group in facts.items():
        for target, field in vocabulary.kinds[word].links.items():
            keys = {fact.key for fact in facts[target] if fact.present is YES}
            for fact in group:
                name = fact.values.get(field)
                if keys and isinstance(name, str) and name not in keys:
                    place = Place(str(node.place.file), int(fact.sources.get("", "0")))
                    mistakes.add(place, f"“{name}”不在{target}清单里（{word}的“{field}”）", suggestion(name, keys))


class _Reader:
    def __init__(self, vocabulary: Vocabulary, mistakes: Mistakes, file: str) -> None:
        self.vocabulary, self.mistakes, self.file = vocabulary, mistakes, file

    def kind(self, kind: Kind, node: Node | None) -> tuple[Fact, ...]:
        if kind.shape is Shape.SINGLE:
            fact = self.fact(kind, node) if node else Fact(kind.word, kind.word, {})
            return (replace(fact, key=_key(kind, fact) or kind.word),)
        if kind.shape is Shape.TABLE:
            return self.table(kind, node)
        return self.listed(kind, node)

    def table(self, kind: Kind, node: Node | None) -> tuple[Fact, ...]:
        entries = {} if node is None else node.entries
        if entries is None or node is None:
            if node is not None:
                self.mistakes.add(node.place, f"“{kind.word}”应按行名写成一组键值", f"行名：{'、'.join(kind.rows)}。")
            entries = {}
        for row in entries:
            if row not in kind.rows and row != SOURCE and node is not None:
                self.mistakes.add(node.keys[row], f"“{kind.word}”没有“{row}”这一行", suggestion(row, kind.rows))
        return tuple(self.row(kind, row, entries.get(row)) for row in kind.rows)

    def row(self, kind: Kind, row: str, node: Node | None) -> Fact:
        fact = self.fact(kind, node, given=kind.key[0]) if node else Fact(kind.word, row, {})
        return replace(fact, key=row, values={kind.key[0]: row} | fact.values)

    def listed(self, kind: Kind, node: Node | None) -> tuple[Fact, ...]:
        if node is None:
            return (_stand_in(kind, f"（未提供{kind.word}清单）"),)
        items, complete, source = self.items(kind, node)
        facts = [self.fact(kind, item, source=source) for item in items]
        facts = self.keyed(kind, [(fact, item) for fact, item in zip(facts, items, strict=True)])
        return (*facts, *([] if complete else [_stand_in(kind, f"（其余{kind.word}）")]))

    def items(self, kind: Kind, node: Node) -> tuple[tuple[Node, ...], bool, str]:
        if node.text == NOTHING_WORD:
            return (), True, ""
        if node.items is not None:
            return node.items, True, ""
        if node.entries is None:
            self.mistakes.add(node.place, f"“{kind.word}”应是清单", "逐条写“- ”，一条也没有写“无”。")
            return (), False, ""
        for key, place in node.keys.items():
            if key not in _LIST_KEYS:
                self.mistakes.add(place, f"“{kind.word}”应是清单，不认识“{key}”", suggestion(key, _LIST_KEYS))
        flag, source, inner = node.get("清单完整"), node.get(SOURCE), node.get("条目")
        if flag is not None and flag.text not in ("是", "否"):
            self.mistakes.add(flag.place, "“清单完整”写“是”或“否”")
        items: tuple[Node, ...] = ()
        if inner is None or (inner.items is None and inner.text != NOTHING_WORD):
            self.mistakes.add(node.place, f"“{kind.word}”缺少“条目”清单")
        else:
            items = inner.items or ()
        complete = flag is None or flag.text == "是"
        return items, complete, (source.text or "") if source else ""

    def keyed(self, kind: Kind, facts: list[tuple[Fact, Node]]) -> list[Fact]:
        """Gives every fact its key, in an order that does not depend on the file's."""
        seen: Counter[str] = Counter()
        result = []
        for fact, node in sorted(facts, key=lambda pair: (_key(kind, pair[0]), repr(sorted(pair[0].values.items())))):
            key = _key(kind, fact) or kind.word
            seen[key] += 1
            if seen[key] > 1 and len(kind.key) == 1:
                self.mistakes.add(node.place, f"{kind.word}“{key}”写了两次", "请删去一条，或用不同的名称区分。")
            result.append(replace(fact, key=key if seen[key] == 1 else f"{key}（{seen[key]}）"))
        return result

    def fact(self, kind: Kind, node: Node, given: str = "", source: str = "") -> Fact:
        if node.entries is None:
            self.mistakes.add(node.place, f"“{kind.word}”的一条应是一组键值，这里是{node.sort}", "例如：- 名称: 甲项目")
            return Fact(kind.word, "", {})
        where = node.get(SOURCE)
        origin = (where.text if where else "") or source or self.file
        values: dict[str, Value] = {}
        sources = {"": str(node.place.line)}
        for word, child in node.entries.items():
            if word == SOURCE:
                continue
            field = kind.fields.get(word)
            if field is None or word == given:
                hint = suggestion(word, [*kind.fields, SOURCE])
                self.mistakes.add(node.keys[word], f"“{kind.word}”没有字段“{word}”", hint)
                continue
            value, own = self.value(field, child)
            if value is not None:
                values[word], sources[word] = value, own or origin
        for word in sorted(kind.required - node.entries.keys() - {given}):
            self.mistakes.add(node.place, f"“{kind.word}”缺少“{word}”", kind.fields[word].about)
        return Fact(kind.word, "", values, sources)

    def value(self, field: Field, node: Node) -> tuple[Value | None, str]:
        """Returns the typed value and the source written with it."""
        if node.entries is None:
            return self.typed(field, node), ""
        for key, place in node.keys.items():
            if key not in ("值", SOURCE):
                self.mistakes.add(place, f"不认识“{key}”", suggestion(key, ("值", SOURCE)))
        inner, where = node.get("值"), node.get(SOURCE)
        if inner is None:
            self.mistakes.add(node.place, f"“{field.word}”缺少“值”")
            return None, ""
        return self.typed(field, inner), (where.text or "") if where else ""

    def typed(self, field: Field, node: Node) -> Value | None:
        if node.items is not None and field.dim is Dim.TAGS:
            return frozenset(w for item in node.items if (w := self.word(field, item)) is not None)
        if node.text is None:
            self.mistakes.add(node.place, f"“{field.word}”应是{field.dim}，这里是{node.sort}")
            return None
        if node.text == "":
            self.mistakes.add(node.place, f"“{field.word}”没有写值", "不知道的整行删去；确实没有的写“无”。")
            return None
        if node.text == NOTHING_WORD and field.dim is not Dim.TRUTH:
            return frozenset() if field.dim is Dim.TAGS else NOTHING
        if field.dim is Dim.TAGS:
            word = self.word(field, node)
            return None if word is None else frozenset({word})
        return self.scalar(field, node, node.text)

    def scalar(self, field: Field, node: Node, text: str) -> Value | None:
        if field.dim is Dim.TEXT:
            return self.word(field, node)
        if field.dim is Dim.TRUTH:
            if text in ("是", "否"):
                return YES if text == "是" else NO
            self.mistakes.add(node.place, f"“{field.word}”写“是”或“否”，这里是“{text}”")
            return None
        try:
            return read_quantity(text.removesuffix("年") if field.dim is Dim.NUMBER else text, field.dim)
        except NotationError as error:
            self.mistakes.add(node.place, f"{field.word}：{error.message}", error.hint)
            return None

    def word(self, field: Field, node: Node) -> str | None:
        if not node.text:
            self.mistakes.add(node.place, f"“{field.word}”应是文字")
        elif field.options and node.text not in field.options:
            hint = suggestion(node.text, field.options)
            self.mistakes.add(node.place, f"“{node.text}”不是“{field.word}”的可选值", hint)
        else:
            return node.text
        return None

    def waivers(self, node: Node | None) -> tuple[Waiver, ...]:
        if node is None or node.text == NOTHING_WORD:
            return ()
        if node.items is None:
            self.mistakes.add(node.place, "“豁免”应是清单", f"每条写：{'、'.join(_WAIVER_KEYS)}。")
            return ()
        return tuple(sorted(w for item in node.items if (w := self.waiver(item)) is not None))

    def waiver(self, node: Node) -> Waiver | None:
        """A waiver that is not complete stops the run: half a waiver must not silence a finding."""
        texts = {}
        for key, child in (node.entries or {}).items():
            if key not in (*_WAIVER_KEYS, SOURCE):
                self.mistakes.add(node.keys[key], f"豁免里不认识“{key}”", suggestion(key, _WAIVER_KEYS))
            texts[key] = child.text or ""
        lacking = [key for key in _WAIVER_KEYS if not texts.get(key)]
        if lacking:
            self.mistakes.add(node.place, f"豁免缺少“{'”“'.join(lacking)}”", "没有理由、批准人和到期日的豁免不生效。")
            return None
        try:
            until = int(read_date(texts["到期"]).high)
        except NotationError as error:
            self.mistakes.add(node.place, f"豁免的到期日：{error.message}", error.hint)
            return None
        return Waiver(texts["规则"], texts["对象"], texts["理由"], texts["批准"], until, texts.get(SOURCE, ""))


def _stand_in(kind: Kind, key: str) -> Fact:
    return Fact(kind.word, key, {}, present=UNKNOWN)


def _key(kind: Kind, fact: Fact) -> str:
    parts = (fact.values.get(word) for word in kind.key)
    return "·".join(show(p) if isinstance(p, Quantity) else str(p) for p in parts if p not in (None, NOTHING))
