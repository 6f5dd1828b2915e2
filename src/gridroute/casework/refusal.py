"""拒绝: why an event did not happen, and what would satisfy the rule. A refusal changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from gridroute.errors import Bilingual


@dataclass(frozen=True, slots=True)
class Refusal:
    """``kind``: state (the life cycle has no such way), who, needs (something is not said), or guard (rules).

    ``rules`` are the guards that refused, ``returned_to`` the body to which they send it.
    """

    kind: str
    words: Bilingual
    rules: tuple[str, ...] = ()
    returned_to: str | None = None
