"""The report as one HTML file that loads nothing and runs nothing but its own script, for reading and handing over.

Every word of a department's is escaped by the template engine; style and script are named to the browser by their
hashes, so that nothing else in the file could ever run. Equal input gives equal bytes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from engine.outcome import Outcome
from engine.report import annex
from engine.report.viewing import view_of
from engine.rule import SEVERITIES
from engine.verdict import State

TITLE = "部门整体支出绩效检查结果"
# What was found and what could not be judged stand side by side.
STATES = (State.FINDING, State.UNKNOWN, State.WAIVED, State.PASS, State.NOT_APPLICABLE)


def render(outcomes: Sequence[Outcome]) -> str:
    """Returns the whole page for all departments."""
    loader = PackageLoader("engine.report", "templates")
    page = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    style, script = (loader.get_source(page, name)[0].strip() for name in ("report.css", "report.js"))
    themes = _themes(outcomes)
    return page.get_template("report.html.j2").render(
        title=TITLE,
        annex=annex,
        views=[view_of(outcome, list(themes)) for outcome in outcomes],
        themes=list(themes.values()),
        severities=SEVERITIES,
        states=STATES,
        style=Markup(style),  # ours, not a department's
        script=Markup(script),
        policy=policy(style, script),
    )


def policy(style: str, script: str) -> str:
    """What the browser is told to allow: this style, this script, and no connection of any sort."""
    parts = (
        "default-src 'none'",
        f"style-src '{_hash(style)}'",
        f"script-src '{_hash(script)}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(parts)


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _themes(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """The themes that something can be found in, with their titles, in the order of the rulebook."""
    titles = {theme: title for outcome in outcomes for theme, title in outcome.themes.items()}
    used = {theme for outcome in outcomes for theme in outcome.topics.values()}
    used |= {finding.theme for outcome in outcomes for finding in outcome.findings}
    return {theme: title for theme, title in titles.items() if theme in used} | {
        theme: theme for theme in sorted(used - set(titles))
    }
