"""The batch command: what it takes, what it says, what it answers, and that all of it is Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches import RESULTS, Said, line, results, rows, written
from commands import Runner, english

from engine.batch import examining
from engine.batch.examining import Settings
from engine.commands.arguments import day_of


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """Departments of two years."""
    return written(tmp_path / "甲.jsonl", line("甲局", 2), line("乙局", 0), line("丙局", 1, year=2021))


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Has lines say themselves what comes of them; the settings of every batch."""
    found: list[Settings] = []

    class Kept(Said):
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings)
            found.append(settings)

    monkeypatch.setattr(examining, "Examiner", Kept)
    return found


@pytest.mark.usefixtures("given")
def test_a_batch_says_what_came_of_it_where_it_is_and_what_to_do_next(run: Runner, facts: Path, tmp_path: Path) -> None:
    result = run("batch", facts, "--output", tmp_path / "果")
    assert result.code == 1
    words = f"检查了3个部门：问题3个，无法判定0项。结果在 {tmp_path / '果'}，先看 汇总.txt。\n"
    assert (result.out, result.err) == (words, "")
    assert set(results(tmp_path / "果")) == set(RESULTS)


@pytest.mark.usefixtures("given")
def test_the_exit_code_tells_whether_there_are_findings_or_refused_lines(run: Runner, tmp_path: Path) -> None:
    clean = written(tmp_path / "净.jsonl", line("甲局", 0))
    bad = written(tmp_path / "坏.jsonl", line("甲局", 1), "坏")
    assert run("batch", clean, "--output", tmp_path / "果一").code == 0
    result = run("batch", bad, "--output", tmp_path / "果二")
    assert result.code == 2
    assert "退回1行" in result.out
    assert "先看 汇总.txt" in result.out
    assert "按 退回.jsonl 里的原因改好" in result.out
    assert result.err == "退回：第2行　读不懂\n"
    assert rows(tmp_path / "果二", "退回.jsonl") == [{"行": 2, "原因": "读不懂", "怎么办": "请改。"}]


@pytest.mark.usefixtures("given")
def test_of_many_refused_lines_the_first_are_told_with_their_files(run: Runner, tmp_path: Path) -> None:
    for name in ("一", "二"):
        written(tmp_path / "全部" / f"{name}.jsonl", "坏", "", "坏")
    result = run("batch", tmp_path / "全部", "--output", tmp_path / "果")
    assert result.code == 2
    assert result.err.splitlines() == [
        "退回：一.jsonl 第1行　读不懂",
        "退回：一.jsonl 第3行　读不懂",
        "退回：二.jsonl 第1行　读不懂",
        "……共退回4行，见 退回.jsonl",
    ]
    assert "先看 退回.jsonl" in result.out  # of no department there is a summary


@pytest.mark.usefixtures("given")
def test_only_departments_of_a_year_are_judged_and_the_others_counted(run: Runner, facts: Path, tmp_path: Path) -> None:
    result = run("batch", facts, "--output", tmp_path / "果", "--year", "2021")
    assert "检查了1个部门，其他年度的2个没有检查：问题1个" in result.out
    assert [row["部门"] for row in rows(tmp_path / "果", "部门.jsonl")] == ["丙局"]
    result = run("batch", facts, "--output", tmp_path / "果二", "--year", "2019")
    assert (result.code, result.out) == (2, "")
    assert f"{facts} 里没有2019年度的部门（其他年度的有3个），没有出具结果。" in result.err
    assert not (tmp_path / "果二").exists()


def test_options_reach_whoever_judges(run: Runner, facts: Path, tmp_path: Path, given: list[Settings]) -> None:
    options = ["--rule", "乙", "--rule", "甲", "--theme", "主题", "--date", "2023-03-31", "--verify", "2.5%"]
    assert run("batch", facts, "--output", tmp_path / "果", "--rules", "规则", *options, "--no-evidence").code == 1
    assert given == [Settings("规则", ("乙", "甲"), ("主题",), False, day_of("2023-03-31"), (1, 40))]
    run("batch", facts, "--output", tmp_path / "果二")
    assert (given[1].evidence, given[1].verify) == (True, (1, 100))


@pytest.mark.usefixtures("given")
def test_an_interrupted_batch_says_that_it_can_be_taken_up(
    run: Runner, facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*more: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.batch.running.finish", stop)
        result = run("batch", facts, "--output", tmp_path / "果")
    assert result.code == 3
    assert "已做完的部分留在" in result.err
    assert "已中断" in result.err
    again = run("batch", facts, "--output", tmp_path / "果")
    assert (again.code, again.err) == (1, "接着上次的做：共1段，已做完1段。\n")


@pytest.mark.usefixtures("given")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "缺少“--output”"),
        (["--output", "果", "--jobs", "0"], "--jobs"),
        (["--output", "果", "--verify", "很多"], "--verify"),
        (["--output", "果", "--verify", "101%"], "“101%”应在 0% 与 100% 之间，例如 1%"),
        (["--output", "果", "--verify", "5"], "--verify"),
        (["--output", "果", "--date", "昨天"], "“昨天”不是日期"),
        (["--output", "果", "乙.jsonl"], "多写了 乙.jsonl（有空格的名称要加引号；* 会展开成几个文件）"),
        (["--output", "果", "--outputs", "果"], "没有选项 --outputs，是否想写 --output"),
    ],
)
def test_mistakes_in_the_arguments_of_a_batch_are_2_and_explained_in_chinese(
    run: Runner, facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("batch", facts, *arguments)
    assert (result.code, result.out) == (2, "")
    assert words in result.err
    assert not english(result.err, "batch", "jsonl", tmp_path)
    assert not (tmp_path / "果").exists()


@pytest.mark.parametrize("wrong", [["--verify", "0"], ["--date", "昨天"], ["--output"], ["--jobs", "甲"]])
def test_whoever_errs_is_sent_to_the_help_of_the_command(
    run: Runner, facts: Path, monkeypatch: pytest.MonkeyPatch, wrong: list[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["cli.py", "batch"])
    assert "用法见 cli.py batch --help" in run("batch", facts, "--output", "果", *wrong).err
    monkeypatch.setattr("sys.argv", ["cli.py", "/某处"])
    assert "/某处" not in run("batch", facts, "--output", "果", *wrong).err


def test_the_help_of_a_batch_is_chinese_and_names_every_option(run: Runner) -> None:
    result = run("batch", "--help")
    assert result.code == 0
    options = "output rules rule theme year date jobs verify no-evidence parquet csv restart spark"
    assert all(f"--{name} " in result.out for name in options.split())
    assert not english(result.out, "batch", "jsonl", "parquet", "csv", "Excel", "WPS", "Spark", "local[4]")


@pytest.mark.usefixtures("given")
def test_parquet_without_its_package_is_refused_before_anything_is_judged(
    run: Runner, facts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.batch.running.find_spec", lambda name: None)
    result = run("batch", facts, "--output", tmp_path / "果", "--parquet")
    assert result.code == 2
    assert "没有安装读写 parquet 的软件包 pyarrow" in result.err
    assert not (tmp_path / "果").exists()
