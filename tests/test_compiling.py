"""Programs: rules in such an order that every finding is there before it is read, parameters looked up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from small import REGION, THEMES, Bench, bench, library, rule_text

from engine.compiling import compile_program
from engine.dossier import Fact
from engine.library import Library
from engine.mistakes import MistakesFound
from engine.program import Program
from engine.quantity import Dim
from engine.truth import NO, YES
from engine.verdict import State

BASES = tuple(
    rule_text("支出 ≥ 1元", kind=kind, rule=rule, theme=theme)
    for rule, kind, theme in (("R-1", "项目", THEMES[0]), ("R-2", "领域", THEMES[0]), ("R-3", "项目", THEMES[1]))
)
NOBODY = '规则 = "R-1" 且 规则 = "R-2"'


def order(program: Program) -> list[set[str]]:
    """The ids of the rules of each stratum."""
    return [{check.rule for check in stratum} for stratum in program.strata]


def closing(rule: str, reads: str, scope: str = "") -> str:
    """A rule of the department that reads findings."""
    return rule_text(f"不存在 问题 满足（{reads}）", kind="部门", rule=rule, theme=THEMES[3], scope=scope)


def compiled(folder: Path, *rules: str, only: frozenset[str] | None = None, derived: str = "") -> list[set[str]]:
    """The strata of some rules beside the three base rules."""
    books = library(folder, *BASES, *rules, derived=derived)
    return order(compile_program(books.book, REGION, 2022, only))


def test_rules_that_read_no_findings_stand_in_one_stratum(tmp_path: Path) -> None:
    assert compiled(tmp_path) == [{"R-1", "R-2", "R-3"}]


def test_a_rule_comes_after_the_rules_whose_findings_it_reads(tmp_path: Path) -> None:
    rules = (closing("C-1", '规则 = "R-1"'), closing("C-2", '规则 属于 {"C-1", "R-2"}'), closing("C-3", NOBODY))
    assert compiled(tmp_path, *rules) == [{"R-1", "R-2", "R-3", "C-3"}, {"C-1"}, {"C-2"}]


def test_findings_read_in_the_scope_or_through_a_derived_figure_count_as_well(tmp_path: Path) -> None:
    rules = (
        closing("C-1", NOBODY, scope='存在 问题 满足（规则 = "R-1"）'),
        rule_text("非 有发现", kind="项目", rule="C-2"),
        rule_text('数量(问题 满足 规则 = "C-2") ≤ 1个', kind="部门", rule="C-3"),
    )
    derived = '项目:\n  有发现: 存在 问题 满足（规则 = "C-1" 且 对象 = 对象.名称）\n'
    assert compiled(tmp_path, *rules, derived=derived) == [{"R-1", "R-2", "R-3"}, {"C-1"}, {"C-2"}, {"C-3"}]


def test_findings_as_subjects_come_after_the_rules_they_may_be_of(tmp_path: Path) -> None:
    rule = rule_text(
        "存在 自述问题 满足（主题 = 对象.主题）", kind="问题", rule="C-1", theme=THEMES[3], scope=f"主题 = {THEMES[1]}"
    )
    assert compiled(tmp_path, rule, only=frozenset({"C-1"})) == [{"R-3"}, {"C-1"}]


def test_only_the_chosen_rules_and_those_they_read_are_kept(tmp_path: Path) -> None:
    rules = (closing("C-1", '规则 = "R-1"'), closing("C-2", '规则 = "C-1"'))
    assert compiled(tmp_path, *rules, only=frozenset({"C-2"})) == [{"R-1"}, {"C-1"}, {"C-2"}]
    assert compiled(tmp_path, *rules, only=frozenset({"R-2"})) == [{"R-2"}]
    assert compiled(tmp_path, *rules, only=frozenset()) == []


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ('规则 = "C-2"', '规则 = "C-1"', "规则互相等待对方的结果，绕成了一圈：C-1、C-2"),
        ('规则 = "C-1"', NOBODY, "规则等待自己的结果"),
        ("主题 = 问题整改", NOBODY, "规则等待自己的结果"),
        ('规则 ≠ "R-1"', NOBODY, "规则等待自己的结果"),
        ('对象 = "甲"', NOBODY, "规则等待自己的结果"),
    ],
)
def test_rules_that_wait_for_each_other_are_a_mistake_that_names_them(
    tmp_path: Path, first: str, second: str, message: str
) -> None:
    with pytest.raises(MistakesFound) as error:
        library(tmp_path, *BASES, closing("C-1", first), closing("C-2", second))
    assert [(mistake.message, mistake.place.file) for mistake in error.value.mistakes] == [
        (message, str(tmp_path / "类" / "C-1.yaml"))
    ]


def test_a_rule_that_waits_for_a_circle_is_not_blamed_for_it(tmp_path: Path) -> None:
    with pytest.raises(MistakesFound) as error:
        library(
            tmp_path, closing("C-1", '规则 = "C-2"'), closing("C-2", '规则 = "C-1"'), closing("C-3", '规则 = "C-1"')
        )
    assert [mistake.message.partition("：")[2] for mistake in error.value.mistakes] == ["C-1、C-2"]


@pytest.mark.parametrize("reads", ['规则 ≠ "C-1" 且 主题 ≠ 问题整改', "非（主题 = 问题整改）", '对象类型 = "项目"'])
def test_a_rule_that_leaves_itself_out_is_no_circle(tmp_path: Path, reads: str) -> None:
    assert compiled(tmp_path, closing("C-1", reads))[-1] == {"C-1"}


def test_a_rule_is_in_force_only_in_its_years(tmp_path: Path) -> None:
    books = library(
        tmp_path,
        *(
            rule_text("支出 ≥ 1元", rule=f"Y-{n}", more=f"适用年度: {years}\n")
            for n, years in enumerate(("2020 起", "2022", "2018-2021"))
        ),
    )
    found = {year: order(compile_program(books.book, "", year)) for year in (2019, 2020, 2021, 2022, 2023)}
    assert found == {
        2019: [{"Y-2"}], 2020: [{"Y-0", "Y-2"}], 2021: [{"Y-0", "Y-2"}], 2022: [{"Y-0", "Y-1"}], 2023: [{"Y-0"}]
    }  # fmt: skip


def test_parameters_are_looked_up_for_the_region_and_year(tmp_path: Path) -> None:
    row = f"{{地区: {REGION}, 起: 2022-01-01, 值: 1元, 依据: 甲, 核对: 待核}}"
    rows = f"线:\n  取值:\n    - {row}\n    - {{值: 2元, 依据: 甲, 核对: 待核}}\n"
    books = library(tmp_path, rule_text("支出 ≥ 线"), parameters=rows)
    lines = {
        (region, year): [int(row.value.nominal) for row in compile_program(books.book, region, year).parameters["线"]]
        for region, year in ((REGION, 2022), (REGION, 2021), ("北京市", 2022))
    }
    assert lines == {(REGION, 2022): [1, 2], (REGION, 2021): [2], ("北京市", 2022): [2]}


# What may be read is never missed, and little more than that is waited for


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library(tmp_path_factory.mktemp("rules"), *BASES, closing("C-1", NOBODY))


@pytest.fixture(scope="module")
def language() -> Bench:
    return bench()


KNOWN = (
    [f'规则 = "R-{n}"' for n in (1, 2, 3)]
    + ['规则 ≠ "R-1"', '规则 属于 {"R-1", "R-3"}', '规则 不属于 {"R-2"}', '"R-2" = 规则', '"项目" ≠ 对象类型']
    + [f"主题 = {THEMES[0]}", f"主题 ≠ {THEMES[1]}", '对象类型 = "项目"', '对象类型 属于 {"领域"}', "规则 = 主题"]
)


def conditions(atoms: list[str]) -> st.SearchStrategy[str]:
    """Conditions on findings, built from some atoms."""
    return st.recursive(
        st.sampled_from(atoms),
        lambda inner: st.one_of(
            inner.map(lambda c: f"非（{c}）"),
            st.tuples(inner, st.sampled_from("且或"), inner).map(lambda t: f"（{t[0]} {t[1]} {t[2]}）"),
        ),
        max_leaves=5,
    )


def read_by(books: Library, language: Bench, text: str) -> set[str]:
    """The base rules whose findings a rule waits for that reads findings by this condition."""
    (duty,) = books.book.rules["C-1"].duties
    rule = replace(
        books.book.rules["C-1"], duties=(replace(duty, duty=language.condition(f"不存在 问题 满足（{text}）")),)
    )
    book = replace(books.book, rules=books.book.rules | {"C-1": rule})
    kept = order(compile_program(book, REGION, 2022, frozenset({"C-1"})))
    return set().union(*kept) - {"C-1"} if kept else {"C-1"}


def met_by(language: Bench, text: str) -> set[str]:
    """The base rules of which some finding meets the condition."""
    condition = language.condition(text, "问题")
    found = set()
    for number, (kind, theme) in enumerate((("项目", THEMES[0]), ("领域", THEMES[0]), ("项目", THEMES[1])), 1):
        for subject in ("甲", "乙"):
            values = {"规则": f"R-{number}", "主题": theme, "对象类型": kind, "对象": subject}
            truth = language.evaluator.truth(condition, (Fact("问题", subject, values),))  # type: ignore[arg-type]
            assert truth in (YES, NO)
            found |= {f"R-{number}"} if truth is YES else set()
    return found


@given(conditions(KNOWN))
def test_what_a_rule_waits_for_is_exactly_what_can_meet_its_condition(
    books: Library, language: Bench, text: str
) -> None:
    assert "C-1" in read_by(books, language, text) or read_by(books, language, text) == met_by(language, text)


@given(conditions([*KNOWN, '对象 = "甲"', '对象 ≠ "甲"', '对象 属于 {"乙"}']))
def test_no_finding_that_can_meet_the_condition_is_missed(books: Library, language: Bench, text: str) -> None:
    assert "C-1" in read_by(books, language, text) or met_by(language, text) <= read_by(books, language, text)


def test_the_checks_of_a_program_are_plain_data(books: Library) -> None:
    (check, *_) = compile_program(books.book, REGION, 2022).strata[0]
    assert (check.rule, check.kind, check.theme, check.scope) == ("C-1", "部门", "问题整改", None)
    assert check.duty.dim is Dim.TRUTH
    assert State.FINDING.code == "finding"
