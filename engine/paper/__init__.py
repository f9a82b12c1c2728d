"""How papers look: official papers (公文) in Word after GB/T 9704, and tables in spreadsheets."""

from typing import Final

AUTHOR: Final = "绩效规则引擎"  # whom every document names as its author
