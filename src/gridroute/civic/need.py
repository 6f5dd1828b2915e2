"""需求: what a community's people need, found on the doorstep (需求清单, HF02). No names, no household."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from gridroute.civic.column import Entry, col


class Need(Entry):
    """一条需求. It stands in a community or grid, never on a person."""

    id: Annotated[str, col("编号", "its number", "编号")]
    community: Annotated[str, col("社区", "the community, village or grid", "社区、村或网格", of="place")]
    category: Annotated[str, col("类别", "what it is about, as a path such as 养老/助餐", "类别路径,如 养老/助餐")]
    title: Annotated[str, col("内容", "what is needed; names nobody", "需要什么;不写人名")] = ""
    quantity: Annotated[int, Field(ge=1), col("数量", "how many units of a resource it takes", "要用几份资源")] = 1
    raised_on: Annotated[date | None, col("提出日期", "when it was raised", "提出的日子")] = None
