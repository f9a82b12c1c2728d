"""What our workbook says of a field to whoever fills it in: what to write, an example, the words to choose from."""

from __future__ import annotations

from engine.headings import Headings
from engine.intake.layout import joined, title_of
from engine.quantity import Dim
from engine.vocabulary import NOTHING_WORD, Field, Kind, Vocabulary

_YES_NO = ("是", "否")
_EXAMPLES = {
    Dim.MONEY: "如 1,200.50",
    Dim.RATIO: "如 92.97%",
    Dim.COUNT: "如 17个",
    Dim.SCORE: "如 91.41",
    Dim.NUMBER: "如 7",
    Dim.DATE: "如 2022-08-31",
    Dim.AMOUNT: "如 22个、10%、133.8亿元",
}
_MORE = {
    Dim.MONEY: "只写数字的，单位照表头；别的单位连单位写，如 126.67元；380余万元、约290万元照写",
    Dim.RATIO: "要带百分号",
    Dim.DATE: "只知道月份的写 2022年8月",
    Dim.AMOUNT: "要带单位",
}
LONGEST_PROMPT = 255  # characters of the message beside a cell; Excel allows no more
_LONGEST_CHOICES = 255  # characters of a list to choose from, its commas counted


def note_of(kind: Kind, field: Field, vocabulary: Vocabulary, headings: Headings) -> str:
    """What to write under a field, in a few words."""
    link, unit = vocabulary.kinds.get(field.link), headings.column(kind.word, field.word).unit
    example = f"如 17{unit}" if field.dim is Dim.COUNT and unit else _EXAMPLES.get(field.dim, "")
    said = (
        "必填" if field.word in kind.required else "",
        field.about,
        f"填“{title_of(link, headings)}”里的{link.key[0]}" if link is not None else "",
        _choice(field),
        "" if "如 " in field.about else example,
    )
    return "；".join(filter(None, said))


def _choice(field: Field) -> str:
    """How to choose where the words are given; what is said of the field may have said so already."""
    if field.dim is Dim.TRUTH:
        return "" if "是" in field.about else "填 是 或 否"
    if not field.options:
        return "几项的用顿号隔开" if field.dim is Dim.TAGS else ""
    if field.dim is Dim.TAGS:
        return f"可写：{joined(field.options)}；几项的用顿号隔开"
    return "从下拉清单里选"


def prompt_of(note: str, field: Field) -> str:
    """What is said beside a cell: the note and a little more, as short as such a message has to be."""
    text = "；".join(filter(None, (note, _MORE.get(field.dim, "")))) or f"不知道的空着；确实没有的写“{NOTHING_WORD}”"
    return text if len(text) <= LONGEST_PROMPT else text[: LONGEST_PROMPT - 1] + "…"


def choices_of(kind: Kind, field: Field) -> tuple[str, ...]:
    """The words offered for a field, 无 among them where it may stand; none where they do not fit into a list."""
    if field.dim is Dim.TRUTH:
        return _YES_NO
    if not field.options:
        return ()
    words = field.options if field.word in kind.required else (*field.options, NOTHING_WORD)
    return words if len(",".join(words)) <= _LONGEST_CHOICES and not any("," in word for word in words) else ()
