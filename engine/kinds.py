"""The kinds of facts a department file may hold: the one place where Chinese words meet English names.

Each class is one kind, each attribute one field; a field left out of a file is unknown, never false and never zero.
Source of the entities: the columns of 部门整体支出绩效自评 forms and exports, and the duties the rules check.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict
from pydantic import Field as declare
from pydantic.fields import FieldInfo

from engine.quantity import Dim
from engine.vocabulary import FINDING_KIND, Field, Kind, Shape, Vocabulary

Money = Annotated[str, Dim.MONEY]
Ratio = Annotated[str, Dim.RATIO]
Count = Annotated[str, Dim.COUNT]
Score = Annotated[str, Dim.SCORE]
Number = Annotated[str, Dim.NUMBER]
Day = Annotated[str, Dim.DATE]
Amount = Annotated[str, Dim.AMOUNT]
Text = Annotated[str, Dim.TEXT]
Texts = Annotated[list[str], Dim.TAGS]
YesNo = Annotated[Literal["是", "否"], Dim.TRUTH]
Topic = Annotated[str, Dim.TEXT, "topic"]
Topics = Annotated[list[str], Dim.TAGS, "topic"]


class Link:
    """Marks a text field that names a fact of another kind."""

    def __init__(self, kind: str) -> None:
        self.kind = kind


OfProject = Annotated[str, Dim.TEXT, Link("项目")]
OfArea = Annotated[str, Dim.TEXT, Link("领域")]
OfIndicator = Annotated[str, Dim.TEXT, Link("指标")]

Cause = Literal[
    "疫情影响", "政策调整", "市场环境", "未达支付条件", "合同分年支付", "年末下达", "实际需求减少", "工作推迟", "活动未开展", "用地未落实", "内部管理"
]


def field(word: str, about: str = "") -> Any:
    """Declares an optional field by its Chinese word."""
    return declare(default=None, alias=word, description=about)


def required(word: str, about: str = "") -> Any:
    """Declares a field that every fact of the kind must state."""
    return declare(alias=word, description=about)


class Facts(BaseModel):
    """A kind of facts."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    word: ClassVar[str]
    shape: ClassVar[Shape] = Shape.LIST
    key: ClassVar[tuple[str, ...]] = ()


class Department(Facts):
    """被检查部门及其自评报告中的总体说明"""

    word, shape, key = "部门", Shape.SINGLE, ("名称",)
    name: Text = required("名称", "部门全称")
    year: Number = required("年度", "评价年度，如 2022")
    region: Text = required("地区", "自省级写起，如 广东省广州市增城区；参数按地区就近取值")
    checked_on: Day = field("检查日期", "检查基准日，豁免是否到期以此为准")
    offices: Count = field("内设科室数")
    goals: Count = field("整体绩效目标数")
    output_indicators: Count = field("产出指标数")
    effect_indicators: Count = field("效益指标数")
    key_projects: Count = field("声明重点监控项目数", "报告称实施重点监控的项目个数")


class Unit(Facts):
    """内设科室和下属单位"""

    word, key = "机构", ("名称",)
    name: Text = required("名称")
    sort: Literal["内设科室", "局本级", "下属预算单位"] = field("类型")


class Staff(Facts):
    """人员编制与实有人数"""

    word, shape = "人员", Shape.SINGLE
    posts: Count = field("编制人数", "核定编制合计")
    posts_admin: Count = field("行政编制")
    posts_admin_turnover: Count = field("周转行政编制")
    posts_enforcement: Count = field("行政执法专项编制")
    posts_organ: Count = field("机关事业编制")
    posts_workers: Count = field("工勤编制")
    posts_public: Count = field("事业编制")
    posts_public_turnover: Count = field("周转事业编制")
    actual: Count = field("实有人数", "实有在编人员合计")
    actual_admin: Count = field("实有行政人员")
    actual_enforcement: Count = field("实有行政执法专项人员")
    actual_organ: Count = field("实有机关事业人员")
    actual_workers: Count = field("实有工勤人员")
    actual_public: Count = field("实有事业人员")
    retired: Count = field("离退休人数")
    retired_admin: Count = field("行政退休人数")
    retired_like: Count = field("参公退休人数")
    retired_public: Count = field("事业退休人数")
    hired: Count = field("雇聘人数")
    as_of: Day = field("截止日期")


