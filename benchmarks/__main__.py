"""Prints how long a check takes from start to finish, as a ratio to a process that only imports the named packages."""

from __future__ import annotations

from benchmarks.startup import measure

if __name__ == "__main__":
    print(measure())
