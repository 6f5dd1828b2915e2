"""年度报到: what a unit or a party member has done in a year, counted as it is done and settled at the end (§3.5).

Three kinds of 报到 are three things: a department that answers a whistle is a case's; these two are here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gridroute.casework.event import SYSTEM, Actor, Timer
from gridroute.casework.refusal import Refusal
from gridroute.civic.asking import Asking
from gridroute.civic.checkin import Quota
from gridroute.civic.ledger import Ledger
from gridroute.civic.points import Award, awards
from gridroute.civic.proceeding import Outcome
from gridroute.civic.record import DONE, Change, Record, applied, next_event
from gridroute.civic.unit import Unit
from gridroute.errors import Bilingual
from gridroute.worktime import ZONE

COUNT, SETTLE = "count", "settle"


@dataclass(frozen=True)
class Deed:
    """一次报到: an act of a subject (a unit, or a member by an opaque number) that counts for a quota."""

    quota: str
    subject: str
    act: str
    at: datetime
    by: Actor
    said: dict[str, Any]


@dataclass(frozen=True)
class Attendance:
    """Counts check-ins of one county."""

    asking: Asking

    @staticmethod
    def number(quota: str, subject: str, year: int) -> str:
        """The number of the record of a subject's year."""
        return f"{quota}/{subject}/{year}"

    def count(self, record: Record | None, deed: Deed) -> tuple[Outcome, list[Award]]:
        """The year's record after ``deed``, and what it is worth; or why it does not count."""
        quota = self.asking.civic.named(Quota, deed.quota, deed.at.date())
        refusal = self._unfit(quota, deed, record)
        if quota is None or refusal is not None:
            return Outcome(record, (), refusal), []
        before = record.counts.get(deed.act, 0) if record else 0
        counts = {**(record.counts if record else {}), deed.act: before + 1}
        given: dict[str, Any] = {"counts": counts}
        year = deed.at.astimezone(ZONE).year
        if record is None:
            given |= {
                "county": self.asking.civic.county.adcode,
                "kind": "check_in",
                "name": quota.name,
                "subject": deed.subject,
                "year": year,
            }
        made = awards(self.asking, self._facts(quota, deed, before), deed.at.date())
        number, said = self.number(quota.name, deed.subject, year), {**deed.said, "act": deed.act}
        settled = Timer(fires=SETTLE, at=datetime(year + 1, 1, 1, tzinfo=ZONE))
        rules = tuple(dict.fromkeys(one.rule for one in made))
        change = Change(set=given, timers=(settled,))
        event = next_event(record, number, COUNT, deed.at, deed.by, quota.kind, said, change, rules)
        return Outcome(applied(record, event), (event,)), [self._whose(one, quota, deed) for one in made]

    def settle(self, record: Record, at: datetime) -> Outcome:
        """The record at the end of its year: what a unit is short of is told; of a member nothing is told or taken."""
        quota = self.asking.civic.named(Quota, record.name, record.opened_at.date())
        short: dict[str, int] = {}
        told: tuple[str, ...] = ()
        if quota is not None and quota.kind == "unit":
            for one in quota.counts:
                missing = (one.at_least or 0) * _TIMES[one.per] - record.counts.get(one.act, 0)
                if missing > 0:
                    short[one.act] = missing
            if short and quota.on_short == "report" and record.subject:
                told = (record.subject,)
        change = Change(set={"state": DONE, "short": short})
        event = next_event(record, record.id, SETTLE, at, Actor(body=SYSTEM), SYSTEM, {}, change, notify=told)
        return Outcome(applied(record, event), (event,))

    def _unfit(self, quota: Quota | None, deed: Deed, record: Record | None) -> Refusal | None:
        if quota is None:
            words = Bilingual(f"没有报到任务“{deed.quota}”", f"there is no quota “{deed.quota}”")
            return Refusal("state", words)
        acts = [one.act for one in quota.counts]
        if deed.act not in acts:
            zh, en = "、".join(acts), ", ".join(acts)
            return Refusal("state", Bilingual(f"“{quota.name}”不计“{deed.act}”: {zh}", f"“{quota.name}” counts {en}"))
        if not deed.said.get("evidence"):
            words = Bilingual(f"“{deed.act}”要有凭证: evidence=[签到表]", f"“{deed.act}” needs evidence: evidence=[…]")
            return Refusal("needs", words)
        if quota.kind == "unit" and self.asking.civic.named(Unit, deed.subject, deed.at.date()) is None:
            words = Bilingual(f"units.csv 里没有“{deed.subject}”", f"there is no unit “{deed.subject}” in units.csv")
            return Refusal("needs", words)
        if record is not None and record.final:
            return Refusal("state", Bilingual(f"“{record.id}”已经结算", f"“{record.id}” is settled"))
        return None

    def _facts(self, quota: Quota, deed: Deed, before: int) -> dict[str, object]:
        facts: dict[str, object] = {"act": deed.act, "counted_this_year": before}
        if quota.kind == "member":
            facts["party_member"] = True
        unit = self.asking.civic.named(Unit, deed.subject, deed.at.date())
        if unit is not None:
            facts["actor_kind"] = unit.kind
            if len(unit.communities) == 1:
                facts["place"] = unit.communities[0]
        if deed.said.get("place"):
            facts["place"] = str(deed.said["place"])
        if "activity_kind" in deed.said:
            facts["activity_kind"] = str(deed.said["activity_kind"])
        return facts

    def _whose(self, award: Award, quota: Quota, deed: Deed) -> Award:
        """Points of a ledger of the same kind are the subject's own; of another kind, of whoever is named (双积分)."""
        ledger = self.asking.civic.named(Ledger, award.ledger, deed.at.date())
        subject = deed.subject
        if ledger is not None and ledger.subject != quota.kind:
            named = deed.said.get(ledger.subject)
            return Award(award.ledger, award.item, award.points, award.rule, str(named) if named else None)
        return Award(award.ledger, award.item, award.points, award.rule, subject)


#: How often a period comes in a year.
_TIMES = {"year": 1, "quarter": 4, "month": 12}
