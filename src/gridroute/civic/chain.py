"""包联: the chain of people who stand by a household, a village, a township: one on each level (LW06)."""

from __future__ import annotations

from typing import Annotated

from gridroute.civic.column import Entry, Part, col


class Link(Part):
    """一级: who stands by what."""

    level: Annotated[str, col("级", "name of the level, such as 村社", "哪一级,如村社", head="of")]
    by: Annotated[str, col("由谁", "the post that stands by it, such as 包村干部", "由哪种岗位包联,如包村干部")]
    place_level: Annotated[
        str,
        col(
            "地方层级",
            "level of its places: grid, community, township or county",
            "对应的地方层级",
            grid="网格",
            community="村社",
            township="镇街",
            county="县",
        ),
    ] = "community"


class Chain(Entry):
    """一条包联链, from the bottom up. On each level exactly one post answers."""

    name: Annotated[str, col("名称", "its name", "名称")]
    links: Annotated[tuple[Link, ...], col("各级", "its levels, from the bottom up", "自下而上的各级")]


class Liaison(Entry):
    """包联名册: which post stands by which place. Posts, never names."""

    chain: Annotated[str, col("包联", "name of the chain", "包联链名称", of="chains")]
    level: Annotated[str, col("级", "level of the chain", "哪一级", head="of")]
    place: Annotated[str, col("地方", "the place it stands by", "包联的地方", of="place")]
    post: Annotated[str, col("岗位", "the post", "岗位")]
