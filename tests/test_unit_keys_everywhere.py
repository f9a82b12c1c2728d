"""The same facts say the same as YAML, JSON and lines, with units in keys and in values, alone and merged."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from random_facts import Data, fact_files
from small import words
from trees import made, told

from engine.dossier import Dossier
from engine.intake.converting import converted
from engine.intake.gathering import read_all
from engine.intake.json_writing import plain
from engine.intake.yaml_writing import yaml_text
from engine.mistakes import Mistakes
from engine.quantity import Dim
from engine.rulebook import Rulebook
from engine.value_reading import UNITS
from engine.vocabulary import Field, Kind, Shape

Draw = st.DrawFn
SMALL = Rulebook(words(), {}, {}, {}, {})
_PARTS = re.compile(r"((?:约|近)?-?)([0-9,.]+)(余?)(.*)")
_PLAIN = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def rekeyed(draw: Draw, kind: Kind, fact: Any) -> Any:
    """A fact with the units of some of its figures in their keys."""
    found = {}
    for word, value in fact.items():
        field = kind.fields.get(word)
        text = value.get("值") if isinstance(value, dict) else value
        moved = _moved(draw, field, text) if field is not None and draw(st.booleans()) else None
        if moved is None:
            found[word] = value
        else:
            key, bare = moved
            found[f"{word}{key}"] = value | {"值": bare} if isinstance(value, dict) else bare
    return found


def _moved(draw: Draw, field: Field, text: Any) -> tuple[str, str] | None:
    """The unit of a figure in brackets, and the figure without it; None for what is no figure with a unit."""
    if field.dim not in (*UNITS, Dim.AMOUNT) or not isinstance(text, str):
        return None
    brackets = draw(st.sampled_from(("（{}）", "({})", " （{}）")))
    if text == "无":
        return (brackets.format(UNITS[field.dim][0]), text) if field.dim in UNITS else None
    parts = _PARTS.fullmatch(text)
    if parts is None or not parts[4]:
        return None
    money = parts[4] == "元" and re.fullmatch(r"[0-9,]+\.[0-9]{2}", parts[2])
    if field.dim is Dim.MONEY and money and draw(st.booleans()):
        whole = parts[2].replace(",", "").replace(".", "").lstrip("0") or "0"
        return brackets.format("分"), f"{parts[1]}{whole}{parts[3]}"
    return brackets.format(parts[4]), f"{parts[1]}{parts[2]}{parts[3]}"


def everywhere(draw: Draw, data: Data) -> Data:
    """A fact file with the units of some figures in their keys."""
    found = dict(data)
    for word, stands in data.items():
        kind = words().kinds.get(word)
        if kind is None or not isinstance(stands, dict | list):
            continue
        if kind.shape is Shape.SINGLE:
            found[word] = rekeyed(draw, kind, stands)
        elif kind.shape is Shape.TABLE:
            found[word] = {row: rekeyed(draw, kind, f) if row != "出处" else f for row, f in stands.items()}
        elif isinstance(stands, list):
            found[word] = [rekeyed(draw, kind, fact) for fact in stands]
        elif isinstance(stands["条目"], list):
            found[word] = stands | {"条目": [rekeyed(draw, kind, fact) for fact in stands["条目"]]}
    return found


def bare(value: Any, key: str = "") -> Any:
    """Plain data as another program writes it: figures under keys with units are numbers."""
    if isinstance(value, dict):
        return {word: bare(child, key if word == "值" else word) for word, child in value.items()}
    if isinstance(value, list):
        return [bare(child) for child in value]
    number = key.endswith(("）", ")")) and isinstance(value, str) and _PLAIN.fullmatch(value)
    return _Figure(value) if number else value


class _Figure(float):
    """A number whose digits are written as they stand."""

    def __new__(cls, text: str) -> _Figure:
        made = super().__new__(cls, float(text))
        made.text = text
        return made

    text: str

    def __repr__(self) -> str:
        return self.text


def compact(data: Any) -> str:
    """JSON in one line; figures with the digits they have."""
    if isinstance(data, dict):
        return "{" + ",".join(f"{json.dumps(k, ensure_ascii=False)}:{compact(v)}" for k, v in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ",".join(map(compact, data)) + "]"
    return data.text if isinstance(data, _Figure) else json.dumps(data, ensure_ascii=False)


@st.composite
def pairs(draw: Draw) -> tuple[Data, Data]:
    """A fact file, and the same with units in keys."""
    data = draw(fact_files())
    return data, everywhere(draw, data)


def dossier(folder: str, name: str, text: str, *more: Path) -> tuple[object, ...]:
    """What a file says, alone or merged with others, whatever it is called."""
    path = Path(folder) / name
    path.write_text(text, encoding="utf-8", newline="")
    return said([path, *more])


def said(files: list[Path]) -> tuple[object, ...]:
    """What files of one department say."""
    mistakes = Mistakes()
    found: list[Dossier] = read_all(files, SMALL, mistakes)
    assert [str(one) for one in mistakes.found] == []
    (one,) = found
    return told(one)


def unnamed(stands: tuple[object, ...], name: str) -> str:
    """What is said, with the file that it stands in called 甲."""
    return repr(stands).replace(f"'{name}'", "'甲'")


@given(pairs())
def test_the_same_facts_say_the_same_in_every_form_with_units_in_keys_or_not(both: tuple[Data, Data]) -> None:
    data, keyed = both
    with TemporaryDirectory() as folder:
        expected = unnamed(dossier(folder, "一.yaml", yaml_text(made(data))), "一.yaml")
        forms = {
            "二.yaml": yaml_text(made(keyed)),
            "三.json": compact(bare(keyed)),
            "四.json": json.dumps(plain(made(keyed)), ensure_ascii=False, indent=1),
            "五.jsonl": compact(bare(keyed)) + "\n",
        }
        for name, text in forms.items():
            assert unnamed(dossier(folder, name, text), name) == expected


@settings(max_examples=50)
@given(pairs())
def test_what_two_files_say_with_units_in_keys_and_in_values_is_said_once(both: tuple[Data, Data]) -> None:
    data, keyed = both
    with TemporaryDirectory() as folder:
        one, two, three = (Path(folder) / name for name in ("一.yaml", "二.yaml", "三.jsonl"))
        one.write_text(yaml_text(made(data)), encoding="utf-8")
        two.write_text(yaml_text(made(data)), encoding="utf-8")
        three.write_text(compact(bare(keyed)), encoding="utf-8")
        assert repr(said([one, three])).replace("三.jsonl", "二.yaml") == repr(said([one, two]))


@settings(max_examples=50)
@given(pairs())
def test_facts_with_units_in_keys_are_carried_like_those_without(both: tuple[Data, Data]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "甲.yaml"
        for ending in (".json", ".yaml", ".jsonl"):
            written = []
            for data in both:
                path.write_text(yaml_text(made(data)), encoding="utf-8")
                written.append(converted([path], Path(folder) / f"乙{ending}", SMALL, Mistakes()))
            assert re.sub(rb"[\s,]", b"", written[0]) == re.sub(rb"[\s,]", b"", written[1])
