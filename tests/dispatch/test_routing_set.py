"""350 messages of residents in seven counties, written before the keywords were looked at, and who may lead them.

Nothing was tuned on the half ``held``; nothing may be. Leads are named by what a body does, as in the registers. The
numbers are what was reached, with no expectation changed after the first run; they may only get better.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime

import pytest
from tests.support import DATA

from gridroute import County, Decision, Dispatcher, Issue

AT = datetime.fromisoformat("2026-01-14T10:00:00+08:00")
ROWS = list(csv.DictReader((DATA / "routing_set.csv").read_text(encoding="utf-8").splitlines()))
#: Of each half of 175: right leads at least, dangers missed and false alarms at most.
REACHED = {"tuned": (169, 0, 1), "held": (149, 0, 4)}


def right(county: County, decision: Decision, leads: Collection[str]) -> bool:
    """Whether the lead, or the body whose agency it is, does one of the things that ``leads`` says."""
    if decision.lead is None:
        return "无" in leads
    body = county.bodies.by_id[decision.lead.id]
    if {*body.functions, *body.services} & {*leads}:
        return True
    if body.level in ("township", "community") and "镇街" in leads:
        return True
    above = county.bodies.above(body)
    return any({*one.functions} & {*leads} for one in above[:1])


@pytest.mark.slow
def test_messages_that_nobody_tuned_on_reach_a_right_lead(gridroute_county: Callable[[str], County]) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for name in dict.fromkeys(row["county"] for row in ROWS):
        county = gridroute_county(name)
        dispatcher = Dispatcher(county)
        for number, row in enumerate(row for row in ROWS if row["county"] == name):
            made = dispatcher.route(Issue(id=str(number), text=row["text"], received_at=AT), AT)
            urgent = made.urgency == "emergency"
            found[row["half"], "right"] += right(county, made, row["leads"].split("|"))
            found[row["half"], "missed"] += row["emergency"] == "yes" and not urgent
            found[row["half"], "false"] += row["emergency"] == "no" and urgent
    for half, (leads, missed, false) in REACHED.items():
        assert found[half, "right"] >= leads, found
        assert found[half, "missed"] <= missed, found
        assert found[half, "false"] <= false, found
