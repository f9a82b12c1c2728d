"""The files that facts come in: YAML, JSON, workbooks and CSV to one tree for each department, every place kept."""
