"""工作时间: which days are worked, and when a deadline ends."""

from gridroute.worktime.calendar import CountyCalendar, read_calendar
from gridroute.worktime.deadline import ZONE, Due, WorkDay, deadline

__all__ = ["ZONE", "CountyCalendar", "Due", "WorkDay", "deadline", "read_calendar"]
