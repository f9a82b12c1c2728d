"""What facts may not hold and how many there may be, wherever they come from: signs nobody sees, words for nothing."""

from __future__ import annotations

import re

LARGEST = 8 * 1024 * 1024  # bytes of a file or a line; a department's facts are a few hundred kilobytes
MOST_FACTS = 200_000  # of one kind; a large department has some thousands, and more would keep a machine busy for long

# What an editor does not show: control characters, breaks that are no line breaks to an editor, marks of zero width.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]")

# Words that people write for 无 or for what they do not know: taken as text they would pass for a statement.
EMPTY_WORDS = re.compile(
    r"(?:自评|自评报告|报告|全文|文中)?(?:没有|尚未|暂未|未|无)(?:作|予)?(?:说明|写明|注明|明确|列明|提及|提出|提供|写)(?:原因)?"
    r"|没有|暂无|未见|不详|不明|不清楚|未知|空|空白|[-—–－/／]+"
)
