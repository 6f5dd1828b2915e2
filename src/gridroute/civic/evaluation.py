"""评价: who scores whom, on what, with what weight (P3, I24, WC14, WC17, LW16, YY21). Bodies only, never persons."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gridroute.civic.column import Entry, Gap, Part, col, wrong
from gridroute.errors import Bilingual

Percent = Annotated[int, Field(ge=0, le=100)]


class Dimension(Part):
    """一个方面."""

    name: Annotated[str, col("名称", "what is scored, such as 满意度", "评什么,如满意度")]
    weight: Annotated[
        Percent | None, col("权重", "its weight in percent; null while nobody has said", "百分权重;没有规定写 null")
    ] = None


class Evaluation(Entry):
    """一种评价. ``share`` is its weight in what the ratee is assessed by, never below the parameter ``floor``."""

    name: Annotated[str, col("名称", "its name", "名称")]
    rater: Annotated[tuple[str, ...], col("评价方", "kinds of bodies that score", "哪类单位评价", of="kind")]
    ratee: Annotated[tuple[str, ...], col("被评方", "kinds of bodies that are scored", "评价哪类单位", of="kind")]
    dimensions: Annotated[tuple[Dimension, ...], col("方面", "what is scored", "评哪些方面")] = ()
    share: Annotated[
        Percent | None, col("占比", "its weight in the ratee's assessment, in percent", "在被评方考核中的百分比")
    ] = None
    floor: Annotated[
        str, col("下限参数", "the parameter that share may not be below", "占比不得低于这个参数", of="parameter")
    ] = ""
    greatest: Annotated[str, col("最大方面", "the dimension that must weigh most (WC17)", "权重必须最大的方面")] = ""
    mutual: Annotated[str, col("互评", "the evaluation that answers it (YY21)", "对应的反向评价")] = ""
    ranking: Annotated[bool, col("排名", "whether ratees are ranked (LW16)", "是否排名")] = False
    published: Annotated[bool, col("公开", "whether the result is published", "结果是否公开")] = False
    every: Annotated[
        Literal["", "month", "quarter", "half_year", "year"],
        col("周期", "how often", "多久一次", month="月", quarter="季", half_year="半年", year="年"),
    ] = ""

    @model_validator(mode="after")
    def _weighed(self) -> Evaluation:
        weights = {one.name: one.weight for one in self.dimensions}
        given = [one for one in weights.values() if one is not None]
        if len(weights) != len(self.dimensions):
            raise wrong("有两个方面同名", "two dimensions have one name")
        if given and len(given) == len(weights) and sum(given) != 100:
            raise wrong(f"权重之和是 {sum(given)},应为 100", f"the weights add up to {sum(given)}, not to 100")
        if self.greatest and self.greatest not in weights:
            raise wrong(f"没有方面“{self.greatest}”", f"there is no dimension “{self.greatest}”")
        top = weights.get(self.greatest)
        others = [one for name, one in weights.items() if name != self.greatest and one is not None]
        if top is not None and others and max(others) >= top:
            raise wrong(f"“{self.greatest}”的权重应最大", f"“{self.greatest}” must weigh most")
        return self

    def gaps(self) -> list[Gap]:
        """Weights and the share, while nobody has said."""
        made = []
        unset = [one.name for one in self.dimensions if one.weight is None]
        if unset:
            made.append(Gap("dimensions", Bilingual(f"没有权重: {'、'.join(unset)}", f"no weight: {', '.join(unset)}")))
        if self.floor and self.share is None:
            made.append(Gap("share", Bilingual("没有规定占比", "nobody has said its share")))
        return made
