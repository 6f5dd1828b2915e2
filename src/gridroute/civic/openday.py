"""开放日: days of the month or the week on which whoever comes is received (SS35, LW11, T08)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, model_validator

from gridroute.civic.column import Entry, Gap, col, wrong
from gridroute.civic.venue import Tier
from gridroute.errors import Bilingual
from gridroute.worktime import CountyCalendar

#: No run of holidays is longer than so many days: a day before the first may be moved into the range.
_LOOK_BACK = 30
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OnHoliday = Literal["keep", "shift", "skip"]
_WEEK = {
    "monday": "周一",
    "tuesday": "周二",
    "wednesday": "周三",
    "thursday": "周四",
    "friday": "周五",
    "saturday": "周六",
    "sunday": "周日",
}
_MOVES = {"keep": "照常", "shift": "顺延", "skip": "取消"}


class OpenDay(Entry):
    """一种开放日. What happens on a holiday is the county's to say: unset, it is said that it is unset."""

    name: Annotated[str, col("名称", "its name, such as 民情日", "名称,如民情日")]
    day_of_month: Annotated[
        tuple[Annotated[int, Field(ge=1, le=31)], ...], col("每月几日", "days of the month", "每月的哪几日")
    ] = ()
    weekday: Annotated[tuple[Weekday, ...], col("每周几", "days of the week", "每周的哪几天", **_WEEK)] = ()
    weekday_per: Annotated[
        Literal["", "community"],
        col(
            "各定星期",
            "each community has a weekday of its own, in open_weekdays.csv",
            "各社区自定星期几,写在 open_weekdays.csv",
            community="社区",
        ),
    ] = ""
    tiers: Annotated[
        tuple[Tier, ...],
        col(
            "阵地层级",
            "at venues of these levels",
            "在这些层级的阵地",
            county="县",
            township="镇街",
            community="村社",
            compound="小区",
            station="驿站",
            home="家园",
        ),
    ] = ()
    on_holiday: Annotated[
        OnHoliday | None,
        col(
            "逢节假日",
            "on a public holiday: keep, shift to the next working day, or skip; null while nobody has said",
            "逢法定节假日: 照常、顺延到下一个工作日、取消;没有规定的写 null",
            **_MOVES,
        ),
    ] = None
    on_rest: Annotated[
        OnHoliday,
        col("逢周末", "on a Saturday or Sunday that is no holiday", "逢不是节假日的周末", **_MOVES),
    ] = "keep"

    @model_validator(mode="after")
    def _dated(self) -> OpenDay:
        if sum((bool(self.day_of_month), bool(self.weekday), bool(self.weekday_per))) != 1:
            remedy = Bilingual("写 每月几日、每周几、各定星期 其中一个", "give day_of_month, weekday or weekday_per")
            raise wrong("哪一天没有写清", "it is not clear on which days", remedy)
        return self

    def gaps(self) -> list[Gap]:
        """What happens on a holiday, while nobody has said."""
        if self.on_holiday is not None:
            return []
        words = Bilingual("没有规定逢节假日怎么办", "nobody has said what happens on a holiday")
        remedy = Bilingual("写 照常、顺延 或 取消", "keep, shift or skip")
        return [Gap("on_holiday", words, remedy)]


class OpenWeekday(Entry):
    """各社区的固定接待日: the weekday that a community has set for an open day (LW11)."""

    open_day: Annotated[str, col("开放日", "name of the open day", "开放日名称", of="open_days")]
    community: Annotated[str, col("社区", "the community", "社区", of="place")]
    weekday: Annotated[Weekday, col("星期", "its weekday", "周几", **_WEEK)]


@dataclass(frozen=True, slots=True)
class Opening:
    """One day of an open day. ``given`` is the day as its rule has it, ``day`` the day on which it is held.

    ``state``: open, moved, cancelled, or unset (it falls on a holiday, and nobody has said what happens then).
    ``provisional``: the calendar of the year is not known. ``community``: whose day it is, where each has its own.
    """

    name: str
    given: date
    day: date
    state: Literal["open", "moved", "cancelled", "unset"]
    provisional: bool = False
    community: str = ""

    @property
    def held(self) -> bool:
        """Whether people are received on ``day``."""
        return self.state in ("open", "moved")


def openings(
    open_day: OpenDay, first: date, last: date, calendar: CountyCalendar, weekdays: Mapping[str, Weekday] | None = None
) -> list[Opening]:
    """The openings from ``first`` to ``last``, both included: held, cancelled or unset in these days.

    ``weekdays``: the weekday that each community has set, for an open day that leaves it to them.
    """
    made: list[Opening] = []
    for offset in range(-_LOOK_BACK, (last - first).days + 1):
        given = first + timedelta(days=offset)
        if open_day.in_force(given):
            made += [
                _held(open_day, given, calendar, community) for community in _given(open_day, given, weekdays or {})
            ]
    return sorted(
        (one for one in made if first <= one.day <= last), key=lambda one: (one.day, one.given, one.community)
    )


def _given(open_day: OpenDay, day: date, weekdays: Mapping[str, Weekday]) -> Iterator[str]:
    weekday = WEEKDAYS[day.weekday()]
    if open_day.weekday_per:
        yield from sorted(community for community, own in weekdays.items() if own == weekday)
    elif day.day in open_day.day_of_month or weekday in open_day.weekday:
        yield ""


def _held(open_day: OpenDay, given: date, calendar: CountyCalendar, community: str) -> Opening:
    known = calendar.knows(given)
    kind = calendar.day_kind(given) if known else ("rest" if given.weekday() >= 5 else "workday")
    how: OnHoliday | None = {"holiday": open_day.on_holiday, "rest": open_day.on_rest}.get(kind, "keep")
    if how is None:
        return Opening(open_day.name, given, given, "unset", not known, community)
    if how == "skip":
        return Opening(open_day.name, given, given, "cancelled", not known, community)
    day = given
    while how == "shift" and not (calendar.is_workday(day) if calendar.knows(day) else day.weekday() < 5):
        day += timedelta(days=1)
        known = known and calendar.knows(day)
    return Opening(open_day.name, given, day, "open" if day == given else "moved", not known, community)
