"""巡查先后: where to patrol first in a month, by an index of grids, and for nothing else (WC08, T45, I31)."""

from __future__ import annotations

from dataclasses import dataclass

from gridroute.civic.civic import Civic
from gridroute.civic.index import Index, IndexValue
from gridroute.errors import Bilingual, PolicyIncomplete


@dataclass(frozen=True, slots=True)
class Standing:
    """How a place fares: ``value`` from 0 to 1000, null where components are missing; ``order`` counts from 1.

    A place whose value is not known comes first: it has to be looked at.
    """

    order: int
    place: str
    value: int | None
    missing: tuple[str, ...] = ()


def patrol_order(civic: Civic, index: Index, month: str) -> list[Standing]:
    """The places of ``index`` in ``month`` (as 2026-03), worst first. ``PolicyIncomplete``: weights are unset."""
    gaps = index.gaps()
    if gaps:
        zh, en = gaps[0].words
        raise PolicyIncomplete(Bilingual(f"“{index.name}”算不出: {zh}", f"“{index.name}” cannot be worked out: {en}"))
    values: dict[str, dict[str, int]] = {}
    for one in civic.of(IndexValue):
        if one.index == index.name and one.month == month:
            values.setdefault(one.place, {})[one.component] = one.value
    made: list[tuple[str, int | None, tuple[str, ...]]] = []
    for place, given in values.items():
        missing = tuple(name for name in index.components if name not in given)
        total = sum((weight or 0) * given.get(name, 0) for name, weight in index.components.items())
        made.append((place, None if missing else total // 1000, missing))
    sign = 1 if index.best == "high" else -1
    made.sort(key=lambda one: (one[1] is not None, sign * (one[1] or 0), one[0]))
    return [Standing(order, *one) for order, one in enumerate(made, 1)]
