"""Random rulebooks in and around what the exact tier has a form for, and departments that hit their limits exactly."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from small import Bench, bench, rule_text

from engine.mistakes import MistakesFound
from engine.quantity import Dim

SUBJECTS = ("项目", "项目", "项目", "监控记录", "采购", "列举", "部门", "预算收支", "制度", "领域", "公开")
LISTS = ("项目", "监控记录", "采购", "列举", "领域")
RANGES = (*LISTS, "制度")
FIELDS: dict[Dim, dict[str, tuple[str, ...]]] = {
    Dim.MONEY: {
        "预算收支": ("总预算", "支出"),
        "项目": ("年度预算", "支出"),
        "领域": ("年度预算", "支出"),
        "采购": ("采购预算", "合同金额"),
    },
    Dim.COUNT: {"列举": ("声明个数", "列举个数"), "资产": ("账面数", "实有数")},
    Dim.NUMBER: {"监控记录": ("截止月份",), "部门": ("年度",)},
    Dim.DATE: {"项目": ("下达日期",), "监控记录": ("完成日期",), "采购": ("合同签订日期",), "制度": ("印发日期",)},
    Dim.TEXT: {
        "项目": ("名称", "编码", "性质"),
        "监控记录": ("项目", "类型"),
        "采购": ("项目", "品目", "名称"),
        "列举": ("名称", "位置"),
        "制度": ("状态", "文号"),
        "领域": ("名称",),
    },
    Dim.TRUTH: {"采购": ("小额零星或批量集采",), "资产": ("编报年报",), "公开": ("依法不公开",)},
}
LINKED = {"监控记录": "项目", "采购": "项目", "项目": "领域"}
LIMITS = {
    Dim.MONEY: ("0元", "0.01元", "0.02元", "0.03元", "0.05元", "0.10元", "1元", "5万元"),
    Dim.COUNT: ("0个", "1个", "2个", "3个"),
    Dim.NUMBER: ("0", "3", "6", "2022"),
    Dim.RATIO: ("0%", "50%", "100%", "33.3%", "200%"),
    Dim.DATE: ("2022-03-01", "2022-03-02", "本年3月3日"),
    Dim.DAYS: ("0日", "1日", "2日"),
    Dim.POINTS: ("0个百分点", "50个百分点"),
}
WORDS = ("甲", "乙", "丙", "a b", "（甲）")
OPTIONS = {"性质": "经常性", "类型": "日常", "状态": "未建立"}
SIGNS = ("<", "≤", ">", "≥", "<", "≥", "=", "≠")
PARAMETERS = "线: {取值: [{值: 0.05元, 依据: 甲, 核对: 已核}]}\n"


class Author:
    """Writes conditions about a kind; what the language does not take is written again."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.pick: Callable[[Any], Any] = random.choice
        self.derived: dict[tuple[str, str], Dim] = {}
        self.texts: dict[str, dict[str, str]] = {}
        self.desk: Bench = bench(parameters=PARAMETERS)
        for number in range(random.randint(0, 4)):
            self.derive(f"推{number}")

    def derive(self, word: str) -> None:
        """Defines another figure, or truth, which later ones may use."""
        kind = self.pick(("项目", "监控记录", "采购", "列举", "部门", "预算收支"))
        dim = self.pick((Dim.MONEY, Dim.RATIO, Dim.RATIO, Dim.COUNT, Dim.TRUTH))
        truth = dim is Dim.TRUTH
        text = self.written(kind, lambda: self.condition(kind, 1) if truth else self.figure(kind, dim, 2), not truth)
        if not truth and self.random.random() < 0.2:
            other = self.written(kind, lambda: self.figure(kind, dim, 1), True)
            self.texts.setdefault(kind, {})[word] = f"{{先取: ['{text}', '{other}']}}"
        else:
            self.texts.setdefault(kind, {})[word] = f"'{text}'"
        self.derived[kind, word] = dim
        self.desk = bench(derived=self.derivations(), parameters=PARAMETERS)

    def derivations(self) -> str:
        """The text of 推导.yaml."""
        lines = [
            line
            for kind, found in self.texts.items()
            for line in (f"{kind}:", *(f"  {word}: {text}" for word, text in found.items()))
        ]
        return "\n".join(lines)

    def written(self, kind: str, write: Callable[[], str], term: bool = False) -> str:
        """What the language takes, as a condition or as a term."""
        while True:
            text = write()
            try:
                (self.desk.term if term else self.desk.condition)(text, kind)
            except MistakesFound:
                continue
            return text

    # Terms

    def stated(self, kind: str, dim: Dim) -> str:
        """A field of the fact itself, of the one that it points to, or of what a department has one of."""
        own = [*FIELDS.get(dim, {}).get(kind, ()), *(w for (k, w), d in self.derived.items() if (k, d) == (kind, dim))]
        linked = LINKED.get(kind, "")
        far = [f"{linked}.{word}" for word in FIELDS.get(dim, {}).get(linked, ())]
        far += [f"{linked}.{word}" for (k, word), d in self.derived.items() if (k, d) == (linked, dim)]
        single = [f"{k}.{w}" for k in ("预算收支", "资产", "部门") for w in FIELDS.get(dim, {}).get(k, ())]
        single += [f"{k}.{w}" for (k, w), d in self.derived.items() if k in ("部门", "预算收支") and d is dim]
        choices = [(own, 6), (far, 2), (single, 1)]
        found = [part for part, weight in choices for _ in range(weight) if part]
        return str(self.pick(self.pick(found) if found else LIMITS.get(dim, ("甲",))))

    def figure(self, kind: str, dim: Dim, depth: int) -> str:
        """A figure."""
        chance = self.random.random()
        if dim is Dim.RATIO and chance < 0.7:
            part = self.pick((Dim.MONEY, Dim.COUNT))
            return f"{self.inner(kind, part, depth)} ÷ {self.inner(kind, part, depth)}"
        if dim is Dim.POINTS:
            return f"{self.stated(kind, Dim.RATIO)} − {self.inner(kind, Dim.RATIO, depth)}"
        if dim is Dim.DATE and depth > 0 and chance < 0.3:
            return f"{self.stated(kind, dim)} {self.pick('+−')} {self.pick(LIMITS[Dim.DAYS])}"
        if dim is Dim.DAYS:
            return f"间隔日数({self.stated(kind, Dim.DATE)}, {self.stated(kind, Dim.DATE)})"
        if dim is Dim.COUNT and chance < 0.5:
            ranged = self.pick(RANGES)
            return f"数量({ranged}{self.meeting(ranged, kind, depth)})"
        if dim is Dim.MONEY and chance < 0.2:
            ranged = self.pick(("项目", "采购", "领域"))
            return f"合计({ranged}.{self.pick(FIELDS[dim][ranged])}{self.meeting(ranged, kind, depth)})"
        if depth > 0 and chance < 0.5 and dim in (Dim.MONEY, Dim.COUNT, Dim.NUMBER, Dim.RATIO):
            return self.combined(kind, dim, depth)
        if dim is Dim.MONEY and chance < 0.55:
            return "线"
        return self.stated(kind, dim)

    def combined(self, kind: str, dim: Dim, depth: int) -> str:
        """A figure made of others."""
        one, other = self.inner(kind, dim, depth - 1), self.inner(kind, dim, depth - 1)
        other = self.pick(LIMITS[Dim.POINTS]) if dim is Dim.RATIO and self.random.random() < 0.2 else other
        rate = self.pick(("50%", "2", "33%", "-1", self.stated(kind, Dim.RATIO), self.stated(kind, Dim.NUMBER)))
        forms = ("{0} + {1}", "{0} − {1}", "{0} × {2}", "{0} ÷ {2}", "绝对值({0})", "-{0}")
        return str(self.pick(forms)).format(one, other, rate)

    def inner(self, kind: str, dim: Dim, depth: int) -> str:
        """A figure that stands inside another one."""
        text = self.figure(kind, dim, depth - 1)
        return f"（{text}）" if " " in text or text.startswith("-") else text

    def meeting(self, kind: str, outer: str, depth: int) -> str:
        """What the facts of a range must meet, their own words beside those of what is around them."""
        if self.random.random() < 0.3:
            return ""
        parts = [self.condition(kind, depth - 1)] if self.random.random() < 0.8 else []
        if not parts or self.random.random() < 0.4:
            own = FIELDS[Dim.TEXT].get(outer)
            parts.append(f"{self.pick(FIELDS[Dim.TEXT][kind])} = {f'对象.{self.pick(own)}' if own else '甲'}")
        return f" 满足 （{' 且 '.join(parts)}）"

    # Conditions

    def condition(self, kind: str, depth: int) -> str:
        """A condition in brackets where it must hold together."""
        chance = self.random.random()
        if depth > 0 and chance < 0.25:
            word, parts = (
                self.pick(("且", "或")),
                [self.condition(kind, depth - 1) for _ in range(self.pick((2, 2, 3)))],
            )
            return f"（{f' {word} '.join(parts)}）"
        if depth > 0 and chance < 0.3:
            return f"（非 {self.condition(kind, depth - 1)}）"
        if depth > 0 and chance < 0.5:
            ranged = self.pick(RANGES)
            inner = self.meeting(ranged, kind, depth)
            each = self.random.random() < 0.3 and inner
            return f"（{'每个' if each else self.pick(('存在', '不存在'))} {ranged}{inner}）"
        return self.atom(kind, depth)

    def atom(self, kind: str, depth: int) -> str:
        """A comparison, or a question about a word."""
        chance = self.random.random()
        if chance < 0.15 and FIELDS[Dim.TEXT].get(kind):
            word = self.pick(FIELDS[Dim.TEXT][kind])
            value = OPTIONS.get(word) or f'"{self.pick(WORDS)}"'
            forms = ("{} = {}", "{} ≠ {}", "{} 为无", "{} 属于 {{{}}}", "{} 不为无")
            return str(self.pick(forms)).format(word, value)
        if chance < 0.22:
            return f"{self.stated(kind, Dim.TRUTH)} {self.pick(('= 是', '≠ 否', f'= {self.stated(kind, Dim.TRUTH)}'))}"
        if chance < 0.26:
            return f"{self.stated(kind, Dim.MONEY)} 为无"
        dim = self.pick((Dim.MONEY, Dim.MONEY, Dim.RATIO, *LIMITS))
        other = self.pick(LIMITS[dim]) if self.random.random() < 0.8 else self.figure(kind, dim, depth - 1)
        sides = [self.figure(kind, dim, depth), other]
        return f" {self.pick(SIGNS)} ".join(sides[:: self.pick((1, 1, 1, -1))])


