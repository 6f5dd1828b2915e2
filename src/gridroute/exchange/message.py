"""通知: one message that leaves for another system, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from gridroute.errors import Bilingual


@dataclass(frozen=True, slots=True)
class Message:
    """One message. ``id`` is the same whenever it is sent again, so that its receiver knows it.

    ``payload`` is already what ``recipient`` (the identifier of an organisation) may see (I28, I30): an adapter
    renames and recodes what stands in it and never adds to it.
    """

    id: str
    recipient: str
    topic: str
    payload: Mapping[str, object]
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Delivered:
    """The receiver has it; ``warnings`` say which words of ours have no code of theirs and went as they are."""

    warnings: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Nobody knows whether the receiver has it, or it is not ready; ``after`` is how long it asks to wait."""

    reason: Bilingual
    after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The receiver will never take it; a person has to see to it."""

    reason: Bilingual


Delivery = Delivered | TryAgain | Refused
