"""Reads wording templates and checks every name in them against the fields there are, with placed mistakes."""

from __future__ import annotations

import re

from engine.meaning import condition_of, term_of
from engine.mistakes import Mistakes, nearest, suggestion
from engine.nodes import Node
from engine.notation import half_width
from engine.quantifying import link_of
from engine.quantity import NUMERIC, Dim
from engine.scope import Scope
from engine.template import DETAIL, NUMBER, Choice, Figure, Group, Listing, Optional, Part, Template
from engine.terms import All, Term, depths
from engine.vocabulary import Shape

DATES = ("年", "月")
UNITS = ("元", "万元", "亿元", *DATES)
DECIMALS = tuple("0123456789")
SUMMABLE = NUMERIC - {Dim.DATE}
MONEY = frozenset({Dim.MONEY, Dim.AMOUNT})
DEEPEST = 10  # braces in braces
IF, IF_FORM = "若", "{若 支出 = 0元：全年未支出|支出{支出}}"
_IF = re.compile(rf"{IF}(?!\w)")
_TOTAL = re.compile(r"(合计|最大|最小)\(([^()]*)\)")
_EACH = re.compile(r"\s*([^\W\d]\w*)\s*(?:满足\s*\((.*)\)\s*|满足\s+(.*))?", re.DOTALL)


def template_of(node: Node, scope: Scope, grouped: bool, mistakes: Mistakes) -> Template:
    """Reads a wording; in a grouped one only sums over the subjects and facts of single kinds may be named."""
    text = node.text or ""
    if _depth(text) > DEEPEST:
        mistakes.add(node.place, f"括号套得太深，超过{DEEPEST}层", "{ } 和 〈 〉 请少套几层。")
        return ()
    return _Reader(node, text, grouped, mistakes).parts(scope, 0, len(text))


def _depth(text: str) -> int:
    depth = deepest = 0
    for sign in text:
        depth += (sign in "{〈") - (sign in "}〉")
        deepest = max(deepest, depth)
    return deepest


