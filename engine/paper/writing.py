"""A Word file from nothing to bytes: an empty official paper, runs of text in it, and the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from engine.paper import AUTHOR
from engine.paper.page import footers
from engine.paper.style import BODY, HEAVY, KAI, SONG, TITLE_FONT, WESTERN, dress, set_page, style_id

_EVER = datetime(2000, 1, 1, tzinfo=UTC)  # Word asks for a day; a document made twice must not differ
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Programs without these fonts take the one that is called so elsewhere, not one of another kind.
_CALLED_ALSO = {
    TITLE_FONT: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,宋体",
    HEAVY: "SimHei",
    KAI: "楷体,KaiTi",
    BODY: "仿宋,FangSong",
    SONG: "SimSun",
}
_NEEDLESS = ("/thumbnail", "/stylesWithEffects", "/customXml")  # of python-docx's own template


def paper(title: str, covered: bool) -> Any:
    """An empty official paper; the first page carries a number unless it is a cover."""
    document = Document()
    dress(document)
    section = document.sections[0]
    set_page(section)
    section.different_first_page_header_footer = covered
    footers(document, section)
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.language = clean(title)[:255], AUTHOR, AUTHOR, "zh-CN"
    about.subject = about.keywords = about.comments = about.category = ""
    about.created = about.modified = about.last_printed = _EVER
    about.revision = 1
    _name_fonts(document)
    return document


def _name_fonts(document: Any) -> None:
    """Says in the table of fonts what the Chinese ones are called elsewhere, and that they hold Chinese."""
    fonts = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{names}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        f'<w:pitch w:val="variable"/></w:font>'
        for font, names in _CALLED_ALSO.items()
    )
    western = f'<w:font w:name="{WESTERN}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
    document.part.part_related_by(RT.FONT_TABLE)._blob = (
        f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<w:fonts {nsdecls('w')}>{fonts}{western}</w:fonts>"
    ).encode()


def clean(text: str) -> str:
    """The text without signs that no XML may hold, each replaced by one that shows where it stood."""
    return _NO_XML.sub("\ufffd", text)


def add_paragraph(document: Any, name: str) -> Paragraph:
    """Adds an empty paragraph of a style; python-docx would look through all styles for each."""
    body = document.element.body
    made = parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style_id(name)}"/></w:pPr></w:p>')
    body[-1].addprevious(made)  # the last is what the pages look like
    return Paragraph(made, document._body)


def write(paragraph: Any, text: str, font: str) -> Run:
    """Adds text to the end of a paragraph, in a font for Chinese; returns the run that holds it."""
    made = parse_xml(run_xml(text, font, nsdecls("w")))
    paragraph._p.append(made)
    return Run(made, paragraph)


def run_xml(text: str, font: str, names: str = "") -> str:
    """The XML of a run; the signs of the text that no XML may hold are replaced."""
    fonts = f'w:ascii="{WESTERN}" w:hAnsi="{WESTERN}" w:cs="{WESTERN}" w:eastAsia="{font}" w:hint="eastAsia"'
    words = f'<w:t xml:space="preserve">{escape(clean(text), {chr(13): "&#13;"})}</w:t>'
    return f"<w:r {names}><w:rPr><w:rFonts {fonts}/></w:rPr>{words}</w:r>"


def packed(document: Any) -> bytes:
    """The file with every part dated alike: the packing would put the time of day into it."""
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, one in relations.items() if one.reltype.endswith(_NEEDLESS)]:
            del relations[key]
    saved, settled = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(entry, old.read(name))
    return settled.getvalue()
