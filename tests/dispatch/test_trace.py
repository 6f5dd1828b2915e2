"""Why a rule lost, as the trace tells it: the true reason, not a likely one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.support import Built

from gridroute import Dispatcher, Issue

Yunhe = Callable[..., Built]
RULES = """\
stage: reporting
rules:
  - {id: yh-law, title: 专门法, source: 某条例3条, rank: special_law, when: {}, then: {due: {inspect: 9 workdays}}}
  - {id: yh-short, title: 更短, source: 某办法1条, when: {}, then: {due: {inspect: 1 clock_hours}}}
  - {id: yh-tight, title: 加严, source: 某办法2条, tightens: yh-law, when: {}, then: {due: {inspect: 8 workdays}}}
  - {id: yh-long, title: 两件, source: 某办法3条, when: {}, then: {due: {arrive: 2 workdays}}}
  - {id: yh-soon, title: 一件, source: 某办法4条, when: {}, then: {due: {arrive: 1 clock_hours}}}
"""


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("yh-short", "专门法另有时限,从其规定"),
        ("yh-law", "另有更短的时限"),
        ("yh-long", "另有更短的时限"),
    ],
)
def test_the_time_that_gave_way_says_to_what(yunhe: Yunhe, rule: str, why: str) -> None:
    built = yunhe({"a.rules.yaml": RULES})
    assert built.said() == []
    at = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    issue = Issue(id="T", received_at=at, text="暖气不热", address="云桥社区", category="公用事业/供热/供热中断")
    made = Dispatcher(built.county).route(issue, at)
    owed = {one.act: one.rule for one in made.obligations}
    assert (owed["inspect"], owed["arrive"]) == ("yh-tight", "yh-soon")
    (entry,) = (one for one in made.trace if one.rule == rule)
    assert (entry.won, entry.why) == (False, why)