class _Reader:
    def __init__(self, node: Node, text: str, grouped: bool, mistakes: Mistakes) -> None:
        self.node, self.text, self.grouped, self.mistakes = node, text, grouped, mistakes
        self.folded = half_width(text)

    def wrong(self, at: int, message: str, hint: str = "") -> None:
        self.mistakes.add(self.node.inside(at), message, hint)

    def parts(self, scope: Scope, start: int, end: int) -> Template:
        """Reads the text between two offsets."""
        found: list[Part] = []
        plain = at = start
        while at < end:
            sign = self.text[at]
            if sign in "{〈":
                close = self.closing(at, end)
                if close is None:
                    self.wrong(at, f"“{sign}”没有收尾", "{ } 和 〈 〉 要成对。")
                    return tuple(found)
                found.append(self.text[plain:at])
                part = self.braced(scope, at + 1, close) if sign == "{" else self.optional(scope, at + 1, close)
                found.extend([part] if part is not None else [])
                at = plain = close + 1
            elif sign in "}〉":
                self.wrong(at, f"多了一个“{sign}”", "{ } 和 〈 〉 要成对。")
                at += 1
            else:
                at += 1
        found.append(self.text[plain:end])
        return tuple(part for part in found if part != "")

    def closing(self, start: int, end: int) -> int | None:
        pairs = {"{": "}", "〈": "〉"}
        waiting: list[str] = []
        for at in range(start, end):
            sign = self.text[at]
            if sign in pairs:
                waiting.append(pairs[sign])
            elif waiting and sign == waiting[-1]:
                waiting.pop()
                if not waiting:
                    return at
        return None

    def optional(self, scope: Scope, start: int, end: int) -> Part:
        return Optional(self.parts(scope, start, end))

    def split(self, sign: str, start: int, end: int) -> int:
        """The first offset of a sign outside inner braces and brackets, or the end."""
        depth = 0
        for at in range(start, end):
            depth += (self.folded[at] in "({〈") - (self.folded[at] in ")}〉")
            if depth == 0 and self.text[at] in sign:
                return at
        return end

    def braced(self, scope: Scope, start: int, end: int) -> Part | None:
        head = self.text[start:end].strip()
        first = self.split("|", start, end)
        word = self.text[start:first].strip()
        if word == DETAIL or head == NUMBER:
            if not self.grouped:
                hint = "它说的是同一规则的多个对象；请另写“明细”，或改用对象自己的字段。"
                self.wrong(start, f"“{word}”只能用在写了“明细”的规则里，并且不能写在“明细”里", hint)
            return Group(NUMBER) if head == NUMBER else Group(DETAIL, self.text[first + 1 : end] or "、")
        if not head:
            self.wrong(start, "{ } 里没有写字段", "例如：{名称}、{年度预算:万元}。")
            return None
        colon = self.split("：", start, end)
        if _IF.match(head):
            return self.choice(scope, start, colon, end)
        if colon < end:
            return self.listing(scope, start, colon, end)
        return self.figure(scope, start, end)

    def choice(self, scope: Scope, start: int, colon: int, end: int) -> Part | None:
        if colon == end:
            self.wrong(start, "“若”后面缺少全角冒号“：”", f"写法：{IF_FORM}。")
            return None
        before = start + self.text[start:colon].index(IF) + len(IF)
        condition = condition_of(self.node, scope, self.mistakes, self.text[before:colon], before)
        if self.grouped and scope.depth == 0 and 0 in depths(condition):
            self.wrong(start, "写了“明细”的规则，一段话说的是多个对象，看对象字段的“若”要放进“明细”")
        bar = self.split("|", colon + 1, end)
        held, failed = self.parts(scope, colon + 1, bar), self.parts(scope, bar + 1, end)
        return None if condition is None else Choice(condition, held, failed)

    def listing(self, scope: Scope, start: int, colon: int, end: int) -> Part | None:
        match = _EACH.fullmatch(self.folded[start:colon])
        kind = scope.vocabulary.kinds.get(match[1]) if match else None
        if match is None or kind is None or kind.shape is Shape.SINGLE:
            message = f"“{self.text[start:colon]}”不是可以逐条列出的事实类型"
            self.wrong(start, message, self.meant(scope, start, colon, end))
            return None
        inner = scope.inside(kind.word, aggregate=True)
        group = 2 if match[2] is not None else 3
        condition = None
        if match[group]:
            before, after = start + match.start(group), start + match.end(group)
            condition = condition_of(self.node, inner, self.mistakes, self.text[before:after], before)
        bar = self.split("|", colon + 1, end)
        parts = tuple(part for part in (link_of(inner), condition) if part is not None)
        whole = None if not parts else parts[0] if len(parts) == 1 else All(Dim.TRUTH, "", parts)
        listing = Listing(
            kind.word, inner.depth, whole, self.parts(inner, colon + 1, bar), self.text[bar + 1 : end] or "、"
        )
        if self.grouped and 0 in depths(whole):
            self.wrong(start, "写了“明细”的规则，逐条列出属于对象的事实要放进“明细”")
        return listing

    def meant(self, scope: Scope, start: int, colon: int, end: int) -> str:
        """What was probably meant by a full-width colon after something that cannot be listed."""
        word, form = self.text[start:colon].strip(), self.text[colon + 1 : end].strip()
        if form in UNITS or form in DECIMALS:
            return f"指定单位和小数位数用半角冒号：{{{word}:{form}}}。"
        kinds = scope.vocabulary.kinds
        if word in kinds:
            return f"“{word}”只有一份，直接写 {{{word}.字段}}。"
        lists = [name for name, kind in kinds.items() if kind.shape is not Shape.SINGLE]
        return suggestion(word, lists) if nearest(word, lists) else "例如：{目标：在“{位置}”为{值}|、}"

    def figure(self, scope: Scope, start: int, end: int) -> Part | None:
        cut = self.text.find(":", start, end)
        form = self.text[cut + 1 : end].strip() if cut >= 0 else ""
        to = cut if cut >= 0 else end
        if cut >= 0 and form not in UNITS and form not in DECIMALS:
            listed = self.text[start:cut].split("满足")[0].strip() in scope.vocabulary.kinds
            hint = "逐条列出用全角冒号“：”。" if listed else f"可以写：{'、'.join(UNITS)}，或一位数的小数位数。"
            self.wrong(cut + 1, f"不认识格式“{form}”", hint)
            return None
        total = _TOTAL.fullmatch(self.folded[start:to].strip()) if self.grouped and scope.depth == 0 else None
        at = start
        if total:
            at, to = start + self.folded[start:to].index("(") + 1, self.folded.rindex(")", start, to)
        term = term_of(self.node, scope, self.mistakes, self.text[at:to], at)
        if term is None or not self.fits(term, form, total[1] if total else "", start, cut + 1):
            return None
        if self.grouped and scope.depth == 0 and not total and 0 in depths(term):
            hint = "请放进“明细”" + (f"，或写 {{合计({term.text})}}。" if term.dim in SUMMABLE else "。")
            self.wrong(start, f"写了“明细”的规则，一段话说的是多个对象，不能直接写“{term.text}”", hint)
        decimals = int(form) if form in DECIMALS and form else None
        return Figure(term, "" if decimals is not None else form, decimals, total[1] if total else "")

    def fits(self, term: Term, form: str, total: str, start: int, at: int) -> bool:
        """Whether a figure can be summed and printed as asked."""
        if total and term.dim not in (SUMMABLE if total == "合计" else NUMERIC):
            self.wrong(start, f"“{term.text}”是{term.dim}，不能{total}", "请放进“明细”逐个写出。")
            return False
        wanted = {Dim.DATE} if form in DATES else MONEY if form in UNITS else SUMMABLE
        if form and term.dim not in wanted:
            self.wrong(at, f"“{term.text}”是{term.dim}，不能用格式“{form}”", f"直接写 {{{term.text}}}。")
            return False
        return True
