"""项目: what came of a need and a resource, or what a unit has taken on (项目清单, 领办项目, SS44, HF04)."""

from __future__ import annotations

from typing import Annotated, Literal

from gridroute.civic.column import Entry, col

ProjectStatus = Literal["planned", "running", "done", "stopped"]


class Project(Entry):
    """一个项目. A running one goes on to its end, though the agreement behind it ends before (T38)."""

    id: Annotated[str, col("编号", "its number", "编号")]
    name: Annotated[str, col("名称", "its name", "名称")]
    status: Annotated[
        ProjectStatus,
        col("状态", "how far it is", "进展", planned="拟办", running="在办", done="办结", stopped="中止"),
    ] = "planned"
    community: Annotated[str, col("社区", "where", "社区", of="place")] = ""
    unit: Annotated[str, col("单位", "the unit (units.csv)", "单位(units.csv 的编号)", of="units")] = ""
    need: Annotated[str, col("需求", "the need it meets (needs.csv)", "所办需求", of="needs")] = ""
    resource: Annotated[str, col("资源", "the resource it uses (resources.csv)", "所用资源", of="resources")] = ""
    agreement: Annotated[str, col("协议", "the agreement behind it", "所依协议", of="agreements")] = ""
    quantity: Annotated[int, col("数量", "how much of the resource it takes", "占用几份资源")] = 1
    procedure: Annotated[str, col("程序", "the procedure it goes through (procedures.yaml)", "所走程序")] = ""
