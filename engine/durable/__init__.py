"""Judges a department with durable-rules: the same verdicts as the reference evaluator, or an exception, never a guess.

Terms, sums and absences are settled in Python; comparing, joining, quantifying, and resting one answer on another are
the engine's work. It runs in a process of its own, and only in the shapes in which it was found to be right.
"""
