"""The tables of a rulebook as an Excel workbook and back, without loss; the YAML files stay what counts."""
