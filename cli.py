"""绩效规则引擎：检查一个或多个部门，说明判定，检查和测试规则。"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from engine.mistakes import Mistakes, MistakesFound

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
RULES = Path(__file__).parent / "rules"


@app.command()
def lint(paths: Annotated[list[Path] | None, typer.Argument()] = None) -> None:
    """列出规则文件和事实文件里的全部错误。"""
    from engine.compiling import find_circles
    from engine.reading import read_dossier
    from engine.rulebook import load

    mistakes = Mistakes()
    book = load(RULES, mistakes)
    find_circles(book, mistakes)
    for path in sorted(Path("facts").glob("*.yaml")):
        read_dossier(path, book.vocabulary, mistakes)
    try:
        mistakes.check()
    except MistakesFound as error:
        print(error)
        raise typer.Exit(2) from None
    print("没有错误")


@app.command()
def test(paths: Annotated[list[Path] | None, typer.Argument()] = None) -> None:
    """运行规则的用例。"""
    from engine.cases import cases_of, run
    from engine.rulebook import load

    mistakes = Mistakes()
    book = load(RULES, mistakes)
    wanted = [str(p) for p in paths or []]
    n = bad = 0
    for rule in book.rules.values():
        if wanted and not any(w in rule.file for w in wanted):
            continue
        for case in cases_of(book, rule, mistakes):
            n += 1
            for wrong in run(book, case):
                bad += 1
                print(wrong)
    for mistake in sorted(set(mistakes.found)):
        print(mistake)
    print(f"{len(book.rules)}条规则，{n}个用例，{bad}处不符")
    raise typer.Exit(2 if mistakes.found or bad else 0)


if __name__ == "__main__":
    sys.exit(app())
