"""What the copy button gives, pasted into a real LibreOffice Writer: headings are headings, numbers are there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

import chromium
import pytest
from docx import Document
from docx.oxml.ns import qn
from small import render

from engine.outcome import Outcome
from engine.report.blocks import Level, section

PROGRAMS = chromium.found()
NEEDED = [name for name in ("soffice", "Xvfb") if not shutil.which(name)]
pytestmark = pytest.mark.skipif(bool(NEEDED) or PROGRAMS is None, reason=f"没有 {NEEDED or 'Chromium'}")
PATIENCE = 120  # seconds

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Module1"/></library:library>
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">{}
</script:module>
"""
PASTE = """
Sub Paste
  Dim made, helper, form(0) As New com.sun.star.beans.PropertyValue
  made = StarDesktop.loadComponentFromURL("private:factory/swriter", "_blank", 0, Array())
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  helper.executeDispatch(made.CurrentController.Frame, ".uno:Paste", "", 0, Array())
  form(0).Name = "FilterName"
  form(0).Value = "MS Word 2007 XML"
  made.storeToURL("{}", form())
  made.close(True)
  StarDesktop.terminate()
End Sub
"""


@contextmanager
def display() -> Iterator[str]:
    """A screen that nobody sees, with a clipboard."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as stream:
            yield ":" + stream.readline().strip()
    finally:
        server.terminate()
        server.wait(PATIENCE)


def office(profile: Path, screen: str, *arguments: str) -> None:
    """Runs LibreOffice with a profile of its own to its end."""
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--norestore", "--nologo", *arguments]
    started = subprocess.Popen(
        command,
        env={**os.environ, "DISPLAY": screen, "HOME": str(profile)},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        started.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        raise


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, seed: Outcome) -> Any:
    """The document that Writer makes of what the button copied."""
    assert PROGRAMS is not None
    folder = tmp_path_factory.mktemp("writer")
    profile, target = folder / "office", folder / "pasted.docx"
    profile.mkdir()
    with display() as screen, chromium.started(*PROGRAMS, folder, screen) as browser:
        browser.open(render("html", [seed]))
        browser.find("button.main").click()
        assert browser.visible("#said")
        office(profile, screen, "--headless", "--terminate_after_init")  # a new profile overwrites its macros
        basic = profile / "user" / "basic" / "Standard"
        (basic / "script.xlb").write_text(LIBRARY, encoding="utf-8")
        (basic / "Module1.xba").write_text(MODULE.format(escape(PASTE.format(target.as_uri()))), encoding="utf-8")
        office(profile, screen, "macro:///Standard.Module1.Paste")
    return Document(str(target))


def test_writer_keeps_every_paragraph_with_its_number(written: Any, seed: Outcome) -> None:
    texts = [paragraph.text for paragraph in written.paragraphs if paragraph.text]
    assert texts == [str(block) for block in section(seed)]


def test_writer_keeps_headings_as_headings(written: Any, seed: Outcome) -> None:
    styles = {Level.CHAPTER: "Heading 1", Level.THEME: "Heading 2"}
    found = [(p.text, p.style.name) for p in written.paragraphs if p.style.name.startswith("Heading")]
    assert found == [(str(block), styles[block.level]) for block in section(seed) if block.level in styles]


def test_writer_takes_the_dress_of_an_official_paper_and_no_colour(written: Any) -> None:
    fonts = {"Heading 1": "黑体", "Heading 2": "楷体_GB2312"}
    for paragraph in (one for one in written.paragraphs if one.text):
        layout = paragraph.paragraph_format
        assert layout.first_line_indent.pt == 32
        assert round(layout.line_spacing.pt, 2) == 28.95
        assert layout.space_before == layout.space_after == 0
        assert {run.font.size.pt for run in paragraph.runs} == {16}
        assert not any(run.font.bold or run.font.highlight_color or run.font.color.rgb for run in paragraph.runs)
        chinese = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in paragraph.runs} - {None}
        assert {font.partition(";")[0] for font in chinese} == {fonts.get(paragraph.style.name, "仿宋_GB2312")}
    assert not [one for one in written.element.iter(qn("w:shd")) if one.get(qn("w:fill")) not in ("auto", "clear")]
