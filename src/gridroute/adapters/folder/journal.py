"""流水: what became of each row of a file, on disk as soon as it is known, so that no crash loses or doubles it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gridroute.adapters.target import written_whole
from gridroute.errors import Bilingual
from gridroute.exchange import Receipt


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the file with its receipt."""

    row: str
    external_id: str | None
    receipt: Receipt


class Journal:
    """The receipts of one file. Its first line says of which content, and under which name it is to be kept."""

    def __init__(self, path: Path, name: str, entries: dict[str, Entry]) -> None:
        self.path, self.name, self.entries = path, name, entries

    @classmethod
    def of(cls, file: Path, name: str) -> Journal:
        """The journal of ``file``: the one that was begun, or a new one that keeps it as ``name``."""
        path = file.with_name(f".{file.name}.journal")
        digest = _digest(file)
        begun = _read(path, digest)
        if begun is not None:
            return begun
        with written_whole(path) as new:
            new.write(json.dumps({"sha256": digest, "name": name}).encode() + b"\n")
        return cls(path, name, {})

    def write(self, entry: Entry) -> None:
        """Adds ``entry``; when this returns it is on the disk."""
        receipt = entry.receipt
        said: dict[str, Any] = {
            "row": entry.row,
            "external_id": entry.external_id,
            "status": receipt.status,
            "case": receipt.case,
            "reason": receipt.reason,
            "warnings": receipt.warnings,
        }
        with self.path.open("ab") as file:
            file.write(json.dumps(said).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.entries[entry.row] = entry


def _read(path: Path, digest: str) -> Journal | None:
    """The journal in ``path`` where it is of that content; half a line that a crash left is cut off."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    whole = raw[: raw.rfind(b"\n") + 1]
    lines = list(_objects(whole))
    if not lines or lines[0].get("sha256") != digest:
        return None
    if whole != raw:
        with path.open("r+b") as file:
            file.truncate(len(whole))
    entries = {one.row: one for one in map(_entry, lines[1:])}
    return Journal(path, lines[0]["name"], entries)


def _objects(raw: bytes) -> Iterator[dict[str, Any]]:
    for line in raw.splitlines():
        try:
            yield json.loads(line)
        except ValueError:  # a disk that failed; the row is handed over again
            continue


def _entry(said: dict[str, Any]) -> Entry:
    reason = said["reason"]
    receipt = Receipt(
        said["status"],
        said["case"],
        Bilingual(*reason) if reason else None,
        tuple(Bilingual(*one) for one in said["warnings"]),
    )
    return Entry(said["row"], said["external_id"], receipt)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
