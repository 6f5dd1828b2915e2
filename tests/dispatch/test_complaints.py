"""Five thousand real messages, text only, without places: none is lost, none crashes, each is somebody's."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from gridroute import County, Dispatcher, Issue

#: Each loads whole counties anew: for the slow run.
pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[3] / "shared" / "data" / "complaints_dev.csv.gz"


@pytest.mark.skipif(not DATA.is_file(), reason=f"the measurement data is not here ({DATA})")
def test_every_message_is_decided(sishui: County) -> None:
    with gzip.open(DATA, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5026
    at = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    dispatcher = Dispatcher(sishui)
    states: Counter[str] = Counter()
    seen = []
    for row in rows:
        issue = Issue(id=row["id"], received_at=at, text=f"{row['title']}。{row['text']}")
        made = dispatcher.route(issue, at)
        assert made.responsible.id
        assert made.obligations
        assert made.grid.status in ("unknown", "outside"), "the places are anonymous: nothing may be certain"
        states[made.state] += 1
        seen.append(made.issue)
    assert seen == [row["id"] for row in rows]
    assert sum(states.values()) == len(rows), "registered = the sum of all states (I1)"
    assert states["dispatched"] == 0, "nobody is sent to a place that nobody knows"
