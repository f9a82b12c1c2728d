"""Departments in columns: the fast path's own source judged with Polars, many plain departments at a time."""

import os

# A batch has as many processes as it is to have; threads of each beside them would only be in the way.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
