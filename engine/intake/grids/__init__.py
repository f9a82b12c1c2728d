"""Files to grids: every cell of an .xlsx or .csv at its own place, nothing run, everything bounded."""
