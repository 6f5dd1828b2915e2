"""会期: on which day a rung of a ladder sits next, in the county's real calendar (C4, C9, C10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gridroute.model import Unit
from gridroute.policy.ladder import OnHoliday, Rung
from gridroute.worktime.calendar import CountyCalendar

#: Weeks are counted from this Monday, so that every second week is the same one for everybody.
_A_MONDAY = date(1970, 1, 5)
#: A shifted sitting lies this far behind its day at most; the longest holiday and its weekends.
_LONGEST_BREAK = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One regular sitting. ``provisional``: its year is not published yet; ``planned``: the day it should be."""

    day: date
    planned: date
    provisional: bool = False

    @property
    def moved(self) -> bool:
        """Whether a holiday moved it."""
        return self.day != self.planned


def next_sitting(rung: Rung, on_holiday: OnHoliday | None, after: date, calendar: CountyCalendar) -> Sitting | None:
    """The first sitting after the day ``after``; nothing where the rung has no regular one.

    A sitting on a day off stays (``keep``), moves to the first working day after (``shift``) or falls out (``skip``).
    """
    if rung.cadence is None:
        return None
    for planned in _planned(rung, after - _LONGEST_BREAK):
        sitting = _held(planned, on_holiday, calendar)
        if sitting is not None and sitting.day > after:
            return sitting
    raise AssertionError("a cadence goes on for ever")


def previous_sitting(
    rung: Rung, on_holiday: OnHoliday | None, before: date, calendar: CountyCalendar
) -> Sitting | None:
    """The last sitting before the day ``before``."""
    if rung.cadence is None:
        return None
    found = None
    back = timedelta(days=_LONGEST_BREAK.days + 2 * (31 * rung.cadence.amount if rung.cadence.amount else 31))
    for planned in _planned(rung, before - back):
        sitting = _held(planned, on_holiday, calendar)
        if sitting is not None:
            if sitting.day >= before:
                return found
            found = sitting
    return found


def _planned(rung: Rung, since: date) -> Iterator[date]:
    """The planned days from about ``since`` on, without end."""
    assert rung.cadence is not None
    every = max(rung.cadence.amount, 1)
    if rung.cadence.unit is Unit.CALENDAR_MONTHS:
        month = (since.year * 12 + since.month - 1) // every * every
        while True:
            year, number = divmod(month, 12)
            yield _day_of_month(year, number + 1, rung.on)
            month += every
    days = every * 7 if rung.cadence.unit is Unit.CALENDAR_WEEKS else every
    day = _A_MONDAY + timedelta(days=(since - _A_MONDAY).days // days * days)
    while True:
        yield day + timedelta(days=rung.on - 1)
        day += timedelta(days=days)


def _day_of_month(year: int, month: int, day: int) -> date:
    first = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day - 1), first - timedelta(days=1))


def _held(planned: date, on_holiday: OnHoliday | None, calendar: CountyCalendar) -> Sitting | None:
    day, provisional = planned, not calendar.knows(planned)

    def worked(one: date) -> bool:
        return calendar.is_workday(one) if calendar.knows(one) else one.weekday() < 5

    if on_holiday == "keep" or worked(day):
        return Sitting(day, planned, provisional)
    if on_holiday == "skip":
        return None
    while not worked(day):
        day += timedelta(days=1)
    return Sitting(day, planned, provisional or not calendar.knows(day))
