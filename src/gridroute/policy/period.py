"""时段: seasons and hours of the day that rules may read as fields (§8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from gridroute.errors import Bilingual
from gridroute.policy.document import Document, Path_, Value
from gridroute.policy.reading import Reading
from gridroute.policy.tongue import PERIOD, PERIOD_FILE, nearest
from gridroute.policy.vocabulary import Field, FieldType

_OWN_DAYS = Bilingual(
    "写成 on: {2026: [11-10, 04-05]}: 开始的那一年,起和止",
    "write on: {2026: [11-10, 04-05]}: the year it begins, first and last day",
)


@dataclass(frozen=True, slots=True)
class Period:
    """A season of every year, hours of every day, or listed days.

    A season from month and day to month and day, both included, may pass the turn of the year. ``on`` gives the
    days of single years their own: the year in which the season begins, its first and its last day (§8).
    """

    name: str
    label: str
    first_day: tuple[int, int] | None = None
    last_day: tuple[int, int] | None = None
    first_time: time | None = None
    last_time: time | None = None
    source: str = "assumed"
    on: tuple[tuple[int, tuple[int, int], tuple[int, int]], ...] = ()

    def facts(self, at: datetime) -> dict[str, bool | int]:
        """The fields this period gives at ``at``; day counts are absent outside it."""
        if self.first_time is not None and self.last_time is not None:
            now = at.time().replace(tzinfo=None)
            inside = self.first_time <= now < self.last_time
            if self.first_time > self.last_time:
                inside = now >= self.first_time or now < self.last_time
            return {self.name: inside}
        return self.season(at.date())

    def _span(self, day: date) -> tuple[date, date] | None:
        assert self.first_day is not None
        assert self.last_day is not None
        own = {year: (first, last) for year, first, last in self.on}
        for year in (day.year, day.year - 1):
            begins, ends = own.get(year, (self.first_day, self.last_day))
            first = _day(year, *begins)
            last = _day(year if ends >= begins else year + 1, *ends)
            if first <= day <= last:
                return first, last
        return None

    @property
    def daily(self) -> bool:
        """Whether it is hours of every day, and so changes within one."""
        return self.first_time is not None

    def season(self, day: date) -> dict[str, bool | int]:
        """The fields of a season on ``day``."""
        span = self._span(day)
        if span is None:
            return {self.name: False}
        first, last = span
        return {
            self.name: True,
            f"{self.name}_day": (day - first).days + 1,
            f"{self.name}_days_left": (last - day).days,
        }

    def fields(self) -> list[Field]:
        """The fields that this period declares."""
        said = self.name.replace("_", " ")
        made = [Field(self.name, FieldType.BOOLEAN, self.label, en=f"it is {said}")]
        if self.first_day is not None:
            made.append(Field(f"{self.name}_day", FieldType.INTEGER, f"{self.label}第几日", en=f"day of the {said}"))
            made.append(
                Field(f"{self.name}_days_left", FieldType.INTEGER, f"{self.label}剩余日", en=f"days left of the {said}")
            )
        return made


def _day(year: int, month: int, day: int) -> date:
    """That day of the year; 29 February becomes 28 where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


def read_periods(document: Document, known: dict[str, Period], at: Reading) -> None:
    """Adds one layer's periods; a lower layer's dates take the place of those above."""
    for key in document.value:
        if key not in PERIOD_FILE:
            at.fault(
                (key,),
                f"时段文件没有“{key}”",
                f"no “{key}” in a file of periods",
                nearest(key, PERIOD_FILE),
                code="GR106",
            )
    entries = document.value.get("periods", {})
    if not isinstance(entries, dict):
        at.fault(("periods",), "periods 应是“名: {from, to, every}”", "periods is a mapping", code="GR105")
        return
    for name, body in entries.items():
        path = ("periods", name)
        at.rule = name
        if not isinstance(body, dict) or not {"from", "to", "every"} <= set(body) or set(body) - set(PERIOD):
            at.fault(
                path,
                "时段应写成 {from, to, every, on, source, label}",
                "a period is {from, to, every, on, source, label}",
                code="GR105",
            )
            continue
        label = str(body.get("label", known[name].label if name in known else name))
        source = str(body.get("source", "assumed"))
        try:
            if body["every"] == "year":
                first, last = (_month_day(str(body[key])) for key in ("from", "to"))
                own = _own_days(body.get("on"), (*path, "on"), at)
                known[name] = Period(name, label, first, last, source=source, on=own)
            elif body["every"] == "day":
                if "on" in body:
                    at.fault(
                        (*path, "on"),
                        "每日的时段没有各年的日期",
                        "hours of every day have no dates of a year",
                        code="GR505",
                    )
                begin, end = (time.fromisoformat(str(body[key])) for key in ("from", "to"))
                known[name] = Period(name, label, first_time=begin, last_time=end, source=source)
            else:
                raise ValueError(body["every"])
        except ValueError:
            at.fault(
                path,
                "时段的起止看不懂",
                "the period's ends cannot be read",
                Bilingual('年度写 11-15,每日写 "22:00"', 'a season is 11-15, hours are "22:00"'),
                code="GR505",
            )


def _own_days(written: Value, path: Path_, at: Reading) -> tuple[tuple[int, tuple[int, int], tuple[int, int]], ...]:
    """The days that single years have of their own, by the year in which the season begins."""
    made = []
    if written is not None and not isinstance(written, dict):
        at.fault(path, "各年的日期看不懂", "the dates of the years cannot be read", _OWN_DAYS, code="GR505")
        return ()
    for year, days in (written or {}).items():
        try:
            if not re.fullmatch(r"\d{4}", year) or not isinstance(days, list):
                raise ValueError(year)
            first, last = (_month_day(str(day)) for day in days)
        except ValueError:
            at.fault(
                (*path, year),
                f"“{year}”年的日期看不懂",
                f"the dates of “{year}” cannot be read",
                _OWN_DAYS,
                code="GR505",
            )
            continue
        made.append((int(year), first, last))
    return tuple(sorted(made))


def check_periods(document: Document, known: Mapping[str, Period], at: Reading) -> None:
    """Reports periods whose fields are fields already: of what arrives with the issue, or of a stage."""
    entries = document.value.get("periods", {})
    for name in entries if isinstance(entries, dict) else ():
        for item in known[name].fields() if name in known else ():
            if item.name in at.vocabulary.fields:
                at.rule = name
                at.fault(
                    ("periods", name),
                    f"“{item.name}”已经是一个字段,时段不能叫这个名称",
                    f"“{item.name}” is a field already, so no period may have that name",
                    Bilingual("换一个名称", "use another name"),
                    code="GR506",
                )


def _month_day(text: str) -> tuple[int, int]:
    month, _, day = text.partition("-")
    made = (int(month), int(day))
    date(2024, *made)
    return made
