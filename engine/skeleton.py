"""A blank fact file with every kind and field, commented, for somebody to fill in."""

from __future__ import annotations

from collections.abc import Iterator

from engine.notation import EXAMPLES
from engine.quantity import Dim
from engine.vocabulary import FINDING, Field, Kind, Shape, Vocabulary

_HEAD = """# 部门事实文件。写事实和数字，不写判断。
# 不知道的：整行留作注释（前面有 #），引擎会列入资料缺口，不当作“否”或“零”。
# 看过了确实没有的：写 无。清单只列出一部分的：写 {清单完整: 否, 条目: [...]}。
# 每条可以写 出处: …；单个数字的出处写成 {值: …, 出处: …}。详见 facts/README.md。
"""


def skeleton(vocabulary: Vocabulary) -> str:
    """Returns the text of a blank fact file; only what every department must state is not commented out."""
    kinds = [kind for word, kind in vocabulary.kinds.items() if word != FINDING]
    return _HEAD + "".join("\n" + "\n".join(_kind(kind)) + "\n" for kind in kinds)


def _kind(kind: Kind) -> Iterator[str]:
    needed = kind.word == "部门"
    mark = "" if needed else "# "
    yield f"{mark}{kind.word}:  # {kind.about}"
    if kind.shape is Shape.TABLE:
        told = {("每行" if f.word in kind.key else f.word): f for f in kind.fields.values() if f.about}
        yield from (f"#   # {word}：{f.about if word == '每行' else _about(f)}" for word, f in told.items())
        yield from (f"#   {row}: {{{_inline(kind)}}}" for row in kind.rows)
        return
    for number, field in enumerate(kind.fields.values()):
        lead = ("  - " if number == 0 else "    ") if kind.shape is Shape.LIST else "  "
        stated = needed and field.word in kind.required
        yield f"{'' if stated else '# '}{lead}{field.word}: {'' if stated else _example(field)}  # {_about(field)}"


def _inline(kind: Kind) -> str:
    return ", ".join(f"{f.word}: {_example(f)}" for f in kind.fields.values() if f.word not in kind.key)


def _example(field: Field) -> str:
    if field.dim is Dim.TRUTH:
        return "是"
    if field.options:
        return f"[{field.options[0]}]" if field.dim is Dim.TAGS else field.options[0]
    return EXAMPLES[field.dim].split("、")[0].replace(",", "") if field.dim in EXAMPLES else "……"


def _about(field: Field) -> str:
    choices = f"可选：{'、'.join(field.options)}" if field.options else ""
    sort = "" if field.dim in (Dim.TEXT, Dim.TAGS) else str(field.dim)
    return "；".join(filter(None, (sort, field.about, choices, f"填{field.link}的名称" if field.link else "")))