class Budget(Facts):
    """部门整体预算收支"""

    word, shape = "预算收支", Shape.SINGLE
    initial: Money = field("年初预算")
    total: Money = field("总预算", "调整后预算")
    income: Money = field("财政拨款收入", "一般公共预算财政拨款收入")
    other_income: Money = field("其他收入")
    spent: Money = field("支出", "实际支出")
    spent_basic: Money = field("基本支出")
    spent_projects: Money = field("项目支出")
    carried_in: Money = field("上年结转结余")
    carried_out: Money = field("年末结转结余")
    reported_rate: Ratio = field("报告执行率")
    denominator: Literal["年初预算", "总预算", "财政拨款收入"] = field("执行率分母", "报告写明的执行率分母；报告没有写明的填 无")
    why_adjusted: Text = field("预算调整说明", "报告对预算调整原因的说明；看过全文没有说明的填 无")
    three_public: Money = field("三公经费预算")
    three_public_spent: Money = field("三公经费支出")
    three_public_before: Money = field("上年三公经费预算")


class Area(Facts):
    """按工作领域汇总的项目支出"""

    word, key = "领域", ("名称",)
    name: Text = required("名称")
    budget: Money = field("年度预算")
    spent: Money = field("支出")


class Project(Facts):
    """预算项目"""

    word, key = "项目", ("名称",)
    name: Text = required("名称")
    code: Text = field("编码")
    area: OfArea = field("领域", "所属工作领域")
    nature: Literal["经常性", "阶段性"] = field("性质")
    origin: Literal["本级", "上级"] = field("资金来源")
    document: Text = field("资金文号")
    granted_on: Day = field("下达日期")
    initial: Money = field("年初预算")
    budget: Money = field("年度预算", "调整后的全年预算")
    spent: Money = field("支出")
    unspent: Money = field("未支出", "报告直接写出的未支出金额")
    carried_over: Money = field("结转下年")
    contract: Money = field("合同总额")
    payment: Literal["一次付清", "分年支付"] = field("合同付款方式")
    budgeted: Literal["合同全额", "当年应付"] = field("合同预算编列", "当年预算按合同全额编列，还是按当年应付金额编列")


class Unspent(Facts):
    """报告对未支出金额的逐项说明"""

    word, key = "未支出说明", ("领域", "事由")
    reason: Text = required("事由", "未支出的是什么")
    area: OfArea = field("领域")
    project: OfProject = field("项目")
    amount: Money = field("金额")
    causes: Annotated[list[Cause], Dim.TAGS] = field("原因")


class Progress(Facts):
    """年度中间某月底的进度"""

    word, key = "执行进度", ("项目", "截止月份")
    project: OfProject = field("项目")
    month: Number = field("截止月份")
    spent_rate: Ratio = field("执行进度")
    goal_rate: Ratio = field("目标完成进度")


class Monitoring(Facts):
    """绩效运行监控记录"""

    word, key = "监控记录", ("对象", "类型", "项目")
    scope: Literal["项目", "部门整体"] = required("对象")
    sort: Literal["日常", "年中", "重点"] = required("类型")
    project: OfProject = field("项目", "只针对一个项目的填项目名称；针对全部项目或部门整体的填 无")
    month: Number = field("截止月份", "数据截至几月")
    done_on: Day = field("完成日期")


class Correction(Facts):
    """对监控发现偏差的纠正记录"""

    word, key = "纠偏记录", ("动作", "项目")
    scope: Literal["项目", "部门整体"] = required("对象")
    project: OfProject = field("项目", "只针对一个项目的填项目名称；没有具体到项目的填 无")
    action: Literal["调减预算", "调整目标", "催办", "推进会议", "暂停拨付", "其他"] = field("动作")
    day: Day = field("日期")


