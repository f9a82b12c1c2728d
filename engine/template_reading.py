"""Reads wording templates and checks every name in them against the fields there are, with placed mistakes."""

from __future__ import annotations

import re

from engine.meaning import condition_of, term_of
from engine.mistakes import Mistakes, suggestion
from engine.nodes import Node
from engine.notation import half_width
from engine.quantifying import link_of
from engine.quantity import Dim
from engine.scope import Scope
from engine.template import DETAIL, NUMBER, Figure, Group, Listing, Optional, Part, Template
from engine.terms import All, depths
from engine.vocabulary import Shape

UNITS = ("元", "万元", "亿元", "年", "月")
_TOTAL = re.compile(r"(合计|最大|最小)\(([^()]*)\)")
_EACH = re.compile(r"\s*([^\W\d]\w*)\s*(?:满足\s*\((.*)\)\s*|满足\s+(.*))?", re.DOTALL)


def template_of(node: Node, scope: Scope, grouped: bool, mistakes: Mistakes) -> Template:
    """Reads a wording; in a grouped one only sums over the subjects and facts of single kinds may be named."""
    return _Reader(node, node.text or "", grouped, mistakes).parts(scope, 0, len(node.text or ""))


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
        if self.text[start:first].strip() == DETAIL or head == NUMBER:
            if not self.grouped:
                self.wrong(start, f"“{head}”只能用在写了“明细”的规则里")
            return Group(NUMBER) if head == NUMBER else Group(DETAIL, self.text[first + 1 : end] or "、")
        colon = self.split("：", start, end)
        if colon < end:
            return self.listing(scope, start, colon, end)
        return self.figure(scope, start, end)

    def listing(self, scope: Scope, start: int, colon: int, end: int) -> Part | None:
        match = _EACH.fullmatch(self.folded[start:colon])
        kind = scope.vocabulary.kinds.get(match[1]) if match else None
        if match is None or kind is None or kind.shape is Shape.SINGLE:
            hint = suggestion(match[1] if match else "", scope.vocabulary.kinds)
            self.wrong(
                start,
                f"“{self.text[start:colon]}”不是可以逐条列出的事实类型",
                hint or "例如：{目标：在“{位置}”为{值}|、}",
            )
            return None
        inner = scope.inside(kind.word, aggregate=True)
        group = 2 if match[2] is not None else 3
        condition = None
        if match[group]:
            before = start + match.start(group)
            node = Node(
                self.node.inside(before), self.text[before : start + match.end(group)], columns=self.node.columns
            )
            condition = condition_of(node, inner, self.mistakes)
        bar = self.split("|", colon + 1, end)
        parts = tuple(part for part in (link_of(inner), condition) if part is not None)
        whole = None if not parts else parts[0] if len(parts) == 1 else All(Dim.TRUTH, "", parts)
        listing = Listing(
            kind.word, inner.depth, whole, self.parts(inner, colon + 1, bar), self.text[bar + 1 : end] or "、"
        )
        if self.grouped and 0 in depths(whole):
            self.wrong(start, "写了“明细”的规则，逐条列出属于对象的事实要放进“明细”")
        return listing

    def figure(self, scope: Scope, start: int, end: int) -> Part | None:
        cut = self.text.rfind(":", start, end)
        form = self.text[cut + 1 : end].strip() if cut >= 0 else ""
        cut = cut if cut >= 0 else end
        if form and form not in UNITS and not form.isdigit():
            self.wrong(cut + 1, f"不认识格式“{form}”", f"可以写：{'、'.join(UNITS)}，或小数位数。")
        total = _TOTAL.fullmatch(self.folded[start:cut].strip()) if self.grouped and scope.depth == 0 else None
        at, to = (
            (start + self.folded[start:cut].index("(") + 1, self.folded.rindex(")", start, cut))
            if total
            else (start, cut)
        )
        term = term_of(self.node, scope, self.mistakes, self.text[at:to], at)
        if term is None:
            return None
        if self.grouped and scope.depth == 0 and not total and 0 in depths(term):
            hint = f"放进“明细”，或写 {{合计({term.text})}}。"
            self.wrong(start, f"写了“明细”的规则，一段话说的是多个对象，不能直接写“{term.text}”", hint)
        unit = "" if form.isdigit() else form
        return Figure(term, unit, int(form) if form.isdigit() and len(form) == 1 else None, total[1] if total else "")
