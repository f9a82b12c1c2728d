"""The two-valued fast path: departments of which everything that the rules read is known, judged in whole numbers."""

from engine.generated.known.taking import Known

__all__ = ["Known"]
