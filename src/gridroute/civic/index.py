"""平安指数: how a grid fares in a month. It says where to patrol first, and nothing else (WC07, WC08, T45, I31).

It is asked of a grid, never of a person, and no stage of the policy can read it.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from gridroute.civic.column import Entry, Gap, col, wrong
from gridroute.errors import Bilingual

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Index(Entry):
    """一种指数: its components with their weights per mille. Weights that nobody has given are unset."""

    name: Annotated[str, col("名称", "its name", "名称")]
    components: Annotated[
        dict[str, int | None],
        col("构成", "component: weight per mille; null while nobody has said", "构成: 千分权重;没有规定写 null"),
    ]
    best: Annotated[
        Literal["high", "low"],
        col("越好", "whether a high or a low value is good", "数值高好还是低好", high="高", low="低"),
    ] = "high"
    uses: Annotated[
        tuple[Literal["patrol_priority"], ...],
        col(
            "用途",
            "what it may be used for: the order of patrols, nothing else",
            "只用于巡查先后",
            patrol_priority="巡查先后",
        ),
    ] = ("patrol_priority",)

    @field_validator("components")
    @classmethod
    def _weighed(cls, value: dict[str, int | None]) -> dict[str, int | None]:
        weights = [one for one in value.values() if one is not None]
        if not value:
            raise wrong("没有构成", "no components")
        if any(one < 0 for one in weights) or (len(weights) == len(value) and sum(weights) != 1000):
            raise wrong(f"权重之和是 {sum(weights)},应为 1000", f"the weights add up to {sum(weights)}, not to 1000")
        return value

    def gaps(self) -> list[Gap]:
        """Weights that nobody has given."""
        unset = [name for name, weight in self.components.items() if weight is None]
        if not unset:
            return []
        return [Gap("components", Bilingual(f"没有权重: {'、'.join(unset)}", f"no weight: {', '.join(unset)}"))]


class IndexValue(Entry):
    """指数数值: what one component came to in one grid in one month."""

    index: Annotated[str, col("指数", "name of the index", "指数名称", of="indices")]
    place: Annotated[str, col("网格", "the grid, or the village or community", "网格,或村社", of="place", head="grid")]
    month: Annotated[str, col("月份", "the month, such as 2026-03", "月份,如 2026-03")]
    component: Annotated[str, col("构成", "the component", "哪一项")]
    value: Annotated[int, Field(ge=0, le=1000), col("数值", "its value, from 0 to 1000", "数值,0 到 1000")]

    @model_validator(mode="after")
    def _dated(self) -> IndexValue:
        if not _MONTH.fullmatch(self.month):
            raise wrong(
                f"“{self.month}”不是月份",
                f"“{self.month}” is no month",
                Bilingual("写成 2026-03", "write it as 2026-03"),
            )
        return self
