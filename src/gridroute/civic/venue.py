"""阵地: where people are received: service centres, stations, homes of the party and the people (SS27, SS28, ZH02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Annotated, Literal

from pydantic import field_validator, model_validator

from gridroute.civic.column import Entry, col, wrong
from gridroute.civic.hours import ALWAYS, checked, span
from gridroute.errors import Bilingual
from gridroute.territory.datum import Datum, Position, datum_named

Tier = Literal["county", "township", "community", "compound", "station", "home"]


class Venue(Entry):
    """一个阵地. One that moved has a row for each address, whose days do not overlap (JC10, T35)."""

    id: Annotated[str, col("编号", "its number; the same before and after a move", "编号;搬迁前后不变")]
    name: Annotated[str, col("名称", "its name", "名称")]
    tier: Annotated[
        Tier,
        col(
            "层级",
            "level it serves",
            "服务哪一级",
            county="县",
            township="镇街",
            community="村社",
            compound="小区",
            station="驿站",
            home="家园",
        ),
    ]
    place: Annotated[
        str,
        col(
            "所在地",
            "code or name of the township, village or grid it is in",
            "所在镇街、村社或网格的代码或名称",
            of="place",
        ),
    ] = ""
    per: Annotated[
        Literal["", "township", "community"],
        col(
            "每处",
            "instead of place: one in each township, or in each village and community",
            "不写所在地: 每个镇街,或每个村社各一处",
            township="镇街",
            community="村社",
        ),
    ] = ""
    longitude: Annotated[float | None, col("经度", "degrees east", "东经度数")] = None
    latitude: Annotated[float | None, col("纬度", "degrees north", "北纬度数")] = None
    crs: Annotated[str, col("坐标系", "datum of the position: WGS-84 or GCJ-02", "坐标系: WGS-84 或 GCJ-02")] = ""
    address: Annotated[str, col("地址", "its address", "地址")] = ""
    hours: Annotated[
        tuple[str, ...],
        col("开放时间", "hours of a day it is open, apart by |, or 24x7", "一天里的开放时间,用 | 分开;或 24x7"),
    ] = ()
    days: Annotated[
        Literal["workdays", "all"],
        col(
            "开放日",
            "open on working days, or on all days, holidays too",
            "工作日开放,或每天(含节假日)",
            workdays="工作日",
            all="每天",
        ),
    ] = "workdays"
    serves: Annotated[
        tuple[str, ...], col("服务范围", "compounds or places it serves besides its own", "另外服务的小区或地方")
    ] = ()
    kind: Annotated[str, col("类型", "kind, such as 红帆驿站", "类型,如红帆驿站")] = ""

    @field_validator("hours")
    @classmethod
    def _readable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return checked(value)

    @model_validator(mode="after")
    def _placed(self) -> Venue:
        if bool(self.place) == bool(self.per):
            raise wrong("写 所在地 或 每处 其中一个", "give either place or per")
        if (self.longitude is None) != (self.latitude is None):
            raise wrong("经纬度只写了一个", "only one of longitude and latitude is given")
        if self.longitude is not None and self.datum is None:
            remedy = Bilingual("坐标系写 WGS-84 或 GCJ-02", "crs is WGS-84 or GCJ-02")
            raise wrong("有坐标,没有写明坐标系", "a position without its datum", remedy)
        return self

    def each(self, places: Mapping[str, Sequence[tuple[str, str]]]) -> Sequence[Venue]:
        """One in each township or community, named after it; itself where it has a place of its own."""
        if not self.per:
            return (self,)
        return tuple(
            self.model_copy(update={"id": f"{self.id}-{code}", "name": f"{name}{self.name}", "place": code, "per": ""})
            for code, name in places[self.per]
        )

    @property
    def datum(self) -> Datum | None:
        """The datum of its position."""
        return datum_named(self.crs) if self.crs else None

    @property
    def position(self) -> Position | None:
        """Where it is, in its own datum; none where that is not known."""
        if self.longitude is None or self.latitude is None:
            return None
        return Position(self.longitude, self.latitude)

    @property
    def spans(self) -> tuple[tuple[time, time], ...]:
        """The hours of a day it is open; none where they are not known, the whole day where it never closes."""
        if self.hours == (ALWAYS,):
            return ((time(), time.max),)
        return tuple(span(one) for one in self.hours)

    @property
    def never_closes(self) -> bool:
        """Whether it is open day and night, on holidays too (LW19)."""
        return self.hours == (ALWAYS,)
