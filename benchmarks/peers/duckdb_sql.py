"""DuckDB from the same lines: read once with fixed columns, lists unnested once, one query a rule, written by COPY.

It uses all cores. A finding has fixed columns: the day that R12 reports stands in `text`, not in `a`.
"""

from __future__ import annotations

import sys

import duckdb

_PROJECT = '"名称" VARCHAR, "性质" VARCHAR, "年度预算（分）" BIGINT, "支出（分）" BIGINT, "资金来源" VARCHAR'
_INDICATOR = '"名称" VARCHAR, "位置" VARCHAR, "声明个数（个）" BIGINT, "列举个数（个）" BIGINT, "列举方式" VARCHAR'
_COLUMNS = {
    "部门": 'STRUCT("名称" VARCHAR)',
    "预算收支": 'STRUCT("总预算（分）" BIGINT, "支出（分）" BIGINT)',
    "改革事项": "JSON",  # 无, or a list
    "目标调整": "JSON",
    "制度": 'STRUCT("政府采购" STRUCT("状态" VARCHAR), "绩效职责分工" STRUCT("状态" VARCHAR))',
    "项目": f"STRUCT({_PROJECT})[]",
    "监控记录": 'STRUCT("对象" VARCHAR, "类型" VARCHAR, "项目" VARCHAR, "截止月份" BIGINT)[]',
    "列举": f"STRUCT({_INDICATOR})[]",
}
_TABLES = """
CREATE TEMP TABLE d AS
    SELECT "部门"."名称" AS dept, "预算收支"."总预算（分）" AS total, "预算收支"."支出（分）" AS whole, *
    FROM read_json($file, format='newline_delimited', columns=$columns);
CREATE TEMP TABLE p AS
    SELECT dept, total, x."名称" AS name, x."性质" AS nature, x."年度预算（分）" AS budget, x."支出（分）" AS spent,
        x."资金来源" = '上级' AS key
    FROM (SELECT dept, total, unnest("项目") AS x FROM d);
CREATE TEMP TABLE r AS
    SELECT dept, concat(x."对象", '·', x."类型", '·', x."项目") AS name, x."类型" = '重点' AS marked,
        x."项目" AS project, x."截止月份" AS month
    FROM (SELECT dept, unnest("监控记录") AS x FROM d);
CREATE TEMP TABLE i AS
    SELECT dept, concat(x."名称", '·', x."位置") AS name, x."声明个数（个）" AS target, x."列举个数（个）" AS actual,
        x."列举方式" = '全部列举' AS exact
    FROM (SELECT dept, unnest("列举") AS x FROM d);
"""
_FOUND = """
SELECT 'R01-000' AS rule, dept AS department, name AS subject, budget AS a, NULL::BIGINT AS b, NULL::VARCHAR AS text
    FROM p WHERE nature = '经常性' AND budget >= 1000000000 AND NOT key
UNION ALL SELECT 'R02-000', dept, name, budget, NULL, NULL
    FROM p WHERE nature = '阶段性' AND budget >= 3000000000 AND NOT key
UNION ALL SELECT 'R03-000', dept, name, budget, NULL, NULL FROM p
    WHERE key AND budget >= 0
    AND NOT EXISTS (FROM r WHERE r.dept = p.dept AND r.project = p.name AND month BETWEEN 6 AND 8)
UNION ALL SELECT 'R04-000', dept, name, spent, budget, NULL
    FROM p WHERE spent * 1000 >= budget * 600 AND spent * 1000 < budget * 800
UNION ALL SELECT 'R05-000', dept, name, spent, budget, NULL FROM p WHERE spent * 1000 < budget * 600
UNION ALL SELECT 'R06-000', dept, name, spent, budget, NULL FROM p WHERE spent * 1000 > budget * 1000
UNION ALL SELECT 'R07-000', dept, name, budget, NULL, NULL FROM p WHERE spent = 0 AND budget >= 1
UNION ALL SELECT 'R08-000', dept, name, budget, total, NULL FROM p WHERE budget * 1000 > total * 250
UNION ALL SELECT 'R09-000', dept, name, month, NULL, NULL FROM r WHERE marked AND month <= 9
UNION ALL SELECT 'R10-000', dept, project, count(*), NULL, NULL
    FROM r WHERE marked GROUP BY dept, project HAVING count(*) >= 2
UNION ALL SELECT 'R11-000', r.dept, r.name, month, NULL, NULL
    FROM r JOIN p ON p.dept = r.dept AND p.name = r.project WHERE NOT key AND budget >= 0
UNION ALL SELECT 'R12-000', dept, '', NULL, NULL, "改革事项"->0->>'生效日期'
    FROM d WHERE "改革事项" <> '"无"' AND "目标调整" = '"无"' AND total >= 0
UNION ALL SELECT 'R13-000', dept, '', total, NULL, NULL
    FROM d WHERE "制度"."政府采购"."状态" <> '已印发' AND total >= 0
UNION ALL SELECT 'R14-000', dept, '', total, NULL, NULL
    FROM d WHERE "制度"."绩效职责分工"."状态" <> '已印发' AND total >= 0
UNION ALL SELECT 'R15-000', dept, '', whole, total, NULL FROM d WHERE whole * 1000 < total * 800
UNION ALL SELECT 'R16-000', dept, '', spent, whole, NULL
    FROM d JOIN (SELECT dept, sum(spent)::BIGINT AS spent FROM p GROUP BY dept) USING (dept) WHERE spent > whole
UNION ALL SELECT 'R17-000', dept, '', budget, total, NULL
    FROM d JOIN (SELECT dept, sum(budget)::BIGINT AS budget FROM p GROUP BY dept) USING (dept) WHERE budget > total
UNION ALL SELECT 'R18-000', dept, '', count(*) FILTER (NOT exact), count(*), NULL
    FROM i GROUP BY dept HAVING count(*) FILTER (NOT exact) * 1000 > count(*) * 300
UNION ALL SELECT 'R19-000', dept, name, actual, target, NULL FROM i WHERE exact AND actual * 1000 < target * 900
UNION ALL SELECT 'R20-000', dept, name, actual, target, NULL FROM i WHERE exact AND actual * 1000 > target * 1300
"""


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def main() -> None:
    """Reads lines, runs all queries, writes findings."""
    columns = ", ".join(f"{_text(word)}: {_text(sort)}" for word, sort in _COLUMNS.items())
    with duckdb.connect() as base:
        base.execute("SET preserve_insertion_order = false")
        base.execute(_TABLES.replace("$file", _text(sys.argv[1])).replace("$columns", f"{{{columns}}}"))
        base.execute(f"COPY ({_FOUND}) TO {_text(sys.argv[2])} (FORMAT json)")


if __name__ == "__main__":
    main()
