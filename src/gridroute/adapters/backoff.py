"""退避: how long to wait before a message is tried again, and when to give it to a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits twice as long each time, from ``first`` up to ``longest``; after ``attempts`` a message is a dead letter.

    With the defaults the last attempt is about a week after the first: longer than most holidays.
    """

    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(hours=6)
    attempts: int = 45

    def wait(self, attempt: int, jitter: Callable[[], float], asked: timedelta | None = None) -> timedelta | None:
        """How long to wait after the ``attempt``-th failure (from 1); ``None``: give it up.

        ``jitter`` gives a number from 0 to 1 that spreads the waits over their upper half, so that receivers that
        come back are not all called at once. What the receiver ``asked`` for is never cut short.
        """
        if attempt >= self.attempts:
            return None
        most: timedelta = min(self.first * (1 << min(attempt - 1, 20)), self.longest)
        return max(most / 2 + most / 2 * jitter(), asked or timedelta())
