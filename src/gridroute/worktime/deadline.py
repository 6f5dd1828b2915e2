"""时限: when a duration that starts at one instant ends (domain.md §3.3, 民法典 201、203 条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gridroute.errors import CalendarUnknown
from gridroute.model import Duration, Unit
from gridroute.model.duration import LONGEST
from gridroute.worktime.calendar import CountyCalendar

ZONE = ZoneInfo("Asia/Shanghai")
#: Days looked at while counting: more than the longest of them needs.
MAX_DAYS = 8_000


@dataclass(frozen=True, slots=True)
class WorkDay:
    """A working day's hours. ``ends`` is the hour at which a deadline of that day passes (24 or 18)."""

    spans: tuple[tuple[time, time], ...] = ((time(9), time(12)), (time(13), time(17)))
    ends: time | None = None

    def contains(self, moment: time) -> bool:
        """Whether ``moment`` is within business hours."""
        return any(first <= moment < last for first, last in self.spans)


@dataclass(frozen=True, slots=True)
class Due:
    """``due_on``: the last day, or the instant's day. ``due_at``: the instant at which it is late."""

    due_on: date
    due_at: datetime
    provisional: bool = False


def deadline(start: datetime, length: Duration, calendar: CountyCalendar, hours: WorkDay | None = None) -> Due:
    """When ``length`` from ``start`` ends. ``start`` is aware.

    The day of the start does not count; hours run from the instant. A day whose year has no calendar
    is counted Monday to Friday and the answer is ``provisional`` (T51). Hours of the clock never are.
    """
    if start.tzinfo is None:
        raise ValueError("a start without a time zone")
    if length.amount > LONGEST[length.unit]:
        raise ValueError(f"a duration too long: {length}")
    begin = start.astimezone(ZONE)
    count = _Counting(calendar, hours or WorkDay())
    match length.unit:
        case Unit.CLOCK_MINUTES:
            return count.at(begin + timedelta(minutes=length.amount))
        case Unit.CLOCK_HOURS:
            return count.at(begin + timedelta(hours=length.amount))
        case Unit.WORK_HOURS:
            return count.at(count.business(begin, timedelta(hours=length.amount)))
        case Unit.WORKDAYS:
            return count.on(count.known_workdays(begin.date(), length.amount), begin)
        case Unit.CALENDAR_DAYS:
            return count.on(count.next_worked(begin.date() + timedelta(days=length.amount)))
        case Unit.CALENDAR_WEEKS:
            return count.on(count.next_worked(begin.date() + timedelta(weeks=length.amount)))
        case Unit.CALENDAR_MONTHS:
            return count.on(count.next_worked(_months_later(begin.date(), length.amount)))


class _Counting:
    def __init__(self, calendar: CountyCalendar, hours: WorkDay) -> None:
        self.calendar, self.hours, self.provisional = calendar, hours, False

    def worked(self, day: date) -> bool:
        try:
            return self.calendar.is_workday(day)
        except CalendarUnknown:
            self.provisional = True
            return day.weekday() < 5

    def known_workdays(self, day: date, amount: int) -> date:
        known = self.calendar.counted.get((day, amount))
        if known is None:
            if len(self.calendar.counted) >= MAX_DAYS:
                self.calendar.counted.clear()
            known = self.calendar.counted[day, amount] = (self.workdays(day, amount), self.provisional)
        last, provisional = known
        self.provisional = self.provisional or provisional
        return last

    def workdays(self, day: date, amount: int) -> date:
        for _ in range(MAX_DAYS):
            if amount <= 0:
                break
            day += timedelta(days=1)
            amount -= self.worked(day)
        return day

    def next_worked(self, day: date) -> date:
        while not self.worked(day):
            day += timedelta(days=1)
        return day

    def business(self, moment: datetime, left: timedelta) -> datetime:
        day = moment.date()
        for _ in range(MAX_DAYS):
            if self.worked(day):
                for first, last in self.hours.spans:
                    begin = max(moment, datetime.combine(day, first, ZONE))
                    end = datetime.combine(day, last, ZONE)
                    if begin >= end:
                        continue
                    if end - begin >= left:
                        return begin + left
                    left -= end - begin
            day += timedelta(days=1)
        return moment + left

    def at(self, moment: datetime) -> Due:
        return Due(moment.date(), moment, self.provisional)

    def on(self, day: date, begin: datetime | None = None) -> Due:
        ends = self.hours.ends
        late = datetime.combine(day, ends, ZONE) if ends else datetime.combine(day + timedelta(days=1), time(), ZONE)
        return Due(day, max(late, begin) if begin else late, self.provisional)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
