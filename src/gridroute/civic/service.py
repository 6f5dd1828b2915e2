"""服务事项: who provides what is often asked for; the provider need be no public body (ZH05, T20)."""

from __future__ import annotations

from typing import Annotated

from gridroute.civic.column import Entry, col


class Service(Entry):
    """一个服务事项: no duty of administration, registered and followed up."""

    id: Annotated[str, col("编号", "its number", "编号")]
    item: Annotated[str, col("事项", "what is provided", "办什么事")]
    provider: Annotated[str, col("提供单位", "the body that provides it", "由哪个单位提供", of="body")]
    category: Annotated[str, col("类别", "its category, if it has one", "对应的诉求类别")] = ""
    place: Annotated[str, col("地区", "only there", "只限这个地方", of="place")] = ""
    window: Annotated[str, col("窗口", "the window or person in charge", "窗口或专人岗位")] = ""
