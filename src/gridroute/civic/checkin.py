"""单位报到、党员报到: what a paired unit or a party member owes a community in a year (§3.5).

Not 部门报到: that answers a whistle and belongs to a case.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gridroute.civic.column import Entry, Gap, Part, col, wrong
from gridroute.errors import Bilingual


class Counted(Part):
    """一项: an act that counts, and how often it is owed."""

    act: Annotated[str, col("行为", "what counts, such as 解决问题", "计什么,如解决问题")]
    at_least: Annotated[
        int | None, Field(ge=0), col("至少", "how often; null while nobody has said", "至少几次;没有规定写 null")
    ] = None
    per: Annotated[
        Literal["year", "quarter", "month"], col("每", "in each of these", "每", year="年", quarter="季", month="月")
    ] = "year"


class Quota(Entry):
    """一种报到的年度任务. What is short is told to the joint meeting; of a member nothing is told and nothing taken."""

    name: Annotated[str, col("名称", "its name", "名称")]
    kind: Annotated[
        Literal["unit", "member"],
        col("类型", "of units, or of party members", "单位报到,或在职党员报到", unit="单位报到", member="党员报到"),
    ]
    counts: Annotated[tuple[Counted, ...], col("计数", "what is counted", "计哪些")]
    on_short: Annotated[
        Literal["report", "none"],
        col(
            "不足",
            "what is short is reported to the joint meeting, or nothing happens",
            "不足的向联席会议通报,或不作处理",
            report="通报",
            none="不处理",
        ),
    ] = "none"

    @model_validator(mode="after")
    def _just(self) -> Quota:
        if self.kind == "member" and self.on_short != "none":
            raise wrong(
                "党员报到不足只是不加分,不作处理",
                "nothing happens to a member who is short",
                Bilingual("不足写 不处理", "on_short: none"),
            )
        return self

    def gaps(self) -> list[Gap]:
        """How often, while nobody has said."""
        return [
            Gap("counts", Bilingual(f"“{one.act}”没有规定次数", f"nobody has said how often “{one.act}” is owed"))
            for one in self.counts
            if one.at_least is None
        ]
