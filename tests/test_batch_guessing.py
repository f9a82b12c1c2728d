"""A file that is no lines of departments is told as what it is, once; one with any department is judged."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.batch.guessing import mistaken

ONE = {"部门": {"名称": "甲局", "年度": 2022, "地区": "广东省"}}
LINE = json.dumps(ONE, ensure_ascii=False).encode()
RESULT = {"规则": "甲", "级别": "一般", "类型": "项目", "对象": "乙", "部门": "甲局", "年度": 2022, "地区": "广东省"}


def told(head: bytes | str, whole: bool = True) -> str:
    """What a file is told to be; empty where it is judged."""
    words = mistaken(head.encode() if isinstance(head, str) else head, whole)
    assert words is None or all(words)
    return words[0] if words else ""


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (json.dumps([ONE]), "文件是一整个 JSON 清单"),
        (json.dumps([ONE], indent=2), "文件是一整个 JSON 清单"),
        (b"[\n" + LINE + b",\n" + LINE + b"\n]\n", "文件是一整个 JSON 清单"),
        (b"\xef\xbb\xbf\r\n[\r\n" + LINE, "文件是一整个 JSON 清单"),
        (json.dumps(ONE, indent=2, ensure_ascii=False), "一个部门写成了好几行"),
        ((LINE.decode() + "\n" + LINE.decode()).encode("gbk"), "看起来是 GBK"),
        (b"PK\x03\x04" + bytes(50), "这是 Excel 工作簿或压缩包"),
        (b"PAR1" + bytes(50), "这是 parquet 文件"),
        (b"\x1f\x8b" + bytes(50), "这是压缩过的文件"),
        (json.dumps(RESULT), "这是批量检查的结果"),
        ('{"部门":"甲局","年度":2022,"地区":"省","发现问题":3,"无法判定":0,"已豁免":0}\n', "这是批量检查的结果"),
        ('{"行":1,"原因":"甲","怎么办":"乙"}\n', "这是批量检查的结果"),
    ],
)
def test_what_is_no_lines_is_named(head: bytes | str, what: str) -> None:
    assert told(head).startswith(what) or what in told(head)


def test_a_list_is_known_before_its_end() -> None:
    assert told(b"[" + LINE, whole=False).startswith("文件是一整个 JSON 清单")
    assert told(LINE[:40], whole=False) == ""  # a long department
    assert told(b"[" * 999, whole=False) == ""  # one long bad line, it may be


@given(st.lists(st.binary(max_size=40).filter(lambda one: one.strip() != b"["), max_size=5), st.booleans())
def test_a_file_with_a_department_in_it_is_judged_line_by_line(lines: list[bytes], whole: bool) -> None:
    for at in range(len(lines) + 1):
        head = b"\n".join([*lines[:at], LINE, *lines[at:], b""])
        if not head.lstrip(b" \t\r\n\xef\xbb\xbf").startswith((b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"[\n", b"[ ")):
            assert told(head, whole) == ""


@given(st.binary(max_size=80), st.booleans())
def test_whatever_a_file_holds_it_is_named_or_judged(head: bytes, whole: bool) -> None:
    told(head, whole)
