"""文件夹收件: every complete file in ``in`` is read once, whatever dies when; a receipt says what became of each row.

A file goes ``in`` → ``work`` → ``done`` (or ``refused``), each time by a rename. While it is in ``work`` a journal
beside it holds the receipts of its rows. The receipt is written before the file leaves ``work`` and the journal goes
last, so that after a crash at any point the next run finds where it was; a row that was taken in and not yet written
down is handed over again under the same key.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gridroute.adapters.folder.journal import Entry, Journal
from gridroute.adapters.folder.lock import held
from gridroute.adapters.folder.receipts import write_receipt
from gridroute.adapters.folder.settings import DONE, INBOX, RECEIPTS, REFUSED, WORK, settled_folder
from gridroute.adapters.heads import MappedHeads
from gridroute.adapters.issues import read_rows
from gridroute.adapters.row import BadLine, Row
from gridroute.errors import Bilingual, InputError, internal, place_of
from gridroute.exchange import Connection, Envelope, Mapping, Receipt, Unreadable

#: How names begin and end while a file is being written, or where it is no file to read.
_UNFINISHED = (".part", ".tmp", ".temp", ".filepart", ".crdownload", ".ok")
_HIDDEN = (".", "~$")
_NO_PARQUET = Bilingual(
    "文件夹里不收 Parquet: 用 CSV、XLSX 或 JSON Lines", "no Parquet here: use CSV, XLSX or JSON Lines"
)
#: The row under which the whole file stands in its journal.
_WHOLE = ""


@dataclass
class _Open:
    """A file in work: its journal, the rows whose receipt is awaited, and whether all of it was read."""

    file: Path
    journal: Journal
    awaited: set[str]
    read: bool = False


class FolderIntake:
    """Takes in the files of one folder; see the module for how it survives a crash.

    :param now: the clock; files are complete by their age.
    """

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._settings, self._root = settled_folder(connection)
        self._mapping = Mapping(connection)
        self._now = now
        self._open: dict[str, _Open] = {}

    def receive(self) -> Iterator[Envelope | Unreadable]:
        """The rows of all complete files, files that were begun first. Nothing while another process is at it."""
        with held(self._root / ".lock") as mine:
            if not mine:
                return
            self._tidy()
            for file in sorted(self._work.iterdir()):
                if not file.name.startswith("."):
                    yield from self._rows(file)
            for arrived in self._arrived():
                file = self._work / arrived.name
                if not file.exists():  # of two with one name, the second waits until the first is done
                    arrived.rename(file)
                    self._marker(arrived).unlink(missing_ok=True)
                    yield from self._rows(file)

    def acknowledge(self, one: Envelope | Unreadable, receipt: Receipt) -> None:
        """Writes the receipt down; after the last one of a file its receipt is laid out and the file filed away."""
        name, _, row = one.token.partition("/")
        file = self._open.get(name)
        if file is None:  # filed away meanwhile; its receipt stands
            return
        file.journal.write(Entry(row, one.external_id, receipt))
        file.awaited.discard(row)
        self._finish(file)

    # ---- what lies in the folders ----------------------------------------------------------------------

    @property
    def _work(self) -> Path:
        return self._root / WORK

    def _tidy(self) -> None:
        """Removes what a crash left: journals of files that are filed away, half-written files, old marks."""
        for folder in (self._work, self._root / RECEIPTS):  # only who has the lock writes there
            for half in folder.glob(".*.part"):
                half.unlink()
        for journal in self._work.glob(".*.journal"):
            if not journal.with_name(journal.name[1:].removesuffix(".journal")).exists():
                journal.unlink()
        for marker in (self._root / INBOX).glob("*.ok"):
            if not marker.with_suffix("").exists() and (self._work / marker.stem).exists():
                marker.unlink()

    def _arrived(self) -> list[Path]:
        """The complete files, oldest first."""
        found: list[tuple[float, Path]] = []
        for path in (self._root / INBOX).iterdir():
            name = path.name.lower()
            if name.startswith(_HIDDEN) or name.endswith(_UNFINISHED):
                continue
            said = path.lstat()
            if stat.S_ISREG(said.st_mode) and self._complete(path, said.st_mtime):
                found.append((said.st_mtime, path))
        return [path for _, path in sorted(found)]

    def _complete(self, path: Path, changed: float) -> bool:
        match self._settings.complete:
            case "renamed":
                return True
            case "marked":
                marker = self._marker(path)
                return marker.exists() and marker.stat().st_mtime >= changed
        return self._now().timestamp() - changed >= self._settings.settle_seconds

    def _marker(self, path: Path) -> Path:
        return path.with_name(f"{path.name}.ok")

    # ---- one file --------------------------------------------------------------------------------------

    def _rows(self, path: Path) -> Iterator[Envelope | Unreadable]:
        file = self._open[path.name] = _Open(path, Journal.of(path, self._kept_as(path)), set())
        for row, one in self._read(path):
            if row not in file.journal.entries:
                file.awaited.add(row)
                yield one
        file.read = True
        self._finish(file)

    def _read(self, path: Path) -> Iterator[tuple[str, Envelope | Unreadable]]:
        count = 0
        try:
            if path.suffix.lower() == ".parquet":
                raise InputError(_NO_PARQUET)
            for one in read_rows(path, heads=MappedHeads(self._mapping)):
                count += 1
                yield self._one(path, one)
        except InputError as error:
            words = Bilingual(*(said.replace(f"{path}:", "").strip().replace("\n", "; ") for said in error.words))
            yield _WHOLE, Unreadable(f"{path.name}/", path.name, words)
            return
        except OSError:
            raise
        except Exception as error:  # a fault of ours with one file must not keep the others from coming in
            yield _WHOLE, Unreadable(f"{path.name}/", path.name, internal(place_of(error)))
            return
        if not count:
            words = Bilingual("一件诉求也没有", "there is no issue in it")
            yield _WHOLE, Unreadable(f"{path.name}/", path.name, words)

    def _one(self, path: Path, one: Row | BadLine) -> tuple[str, Envelope | Unreadable]:
        row = f"{one.sheet}!{one.line}" if one.sheet else str(one.line)
        token, where = f"{path.name}/{row}", f"{path.name}:{row}"
        if isinstance(one, BadLine):
            return row, Unreadable(token, where, one.problem)
        return row, self._mapping.envelope(one.data, token, where, one.from_text)

    def _kept_as(self, path: Path) -> str:
        """A name under which nothing is kept yet."""
        stamp = self._now().strftime("%Y%m%dT%H%M%S")
        number, name = 1, f"{path.stem}.{stamp}{path.suffix}"
        while self._receipt(name).exists() or any((self._root / one / name).exists() for one in (DONE, REFUSED)):
            number += 1
            name = f"{path.stem}.{stamp}-{number}{path.suffix}"
        return name

    def _receipt(self, name: str) -> Path:
        return self._root / RECEIPTS / f"{name}.receipt.csv"

    def _finish(self, file: _Open) -> None:
        if not file.read or file.awaited:
            return
        entries = file.journal.entries
        write_receipt(self._receipt(file.journal.name), file.file.name, entries.values(), self._settings.lang)
        unusable = _WHOLE in entries and entries[_WHOLE].receipt.status == "rejected" and len(entries) == 1
        file.file.rename(self._root / (REFUSED if unusable else DONE) / file.journal.name)
        file.journal.path.unlink()
        del self._open[file.file.name]
