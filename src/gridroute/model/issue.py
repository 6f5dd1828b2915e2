"""诉求: what a resident said, as it arrived. Never changed afterwards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    field_serializer,
    field_validator,
)


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("blank")
    return text


Text = Annotated[str, AfterValidator(_not_blank)]
#: A name or a code: one that is longer is something else in the wrong column.
Name = Annotated[str, Field(max_length=200)]
Count = Annotated[int, Field(ge=0)]


class Reporter(BaseModel):
    """诉求人: only what a rule may need; never a name or a number to call (N21, I28)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin_township: Name | None = None
    residence_community: Name | None = None
    vulnerable: bool | None = None


class Issue(BaseModel):
    """One issue. ``received_at`` is aware; counts over history are the caller's, absent stays absent.

    What the resident *says* stands here; what is *decided* (nature, urgency, confidential) stands in
    the decision. ``county_fields`` holds the further raw fields that a county declares.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[Text, Field(max_length=200)]
    received_at: AwareDatetime
    text: Text
    county: Name | None = None
    channel: Name | None = None
    external_id: Name | None = None
    first_receiver: Name | None = None
    nature: Name | None = None
    category: Name | None = None
    tags: frozenset[Name] = frozenset()
    address: str | None = None
    longitude: float | None = Field(default=None, ge=-180, le=180)
    latitude: float | None = Field(default=None, ge=-90, le=90)
    crs: Name | None = None
    grid: Name | None = None
    urgency: Name | None = None
    subject_organizations: tuple[Name, ...] = ()
    confidential: Name | None = None
    anonymous: bool | None = None
    reporter: Reporter = Reporter()
    affected_households: Count | None = None
    affected_people: Count | None = None
    occurred_at: AwareDatetime | None = None
    similar_issues_24h: Count | None = None
    similar_issues_month: Count | None = None
    hoax_calls_month: Count | None = None
    same_matter_closed_lawfully: bool | None = None
    new_facts: bool | None = None
    in_petition_system: bool | None = None
    in_litigation: bool | None = None
    authority_granted: bool | None = None
    funding_attached: bool | None = None
    county_fields: dict[str, bool | int | str | date | frozenset[str]] = Field(default_factory=dict)

    @field_validator("received_at", "occurred_at", mode="before")
    @classmethod
    def _time_is_written(cls, value: object) -> object:
        """A time is text or a datetime; a bare number would be read as seconds since 1970."""
        if value is None or isinstance(value, str | datetime):
            return value
        raise ValueError("time")

    @field_validator("county_fields", mode="before")
    @classmethod
    def _days_as_written(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {
            name: date.fromisoformat(one["date"]) if isinstance(one, dict) and set(one) == {"date"} else one
            for name, one in value.items()
        }

    @field_serializer("tags", when_used="json")
    def _tags_in_order(self, tags: frozenset[str]) -> list[str]:
        """The same text for the same issue, in every process."""
        return sorted(tags)

    @field_serializer("county_fields", when_used="json")
    def _fields_in_order(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The same text for the same issue; a day is told from text that looks like one."""
        made = {name: sorted(one) if isinstance(one, frozenset) else one for name, one in fields.items()}
        return {name: {"date": one.isoformat()} if isinstance(one, date) else one for name, one in made.items()}

    @field_validator("received_at", "occurred_at")
    @classmethod
    def _time_is_likely(cls, value: datetime | None) -> datetime | None:
        """No hotline is older; a slip of the year must not become a deadline in another century."""
        if value is not None and not 1980 <= value.year <= 2200:
            raise ValueError("year")
        return value


#: Chinese column heads of the fields of an issue, for CSV and XLSX.
ISSUE_LABELS = {
    "编号": "id",
    "受理时间": "received_at",
    "内容": "text",
    "诉求内容": "text",
    "县": "county",
    "渠道": "channel",
    "外部编号": "external_id",
    "首接单位": "first_receiver",
    "性质": "nature",
    "类别": "category",
    "标签": "tags",
    "地址": "address",
    "经度": "longitude",
    "纬度": "latitude",
    "坐标系": "crs",
    "网格": "grid",
    "紧急程度": "urgency",
    "被反映单位": "subject_organizations",
    "保密": "confidential",
    "匿名": "anonymous",
    "户籍乡镇": "reporter.origin_township",
    "现居社区": "reporter.residence_community",
    "困难群众": "reporter.vulnerable",
    "影响户数": "affected_households",
    "影响人数": "affected_people",
    "发生时间": "occurred_at",
    "24小时同类件数": "similar_issues_24h",
    "当月同类件数": "similar_issues_month",
    "当月骚扰次数": "hoax_calls_month",
    "同一事项已依法办结": "same_matter_closed_lawfully",
    "有新事实": "new_facts",
    "已入信访": "in_petition_system",
    "诉讼中": "in_litigation",
    "有授权": "authority_granted",
    "有经费": "funding_attached",
}
