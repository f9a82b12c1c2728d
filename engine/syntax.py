"""The grammar of conditions: text to a raw tree with offsets; what the words mean is decided in `meaning.py`."""

from __future__ import annotations

import re
from functools import cache

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from engine.mistakes import Mistakes
from engine.nodes import Node
from engine.notation import half_width

LONGEST = 2000  # characters of one condition
DEEPEST = 40  # nested brackets

_GRAMMAR = r"""
?start: expression
?expression: conjunction
           | conjunction (_OR conjunction)+              -> any_of
?conjunction: negation
            | negation (_AND negation)+                  -> all_of
?negation: comparison
         | _NOT negation                                 -> negated
?comparison: sum
           | sum COMPARISON sum                          -> compare
           | sum AGREE sum                               -> agree
           | sum ONEOF "{" word ("," word)* "}"          -> one_of
           | sum CONTAINS sum                            -> contains
           | sum ISNONE                                  -> is_none
           | EXISTS NAME [_WITH "(" expression ")"]      -> exists
           | EACH NAME _WITH "(" expression ")"          -> each
?sum: product
    | product (PLUS product)+                            -> chain
?product: unary
        | unary (TIMES unary)+                           -> chain
?unary: "-" unary                                        -> negative
      | primary
?primary: DATE                                           -> date
        | YEARDAY                                        -> year_day
        | QUANTITY                                       -> quantity
        | STRING                                         -> string
        | NAME "(" arguments ")"                         -> call
        | NAME ["." NAME]                                -> name
        | "(" expression ")"
arguments: argument ("," argument)*
?argument: expression
         | NAME ["." NAME] _WITH expression              -> selection
?word: STRING | NAME | QUANTITY

_OR.3: /或(?!\w)/
_AND.3: /且(?!\w)/
_NOT.3: /非(?!\w)/
_WITH.3: /满足(?!\w)/
EXISTS.3: /(不存在|存在)(?!\w)/
EACH.3: /每个(?!\w)/
AGREE.3: /(不相符|相符)(?!\w)/
ONEOF.3: /(不属于|属于)(?!\w)/
CONTAINS.3: /(不包含|包含)(?!\w)/
ISNONE.3: /(不为无|为无)(?!\w)/
COMPARISON.3: /<=|>=|!=|<>|[=≠<≤>≥]|(不等于|等于|不低于|低于|不高于|高于|未达到|达到)(?!\w)/
PLUS: "+" | "-"
TIMES: "×" | "÷" | "*" | "/"
DATE.4: /\d{4}-\d{1,2}-\d{1,2}/
YEARDAY.4: /本年\d{1,2}月\d{1,2}日/
QUANTITY.2: /(约|近|不足)?\d[\d,]*(\.\d+)?[%\w]*/
STRING: /"[^"]*"/
NAME: /[^\W\d]\w*/
%ignore /\s+/
"""


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", propagate_positions=True, maybe_placeholders=True)


def parse(node: Node, text: str, offset: int, mistakes: Mistakes) -> Tree[Token] | Token | None:
    """Reads one condition or term that starts at an offset of a node's text; notes what is wrong with its place."""
    if not text.strip():
        mistakes.add(node.inside(offset), "这里没有写条件或式子", "请写上；用不着就整行删去。")
        return None
    if len(text) > LONGEST or _depth(text) > DEEPEST:
        mistakes.add(node.inside(offset), "条件太长或括号太深", f"最多{LONGEST}个字、{DEEPEST}层括号；请拆成推导。")
        return None
    try:
        tree = _parser().parse(half_width(text))
    except UnexpectedInput as error:
        at = error.pos_in_stream if isinstance(error.pos_in_stream, int) else len(text)
        if isinstance(error, UnexpectedToken) and error.token.type == "$END":
            at = len(text.rstrip())
        mistakes.add(node.inside(offset + at), *_explained(error, text, at))
        return None
    if _nesting(tree) > DEEPEST:
        mistakes.add(node.inside(offset), "条件套得太深，或连着算的项太多", f"最多{DEEPEST}层；请拆成推导。")
        return None
    return tree


def _depth(text: str) -> int:
    depth = deepest = 0
    for sign in half_width(text):
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    return deepest


def _nesting(tree: Tree[Token] | Token) -> int:
    """How deep the typed condition will be: sums are taken two at a time, so each further term is one level more."""
    deepest, waiting = 0, [(tree, 0)]
    while waiting:
        part, depth = waiting.pop()
        if isinstance(part, Tree):
            depth += len(part.children) // 2 if part.data == "chain" else 1
            waiting.extend((child, depth) for child in part.children if child is not None)
        deepest = max(deepest, depth)
    return deepest


# What people write who know other languages or none.
_MEANT = {
    "大于": "高于",
    "超过": "高于",
    "多于": "高于",
    "大于等于": "不低于",
    "不少于": "不低于",
    "不小于": "不低于",
    "小于": "低于",
    "少于": "低于",
    "不足": "低于",
    "小于等于": "不高于",
    "不超过": "不高于",
    "不大于": "不高于",
    "是": "=",
    "等": "=",
    "不是": "≠",
    "并且": "且",
    "而且": "且",
    "和": "且",
    "或者": "或",
    "有": "存在",
    "没有": "不存在",
}


_CONDITIONAL = re.compile(r"(^|[\s（(])(如果|若|当|凡)\s")


def _explained(error: UnexpectedInput, text: str, at: int) -> tuple[str, str]:
    if isinstance(error, UnexpectedCharacters):
        if half_width(text[at : at + 1]) == '"':
            return "引号没有收尾", "文字前后都要有引号。"
        if half_width(text[at : at + 1]) == "%":
            return "“%”前面不是数字", "写成 95%；一项的百分之几用乘号，例如：采购预算 × 105%。"
        return f"条件里不能写“{text[at : at + 1]}”", "可用的符号：= ≠ < ≤ > ≥ + − × ÷ （ ） { } ， 。文字要加引号。"
    if not isinstance(error, UnexpectedToken) or error.token.type == "$END":
        if half_width(text).count("(") > half_width(text).count(")"):
            return "括号没有收尾", "补上“）”；式子里有逗号、又写在 [ ] 或 { } 里的，整个式子要加引号。"
        return "条件没有写完", "请检查比较词后面是否少了一项。"
    found = text[at : at + max(1, len(str(error.token)))]
    if found in _MEANT:
        return f"不认识“{found}”", f"是否想写“{_MEANT[found]}”？"
    if _CONDITIONAL.search(text[:at]):
        return (
            "条件里没有“如果……则……”这种写法",
            "前提写在“适用”里，应当做到的写在“要求”里；也可以写成：非（前提） 或（要求）。",
        )
    if error.token.type == "RPAR":
        return f"多了一个“{found}”，或它前面没有写完", "请检查括号是否成对，比较词后面是否少了一项。"
    if error.token.type == "COMPARISON":
        return f"这里不能再写“{found}”", "一次比较只有两项，请分成两个比较，用“且”连接。"
    return f"“{found}”写在这里看不懂", "请检查前面是否少了 且、或、比较词，括号是否成对，“满足”后面是否有括号。"
