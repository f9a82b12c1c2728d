"""Thinks about a rulebook: what can never fire, what nobody reads, what no case tests; each note with a code."""
