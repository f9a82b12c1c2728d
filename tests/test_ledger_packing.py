"""What is kept of rules and facts comes back exactly, and what was tampered with is refused within bounds."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledgers import WAIVER, projects
from msgspec.structs import replace
from small import OTHER, ROOT, SPENT, TODAY, dossier, write_rules

from engine.cache import digest_of
from engine.checking import code_of
from engine.dossier import Dossier
from engine.ledger import packing
from engine.ledger.packing import Damaged, pack_facts, packed, read_rulebook, unpack_facts, unpacked, write_rulebook
from engine.library import open_library
from engine.waiving import Waivers

# Facts


def comes_back(given: Dossier) -> None:
    """A dossier that is packed and unpacked is the same, and so is its 核验码."""
    found = unpack_facts(pack_facts(given)[1], pack_facts(given)[0])
    assert found == replace(given, file=os.path.basename(given.file))
    assert [list(fact.values) for own in found.facts.values() for fact in own] == [
        list(fact.values) for own in given.facts.values() for fact in own
    ]
    codes = {code_of("", one, Waivers.of(one, TODAY), None) for one in (found, given)}
    assert len(codes) == 1


def test_the_departments_of_the_repository_come_back_exactly(seed_facts: Dossier) -> None:
    comes_back(seed_facts)


FIGURES = [
    "1000万元",
    "约290万元",
    "380余万元",
    "138,179.36万元",
    "0.01元",
    "-5元",
    "近3亿元",
    "无",
    "{值: 1元, 出处: 甲}",
]


@given(st.lists(st.sampled_from(FIGURES), max_size=5), st.booleans(), st.sampled_from(["", WAIVER]))
def test_every_sort_of_value_comes_back_exactly(figures: list[str], complete: bool, waiver: str) -> None:
    items = [f"项目{n}=支出: {figure}, 编码: 无" for n, figure in enumerate(figures)]
    tables = (
        "制度:\n  政府采购: {状态: 已印发, 覆盖: [机关科室, 下属单位], 印发日期: 2022年8月}\n  自行采购: {覆盖: 无}\n"
    )
    comes_back(
        dossier(projects(*items, complete=complete) + tables + "上年问题:\n- {摘要: 甲, 本年仍存在: 是}\n" + waiver)
    )


def test_a_source_with_bytes_that_are_no_utf8_comes_back(tmp_path: Path) -> None:
    odd = os.fsdecode("甲局.yaml".encode("gbk"))
    given = dossier(projects("甲=支出: 1元"))
    facts = {word: tuple(replace(f, sources={"支出": odd}) for f in own) for word, own in given.facts.items()}
    comes_back(replace(given, facts=facts, file=odd))


def test_the_day_of_the_check_that_the_facts_state_comes_back() -> None:
    text = "部门: {名称: 甲局, 年度: 2022, 地区: 广东省, 检查日期: 2023-03-31}\n"
    given = dossier(text)
    assert unpack_facts(pack_facts(given)[1], pack_facts(given)[0]).checked_on == given.checked_on == TODAY


def tampered(edit: Callable[[Any], object]) -> tuple[bytes, str]:
    """Facts that somebody edited, with the hash that fits them."""
    document = json.loads(unpacked(pack_facts(dossier(projects("甲=支出: 1元, 编码: 无")))[1]))
    edit(document)
    content = json.dumps(document).encode()
    return packed(content), sha256(content).hexdigest()


def project(document: Any) -> Any:
    """The project of the facts."""
    return document["facts"]["项目"][0]


EDITS: list[Callable[[Any], object]] = [
    lambda d: d.pop("waivers"),
    lambda d: d.update(more=1),
    lambda d: d["facts"].pop("部门"),
    lambda d: d["facts"].update(部门=[]),
    lambda d: d["facts"]["部门"][0]["values"].pop("年度"),
    lambda d: d["facts"]["部门"][0]["values"].update(年度="二〇二二"),
    lambda d: project(d).update(present=7),
    lambda d: project(d)["values"].update(支出={"dim": "金额"}),
    lambda d: project(d)["values"].update(支出=1.5),
    lambda d: project(d)["values"].update(支出=True),
    lambda d: project(d)["values"]["支出"].update(low="1e999999999"),
    lambda d: project(d)["values"]["支出"].update(low="1/0"),
    lambda d: project(d)["values"]["支出"].update(low="9" * 500),
    lambda d: project(d)["values"]["支出"].update(dim="长度"),
    lambda d: d.update(waivers=[{"rule": "BUD-001"}]),
]


@pytest.mark.parametrize("edit", EDITS)
def test_facts_that_no_reader_can_have_made_are_refused(edit: Callable[[Any], object]) -> None:
    with pytest.raises(Damaged, match="事实的内容已损坏"):
        unpack_facts(*tampered(edit))


def test_facts_that_are_not_those_of_their_hash_are_refused() -> None:
    content, _ = tampered(lambda d: project(d)["values"].update(支出="1元"))
    with pytest.raises(Damaged, match="与它们的摘要不符"):
        unpack_facts(content, "0" * 64)


@pytest.mark.parametrize("content", [b"[" * 100_000, b"\xff\xfe", b"{}", b"null", b"1" * 5000])
def test_content_that_is_no_facts_at_all_is_refused(content: bytes) -> None:
    with pytest.raises(Damaged):
        unpack_facts(packed(content), sha256(content).hexdigest())


# Bounds


@given(st.binary(max_size=2000))
def test_what_is_packed_comes_back_and_noise_is_refused(data: bytes) -> None:
    assert unpacked(packed(data)) == data
    for broken in (data, packed(data)[:-1], b"\x78\x9c" + data):
        with pytest.raises(Damaged):
            unpacked(broken)


def test_a_small_blob_that_unpacks_to_much_is_refused_before_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zlib.compress(bytes(10_000_000), 9)
    assert len(bomb) < 20_000
    monkeypatch.setattr(packing, "LARGEST", 9_999_999)
    with pytest.raises(Damaged, match="太大"):
        unpacked(bomb)
    monkeypatch.setattr(packing, "LARGEST", 10_000_001)
    assert len(unpacked(bomb)) == 10_000_000


# Rules


def test_the_rules_come_back_file_by_file_with_the_same_digest(tmp_path: Path) -> None:
    for name, folder in (("小", write_rules(tmp_path / "规则", SPENT, OTHER)), ("全", ROOT / "rules")):
        digest, content = read_rulebook(folder)
        assert digest == open_library(folder).digest
        target = tmp_path / name
        target.mkdir()
        write_rulebook(content, digest, target)
        assert read_rulebook(target) == (digest, content)
        assert open_library(target).book.rules.keys() == open_library(folder).book.rules.keys()


def kept(*files: tuple[bytes, bytes]) -> tuple[bytes, str]:
    """Files packed as a rulebook is, with the digest that fits them."""
    return packed(msgspec.msgpack.encode(files)), digest_of(files)


@pytest.mark.parametrize(
    "name",
    [
        "../外.yaml",
        "甲/../../外.yaml",
        "/tmp/外.yaml",
        "甲\\..\\外.yaml",
        "C:外.yaml",
        "规则.py",
        "甲\n.yaml",
        ".yaml/..",
        "",
        "长" * 200 + ".yaml",
    ],
)
def test_no_kept_file_is_written_outside_its_folder_or_as_something_else(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "里" / "面"
    folder.mkdir(parents=True)
    content, digest = kept((name.encode(), b"1"))
    with pytest.raises(Damaged, match="规则文件"):
        write_rulebook(content, digest, folder)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_rules_that_are_not_those_of_their_digest_are_refused(tmp_path: Path) -> None:
    content, digest = kept(("甲.yaml".encode(), b"1"))
    for wrong, right in ((content, "0" * 64), (packed(b"\xc1"), digest), (packed(b"\x80"), digest), (b"", digest)):
        with pytest.raises(Damaged):
            write_rulebook(wrong, right, tmp_path)
    assert list(tmp_path.iterdir()) == []
