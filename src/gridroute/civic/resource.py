"""资源: what a unit can give, how much of it, and until when (资源清单, HF03)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gridroute.civic.column import Entry, col


class Resource(Entry):
    """一项资源. Outside its days it is not matched; projects that were begun go on (T38)."""

    id: Annotated[str, col("编号", "its number", "编号")]
    unit: Annotated[str, col("单位", "the unit that gives it (units.csv)", "提供单位(units.csv 的编号)", of="units")]
    kind: Annotated[str, col("类型", "kind of resource, such as 场地 or 志愿服务", "资源类型,如场地、志愿服务")]
    categories: Annotated[
        tuple[str, ...], col("适用类别", "the needs it serves, as paths; none: any", "能满足的需求类别;不写为不限")
    ] = ()
    communities: Annotated[
        tuple[str, ...],
        col("服务社区", "where; none: wherever its unit is paired", "服务的社区;不写为单位结对的社区", of="place"),
    ] = ()
    capacity: Annotated[
        int, Field(ge=0), col("容量", "how many needs it can serve at a time", "同时能满足几份需求")
    ] = 1
