"""The desk of the real county, made once."""

from __future__ import annotations

import pytest

from gridroute import County, Dispatcher
from gridroute.casework import CaseDesk


@pytest.fixture(scope="session")
def desk(sishui: County) -> CaseDesk:
    return CaseDesk(Dispatcher(sishui, "index"))
