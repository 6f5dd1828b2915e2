"""日历: years that no calendar is loaded for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gridroute.assurance.lint.finding import Finding
from gridroute.dispatch.county import County
from gridroute.errors import Bilingual, Fault


def years(county: County, day: date) -> Iterator[Finding]:
    """This year's calendar and next year's, where it is not loaded."""
    for year, code in ((day.year, "GR510"), (day.year + 1, "GR511")):
        if year not in county.calendar.years:
            words = Bilingual(
                f"没有{year}年的放假调休安排,时限只能暂定", f"no calendar for {year}: deadlines are provisional"
            )
            remedy = Bilingual(f"公布后装入 {year}.csv", f"load {year}.csv once it is published")
            yield Finding(Fault(f"{county.policy.county.root.name}/calendar", 0, "", words, remedy, code))
