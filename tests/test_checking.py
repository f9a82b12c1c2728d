"""A whole run: files found, two judges that must agree, a digest that stands for its input, and a cache that only saves time."""

from __future__ import annotations

import os
import pickle
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine import cache, checking
from engine.checking import Checker, chosen_rules, fact_files, read_all
from engine.dossier import Dossier
from engine.judge import Disagreement, EvaluatorsDisagree, States, agree, by_reference
from engine.library import Library, open_library
from engine.mistakes import Mistakes, MistakesFound
from engine.report import renderer
from engine.verdict import NoResult, State
from engine.waiving import Waivers
from generate import pair_of, turned
from small import TODAY, checked, dossier, facts_text, library, listed, rule_text, states, write_rules

SPENT = rule_text("支出 ≥ 100元", rule="BUD-001", problem="{名称}支出{支出}。")
OTHER = rule_text("编码 不为无", rule="MON-001", theme="绩效监控")
CLOSING = rule_text('不存在 问题 满足（规则 = "BUD-001"）', kind="部门", rule="CLO-001", theme="问题整改")
ITEMS = listed("项目", "名称: 甲, 支出: 90元", "名称: 乙, 支出: 100元, 编码: 无", "名称: 丙")


# Files


def write(path: Path, facts: str = ITEMS, department: str = "示例部门", year: int = 2022) -> Path:
    """Writes a fact file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(facts_text(facts, department, year), encoding="utf-8")
    return path


def test_a_folder_stands_for_the_fact_files_in_it_and_below_and_each_counts_once(tmp_path: Path) -> None:
    first, second = write(tmp_path / "乙.yaml"), write(tmp_path / "下" / "甲.yml")
    (tmp_path / "说明.md").write_text("不是事实", encoding="utf-8")
    mistakes = Mistakes()
    given = [tmp_path, first, tmp_path / "下", tmp_path / "下" / ".." / "乙.yaml"]
    found = fact_files(given, mistakes)
    assert {path.resolve() for path in found} == {first.resolve(), second.resolve()}
    assert len(found) == 2
    assert fact_files(given[::-1], mistakes) == sorted(fact_files(given[::-1], mistakes), key=str)
    assert not mistakes.found


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    mistakes = Mistakes()
    assert fact_files([tmp_path], mistakes) == []
    assert [mistake.message for mistake in mistakes.found] == ["这个文件夹里没有事实文件（*.yaml）"]


def read(folder: Path, *files: Path) -> tuple[list[Dossier], list[str]]:
    """The dossiers of some files and what is wrong with them."""
    mistakes = Mistakes()
    found = list(read_all(files, library(folder / "规则", SPENT).book, mistakes))
    return found, [mistake.message for mistake in mistakes.found]


def test_a_department_given_twice_for_one_year_is_a_mistake_that_names_the_first_file(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{n}.yaml") for n in "一二"]
    assert read(tmp_path, *files)[1] == [f"示例部门2022年度的事实已在 {files[0]} 里"]


def test_one_department_in_two_years_and_two_departments_in_one_are_fine(tmp_path: Path) -> None:
    files = [write(tmp_path / "1"), write(tmp_path / "2", year=2021), write(tmp_path / "3", department="乙局")]
    found, wrong = read(tmp_path, *files)
    assert [(one.department, one.year) for one in found] == [("示例部门", 2022), ("示例部门", 2021), ("乙局", 2022)]
    assert wrong == []


def test_a_waiver_of_a_rule_there_is_not_is_a_mistake(tmp_path: Path) -> None:
    waiver = "豁免:\n- {规则: BUD-01, 对象: 甲, 理由: 已批, 批准: 财政局, 到期: 2023-12-31}\n"
    assert read(tmp_path, write(tmp_path / "甲.yaml", ITEMS + waiver))[1] == ["没有规则“BUD-01”"]


@pytest.mark.parametrize(
    ("rules", "themes", "chosen"),
    [
        ([], [], None),
        (["BUD-001"], [], {"BUD-001"}),
        ([], ["绩效监控"], {"MON-001"}),
        (["CLO-001"], ["绩效监控", "预算执行"], {"CLO-001", "MON-001", "BUD-001"}),
        ([], ["采购内控"], set()),
    ],
)
def test_rules_are_chosen_by_id_and_by_theme(
    tmp_path: Path, rules: list[str], themes: list[str], chosen: set[str] | None
) -> None:
    mistakes = Mistakes()
    assert chosen_rules(library(tmp_path, SPENT, OTHER, CLOSING).book, rules, themes, mistakes) == chosen
    assert not mistakes.found


def test_a_rule_and_a_theme_there_are_not_are_mistakes_with_the_nearest(tmp_path: Path) -> None:
    mistakes = Mistakes()
    chosen_rules(library(tmp_path, SPENT, OTHER).book, ["BUD-002"], ["预算执形"], mistakes)
    assert [(m.message, m.hint) for m in mistakes.found] == [
        ("没有规则“BUD-002”", "是否想写“BUD-001”？"),
        ("没有主题“预算执形”", "是否想写“预算执行”？"),
    ]


# Two judges


class Judge:
    """A second judge whose answers are given."""

    notice = ""

    def __init__(self, *answers: States | Exception | None) -> None:
        self.answers = answers

    def judge_all(self, jobs: Sequence[Any], library: Library) -> list[Callable[[], States | None]]:
        """Returns the answers, one for each department."""
        return [lambda answer=answer: self.give(answer) for answer in self.answers]  # type: ignore[misc]

    def give(self, answer: States | Exception | None) -> States | None:
        """Gives an answer, or fails."""
        if isinstance(answer, Exception):
            raise answer
        return answer


AGREED: States = {
    ("BUD-001", "项目", "甲"): State.FINDING,
    ("BUD-001", "项目", "乙"): State.PASS,
    ("BUD-001", "项目", "丙"): State.UNKNOWN,
}


def run(folder: Path, *answers: States | Exception | None) -> tuple[str, ...]:
    """The evaluators that vouch for a check of ITEMS by BUD-001."""
    checker = Checker(library(folder, SPENT), Judge(*answers), TODAY)  # type: ignore[arg-type]
    (outcome,) = checker.check([dossier(ITEMS)])
    return outcome.evaluators


def test_two_judges_that_agree_are_both_named(tmp_path: Path) -> None:
    assert run(tmp_path, AGREED) == ("durable", "reference")


def test_a_judge_that_is_not_to_be_had_is_not_named(tmp_path: Path) -> None:
    assert run(tmp_path, None) == ("reference",)


@pytest.mark.parametrize("wrong", [State.PASS, State.UNKNOWN, State.NOT_APPLICABLE, State.WAIVED, None])
def test_two_judges_that_differ_on_one_verdict_give_no_result_but_both_answers(
    tmp_path: Path, wrong: State | None
) -> None:
    key = ("BUD-001", "项目", "甲")
    other = {k: s for k, s in AGREED.items() if k != key} | ({key: wrong} if wrong else {})
    with pytest.raises(NoResult) as error:
        run(tmp_path, other)
    assert f"BUD-001 项目“甲”：reference 判为发现问题，durable 判为{wrong or '没有结果'}" in str(error.value)


def test_a_verdict_that_only_the_second_judge_gives_is_a_difference_too(tmp_path: Path) -> None:
    with pytest.raises(EvaluatorsDisagree) as error:
        run(tmp_path, AGREED | {("BUD-001", "项目", "丁"): State.FINDING})
    assert error.value.differences == [Disagreement(("BUD-001", "项目", "丁"), None, State.FINDING)]


def test_a_second_judge_that_fails_gives_no_result(tmp_path: Path) -> None:
    with pytest.raises(NoResult, match="坏了"):
        run(tmp_path, NoResult("坏了"))


def test_a_difference_in_one_department_holds_back_that_department(tmp_path: Path) -> None:
    books = library(tmp_path, SPENT)
    coming = Checker(books, Judge(AGREED, {}), TODAY).check([dossier(ITEMS), dossier(ITEMS, "乙局")])  # type: ignore[arg-type]
    assert next(coming).department == "示例部门"
    with pytest.raises(NoResult):
        next(coming)


def test_no_more_than_twenty_differences_are_printed() -> None:
    many: States = {("R", "项目", str(n)): State.PASS for n in range(30)}
    with pytest.raises(EvaluatorsDisagree) as error:
        agree(many, {})
    assert str(error.value).count("durable 判为没有结果") == 20
    assert len(error.value.differences) == 30
    agree(many, dict(reversed(many.items())))


# Order


@pytest.mark.parametrize("seed", range(80))
def test_facts_in_either_order_give_equal_states(seed: int) -> None:
    program, given = pair_of(seed)
    waivers = Waivers(given.waivers, 0)
    assert by_reference(program, given, waivers)[0] == by_reference(program, turned(given), waivers)[0]


def test_a_closing_rule_sees_the_findings_the_gaps_and_the_passes_of_the_rules_before_it(tmp_path: Path) -> None:
    both = checked(library(tmp_path, SPENT, CLOSING), ITEMS)
    assert states(both, "CLO-001") == {"示例部门": "发现问题"}
    fine = checked(library(tmp_path, SPENT, CLOSING), ITEMS.replace("90元", "100元"))
    assert states(fine, "CLO-001") == {"示例部门": "无法判定"}  # 丙 may be a finding
    fine = checked(library(tmp_path, SPENT, CLOSING), listed("项目", "名称: 甲, 支出: 100元"))
    assert states(fine, "CLO-001") == {"示例部门": "未发现问题"}


def test_a_chosen_rule_gives_the_verdicts_it_gives_among_all(tmp_path: Path) -> None:
    books = library(tmp_path, SPENT, OTHER, CLOSING)
    whole = checked(books, ITEMS)
    for rule in ("BUD-001", "MON-001", "CLO-001"):
        chosen = checked(books, ITEMS, only=frozenset({rule}))
        assert states(chosen, rule) == states(whole, rule)
        assert {verdict.rule for verdict in chosen.verdicts} == {rule}
        assert {finding.rule for finding in chosen.findings} <= {rule}


# The digest


def digest(books: Library, facts: str, only: frozenset[str] | None = None, today: int = TODAY) -> str:
    """The 核验码 of a check."""
    return checked(books, facts, only, today).digest


@pytest.mark.parametrize(
    "changed",
    [
        ITEMS.replace("90元", "91元"), ITEMS.replace("90元", "90.0元"), ITEMS.replace("90元", "约90元"), ITEMS.replace("甲", "丁"),
        ITEMS.replace("编码: 无", "编码: 甲"), ITEMS.replace(", 编码: 无", ""), ITEMS + "监控记录: 无\n",
        listed("项目", "名称: 甲, 支出: 90元", "名称: 乙, 支出: 100元, 编码: 无", "名称: 丙", complete=False),
        ITEMS + "豁免:\n- {规则: BUD-001, 对象: 丙, 理由: 已批, 批准: 财政局, 到期: 2023-12-31}\n",
    ],
)  # fmt: skip
def test_the_digest_changes_with_every_fact(tmp_path: Path, changed: str) -> None:
    books = library(tmp_path, SPENT)
    assert changed != ITEMS
    assert digest(books, changed) != digest(books, ITEMS)


def test_the_digest_changes_with_department_year_and_region(tmp_path: Path) -> None:
    books = library(tmp_path, SPENT)
    assert len({
        digest(books, facts_text(ITEMS, *more)) for more in ((), ("乙局",), ("示例部门", 2021), ("示例部门", 2022, "北京市"))
    }) == 4  # fmt: skip


def test_the_digest_does_not_change_with_order_comments_and_sources(tmp_path: Path) -> None:
    books = library(tmp_path, SPENT)
    same = [
        "# 注释\n" + ITEMS + "# 又一条\n",
        listed("项目", "名称: 丙", "编码: 无, 支出: 100元, 名称: 乙", "支出: 90元, 名称: 甲"),
        ITEMS.replace("支出: 90元", "支出: {值: 90元, 出处: 第3行}"),
        ITEMS.replace("90元", "\"90元\""),
    ]  # fmt: skip
    assert {digest(books, facts) for facts in same} == {digest(books, ITEMS)}


def test_the_digest_changes_with_the_rules_the_choice_of_rules_and_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = digest(library(tmp_path / "甲", SPENT, OTHER), ITEMS)
    assert digest(library(tmp_path / "乙", SPENT, OTHER), ITEMS) == base  # the same files elsewhere
    assert digest(library(tmp_path / "丙", SPENT), ITEMS) != base
    assert digest(library(tmp_path / "丁", SPENT.replace("100元", "100.0元"), OTHER), ITEMS) != base
    assert digest(library(tmp_path / "甲", SPENT, OTHER), ITEMS, frozenset({"BUD-001"})) != base
    parameters = "线:\n  取值: [{值: 1元, 依据: 甲, 核对: 待核}]\n"
    assert digest(library(tmp_path / "戊", SPENT, OTHER, parameters=parameters), ITEMS) != base
    monkeypatch.setattr(checking, "VERSION", "9.9.9")
    assert digest(library(tmp_path / "甲", SPENT, OTHER), ITEMS) != base


# The cache


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    folder = tmp_path / "缓存"
    monkeypatch.setenv("JIXIAO_CACHE", str(folder))
    return folder


def kept(place: Path, folder: Path) -> Library:
    """A library that was checked with and kept."""
    books = library(folder, SPENT, OTHER, CLOSING)
    checked(books, ITEMS)
    books.keep()
    assert len(list(place.glob("*.cache"))) == 1
    return books


def test_a_library_from_the_cache_is_the_library_that_was_kept(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept(place, tmp_path / "规则")
    monkeypatch.setattr("engine.loading.load_checked", lambda *_: pytest.fail("read the files again"))
    again = open_library(tmp_path / "规则")
    assert again.book.rules == first.book.rules
    assert again.programs == first.programs
    shown = renderer("json")
    assert shown([checked(again, ITEMS)]) == shown([checked(first, ITEMS)])


def test_a_changed_rule_file_is_read_again(tmp_path: Path, place: Path) -> None:
    kept(place, tmp_path / "规则")
    again = library(tmp_path / "规则", SPENT.replace("100元", "50元"), OTHER, CLOSING)
    assert states(checked(again, ITEMS), "BUD-001")["甲"] == "未发现问题"


def test_a_changed_engine_reads_again(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(place, tmp_path / "规则")
    asked: list[str] = []
    recall = cache.recall
    monkeypatch.setattr(cache, "recall", lambda key: (asked.append(key), recall(key))[1])
    open_library(tmp_path / "规则")
    monkeypatch.setattr(cache, "engine_stamp", lambda: "another engine")
    open_library(tmp_path / "规则")
    assert asked[0] != asked[1]


def test_a_rulebook_with_mistakes_is_never_kept(tmp_path: Path, place: Path) -> None:
    with pytest.raises(MistakesFound):
        library(tmp_path / "规则", SPENT.replace("支出 ≥", "支处 ≥"))
    assert not place.exists()


@pytest.mark.parametrize("data", [b"", b"not a pickle", b"\x80\x05K\x01.", pickle.dumps({"a": 1})])
def test_a_damaged_or_foreign_cache_file_is_as_good_as_none(tmp_path: Path, place: Path, data: bytes) -> None:
    kept(place, tmp_path / "规则")
    (file,) = place.glob("*.cache")
    file.write_bytes(data)
    assert states(checked(open_library(tmp_path / "规则"), ITEMS), "BUD-001")["甲"] == "发现问题"


def call(module: str, name: str, *arguments: str) -> bytes:
    """A pickle that calls something with texts when it is read."""

    def text(word: str) -> bytes:
        raw = word.encode()
        return b"\x8c" + bytes([len(raw)]) + raw

    return b"\x80\x04" + text(module) + text(name) + b"\x93(" + b"".join(map(text, arguments)) + b"tR."


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"), ("posix", "system"), ("builtins", "eval"), ("builtins", "getattr"), ("engine.cache", "os.system"),
        ("engine.cache", "pickle.loads"), ("engine.cache", "Path"), ("engine.terminal", "say"), ("engine.terminal", "write"),
        ("engine.cache", "keep"), ("pathlib", "Path"), ("engine.library", "open_library"), ("fractions", "Fraction.from_float"),
    ],
)  # fmt: skip
def test_the_cache_reads_nothing_but_the_plain_classes_of_the_engine(module: str, name: str) -> None:
    with pytest.raises(pickle.UnpicklingError):
        cache.load(call(module, name, "echo 坏"))


def test_the_cache_folder_is_private_and_small(tmp_path: Path, place: Path) -> None:
    for number in range(25):
        cache.keep(f"{number}", number)
        os.utime(place / f"{number}.cache", (number, number))
    cache.keep("last", "x")
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert len(list(place.iterdir())) == 20
    assert (cache.recall("last"), cache.recall("24"), cache.recall("0")) == ("x", 24, None)


def test_no_cache_is_used_when_it_is_turned_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_CACHE", "")
    cache.keep("甲", 1)
    assert (cache.folder(), cache.recall("甲")) == (None, None)


def test_a_cache_folder_that_cannot_be_written_is_no_mistake_of_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    monkeypatch.setenv("JIXIAO_CACHE", str(tmp_path / "文件" / "下面"))
    cache.keep("甲", 1)
    assert cache.recall("甲") is None


def test_the_cache_lies_where_the_system_keeps_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIXIAO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.folder() == tmp_path / "jixiao"


def test_the_fingerprint_is_of_names_and_contents(tmp_path: Path) -> None:
    def fingerprint(**files: str) -> str:
        folder = tmp_path / str(Random(repr(files)).random())
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return cache.fingerprint(sorted(folder.iterdir()), folder)

    same = fingerprint(a="1", b="2")
    assert same == fingerprint(b="2", a="1") != fingerprint(a="2", b="1")
    assert len({same, fingerprint(a="12", b=""), fingerprint(a="1", c="2"), fingerprint(a="1b", b="2")}) == 4


def test_a_hidden_file_is_no_rule(tmp_path: Path) -> None:
    folder = write_rules(tmp_path, SPENT)
    (folder / "类" / ".BUD-001.yaml").write_text("半成品", encoding="utf-8")
    assert list(open_library(folder).book.rules) == ["BUD-001"]
