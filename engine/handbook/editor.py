"""What makes an editor help: the schemas of every file of rules and facts, and which file has which."""

from __future__ import annotations

import json
import re
from typing import Any

from engine.handbook.fact_schema import facts_schema
from engine.handbook.heading_schema import headings_schema
from engine.handbook.rule_schema import (
    acknowledged_schema,
    derived_schema,
    explained_schema,
    parameters_schema,
    rule_schema,
    themes_schema,
)
from engine.rulebook import Rulebook

_FOR = {
    "schemas/rule.schema.json": ["rules/*/**/*.yaml"],
    "schemas/parameters.schema.json": ["rules/参数.yaml"],
    "schemas/derived.schema.json": ["rules/推导.yaml"],
    "schemas/themes.schema.json": ["rules/主题.yaml"],
    "schemas/acknowledged.schema.json": ["rules/已知提示.yaml"],
    "schemas/explained.schema.json": ["rules/变异说明.yaml"],
    "schemas/headings.schema.json": ["rules/表头.yaml"],
    "schemas/facts.schema.json": ["facts/**/*.yaml"],
}


def editor_files(book: Rulebook) -> dict[str, str]:
    """Returns every file of the editor's folder by its path in it, the same text for the same rulebook."""
    words = book.vocabulary
    schemas = (
        rule_schema(book),
        parameters_schema(words),
        derived_schema(words),
        themes_schema(),
        acknowledged_schema(),
        explained_schema(),
        headings_schema(words),
        facts_schema(words),
    )
    files = dict(zip(_FOR, map(_json, schemas), strict=True))
    return files | {"settings.json": _json(_settings()), "extensions.json": _json(_EXTENSIONS)}


_EXTENSIONS = {"recommendations": ["redhat.vscode-yaml"]}


def _settings() -> dict[str, Any]:
    """Everything stays on the machine: no schemas from the net, and nothing reported."""
    return {
        "yaml.schemas": {f"./.vscode/{schema}": files for schema, files in _FOR.items()},
        "yaml.schemaStore.enable": False,
        "yaml.validate": True,
        "yaml.format.enable": False,
        "redhat.telemetry.enabled": False,
        "files.encoding": "utf8",
        "files.eol": "\n",
        "[yaml]": {
            "editor.insertSpaces": True,
            "editor.tabSize": 2,
            "editor.detectIndentation": False,
            "editor.quickSuggestions": {"other": True, "comments": False, "strings": True},
        },
    }


def _json(value: Any) -> str:
    """JSON with a list of words on one line, so that a changed word is one changed line."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return _WORDS.sub(lambda found: f"[{' '.join(found[1].split())}]", text) + "\n"


_WORDS = re.compile(r"\[\n([^\[\]{}]*)\n *\]")
