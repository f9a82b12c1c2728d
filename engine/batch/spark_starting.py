"""Starts Apache Spark, quietly, with everything it writes in one temporary folder; what it dies of is told in Chinese.

Under local[…] the workers use this engine where it stands. To a cluster the engine and the rules are sent along, so
that all machines judge alike; Python with the same packages has to be there.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from pathlib import Path
from subprocess import TimeoutExpired
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZipFile

from engine.mistakes import Mistake, MistakesFound, Place
from engine.verdict import NoResult

SHIPPED: Final = "jixiao"  # what engine and rules are sent as to a cluster
RULES: Final = "rules"  # the rules beside the engine there
INSTALL: Final = "请执行：.venv/bin/pip install -c constraints.txt pyspark"
_ROOT: Final = Path(__file__).parents[2]
_JAVA: Final = (
    "请装 Java 17 或更新的版本（Debian/Ubuntu：sudo apt-get install openjdk-17-jre-headless），或设好 JAVA_HOME。"
)
_MASTER: Final = "--spark 写 local[2]（本机两个进程）或 spark://主机:7077 这样的地址。"
_QUIET: Final = {"spark.app.name": SHIPPED, "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
# Java here starts and passes on bytes: half the time goes without its second compiler and its many collectors.
_LEAN: Final = "-XX:-UsePerfData -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_HERE: Final = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
_SAID: Final = re.compile(
    r"^(?:: |Caused by: |.*thread \"main\" )?(?:[\w$]+\.)*\w*(?:Error|Exception): (\S[^\n]*)", re.M
)
_GONE: Final = "Python worker exited unexpectedly"
_LATELY: Final = 2**16  # bytes of what was said that are looked at
_PATIENCE: Final = 10  # seconds that Spark has for ending by itself


class Running:
    """One Spark, from when it is first asked for until it is stopped."""

    def __init__(self, master: str, rules: Path) -> None:
        self.master, self.rules = master, rules
        self.home = str(_ROOT) if re.fullmatch(r"local(\[[^\]]*\])?", master) else ""  # else they are sent along
        self.folder: TemporaryDirectory[str] | None = None
        self.gateway: Any = None
        self.spark: Any = None

    @contextmanager
    def context(self) -> Iterator[Any]:
        """Spark at work; raises MistakesFound where it cannot be started, NoResult where it fails."""
        if self.spark is None:
            self._start()
        with self._aside():
            try:
                yield self.spark
            except Exception as error:  # noqa: BLE001  Java's failures come in whatever form
                raise self._failure(error) from None

    def stop(self) -> None:
        """Ends Spark and removes its folder."""
        if self.folder is None:
            return
        with self._aside():
            for end in (self.spark and self.spark.stop, self.gateway and self.gateway.shutdown):
                with suppress(Exception):  # what is dead cannot be ended
                    end()
            _forgotten(self.gateway)
        self.spark = self.gateway = None
        self.folder.cleanup()
        self.folder = None

    def _start(self) -> None:
        try:
            from pyspark import SparkConf, SparkContext
            from pyspark.java_gateway import launch_gateway
        except ImportError:
            raise _refused("没有安装 Apache Spark 的软件包 pyspark", INSTALL) from None
        java = Path(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else Path("java")
        if shutil.which(java) is None:
            raise _refused("没有找到 Java，Spark 要用它", _JAVA)
        self.folder = TemporaryDirectory(prefix="jixiao-spark-", ignore_cleanup_errors=True)
        os.environ.setdefault("SPARK_LAUNCHER_OPTS", "-XX:-UsePerfData")
        if self.home or "PYSPARK_PYTHON" not in os.environ:
            os.environ["PYSPARK_PYTHON"] = sys.executable
        settings = SparkConf().setAll(list(self.settings(self.folder.name).items()))
        with self._aside() as log:
            try:
                launch: Any = launch_gateway
                self.gateway = launch(settings, {"stdout": log, "stderr": log})
                self.spark = SparkContext(conf=settings, gateway=self.gateway)
                self.spark.setLogLevel("OFF")
            except Exception as error:  # noqa: BLE001  Java's failures come in whatever form
                raise self._unstarted(error) from None

    def settings(self, folder: str) -> dict[str, str]:
        """What Spark is started with; what is sent along is put into the folder."""
        java = f'"-Djava.io.tmpdir={folder}" {_LEAN}'
        settings = _QUIET | {"spark.master": self.master, "spark.local.dir": folder}
        settings |= {"spark.driver.extraJavaOptions": java}
        if self.home:
            return settings | _HERE
        sent = Path(folder, f"{SHIPPED}.zip")
        with ZipFile(sent, "w") as archive:
            for name, source in (("engine", _ROOT / "engine"), (RULES, self.rules)):
                for path in sorted(source.rglob("*")):
                    if path.suffix in (".py", ".yaml"):
                        archive.write(path, Path(name, path.relative_to(source)))
        return settings | {"spark.archives": f"{sent}#{SHIPPED}", "spark.executorEnv.JIXIAO_CACHE": f"{SHIPPED}-cache"}

    @contextmanager
    def _aside(self) -> Iterator[Any]:
        """What Spark and Java say meanwhile goes to a file: a user could not do anything with it."""
        assert self.folder is not None
        deaf = logging.NullHandler()
        with open(Path(self.folder.name, "spark.log"), "a", encoding="utf-8") as log, redirect_stderr(log):
            logging.getLogger().addHandler(deaf)
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    yield log
            finally:
                logging.getLogger().removeHandler(deaf)

    def _unstarted(self, error: Exception) -> MistakesFound:
        """Why Spark did not start: from what Java said before it ended, else from the error."""
        log = self._log()
        if "UnsupportedClassVersionError" in log:
            return _refused("这台机器上的 Java 太旧，Spark 不能用它", _JAVA)
        return _refused(f"Spark 没有起来（{_said(log) or _said(str(error))}）", _MASTER)

    def _failure(self, error: Exception) -> Exception:
        """Why Spark did not do the work."""
        if "All masters are unresponsive" in self._log():
            return _refused(f"连不上 {self.master}", "请核对地址，并确认那里的 Spark 在运行。")
        dead = self.gateway.proc is not None and self.gateway.proc.poll() is not None
        said = "工作进程没有了" if _GONE in str(error) else _said(str(error))
        why = "Spark 中途停了，多半是内存不够或被人结束" if dead else f"Spark 没有做完（{said}）"
        return NoResult(f"{why}，没有出具结果。已做完的部分留着，用同样的命令接着做。")

    def _log(self) -> str:
        """What Spark and Java have said lately."""
        assert self.folder is not None
        with open(Path(self.folder.name, "spark.log"), "rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - _LATELY))
            return log.read().decode(errors="replace")


def _forgotten(gateway: Any) -> None:
    """Sees Java end, and makes pyspark forget it: it would go on talking to the one that has ended."""
    from pyspark import SparkContext

    process = getattr(gateway, "proc", None)
    if process is not None:
        process.stdin.close()  # Java ends with the one that it listens to
        try:
            process.wait(_PATIENCE)
        except TimeoutExpired:
            process.kill()
            process.wait()
    for name in ("_gateway", "_jvm", "_active_spark_context"):
        setattr(SparkContext, name, None)


def _said(text: str) -> str:
    """The last thing that went wrong, in one line, as Spark or Python said it."""
    found = _SAID.findall(text)
    return found[-1][:200] if found else ""


def _refused(message: str, hint: str) -> MistakesFound:
    return MistakesFound([Mistake(Place("--spark"), message, hint)])
