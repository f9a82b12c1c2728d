"""How an official paper looks in Word: the fonts, sizes, page and grid of GB/T 9704, set where Word looks for them.

Word takes the font of Chinese text from `w:eastAsia`, which a font's name alone does not set, and takes “ ” for
Western signs unless a run says otherwise (`w:hint`).
"""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TITLE_FONT, HEAVY, KAI, BODY, SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
WESTERN = "Times New Roman"
TITLE, FIRST, SECOND, PARAGRAPH = "Title", "Heading 1", "Heading 2", "Normal"
CELL, FINE, ENTRY = "表格文字", "表格小字", "目录条目"
REMARK, MARK = "CommentText", "CommentReference"  # what Word calls the styles of a comment and of its sign
SIZE_2, SIZE_3, SIZE_4, SIZE_5, SIZE_5_LESS = Pt(22), Pt(16), Pt(14), Pt(10.5), Pt(9)  # 2号 to 5号, 小5号
LINE = Pt(28.95)  # 22 lines of 225 mm
# Word refuses a file whose properties stand in another order than the standard's: what comes after these two.
_AFTER_GRID = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")
_AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:vertAlign", "w:lang")
_PITCH = "579"  # twips a line
_NARROWER = "-5"  # twentieths of a point: 28 characters of 16 pt in 156 mm, without a grid that some programs misread


def style_id(name: str) -> str:
    """What a document calls a style inside."""
    return name.replace(" ", "")


def dress(document: Any) -> None:
    """Sets every style that the document uses."""
    styles = document.styles
    _speak_chinese(document)
    for name in (CELL, FINE, ENTRY):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles[PARAGRAPH]
    for name, font, size in (
        (PARAGRAPH, BODY, SIZE_3),
        (TITLE, TITLE_FONT, SIZE_2),
        (FIRST, HEAVY, SIZE_3),
        (SECOND, KAI, SIZE_3),
        (CELL, BODY, SIZE_5),
        (FINE, BODY, SIZE_5_LESS),
        (ENTRY, BODY, SIZE_4),
    ):
        _style(styles[name], font, size)
    for name in (PARAGRAPH, FIRST, SECOND):
        indent(styles[name].element)
    for name in (CELL, FINE, ENTRY, TITLE):
        indent(styles[name].element, 0)
    styles[TITLE].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name, pitch, apart in ((CELL, 15, 2), (FINE, 13, 1), (ENTRY, 24, 2)):
        layout = styles[name].paragraph_format
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
        layout.alignment = WD_ALIGN_PARAGRAPH.LEFT
        layout.space_before = layout.space_after = Pt(apart)
    styles[TITLE].paragraph_format.line_spacing = Pt(34)
    for name in (CELL, FINE, ENTRY, TITLE):  # a line higher than the grid would take two of it
        styles[name].element.get_or_add_pPr().insert_element_before(_made("snapToGrid", "0"), *_AFTER_GRID)
    _dress_remarks(styles)


def _speak_chinese(document: Any) -> None:
    """Calls the text Chinese: python-docx's own template calls it American and Japanese, and Word breaks lines so."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for zoom in document.settings.element.iter(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")  # the standard asks for it
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # less is shown as 兼容模式


def _dress_remarks(styles: Any) -> None:
    """Comments in small letters: without a style of their own they would stand in the size of the body."""
    style = styles.add_style("annotation text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    style.element.styleId, style.base_style = REMARK, styles[PARAGRAPH]
    _style(style, SONG, SIZE_5_LESS)
    indent(style.element, 0)
    layout = style.paragraph_format
    layout.line_spacing_rule, layout.alignment = WD_LINE_SPACING.SINGLE, WD_ALIGN_PARAGRAPH.LEFT
    mark = styles.add_style("annotation reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark.element.styleId = MARK
    mark.font.size = SIZE_5


def _style(style: Any, font: str, size: Pt) -> None:
    style.font.size, style.font.bold, style.font.italic = size, False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    set_fonts(style.element.get_or_add_rPr(), font)
    narrower = _made("spacing", _NARROWER if size == SIZE_3 else "0")
    style.element.rPr.insert_element_before(narrower, *_AFTER_SPACING)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    layout.widow_control = True
    layout.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:  # python-docx's own title is underlined
        borders.getparent().remove(borders)


def indent(element: Any, characters: int = 2) -> None:
    """Indents the first line of a paragraph or a style by so many characters."""
    found = element.get_or_add_pPr().get_or_add_ind()
    found.set(qn("w:firstLineChars"), str(characters * 100))
    found.set(qn("w:firstLine"), str(characters * 320))


def _made(name: str, value: str) -> Any:
    made = OxmlElement(f"w:{name}")
    made.set(qn("w:val"), value)
    return made


def set_fonts(properties: Any, font: str) -> None:
    """Sets a font for Chinese text in the properties of a run or a style, with Western figures beside it."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]  # the fonts of a theme would win over those named here
    for name, value in (("ascii", WESTERN), ("hAnsi", WESTERN), ("cs", WESTERN), ("eastAsia", font)):
        fonts.set(qn(f"w:{name}"), value)
    fonts.set(qn("w:hint"), "eastAsia")


def set_page(section: Any) -> None:
    """A4 with the margins and the grid of an official paper; the first page carries no number."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    section.different_first_page_header_footer = True
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), _PITCH)
