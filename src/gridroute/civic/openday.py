"""开放日: days of the month or the week on which whoever comes is received (SS35, LW11, T08)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gridroute.civic.column import Entry, Gap, col, wrong
from gridroute.civic.venue import Tier
from gridroute.errors import Bilingual

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
        words = Bilingual(
            "没有规定逢节假日怎么办: 写 照常、顺延 或 取消",
            "nobody has said what happens on a holiday: keep, shift or skip",
        )
        return [Gap("on_holiday", words)]


class OpenWeekday(Entry):
    """各社区的固定接待日: the weekday that a community has set for an open day (LW11)."""

    open_day: Annotated[str, col("开放日", "name of the open day", "开放日名称")]
    community: Annotated[str, col("社区", "the community", "社区", of="place")]
    weekday: Annotated[Weekday, col("星期", "its weekday", "周几", **_WEEK)]
