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
    begin = start if start.tzinfo is ZONE else start.astimezone(ZONE)
    hours = hours or WorkDay()
    match length.unit:
        case Unit.CLOCK_MINUTES:
            return _instant(begin + timedelta(minutes=length.amount))
        case Unit.CLOCK_HOURS:
            return _instant(begin + timedelta(hours=length.amount))
        case Unit.WORK_HOURS:
            count = _Counting(calendar, hours)
            return _instant(count.business(begin, timedelta(hours=length.amount)), count)
    # counted in days, the answer is the same all day long
    key = (begin.date(), length.unit, length.amount, hours.ends)
    due = calendar.counted.get(key)
    if not isinstance(due, Due):
        if len(calendar.counted) >= MAX_DAYS:
            calendar.counted.clear()
        due = calendar.counted[key] = _in_days(begin.date(), length, _Counting(calendar, hours))
    return due if due.due_at >= begin else Due(due.due_on, begin, due.provisional)


def _in_days(first: date, length: Duration, count: _Counting) -> Due:
    match length.unit:
        case Unit.WORKDAYS:
            return count.on(count.workdays(first, length.amount))
        case Unit.CALENDAR_WEEKS:
            return count.on(count.next_worked(first + timedelta(weeks=length.amount)))
        case Unit.CALENDAR_MONTHS:
            return count.on(count.next_worked(_months_later(first, length.amount)))
    return count.on(count.next_worked(first + timedelta(days=length.amount)))


def _instant(moment: datetime, count: _Counting | None = None) -> Due:
    return Due(moment.date(), moment, count is not None and count.provisional)


class _Counting:
    def __init__(self, calendar: CountyCalendar, hours: WorkDay) -> None:
        self.calendar, self.hours, self.provisional = calendar, hours, False

    def worked(self, day: date) -> bool:
        try:
            return self.calendar.is_workday(day)
        except CalendarUnknown:
            self.provisional = True
            return day.weekday() < 5

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

    def on(self, day: date) -> Due:
        ends = self.hours.ends
        late = datetime.combine(day, ends, ZONE) if ends else datetime.combine(day + timedelta(days=1), time(), ZONE)
        return Due(day, late, self.provisional)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
