"""Lines in, lines out: every department judged as a check judges it, every line that cannot be is named."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from batched import Stocked, examined, examiner, line_of, rows
from commands import SEED, Runner
from hypothesis import given, settings
from hypothesis import strategies as st
from mutating import EDITS, Edit, mutated
from small import CLOSING, ITEMS, OTHER, REGION, ROOT, SPENT, TODAY, library, listed

from engine.batch.examining import Examiner, Part, Settings, digest_of
from engine.batch.written import add
from engine.generated.known.counting import WITH_FINDINGS
from engine.mistakes import MistakesFound

PLAIN = listed("项目", "名称: 甲, 支出: 90元, 编码: A", "名称: 乙, 支出: 100元, 编码: 无")
CLEAN = listed("项目", "名称: 甲, 支出: 190元, 编码: A")
OTHERS = "广东省广州市黄埔区"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rulebook of three rules."""
    folder = tmp_path_factory.mktemp("规则")
    library(folder, SPENT, OTHER, CLOSING)
    return folder


@pytest.fixture(scope="module")
def known(small: Path) -> Stocked:
    """The same with a tier for plain departments."""
    return Stocked(library(small, SPENT, OTHER, CLOSING))


def exact(known: Stocked, lines: Sequence[bytes], *parts: int, verify: tuple[int, int] = (0, 1)) -> list[Part]:
    """What lines come to where plain departments have a tier of their own; parts: where the lines are divided."""
    found = Examiner(Settings("", today=TODAY, verify=verify), known)  # type: ignore[arg-type]
    ends = [0, *parts, len(lines)]
    try:
        return [found.examine(lines[a:b]) for a, b in pairwise(ends)]
    finally:
        found.close()


# A department


def test_a_department_is_judged_as_check_judges_the_same_file(run: Runner, tmp_path: Path) -> None:
    line = line_of(SEED.read_text(encoding="utf-8"))
    file = tmp_path / "甲.json"
    file.write_bytes(line)
    shown = run("check", "--format", "json", "--engine", "reference", file)
    (told,) = json.loads(shown.out)["departments"]
    part = examined(ROOT / "rules", line)
    findings = [v for v in told["verdicts"] if v["verdict"] == "finding"]
    assert Counter((r["规则"], r["级别"], r["类型"], r["对象"]) for r in rows(part.findings)) == Counter(
        (v["rule"], v["severity"], v["kind"], v["subject"]) for v in findings
    )
    assert {(r["规则"], r["对象"], *r["缺少"]) for r in rows(part.unknowns)} == {
        (v["rule"], v["subject"], *v["missing"]) for v in told["verdicts"] if v["verdict"] == "unknown"
    }
    counted = Counter((v["rule"], v["verdict"].upper()) for v in told["verdicts"])
    assert {(r, w): n for r, own in part.tally.items() for w, n in own.items() if w != WITH_FINDINGS} == counted


def test_departments_come_out_in_the_order_they_went_in(small: Path) -> None:
    names = ["丙局", "甲局", "乙局"]
    part = examined(small, *(line_of(ITEMS, name) for name in names))
    assert [row["部门"] for row in rows(part.departments)] == names
    assert list(dict.fromkeys(row["部门"] for row in rows(part.findings))) == names
    assert [line for _, line in part.names] == [1, 2, 3]
    assert part.lines == 3


def test_rules_are_named_theme_by_theme_with_their_titles(small: Path) -> None:
    assert examiner(small).titles() == {
        "BUD-001": ("BUD-001的名称", "预算执行方面"),
        "MON-001": ("MON-001的名称", "绩效监控方面"),
        "CLO-001": ("CLO-001的名称", "问题整改方面"),
    }
    assert list(examiner(small, themes=("绩效监控",)).titles()) == ["MON-001"]


def test_a_rulebook_with_mistakes_and_a_rule_there_is_not_are_refused(small: Path, tmp_path: Path) -> None:
    with pytest.raises(MistakesFound):
        examiner(tmp_path).examine([line_of(CLEAN)])
    with pytest.raises(MistakesFound, match="没有规则“BUD-009”"):
        examiner(small, ids=("BUD-009",))


# Lines that are not judged


def test_lines_that_cannot_be_read_are_named_and_the_rest_is_judged(small: Path) -> None:
    good = [line_of(CLEAN, name) for name in ("甲局", "乙局", "丙局")]
    part = examined(small, b"x", good[0], b"", b"{}", good[1], b" \t\r", b'{"\xff', good[2][:-9], good[2])
    assert [reject.line for reject in part.rejects] == [1, 4, 7, 8]
    assert [row["部门"] for row in rows(part.departments)] == ["甲局", "乙局", "丙局"]
    assert [line for _, line in part.names] == [2, 5, 9]
    assert part.lines == 9
    assert all(reject.reason and reject.hint for reject in part.rejects)


def test_lines_to_skip_are_neither_judged_nor_refused_but_counted(small: Path) -> None:
    lines = [line_of(CLEAN, "甲局"), b"x", line_of(CLEAN, "乙局")]
    part = examiner(small).examine(lines, frozenset({1, 2}))
    assert [row["部门"] for row in rows(part.departments)] == ["乙局"]
    assert (part.rejects, part.lines, [line for _, line in part.names]) == ([], 3, [3])


def test_an_empty_input_comes_to_nothing(small: Path) -> None:
    assert examiner(small).examine([]) == Part()


