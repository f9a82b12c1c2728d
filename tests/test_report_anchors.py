"""Evidence is found in the words of its finding: whole figures, of the right subject, never one over another."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.outcome import Finding, Outcome, Verdict
from engine.report.anchors import anchored
from engine.report.annex import grounds
from engine.report.comments import FIGURES, MARGINS, SPOTS, comments, pieces
from engine.rule import Basis
from engine.tracing import Evidence
from engine.verdict import State


def verdict(subject: str, *figures: tuple[str, str]) -> Verdict:
    evidence = tuple(Evidence(field, value, "样例.yaml") for field, value in figures)
    return Verdict("TST-001", "项目", subject, State.FINDING, "一般", (), evidence)


def finding(text: str, *verdicts: Verdict) -> Finding:
    subjects = tuple(one.subject for one in verdicts)
    return Finding("TST-001", "名称", "一般", "主题", (text,), "", (), "", "", subjects, (), "", "")


def found(text: str, *verdicts: Verdict) -> list[tuple[int, str]]:
    """Where evidence was found behind the heading sentence: the place in the given text, and the words there."""
    whole = finding(text, *verdicts)
    return [(s.start - len("名称。"), whole.text[s.start : s.end]) for s in anchored(whole, verdicts).spots]


@pytest.mark.parametrize(
    ("text", "value", "wanted"),
    [
        ("执行率92.97%。", "2.97%", []),
        ("执行率92.97%。", "92.97%", [(3, "92.97%")]),
        ("执行率92.97%，差2.97%。", "2.97%", [(11, "2.97%")]),
        ("执行率2.975%。", "2.97", []),
        ("预算1,000万元。", "000万元", []),
        ("预算1,000万元。", "1,000万元", [(2, "1,000万元")]),
        ("下降-33.80%。", "33.80%", []),
        ("下降33.80%。", "-33.80%", [(2, "33.80%")]),
        ("约20万元。", "20万元", []),
        ("约20万元。", "约20万元", [(0, "约20万元")]),
        ("低6个百分点，共6个。", "6个", [(8, "6个")]),
        ("满3个月。", "3个", []),
        ("共5人次。", "5人", []),
        ("2022年12月31日。", "2022年12月", []),
        ("2022年，划出。", "2022年", []),
        ("共7个。", "7", []),
        ("是否划出。", "是", []),
        ("是否划出。", "划出", []),
        ("原因为疫情影响。", "疫情影响", [(3, "疫情影响")]),
        ("没有数字。", "5个", []),
    ],
)
def test_only_a_whole_figure_is_found_in_a_text(text: str, value: str, wanted: list[tuple[int, str]]) -> None:
    assert found(text, verdict("部门", ("字段", value))) == wanted


def test_the_heading_sentence_and_the_names_of_subjects_are_no_figures() -> None:
    one = verdict("2号楼改造", ("名称", "2号楼改造"), ("年度", "名称。共5"), ("个数", "5个"))
    assert found("2号楼改造共5个。", one) == [(6, "5个")]


def test_the_same_figure_of_two_subjects_is_found_with_each_of_them() -> None:
    text = "甲路执行率50%；乙路执行率50%；丙路执行率50%。"
    spots = anchored(finding(text), [verdict(name, ("执行率", "50%")) for name in ("丙路", "乙路", "甲路")]).spots
    assert [(s.start - 3, [v.subject for v, _ in s.evidence]) for s in spots] == [
        (5, ["甲路"]), (14, ["乙路"]), (23, ["丙路"])
    ]  # fmt: skip


def test_a_figure_in_the_words_on_another_subject_is_another_figure() -> None:
    text = "共2个项目，合计90万元：甲路40万元、乙路50万元。"
    first, second = verdict("甲路", ("预算", "50万元"), ("合计", "90万元")), verdict("乙路", ("预算", "50万元"))
    spots = anchored(finding(text), [first, second]).spots
    assert [[(v.subject, e.value) for v, e in s.evidence] for s in spots] == [
        [("甲路", "90万元")], [("乙路", "50万元")]
    ]  # fmt: skip
    assert [e.value for _, e in anchored(finding(text), [first, second]).rest] == ["50万元"]


def spread(text: str, *verdicts: Verdict) -> list[tuple[int, list[str]]]:
    """The places of the evidence in a text, with the fields that stand there."""
    spots = anchored(finding(text), verdicts).spots
    return [(spot.start - len("名称。"), [piece.field for _, piece in spot.evidence]) for spot in spots]


def test_of_equal_figures_each_is_found_behind_the_name_of_its_field() -> None:
    one = verdict("甲路", ("支出", "100万元"), ("年度预算", "100万元"))
    assert spread("甲路年度预算100万元，实际支出100万元。", one) == [(6, ["年度预算"]), (16, ["支出"])]


def test_an_equal_figure_with_another_meaning_is_not_what_the_words_call_by_a_name() -> None:
    one = verdict("甲路", ("未支出", "27.5万元"), ("领域.年度预算", "27.5万元"))
    assert spread("甲路年度预算27.5万元，全年未支出。", one) == [(6, ["领域.年度预算"])]
    assert [p.field for _, p in anchored(finding("甲路年度预算27.5万元。"), [one]).rest] == ["未支出"]


def test_a_figure_and_what_it_was_worked_out_of_stand_at_one_place() -> None:
    worked = Evidence("支出额", "9万元", "支出 = 9万元")
    one = verdict("甲路", ("支出", "9万元"))
    assert spread("甲路实际支出9万元。", replace(one, evidence=(*one.evidence, worked))) == [(6, ["支出", "支出额"])]


def test_a_count_of_subjects_is_no_figure_of_one_of_them() -> None:
    one = verdict("甲路", ("同类次数", "3个"), ("完成期限", "30日"))
    assert spread("有3个项目超过30日的期限：甲路。", one) == []
    assert spread("完成期限30日，有3个项目：甲路同类次数3个。", one) == [(4, ["完成期限"]), (20, ["同类次数"])]


def test_what_the_basis_and_the_effect_say_is_no_evidence() -> None:
    one = verdict("甲路", ("主题", "政府采购"), ("个数", "5个"))
    whole = replace(
        finding("甲路没有制度。", one), effect="政府采购5个。", basis=(Basis("政府采购法", "", "", "已核", ""),)
    )
    assert "《政府采购法》" in whole.text
    assert anchored(whole, [one]).spots == ()


def test_a_short_name_inside_a_long_one_is_not_its_place() -> None:
    text = "外资外贸工作30万元；外资20万元。"
    spots = anchored(finding(text), [verdict("外资", ("预算", "20万元")), verdict("外资外贸工作", ("预算", "30万元"))])
    assert [[v.subject for v, _ in s.evidence] for s in spots.spots] == [["外资外贸工作"], ["外资"]]


FIGURES_TOLD = st.sampled_from(
    ["2.97%", "92.97%", "1,000万元", "000万元", "6个", "16个", "-5%", "5%", "约5万元", "疫情影响"]
)


@given(st.lists(FIGURES_TOLD, max_size=12), st.lists(st.lists(FIGURES_TOLD, max_size=4), min_size=1, max_size=4))
def test_every_piece_of_evidence_is_at_one_place_and_no_two_places_overlap(
    told: list[str], evidence: list[list[str]]
) -> None:
    verdicts = [
        verdict(f"项目{n}", *((f"字段{k}", value) for k, value in enumerate(values)))
        for n, values in enumerate(evidence)
    ]
    text = "；".join(f"项目{n % 3}为{value}" for n, value in enumerate(told))
    whole = finding(text, *verdicts)
    result = anchored(whole, verdicts)
    placed = [pair for spot in result.spots for pair in spot.evidence]
    pairs = [(one, piece) for one in verdicts for piece in one.evidence]
    assert sorted(map(repr, [*placed, *result.rest])) == sorted(map(repr, pairs))
    assert all(a.end <= b.start for a, b in zip(result.spots, result.spots[1:], strict=False))
    for spot in result.spots:
        shown = whole.text[spot.start : spot.end]
        assert {piece.value.removeprefix("-") for _, piece in spot.evidence} == {shown.removeprefix("-")}
        assert not re.search(r"[\d.,]$", whole.text[: spot.start])


def told(text: str, *verdicts: Verdict) -> list[tuple[str, tuple[str, ...]]]:
    """The comments on a finding, each with the words it stands on."""
    one = finding(text, *verdicts)
    (ground,) = grounds(Outcome("部门", 2022, "", "", verdicts, (one,), (), {}, {}, (), (), ()))
    listed = comments(ground)
    assert "".join(words for words, _ in pieces(one.text, listed)) == one.text
    return [(words, comment.lines) for words, comment in pieces(one.text, listed) if comment is not None]


def test_a_comment_names_the_subject_only_where_there_are_several() -> None:
    alone = told("甲路50%。", verdict("甲路", ("执行率", "50%")))
    assert alone[1] == ("50%", ("执行率：50%〔样例.yaml〕",))
    both = told("甲路50%，乙路60%。", verdict("甲路", ("执行率", "50%")), verdict("乙路", ("执行率", "60%")))
    assert both[2] == ("60%", ("项目“乙路”", "执行率：60%〔样例.yaml〕"))


def test_a_long_comment_says_how_much_it_leaves_out_and_where_that_is() -> None:
    many = verdict("甲", *((f"字段{n}", "无") for n in range(FIGURES + 3)))
    ((_, lines),) = told("有问题。", many)
    assert lines[-1] == f"……等{FIGURES + 3}项，其余见附件“依据与算式”。"
    assert sum(line.startswith("字段") for line in lines) == FIGURES
    just = verdict("甲", *((f"字段{n}", "无") for n in range(FIGURES)))
    assert told("有问题。", just)[0][1][-1] == f"字段{FIGURES - 1}：无〔样例.yaml〕"


def test_a_finding_of_very_many_subjects_carries_comments_on_the_first() -> None:
    some = [verdict(f"项目{n}号", ("支出", f"{n}.5万元")) for n in range(100, 100 + SPOTS + 1)]
    found_ = told("；".join(f"{one.subject}{one.evidence[0].value}" for one in some), *some)
    assert len(found_) == SPOTS + 1
    assert found_[0][1][-1] == f"文字里有依据的共{SPOTS + 1}处，只在前{SPOTS}处加批注，其余见附件“依据与算式”。"
    assert MARGINS < SPOTS
