"""一项检验: a name, what it asks in words, and what does it; and all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from gridroute.conformance.demand import Nonconforming
from gridroute.errors import Bilingual

R = TypeVar("R")


class NotPlayed(Exception):
    """The rig cannot play what a check needs; the check says nothing of the adapter."""


@dataclass(frozen=True, slots=True)
class Check(Generic[R]):
    """One check. Calling it with a fresh rig raises ``Nonconforming`` where the adapter fails it."""

    name: str
    says: Bilingual
    run: Callable[[R], None]

    def __call__(self, rig: R) -> None:
        """Runs it."""
        self.run(rig)


def failures(checks: Iterable[Check[R]], new_rig: Callable[[], R]) -> dict[str, str]:
    """Which checks an adapter fails, each with what it did; a check that the rig cannot play is not among them."""
    found: dict[str, str] = {}
    for check in checks:
        try:
            check(new_rig())
        except NotPlayed:
            continue
        except Nonconforming as error:
            found[check.name] = str(error)
        except Exception as error:  # an adapter that raises where it should answer
            found[check.name] = f"{type(error).__name__}: {error}"
    return found
