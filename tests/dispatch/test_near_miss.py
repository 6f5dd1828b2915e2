"""What nearly hurt somebody is urgent for whoever is responsible; what traps or hurts now is the fire brigade's."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime

import pytest
from tests.dispatch.test_routing_set import right
from tests.support import DATA

from gridroute import County, Dispatcher, Issue

AT = datetime.fromisoformat("2026-01-14T10:00:00+08:00")
ROWS = list(csv.DictReader((DATA / "near_miss.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("name", dict.fromkeys(row["county"] for row in ROWS))
def test_near_misses_and_matters_like_them_go_to_whoever_is_responsible(
    gridroute_county: Callable[[str], County], name: str
) -> None:
    county = gridroute_county(name)
    dispatcher = Dispatcher(county)
    wrong = []
    for row in ROWS:
        if row["county"] == name:
            made = dispatcher.route(Issue(id="1", text=row["text"], received_at=AT), AT)
            if made.urgency != row["urgency"] or not right(county, made, row["lead"].split("|")):
                wrong.append((row["text"], made.urgency, made.lead and made.lead.name))
    assert wrong == []
