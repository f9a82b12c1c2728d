"""`test --mutate` and `test --coverage` on the command line, and 变异说明.yaml beside the rules."""

from __future__ import annotations

import re
from pathlib import Path

from commands import Runner, english
from small import ROOT, rule_text, write_rules
from test_mutation_running import BLANK, HIGH, LOW, cases

from engine.loading import load_checked
from engine.mistakes import Mistakes
from engine.mutation.mutant import readers_of
from engine.mutation.mutants import mutants_of
from engine.mutation.sources import sources_of

EDGES = (("未发现问题", "支出: 100元"), ("发现问题", "支出: 99.90元"))
WEAK = rule_text("支出 ≥ 100元", cases=cases(LOW, HIGH, BLANK, EDGES[0]))
STRONG = rule_text("支出 ≥ 100元", cases=cases(LOW, HIGH, BLANK, *EDGES))
REASON = "- {规则: TST-001, 改动: 把“100元”改为“99元”, 理由: 示例}\n"


def folder(place: Path, rule: str, explained: str = "") -> Path:
    """A rulebook of one rule, with explanations where there are any."""
    rules = write_rules(place, rule)
    if explained:
        (rules / "变异说明.yaml").write_text(explained, encoding="utf-8")
    return rules


def test_a_rulebook_whose_cases_notice_everything_ends_well(run: Runner, tmp_path: Path) -> None:
    done = run("test", "--mutate", "--rules", folder(tmp_path, STRONG))
    assert done.code == 0
    assert "改动5处，用例发现5处（100.0%）。" in done.out


def test_an_unnoticed_change_is_a_finding(run: Runner, tmp_path: Path) -> None:
    rules = folder(tmp_path, WEAK)
    done = run("test", "--mutate", "--rules", rules)
    assert done.code == 1
    assert "把“100元”改为“99元”，没有一个用例失败；请补边界用例：支出99.90元" in done.out
    assert english(done.out, rules) == []


def test_an_explained_change_is_counted_apart_and_still_not_a_case(run: Runner, tmp_path: Path) -> None:
    done = run("test", "--mutate", "--rules", folder(tmp_path, WEAK, REASON))
    assert "用例发现4处（80.0%），另有1处说明了理由。" in done.out
    assert "没有一个用例失败" not in done.out
    assert done.code == 1  # four of five are less than 95 of 100


def test_an_explanation_that_is_not_needed_any_more_is_pointed_out(run: Runner, tmp_path: Path) -> None:
    done = run("test", "--mutate", "--rules", folder(tmp_path, STRONG, REASON))
    assert done.code == 0
    assert "变异说明.yaml:1:3  提示：TST-001 把“100元”改为“99元”：已有用例发现这个改动，这条说明可以删去" in done.out


def test_wrong_explanations_are_mistakes_with_their_places(run: Runner, tmp_path: Path) -> None:
    wrong = {
        "- {规则: TST-009, 改动: 甲, 理由: 乙}": "没有规则“TST-009”",
        "- {规则: TST-001, 改动: 把“100元”改为“98元”, 理由: 乙}": "规则“TST-001”没有这样的改动：把“100元”改为“98元”",
        "- {规则: TST-001, 改动: 把“100元”改为“99元”}": "缺少“理由”",
        "- {改动: 甲, 理由: 乙}": "要写明是哪条规则、哪个推导或哪个参数，只写一个",
        "- {规则: TST-001, 改懂: 甲, 改动: 甲, 理由: 乙}": "不认识的键“改懂”",
        "甲: 乙": "变异说明应是清单，这里是一组键值",
    }
    for number, (text, message) in enumerate(wrong.items()):
        done = run("test", "--mutate", "--rules", folder(tmp_path / str(number), WEAK, text))
        assert done.code == 2
        assert message in done.err
        assert "变异说明.yaml:1:" in done.err


def test_the_explanations_are_no_rule(run: Runner, tmp_path: Path) -> None:
    rules = folder(tmp_path, WEAK, REASON)
    assert run("lint", rules, "--rules", rules).code != 2
    assert run("test", "--rules", rules).code == 0


def test_a_case_that_fails_as_it_stands_is_a_mistake(run: Runner, tmp_path: Path) -> None:
    bad = rule_text("支出 ≥ 100元", cases=cases(LOW, HIGH, BLANK, ("发现问题", "支出: 100元")))
    done = run("test", "--mutate", "--rules", folder(tmp_path, bad))
    assert done.code == 2
    assert "现在就不符合" in done.err


def test_coverage_tells_what_was_never_reached_and_ends_well(run: Runner, tmp_path: Path) -> None:
    rules = folder(
        tmp_path,
        rule_text(
            "支出 ≥ 100元", cases=cases(LOW, HIGH, BLANK), severity="[{级别: 较大, 条件: 支出 < 9元}, {级别: 一般}]"
        ),
    )
    done = run("test", "--coverage", "--rules", rules)
    assert done.code == 0
    assert "TST-001：没有一个用例得出级别“较大”" in done.out
    assert english(done.out, rules) == []


def test_every_change_of_the_rulebook_names_a_word_that_stands_at_its_place() -> None:
    mistakes, place = Mistakes(), ROOT / "rules"
    book = load_checked(place, mistakes)
    found = mutants_of(book, sources_of(book, place, mistakes), readers_of(book), list(book.rules.values()))
    mistakes.check()
    files = {name: Path(name).read_text(encoding="utf-8").split("\n") for name in {m.place.file for m in found}}
    shapes = re.compile("去掉“适用”|.*这一级|.*对调|.*先取|.*这一行|把“(起|止|地区)”由|把适用年度")
    plain = [mutant for mutant in found if not shapes.match(mutant.words)]
    assert len(plain) > 1000
    for mutant in plain:
        word = re.split("[”\\s]", mutant.words.partition("“")[2])[0]
        line = files[mutant.place.file][mutant.place.line - 1]
        assert line[mutant.place.column - 1 :].startswith(word), mutant.place


def test_both_questions_can_be_asked_of_one_file(run: Runner, tmp_path: Path) -> None:
    rules = write_rules(
        tmp_path, STRONG, rule_text("支出 ≥ 1元", rule="TST-002", cases=cases(("发现问题", "支出: 0元"), HIGH, BLANK))
    )
    done = run("test", "--mutate", "--coverage", rules / "类" / "TST-001.yaml", "--rules", rules)
    assert done.code == 0
    assert "TST-002" not in done.out
    nowhere = run("test", "--mutate", tmp_path / "没有", "--rules", rules)
    assert nowhere.code == 2
    assert "这里没有规则" in nowhere.err
