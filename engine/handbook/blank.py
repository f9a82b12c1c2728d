"""`rules new`: a rule file with a place for everything, whose first lint says place by place what to write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from engine.loading import load
from engine.mistakes import Mistakes, Place, suggestion
from engine.rulebook import Rulebook
from engine.rulefile import BasisFile, CaseFile, RuleFile
from engine.rulefolder import rule_files
from engine.shape import BLANK

_ID = re.compile(r"([A-Z]{2,4})-(\d{3})")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]')
_LONGEST = 40  # characters of a name, so that it makes a file name everywhere
_UNNAMED = "待命名"
ARGUMENT, FOLDER, NAME = "规则编号", "--folder", "--name"


def place_of(rules: Path, rule: str, folder: str, name: str, mistakes: Mistakes) -> Path:
    """Returns the file of a new rule; notes an id in a wrong form or already used, and a folder that is not there."""
    if not rules.is_dir():
        mistakes.add(Place(str(rules)), "没有这个文件夹", "请用 --rules 指明规则文件夹。")
        return rules
    known = _ids(load(rules, Mistakes()), rules)
    match = _ID.fullmatch(rule)
    if match is None:
        near = _meant(rule)
        form = f"写两到四个大写字母、短横、三位数字，例如：{_example(known)}。"
        hint = f"是否想写“{near}”？" if near else form
        mistakes.add(Place(ARGUMENT), f"“{rule}”不是规则编号", hint)
        return rules
    if rule in known:
        mistakes.add(
            Place(ARGUMENT), f"编号“{rule}”已被 {known[rule]} 使用", f"下一个没有用过的是“{_next(match[1], known)}”。"
        )
    if name and (_FORBIDDEN.search(name) or len(name) > _LONGEST):
        mistakes.add(
            Place(NAME), f"“{name[:_LONGEST]}”不能作文件名", f"名称里不要有空格、斜线、冒号、引号，不超过{_LONGEST}字。"
        )
    found = _folder(rules, match[1], folder, known, mistakes)
    return found / f"{rule}-{name or _UNNAMED}.yaml"


def _meant(rule: str) -> str:
    """The id that was probably meant by one in small letters, or without its hyphen or zeros."""
    match = re.fullmatch(r"([A-Za-z]{2,4})[-_－—\s]?(\d{1,3})", rule)
    return f"{match[1].upper()}-{int(match[2]):03}" if match else ""


def _example(known: dict[str, Path]) -> str:
    return _next(min(known, default="ABC-001").partition("-")[0], known)


def _ids(book: Rulebook, rules: Path) -> dict[str, Path]:
    """Every id that is taken, also by a file that cannot be read."""
    files = {path: path.stem for path in rule_files(rules) if path.parent != rules}
    found = {match[0]: path for path, stem in files.items() if (match := _ID.match(stem))}
    return found | {rule.id: Path(rule.file) for rule in book.rules.values()}


def _next(prefix: str, known: dict[str, Path]) -> str:
    numbers = [
        int(name.partition("-")[2]) for name in known if name.partition("-")[0] == prefix and _ID.fullmatch(name)
    ]
    return f"{prefix}-{max(numbers, default=0) + 1:03}"


def _folder(rules: Path, prefix: str, named: str, known: dict[str, Path], mistakes: Mistakes) -> Path:
    """The folder of the family: the one that is named, else the one where its rules stand."""
    folders = sorted(path.name for path in rules.iterdir() if path.is_dir())
    homes = sorted({path.parent.name for name, path in known.items() if name.partition("-")[0] == prefix})
    if named and named not in folders:
        hint = suggestion(named, folders) or "请先建立类别文件夹。"
        mistakes.add(Place(FOLDER), f"{rules} 里没有类别文件夹“{named}”", hint)
    elif not named and len(homes) != 1:
        hint = f"请用 --folder 写明放在哪个类别。{suggestion('', homes or folders)}"
        mistakes.add(Place(FOLDER), f"“{prefix}”开头的规则" + ("放在几个文件夹里" if homes else "还没有"), hint)
    return rules / (named or (homes[0] if homes else ""))


def blank(rule: str, name: str, rules: Path) -> str:
    """Returns the text of the file; every key that is needed reads 待填, every other one is a comment."""
    themes = "、".join(load(rules, Mistakes()).themes)
    return "\n".join(_lines(rule, name, themes)) + "\n"


def _lines(rule: str, name: str, themes: str) -> Iterator[str]:
    yield f"# 新规则。逐处把“{BLANK}”换成内容；用不着的注释可以删去。"
    yield "# 写法见 rules/README.md；随时可以执行 cli.py lint，它会说明还缺什么、怎样写。"
    for field in RuleFile.model_fields.values():
        word, about = field.alias or "", field.description or ""
        more = f"可以写：{themes}" if word == "主题" and themes else "；".join(map(str, field.examples or ()))
        yield f"# {about}" + (f"。{'例如：' if more and word != '主题' else ''}{more}" if more else "")
        given = {"编号": rule, "名称": name or BLANK}.get(word, BLANK)
        if word == "依据":
            yield from (f"{word}:", *_item(BasisFile, ("文件", "文号", "条款"), {"核对": "待核"}))
        elif word == "用例":
            yield f"{word}:"
            for result in ("发现问题", "未发现问题", "无法判定"):
                yield from _item(CaseFile, ("名称", "年度", "事实"), {"结果": result})
            yield "  # 恰好等于界限的、不适用的，也各写一个用例。"
        else:
            yield f"{word}: {given}" if field.is_required() else f"# {word}: ……"


def _item(model: type[BasisFile | CaseFile], words: tuple[str, ...], given: dict[str, str]) -> Iterator[str]:
    """One entry of a list, each key with what it is for."""
    about = {field.alias: field.description for field in model.model_fields.values()}
    for number, (word, value) in enumerate([*((word, BLANK) for word in words), *given.items()]):
        yield f"  {'-' if number == 0 else ' '} {word}: {value}  # {about[word]}"
