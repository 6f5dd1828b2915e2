"""资格: whether somebody may have a service, by the rules of stage ``eligibility`` (SS30, SS31, T09).

What is known of a person is given by whoever asks and kept nowhere. Age is counted on the day of occurrence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from gridroute.civic.asking import Asking
from gridroute.civic.roster import Roster, Turn, turns
from gridroute.errors import Bilingual, InputError, PolicyIncomplete
from gridroute.model import TraceEntry

#: How years of age are counted; the parameter 周岁口径 says which.
COUNTING = ("birthday_counts", "day_after")
PARAMETER = "周岁口径"
#: Fields that are worked out and never given.
_DERIVED = ("age",)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer: ``eligible`` yes, no, review, or null where no rule speaks. ``review``: what may be asked for.

    ``age``: as counted by ``counting``. ``missing``: what rules read and nobody has said. ``on_duty``: who serves now.
    """

    service: str
    eligible: Literal["yes", "no", "review"] | None
    review: tuple[str, ...] = ()
    roster: str | None = None
    on_duty: tuple[Turn, ...] = ()
    age: int | None = None
    counting: str = ""
    missing: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    warnings: tuple[Bilingual, ...] = ()
    trace: tuple[TraceEntry, ...] = field(default=(), repr=False)


def eligibility(
    asking: Asking, service: str, person: Mapping[str, object], at: datetime, born: date | None = None
) -> Eligibility:
    """Whether ``person``, born on ``born``, may have ``service`` for what occurred at ``at``.

    ``person`` holds fields of the stage, such as ``left_behind_child``. ``InputError``: a field that is none, or a day
    of birth after the day of occurrence; ``PolicyIncomplete``: the county has not said how age is counted.
    """
    day = at.date()
    for name in _DERIVED:
        if name in person:
            raise InputError(
                Bilingual("年龄由出生日期推算: 写出生日期", "age is worked out: give the day of birth instead")
            )
    facts = asking.read("eligibility", {"service": service, **person})
    counting = ""
    if born is not None:
        counting = _counting(asking)
        facts["age"] = age_on(born, day, counting)
    settled = asking.ask("eligibility", facts, day)
    value = settled.word("eligible")
    eligible: Literal["yes", "no", "review"] | None = (
        "yes" if value == "yes" else "no" if value == "no" else "review" if value == "review" else None
    )
    roster = settled.word("roster")
    on_duty, warnings = _served(asking, roster, at) if eligible == "yes" and roster else ((), ())
    said = [] if value else _unset(asking, day)
    age = facts.get("age")
    return Eligibility(
        service,
        eligible,
        tuple(settled.texts("review")),
        roster,
        on_duty,
        age if isinstance(age, int) else None,
        counting,
        tuple(asking.missing("eligibility", facts, day)),
        tuple(one.rule for one in settled.trace if one.won),
        (*said, *warnings),
        tuple(settled.trace),
    )


def _unset(asking: Asking, day: date) -> list[Bilingual]:
    """Rules that wait for what the county has to fill in: one of them might have spoken."""
    return [
        Bilingual(
            f"规则 {rule.id}“{rule.title}”没有用: {rule.unset.zh}", f"rule {rule.id} is not used: {rule.unset.en}"
        )
        for rule in asking.edition(day).at("eligibility")
        if rule.unset.zh
    ]


def _counting(asking: Asking) -> str:
    value = asking.engine.policy.parameters[PARAMETER].value
    if value not in COUNTING:
        raise PolicyIncomplete(
            Bilingual(
                f"参数“{PARAMETER}”是“{value}”: 写 birthday_counts (生日当天算满) 或 day_after (生日次日起算满)",
                f"the parameter “{PARAMETER}” is “{value}”: write birthday_counts or day_after",
            )
        )
    return str(value)


def age_on(born: date, day: date, counting: str) -> int:
    """Full years of age on ``day``: a year is full on the birthday, or with ``day_after`` on the day after it.

    Somebody born on 29 February has the birthday of a common year on the 28th, the last of the month (民法典 202 条).
    """
    if born > day:
        raise InputError(
            Bilingual(f"出生日期 {born} 晚于 {day}", f"the day of birth {born} is later than {day}"),
        )
    birthday = _birthday(born, day.year)
    full = day > birthday if counting == "day_after" else day >= birthday
    return max(0, day.year - born.year - (not full))


def _birthday(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _served(asking: Asking, name: str, at: datetime) -> tuple[tuple[Turn, ...], tuple[Bilingual, ...]]:
    """Who of the roster serves at the moment; why nobody can be named where nobody can."""
    roster = asking.civic.named(Roster, name, at.date())
    if roster is None:
        words = Bilingual(
            f"没有轮值表“{name}”: 写进 rosters.yaml", f"there is no roster “{name}”: add it to rosters.yaml"
        )
        return (), (words,)
    try:
        return tuple(turns(roster, at.date(), asking.civic.county.calendar)), ()
    except PolicyIncomplete as error:
        return (), (error.words,)
