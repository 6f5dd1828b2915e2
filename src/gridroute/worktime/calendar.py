"""日历: working days, rest days, holidays and make-up days, as published, and a county's own days."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from gridroute.errors import NOTHING, Bilingual, CalendarUnknown, Fault, nearest
from gridroute.policy.policy import fingerprint

DayKind = Literal["workday", "rest", "holiday", "makeup"]
_WRITTEN: dict[str, DayKind] = {"休": "holiday", "班": "makeup", "off": "holiday", "work": "makeup"}
_YEAR_FILE = re.compile(r"\d{4}")


@dataclass(frozen=True)
class CountyCalendar:
    """One county's calendar. A year that is not in ``years`` raises ``CalendarUnknown`` (N19)."""

    days: Mapping[date, DayKind] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    #: What ``worktime.deadline`` counted before, by day, unit, amount and end of the day.
    counted: dict[tuple[object, ...], object] = field(default_factory=dict, compare=False, repr=False)

    def day_kind(self, day: date) -> DayKind:
        """What ``day`` is."""
        if day.year not in self.years:
            raise CalendarUnknown(day.year)
        return self.days.get(day, "workday" if day.weekday() < 5 else "rest")

    def is_workday(self, day: date) -> bool:
        """Whether ``day`` is worked."""
        return self.day_kind(day) in ("workday", "makeup")

    def knows(self, day: date) -> bool:
        """Whether the year of ``day`` is published."""
        return day.year in self.years

    @cached_property
    def hash(self) -> str:
        """The fingerprint of the calendar."""
        return fingerprint([sorted(self.years), sorted((day.isoformat(), kind) for day, kind in self.days.items())])


def read_calendar(folder: Path | None, shown_as: str, faults: list[Fault]) -> CountyCalendar:
    """The published calendar with a county's own files over it; what is wrong goes to ``faults``.

    ``2027.csv`` gives a whole year, any other ``*.csv`` single local days. Heads ``日期,安排,说明``;
    安排 is 休 (off) or 班 (worked).
    """
    days, years = _published()
    if folder is not None and folder.is_dir():
        given: dict[date, tuple[DayKind, str]] = {}
        for path in sorted(folder.glob("*.csv"), key=lambda one: (_YEAR_FILE.fullmatch(one.stem) is None, one.name)):
            name = f"{shown_as}/{path.name}"
            whole = int(path.stem) if _YEAR_FILE.fullmatch(path.stem) else None
            if whole is not None:
                years.add(whole)
                days = {day: kind for day, kind in days.items() if day.year != whole}
            _read_days(path, name, whole, days, given, faults)
    return CountyCalendar(days, frozenset(years))


def _read_days(
    path: Path,
    name: str,
    whole: int | None,
    days: dict[date, DayKind],
    given: dict[date, tuple[DayKind, str]],
    faults: list[Fault],
) -> None:
    def fault(line: int, zh: str, en: str, remedy: Bilingual = NOTHING, *, code: str) -> None:
        faults.append(Fault(name, line, "", Bilingual(zh, en), remedy, code))

    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            for cells in reader:
                rows.append((line, cells))
                line = reader.line_num + 1
    except csv.Error as error:
        fault(
            line,
            f"这一行的 CSV 读不出 ({error})",
            f"not valid CSV from here ({error})",
            Bilingual("检查引号是否成对", "see that quotes come in pairs"),
            code="GR102",
        )
    except (OSError, UnicodeDecodeError) as error:
        fault(0, f"读不出: {error}", f"cannot be read: {error}", code="GR101")
        return
    if not rows or [cell.strip() for cell in rows[0][1][:2]] != ["日期", "安排"]:
        fault(1, "表头应是 日期,安排,说明", "the head must be 日期,安排,说明", code="GR501")
        return
    for line, row in rows[1:]:
        if not any(row):
            continue
        try:
            day = date.fromisoformat(row[0].strip())
        except ValueError:
            fault(
                line,
                f"“{row[0]}”不是日期",
                f"“{row[0]}” is not a date",
                Bilingual("写成 2027-02-05", "as 2027-02-05"),
                code="GR501",
            )
            continue
        kind = _WRITTEN.get(row[1].strip() if len(row) > 1 else "")
        if kind is None:
            fault(
                line,
                "安排应是 休 或 班",
                "the second column is 休 or 班",
                nearest(row[1] if len(row) > 1 else "", _WRITTEN),
                code="GR501",
            )
        elif whole is not None and day.year != whole:
            fault(line, f"{day} 不在 {whole} 年", f"{day} is not in {whole}", code="GR502")
        elif day in given and given[day][0] != kind:
            fault(
                line, f"{day} 在 {given[day][1]} 另有安排", f"{day} is given otherwise in {given[day][1]}", code="GR502"
            )
        else:
            days[day] = kind
            given[day] = (kind, f"{name}:{line}")


def _published() -> tuple[dict[date, DayKind], set[int]]:
    """The years that the State Council's notices cover, as ``chinesecalendar`` encodes them."""
    from chinese_calendar.constants import holidays, workdays

    days: dict[date, DayKind] = dict.fromkeys(holidays, "holiday")
    days.update(dict.fromkeys((day for day in workdays if day.weekday() >= 5), "makeup"))
    return days, {day.year for day in holidays}
