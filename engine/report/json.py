"""The JSON form jixiao/1; its keys are documented in the README. Equal input gives equal bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

import msgspec.json

from engine.outcome import Finding, Outcome, Verdict, gap_text

FORMAT = "jixiao/1"


def render(outcomes: Sequence[Outcome]) -> str:
    """Returns one document for all departments; its digest is the hash of theirs."""
    digest = sha256("\n".join(outcome.digest for outcome in outcomes).encode()).hexdigest()[:16].upper()
    document = {"format": FORMAT, "digest": digest, "departments": [_department(o) for o in outcomes]}
    try:
        return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"
    except UnicodeEncodeError:  # the name of a file that is no UTF-8: the same bytes, and much slower
        import json

        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _department(outcome: Outcome) -> dict[str, Any]:
    return {
        "department": outcome.department,
        "year": outcome.year,
        "region": outcome.region,
        "digest": outcome.digest,
        "evaluators": list(outcome.evaluators),
        "verdicts": [_verdict(verdict) for verdict in outcome.verdicts],
        "findings": [_finding(finding) for finding in outcome.findings],
        "gaps": [{"missing": words, "rules": list(rules)} for words, rules in outcome.gaps().items()],
        "waivers": [
            {
                "rule": w.rule,
                "subject": w.subject,
                "reason": w.reason,
                "approver": w.approver,
                "until": date.fromordinal(w.until).isoformat(),
                "state": use.name.lower(),
            }
            for w, use in outcome.waivers
        ],
        "near": [
            {"rule": n.rule, "kind": n.kind, "subject": n.subject, "verdict": n.state.code, "margin": n.margin}
            for n in outcome.near or ()
        ],
        "parameters": list(outcome.parameters),
        "skipped": list(outcome.skipped),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "rule": verdict.rule,
        "kind": verdict.kind,
        "subject": verdict.subject,
        "verdict": verdict.state.code,
        "severity": verdict.severity or None,
        "missing": [gap_text(gap) for gap in verdict.missing],
        "evidence": [{"field": e.field, "value": e.value, "source": e.source} for e in verdict.evidence],
        "margin": verdict.margin or None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "title": finding.title,
        "severity": finding.severity,
        "theme": finding.theme,
        "text": finding.text,
        "measure": finding.measure,
        "office": finding.office or None,
        "due": finding.due or None,
        "amount": finding.amount_words or None,
        "subjects": list(finding.subjects),
        "basis": [
            {"document": b.document, "number": b.number, "clause": b.clause, "checked": b.checked == "已核"}
            for b in finding.basis
        ],
    }
