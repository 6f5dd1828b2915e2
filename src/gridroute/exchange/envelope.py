"""来件: one issue as another system hands it over, under the names of our fields, not yet read as an issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gridroute.errors import Bilingual


@dataclass(frozen=True, slots=True)
class Envelope:
    """One issue handed over. ``(channel, external_id)`` is the same whenever the same issue comes again.

    ``record`` holds our fields (design §11) as raw values; with ``from_text`` all of them are text and blank means
    absent. ``received_at`` is when the other system received it, aware. ``where`` is its place as messages name
    it (``file:line``), ``token`` what the intake itself knows it by. ``warnings`` say which codes are not known.
    """

    token: str
    where: str
    channel: str
    external_id: str
    received_at: datetime
    record: Mapping[str, object]
    from_text: bool = False
    warnings: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something handed over that cannot be read as an issue, and why, in words its sender can act on."""

    token: str
    where: str
    problem: Bilingual
    external_id: str | None = None
