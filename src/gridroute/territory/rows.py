"""台账行: reads the rows of one register of places; what is wrong with a row becomes a fault with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from gridroute.errors import NOTHING, Bilingual, Fault, nearest
from gridroute.model.source import is_assumed
from gridroute.policy.category import rows_of

Word = TypeVar("Word", bound=str)


@dataclass
class Sheet:
    """One CSV file of a territory folder, named ``shown`` in messages. ``line`` is the row being read."""

    path: Path
    shown: str
    faults: list[Fault]
    line: int = 0

    def rows(self, heads: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
        """The rows as mappings; nothing where there is no such file."""
        if self.path.is_file():
            for line, row in rows_of(self.path, self.shown, heads, needed, self.faults):
                self.line = line
                yield {head: row.get(head, "") for head in heads}

    def fault(self, zh: str, en: str, remedy: Bilingual = NOTHING, *, code: str) -> None:
        """Reports what is wrong with the row being read."""
        self.faults.append(Fault(self.shown, self.line, "", Bilingual(zh, en), remedy, code))

    def word(self, head: str, value: str, known: Collection[Word]) -> Word | None:
        """The one of ``known`` that ``value`` is; else a fault."""
        for one in known:
            if one == value:
                return one
        listed = Bilingual("可写: " + "、".join(known), "one of " + ", ".join(known))
        self.fault(f"{head}: 没有“{value}”", f"{head}: no “{value}”", listed, code="GR413")
        return None

    def day(self, head: str, value: str) -> date | None:
        """A day written as 2026-03-01; none where the cell is empty or, with a fault, wrong."""
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fault(
                f"{head}: “{value}”不是日期",
                f"{head}: “{value}” is no day",
                Bilingual("写成 2026-03-01", "write it as 2026-03-01"),
                code="GR221",
            )
            return None

    def code(self, head: str, value: str, known: Collection[str]) -> str | None:
        """``value`` where a place or grid has that code; else a fault."""
        if value in known:
            return value
        self.fault(
            f"{head}: 没有代码“{value}”",
            f"{head}: no code “{value}”",
            nearest(value, known) if value else NOTHING,
            code="GR403",
        )
        return None


def listed(cell: str) -> tuple[str, ...]:
    """The parts of a cell that lists several things, apart by ``|``."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def assumed(source: str) -> bool:
    """Whether a row has no source: it then never makes anything certain."""
    return is_assumed(source)
