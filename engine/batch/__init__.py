"""Checks every department of a province: lines in, findings and gaps out, as much memory for a million as for ten."""