class Indicator(Facts):
    """绩效指标及其完成情况"""

    word, key = "指标", ("名称",)
    name: Text = required("名称")
    dimension: Literal[
        "数量", "质量", "时效", "成本", "经济效益", "社会效益", "生态效益", "可持续影响", "满意度"
    ] = field("维度")
    function: Text = field("职能", "指标所属的部门职能")
    in_targets: YesNo = field("列入年度目标", "是否列入本部门年度绩效目标")
    direction: Literal["越大越好", "越小越好", "定性"] = field("方向")
    wording: Text = field("目标表述", "目标的量化表述或定性表述")
    target_scope: Text = field("目标口径")
    actual_scope: Text = field("实际口径")
    actual: Amount = field("实际值")
    change: Ratio = field("同比", "同比增减，下降写负数")
    reported_rate: Ratio = field("报告完成率")
    causes: Annotated[list[Cause], Dim.TAGS] = field("偏差原因")
    inner_causes: YesNo = field("分析主观原因", "报告是否分析了部门自身可控的原因")


class Target(Facts):
    """目标值在报告或申报表某处的一次出现"""

    word, key = "目标", ("指标", "位置")
    indicator: OfIndicator = required("指标")
    where: Text = required("位置", "写在何处")
    value: Amount = field("值", "没有量化的填 无")
    approval: Text = field("批复文号", "财政部门批复文号；没有的填 无")
    source_sort: Literal["目标申报表", "自评报告", "工作任务书", "批复文件"] = field("来源")


class Reform(Facts):
    """机构改革事项"""

    word, key = "改革事项", ("职能", "方向")
    function: Text = required("职能")
    direction: Literal["划出", "划入"] = required("方向")
    partner: Text = field("对方单位")
    effective: Day = field("生效日期")
    document: Text = field("依据文号")


class TargetChange(Facts):
    """绩效目标的年中调整记录"""

    word, key = "目标调整", ("职能", "指标")
    function: Text = field("职能", "因哪项职能变化而调整；整体调整的填 部门整体")
    indicator: OfIndicator = field("指标")
    applied_on: Day = field("申报日期")
    approved_on: Day = field("批复日期")
    approval: Text = field("批复文号")


class Policy(Facts):
    """按主题登记的制度建设情况，一个主题一行"""

    word, shape, key = "制度", Shape.TABLE, ("主题",)
    topic: Literal[
        "绩效职责分工", "绩效目标管理", "绩效运行监控", "绩效自评", "结果应用", "政府采购", "自行采购", "资产管理"
    ] = required("主题")
    name: Text = field("名称")
    document: Text = field("文号")
    state: Literal["已印发", "起草中", "未建立"] = field("状态")
    issued_on: Day = field("印发日期")
    expires_on: Day = field("失效日期")
    covers: Annotated[list[Literal["机关科室", "下属单位"]], Dim.TAGS] = field("覆盖")


class Cited(Facts):
    """自评引用的依据文件"""

    word, key = "引用文件", ("名称",)
    name: Text = required("名称")
    document: Text = field("文号")
    expires_on: Day = field("失效日期", "仍有效的填 无")
    replaced_by: Text = field("现行文件")


class Procurement(Facts):
    """政府采购项目"""

    word, key = "采购", ("名称",)
    name: Text = required("名称")
    item: Text = field("品目")
    project: OfProject = field("项目", "列支的预算项目；不在批复预算内的填 无")
    method: Literal["公开招标", "邀请招标", "竞争性谈判", "竞争性磋商", "询价", "单一来源", "框架协议"] = field("方式")
    small: YesNo = field("小额零星或批量集采", "属于不要求公开采购意向的情形")
    budget: Money = field("采购预算")
    intended_on: Day = field("意向公开日期")
    started_on: Day = field("采购开始日期")
    awarded_on: Day = field("通知书日期", "中标、成交通知书发出日期")
    signed_on: Day = field("合同签订日期")
    announced_on: Day = field("合同公告日期")
    filed_on: Day = field("合同备案日期")
    amount: Money = field("合同金额")
    paid: Money = field("已付金额")
    accepted_on: Day = field("验收日期", "没有验收书的填 无")


class Assets(Facts):
    """国有资产管理情况"""

    word, shape = "资产", Shape.SINGLE
    counted_on: Day = field("盘点日期")
    booked: Count = field("账面数")
    present: Count = field("实有数")
    value: Money = field("原值")
    used_value: Money = field("在用原值")
    reported: YesNo = field("编报年报")


