"""Every engine gives the same decision; only its name differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.dispatch.test_laws import COUNTY, issues

from gridroute import Dispatcher, InputError, Issue
from gridroute.dispatch.engine import ENGINES
from gridroute.reasoning.inference import available

USABLE = [name for name in ENGINES if name != "durable" or available()]
DISPATCHERS = {name: Dispatcher(COUNTY, name) for name in USABLE}


@given(issue=issues())
def test_law_all_engines_agree(issue: Issue) -> None:
    first, *others = (DISPATCHERS[name].route(issue, issue.received_at) for name in USABLE)
    for other in others:
        assert other == first
        assert other.engine != first.engine
        assert other.trace == first.trace


def test_an_engine_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError, match="no engine “fast”"):
        Dispatcher(COUNTY, "fast")
