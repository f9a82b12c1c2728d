"""Safety: words of rules and facts stay words, and a source that names more than the exact tier writes is not run."""

from __future__ import annotations

import json
from pathlib import Path
from types import CodeType

import pytest
from msgspec.structs import replace
from plain_lines import Desk, desk, fact_line, projects
from small import rule_text

from engine.generated.known import Known
from engine.generated.known.figure import Unfit
from engine.generated.known.shapes import MOST
from engine.generated.known.spec import Spec
from engine.generated.known.taking import HostileSource
from engine.quantity import Dim
from engine.vocabulary import Field, Kind, Vocabulary

HOSTILE = [
    *("'", "''' or True #", "{名}", "{{", "}", "{hit[0]!r:>9}", "%s", "%(a)s", "\\", "\\n", "\\N{BULLET}", "\\u0022"),
    *("__class__", "'+__import__('os').name+'", "\n", "甲\n    raise", "#", "{end}", "${甲}", "</script>", "\\x22"),
    "'}{d.__class__}{'",
]


def told(one: Desk, line: bytes) -> list[dict[str, object]]:
    """The findings of a line that the exact tier takes, and the reference tells in the same way."""
    assert one.check(line)
    findings: list[str] = []
    one.known.take(line, findings, [])
    one.known.tally()
    return [json.loads(text) for text in "".join(findings).splitlines()]


def names(code: CodeType) -> set[str]:
    """Every name that code reaches by, inside it too."""
    inner = [names(part) for part in code.co_consts if isinstance(part, CodeType)]
    return set(code.co_names).union(*inner)


@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
def test_a_word_of_a_rule_is_only_compared_and_said(tmp_path: Path, word: str) -> None:
    text = json.dumps(word, ensure_ascii=False)[1:-1].replace("'", "''")
    parts = ('编码 ≠ "甲"', '（编码 属于 {"甲", "乙"} 或 编码 = "甲"）', '数量(项目 满足 （编码 = "甲"）) ≥ 9个')
    duties = [part.replace("甲", word.replace("\n", " ").replace('"', "")) for part in parts]
    rules = [rule_text(duty.replace("'", "''"), rule=f"TST-00{n}") for n, duty in enumerate(duties)]
    one = desk(tmp_path, *rules)
    plain = word if text == word else "乙"
    found = told(one, fact_line(项目=[{"名称": "甲", "编码": plain.strip()}, {"名称": "丙", "编码": "丁"}]))
    assert {row["规则"] for row in found} >= {"TST-002"}
    compiled = compile(one.known.spec.source, "", "exec")
    assert {name for name in names(compiled) if name.isascii()} <= {"judge", "append", "add", "get", "len", "set"}


@pytest.mark.parametrize("name", ['A"B', "A{x}B", "A%sB", "A\\B", "名{名.项目(hit[0])}", "A{{x", "甲'乙"])
def test_the_number_of_a_rule_is_only_said(tmp_path: Path, name: str) -> None:
    rules = [rule_text("支出 ≤ 年度预算", rule=name)] + [
        rule_text(f"支出 ≤ 0.0{n}元", rule=f"{name}{n}") for n in range(5)
    ]
    found = told(desk(tmp_path, *rules), fact_line(项目=projects(("甲", 1, 9))))
    assert {row["规则"] for row in found} == {name, *(f"{name}{n}" for n in range(5))}


@pytest.mark.parametrize(
    "name", ["{甲}", "{}", "%s%d", "'", "''+甲", "{名.项目}", "#", "${}", "__class__", "(甲", "甲;乙"]
)
def test_names_of_facts_are_only_said(tmp_path: Path, name: str) -> None:
    rules = (rule_text("支出 ≤ 年度预算"), rule_text("类型 ≠ 日常 或 项目 为无", "监控记录", "TST-002"))
    one = desk(tmp_path, *rules, rule_text("总预算 ≥ 1元", "预算收支", "TST-003"))
    records = [{"对象": "项目", "类型": "日常", "项目": name}]
    line = fact_line({"名称": name}, 项目=projects((name, 1, 9)), 监控记录=records, 预算收支={"总预算（分）": 5})
    found = told(one, line)
    assert {row["对象"] for row in found} == {name, f"项目·日常·{name}", "预算收支"}
    assert {row["部门"] for row in found} == {name}


