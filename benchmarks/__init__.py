"""Measurements: ratios of interleaved runs of whole processes, never asserted in a test."""
