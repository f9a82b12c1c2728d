"""What the command line shows and writes: Chinese usage messages, progress, and files written whole or not at all."""

from __future__ import annotations

import gc
import io
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from errno import EACCES, EDQUOT, EEXIST, ENAMETOOLONG, ENOSPC, EPERM, EROFS
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from engine.verdict import NoResult

if TYPE_CHECKING:
    from typer.exceptions import TyperException

Item = TypeVar("Item")
OK, MISTAKES, BROKEN = 0, 2, 3


class NotWritten(Exception):
    """Raised when an output file cannot be written; nothing was written then."""


def say(text: str) -> None:
    """Writes a remark for the person at the terminal, apart from the result."""
    if text:
        with suppress(OSError):  # nobody is there to hear it, and the result does not depend on it
            print(text, file=sys.stderr)


def write(content: str | bytes, output: Path | None) -> None:
    """Writes the result to the screen, or to a file as a whole (bytes as they are); raises NotWritten."""
    if output is None:
        _show(content if isinstance(content, str) else content.decode(errors="replace"))
        return
    import tempfile  # costs a fifth of what the terminal needs at all

    name = ""
    try:
        if os.path.exists(output) and not os.path.isfile(output):
            raise FileExistsError(EEXIST, "")  # a folder, or a device that must not be replaced
        with tempfile.NamedTemporaryFile("wb", dir=output.parent, delete=False) as stream:
            name = stream.name
            stream.write(content if isinstance(content, bytes) else content.encode(errors="replace"))
        os.chmod(name, 0o644)
        Path(name).replace(output)  # a link is replaced, what it leads to is left alone
        name = ""
    except OSError as error:
        raise NotWritten(f"不能写入 {output}（{_reason(output, error)}）。没有写出任何内容，请换一个位置。") from None
    finally:
        if name:
            os.unlink(name)


def _show(text: str) -> None:
    """Writes to the screen, or to what stands for it; raises NotWritten, BrokenPipeError where its reader has gone."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise NotWritten(
            f"结果没有全部写出来：标准输出写不进去（{REASONS.get(error.errno or 0, '写入失败')}）。"
        ) from None


REASONS = {
    EACCES: "没有写入权限",
    EPERM: "没有写入权限",
    EROFS: "磁盘只读",
    ENOSPC: "磁盘已满",
    EDQUOT: "超过了磁盘限额",
    ENAMETOOLONG: "文件名太长",
}


def _reason(output: Path, error: OSError) -> str:
    if error.errno != ENAMETOOLONG and not os.path.isdir(output.parent):
        return "文件夹不存在"
    if os.path.isdir(output):
        return "这是一个文件夹"
    return "这是设备，不是文件" if error.errno == EEXIST else REASONS.get(error.errno or 0, "写入失败")


class Progress(Iterable[Item]):
    """Goes through items and, on a terminal, shows how far it is once it has taken more than a second."""

    def __init__(self, what: str, total: int, items: Iterable[Item]) -> None:
        self.what, self.total, self.items = what, total, items

    def __iter__(self) -> Iterator[Item]:
        started, shown = time.monotonic(), False
        for number, item in enumerate(self.items, 1):
            yield item
            if time.monotonic() - started > 1:
                gc.enable()  # from here on it is a long run
                if sys.stderr.isatty():
                    print(f"\r{self.what} {number}/{self.total}", end="", file=sys.stderr, flush=True)
                    shown = True
        if shown:
            print("\r" + " " * 40 + "\r", end="", file=sys.stderr)


class Bar:
    """How far a run is, on a terminal after a second: share, departments a second, time left."""

    def __init__(self, what: str, size: int) -> None:
        self.what, self.size, self.done, self.number = what, max(1, size), 0, 0
        self.started, self.shown = time.monotonic(), False

    def add(self, size: int, number: int) -> None:
        """Counts some of the size in as done, and how many departments it was."""
        self.done, self.number, taken = self.done + size, self.number + number, time.monotonic() - self.started
        if taken > 1 and sys.stderr.isatty():
            full, left = 20 * self.done // self.size, taken * (self.size - self.done) / max(1, self.done)
            wait = f"{left:.0f}秒" if left < 100 else f"{left / 60:.0f}分钟"
            rest = f"{self.done / self.size:4.0%}　每秒{self.number / taken:.0f}个部门　还要{wait}"
            print(f"\r\033[K{self.what} {'█' * full:░<20}{rest}", end="", file=sys.stderr, flush=True)
            self.shown = True

    def clear(self) -> None:
        """Clears its line."""
        if self.shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def in_chinese(run: Callable[[], int], mistakes: type[Exception]) -> int:
    """Runs a command; returns its exit code after saying in Chinese what went wrong, never with a traceback."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return run()
    except (mistakes, NotWritten) as error:
        say(str(error))
        return MISTAKES
    except NoResult as error:
        say(str(error))
        return BROKEN
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader (head, less) has seen enough
        return OK
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001  the last resort: no traceback ever reaches a user
        return _stopped(error)


