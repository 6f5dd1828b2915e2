"""值班: teams that take turns (SS32, SS33)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Annotated, Literal

from pydantic import field_validator, model_validator

from gridroute.civic.column import Entry, Gap, Length, Part, col, wrong
from gridroute.civic.hours import checked, span
from gridroute.errors import Bilingual, PolicyIncomplete
from gridroute.model import Unit as TimeUnit
from gridroute.worktime import CountyCalendar

#: Turns are counted in these; hours of a day are shifts.
_TURNS = (TimeUnit.CALENDAR_DAYS, TimeUnit.CALENDAR_WEEKS, TimeUnit.WORKDAYS)


class Shift(Part):
    """一个班次: part of a day."""

    name: Annotated[str, col("名称", "name of the shift", "班次名称")]
    hours: Annotated[tuple[str, ...], col("时间", "its hours, such as 08:00-12:00", "起止,如 08:00-12:00")] = ()


class Away(Part):
    """不在岗: when a team cannot come."""

    team: Annotated[str, col("队", "the team", "哪一队")]
    begins: Annotated[date, col("起", "first day away", "从哪天起", head="from")]
    ends: Annotated[date, col("止", "last day away", "到哪天止", head="until")]


class Roster(Entry):
    """一份轮值表. What nobody has said (the first day, the length of a turn) is unset, and then nobody is named."""

    name: Annotated[str, col("名称", "its name", "名称")]
    teams: Annotated[tuple[str, ...], col("队伍", "the teams in the order of their turns", "队伍,按轮值次序")] = ()
    size: Annotated[
        int | None, col("队数", "how many teams there are, where they are not named", "没有队名时写有几队")
    ] = None
    start: Annotated[date | None, col("起轮日期", "the day on which the first team begins", "第一队从哪天开始")] = None
    every: Annotated[Length | None, col("每轮", "length of a turn, such as 1 calendar_weeks", "一轮多长,如 1周")] = None
    shifts: Annotated[
        tuple[Shift, ...],
        col("班次", "shifts of a day; each next team takes the next one", "一天的班次;依次由下一队接"),
    ] = ()
    days: Annotated[
        Literal["workdays", "all"],
        col("值班日", "on working days, or on all days", "工作日,或每天", workdays="工作日", all="每天"),
    ] = "all"
    stand_in: Annotated[
        Literal["", "next"],
        col(
            "代班",
            "who comes for a team that is away: the next team, or nobody",
            "队伍不在时谁代: 下一队,或无人",
            next="下一队",
        ),
    ] = ""
    away: Annotated[tuple[Away, ...], col("不在岗", "when teams are away", "各队不在岗的日子")] = ()
    place: Annotated[str, col("地方", "where", "在哪里", of="place")] = ""
    modes: Annotated[
        tuple[str, ...],
        col("运行模式", "only while one of these modes is in force (T31)", "只在这些运行模式下值班", of="mode"),
    ] = ()

    @field_validator("every")
    @classmethod
    def _turn(cls, value: Length | None) -> Length | None:
        if value is not None and (value.unit not in _TURNS or value.amount < 1):
            remedy = Bilingual("写成 1 calendar_weeks、1周 或 1个工作日", "write it as 1 calendar_weeks or 1 workdays")
            raise wrong(f"“{value}”不能作一轮", f"“{value}” is no length of a turn", remedy)
        return value

    @field_validator("shifts")
    @classmethod
    def _hours(cls, value: tuple[Shift, ...]) -> tuple[Shift, ...]:
        for shift in value:
            checked(shift.hours)
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Roster:
        if not self.teams and not self.size:
            raise wrong("没有写有哪些队", "no teams", Bilingual("写 队伍,或写 队数", "give teams, or size"))
        if self.teams and self.size not in (None, len(self.teams)):
            raise wrong(
                f"队数写 {self.size},队伍有 {len(self.teams)} 支", f"size is {self.size}, teams are {len(self.teams)}"
            )
        for one in self.away:
            if one.team not in self.names:
                raise wrong(f"没有“{one.team}”这一队", f"there is no team “{one.team}”")
        return self

    def serves(self, mode: str | None) -> bool:
        """Whether anybody is on duty by it while the county runs in ``mode``; null: as usual."""
        return not self.modes or mode in self.modes

    @property
    def names(self) -> tuple[str, ...]:
        """The teams, numbered where they have no names."""
        return self.teams or tuple(f"第{number}队" for number in range(1, (self.size or 0) + 1))

    def gaps(self) -> list[Gap]:
        """The first day and the length of a turn, while nobody has said."""
        made = []
        if self.start is None:
            made.append(Gap("start", Bilingual("没有起轮日期,排不出谁值班", "no first day: nobody can be named")))
        if self.every is None:
            made.append(
                Gap("every", Bilingual("没有写一轮多长,排不出谁值班", "no length of a turn: nobody can be named"))
            )
        return made


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is on duty in one shift of a day. ``team`` is null where the shift is empty; ``for_``: whose turn it was.

    ``provisional``: the calendar of the year is not known.
    """

    roster: str
    day: date
    shift: str
    hours: tuple[str, ...]
    team: str | None
    for_: str
    provisional: bool = False

    def now(self, moment: time) -> bool:
        """Whether the shift is on at that time of the day; one without hours is on all day."""
        return not self.hours or any(first <= moment < last for first, last in map(span, self.hours))


