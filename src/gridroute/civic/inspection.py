"""体检: what of a county's standing matters wants mending: faults, what is unset, figures that do not agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gridroute.civic.civic import Civic
from gridroute.civic.fact import Fact
from gridroute.civic.register import Row
from gridroute.civic.thing import kind_named, things, unfit
from gridroute.errors import Bilingual, Fault


def inspect_civic(civic: Civic, day: date) -> list[Fault]:
    """What is wrong with the registers, what is unset, and what does not agree on ``day``; the codes tell which."""
    found = [*civic.faults, *civic.gaps]
    for row in civic.rows_of(Fact, day):
        found += _fact(civic, row, day)
    return sorted(set(found))


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of a source and what the county's own data comes to; null where nothing is compared."""

    fact: Fact
    counted: int | None

    @property
    def agrees(self) -> bool | None:
        """Whether both are the same; null where nothing is compared."""
        return None if self.counted is None else self.counted == self.fact.value


def compared(civic: Civic, fact: Fact, day: date) -> Compared:
    """``fact`` with what it should equal on ``day``."""
    kind = kind_named(fact.of) if fact.of and unfit(fact.of, fact.where) is None else None
    if kind is None:
        return Compared(fact, None)
    return Compared(fact, sum(one.count for one in things(civic, kind, fact.where, day)))


def _fact(civic: Civic, row: Row[Fact], day: date) -> Iterator[Fault]:
    fact = row.entry
    wrong = unfit(fact.of, fact.where) if fact.of else None
    if wrong is not None:
        yield row.fault(*wrong, path=("of",), what=fact.id, code="GR756")
        return
    made = compared(civic, fact, day)
    if made.agrees is False:
        words = Bilingual(
            f"{fact.name}: 依据为 {fact.value}{fact.unit},台账里有 {made.counted}",
            f"{fact.name}: the source says {fact.value}, the data comes to {made.counted}",
        )
        remedy = Bilingual("核对台账,或在备注里说明口径", "check the data, or note what the source counts")
        yield row.fault(words, remedy, ("value",), fact.id, code="GR755")
