"""单位: a body that can lead, support or receive."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from gridroute.model.duty import BodyRef
from gridroute.model.source import is_assumed


class Organization(BaseModel):
    """One body. Valid from ``valid_from`` to ``valid_to``, both days included (N10).

    ``functions`` are the duties it holds by law, ``services`` what it supplies, ``place`` the code
    of the place it serves (the county where it is empty), ``parent`` the body above it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    kind: str
    level: str
    aliases: tuple[str, ...] = ()
    place: str = ""
    parent: str | None = None
    functions: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    source: str = "assumed"

    @cached_property
    def ref(self) -> BodyRef:
        """The body as decisions name it."""
        return BodyRef(id=self.id, name=self.name)

    @property
    def assumed(self) -> bool:
        """Whether no source names this body."""
        return is_assumed(self.source)

    def in_office(self, day: date) -> bool:
        """Whether the body exists on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