def test_the_bound_of_whole_numbers_is_taken_and_what_is_beyond_it_left(tmp_path: Path) -> None:
    one = desk(tmp_path, rule_text("支出 ÷ 年度预算 ≤ 33.3%"), rule_text("合计(项目.支出) ≤ 0元", "部门", "TST-002"))
    assert one.check(fact_line(项目=projects(("甲", MOST, MOST), ("乙", MOST, -MOST), ("丙", 3, 1))))
    assert not one.check(fact_line(项目=projects(("甲", MOST, MOST + 1))))
    assert not one.check(fact_line(项目=projects(("甲", 0, 1))))
    assert not one.check(fact_line(项目=projects(("甲", -5, 1))))


# A spec that somebody changed on its way: what it holds is run only where it names nothing new


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Spec:
    """The spec of a small rulebook."""
    return desk(tmp_path_factory.mktemp("spec"), rule_text("支出 ≤ 年度预算")).known.spec


BREAKING = [
    *("import os", "__import__('os')", "open('x')", "eval('1')", "exec('1')", "globals()", "getattr(d, 'x')"),
    *("d.__class__", "().__class__.__base__.__subclasses__()", "f'{d.__class__}'", "f'{0:{d.__class__}}'"),
    *("[x.__class__ for x in (1,)]", "(y := d.__dict__)", "(lambda x: x.__code__)(d)", "d.__ｃlass__", "d._﹍class__"),
    *("'{0.__class__}'.format(d)", "set.mro()", "(i for i in ()).gi_frame", "print(1)", "breakpoint()", "type(d)"),
    *(
        "vars()",
        "__builtins__",
        "d._x",
        "class A: pass",
        "from os import path",
        "del d.__x__",
        "with d as x: x.f_globals",
    ),
    *("async def f(): await d.send(1)", "@d.x\n    def f(): 0", "global x\n    x = 1"),
    *("match d:\n        case Leave(__class__=c): c", "match set():\n        case set(__reduce__=r): r()"),
    "try:\n        raise Leave\n    except Leave as e: e.__traceback__",
]


@pytest.mark.parametrize("hostile", BREAKING, ids=range(len(BREAKING)))
def test_a_source_that_names_more_than_facts_is_refused(spec: Spec, hostile: str) -> None:
    with pytest.raises(HostileSource):
        Known(replace(spec, source=f"def judge(d):\n    {hostile}\n    return []\n"))


@pytest.mark.parametrize("word", ["__class__", "f_globals", "mro", "__ｃlass__"])
def test_words_of_the_facts_do_not_allow_what_python_reaches_by(spec: Spec, word: str) -> None:
    kind = spec.vocabulary.kinds["项目"]
    fields = {**kind.fields, word: Field(word, Dim.TEXT, "")}
    kinds = {**spec.vocabulary.kinds, "项目": Kind(kind.word, kind.shape, "", fields, kind.key, kind.required)}
    with pytest.raises((HostileSource, Unfit)):
        Known(replace(spec, vocabulary=Vocabulary(kinds), source=f"def judge(d): return d.{word}\n"))


def test_what_a_group_says_is_no_code_either(spec: Spec) -> None:
    (group,) = spec.groups
    pieces = tuple(piece + "{d.__class__}" for piece in group.pieces)
    known, findings = Known(replace(spec, groups=(replace(group, pieces=pieces),))), list[str]()
    assert known.take(fact_line(项目=projects(("甲", 1, 9))), findings, []) is not None
    assert findings[0].count("{d.__class__}") == len(pieces)
    with pytest.raises((HostileSource, KeyError)):
        Known(replace(spec, groups=(replace(group, kind="项目(hit[1])}{d.__class__", named=True),)))


def test_nothing_but_three_builtins_is_at_hand(spec: Spec) -> None:
    known = Known(replace(spec, source="def judge(d):\n    import 项目\n"))
    with pytest.raises(ImportError):
        known.take(fact_line(项目=[]), [], [])
