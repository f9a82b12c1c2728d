"""Prints how long things take, as ratios; `results` measures a whole province against its peers and writes RESULTS.md.

The others are: a check (startup), larger rulebooks (rulebooks), tables (workbooks), a province (province: not written).
"""

from __future__ import annotations

import sys

from benchmarks import results, rulebooks, startup, workbooks

MEASURES = {
    "startup": startup.measure,
    "rulebooks": rulebooks.measure,
    "workbooks": workbooks.measure,
    "province": results.province,
    "results": results.measure,
}

if __name__ == "__main__":
    name = (sys.argv[1:] or ["startup"])[0]
    if name not in MEASURES:
        sys.exit(f"没有“{name}”这项测速，可以写：{'、'.join(MEASURES)}。")
    print(MEASURES[name]())