def rules_of(author: Author) -> list[str]:
    """Rules, some alone and some in families that differ in one limit, in 适用 or in 要求."""
    texts = [text for _ in range(author.random.randint(1, 4)) for text in _rules(author, author.pick(SUBJECTS))]
    if author.random.random() < 0.3:
        limit = author.pick(LIMITS[Dim.MONEY])
        texts.append(rule_text(f"年度预算 ≥ {limit}", rule="TST-NNN").replace("对象: 项目", "对象: [项目, 领域]"))
    return [text.replace("TST-NNN", f"TST-{number:03}") for number, text in enumerate(texts)]


def _rules(author: Author, kind: str) -> list[str]:
    """A rule, or a family of them."""
    random, number = author.random, "TST-NNN"
    scope = author.written(kind, lambda: author.condition(kind, 1)) if random.random() < 0.5 else ""
    duty = author.written(kind, lambda: author.condition(kind, 2))
    grade = author.written(kind, lambda: author.atom(kind, 0))
    grades = author.pick(("一般", "提示", f"[{{级别: 严重, 条件: '{grade}'}}, {{级别: 一般}}]"))
    if random.random() < 0.5:
        return [rule_text(duty, kind, number, scope=scope, severity=grades)]
    dim = author.pick((Dim.MONEY, Dim.MONEY, Dim.RATIO, Dim.COUNT, Dim.DATE))
    first = LIMITS[dim][0]
    limit = author.written(kind, lambda: f"{author.figure(kind, dim, 2)} {author.pick(SIGNS)} {first}")
    alike = [limit.removesuffix(first) + text for text in _limits(author, dim)]
    if random.random() < 0.6:
        return [rule_text(own, kind, number, scope=scope, severity=grades) for own in alike]
    scopes = [author.pick((f"{scope} 且 {own}", f"{own} 且 {scope}")) if scope else own for own in alike]
    return [rule_text(duty, kind, number, scope=own, severity=grades) for own in scopes]


def _limits(author: Author, dim: Dim) -> list[str]:
    """Limits that rise, fall or come as they like, equal ones among them."""
    forms = {Dim.MONEY: "0.{:02}元", Dim.RATIO: "{}1.5%", Dim.COUNT: "{}个", Dim.DATE: "2022-03-{:02}"}
    numbers = [author.random.randint(1, 28) for _ in range(author.pick((2, 4, 6, 40)))]
    order = author.pick((sorted, lambda found: sorted(found, reverse=True), list))
    return [forms[dim].format(number) for number in order(numbers)]
