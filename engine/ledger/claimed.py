"""A result in JSON proved by rules and facts that are given: its 核验码 worked out anew, and every word compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from engine.checking import Checker, code_of
from engine.dossier import Dossier
from engine.library import Library
from engine.mistakes import Mistakes, Place
from engine.nodes import read_text
from engine.report import SHOWN
from engine.report.json import FORMAT, render
from engine.seconding import Second
from engine.waiving import Waivers

_NOT_CLAIMED = {"evaluators", "near"}  # who judged, and what was asked for besides


class _Verdict(Struct):
    rule: str


class _Stated(Struct):
    department: str
    year: int
    digest: str
    verdicts: list[_Verdict]
    skipped: list[str]


class Claim(Struct, frozen=True):
    """What a result says of one department: what is needed to prove it, and every word of it."""

    stated: _Stated
    words: dict[str, Any]


def claims_in(path: Path, mistakes: Mistakes) -> list[Claim]:
    """Returns what a result says of each department; notes what is wrong with the file."""
    text = read_text(path, mistakes)
    try:
        document = json.loads(text or "null")
        if document["format"] == FORMAT and document["departments"]:
            return [Claim(msgspec.convert(one, _Stated), one) for one in document["departments"]]
    except (msgspec.MsgspecError, ValueError, LookupError, TypeError, RecursionError):
        pass
    if text is not None:
        mistakes.add(Place(str(path)), f"这不是检查结果（{FORMAT}）", "请用 check --format json 写出的文件。")
    return []


def proven(
    claims: Sequence[Claim], dossiers: Sequence[Dossier], library: Library, second: Second, today: int
) -> Iterator[tuple[str, bool]]:
    """What each claim comes to, in Chinese, and whether it is right."""
    given = {(dossier.department, dossier.year): dossier for dossier in dossiers}
    for claim in claims:
        stated = claim.stated
        dossier = given.get((stated.department, stated.year))
        what = f"{stated.department}　{stated.year}年度　核验码 {stated.digest}"
        if dossier is None:
            yield f"{what}：没有给出这个部门这个年度的事实", False
        else:
            wrong = _wrong(claim, dossier, library, second, today)
            yield f"{what}：{wrong or '一致。规则、事实和版本与核验码相符；重新检查，逐字一致'}", not wrong


def _wrong(claim: Claim, dossier: Dossier, library: Library, second: Second, today: int) -> str:
    """Why a claim is not right; empty where it is."""
    stated = claim.stated
    named = {verdict.rule for verdict in stated.verdicts} | set(stated.skipped)
    chosen = frozenset(named & library.book.rules.keys())
    codes = {code_of(library.digest, dossier, Waivers.of(dossier, today), only): only for only in (chosen, None)}
    if stated.digest not in codes:
        found = code_of(library.digest, dossier, Waivers.of(dossier, today), None)
        return f"不一致，现在是 {found}。规则、事实、程序版本、所选规则，或有豁免时的检查日期（--date）有不同"
    checker = Checker(library, second, today, codes[stated.digest], SHOWN["json"])
    again = json.loads(render(list(checker.check([dossier]))))["departments"][0]
    differing = [key for key in again if key not in _NOT_CLAIMED and _said(again[key]) != _said(claim.words.get(key))]
    return f"核验码相符，但内容与重新检查的不同（{'、'.join(differing)}），文件可能被改过" if differing else ""


def _said(value: Any) -> Any:
    """A value of a result without where its figures stand: the 核验码 says nothing of that, files may be renamed."""
    if isinstance(value, dict):
        return {key: _said(inner) for key, inner in value.items() if key != "source"}
    return [_said(inner) for inner in value] if isinstance(value, list) else value
