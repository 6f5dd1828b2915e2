"""提及: a place that a text names, and where in the text."""

from __future__ import annotations

from dataclasses import dataclass

from gridroute.territory.doubt import Doubt


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text, from ``start`` to ``end``; ``foreign`` where it lies in another county's place."""

    start: int
    end: int
    codes: tuple[str, ...]
    form: str
    township: bool
    foreign: str = ""
    #: A compound, a road or its doors: it lies inside a village. ``assumed`` where no source says where.
    site: bool = False
    assumed: bool = False
    #: Where the doors behind a road end; 0 where there are none.
    doors_end: int = 0
    #: What the words around it say against its being the place that is meant.
    doubt: Doubt | None = None
