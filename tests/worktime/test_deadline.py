"""When a duration that starts at one instant ends."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import COUNTY_FILES, build_county

from gridroute.errors import CalendarUnknown
from gridroute.model import Duration, Unit
from gridroute.model.duration import DEADLINE_UNITS
from gridroute.worktime import ZONE, CountyCalendar, WorkDay, deadline, read_calendar


def _published() -> CountyCalendar:
    """The calendar of 2023-2026 alone, so that no later release of the data changes a test."""
    whole = read_calendar(None, "", [])
    years = frozenset(range(2023, 2027))
    assert years <= whole.years
    return CountyCalendar({day: kind for day, kind in whole.days.items() if day.year in years}, years)


CALENDAR = _published()
EIGHTEEN = WorkDay(ends=time(18))
MORNING = WorkDay(((time(9), time(12)), (time(13, 30), time(17, 30))))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text if "+" in text else f"{text}+08:00")


@pytest.mark.parametrize(
    ("start", "length", "due_on", "due_at", "provisional"),
    [
        # workdays
        ("2026-02-13T16:00", "3 workdays", "2026-02-25", "2026-02-26T00:00", False),
        ("2026-09-30T10:00", "3 workdays", "2026-10-10", "2026-10-11T00:00", False),
        ("2026-12-30T10:00", "3 workdays", "2027-01-04", "2027-01-05T00:00", True),
        ("2026-12-30T10:00", "1 workdays", "2026-12-31", "2027-01-01T00:00", False),
        ("2026-03-02T00:00", "1 workdays", "2026-03-03", "2026-03-04T00:00", False),
        ("2026-03-02T23:59:59", "1 workdays", "2026-03-03", "2026-03-04T00:00", False),
        ("2026-03-06T10:00", "1 workdays", "2026-03-09", "2026-03-10T00:00", False),
        ("2026-03-07T10:00", "1 workdays", "2026-03-09", "2026-03-10T00:00", False),
        ("2026-03-02T10:00", "0 workdays", "2026-03-02", "2026-03-03T00:00", False),
        ("2024-02-28T10:00", "1 workdays", "2024-02-29", "2024-03-01T00:00", False),
        # calendar days, weeks and months: the last day moves off a holiday
        ("2026-03-02T10:00", "3 calendar_days", "2026-03-05", "2026-03-06T00:00", False),
        ("2026-03-02T10:00", "5 calendar_days", "2026-03-09", "2026-03-10T00:00", False),
        ("2026-09-28T10:00", "3 calendar_days", "2026-10-08", "2026-10-09T00:00", False),
        ("2026-10-07T10:00", "3 calendar_days", "2026-10-10", "2026-10-11T00:00", False),
        ("2026-12-31T10:00", "1 calendar_days", "2027-01-01", "2027-01-02T00:00", True),
        ("2026-03-02T10:00", "1 calendar_weeks", "2026-03-09", "2026-03-10T00:00", False),
        ("2026-09-24T10:00", "1 calendar_weeks", "2026-10-08", "2026-10-09T00:00", False),
        ("2026-03-02T10:00", "1 calendar_months", "2026-04-02", "2026-04-03T00:00", False),
        ("2025-01-31T10:00", "1 calendar_months", "2025-02-28", "2025-03-01T00:00", False),
        ("2024-01-31T10:00", "1 calendar_months", "2024-02-29", "2024-03-01T00:00", False),
        ("2025-08-31T10:00", "1 calendar_months", "2025-09-30", "2025-10-01T00:00", False),
        ("2025-11-30T10:00", "3 calendar_months", "2026-02-28", "2026-03-01T00:00", False),
        ("2025-03-31T10:00", "12 calendar_months", "2026-03-31", "2026-04-01T00:00", False),
        # hours of the clock
        ("2026-03-02T10:15", "30 clock_minutes", "2026-03-02", "2026-03-02T10:45", False),
        ("2026-02-16T23:40", "30 clock_minutes", "2026-02-17", "2026-02-17T00:10", False),
        ("2026-02-16T10:00", "24 clock_hours", "2026-02-17", "2026-02-17T10:00", False),
        ("2026-12-31T23:00", "2 clock_hours", "2027-01-01", "2027-01-01T01:00", False),
        ("2099-05-01T23:00", "2 clock_hours", "2099-05-02", "2099-05-02T01:00", False),
        # working hours, 9-12 and 13-17
        ("2026-03-02T09:00", "2 work_hours", "2026-03-02", "2026-03-02T11:00", False),
        ("2026-03-02T09:00", "3 work_hours", "2026-03-02", "2026-03-02T12:00", False),
        ("2026-03-02T09:00", "4 work_hours", "2026-03-02", "2026-03-02T14:00", False),
        ("2026-03-02T12:30", "1 work_hours", "2026-03-02", "2026-03-02T14:00", False),
        ("2026-03-02T16:30", "1 work_hours", "2026-03-03", "2026-03-03T09:30", False),
        ("2026-03-02T20:00", "1 work_hours", "2026-03-03", "2026-03-03T10:00", False),
        ("2026-03-06T16:00", "2 work_hours", "2026-03-09", "2026-03-09T10:00", False),
        ("2026-02-14T16:00", "2 work_hours", "2026-02-24", "2026-02-24T10:00", False),
        ("2026-12-31T16:00", "2 work_hours", "2027-01-01", "2027-01-01T10:00", True),
    ],
    ids=lambda value: str(value).replace("_", " "),
)
def test_deadline(start: str, length: str, due_on: str, due_at: str, provisional: bool) -> None:
    due = deadline(at(start), Duration.parse(length), CALENDAR)
    assert due.due_on == date.fromisoformat(due_on)
    assert due.due_at == at(due_at)
    assert due.due_at.utcoffset() == timedelta(hours=8)
    assert due.provisional is provisional


@pytest.mark.parametrize(
    ("start", "length", "due_at"),
    [
        ("2026-03-02T10:00", "1 workdays", "2026-03-03T18:00"),
        ("2026-03-02T23:00", "1 workdays", "2026-03-03T18:00"),
        ("2026-02-13T16:00", "3 workdays", "2026-02-25T18:00"),
        ("2026-03-02T10:00", "5 calendar_days", "2026-03-09T18:00"),
        ("2026-03-02T10:00", "1 calendar_months", "2026-04-02T18:00"),
        ("2026-03-02T17:00", "3 clock_hours", "2026-03-02T20:00"),
    ],
)
def test_where_the_day_ends_at_18(start: str, length: str, due_at: str) -> None:
    due = deadline(at(start), Duration.parse(length), CALENDAR, EIGHTEEN)
    assert due.due_at == at(due_at)
    assert due.due_on == at(due_at).date()


def test_other_business_hours() -> None:
    assert deadline(at("2026-03-02T11:00"), Duration(2, Unit.WORK_HOURS), CALENDAR, MORNING).due_at == at(
        "2026-03-02T14:30"
    )


def test_business_hours_contain_their_first_moment_and_not_their_last() -> None:
    hours = [time(8, 59), time(9), time(11, 59), time(12), time(13, 29), time(13, 30), time(17, 30)]
    assert [MORNING.contains(one) for one in hours] == [False, True, True, False, False, True, False]


@pytest.mark.parametrize(
    "start",
    [
        datetime(2026, 2, 13, 8, 0, tzinfo=UTC),
        datetime(2026, 2, 13, 16, 0, tzinfo=ZONE),
        datetime(2026, 2, 12, 22, 0, tzinfo=timezone(timedelta(hours=-10))),
    ],
    ids=["UTC", "Shanghai", "Honolulu"],
)
def test_the_day_of_the_start_is_the_day_in_shanghai(start: datetime) -> None:
    assert deadline(start, Duration(3, Unit.WORKDAYS), CALENDAR).due_on == date(2026, 2, 25)


def test_just_before_midnight_in_utc_is_the_next_day_here() -> None:
    start = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    assert deadline(start, Duration(1, Unit.WORKDAYS), CALENDAR).due_on == date(2026, 3, 4)


def test_a_start_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="a start without a time zone"):
        deadline(datetime(2026, 3, 2, 10, 0), Duration(1, Unit.WORKDAYS), CALENDAR)


def test_the_calendar_itself_never_guesses() -> None:
    """The deadline beyond 2026 is provisional; the calendar it was counted with still refuses to answer."""
    due = deadline(at("2026-12-30T10:00"), Duration(3, Unit.WORKDAYS), CALENDAR)
    assert due.provisional
    with pytest.raises(CalendarUnknown, match="2027"):
        CALENDAR.is_workday(due.due_on)


def test_the_hours_of_a_county(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = 'calendars: {workday_ends: "18:00", business_hours: ["08:00-12:00", "14:00-18:00"]}\n'
    built = build_county(tmp_path_factory.mktemp("hours"), {"county.yaml": COUNTY_FILES["county.yaml"] + settings})
    assert built.said() == []
    assert built.county.hours == WorkDay(((time(8), time(12)), (time(14), time(18))), time(18))


# ---- durations -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("3 workdays", Duration(3, Unit.WORKDAYS)),
        ("3个工作日", Duration(3, Unit.WORKDAYS)),
        ("3 工作日", Duration(3, Unit.WORKDAYS)),
        ("60个自然日", Duration(60, Unit.CALENDAR_DAYS)),
        ("30分钟", Duration(30, Unit.CLOCK_MINUTES)),
        ("2小时", Duration(2, Unit.CLOCK_HOURS)),
        ("2个小时", Duration(2, Unit.CLOCK_HOURS)),
        ("4工作小时", Duration(4, Unit.WORK_HOURS)),
        ("1周", Duration(1, Unit.CALENDAR_WEEKS)),
        (" 1 calendar_months ", Duration(1, Unit.CALENDAR_MONTHS)),
    ],
)
def test_a_duration_is_read(text: str, length: Duration) -> None:
    assert Duration.parse(text) == length
    assert Duration.parse(str(length)) == length
    assert Duration.parse(length.text("zh")) == length


@pytest.mark.parametrize(
    "text", ["", "3", "workdays", "三个工作日", "-3 workdays", "3.5 workdays", "3 days", "3 work days"]
)
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(text) + "$"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("one", "other", "day_ends", "answer"),
    [
        ("3 workdays", "3 workdays", 24, True),
        ("4 workdays", "3 workdays", 24, False),
        ("120 clock_minutes", "2 clock_hours", 24, True),
        ("121 clock_minutes", "2 clock_hours", 24, False),
        ("2 clock_hours", "120 clock_minutes", 24, True),
        ("24 clock_hours", "1 workdays", 24, True),
        ("25 clock_hours", "1 workdays", 24, None),
        ("18 clock_hours", "1 workdays", 18, True),
        ("19 clock_hours", "1 workdays", 18, None),
        ("1440 clock_minutes", "1 calendar_days", 24, True),
        ("1441 clock_minutes", "1 calendar_days", 24, None),
        ("72 clock_hours", "3 calendar_days", 24, True),
        ("3 calendar_days", "3 workdays", 24, True),
        ("4 calendar_days", "3 workdays", 24, None),
        ("3 workdays", "3 calendar_days", 24, None),
        ("1 workdays", "1000 clock_hours", 24, None),
        ("1 work_hours", "1 workdays", 24, None),
        ("1 workdays", "100 work_hours", 24, None),
    ],
)
def test_not_later_than(one: str, other: str, day_ends: int, answer: bool | None) -> None:
    assert Duration.parse(one).not_later_than(Duration.parse(other), day_ends=day_ends) is answer


# ---- laws ------------------------------------------------------------------------------------------------

STARTS = st.datetimes(
    datetime(2023, 1, 1), datetime(2027, 3, 31), timezones=st.sampled_from([ZONE, UTC, timezone(timedelta(hours=-9))])
)
#: The last minute of a day is where hours of the clock gain most on days.
LATE = st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(lambda day: datetime.combine(day, time(23, 59), ZONE))
UNITS = st.sampled_from(sorted(Unit))
HOURS = st.sampled_from([WorkDay(), EIGHTEEN, MORNING])
MANY = settings(max_examples=max(300, settings.default.max_examples))


@MANY
@given(STARTS, st.integers(1, 90), UNITS, HOURS)
def test_law_it_is_due_after_the_start(start: datetime, amount: int, unit: Unit, hours: WorkDay) -> None:
    due = deadline(start, Duration(amount, unit), CALENDAR, hours)
    assert due.due_at > start
    assert due.due_at.date() - due.due_on in (timedelta(0), timedelta(days=1))


@MANY
@given(STARTS, st.integers(0, 90), st.integers(0, 90), UNITS, HOURS)
def test_law_more_is_never_earlier(start: datetime, one: int, other: int, unit: Unit, hours: WorkDay) -> None:
    less, more = sorted((one, other))
    assert (
        deadline(start, Duration(less, unit), CALENDAR, hours).due_at
        <= deadline(start, Duration(more, unit), CALENDAR, hours).due_at
    )


@MANY
@given(STARTS, st.timedeltas(timedelta(0), timedelta(days=20)), st.integers(0, 40), UNITS, HOURS)
def test_law_a_later_start_is_never_due_earlier(
    start: datetime, later: timedelta, amount: int, unit: Unit, hours: WorkDay
) -> None:
    length = Duration(amount, unit)
    first, second = (deadline(moment, length, CALENDAR, hours).due_at for moment in (start, start + later))
    assert first <= second


@MANY
@given(STARTS, st.integers(1, 40), st.sampled_from([Unit.WORKDAYS, Unit.CALENDAR_DAYS]))
def test_law_the_last_day_is_worked_or_provisional(start: datetime, amount: int, unit: Unit) -> None:
    due = deadline(start, Duration(amount, unit), CALENDAR)
    assert due.provisional or CALENDAR.is_workday(due.due_on)
    assert due.provisional or due.due_on.year <= 2026


@MANY
@given(STARTS, st.integers(0, 20_000), st.sampled_from([Unit.CLOCK_HOURS, Unit.CLOCK_MINUTES]))
def test_law_the_clock_is_never_provisional(start: datetime, amount: int, unit: Unit) -> None:
    due = deadline(start, Duration(amount, unit), CALENDAR)
    minutes = amount * (60 if unit is Unit.CLOCK_HOURS else 1)
    assert not due.provisional
    assert due.due_at - start == timedelta(minutes=minutes)


DAYS = st.sampled_from([Unit.WORKDAYS, Unit.CALENDAR_DAYS])
SHORT = st.builds(Duration, st.integers(1, 12), st.sampled_from(sorted(DEADLINE_UNITS)))
#: Any two, and pairs on both sides of the lines of the table, where an error of one would show.
PAIRS = st.one_of(
    st.tuples(SHORT, SHORT),
    st.builds(
        lambda days, off, unit, other: (Duration(days + off, unit), Duration(days, other)),
        st.integers(1, 6),
        st.integers(0, 1),
        DAYS,
        DAYS,
    ),
    st.builds(
        lambda days, hours, unit: (Duration(24 * days + hours, Unit.CLOCK_HOURS), Duration(days + 1, unit)),
        st.integers(0, 4),
        st.integers(17, 25),
        DAYS,
    ),
    st.builds(
        lambda minutes, hours: (Duration(60 * hours + minutes, Unit.CLOCK_MINUTES), Duration(hours, Unit.CLOCK_HOURS)),
        st.integers(-1, 1),
        st.integers(1, 40),
    ),
)


@settings(max_examples=max(1_000, settings.default.max_examples))
@given(STARTS | LATE, PAIRS, st.sampled_from([WorkDay(), EIGHTEEN]))
def test_law_not_later_than_holds_from_every_start(
    start: datetime, pair: tuple[Duration, Duration], hours: WorkDay
) -> None:
    one, other = pair
    ends = hours.ends.hour if hours.ends else 24
    answer = one.not_later_than(other, day_ends=ends)
    if answer is None:
        return
    first, second = (deadline(start, length, CALENDAR, hours).due_at for length in (one, other))
    if answer:
        assert first <= second
    else:
        assert first >= second


def test_not_later_than_holds_through_a_year() -> None:
    """The closest pair of every line of the table, from a start every 23 hours of 2026."""
    pairs = [
        (Duration(24 * (days - 1) + ends, Unit.CLOCK_HOURS), Duration(days, unit), hours)
        for days in (1, 2, 3)
        for ends, hours in ((24, WorkDay()), (18, EIGHTEEN))
        for unit in (Unit.WORKDAYS, Unit.CALENDAR_DAYS)
    ] + [(Duration(days, Unit.CALENDAR_DAYS), Duration(days, Unit.WORKDAYS), WorkDay()) for days in (1, 2, 3)]
    for one, other, hours in pairs:
        assert one.not_later_than(other, day_ends=hours.ends.hour if hours.ends else 24) is True
    start = at("2026-01-01T00:59:59")
    while start.year == 2026:
        for one, other, hours in pairs:
            first, second = (deadline(start, length, CALENDAR, hours).due_at for length in (one, other))
            assert first <= second, (start, one, other)
        start += timedelta(hours=23)


# ---- far ends --------------------------------------------------------------------------------------------


def test_nothing_of_one_unit_against_nothing_of_another() -> None:
    start, one, other = at("2026-10-01T10:00"), Duration(0, Unit.CALENDAR_DAYS), Duration(0, Unit.WORKDAYS)
    assert one.not_later_than(other) is not True or (
        deadline(start, one, CALENDAR).due_at <= deadline(start, other, CALENDAR).due_at
    )


def test_nothing_is_not_due_before_it_began() -> None:
    start = at("2026-03-02T20:00")
    assert deadline(start, Duration(0, Unit.WORKDAYS), CALENDAR, EIGHTEEN).due_at >= start


def test_more_working_hours_than_the_guard_allows_are_never_due_earlier() -> None:
    start = at("2026-03-02T09:00")
    within, beyond = (deadline(start, Duration(hours, Unit.WORK_HOURS), CALENDAR) for hours in (15_000, 20_000))
    assert within.due_at <= beyond.due_at


@pytest.mark.parametrize("unit", [Unit.CLOCK_HOURS, Unit.CALENDAR_DAYS])
def test_a_slip_of_the_pen_is_refused(unit: Unit) -> None:
    with pytest.raises(ValueError, match="too long"):
        deadline(at("2026-03-02T09:00"), Duration(99_999_999, unit), CALENDAR)
