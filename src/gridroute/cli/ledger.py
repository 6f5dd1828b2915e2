"""登记簿: which identifiers a run has met; beyond a few megabytes it lies on disk, under no name."""

from __future__ import annotations

import hashlib
import sqlite3


class Ledger:
    """Remembers, for each issue of a county, what it said and where it stood first."""

    def __init__(self) -> None:
        # an empty name: a database of this process alone, which SQLite keeps in a small cache and spills to disk
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("PRAGMA cache_size = -8000")
        self._base.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, content TEXT, place TEXT) WITHOUT ROWID")
        self._base.execute("BEGIN")

    def first(self, county: str, issue: str, content: str, place: str) -> tuple[str, str] | None:
        """Enters the issue, or, where it stands there already, what it said then and where."""
        key = hashlib.sha256(f"{county}\0{issue}".encode()).digest()[:20]
        entered = self._base.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (key, content, place))
        if entered.rowcount:
            return None
        found: tuple[str, str] = self._base.execute("SELECT content, place FROM seen WHERE key = ?", (key,)).fetchone()
        return found

    def close(self) -> None:
        """Forgets everything."""
        self._base.close()
