"""时限的长度: a whole number with its unit, and which of two is surely not later."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """单位. Hours of the clock never stop; working hours and days follow a calendar."""

    CLOCK_MINUTES = "clock_minutes"
    CLOCK_HOURS = "clock_hours"
    WORK_HOURS = "work_hours"
    WORKDAYS = "workdays"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_WEEKS = "calendar_weeks"
    CALENDAR_MONTHS = "calendar_months"

    @property
    def label(self) -> str:
        """The unit as a clerk says it."""
        return _LABELS[self]


_LABELS = {
    Unit.CLOCK_MINUTES: "分钟",
    Unit.CLOCK_HOURS: "小时",
    Unit.WORK_HOURS: "工作小时",
    Unit.WORKDAYS: "个工作日",
    Unit.CALENDAR_DAYS: "个自然日",
    Unit.CALENDAR_WEEKS: "周",
    Unit.CALENDAR_MONTHS: "个月",
}
_FORM = re.compile(r"\s*(\d+)\s*(\S+)\s*")
_UNITS = {unit.value: unit for unit in Unit} | {label: unit for unit, label in _LABELS.items()}
_UNITS |= {"工作日": Unit.WORKDAYS, "自然日": Unit.CALENDAR_DAYS, "个小时": Unit.CLOCK_HOURS}
#: Units a deadline may carry; weeks and months are for cadences only.
DEADLINE_UNITS = frozenset(Unit) - {Unit.CALENDAR_WEEKS, Unit.CALENDAR_MONTHS}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time such as ``Duration(3, Unit.WORKDAYS)``; ``amount`` is at least 0."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Duration:
        """The duration written as ``3 workdays`` or ``3个工作日``; ``ValueError`` for anything else."""
        form = _FORM.fullmatch(text)
        if form is None or form[2] not in _UNITS:
            raise ValueError(text)
        return cls(int(form[1]), _UNITS[form[2]])

    def text(self, lang: str = "zh") -> str:
        """The duration in words."""
        if lang == "zh":
            return f"{self.amount}{self.unit.label}"
        unit = self.unit.replace("_", " ")
        return f"{self.amount} {unit[:-1] if self.amount == 1 else unit}"

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.value}"

    def not_later_than(self, other: Duration, *, day_ends: int = 24) -> bool | None:
        """Whether this ends no later than ``other`` from every start; ``None`` where it depends.

        ``day_ends`` is the hour at which a working day ends. The table is the policy language's own
        (§4): same unit; hours against days; calendar days against workdays.
        """
        if self.unit is other.unit:
            return self.amount <= other.amount
        if self.unit in _CLOCK and other.unit in _CLOCK:
            return self.amount * _CLOCK[self.unit] <= other.amount * _CLOCK[other.unit]
        if self.unit in _CLOCK and other.unit in (Unit.WORKDAYS, Unit.CALENDAR_DAYS):
            hours = 24 * (other.amount - 1) + day_ends
            return True if self.amount * _CLOCK[self.unit] <= hours * 60 else None
        if self.unit is Unit.CALENDAR_DAYS and other.unit is Unit.WORKDAYS:
            return True if 1 <= self.amount <= other.amount else None
        return None


_CLOCK = {Unit.CLOCK_MINUTES: 1, Unit.CLOCK_HOURS: 60}
#: No deadline of a rule is longer than about ten years; a slip of the pen must not count for ever.
LONGEST = {
    Unit.CLOCK_MINUTES: 5_000_000,
    Unit.CLOCK_HOURS: 90_000,
    Unit.WORK_HOURS: 20_000,
    Unit.WORKDAYS: 2_500,
    Unit.CALENDAR_DAYS: 3_700,
    Unit.CALENDAR_WEEKS: 520,
    Unit.CALENDAR_MONTHS: 120,
}
