"""Polars from the same lines: read with a fixed schema, lists exploded once, one lazy query a rule, all run together.

It uses all cores. A finding has fixed columns: the day that R12 reports stands in `text`, not in `a`.
"""

from __future__ import annotations

import sys

import polars as pl
from polars import Int64, LazyFrame, List, String, Struct, col, concat_str, lit

_SCHEMA = {
    "部门": Struct({"名称": String}),
    "预算收支": Struct({"总预算（分）": Int64, "支出（分）": Int64}),
    "改革事项": String,  # 无, or a list, which Polars gives as text
    "目标调整": String,
    "制度": Struct({"政府采购": Struct({"状态": String}), "绩效职责分工": Struct({"状态": String})}),
    "项目": List(
        Struct({"名称": String, "性质": String, "年度预算（分）": Int64, "支出（分）": Int64, "资金来源": String})
    ),
    "监控记录": List(Struct({"对象": String, "类型": String, "项目": String, "截止月份": Int64})),
    "列举": List(
        Struct({"名称": String, "位置": String, "声明个数（个）": Int64, "列举个数（个）": Int64, "列举方式": String})
    ),
}
_NO_NUMBER, _NO_TEXT = lit(None, Int64), lit(None, String)


def _found(
    frame: LazyFrame, rule: str, subject: pl.Expr, a: pl.Expr, b: pl.Expr = _NO_NUMBER, text: pl.Expr = _NO_TEXT
) -> LazyFrame:
    names = {"rule": lit(f"{rule}-000"), "department": col("dept"), "subject": subject, "a": a, "b": b, "text": text}
    return frame.select(**names)


def _list(lines: LazyFrame, kind: str) -> LazyFrame:
    return lines.select("dept", "total", kind).explode(kind).unnest(kind)


def _projects(p: LazyFrame, records: LazyFrame) -> list[LazyFrame]:
    name, budget, spent, source = col("名称"), col("年度预算（分）"), col("支出（分）"), col("资金来源")
    rate, key = spent * 1000, source == "上级"
    middle = records.filter(col("截止月份").is_between(6, 8)).select("dept", 名称="项目")
    found = [
        _found(p.filter(~key, col("性质") == nature, budget >= least), rule, name, budget)
        for rule, nature, least in (("R01", "经常性", 10**9), ("R02", "阶段性", 3 * 10**9))
    ]
    seen = p.filter(key, budget >= 0).join(middle, on=["dept", "名称"], how="anti")
    limits = {
        "R04": (rate >= budget * 600) & (rate < budget * 800),
        "R05": rate < budget * 600,
        "R06": rate > budget * 1000,
    }
    found += [_found(p.filter(limit), rule, name, spent, budget) for rule, limit in limits.items()]
    found.append(_found(seen, "R03", name, budget))
    found.append(_found(p.filter(spent == 0, budget >= 1), "R07", name, budget))
    found.append(_found(p.filter(budget * 1000 > col("total") * 250), "R08", name, budget, col("total")))
    return found


def _records(r: LazyFrame, p: LazyFrame) -> list[LazyFrame]:
    subject = concat_str("对象", "类型", "项目", separator="·")
    marked, month = r.filter(col("类型") == "重点"), col("截止月份")
    known = p.filter(col("资金来源") != "上级", col("年度预算（分）") >= 0).select("dept", 项目="名称")
    often = marked.group_by("dept", "项目").agg(n=pl.len().cast(Int64)).filter(col("n") >= 2)
    return [
        _found(marked.filter(month <= 9), "R09", subject, month),
        _found(often, "R10", col("项目"), col("n")),
        _found(r.join(known, on=["dept", "项目"], how="semi"), "R11", subject, month),
    ]


def _indicators(i: LazyFrame) -> list[LazyFrame]:
    subject, actual, target = concat_str("名称", "位置", separator="·"), col("列举个数（个）"), col("声明个数（个）")
    exact = i.filter(col("列举方式") == "全部列举")
    vague = (col("列举方式") == "部分列举").sum().cast(Int64)
    shares = i.group_by("dept").agg(vague=vague, n=pl.len().cast(Int64)).filter(col("vague") * 1000 > col("n") * 300)
    return [
        _found(exact.filter(actual * 1000 < target * 900), "R19", subject, actual, target),
        _found(exact.filter(actual * 1000 > target * 1300), "R20", subject, actual, target),
        _found(shares, "R18", lit(""), col("vague"), col("n")),
    ]


def _departments(d: LazyFrame, p: LazyFrame) -> list[LazyFrame]:
    nobody, total, whole = lit(""), col("total"), col("whole")
    policy = col("制度").struct
    reformed = d.filter(col("改革事项") != "无", col("目标调整") == "无", total >= 0)
    day = col("改革事项").str.extract('"生效日期": ?"([^"]*)"')
    sums = p.group_by("dept").agg(spent=col("支出（分）").sum(), budget=col("年度预算（分）").sum())
    both = d.join(sums, on="dept")
    return [
        _found(reformed, "R12", nobody, _NO_NUMBER, text=day),
        *(
            _found(d.filter(policy.field(topic).struct.field("状态") != "已印发", total >= 0), rule, nobody, total)
            for rule, topic in (("R13", "政府采购"), ("R14", "绩效职责分工"))
        ),
        _found(d.filter(whole * 1000 < total * 800), "R15", nobody, whole, total),
        _found(both.filter(col("spent") > whole), "R16", nobody, col("spent"), whole),
        _found(both.filter(col("budget") > total), "R17", nobody, col("budget"), total),
    ]


def main() -> None:
    """Reads lines, runs all queries, writes findings."""
    money = col("预算收支").struct
    lines = pl.read_ndjson(sys.argv[1], schema=_SCHEMA).with_columns(
        dept=col("部门").struct.field("名称"), total=money.field("总预算（分）"), whole=money.field("支出（分）")
    )
    p, r, i = (_list(lines.lazy(), kind).collect().lazy() for kind in ("项目", "监控记录", "列举"))
    queries = _projects(p, r) + _records(r, p) + _indicators(i) + _departments(lines.lazy(), p)
    pl.concat(pl.collect_all(queries)).write_ndjson(sys.argv[2])


if __name__ == "__main__":
    main()
