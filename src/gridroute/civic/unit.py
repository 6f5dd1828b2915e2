"""报到单位: a unit that is paired with communities to build together (单位报到, SS24, LW18, BY04). Not 部门报到."""

from __future__ import annotations

from typing import Annotated

from gridroute.civic.column import Entry, col


class Unit(Entry):
    """一个共建单位. Which communities it is paired with; a change has its first day."""

    id: Annotated[str, col("编号", "its number", "编号")]
    name: Annotated[str, col("名称", "its name", "名称")]
    communities: Annotated[
        tuple[str, ...], col("共建社区", "the communities or villages it is paired with", "结对的社区或村", of="place")
    ] = ()
    kind: Annotated[str, col("类型", "kind of body, see the vocabulary", "单位类型,见词汇", of="kind")] = "party_org"
    body: Annotated[
        str, col("单位", "the body of the register it is, if it is one", "在单位台账里的那个单位", of="body")
    ] = ""
