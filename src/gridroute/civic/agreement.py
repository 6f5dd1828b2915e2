"""协议: what makes a match of need and resource an obligation (131, HF01, HF05, T37, T38)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from gridroute.civic.column import Entry, col

Status = Literal["none", "draft", "in_force", "expired"]


class Agreement(Entry):
    """一份共建协议 between a unit and a community. Until it is signed it is a draft."""

    id: Annotated[str, col("编号", "its number", "编号")]
    unit: Annotated[str, col("单位", "the unit (units.csv)", "单位(units.csv 的编号)", of="units")]
    community: Annotated[str, col("社区", "the community or village", "社区或村", of="place")]
    signed_on: Annotated[
        date | None, col("签订日期", "when it was signed; none: a draft", "签订的日子;不写为草案", head="signed")
    ] = None
    resources: Annotated[
        tuple[str, ...],
        col("资源", "what it covers; none: all of the unit", "涉及的资源;不写为该单位全部资源", of="resources"),
    ] = ()

    def status(self, day: date) -> Status:
        """Whether it is a draft, in force or expired on ``day``."""
        if self.signed_on is None or self.signed_on > day or (self.valid_from is not None and day < self.valid_from):
            return "draft"
        return "expired" if self.valid_to is not None and day > self.valid_to else "in_force"

    def covers(self, resource: str) -> bool:
        """Whether it is about that resource."""
        return not self.resources or resource in self.resources
