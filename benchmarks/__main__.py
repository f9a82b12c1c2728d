"""Prints how long things take, as ratios: a check (startup), larger rulebooks (rulebooks), tables (workbooks)."""

from __future__ import annotations

import sys

from benchmarks import rulebooks, startup, workbooks

MEASURES = {"startup": startup.measure, "rulebooks": rulebooks.measure, "workbooks": workbooks.measure}

if __name__ == "__main__":
    name = (sys.argv[1:] or ["startup"])[0]
    if name not in MEASURES:
        sys.exit(f"没有“{name}”这项测速，可以写：{'、'.join(MEASURES)}。")
    print(MEASURES[name]())
