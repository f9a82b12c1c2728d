"""`rules schema`: what is shipped fits, slips are marked, every key is explained, and the files are fresh."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commands import Runner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from small import ROOT, rule_text, words

from engine.handbook.editor import editor_files
from engine.handbook.fact_schema import facts_schema
from engine.handbook.reading import whole
from engine.notation import EXAMPLES, NotationError, read_quantity
from engine.quantity import NUMERIC, Dim
from engine.vocabulary import FINDING

SCHEMAS = ("rule", "parameters", "derived", "themes", "acknowledged", "explained", "headings", "facts")
SPECIAL = {"参数.yaml": "parameters", "推导.yaml": "derived", "主题.yaml": "themes"}
NOTED = {"已知提示.yaml": "acknowledged", "变异说明.yaml": "explained", "表头.yaml": "headings"}
FILES = [*sorted((ROOT / "rules").glob("*/*.yaml")), *(ROOT / "rules" / name for name in SPECIAL)]
FILES += [path for name in NOTED if (path := ROOT / "rules" / name).is_file()]
FACTS = sorted((ROOT / "facts").rglob("*.yaml"))


@pytest.fixture(scope="module")
def schemas() -> dict[str, Draft202012Validator]:
    """The schemas of the shipped rulebook by name."""
    files = editor_files(whole(ROOT / "rules"))
    return {name: Draft202012Validator(json.loads(files[f"schemas/{name}.schema.json"])) for name in SCHEMAS}


def seen(text: str) -> Any:
    """A YAML text as an editor takes it: numbers for numbers, and days, which JSON does not know, for texts."""
    return _plain(YAML(typ="safe", pure=True).load(text))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    return value.isoformat() if isinstance(value, date) else value


def refused(validator: Draft202012Validator, text: str) -> list[str]:
    """Where a text does not fit."""
    return ["/".join(map(str, error.absolute_path)) for error in validator.iter_errors(seen(text))]


@pytest.mark.parametrize("path", [*FILES, *FACTS], ids=lambda path: path.name)
def test_every_shipped_file_fits_its_schema(path: Path, schemas: dict[str, Draft202012Validator]) -> None:
    name = "facts" if path in FACTS else (SPECIAL | NOTED).get(path.name, "rule")
    assert refused(schemas[name], path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_one_of_the_2020_draft(name: str, schemas: dict[str, Draft202012Validator]) -> None:
    assert schemas[name].schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schemas[name].schema)


def _keys(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
        for child in schema.values():
            yield from _keys(child)
    elif isinstance(schema, list):
        for child in schema:
            yield from _keys(child)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_says_in_chinese_what_it_is_for(name: str, schemas: dict[str, Draft202012Validator]) -> None:
    whole_schema = schemas[name].schema
    forms = whole_schema.get("$defs", {})
    for key, schema in _keys(whole_schema):
        about = schema.get("description") or forms.get(schema.get("$ref", "").rpartition("/")[2], {}).get("description")
        if key == "值" and about is None:
            continue  # the value beside its source: the field around both is described
        assert about, key
        assert not any("a" <= sign <= "z" for sign in about.replace(".yaml", "")), about


RULE = rule_text("支出 > 0元", rule="BUD-001")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("措施:", "搓施:"),
        ("主题: 预算执行", "主题: 预算执型"),
        ("严重程度: 一般", "严重程度: 重大"),
        ("严重程度: 一般", "严重程度: [{级別: 严重}]"),
        ("对象: 项目", "对象: 项木"),
        ("对象: 项目", "对象: []"),
        ("核对: 已核", "核对: 核过"),
        ("核对: 已核", "核对: 已核, 核对日期: 去年"),
        ("结果: 无法判定", "结果: 不知道"),
        ("结果: 无法判定", "结果: {甲: 有问题}"),
        ("年度: 2022", "年度: 22"),
        ("事实: {}", "事实: {预算收入: {支出: 1元}}"),
        ("事实: {}", "事实: {预算收支: {支出: 60}}"),
        ("措施: 改正。", "措施: 改正。\n适用年度: 2020年起"),
        ("措施: 改正。", "措施:"),
    ],
)
def test_a_slip_in_a_rule_is_marked(old: str, new: str, schemas: dict[str, Draft202012Validator]) -> None:
    assert refused(schemas["rule"], RULE) == []
    assert old in RULE
    assert refused(schemas["rule"], RULE.replace(old, new)) != []


DEPARTMENT = "部门: {名称: 甲, 年度: 2022, 地区: 广东省}\n"


@pytest.mark.parametrize(
    "text",
    [
        "部门: {名称: 甲, 年度: 2022}\n",
        DEPARTMENT + "项木: 无\n",
        DEPARTMENT + "预算收支: {支处: 1元}\n",
        DEPARTMENT + "预算收支: {支出: 60}\n",
        DEPARTMENT + "预算收支: {支出: 60万}\n",
        DEPARTMENT + "预算收支: {报告执行率: 0.95}\n",
        DEPARTMENT + "预算收支: {支出: {值: 1元, 出触: 甲}}\n",
        DEPARTMENT + "项目: [{性质: 经常性}]\n",
        DEPARTMENT + "项目: [{名称: 甲, 性质: 一次性}]\n",
        DEPARTMENT + "项目: {清单完整: 不, 条目: []}\n",
        DEPARTMENT + "项目:\n",
        DEPARTMENT + "制度: {采购: {状态: 已印发}}\n",
        DEPARTMENT + "制度: {政府采购: {状态: 印发}}\n",
        DEPARTMENT + "指标: [{名称: 甲, 列入年度目标: 无}]\n",
        DEPARTMENT + "采购: [{名称: 甲, 验收日期: 20220801}]\n",
        DEPARTMENT + "豁免: [{规则: BUD-001, 对象: 甲, 理由: 乙, 批准: 丙}]\n",
    ],
)
def test_a_slip_in_the_facts_is_marked(text: str, schemas: dict[str, Draft202012Validator]) -> None:
    assert refused(schemas["facts"], text) != []


@pytest.mark.parametrize(
    "text",
    [
        DEPARTMENT,
        DEPARTMENT + "预算收支: {支出: 1,200.50万元, 总预算: {值: 138,179.36万元, 出处: 一}, 预算调整说明: 无}\n",
        DEPARTMENT + "项目: {清单完整: 否, 条目: [{名称: 5, 支出: 约290万元, 下达日期: 2022-08-31}], 出处: 甲}\n",
        DEPARTMENT + "制度: {政府采购: {状态: 未建立}, 自行采购: {覆盖: 机关科室}, 出处: 甲}\n",
        DEPARTMENT + "监控记录: 无\n豁免: 无\n",
        DEPARTMENT + "指标: [{名称: 甲, 偏差原因: [疫情影响, 政策调整], 实际值: 12, 列入年度目标: 是}]\n",
    ],
)
def test_what_the_engine_takes_is_not_marked(text: str, schemas: dict[str, Draft202012Validator]) -> None:
    assert refused(schemas["facts"], text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("parameters", "下限: {取值: [{值: 1元, 依据: 甲}]}"),
        ("parameters", "下限: {取直: [{值: 1元, 依据: 甲, 核对: 待核}]}"),
        ("parameters", "下限: {取值: []}"),
        ("parameters", "下限: {取值: [{性质: 一次性, 值: 1元, 依据: 甲, 核对: 待核}]}"),
        ("parameters", "得分: {阶梯: 比率, 取值: [{自: 10%, 值: 1分, 依据: 甲, 核对: 待核}]}"),
        ("parameters", "得分: {阶梯: 利率, 取值: [{值: 1分, 依据: 甲, 核对: 待核}]}"),
        ("derived", "项木: {执行率: 支出 ÷ 年度预算}"),
        ("derived", "项目: {执行率: {先用: [支出]}}"),
        ("derived", "项目: {执行率: }"),
        ("themes", "- {主题: 预算执行}"),
        ("themes", "- {主题: 预算执行, 标提: 甲}"),
        ("acknowledged", "- {代码: 401, 位置: 甲, 理由: 乙}"),
        ("acknowledged", "- {代码: L401, 位置: 甲}"),
        ("explained", "- {规则: BUD-001, 推导: 甲.乙, 改动: 丙, 理由: 丁}"),
        ("explained", "- {改动: 丙, 理由: 丁}"),
        ("headings", "表: {项目: {字段: {名称: {列明: [甲]}}}}"),
    ],
)
def test_a_slip_beside_the_rules_is_marked(name: str, text: str, schemas: dict[str, Draft202012Validator]) -> None:
    assert refused(schemas[name], text) != []


FIGURES = st.builds(
    "{}{}{}{}{}{}".format,
    st.sampled_from(["", "约", "近", "超过", "不足", "-"]),
    st.sampled_from(["0", "12", "1,200.50", "１２", "380"]),
    st.sampled_from(["", "余", "多"]),
    st.sampled_from(["", "万", "亿", "千"]),
    st.sampled_from(["元", "%", "％", "个", "座", "分", "日", "个工作日", "个百分点", "美元", "月", "年", "千瓦", ""]),
    st.sampled_from(["", "左右", "以上"]),
)
EVERY = [
    (k.word, f) for k in words().kinds.values() if k.word != FINDING for f in k.fields.values() if f.dim in NUMERIC
]
VALIDATOR = Draft202012Validator(facts_schema(words()))


@given(
    st.sampled_from(EVERY), st.one_of(FIGURES, st.sampled_from([e for t in EXAMPLES.values() for e in t.split("、")]))
)
def test_no_figure_that_the_engine_reads_is_marked(field: tuple[str, Any], text: str) -> None:
    kind, found = field
    try:
        read_quantity(text.removesuffix("年") if found.dim is Dim.NUMBER else text, found.dim)
    except NotationError:
        return
    form = VALIDATOR.schema["$defs"][
        "可无·" + found.dim if found.word not in words().kinds[kind].required else found.dim
    ]
    assert VALIDATOR.evolve(schema={**form, "$defs": VALIDATOR.schema["$defs"]}).is_valid(text), (
        kind,
        found.word,
        text,
    )


def test_the_editor_is_told_which_file_has_which_schema() -> None:
    files = editor_files(whole(ROOT / "rules"))
    mapped = json.loads(files["settings.json"])["yaml.schemas"]
    assert {path.removeprefix("./.vscode/") for path in mapped} == {name for name in files if "schema" in name}
    globs = [glob for found in mapped.values() for glob in found]
    assert globs == ["rules/*/**/*.yaml", *(f"rules/{name}" for name in SPECIAL | NOTED), "facts/**/*.yaml"]
    assert json.loads(files["extensions.json"]) == {"recommendations": ["redhat.vscode-yaml"]}


def test_the_editor_files_are_fresh() -> None:
    for name, text in editor_files(whole(ROOT / "rules")).items():
        path = ROOT / ".vscode" / name
        assert path.is_file(), f"没有 .vscode/{name}，请执行 make generate"
        assert path.read_text(encoding="utf-8") == text, f".vscode/{name} 不是最新的，请执行 make generate"


def test_the_command_writes_every_file_into_a_folder(run: Runner, tmp_path: Path) -> None:
    result = run("rules", "schema", "--output", tmp_path / "新", "--rules", ROOT / "rules")
    assert (result.code, result.out) == (0, "")
    files = editor_files(whole(ROOT / "rules"))
    assert {str(p.relative_to(tmp_path / "新")) for p in (tmp_path / "新").rglob("*.json")} == set(files)


def test_a_broken_rulebook_writes_nothing(run: Runner, rules: Path, tmp_path: Path) -> None:
    (rules / "类" / "坏.yaml").write_text("编号: A\n", encoding="utf-8")
    assert run("rules", "schema", "--output", tmp_path / "新", "--rules", rules).code == 2
    assert not (tmp_path / "新").exists()
