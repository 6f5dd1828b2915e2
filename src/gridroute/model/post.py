"""岗位: who answers for a place, as a post and not as a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

PostRole = Literal["primary", "deputy", "secretary"]
Gender = Literal["female", "male"]


@dataclass(frozen=True, slots=True)
class Post:
    """岗位: who answers for a grid or a village, as a post and not as a person.

    ``holder`` is an opaque number, so that one holder of two posts is known as one; ``kin_of`` the bodies and
    posts in whose matters the holder may not act (A10). ``gender`` is the holder's where the county says it, for
    matters that a woman had better handle (SS38). Absent from ``away_from`` to ``away_to``, both days
    included, by secondment (``seconded``) or leave. ``trained_to``: the last day on which the training is valid.
    """

    id: str
    role: PostRole
    place: str
    name: str
    holder: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    away_from: date | None = None
    away_to: date | None = None
    seconded: bool = False
    kin_of: tuple[str, ...] = ()
    assumed: bool = False
    gender: Gender | None = None
    trained_to: date | None = None

    def filled(self, day: date) -> bool:
        """Whether the post exists on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def away(self, day: date) -> bool:
        """Whether its holder is elsewhere on ``day``."""
        return self.away_from is not None and self.away_from <= day and (self.away_to is None or day <= self.away_to)
