"""作为测试: the checks as parametrized tests; the only module here that needs pytest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from gridroute.conformance.check import Check, NotPlayed

R = TypeVar("R")


def conformance(checks: Sequence[Check[R]], new_rig: Callable[[Path], R]) -> Callable[[Check[R], Path], None]:
    """A test function with one test for each check; ``new_rig`` makes a rig in an empty folder.

    ``test_our_adapter = conformance(INTAKE_CHECKS, OurRig)``
    """

    @pytest.mark.parametrize("check", checks, ids=[check.name for check in checks])
    def test(check: Check[R], tmp_path: Path) -> None:
        try:
            check(new_rig(tmp_path))
        except NotPlayed as not_played:  # a check of what this adapter has no part in says nothing of it
            pytest.skip(f"the rig does not play: {not_played}")

    return test
