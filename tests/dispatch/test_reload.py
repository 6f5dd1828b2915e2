"""Reloads do not leak: a dispatcher that is dropped or closed gives back what its engine held."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from gridroute import County, Dispatcher, Issue, load_county
from gridroute.reasoning import inference
from gridroute.reasoning.inference import Direct, available

needs_durable = pytest.mark.skipif(
    not available(), reason="durable-rules cannot be imported here (Python 3.13 and later)"
)
AT = datetime.fromisoformat("2026-01-05T07:42:00+08:00")
ISSUE = Issue(id="R", received_at=AT, text="暖气三天没热了", address="泗河街道仲子社区", affected_households=36)


@pytest.fixture
def handles(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The rule sets that durable holds for this test's engines."""
    held: set[int] = set()

    class Counted(Direct):
        def __init__(self, name: str, definition: dict[str, object]) -> None:
            super().__init__(name, definition)
            held.add(self._handle)

        def close(self) -> None:
            super().close()
            held.remove(self._handle)

    monkeypatch.setattr(inference, "Direct", Counted)
    return held


@needs_durable
def test_a_dropped_dispatcher_frees_its_rule_sets(sishui: County, handles: set[int]) -> None:
    dispatcher = Dispatcher(sishui)
    dispatcher.route(ISSUE, AT)
    assert handles
    del dispatcher
    gc.collect()
    assert handles == set()


@needs_durable
def test_a_closed_dispatcher_frees_them_and_may_be_asked_again(sishui: County, handles: set[int]) -> None:
    dispatcher = Dispatcher(sishui)
    first = dispatcher.route(ISSUE, AT)
    for _ in range(2):
        dispatcher.close()
        assert handles == set()
    assert dispatcher.route(ISSUE, AT) == first
    assert handles
    dispatcher.close()


def resident() -> int:
    """The resident memory of this process in kilobytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4


def soak(cycle: Callable[[], None], warm: int, times: int) -> int:
    """How many kilobytes ``times`` cycles leave behind; threads and open files may not grow at all."""
    for _ in range(warm):
        cycle()
    gc.collect()
    before, threads, files = resident(), threading.active_count(), len(os.listdir("/proc/self/fd"))
    for _ in range(times):
        cycle()
    gc.collect()
    assert threading.active_count() == threads
    assert len(os.listdir("/proc/self/fd")) == files
    return resident() - before


needs_proc = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")


@needs_durable
@needs_proc
@pytest.mark.slow
def test_soak_dispatchers_of_one_county_leave_memory_flat(sishui: County) -> None:
    """150 dispatchers leave less than 8 MB; their rule sets alone, kept, would be 300 × 250 KB."""

    def cycle() -> None:
        Dispatcher(sishui).route(ISSUE, AT)

    assert soak(cycle, 30, 150) < 8_000


@needs_proc
@pytest.mark.slow
def test_soak_reloading_the_whole_county_leaves_memory_flat() -> None:
    """Twenty reloads of policy, places and calendar leave less than one county does."""

    def cycle() -> None:
        Dispatcher(load_county("sishui")).route(ISSUE, AT)

    assert soak(cycle, 6, 20) < 15_000
