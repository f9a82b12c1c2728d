"""How notes and the report of lint look to their reader."""

from __future__ import annotations

from commands import english
from small import ROOT, TODAY

from engine.lint.notes import Note
from engine.lint.running import Report, notes_of
from engine.lint.solving import Solver
from engine.linting import lint_all
from engine.mistakes import Mistakes, Place

FIRST = Note(Place("rules/甲.yaml", 3, 5), "L101", "规则永远不会发现问题", "{支出: 1元}", "核对界限。", ("TST-001",))
SECOND = Note(Place("rules/甲.yaml", 12, 1), "L401", "依据待核")


def test_a_note_shows_its_place_its_code_a_sample_and_what_to_do() -> None:
    assert str(FIRST) == (
        "rules/甲.yaml:3:5  提示 L101：规则永远不会发现问题\n    样例：{支出: 1元}\n    建议：核对界限。"
    )
    assert str(SECOND) == "rules/甲.yaml:12:1  提示 L401：依据待核"


def test_notes_are_in_the_order_of_their_places() -> None:
    assert sorted([SECOND, FIRST]) == [FIRST, SECOND]


def test_a_report_ends_with_counts_and_where_they_are_explained() -> None:
    text = str(Report((FIRST, SECOND, SECOND), 0, "1条规则"))
    assert text.endswith("\n共3个提示：L101 1个、L401 2个。说明见：cli.py lint --explain L101\n")
    assert str(Report((), 0, "1条规则")) == ""


def test_what_was_skipped_without_the_solver_is_said_once() -> None:
    assert str(Report((), 0, "1条规则", 7)).count("z3-solver") == 1
    assert "7处" in str(Report((), 0, "1条规则", 7))


def test_the_closing_remark_counts_what_is_explained_already() -> None:
    assert Report((), 3, "1条规则").remark == "没有错误：1条规则；3个已知提示有说明，没有列出。"
    assert Report((), 0, "1条规则").remark == "没有错误：1条规则。"


def test_what_is_said_of_the_rulebook_of_the_repository_is_chinese_and_the_same_every_time() -> None:
    texts = []
    for _ in range(2):
        mistakes = Mistakes()
        looked = lint_all([ROOT / "rules"], ROOT / "rules", mistakes)
        mistakes.check()
        texts.append([str(note) for note in notes_of(looked.book, looked.cases, TODAY, Solver())])
    assert texts[0] == texts[1]
    assert len(texts[0]) > 10
    for text in texts[0]:
        assert [word for word in english(text, ROOT) if word not in {"GB", "IV", "III", "II"}] == []
