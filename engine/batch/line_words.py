"""What is said of a fact file, in the words of a line of JSON: whoever reads it has no other file and no YAML."""

from __future__ import annotations

import re
from typing import Final

from engine.intake.json_reading import LINE_WORDS
from engine.mistakes import Mistake

_SENTENCES: Final = {
    **LINE_WORDS,
    "文件是空的": "这一行没有内容",
    "请写入内容，或删去这个文件。": "请写入内容，或删去这一行。",
    "这是检查结果，不是事实文件": "这是检查结果，不是部门的事实",
    "第一行一般是“部门:”。": '一行写一个部门：{"部门": {…}, …}。',
}
_PHRASES: Final = (
    (re.compile("（第一次在第1行）"), "（第一次在同一行）"),
    (re.compile("和第1行的“"), "和同一行的“"),
    (re.compile("^事实文件应是一组键值"), "一个部门应是一组键值 { … }"),
    (re.compile("写成“([^”]+):”，下面逐行写“字段: 值”"), r'写成 "\1": {"字段": 值}'),
    (re.compile("请补上“([^”]+): ……”"), r'请补上 "\1": …'),
    (re.compile(r"写成 \{值: ……, 出处: ……\}"), '写成 {"值": …, "出处": …}'),
    (re.compile("逐条写“- ”|每条另起一行，以“- ”开头"), "写成 [ … ]"),
    (re.compile("整行删去"), "连同键一起删去"),  # not the line, which is the whole department
    (re.compile("写“(无|是|否)”"), r'写 "\1"'),
)
_FLOATING: Final = re.compile(r"这里是“[-+]?[\d.]+[eE][-+]?\d+”$")
_QUOTES: Final = "“”‘’＂＇'"


def of_a_line(mistake: Mistake, rest: str) -> tuple[str, str]:
    """Returns what is wrong and what to do; rest is the line from where the mistake is."""
    message, hint = _reworded(mistake.message), _reworded(mistake.hint)
    if mistake.message == "文件末尾还有多余的内容" and rest.strip() in (",", "，"):
        return "行末多了一个逗号", "请删去行末的逗号：一行一个部门，行与行之间不写逗号。"
    if mistake.message == "这里应是加双引号的键" and rest[:1] and rest[0] in _QUOTES:
        return f"这里的引号是 {rest[0]}，不是半角双引号", '键和文字都用半角双引号：写成 "键": "值"。'
    if _FLOATING.search(message):
        return message, "科学计数法可能已经丢了后面的数字：请把数写全（先把 Excel 里的格式改成“数值”，再导出）。"
    return message, hint


def _reworded(text: str) -> str:
    text = _SENTENCES.get(text, text)
    for pattern, words in _PHRASES:
        text = pattern.sub(words, text)
    return text