class Disclosure(Facts):
    """信息公开情况，一类一行"""

    word, shape, key = "公开", Shape.TABLE, ("类型",)
    sort: Literal["预算", "决算", "绩效目标", "自评结果"] = required("类型")
    approved_on: Day = field("批复日期")
    published_on: Day = field("公开日期", "没有公开的填 无")
    missing: Texts = field("缺少要素")


class SelfScore(Facts):
    """自评得分"""

    word, shape = "自评", Shape.SINGLE
    score: Score = field("得分")
    full: Score = field("满分")
    grade: Literal["优", "良", "中", "差"] = field("等次")


class ScorePart(Facts):
    """自评得分的一个部分"""

    word, key = "得分部分", ("名称",)
    name: Text = required("名称")
    full: Score = field("满分")
    score: Score = field("得分")
    lost: Score = field("扣分")


class Deduction(Facts):
    """扣分原因，一个原因一条"""

    word, key = "扣分", ("事由",)
    reason: Text = required("事由")
    part: Annotated[str, Dim.TEXT, Link("得分部分")] = field("部分")
    indicator: Text = field("评分指标")
    topic: Topic = field("主题")
    lost: Score = field("扣分值", "报告没有分项列出的不填")


class StatedProblem(Facts):
    """报告自己写出的存在问题，一个方面一条"""

    word, key = "自述问题", ("序号", "摘要")
    number: Text = required("序号")
    gist: Text = required("摘要")
    topic: Topic = field("主题")


class StatedMeasure(Facts):
    """报告自己写出的改进措施"""

    word, key = "自述措施", ("序号", "摘要")
    number: Text = required("序号")
    gist: Text = required("摘要")
    topics: Topics = field("主题")
    office: Text = field("责任科室", "没有写明的填 无")
    due: Text = field("完成时限", "没有写明的填 无")
    result: Text = field("预期成果", "没有写明的填 无")


class LastYear(Facts):
    """上年指出的问题及其整改情况"""

    word, key = "上年问题", ("主题", "摘要")
    gist: Text = required("摘要")
    topic: Topic = field("主题")
    rule: Text = field("规则")
    measure: Text = field("整改措施")
    due: Day = field("整改时限")
    state: Literal["已完成", "进行中", "未完成"] = field("整改状态")


class Statement(Facts):
    """报告中的结论性表述"""

    word, key = "结论表述", ("摘要",)
    gist: Text = required("摘要")
    tone: Literal["全部向好", "超额完成", "位居前列", "全面完成"] = field("类型")
    scope: Text = field("范围")


class Mention(Facts):
    """同一数值在报告某处的一次出现"""

    word, key = "数值", ("名称", "位置")
    name: Text = required("名称", "同一口径的数值用同一个名称")
    where: Text = required("位置")
    value: Amount = field("值")


def vocabulary() -> Vocabulary:
    """Returns all kinds as plain data, the engine's own findings among them."""
    kinds = {model.word: _kind(model) for model in Facts.__subclasses__()}
    return Vocabulary(kinds | {FINDING_KIND.word: FINDING_KIND})


def _kind(model: type[Facts]) -> Kind:
    fields = [_field(info) for info in model.model_fields.values()]
    needed = frozenset(info.alias or "" for info in model.model_fields.values() if info.is_required())
    return Kind(model.word, model.shape, model.__doc__ or "", {f.word: f for f in fields}, model.key, needed)


def _field(info: FieldInfo) -> Field:
    marks = info.metadata
    dim = next((m for m in marks if isinstance(m, Dim)), Dim.TEXT)
    link = next((m.kind for m in marks if isinstance(m, Link)), "")
    options = () if dim is Dim.TRUTH else _options(info.annotation)
    return Field(info.alias or "", dim, info.description or "", options, link, "topic" in marks)


def _options(annotation: Any) -> tuple[str, ...]:
    """Returns the words of a Literal, also inside a list."""
    if get_origin(annotation) is list:
        return _options(get_args(annotation)[0])
    return get_args(annotation) if get_origin(annotation) is Literal else ()
