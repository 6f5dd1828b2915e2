"""积分: accounts of points that grow by what was done (双积分, SS23; LW10). Rules of the stage ``points`` fill them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, model_validator

from gridroute.civic.column import Entry, Gap, col, wrong
from gridroute.errors import Bilingual

_PERIODS = {"month": "月", "quarter": "季", "half_year": "半年", "year": "年"}


class Ledger(Entry):
    """一本积分台账. A member's account is never below nought, and nothing is ever taken off for an absence (§3.5)."""

    name: Annotated[str, col("名称", "its name; rules name it in award", "名称;规则的计分写它")]
    subject: Annotated[
        Literal["unit", "member", "body", "post"],
        col("记谁", "whose account it is", "记在谁名下", unit="报到单位", member="在职党员", body="单位", post="岗位"),
    ]
    floor: Annotated[
        int | None, col("下限", "the lowest balance; a member's is never below 0", "余额下限;党员不低于 0")
    ] = 0
    resets: Annotated[
        Literal["never", "yearly"] | None,
        col(
            "清零",
            "whether it begins anew every year; null while nobody has said",
            "是否每年清零;没有规定写 null",
            never="不清零",
            yearly="每年",
        ),
    ] = None
    items: Annotated[
        tuple[str, ...], col("项目", "what may be entered; none: whatever rules award", "可记的项目;不写为不限")
    ] = ()
    periods: Annotated[
        dict[str, str],
        col(
            "周期",
            "what happens at the end of month, quarter, half_year or year",
            "每 month 月、quarter 季、half_year 半年、year 年做什么",
            **_PERIODS,
        ),
    ] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _just(self) -> Ledger:
        if self.subject == "member" and (self.floor is None or self.floor < 0):
            raise wrong(
                "在职党员的积分不得为负",
                "a member's account may not go below 0",
                Bilingual("下限写 0", "write floor: 0"),
            )
        for period in self.periods:
            if period not in _PERIODS:
                listed = Bilingual("可写: " + "、".join(_PERIODS.values()), "use one of: " + ", ".join(_PERIODS))
                raise wrong(f"没有周期“{period}”", f"there is no period “{period}”", listed)
        return self

    def closes(self, day: date) -> list[tuple[str, str]]:
        """The periods that end with ``day`` and what is done then, such as ``("month", "评分")`` (LW10)."""
        if (day + timedelta(days=1)).day != 1:
            return []
        months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
        return [
            (name, self.periods[name])
            for name, each in months.items()
            if name in self.periods and day.month % each == 0
        ]

    def gaps(self) -> list[Gap]:
        """Whether it begins anew every year, while nobody has said."""
        if self.resets is not None:
            return []
        return [Gap("resets", Bilingual("没有规定是否每年清零", "nobody has said whether it begins anew every year"))]
