"""组织体系: the tiers of organisation of the party, in towns and villages (SS01, YY01, BY01), or of grids (SS03)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import model_validator

from gridroute.civic.column import Entry, col, wrong


class Tree(Entry):
    """一种组织体系, from the top down. That of the party is not that of the grids: the two are never taken for one."""

    name: Annotated[str, col("名称", "its name", "名称")]
    kind: Annotated[
        Literal["party", "grid"],
        col("类别", "of the party, or of grids", "党组织体系,或网格体系", party="党组织", grid="网格"),
    ] = "party"
    settlement: Annotated[
        Literal["urban", "rural", "all"],
        col("城乡", "where it holds", "适用城乡", urban="城市", rural="农村", all="不分"),
    ] = "all"
    depth: Annotated[int | None, col("级数", "how many tiers the source says", "依据说有几级")] = None
    tiers: Annotated[tuple[str, ...], col("各级", "the tiers from the top down", "自上而下的各级")]

    @model_validator(mode="after")
    def _deep(self) -> Tree:
        if self.depth not in (None, len(self.tiers)):
            raise wrong(
                f"级数写 {self.depth},实有 {len(self.tiers)} 级",
                f"depth is {self.depth}, but there are {len(self.tiers)} tiers",
            )
        if len(set(self.tiers)) != len(self.tiers):
            raise wrong("有两级同名", "two tiers have one name")
        return self

    def above(self, tier: str) -> str | None:
        """The tier above ``tier``: who takes over where it is missing (A12); none above the first."""
        place = self.tiers.index(tier)
        return self.tiers[place - 1] if place else None
