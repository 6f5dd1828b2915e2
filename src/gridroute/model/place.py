"""地方: townships, villages and the grids below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PlaceStatus = Literal["certain", "border", "gap", "unknown", "outside"]
GridKind = Literal["total", "general", "micro", "dedicated"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the division register: 12-digit code, name and the code of what contains it."""

    code: str
    name: str
    level: Literal["county", "township", "community"]
    parent: str


@dataclass(frozen=True, slots=True)
class Grid:
    """网格: a place's 12 digits and three more. ``assumed`` where no source gives it."""

    code: str
    kind: GridKind
    community: str
    assumed: bool
    name: str = ""
    agreed: bool = False
    owner: str = ""


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place that an issue may mean, with the reason it is thought of.

    ``code`` has 12 digits (township or community) or 15 (grid).
    """

    code: str
    why: str
