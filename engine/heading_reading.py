"""表头.yaml to headings: every key, kind and field known, no column name and no title that could mean two things."""

from __future__ import annotations

from msgspec import Struct

from engine.column_reading import NAMES, SIGNS, column_of, is_mapping, listed, signs_of, texts
from engine.headings import Column, Headings, Table, folded
from engine.intake.layout import WAIVER
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node
from engine.vocabulary import FINDING, Kind, Shape, Vocabulary

TABLES, SHEETS, SUPPLIER, FIELDS, BESIDE = "表", "工作表", "提供", "字段", "随表"
IGNORED, IGNORED_SHEETS, SAME = "不读的列", "不读的工作表", "各行相同的列"
TOP_KEYS = (TABLES, IGNORED, IGNORED_SHEETS, SAME, SIGNS)
TABLE_KEYS = (SHEETS, SUPPLIER, FIELDS, IGNORED, SIGNS, BESIDE)


class _Claim(Struct, frozen=True):
    """A word, for what it was written and where; two claims of one word cannot both hold."""

    word: str
    owner: str
    place: Place


def kinds_with_tables(words: Vocabulary) -> dict[str, Kind]:
    """Every kind that a table may hold, 豁免 among them."""
    return {word: kind for word, kind in words.kinds.items() if word != FINDING} | {WAIVER.word: WAIVER}


def headings_of(node: Node | None, words: Vocabulary, mistakes: Mistakes) -> Headings:
    """Reads 表头.yaml; notes every mistake."""
    if node is None or not is_mapping(node, "表头文件", TOP_KEYS, mistakes):
        return Headings()
    kinds, given = kinds_with_tables(words), node.get(TABLES)
    entries: dict[str, Node] = {}
    if given is not None and is_mapping(given, f"“{TABLES}”", kinds, mistakes):
        entries = {word: child for word, child in (given.entries or {}).items() if word in kinds}
    _check_titles(entries, kinds, mistakes)
    return Headings(
        {word: _table(kinds[word], child, kinds, mistakes) for word, child in entries.items()},
        texts(node.get(IGNORED), IGNORED, mistakes),
        texts(node.get(IGNORED_SHEETS), IGNORED_SHEETS, mistakes),
        signs_of(node, mistakes),
        texts(node.get(SAME), SAME, mistakes),
    )


def _table(kind: Kind, node: Node, kinds: dict[str, Kind], mistakes: Mistakes) -> Table:
    """What is said of the tables of one kind."""
    if not is_mapping(node, f"“{kind.word}”", TABLE_KEYS, mistakes):
        return Table()
    supplier, beside = node.get(SUPPLIER), node.get(BESIDE)
    if supplier is not None and not supplier.text:
        mistakes.add(supplier.place, f"“{SUPPLIER}”应是文字", "例如：财务科室。")
    if beside is not None:
        _check_beside(kind, beside, kinds, mistakes)
    return Table(
        texts(node.get(SHEETS), SHEETS, mistakes),
        (supplier.text or "") if supplier is not None else "",
        _columns(kind, node.get(FIELDS), mistakes),
        texts(node.get(IGNORED), IGNORED, mistakes),
        signs_of(node, mistakes),
        (beside.text or "") if beside is not None else "",
    )


def _columns(kind: Kind, node: Node | None, mistakes: Mistakes) -> dict[str, Column]:
    if node is None or not is_mapping(node, f"“{kind.word}”的“{FIELDS}”", kind.fields, mistakes):
        return {}
    entries = {word: child for word, child in (node.entries or {}).items() if word in kind.fields}
    _check_names(kind, entries, mistakes)
    return {word: column_of(kind.fields[word], child, mistakes) for word, child in entries.items()}


def _check_beside(kind: Kind, node: Node, kinds: dict[str, Kind], mistakes: Mistakes) -> None:
    """Facts may stand beside those of another kind where both are lists."""
    lists = [word for word, other in kinds.items() if other.shape is Shape.LIST and word != kind.word]
    word = node.text or ""
    if word not in lists:
        mistakes.add(node.place, f"“{BESIDE}”没有“{word}”这种清单", suggestion(word, lists))
    elif kind.shape is not Shape.LIST:
        mistakes.add(node.place, f"“{kind.word}”不是清单，不能写“{BESIDE}”", "请删去这一行。")


def _check_names(kind: Kind, entries: dict[str, Node], mistakes: Mistakes) -> None:
    """No column name may be claimed by two fields, nor be the word of another."""
    own = {folded(word): word for word in kind.fields}
    named = {word: node.get(NAMES) if node.entries is not None else node for word, node in entries.items()}
    claims = [_Claim(name.text or "", word, name.place) for word, node in named.items() for name in listed(node)]
    for claim in claims:
        other = own.get(folded(claim.word), claim.owner)
        if other != claim.owner:
            message = f"列名“{claim.word}”写在“{claim.owner}”下，它又是字段“{other}”的名称"
            mistakes.add(claim.place, message, "请换一个列名，或移到那个字段下。")
    _one_owner([claim for claim in claims if folded(claim.word) not in own], "列名", mistakes)


def _check_titles(entries: dict[str, Node], kinds: dict[str, Kind], mistakes: Mistakes) -> None:
    """No title may be claimed by two kinds, nor be the word of another."""
    claims = [
        _Claim(title.text or "", word, title.place)
        for word, node in entries.items()
        for title in listed(node.get(SHEETS))
    ]
    for claim in claims:
        if claim.word in kinds and claim.word != claim.owner:
            message = f"工作表“{claim.word}”写在“{claim.owner}”下，它又是事实类型“{claim.word}”"
            mistakes.add(claim.place, message, "请换一个名称，或移到那个类型下。")
    _one_owner(claims, "工作表", mistakes)


def _one_owner(claims: list[_Claim], what: str, mistakes: Mistakes) -> None:
    """Notes each word that is claimed twice."""
    first: dict[str, _Claim] = {}
    for claim in claims:
        known = first.setdefault(folded(claim.word), claim)
        if known is not claim:
            where = f"第一次在第{known.place.line}行，“{known.owner}”下"
            mistakes.add(claim.place, f"{what}“{claim.word}”写了两次（{where}）", "请删去一个。")
