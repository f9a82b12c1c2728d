"""Says what a change of the rulebook does to departments: which verdicts appear, vanish or change, and why."""
