"""The report as a Word file: 三 and 四 as an official paper, the evidence in comments, and what is kept in an annex."""

from __future__ import annotations

from collections.abc import Sequence

from engine.mistakes import Mistake, MistakesFound, Place
from engine.outcome import Outcome


def render(outcomes: Sequence[Outcome]) -> bytes:
    """Returns one document, each department on a new page; raises MistakesFound where python-docx is not installed."""
    try:
        import docx  # noqa: F401  asked for by name, for a module of ours may be there without it
    except ImportError:
        message = "没有安装写 Word 的软件包 python-docx，没有写出任何内容"
        raise MistakesFound([Mistake(Place("--format docx"), message, "请执行 make workbench。")]) from None
    from engine.paper.writing import packed, paper
    from engine.report.word_annex import Annex
    from engine.report.word_section import Section, title_of

    document = paper("；".join("".join(title_of(one)) for one in outcomes), covered=False)
    section = Section(document)
    for number, outcome in enumerate(outcomes):
        section.add(outcome, on_new_page=number > 0)
        Annex(document, outcome).add()
    return packed(document)
