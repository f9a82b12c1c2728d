"""The twenty templates R01-R20 of the province's workload, as an author of rules would write them.

A template has one threshold, `{t}` in its condition. `base` is where the twenty rules have it, `end` the stricter end
that further copies move to: 分 for money, thousandths for rates, whole numbers for counts and months.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Sort = Literal["分", "千分之", "个", "月"]

DERIVED = """\
项目:
  执行率: 支出 ÷ 年度预算
  占部门预算比例: 年度预算 ÷ 预算收支.总预算
  未整改记录数: 数量(监控记录 满足（类型 = 重点）)
预算收支:
  执行率: 支出 ÷ 总预算
  项目支出占比: 合计(项目.支出) ÷ 支出
  项目预算占比: 合计(项目.年度预算) ÷ 总预算
部门:
  不可量化占比: 数量(列举 满足（列举方式 = 部分列举）) ÷ 数量(列举)
列举:
  完成率: 列举个数 ÷ 声明个数
"""


class Template(NamedTuple):
    """One rule; `values` are the beginnings of the labels of the evidence that the workload reports.

    `cases` are the facts of a 用例 each for 发现问题, 未发现问题 and 无法判定, good for every threshold.
    """

    id: str
    name: str
    kind: str
    sort: Sort
    base: int
    end: int
    scope: str
    duty: str
    values: tuple[str, ...]
    cases: tuple[str, str, str]


def _project(*facts: str) -> str:
    return f"项目: [{{名称: 甲项目, {', '.join(facts)}}}]"


def _record(sort: str, month: str, *facts: str) -> str:
    own = ", ".join(("名称: 甲项目", *facts))
    return f"项目: [{{{own}}}], 监控记录: [{{对象: 项目, 类型: {sort}, 项目: 甲项目{month}}}]"


def _listed(stated: int, facts: str) -> str:
    return f"列举: [{{名称: 甲, 位置: 自评表, 声明个数: {stated}个, {facts}}}]"


_RICH, _TEN = "年度预算: 9000万元", "年度预算: 10万元"
_SPENT = (_project(_TEN, "支出: 0元"), _project(_TEN, "支出: 10万元"), _project(_TEN))
_MONEY = "预算收支: {总预算: 100亿元, 支出: %s}"
_PLAIN = "预算收支: {总预算: 100亿元}"
_MOVED = "改革事项: [{职能: 招商, 方向: 划出, 生效日期: 2022-05-01}]"
_IN_TABLE = "存在 制度 满足（主题 = %s 且 状态 = 已印发）"


def _key(nature: str, kept: str) -> str:
    facts = f"性质: {nature}, {_RICH}" + (f", 资金来源: {kept}" if kept else "")
    return _project(facts)


def _policies(topic: str) -> tuple[str, str, str]:
    none, issued, unknown = (
        f"{_PLAIN}, 制度: {{{topic}: {{{row}}}}}" for row in ("状态: 未建立", "状态: 已印发", "名称: 甲")
    )
    return none, issued, unknown


def _parts(field: str, own: str) -> tuple[str, str, str]:
    first, second = _project(f"{field}: 20万元"), _project(f"{field}: 1万元")
    return (
        f"{first}, 预算收支: {{{own}: 1万元}}",
        f"{second}, 预算收支: {{{own}: 20万元}}",
        f"预算收支: {{{own}: 1万元}}",
    )


TEMPLATES = (
    Template(
        "R01", "达标经常性项目未纳入重点监控", "项目", "分", 10**9, 3 * 10**9,
        "性质 = 经常性 且 年度预算 ≥ {t}", "资金来源 = 上级", ("年度预算",),
        (_key("经常性", "本级"), _key("经常性", "上级"), _key("经常性", "")),
    ),
    Template(
        "R02", "达标阶段性项目未纳入重点监控", "项目", "分", 3 * 10**9, 7 * 10**9,
        "性质 = 阶段性 且 年度预算 ≥ {t}", "资金来源 = 上级", ("年度预算",),
        (_key("阶段性", "本级"), _key("阶段性", "上级"), _key("阶段性", "")),
    ),
    Template(
        "R03", "重点监控项目无年中监控记录", "项目", "分", 0, 4 * 10**8,
        "资金来源 = 上级 且 年度预算 ≥ {t}", "存在 监控记录 满足（截止月份 ≥ 6 且 截止月份 ≤ 8）", ("年度预算",),
        (
            f"{_key('经常性', '上级')}, 监控记录: 无",
            _record("日常", ", 截止月份: 7", _RICH, "资金来源: 上级"),
            _key("经常性", "上级"),
        ),
    ),
    Template(
        "R04", "项目预算执行率偏低", "项目", "千分之", 600, 800,
        "执行率 不低于 {t}", "执行率 不低于 80%", ("支出", "年度预算"),
        (_project(_TEN, "支出: 7.99万元"), *_SPENT[1:]),
    ),
    Template(
        "R05", "项目预算执行率过低", "项目", "千分之", 600, 0,
        "", "执行率 不低于 {t}", ("支出", "年度预算"), _SPENT,
    ),
    Template(
        "R06", "项目支出超预算", "项目", "千分之", 1000, 1200,
        "", "执行率 不高于 {t}", ("支出", "年度预算"), (_project(_TEN, "支出: 13万元"), *_SPENT[1:]),
    ),
    Template(
        "R07", "项目全年零支出", "项目", "分", 1, 4 * 10**8 + 1,
        "年度预算 ≥ {t}", "支出 高于 0元", ("年度预算",),
        (_project(_RICH, "支出: 0元"), _project(_RICH, "支出: 1元"), _project(_RICH)),
    ),
    Template(
        "R08", "单个项目占部门预算比例过高", "项目", "千分之", 250, 450,
        "", "占部门预算比例 不高于 {t}", ("年度预算", "预算收支.总预算"),
        (
            f"{_project(_RICH)}, 预算收支: {{总预算: 1亿元}}",
            f"{_project(_TEN)}, 预算收支: {{总预算: 1亿元}}",
            _project(_RICH),
        ),
    ),
    Template(
        "R09", "监控发现的问题未整改", "监控记录", "月", 9, 1,
        "截止月份 ≤ {t}", "类型 ≠ 重点", ("截止月份",),
        (_record("重点", ", 截止月份: 1"), _record("日常", ", 截止月份: 1"), _record("重点", "")),
    ),
    Template(
        "R10", "项目多次监控未整改", "项目", "个", 2, 4,
        "", "未整改记录数 低于 {t}", ("数量(监控记录",),
        (
            "项目: [{名称: 甲项目}], 监控记录: [" + "{对象: 项目, 类型: 重点, 项目: 甲项目}, " * 4 + "]",
            "项目: [{名称: 甲项目}], 监控记录: 无",
            "项目: [{名称: 甲项目}]",
        ),
    ),
    Template(
        "R11", "非重点监控项目出现监控记录", "监控记录", "分", 0, 4 * 10**8,
        "截止月份 ≥ 1 且 项目.年度预算 ≥ {t}", "项目.资金来源 = 上级", ("截止月份",),
        (
            _record("日常", ", 截止月份: 7", _RICH, "资金来源: 本级"),
            _record("日常", ", 截止月份: 7", _RICH, "资金来源: 上级"),
            _record("日常", ", 截止月份: 7", _RICH),
        ),
    ),
    Template(
        "R12", "机构改革后未调整绩效目标", "改革事项", "分", 0, 24 * 10**9,
        "方向 = 划出 且 生效日期 ≤ 本年12月31日 且 预算收支.总预算 ≥ {t}", "存在 目标调整", ("生效日期",),
        (f"{_MOVED}, {_PLAIN}, 目标调整: 无", f"{_MOVED}, {_PLAIN}, 目标调整: [{{职能: 招商}}]", f"{_MOVED}, {_PLAIN}"),
    ),
    Template(
        "R13", "无政府采购管理制度", "部门", "分", 0, 24 * 10**9,
        "预算收支.总预算 ≥ {t}", _IN_TABLE % "政府采购", ("预算收支.总预算",), _policies("政府采购"),
    ),
    Template(
        "R14", "无绩效职责分工制度", "部门", "分", 0, 24 * 10**9,
        "预算收支.总预算 ≥ {t}", _IN_TABLE % "绩效职责分工", ("预算收支.总预算",), _policies("绩效职责分工"),
    ),
    Template(
        "R15", "部门预算执行率偏低", "预算收支", "千分之", 800, 600,
        "", "执行率 不低于 {t}", ("支出", "总预算"), (_MONEY % "0元", _MONEY % "99亿元", _PLAIN),
    ),
    Template(
        "R16", "项目支出合计超过部门支出", "预算收支", "千分之", 1000, 1100,
        "", "项目支出占比 不高于 {t}", ("合计(项目.支出", "支出"), _parts("支出", "支出"),
    ),
    Template(
        "R17", "项目预算合计超过部门预算", "预算收支", "千分之", 1000, 1100,
        "", "项目预算占比 不高于 {t}", ("合计(项目.年度预算", "总预算"), _parts("年度预算", "总预算"),
    ),
    Template(
        "R18", "不可量化指标占比过高", "部门", "千分之", 300, 600,
        "", "不可量化占比 不高于 {t}", ("数量(列举 ", "数量(列举)"),
        (_listed(9, "列举方式: 部分列举"), _listed(9, "列举方式: 全部列举"), "项目: 无"),
    ),
    Template(
        "R19", "指标完成率偏低", "列举", "千分之", 900, 500,
        "列举方式 = 全部列举", "完成率 不低于 {t}", ("列举个数", "声明个数"),
        (
            _listed(100, "列举个数: 1个, 列举方式: 全部列举"),
            _listed(100, "列举个数: 100个, 列举方式: 全部列举"),
            _listed(100, "列举方式: 全部列举"),
        ),
    ),
    Template(
        "R20", "指标完成率过高，目标偏低", "列举", "千分之", 1300, 2300,
        "列举方式 = 全部列举", "完成率 不高于 {t}", ("列举个数", "声明个数"),
        (
            _listed(100, "列举个数: 900个, 列举方式: 全部列举"),
            _listed(100, "列举个数: 100个, 列举方式: 全部列举"),
            _listed(100, "列举方式: 全部列举"),
        ),
    ),
)  # fmt: skip
