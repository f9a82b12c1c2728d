"""Grids to trees: which kind a table holds, what its columns and cells mean, and what is not read and why."""
