"""What the ledger's tables are, word for word: a file whose tables differ is not taken for a ledger."""

from __future__ import annotations

APPLICATION = 0x4A584C47  # "JXLG", which tells a ledger from every other SQLite file
VERSION = 1

# A run is a department's check; what many runs share (rules, facts) is kept once, under the hash of its content.
TABLES = (
    """CREATE TABLE rulebook (
  digest TEXT PRIMARY KEY NOT NULL,
  files BLOB NOT NULL
)""",
    """CREATE TABLE facts (
  hash TEXT PRIMARY KEY NOT NULL,
  content BLOB NOT NULL
)""",
    """CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  code TEXT UNIQUE NOT NULL,
  department TEXT NOT NULL,
  year INTEGER NOT NULL,
  region TEXT NOT NULL,
  day INTEGER NOT NULL,
  turn INTEGER UNIQUE NOT NULL,
  version TEXT NOT NULL,
  evaluators TEXT NOT NULL,
  chosen TEXT,
  rulebook TEXT NOT NULL REFERENCES rulebook (digest),
  facts TEXT NOT NULL REFERENCES facts (hash)
)""",
    "CREATE INDEX run_of ON run (department, year)",
    """CREATE TABLE judged (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  rule TEXT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (run, rule)
) WITHOUT ROWID""",
    """CREATE TABLE verdict (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  rule TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL,
  severity TEXT NOT NULL,
  PRIMARY KEY (run, rule, kind, subject)
) WITHOUT ROWID""",
    """CREATE TABLE finding (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  rule TEXT NOT NULL,
  title TEXT NOT NULL,
  severity TEXT NOT NULL,
  theme TEXT NOT NULL,
  text TEXT NOT NULL,
  measure TEXT NOT NULL,
  office TEXT NOT NULL,
  due TEXT NOT NULL,
  PRIMARY KEY (run, number)
) WITHOUT ROWID""",
    """CREATE TABLE subject (
  run INTEGER NOT NULL,
  number INTEGER NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  PRIMARY KEY (run, number, position),
  FOREIGN KEY (run, number) REFERENCES finding (run, number) ON DELETE CASCADE
) WITHOUT ROWID""",
    "CREATE INDEX subject_of ON subject (fingerprint)",
)
