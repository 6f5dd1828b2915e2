"""What plugins add to one issue before it is routed; with it, routing is a pure function again (I33)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import pluggy

from gridroute.model import Failure, Guess, Issue, PlaceCandidate
from gridroute.plugins import TIME_LIMIT, ask


@dataclass(frozen=True, slots=True)
class Hints:
    """Place candidates, category guesses, and which plugins failed to give theirs."""

    places: tuple[PlaceCandidate, ...] = ()
    guesses: tuple[Guess, ...] = ()
    failures: tuple[Failure, ...] = ()


T = TypeVar("T")
NO_HINTS = Hints()


def gather(issue: Issue, county: str, manager: pluggy.PluginManager, limit: float = TIME_LIMIT) -> Hints:
    """What the installed plugins know of ``issue``."""
    places, late = ask(manager, "gridroute_locate", limit, issue=issue.model_copy(), county=county)
    guesses: list[tuple[str, Any]] = []
    more: list[Failure] = []
    if issue.category is None:
        guesses, more = ask(manager, "gridroute_suggest_category", limit, issue=issue.model_copy(), county=county)
    failures = [*late, *more]
    return Hints(
        tuple(_of(PlaceCandidate, places, "gridroute_locate", failures)),
        tuple(_of(Guess, guesses, "gridroute_suggest_category", failures)),
        tuple(failures),
    )


def _sound(item: object) -> bool:
    """Whether a plugin's answer is what it says: text where text belongs, a confidence from 0 to 1."""
    if isinstance(item, PlaceCandidate):
        return isinstance(item.code, str) and isinstance(item.why, str)
    return isinstance(item, Guess) and isinstance(item.category, str) and 0 <= item.confidence <= 1


def _of(kind: type[T], answers: list[tuple[str, Any]], hook: str, failures: list[Failure]) -> list[T]:
    """The answers that are what the hook promises; others count as failures of their plugin."""
    kept: list[T] = []
    for name, answer in answers:
        items = list(answer) if isinstance(answer, list | tuple) else [answer]
        good = [item for item in items if isinstance(item, kind) and _sound(item)]
        if len(good) == len(items):
            kept.extend(good)
        else:
            failures.append(Failure(plugin=name, hook=hook, error=f"answered with something else than {kind.__name__}"))
    return kept
