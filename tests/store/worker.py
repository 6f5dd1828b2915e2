"""A worker for tests to kill: opens cases that others open, too, tells residents how it goes, and fires what is due.

What it was told is done it writes to a file, a line each, so that a test can see that none of it is lost.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.store.conftest import at, issue

from gridroute import County
from gridroute.casework import Actor, Attempt
from gridroute.errors import StoreError
from gridroute.store import Docket

START = at("2026-03-02T09:00")
DAYS = 25
#: After all that falls due, so that telling is never too early.
LATER = START + timedelta(days=60)
LEASE = 0.3


def work(url: str, county: County, number: int, told: Path) -> None:
    """Works until it is killed. ``number``: the how manieth worker this is; each opens cases of its neighbours, too."""
    docket = Docket(url, lambda name: county, "index", LEASE)
    with told.open("a", encoding="utf-8") as file:

        def note(line: str) -> None:
            file.write(line + "\n")
            file.flush()

        step = 0
        while True:
            step += 1
            for one in range(2):
                name = f"C{number // 2 + one}-{step % 7}"
                patient(lambda name=name: docket.open(issue(name, external_id=name), START, "370831"))
                note(f"opened {name}")
            words = f"{number}-{step}-{os.getpid()}"
            case = docket.case(f"B{number % 3}")
            attempt = Attempt(type="broadcast", at=LATER, by=Actor(body=case.first_receiver), said={"words": words})
            answer = patient(lambda attempt=attempt, case=case: docket.attempt(case.id, attempt))
            assert answer.refusal is None, answer.refusal
            note(f"told {words}")
            patient(lambda step=step: docket.fire_due(START + timedelta(days=step % DAYS), limit=4))


def patient(step: Callable[[], Any]) -> Any:
    """Does ``step``; once more where too many wrote to one case at a time (nothing was kept then)."""
    while True:
        try:
            return step()
        except StoreError as error:
            if "keep writing" not in str(error):
                raise


def start(url: str, county: County, number: int, told: Path) -> int:
    """Starts a worker in a process of its own; its number."""
    process = os.fork()
    if process == 0:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            work(url, county, number, told)
        except BaseException as error:
            with told.open("a", encoding="utf-8") as file:
                file.write(f"failed {type(error).__name__}: {error}\n")
        finally:
            os._exit(1)
    return process
