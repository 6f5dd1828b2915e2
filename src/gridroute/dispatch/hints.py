"""What plugins add to one issue before it is routed; with it, routing is a pure function again (I33)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from gridroute.dispatch.county import County
from gridroute.model import Failure, Guess, Issue, PlaceCandidate
from gridroute.plugins import TIME_LIMIT, Plugins, ask


@dataclass(frozen=True, slots=True)
class Hints:
    """Place candidates, category guesses, and which plugins failed to give theirs."""

    places: tuple[PlaceCandidate, ...] = ()
    guesses: tuple[Guess, ...] = ()
    failures: tuple[Failure, ...] = ()


T = TypeVar("T")
NO_HINTS = Hints()
#: How many places or categories one plugin may name for one issue.
MOST = 100


def gather(issue: Issue, county: County, manager: Plugins, limit: float = TIME_LIMIT) -> Hints:
    """What the installed plugins know of ``issue`` in ``county``."""
    failures: list[Failure] = []

    def asked(hook: str, kind: type[T], sound: Callable[[T], str]) -> tuple[T, ...]:
        answers, late = ask(manager, hook, limit, issue=issue.model_copy(), county=county.adcode)
        failures.extend(late)
        kept: list[T] = []
        for name, answer in answers:
            items = list(answer) if isinstance(answer, list | tuple) else [answer]
            wrong = "" if len(items) <= MOST else f"answered with more than {MOST} at once"
            for item in items[:MOST]:
                if not wrong:
                    wrong = sound(item) if isinstance(item, kind) else f"answered with no {kind.__name__}"
            if wrong:
                failures.append(Failure(plugin=name, hook=hook, error=wrong))
            else:
                kept.extend(items)
        return tuple(kept)

    places = asked("gridroute_locate", PlaceCandidate, lambda one: _wrong_place(one, county))
    guesses: tuple[Guess, ...] = ()
    if issue.category is None:
        guesses = asked("gridroute_suggest_category", Guess, lambda one: _wrong_guess(one, county))
    return Hints(places, guesses, tuple(failures))


def _wrong_place(item: PlaceCandidate, county: County) -> str:
    """What is wrong with a plugin's place; nothing where it is a place or grid of the county with a reason."""
    if not (isinstance(item.code, str) and isinstance(item.why, str)):
        return "answered with a PlaceCandidate that holds no text"
    known = item.code in county.territory.places or item.code in county.territory.grids
    return "" if known else f"named no place of the county: {item.code[:40]!r}"


def _wrong_guess(item: Guess, county: County) -> str:
    """What is wrong with a plugin's guess; nothing where it is a known category with a confidence from 0 to 1."""
    try:
        sure = 0 <= item.confidence <= 1
    except TypeError:  # built past the model's checks
        sure = False
    if not (isinstance(item.category, str) and sure):
        return "answered with a Guess without a confidence from 0 to 1"
    known = item.category in county.policy.categories
    return "" if known else f"named no category: {item.category[:40]!r}"
