"""jixiao judges a department's budget performance by declarative rules and says what is wrong, why, and what to do.

rules/*.yaml → Rulebook → Program ─┐
                                   ├→ verdicts (two evaluators that must agree) → Outcome → text, table, JSON
facts/*.yaml → Dossier ────────────┘
"""

VERSION = "0.4.0"
