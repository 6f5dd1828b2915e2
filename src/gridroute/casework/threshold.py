"""门槛: what the life cycle itself turns away, before any rule is asked: no way from here, not theirs, not all said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gridroute.casework.event import SYSTEM
from gridroute.casework.refusal import Refusal
from gridroute.errors import Bilingual
from gridroute.policy.lifecycle import Lifecycle, Transition


def no_way(life: Lifecycle, state: str, kind: str) -> Refusal:
    """That no event ``kind`` leads on from ``state``, and which do."""
    label = life.states[state].label
    event = life.events.get(kind)
    if event is None:
        return Refusal("state", Bilingual(f"没有事件“{kind}”", f"there is no event “{kind}”"))
    if kind == "supplement":  # its time to come back is over; danger must find its way all the same (T53)
        zh = f"“{label.zh}”的件不能补充: 有险情或新问题请另登记一件"
        en = f"a case that is {label.en} takes no supplement: register danger or anything new as a new issue"
        return Refusal("state", Bilingual(zh, en))
    ways = [one.label for one in life.possible(state) if any(who != SYSTEM for who in one.by)]
    return Refusal(
        "state",
        Bilingual(
            f"“{label.zh}”的件不能“{event.label.zh}”: 可以 {'、'.join(one.zh for one in ways)}",
            f"a case that is {label.en} cannot “{event.label.en}”: it can {', '.join(one.en for one in ways)}",
        ),
    )


def unsaid(value: Any) -> bool:
    """Whether somebody says nothing: no value, blanks, or a list of nothing else."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple | dict) and all(map(unsaid, value)))


def not_by(event: Transition, roles: Any) -> Refusal:
    """That somebody else has to do ``event``: who may."""
    may = [roles[one] for one in event.by]
    return Refusal(
        "who",
        Bilingual(
            f"“{event.label.zh}”只能由{'、'.join(one.zh for one in may)}做",
            f"“{event.label.en}” is only for {', '.join(one.en for one in may)}",
        ),
    )


def missing_in(event: Transition, names: Iterable[str]) -> Refusal:
    """That ``event`` leaves out what it must say."""
    listed = ", ".join(names)
    return Refusal("needs", Bilingual(f"“{event.label.zh}”要写明 {listed}", f"“{event.label.en}” must say {listed}"))
