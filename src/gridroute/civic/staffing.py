"""配备检查: how many of what there must be where (T40, WC04, WC18, LW08, BY02, BY14)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gridroute.civic.column import Entry, Part, col, wrong
from gridroute.errors import Bilingual


class Remedy(Part):
    """不够时: who takes over meanwhile, and what is said."""

    holder: Annotated[str, col("代管", "the role that holds it meanwhile", "暂由哪个角色代管", of="role")] = ""
    warn: Annotated[str, col("警示", "what is said", "提示")] = ""


class Check(Entry):
    """一项配备检查. A shortfall is found and somebody holds the place; nothing that comes in is turned away."""

    name: Annotated[str, col("名称", "its name", "名称")]
    of: Annotated[str, col("数什么", "the things to count, see Things", "数哪种东西,见 Things")]
    where: Annotated[
        tuple[str, ...],
        col("条件", "only those of which this holds, such as qualities=全科", "只数这样的,如 qualities=全科"),
    ] = ()
    per: Annotated[
        Literal["grid", "community", "village", "residents", "township", "county"],
        col(
            "每",
            "in each grid, village or community, village alone, community alone, township, or in the county",
            "每个网格、村社、村、社区、镇街,或全县",
            grid="网格",
            community="村社",
            village="村",
            residents="社区",
            township="镇街",
            county="县",
        ),
    ] = "county"
    at_least: Annotated[int | None, Field(ge=0), col("至少", "at least so many", "至少")] = None
    at_most: Annotated[int | None, Field(ge=0), col("至多", "at most so many", "至多")] = None
    exactly: Annotated[int | None, Field(ge=0), col("恰好", "exactly so many", "恰好")] = None
    per_population: Annotated[
        int | None, Field(ge=1), col("每多少人口", "at least so many for each of so many people", "按每多少人口计")
    ] = None
    population: Annotated[str, col("人口口径", "which population (populations.csv)", "哪一种人口(populations.csv)")] = (
        ""
    )
    requires: Annotated[
        tuple[str, ...],
        col(
            "须写明",
            "what each of them must have, such as post, place, matters, shift",
            "每个都要有的,如 post、place、matters、shift",
        ),
    ] = ()
    on_violation: Annotated[Remedy | None, col("不够时", "what happens where there are too few", "不够时怎么办")] = None

    @model_validator(mode="after")
    def _counted(self) -> Check:
        given = [one for one in (self.at_least, self.at_most, self.exactly) if one is not None]
        if not given and not self.requires:
            remedy = Bilingual("写 至少、至多、恰好 或 须写明", "give at_least, at_most, exactly or requires")
            raise wrong("没有写查什么", "it does not say what to check", remedy)
        if self.per_population is not None and (self.at_least is None or not self.population):
            raise wrong("按人口计的要写 至少 和 人口口径", "per_population needs at_least and population")
        return self
