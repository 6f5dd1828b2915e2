"""事实: a figure that a source gives, kept with it; some are held against what the county's own data comes to."""

from __future__ import annotations

from typing import Annotated

from gridroute.civic.column import Entry, col


class Fact(Entry):
    """一个数字: what it counts, as of when, and perhaps what in the registers it should equal."""

    id: Annotated[str, col("编号", "its number, such as SS04", "编号,如 SS04")]
    name: Annotated[str, col("名称", "what is counted", "数的是什么")]
    value: Annotated[int, col("数值", "the figure", "数")]
    unit: Annotated[str, col("单位", "unit of the figure, such as 个, 人, 次", "量词,如个、人、次")] = ""
    about: Annotated[bool, col("约数", "the source says about so many (余, 多)", "依据里写的是约数(余、多)")] = False
    as_of: Annotated[str, col("口径时间", "since or until when, as the source says", "自何时、到何时,照依据写")] = ""
    scope: Annotated[str, col("口径", "of whom or of where it is counted", "数的范围")] = ""
    of: Annotated[
        str, col("核对对象", "the things it should equal in number, see Things", "应与哪一种东西的个数相等,见 Things")
    ] = ""
    where: Annotated[
        tuple[str, ...],
        col("核对条件", "only things of which this holds, such as kind=general", "只数这样的,如 kind=general"),
    ] = ()
