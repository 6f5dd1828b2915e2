"""gridroute routes residents' issues (诉求) in Chinese county governance by rules."""

from gridroute.dispatch import County, Dispatcher, Hints, load_county
from gridroute.errors import (
    CalendarUnknown,
    Fault,
    GridrouteError,
    InputError,
    IssueError,
    PolicyError,
    PolicyIncomplete,
    UnknownCounty,
)
from gridroute.model import Decision, Duration, Issue, Obligation, Organization, Unit

__all__ = [
    "CalendarUnknown",
    "County",
    "Decision",
    "Dispatcher",
    "Duration",
    "Fault",
    "GridrouteError",
    "Hints",
    "InputError",
    "Issue",
    "IssueError",
    "Obligation",
    "Organization",
    "PolicyError",
    "PolicyIncomplete",
    "Unit",
    "UnknownCounty",
    "load_county",
]