def _open_what_is_closed() -> None:
    """Leads to nowhere what was closed before the start: the next file opened would take its number, and its text."""
    closed = [number for number, name in enumerate(("stdin", "stdout", "stderr")) if getattr(sys, name) is None]
    if closed:
        while (file := os.open(os.devnull, os.O_RDWR)) <= max(closed):
            pass
        os.close(file)
        nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  for as long as the process lives
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere


def _stopped(error: BaseException) -> int:
    """Says why a command ended: its words were wrong, somebody stopped it, or the program is."""
    from typer import Abort  # most commands come to a good end, and some never needed it
    from typer.exceptions import TyperException

    if isinstance(error, TyperException):
        say(_usage(error))
        return MISTAKES
    stopped = isinstance(error, KeyboardInterrupt | Abort)
    say("\n已中断，没有出具结果。" if stopped else _broken(error))
    return BROKEN


def _broken(error: BaseException) -> str:
    where = f"{type(error).__name__}（{raised_at(error)}）"
    return f"程序内部出错，没有出具结果。请把这一行交给维护人员：{where}{str(error)[:200]}"


def raised_at(error: BaseException) -> str:
    """The file and the line where an error was raised, for whoever maintains the program; empty where none was."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else ""


def _usage(error: TyperException) -> str:
    """Typer's own complaints in Chinese; those raised by our commands are Chinese already."""
    sort, message = type(error).__name__, error.message
    context = getattr(error, "ctx", None)
    if sort == "NoArgsIsHelpError":
        return message
    param = getattr(error, "param", None)
    name = getattr(error, "param_hint", None) or (param.opts[-1] if param else "")
    if not getattr(error, "param_hint", None) and param is not None and not name.startswith("-"):
        name = param.make_metavar(context).strip("[].") if context else name
    word = getattr(error, "option_name", "") or next(iter(re.findall(r"'([^']*)'", message)), "")
    close = getattr(error, "possibilities", None) or re.findall(r"Did you mean '([^']*)'", message)
    text = _complaint(sort, message, name, word)
    hint = f"，是否想写 {'、'.join(close)}？" if close else "。"
    return f"错误：{text.rstrip('。')}{hint}\n用法见 {context.command_path if context else _command()} --help"


def _complaint(sort: str, message: str, name: str, word: str) -> str:
    """What is wrong with the words of a command, without its end."""
    if sort == "NoSuchOption":
        return f"没有选项 {word}"
    if sort == "MissingParameter":
        return f"缺少“{name}”"
    if sort == "BadOptionUsage":
        return f"选项 {word} 后面缺少内容"
    if message.startswith("No such command"):
        return f"没有命令 {word}"
    if extra := re.fullmatch(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)\.?", message):
        return f"多写了 {extra[1]}（有空格的名称要加引号；* 会展开成几个文件）"
    if "is not readable" in message:
        return f"没有读取 {word} 的权限"
    if "is not one of" in message:
        choices = re.findall(r"'([^']*)'", message)[1:]
        return f"{name} 只能写 {'、'.join(choices)}"
    if "is not a valid int" in message:
        return f"{name} 要写整数"
    if sort == "BadParameter" and not message.isascii():
        return f"{name}：{message}" if name else message
    return f"{name}的写法不对（{message}）" if name else f"参数有误（{message}）"


def _command() -> str:
    """What was called, as far as its name is plain: words that a command itself complains of come without it."""
    return " ".join(["cli.py", *(word for word in sys.argv[1:2] if re.fullmatch("[a-z]+", word))])
