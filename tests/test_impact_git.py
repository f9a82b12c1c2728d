"""Rules of a git revision: exported whole, compared with the folder now, and refused in words where that cannot be."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from commands import BAD, Runner, write
from small import rule_text, write_rules

from engine.impact import revision
from engine.impact.revision import export
from engine.impact.sides import open_sides
from engine.mistakes import MistakesFound

OLD = rule_text("支出 ≥ 50元", rule="BUD-001")
NEW = rule_text("支出 ≥ 100元", rule="BUD-001")


def git(folder: Path, *arguments: str) -> None:
    """Runs git in a folder, as nobody in particular and with nobody's settings."""
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    names = [
        word for who in ("author", "committer") for word in (f"GIT_{who.upper()}_NAME", f"GIT_{who.upper()}_EMAIL")
    ]
    env = {**os.environ, **settings, **dict.fromkeys(names, "nobody@example")}
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=env)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A repository whose rules once asked for 50 and now ask for 100; the change is not committed."""
    place = tmp_path / "仓 库"
    write_rules(place / "规则", OLD)
    (place / "规则" / "说明.md").write_text("不是规则", encoding="utf-8")
    git(place.parent, "init", "-q", "-b", "main", str(place))
    git(place, "add", ".")
    git(place, "commit", "-q", "-m", "1")
    git(place, "tag", "v1.0")
    git(place, "branch", "修订/二")
    write_rules(place / "规则", NEW)
    return place


def refused(name: str, folder: Path, into: Path) -> str:
    """Why a revision cannot be had."""
    with pytest.raises(MistakesFound) as error:
        export(name, folder, into)
    assert list(into.rglob("*.yaml")) == []
    return str(error.value)


@pytest.mark.parametrize("name", ["v1.0", "HEAD", "main", "修订/二", "v1.0^{commit}", "HEAD@{0}"])
def test_a_revision_is_compared_with_the_folder_as_it_is_now(
    run: Runner, store: Path, tmp_path: Path, name: str
) -> None:
    facts = write(tmp_path / "事实" / "甲.yaml", BAD)
    result = run("impact", name, "--rules", store / "规则", "--facts", facts)
    assert (result.code, result.err) == (1, "")
    assert f"影响：{name}（" in result.out
    assert "新增发现 1　消失 0　改变 0" in result.out
    assert "规则 BUD-001 要求（项目）：支出 ≥ 50元 → 支出 ≥ 100元" in result.out


def test_two_arguments_may_be_revisions_or_folders_in_any_order(run: Runner, store: Path, tmp_path: Path) -> None:
    facts, rules = write(tmp_path / "事实" / "甲.yaml", BAD), store / "规则"
    git(store, "commit", "-q", "-a", "-m", "2")
    assert "新增发现 1" in run("impact", "HEAD~1", rules, "--facts", facts).out
    assert "消失 1" in run("impact", rules, "v1.0", "--facts", facts).out
    assert "新增发现 1" in run("impact", "v1.0", "HEAD", "--rules", rules, "--facts", facts).out
    assert run("impact", "HEAD", rules, "--facts", facts).code == 0
    elsewhere = write_rules(tmp_path / "别处", NEW)
    assert "新增发现 1" in run("impact", "v1.0", elsewhere, "--rules", rules, "--facts", facts).out


def test_only_the_yaml_files_of_the_rule_folder_are_exported_and_nothing_is_left_behind(
    store: Path, tmp_path: Path
) -> None:
    (store / ".gitattributes").write_text("* export-ignore\n", encoding="utf-8")  # archives would be empty
    export("v1.0", store / "规则", tmp_path / "出")
    names = sorted(path.relative_to(tmp_path / "出").as_posix() for path in (tmp_path / "出").rglob("*.*"))
    assert names == ["主题.yaml", "类/BUD-001.yaml"]
    content = (tmp_path / "出" / "类" / "BUD-001.yaml").read_text(encoding="utf-8")
    assert content == OLD
    before = set(Path(os.environ.get("TMPDIR", "/tmp")).glob("tmp*"))
    open_sides("v1.0", "", store / "规则")
    assert set(Path(os.environ.get("TMPDIR", "/tmp")).glob("tmp*")) <= before


def test_a_folder_that_is_gone_now_can_still_be_had(store: Path, tmp_path: Path) -> None:
    git(store, "rm", "-q", "-r", "-f", "规则")
    export("v1.0", store / "规则", tmp_path / "出")
    assert (tmp_path / "出" / "主题.yaml").is_file()


def test_the_repository_itself_may_be_the_rule_folder(tmp_path: Path) -> None:
    place = write_rules(tmp_path / "库", OLD)
    git(place, "init", "-q")
    git(place, "add", ".")
    git(place, "commit", "-q", "-m", "1")
    export("HEAD", place, tmp_path / "出")
    assert (tmp_path / "出" / "主题.yaml").is_file()


@pytest.mark.parametrize("name", ["v9", "HEAD~99", "没有这个", "deadbeef", "v1.0:规则", "HEAD..v1.0"])
def test_a_revision_there_is_not_is_said_kindly(store: Path, tmp_path: Path, name: str) -> None:
    assert "既不是文件夹，也不是 git" in refused(name, store / "规则", tmp_path / "出")


@pytest.mark.parametrize("name", ["--output=/tmp/x", "-h", "v1.0; rm -rf .", "$(id)", "v1.0\n", "`id`", "", "a" * 300])
def test_a_text_that_is_no_name_of_a_revision_never_reaches_git(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("git was asked")

    monkeypatch.setattr(subprocess, "run", never)
    assert "不是 git 版本的写法" in refused(name, tmp_path, tmp_path / "出")


def test_a_hook_that_runs_the_command_does_not_choose_the_repository(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "没有"))
    assert len(export("v1.0", store / "规则", tmp_path / "出")) == 10


def test_a_folder_outside_any_repository_is_said_kindly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    folder = write_rules(tmp_path / "规则", OLD)
    assert "不在 git 仓库里" in refused("v1.0", folder, tmp_path / "出")


def test_a_machine_without_git_is_told_what_to_do(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "这台机器没有 git" in refused("v1.0", store / "规则", tmp_path / "出")


def test_a_git_that_does_not_answer_is_not_waited_for(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("git", 60)

    monkeypatch.setattr(subprocess, "run", late)
    assert "没有答复" in refused("v1.0", store / "规则", tmp_path / "出")


def test_a_revision_before_the_folder_was_there_is_said_kindly(store: Path, tmp_path: Path) -> None:
    assert "版本“v1.0”里没有规则文件夹 新规则" in refused("v1.0", write_rules(store / "新规则", OLD), tmp_path / "出")


def test_links_and_floods_of_files_are_not_exported(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store / "规则" / "链接.yaml").symlink_to("/etc/passwd")
    git(store, "add", ".")
    git(store, "commit", "-q", "-m", "2")
    assert "链接.yaml 不是普通文件" in refused("HEAD", store / "规则", tmp_path / "出")
    monkeypatch.setattr(revision, "MOST_FILES", 1)
    assert "太多或太大" in refused("v1.0", store / "规则", tmp_path / "出")
    monkeypatch.setattr(revision, "MOST_FILES", 9)
    monkeypatch.setattr(revision, "LARGEST", 9)
    assert "太多或太大" in refused("v1.0", store / "规则", tmp_path / "出")


def test_mistakes_of_an_old_rule_are_placed_in_its_revision(run: Runner, store: Path) -> None:
    write_rules(store / "规则", rule_text("支处 ≥ 50元", rule="BUD-001"))
    git(store, "commit", "-q", "-a", "-m", "2")
    write_rules(store / "规则", NEW)
    result = run("impact", "HEAD", "--rules", store / "规则")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("HEAD:类/BUD-001.yaml:7:6  错误：“项目”没有字段“支处”")
    result = run("impact", store / "规则", "HEAD", "--rules", store / "规则")
    assert result.code == 2
