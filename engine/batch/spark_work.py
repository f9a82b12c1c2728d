"""What a worker of Apache Spark does: opens the rulebook, judges the pieces it is given, and hands back bytes.

Everything that goes between is plain bytes, numbers and texts, so that nothing of the engine is needed to receive it.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from engine.batch.examining import Examiner
from engine.batch.packing import examined, packed
from engine.batch.spark_starting import RULES
from engine.mistakes import MistakesFound
from engine.verdict import NoResult

if TYPE_CHECKING:
    from engine.batch.packing import Task

# The number of a piece, how many departments it was, the content of its file; and instead, what went wrong.
Done = tuple[int, int, bytes, bytes]

_UNREAD: Final = (
    "{path} 在做这一段的机器上读不出来，没有出具结果。用几台机器做的，要检查的文件要放在每台机器都读得到的同一位置。"
)
_EDITED: Final = "规则在检查期间被改动，没有出具结果。请把规则改回去接着做，或加 --restart 用新的规则从头做。"


def judged(plain: bytes, tasks: Iterable[bytes], home: str) -> Iterator[Done]:
    """Judges pieces with one examiner; home is where engine and rules were sent to, empty where they stand here.

    The work ends with the first failure: MistakesFound and NoResult are packed in the place of an answer.
    """
    source, settings = pickle.loads(plain)
    if home:
        source, settings = (_moved(thing, str(Path(home) / RULES)) for thing in (source, settings))
    examiner = None
    number = 0
    try:
        examiner = Examiner(settings)
        if settings.digest not in ("", examiner.digest):
            raise NoResult(_EDITED)
        for packed_task in tasks:
            task: Task = pickle.loads(packed_task)
            number = task.number
            try:
                record, part = examined(examiner, source, task)
            except OSError:
                raise NoResult(_UNREAD.format(path=task.piece.path)) from None
            yield number, part.departments.count(b"\n"), b"".join(packed(record, part)), b""
    except MistakesFound as error:
        yield number, 0, b"", pickle.dumps(error.mistakes)
    except NoResult as error:
        yield number, 0, b"", pickle.dumps(str(error))
    finally:
        if examiner is not None:
            examiner.close()


def _moved(thing: Any, rules: str) -> Any:
    """The same, with the rules where they were sent to."""
    return replace(thing, rules=rules) if "rules" in thing.__struct_fields__ else thing
