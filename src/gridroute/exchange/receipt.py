"""回执: what became of one issue that was handed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gridroute.errors import Bilingual

#: accepted: a new case; duplicate: it is a case already; rejected: it is none, and ``reason`` says what to mend.
Status = Literal["accepted", "duplicate", "rejected"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to one envelope. ``case`` is the case it is, unless it is rejected.

    A receipt never holds what the issue says or who says it.
    """

    status: Status
    case: str | None = None
    reason: Bilingual | None = None
    warnings: tuple[Bilingual, ...] = ()

    def __post_init__(self) -> None:
        """A receipt names its case, or the reason why there is none."""
        if (self.case is None) != (self.status == "rejected") or (self.status == "rejected" and not self.reason):
            raise ValueError(f"a receipt that is {self.status} with case {self.case!r} and reason {self.reason!r}")
