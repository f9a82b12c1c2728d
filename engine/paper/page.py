"""The parts of a Word file that python-docx has no words for: page numbers and links inside."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from engine.paper.style import CELL, SIZE_4, SONG, set_fonts


def element(tag: str, **attributes: str) -> Any:
    """A new element of the document's XML."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def footers(document: Any, section: Any) -> None:
    """Numbers the pages as official papers do: — 1 —, at the right on odd pages, at the left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = document.styles[CELL], side
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        for edge in ("left", "right"):
            indent.set(qn(f"w:{edge}Chars"), "100")
            indent.set(qn(f"w:{edge}"), "280")
        _number(paragraph)


def _number(paragraph: Any) -> None:
    for text, kind in (("— ", ""), ("", "begin"), (" PAGE ", "instrText"), ("", "separate"), ("1", ""), ("", "end")):
        run = paragraph.add_run("" if kind else text)
        run.font.size = SIZE_4
        set_fonts(run._r.get_or_add_rPr(), SONG)
        if kind == "instrText":
            run._r.append(element("instrText"))
            run._r[-1].text = text
        elif kind:
            run._r.append(element("fldChar", fldCharType=kind))
    run = paragraph.add_run(" —")
    run.font.size = SIZE_4
    set_fonts(run._r.get_or_add_rPr(), SONG)


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Marks a paragraph so that links inside the document can lead to it."""
    start = element("bookmarkStart", id=str(number), name=_mark(name))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def link(run: Any, name: str) -> None:
    """Makes a run lead to a bookmark."""
    inside = element("hyperlink", anchor=_mark(name))
    inside.set(qn("w:history"), "1")
    run._r.addprevious(inside)
    inside.append(run._r)


def _mark(name: str) -> str:
    return "rule_" + name.replace("-", "_")  # Word allows no hyphen in the name of a bookmark
