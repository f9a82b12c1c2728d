"""The pasted part as Word and Writer take it from the clipboard: headings and paragraphs in the dress of a paper.

Word reads `mso-` properties: which font is for Chinese and which for figures, that a line is exactly so high, that an
indent is two characters. Writer reads the plain ones. Numbers are text, as they are printed; no colour goes along
(Word's own headings are blue: `windowtext` is its word for no colour of their own).
"""

from __future__ import annotations

from html import escape

from msgspec import Struct

from engine.report.blocks import Block, Level

_FONTS = {Level.CHAPTER: ("黑体", "SimHei"), Level.THEME: ("楷体_GB2312", "楷体", "KaiTi")}
_BODY = ("仿宋_GB2312", "仿宋", "FangSong")
_TAGS = {Level.CHAPTER: "h1", Level.THEME: "h2"}
_SIZE, _LINE, _INDENT = 16, 28.95, 2  # 3号 in points, the height of a line in points, characters
HEAD, TAIL = '<html lang="zh-CN"><head><meta charset="utf-8"></head><body>', "</body></html>"


class Piece(Struct, frozen=True):
    """One block for the clipboard: what Word takes, and what an editor of plain text takes."""

    rich: str
    plain: str


def piece(block: Block) -> Piece:
    """Returns a block as a heading or a paragraph, and as a line."""
    tag = _TAGS.get(block.level, "p")
    return Piece(f'<{tag} style="{style(block.level)}">{escape(str(block))}</{tag}>', str(block))


def style(level: Level) -> str:
    """What a heading or a paragraph looks like; the same words for every block of a level."""
    fonts = [f"'{name}'" for name in _FONTS.get(level, _BODY)]  # Writer reads Chinese names only in quotes
    return ";".join(
        (
            "margin-top:0pt",
            "margin-bottom:0pt",
            "text-align:justify",
            f"text-indent:{_INDENT * _SIZE}pt",
            f"mso-char-indent-count:{_INDENT}.0",
            f"line-height:{_LINE}pt",
            "mso-line-height-rule:exactly",
            f"font-size:{_SIZE}pt",
            "font-weight:normal",
            "color:windowtext",
            f"font-family:{','.join(fonts)}",
            f"mso-fareast-font-family:{fonts[0]}",
            "mso-ascii-font-family:'Times New Roman'",
            "mso-hansi-font-family:'Times New Roman'",
        )
    )
