"""缺额: where there are fewer, or more, than there must be, and who holds the place meanwhile (T40, WC04, WC18, LW08).

A shortage is found and told; nothing that comes in is turned away for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from gridroute.civic.civic import Civic
from gridroute.civic.parties import filling
from gridroute.civic.staff import Population
from gridroute.civic.staffing import Check
from gridroute.civic.thing import Thing, kind_named, settlement, things
from gridroute.model import Organization


@dataclass(frozen=True, slots=True)
class Shortage:
    """One place where a check fails. ``wanted``: how many there must be, null where the population is not known.

    ``lacking``: what those that are there have not, each as ``place: name``. ``holder``: who holds it meanwhile.
    """

    check: Check
    place: str
    count: int
    wanted: int | None
    lacking: tuple[str, ...] = ()
    holder: Organization | None = None


def shortages(civic: Civic, check: Check, at: datetime) -> Iterator[Shortage]:
    """The places where ``check`` fails at ``at``; ``KeyError`` where its things cannot be counted."""
    for one, fails in examined(civic, check, at):
        if fails:
            yield one


def examined(civic: Civic, check: Check, at: datetime) -> Iterator[tuple[Shortage, bool]]:
    """What ``check`` finds in each of its places at ``at``, and whether it fails there; as ``shortages``."""
    kind = kind_named(check.of)
    if kind is None:
        raise KeyError(check.of)
    found = things(civic, kind, check.where, at.date())
    for place in _places(civic, check, at):
        there = [one for one in found if _inside(civic, check, one, place)]
        count = sum(one.count for one in there)
        wanted, fails = _wanted(civic, check, place, count, at)
        lacking = tuple(
            f"{(one.places or ('',))[0]}: {name}" for one in there for name in check.requires if not _has(one, name)
        )
        short = fails or bool(lacking)
        holder = _holder(civic, check, place, at) if short else None
        yield Shortage(check, place, count, wanted, lacking, holder), short


def _places(civic: Civic, check: Check, at: datetime) -> list[str]:
    territory, day = civic.county.territory, at.date()
    match check.per:
        case "grid":
            living = [grid for grid in territory.grids.values() if grid.in_force(day)]
            general = [grid.code for grid in living if grid.kind == "general"]
            return sorted(general or (grid.code for grid in living))
        case "township":
            return [place.code for place in territory.townships]
        case "county":
            return [territory.county.code]
    wanted = {"village": ("rural",), "residents": ("urban",)}.get(check.per, ("urban", "rural"))
    return [place.code for place in territory.communities if settlement(civic, place.code) in wanted]


def _inside(civic: Civic, check: Check, thing: Thing, place: str) -> bool:
    if check.per == "county":
        return True
    for code in thing.places:
        town = civic.county.territory.township_of(code) if code else None
        if code == place or code[:12] == place or (town is not None and town.code == place):
            return True
    return False


def _wanted(civic: Civic, check: Check, place: str, count: int, at: datetime) -> tuple[int | None, bool]:
    if check.per_population is not None:
        people = [
            one.value for one in civic.of(Population, at.date()) if one.kind == check.population and one.place == place
        ]
        if not people or check.at_least is None:
            return None, True
        wanted = -(-people[0] * check.at_least // check.per_population)
        return wanted, count < wanted
    if check.exactly is not None:
        return check.exactly, count != check.exactly
    low = check.at_least is not None and count < check.at_least
    high = check.at_most is not None and count > check.at_most
    return (check.at_most if high else check.at_least), low or high


def _has(thing: Thing, name: str) -> bool:
    from gridroute.civic.shelf import BY_NAME

    for register in BY_NAME.values():
        if name in register.heads and register.heads[name] in thing.known:
            return bool(thing.known[register.heads[name]])
    return bool(thing.known.get(name))


def _holder(civic: Civic, check: Check, place: str, at: datetime) -> Organization | None:
    role = check.on_violation.holder if check.on_violation else ""
    found = filling(civic, role, place, at) if role else []
    return found[0] if found else None
