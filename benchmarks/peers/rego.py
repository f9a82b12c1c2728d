"""Rego by regorus, its interpreter or (third argument `vm`) its bytecode machine: all twenty rules in the language.

The host hands over each line as it is and reads the set of findings; it does nothing else. Products stand in for
quotients, what several rules need is worked out once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import msgspec
import regorus

from benchmarks.peers.reading import Finding

_POLICY = """
package province

name := input["部门"]["名称"]
total := input["预算收支"]["总预算（分）"]
whole := input["预算收支"]["支出（分）"]
key := {p["名称"] | some p in input["项目"]; p["资金来源"] == "上级"}
budgets := {p["名称"]: p["年度预算（分）"] | some p in input["项目"]}
middle := {r["项目"] | some r in input["监控记录"]; r["截止月份"] >= 6; r["截止月份"] <= 8}
marked := [r["项目"] | some r in input["监控记录"]; r["类型"] == "重点"]
exact := [i | some i in input["列举"]; i["列举方式"] == "全部列举"]

found contains ["R01-000", p["名称"], p["年度预算（分）"], null] if {
    some p in input["项目"]
    p["年度预算（分）"] >= 1000000000
    p["性质"] == "经常性"
    p["资金来源"] != "上级"
}
found contains ["R02-000", p["名称"], p["年度预算（分）"], null] if {
    some p in input["项目"]
    p["年度预算（分）"] >= 3000000000
    p["性质"] == "阶段性"
    p["资金来源"] != "上级"
}
found contains ["R03-000", p["名称"], p["年度预算（分）"], null] if {
    some p in input["项目"]
    p["资金来源"] == "上级"
    p["年度预算（分）"] >= 0
    not p["名称"] in middle
}
found contains ["R04-000", p["名称"], p["支出（分）"], p["年度预算（分）"]] if {
    some p in input["项目"]
    p["支出（分）"] * 1000 < p["年度预算（分）"] * 800
    p["支出（分）"] * 1000 >= p["年度预算（分）"] * 600
}
found contains ["R05-000", p["名称"], p["支出（分）"], p["年度预算（分）"]] if {
    some p in input["项目"]
    p["支出（分）"] * 1000 < p["年度预算（分）"] * 600
}
found contains ["R06-000", p["名称"], p["支出（分）"], p["年度预算（分）"]] if {
    some p in input["项目"]
    p["支出（分）"] > p["年度预算（分）"]
}
found contains ["R07-000", p["名称"], p["年度预算（分）"], null] if {
    some p in input["项目"]
    p["支出（分）"] == 0
    p["年度预算（分）"] >= 1
}
found contains ["R08-000", p["名称"], p["年度预算（分）"], total] if {
    some p in input["项目"]
    p["年度预算（分）"] * 1000 > total * 250
}
found contains ["R10-000", project, open, null] if {
    some project in {each | some each in marked}
    open := count([1 | some other in marked; other == project])
    open >= 2
}
found contains ["R12-000", "", reform["生效日期"], null] if {
    is_array(input["改革事项"])
    input["目标调整"] == "无"
    total >= 0
    some reform in input["改革事项"]
    reform["方向"] == "划出"
}
found contains ["R13-000", "", total, null] if {
    input["制度"]["政府采购"]["状态"] != "已印发"
    total >= 0
}
found contains ["R14-000", "", total, null] if {
    input["制度"]["绩效职责分工"]["状态"] != "已印发"
    total >= 0
}
found contains ["R15-000", "", whole, total] if whole * 1000 < total * 800
found contains ["R16-000", "", all_spent, whole] if {
    all_spent := sum([p["支出（分）"] | some p in input["项目"]])
    all_spent > whole
}
found contains ["R17-000", "", all_budget, total] if {
    all_budget := sum([p["年度预算（分）"] | some p in input["项目"]])
    all_budget > total
}
found contains ["R18-000", "", vague, n] if {
    n := count(input["列举"])
    vague := n - count(exact)
    vague * 1000 > n * 300
}
found contains ["R19-000", concat("·", [i["名称"], i["位置"]]), i["列举个数（个）"], i["声明个数（个）"]] if {
    some i in exact
    i["列举个数（个）"] * 1000 < i["声明个数（个）"] * 900
}
found contains ["R20-000", concat("·", [i["名称"], i["位置"]]), i["列举个数（个）"], i["声明个数（个）"]] if {
    some i in exact
    i["列举个数（个）"] * 1000 > i["声明个数（个）"] * 1300
}

records := array.concat(
    [["R09-000", concat("·", [r["对象"], r["类型"], r["项目"]]), r["截止月份"], null] |
        some r in input["监控记录"]; r["类型"] == "重点"; r["截止月份"] <= 9],
    [["R11-000", concat("·", [r["对象"], r["类型"], r["项目"]]), r["截止月份"], null] |
        some r in input["监控记录"]; not r["项目"] in key; budgets[r["项目"]] >= 0],
)
all := [name, found, records]
"""
# Records are listed, not put into the set: two that are alike count twice.


class _Answer(msgspec.Struct, array_like=True):
    name: str
    found: list[tuple[str, str, int | str, int | None]]
    records: list[tuple[str, str, int, int | None]]


def _interpreter() -> Callable[[str], str]:
    engine = regorus.Engine()
    engine.add_policy("province.rego", _POLICY)

    def ask(line: str) -> str:
        engine.set_input_json(line)
        return str(engine.eval_rule_as_json("data.province.all"))

    return ask


def _machine() -> Callable[[str], str]:
    program = regorus.Program.compile_from_modules("{}", [("province.rego", _POLICY)], ["data.province.all"])
    machine = regorus.Rvm()
    machine.load_program(program)

    def ask(line: str) -> str:
        machine.set_input_json(line)
        return str(machine.execute())

    return ask


def _findings(file: str, ask: Callable[[str], str]) -> Iterator[Finding]:
    decode = msgspec.json.Decoder(_Answer).decode
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            answer = decode(ask(line))
            name = answer.name
            for rule, subject, a, b in (*answer.found, *answer.records):
                yield rule, name, subject, a, b


def main() -> None:
    """Reads lines, asks the engine, writes findings."""
    ask = _machine() if sys.argv[3:] == ["vm"] else _interpreter()
    with open(sys.argv[2], "wb") as out:
        out.write(msgspec.json.Encoder().encode_lines(_findings(sys.argv[1], ask)))


if __name__ == "__main__":
    main()