@given(st.lists(st.binary(max_size=30) | st.sampled_from([b"", b"{}", line_of(CLEAN)]), max_size=5), EDITS)
def test_whatever_the_lines_hold_each_is_judged_refused_or_blank(
    known: Stocked, lines: list[bytes], edits: list[Edit]
) -> None:
    lines = [*lines, mutated(line_of(ITEMS).decode(), edits).replace("\n", " ").encode()]
    (part,) = exact(known, lines)
    seen = [line for _, line in part.names] + [reject.line for reject in part.rejects]
    assert sorted(seen) == [number for number, line in enumerate(lines, 1) if line.strip(b" \t\r\n")]


@pytest.mark.parametrize("year", [0, -5, 99999, 10**30, 1899, 2200, 10**400, "0", "9" * 5000])
@pytest.mark.parametrize("region", [REGION, "广州", "", "../../etc", "广" * 10_000])
def test_a_year_or_region_there_is_not_is_refused_and_no_program_made(known: Stocked, year: Any, region: str) -> None:
    line = json.dumps({"部门": {"名称": "甲局", "年度": year, "地区": region}}).encode()
    fresh = Stocked(known.library)
    (part,) = exact(fresh, [line])
    assert ([reject.line for reject in part.rejects], fresh.tiers) == ([1], {})


# Names


def test_a_department_and_year_have_one_digest_however_the_name_is_spaced() -> None:
    assert digest_of("甲 局", 2022) == digest_of("甲局", 2022) == digest_of("甲　局", 2022)
    assert len({digest_of(name, year) for name in ("甲局", "乙局") for year in (2022, 2023)}) == 4
    assert digest_of("甲局", 2022) == blake2b("甲局 2022".encode(), digest_size=8).digest()


# The tier of plain departments


MIXED = [
    line_of(PLAIN, "甲局"),
    line_of(ITEMS, "乙局"),
    b"x",
    line_of(CLEAN, "丙局"),
    line_of(PLAIN, "丁局").replace(REGION.encode(), OTHERS.encode()),
    line_of(PLAIN, "戊局", 2023),
    line_of(PLAIN, "己局"),
]


def together(parts: list[Part]) -> dict[str, Any]:
    """Parts put together, as they stand in the results."""
    whole, shift = Part(), 0
    for part in parts:
        whole.findings += part.findings
        whole.unknowns += part.unknowns
        whole.departments += part.departments
        whole.names += [(digest, line + shift) for digest, line in part.names]
        whole.lines += part.lines
        whole.checked += part.checked
        add(whole.tally, part.tally)
        shift += part.lines
    rejects = [(reject.reason, reject.hint) for part in parts for reject in part.rejects]
    return {name: getattr(whole, name) for name in whole.__struct_fields__} | {"rejects": rejects}


def test_both_tiers_write_the_same(known: Stocked, small: Path) -> None:
    fresh = Stocked(known.library)
    assert together(exact(fresh, MIXED)) == together([examined(small, *MIXED)])
    assert {place: tier.taken for place, tier in fresh.tiers.items()} == {
        (REGION, 2022): 3, (OTHERS, 2022): 1, (REGION, 2023): 1,
    }  # fmt: skip


def test_plain_lines_say_the_same_whichever_tier_takes_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library(tmp_path / "规则", SPENT, OTHER)
    items = [{"名称": f"甲{number}", "支出（分）": 9000 + number % 3 * 1000, "编码": "A"} for number in range(9)]
    who = {"部门": {"名称": "甲局", "年度": 2022, "地区": REGION}}
    lines = [json.dumps(who | {"项目": items[:most]}, ensure_ascii=False).encode() for most in range(1, 9)]
    taken = examiner(tmp_path / "规则")
    plain = taken.examine(lines)
    assert taken._general is None  # the exact tier took them all
    monkeypatch.setattr("engine.batch.kit.Kit.known", lambda *place: None)
    other = examiner(tmp_path / "规则").examine(lines)
    for part in (plain, other):
        part.findings = b"".join(sorted(part.findings.splitlines(keepends=True)))
    assert other == plain
    assert plain.findings


@settings(max_examples=25)  # each starts worker processes
@given(st.lists(st.integers(0, len(MIXED)), max_size=3), st.sampled_from([(0, 1), (1, 2), (1, 1)]))
def test_however_lines_are_divided_they_come_to_the_same(
    known: Stocked, cuts: list[int], verify: tuple[int, int]
) -> None:
    whole = together(exact(known, MIXED, verify=verify))
    assert together(exact(known, MIXED, *sorted(cuts), verify=verify)) == whole


def test_departments_judged_twice_count_once(known: Stocked) -> None:
    once, twice = exact(known, MIXED)[0], exact(known, MIXED, verify=(1, 1))[0]
    assert twice.checked == 6
    assert (once.tally, once.findings) == (twice.tally, twice.findings)


def test_a_department_with_findings_counts_once_for_each_rule(known: Stocked) -> None:
    (part,) = exact(known, [line_of(PLAIN, "甲局"), line_of(CLEAN, "乙局"), line_of(PLAIN, "丙局")])
    assert {rule: own.get(WITH_FINDINGS) for rule, own in part.tally.items()} == {
        "BUD-001": 2, "MON-001": 2, "CLO-001": 2,
    }  # fmt: skip
