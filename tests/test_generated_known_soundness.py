"""Acceptance: whatever line the exact tier takes, the reader of facts reads without a mistake, and says the same of."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from plain_lines import Data, Desk, desk, fact_line, projects
from slipped_lines import slipped
from small import REGION, rule_text

FIRST = int(os.environ.get("JIXIAO_SEED", "0"))
CASES = int(os.environ.get("JIXIAO_CASES", "2000"))
BLOCK = 500
RULES = (
    rule_text("支出 ≤ 年度预算 且 （性质 = 经常性 或 编码 为无）", rule="TST-001", scope="领域.支出 ≥ 1元"),
    rule_text("项目.支出 ≤ 3元 且 类型 ≠ 日常", "监控记录", "TST-002"),
    rule_text("列举个数 = 声明个数", "列举", "TST-003"),
    rule_text('状态 ≠ 未建立 且 文号 ≠ "甲"', "制度", "TST-004"),
    rule_text('职能 ≠ "甲" 且 衡量标准 为无', "指标", "TST-005"),
    rule_text("数量(采购 满足 （小额零星或批量集采 = 是）) ≤ 0个 且 账面数 ≥ 1个", "资产", "TST-006"),
    rule_text("数量(分项) ≤ 1个 且 存在 比率 且 不存在 增速", "部门", "TST-007"),
    rule_text("动作 = 催办 且 日期 ≥ 2022-03-01", "纠偏记录", "TST-008"),
)
MONITORED: Data = {"对象": "项目", "类型": "日常", "项目": "甲"}
RATE: Data = {"名称": "甲", "位置": "乙", "分子名称": "丙", "分母名称": "丁"}


def whole() -> Data:
    """A department of which everything is plain."""
    named = {"领域": "甲", "编码": "无", "性质": "经常性", "下达日期": "2022-03-01"}
    return {
        "部门": {"名称": "某局", "年度": 2022, "地区": REGION},
        "领域": [{"名称": "甲", "支出（分）": 100}, {"名称": "ab", "支出（分）": 5}],
        "项目": projects(("甲", 5, 10, named), ("ab", 10, 5, named | {"出处": "报告"}), ("AC", 1, 1, named)),
        "监控记录": [MONITORED, MONITORED | {"项目": "ab"}, MONITORED],
        "列举": [{"名称": "甲", "位置": p, "列举个数（个）": 1, "声明个数（个）": 2} for p in "乙乙丙丁戊己"],
        "制度": {row: {"状态": "未建立", "文号": "甲"} for row in ROWS},
        "指标": [{"名称": "甲", "职能": "无", "衡量标准": "乙"}],
        "采购": [{"名称": "甲", "小额零星或批量集采": "是"}],
        "资产": {"账面数（个）": 0, "编报年报": "是"},
        "合计关系": [{"名称": "甲", "关系": "其中项"}],
        "分项": [{"所属合计": "甲", "名称": "乙"}, {"所属合计": "甲", "名称": "丙"}],
        "比率": [RATE],
        "增速": "无",
        "纠偏记录": [
            {"对象": "项目", "动作": "催办", "日期": "2022-02-01"},
            {"对象": "项目", "动作": "无", "日期": "2022-03-01"},
        ],
    }


ROWS = ("绩效职责分工", "绩效目标管理", "绩效运行监控", "绩效自评", "结果应用", "政府采购", "自行采购", "资产管理")


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose rules read a bit of everything."""
    return desk(tmp_path_factory.mktemp("wide"), *RULES)


def test_a_whole_department_is_taken_whatever_its_order_and_blanks(wide: Desk) -> None:
    data = whole()
    assert wide.check(fact_line(**{word: facts for word, facts in data.items() if word != "部门"}))
    assert wide.check(fact_line(**{word: data[word] for word in reversed(data) if word != "部门"}))


@pytest.mark.parametrize("first", range(FIRST, FIRST + CASES, BLOCK))
def test_what_is_taken_with_a_slip_in_it_is_read_without_a_mistake(wide: Desk, first: int) -> None:
    random, data = Random(first), whole()
    lines = [slipped(data, random) for _ in range(min(BLOCK, FIRST + CASES - first))]
    taken = wide.checks(lines)
    assert len(lines) * 0.05 < taken < len(lines) * 0.6


# Each of these was taken once, or might be by a quicker reader


NAMED: Data = {"名称": "甲"}
STANDS = f'"部门":{{"名称":"某局","年度":2022,"地区":"{REGION}"}}'
SAID_TWICE = '{%s,"领域":[{"名称":"甲","支出（分）":5,"支出（分）"%s:7}]}'
SLIPS = [("支出 ≤ 1元", "领域", (SAID_TWICE % (STANDS, blank)).encode()) for blank in ("", " ", "\t", "  ", "\n")] + [
    ("数量(分项) ≤ 0个", "部门", fact_line(分项=[NAMED], 合计关系=[])),
    ("数量(分项) ≤ 0个", "部门", fact_line(分项=[NAMED])),
    ("数量(列举) ≤ 0个", "部门", fact_line(列举=[NAMED | {"位置": "无"}])),
    ("数量(列举) ≤ 0个", "部门", fact_line(列举=[{"名称": "无", "位置": "乙"}])),
    ("数量(执行进度) ≤ 0个", "部门", fact_line(执行进度=[{}] * 200_001)),
    ('职能 ≠ "乙"', "指标", fact_line(指标=[NAMED | {"职能": "没有"}])),
    ('职能 ≠ "乙"', "指标", fact_line(指标=[NAMED | {"职能": "暂无。"}])),
    ("项目 为无", "监控记录", fact_line(项目=[{"名称": "暂无"}], 监控记录=[MONITORED | {"项目": "暂无"}])),
    ("项目 为无", "监控记录", fact_line(项目=[NAMED], 监控记录=[MONITORED | {"项目": "乙"}])),
    *(
        ("支出 ≤ 1元", "领域", fact_line(领域=[NAMED | {"支出（分）": 1, "出处": s}]))
        for s in ("", " ", "甲\u200b", "\x7f")
    ),
    ("支出 ≤ 1元", "领域", fact_line(领域=[{"名称": "甲" * 2**23, "支出（分）": 1}])),
    ("支出 ≤ 1元", "领域", fact_line(领域=[{"名称": "无", "支出（分）": 1}])),
    *(
        ("支出 ≤ 1元", "领域", fact_line(领域=[{"名称": name, "支出（分）": 1} for name in pair]))
        for pair in (
            ("A", "a"),
            ("甲 乙", "甲乙"),
            ("ﬁ", "fi"),
            ("ß", "ss"),
            ("Ａ", "a"),
            ("（甲）", "(甲)"),
            ("甲", "甲"),
        )
    ),
]


@pytest.mark.parametrize(("duty", "kind", "line"), SLIPS, ids=range(len(SLIPS)))
def test_a_line_with_a_mistake_is_left_to_those_who_say_so(tmp_path: Path, duty: str, kind: str, line: bytes) -> None:
    assert desk(tmp_path, rule_text(duty, kind)).refuses(line)


def test_names_that_only_look_alike_to_a_quick_reader_are_taken(tmp_path: Path) -> None:
    names = ("甲", "（甲）", "甲·乙", "a", "ａb", "é", "e", "𠀀")
    facts = [{"名称": name, "支出（分）": 500} for name in names]
    assert desk(tmp_path, rule_text("支出 ≤ 1元", "领域")).check(fact_line(领域=facts))
