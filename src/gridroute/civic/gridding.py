"""网格划分: what a county's grids have to be like: no overlap, nothing left out, none over a border, so many people."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from gridroute.civic.column import Entry, Gap, col, wrong
from gridroute.errors import Bilingual


class Gridding(Entry):
    """一种划分要求 (SS05). That grids divide the county holds always; how many people each has, the county says."""

    name: Annotated[str, col("名称", "its name", "名称")]
    population: Annotated[
        str,
        col("人口口径", "which population of grids (populations.csv); none: not asked", "哪一种网格人口;不写为不查"),
    ] = ""
    least: Annotated[
        int | None,
        Field(ge=0),
        col("人口下限", "fewest people of a grid; null while nobody has said", "每格至少几人;没有规定写 null"),
    ] = None
    most: Annotated[
        int | None,
        Field(ge=1),
        col("人口上限", "most people of a grid; null while nobody has said", "每格至多几人;没有规定写 null"),
    ] = None

    @model_validator(mode="after")
    def _ordered(self) -> Gridding:
        if self.least is not None and self.most is not None and self.least > self.most:
            raise wrong("人口下限大于上限", "the fewest are more than the most")
        if not self.population and (self.least is not None or self.most is not None):
            remedy = Bilingual("写人口口径", "write population")
            raise wrong("没有写按哪一种人口", "it does not say which population", remedy)
        return self

    def gaps(self) -> list[Gap]:
        """How many people a grid has, while nobody has said."""
        if not self.population:
            return []
        bounds = (("least", self.least, "下限", "fewest"), ("most", self.most, "上限", "most"))
        return [
            Gap(name, Bilingual(f"没有规定每格人口{zh}", f"nobody has said the {en} people of a grid"))
            for name, value, zh, en in bounds
            if value is None
        ]
