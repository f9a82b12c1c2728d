"""The ledger: runs kept in one file, so that a finding can be followed from year to year and a run be verified."""
