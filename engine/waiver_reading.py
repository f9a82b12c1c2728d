"""The waivers (豁免) of a fact file; one that is not complete is a mistake: half a waiver must silence nothing."""

from __future__ import annotations

from collections.abc import Callable

from engine.dossier import Waiver
from engine.mistakes import Mistakes, Place, suggestion
from engine.nodes import Node
from engine.notation import NotationError, read_date
from engine.value_reading import SOURCE, source_of
from engine.vocabulary import NOTHING_WORD

KEYS = ("规则", "对象", "理由", "批准", "到期")
_FORM = f"每条写：{'、'.join(KEYS)}。"

# Notes a mistake where there is no rule by a name; the readers of facts know no rulebook.
RuleCheck = Callable[[str, Place, Mistakes], None]


def waivers_of(node: Node | None, check: RuleCheck, mistakes: Mistakes) -> tuple[Waiver, ...]:
    """Reads the waivers in an order that does not depend on the file's."""
    if node is None or node.text == NOTHING_WORD:
        return ()
    if node.items is None:
        mistakes.add(node.place, f"“豁免”应是清单，这里是{node.sort}", f"每条另起一行，以“- ”开头。{_FORM}")
        return ()
    return tuple(sorted(w for item in node.items if (w := _waiver(item, check, mistakes)) is not None))


def _waiver(node: Node, check: RuleCheck, mistakes: Mistakes) -> Waiver | None:
    if node.entries is None:
        mistakes.add(node.place, f"“豁免”的一条应是一组键值，这里是{node.sort}", _FORM)
        return None
    unknown = [key for key in node.keys if key not in (*KEYS, SOURCE)]
    for key in unknown:
        mistakes.add(node.keys[key], f"“豁免”里不认识“{key}”", suggestion(key, (*KEYS, SOURCE)))
    texts = {key: child.text for key, child in node.entries.items() if child.text is not None}
    wrong = [key for key in KEYS if key in node.entries and key not in texts]
    for key in wrong:
        mistakes.add(node.entries[key].place, f"“豁免”的“{key}”应是文字，这里是{node.entries[key].sort}")
    lacking = [key for key in KEYS if not texts.get(key)]
    if lacking and not unknown and not wrong:
        mistakes.add(node.place, f"豁免缺少“{'”“'.join(lacking)}”", "没有理由、批准人和到期日的豁免不生效。")
    if lacking:
        return None
    check(texts["规则"], node.entries["规则"].place, mistakes)
    try:
        until = int(read_date(texts["到期"]).high)
    except NotationError as error:
        mistakes.add(node.entries["到期"].place, f"豁免的到期日：{error.message}", error.hint)
        return None
    return Waiver(texts["规则"], texts["对象"], texts["理由"], texts["批准"], until, source_of(node, mistakes))