def turns(roster: Roster, day: date, calendar: CountyCalendar) -> list[Turn]:
    """Who is on duty on ``day``, a turn for each shift; none on a day without duty, or before the first.

    ``PolicyIncomplete``: nobody has said when turns begin, or how long they are.
    """
    gaps = roster.gaps()
    if gaps:
        zh, en = ("; ".join(gap.words[n] for gap in gaps) for n in (0, 1))
        raise PolicyIncomplete(Bilingual(f"轮值表“{roster.name}”{zh}", f"roster “{roster.name}”: {en}"))
    assert roster.start is not None
    assert roster.every is not None
    if day < roster.start or not roster.in_force(day):
        return []
    worked, provisional = _worked(day, calendar)
    if roster.days == "workdays" and not worked:
        return []
    turn, names = _turn(roster, roster.start, day, calendar), roster.names
    shifts = roster.shifts or (Shift(name=""),)
    made: list[Turn] = []
    for number, shift in enumerate(shifts):
        own = (turn * len(shifts) + number) % len(names)
        busy = {(turn * len(shifts) + other) % len(names) for other in range(len(shifts))}
        team = _there(roster, own, busy, day)
        made.append(Turn(roster.name, day, shift.name, shift.hours, team, names[own], provisional))
    return made


def _there(roster: Roster, own: int, busy: set[int], day: date) -> str | None:
    """The team whose turn it is, or the next that is there and has no shift of its own; nobody where none comes."""
    names = roster.names
    gone = {one.team for one in roster.away if one.begins <= day <= one.ends}
    if names[own] not in gone:
        return names[own]
    if roster.stand_in == "next":
        for step in range(1, len(names)):
            other = (own + step) % len(names)
            if names[other] not in gone and other not in busy:
                return names[other]
    return None


def _turn(roster: Roster, start: date, day: date, calendar: CountyCalendar) -> int:
    """The number of the turn that ``day`` lies in, from 0."""
    assert roster.every is not None
    passed = (day - start).days
    match roster.every.unit:
        case TimeUnit.CALENDAR_WEEKS:
            return passed // (7 * roster.every.amount)
        case TimeUnit.WORKDAYS:
            worked = sum(_worked(start + timedelta(days=one), calendar)[0] for one in range(passed))
            return worked // roster.every.amount
    return passed // roster.every.amount


def _worked(day: date, calendar: CountyCalendar) -> tuple[bool, bool]:
    if calendar.knows(day):
        return calendar.is_workday(day), False
    return day.weekday() < 5, True
