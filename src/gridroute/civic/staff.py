"""队伍: posts and whoever fills them, without names: officers, stewards, delegates, enforcement staff."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from gridroute.civic.column import Entry, col


class Staff(Entry):
    """一个岗位,或同类的若干人. Never a name: ``id`` is a number of the county's own."""

    id: Annotated[str, col("编号", "number of the post", "岗位编号")]
    kind: Annotated[
        str,
        col(
            "类别",
            "kind of staff, such as 网格员, 楼栋长, 后备干部, 下沉执法人员",
            "队伍类别,如网格员、楼栋长、后备干部、下沉执法人员",
        ),
    ]
    place: Annotated[str, col("所在地", "code or name of the place or grid", "地方或网格的代码或名称", of="place")] = ""
    count: Annotated[int, Field(ge=1), col("人数", "how many, where one row stands for several", "一行代表几人")] = 1
    post: Annotated[str, col("岗位", "the post as it is called", "岗位名称")] = ""
    rank: Annotated[
        Literal["", "first", "backup"],
        col("首责", "first in charge, or backup (A/B 岗)", "首责或备岗", first="首责", backup="备岗"),
    ] = ""
    qualities: Annotated[
        tuple[str, ...], col("资质", "what they are, such as 全科, 执法资格, 女", "资质,如全科、执法资格、女")
    ] = ()
    matters: Annotated[tuple[str, ...], col("责任事项", "what they are in charge of (定责)", "负责的事项(定责)")] = ()
    shift: Annotated[str, col("班次", "when they are on duty (定时)", "班次(定时)")] = ""
    seconded: Annotated[bool, col("借调", "away on secondment: not counted (LW09)", "被借调,不计入在岗")] = False
    home: Annotated[str, col("派出单位", "the body they belong to", "人事关系所在单位", of="body")] = ""
    command: Annotated[str, col("指挥单位", "the body that commands them", "指挥单位", of="body")] = ""
    training_until: Annotated[date | None, col("培训有效期", "their training holds until", "培训有效到")] = None


class Population(Entry):
    """人口: how many live in a place; what standards of staffing are counted by (WC18)."""

    place: Annotated[str, col("地区", "code or name of the place", "地方代码或名称", of="place")]
    kind: Annotated[str, col("口径", "who is counted, such as 城镇常住人口", "口径,如城镇常住人口")]
    value: Annotated[int, Field(ge=0), col("人口", "how many people", "人数")]
    as_of: Annotated[str, col("时间", "as of when", "截至何时")] = ""
