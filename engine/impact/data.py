"""The data form jixiao-impact/1: a comparison or a sweep as JSON; equal input gives equal bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from engine.impact.change import Change, Impact, Reason, Sort, Standing, count_of

FORMAT = "jixiao-impact/1"


def data_of(impact: Impact) -> str:
    """Returns a comparison as data."""
    changes = [change for department in impact.departments for change in department.changes]
    document = {
        "format": FORMAT,
        "old": impact.old,
        "new": impact.new,
        "summary": {"departments": len(impact.departments), **_counts(changes)},
        "rules": [{"rule": rule, "title": own[0].title, **_counts(own)} for rule, own in impact.by_rule().items()],
        "edits": [_reason(edit) for edit in impact.edits],
        "departments": [
            {"department": d.name, "year": d.year, "region": d.region, "changes": [_change(c) for c in d.changes]}
            for d in impact.departments
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _counts(changes: Sequence[Change]) -> dict[str, int]:
    return {sort.name.lower(): count_of(changes, sort) for sort in Sort}


def _change(change: Change) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "title": change.title,
        "kind": change.kind,
        "subject": change.subject,
        "change": change.sort.name.lower(),
        "old": standing_data(change.old),
        "new": standing_data(change.new),
        "reasons": [_reason(reason) for reason in change.reasons],
    }


def standing_data(standing: Standing) -> dict[str, Any]:
    """A verdict as data: null where there is none."""
    return {"verdict": standing.state.code if standing.state else None, "severity": standing.severity or None}


def _reason(reason: Reason) -> dict[str, str]:
    return {"what": reason.what, "old": reason.old, "new": reason.new, "text": str(reason)}
