"""体检: what of a county's standing matters wants mending: faults, what is unset, figures that do not agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from gridroute.civic.chain import Chain
from gridroute.civic.civic import Civic
from gridroute.civic.evaluation import Evaluation
from gridroute.civic.fact import Fact
from gridroute.civic.gridding import Gridding
from gridroute.civic.ledger import Ledger
from gridroute.civic.liaison import crowded
from gridroute.civic.register import Row
from gridroute.civic.roster import Roster
from gridroute.civic.shortage import shortages
from gridroute.civic.soundness import soundness
from gridroute.civic.staffing import Check
from gridroute.civic.thing import kind_named, things, unfit
from gridroute.errors import NOTHING, Bilingual, Fault, nearest
from gridroute.policy.rule import AwardRow
from gridroute.territory import short_name
from gridroute.worktime import ZONE


def inspect_civic(civic: Civic, day: date) -> list[Fault]:
    """What is wrong with the registers, what is unset, and what does not agree on ``day``; the codes tell which."""
    found = [*civic.faults, *civic.gaps]
    at = datetime.combine(day, time(12), ZONE)
    for row in civic.rows_of(Fact, day):
        found += _fact(civic, row, day)
    for check in civic.rows_of(Check, day):
        found += _check(civic, check, at)
    for gridding in civic.rows_of(Gridding, day):
        found += _gridding(civic, gridding, day)
    for evaluation in civic.rows_of(Evaluation, day):
        found += _evaluation(civic, evaluation, day)
    for chain in civic.rows_of(Chain, day):
        for level, place, posts in crowded(civic, chain.entry, day):
            words = Bilingual(
                f"{level} {place} 有 {len(posts)} 个岗位包联: {'、'.join(posts)}",
                f"{len(posts)} posts stand by {place} as {level}: {', '.join(posts)}",
            )
            remedy = Bilingual("每级留一个", "leave one on each level")
            found.append(chain.fault(words, remedy, what=chain.entry.name, code="GR759"))
    found += _named_by_rules(civic, day)
    return sorted(set(found))


def _named_by_rules(civic: Civic, day: date) -> Iterator[Fault]:
    """Rosters and ledgers that rules in force name and no register has: nobody would serve, nothing be entered."""
    policy = civic.county.policy
    rosters = {one.name for one in civic.of(Roster)}
    ledgers = {one.name for one in civic.of(Ledger)}
    for rule in policy.on(day).at("eligibility"):
        roster = rule.outcomes["eligibility"].get("roster")
        if isinstance(roster, str) and roster not in rosters:
            words = Bilingual(f"rosters.yaml 里没有轮值表“{roster}”", f"no roster “{roster}” in rosters.yaml")
            yield Fault(*rule.home, rule.id, words, nearest(roster, rosters), code="GR752")
    for rule in policy.on(day).at("points"):
        awards = rule.outcomes["points"].get("award")
        for one in awards if isinstance(awards, tuple) else ():
            if isinstance(one, AwardRow) and one.ledger not in ledgers:
                words = Bilingual(f"ledgers.yaml 里没有台账“{one.ledger}”", f"no ledger “{one.ledger}” in ledgers.yaml")
                yield Fault(*rule.home, rule.id, words, nearest(one.ledger, ledgers), code="GR752")


def _check(civic: Civic, row: Row[Check], at: datetime) -> Iterator[Fault]:
    """One finding a check: in how many places it fails, one of them, and who holds it meanwhile."""
    check = row.entry
    wrong = unfit(check.of, check.where)
    if wrong is not None:
        yield row.fault(*wrong, path=("of",), what=check.name, code="GR756")
        return
    short = list(shortages(civic, check, at))
    if not short:
        return
    first = short[0]
    place = civic.county.territory.places.get(first.place[:12])
    where = (short_name(place.name) if place else first.place) + (
        f" {first.place[12:]}" if len(first.place) > 12 else ""
    )
    if first.wanted is None and not first.lacking:
        words = Bilingual(
            f"没有“{check.population}”的数,查不了", f"no figure of “{check.population}”: it cannot be checked"
        )
        yield row.fault(
            words, Bilingual("写进 populations.csv", "add it to populations.csv"), what=check.name, code="GR757"
        )
        return
    holder = Bilingual(
        f",暂由{first.holder.name}代管" if first.holder else "",
        f"; {first.holder.name} holds it" if first.holder else "",
    )
    lacks = first.lacking[0] if first.lacking else ""
    zh = f"{len(short)} 处不足,如{where}: 有 {first.count},应有 {first.wanted}"
    en = f"short in {len(short)} places, such as {where}: {first.count} of {first.wanted}"
    if lacks:
        zh, en = (
            f"{len(short)} 处没有写全,如{where}: {lacks}",
            f"incomplete in {len(short)} places, as {where}: {lacks}",
        )
    warn = check.on_violation.warn if check.on_violation else ""
    yield row.fault(Bilingual(zh + holder.zh, en + holder.en), Bilingual(warn, warn), what=check.name, code="GR757")


def _gridding(civic: Civic, row: Row[Gridding], day: date) -> Iterator[Fault]:
    """Grids that are not as they have to be, one finding a requirement."""
    made = soundness(civic, row.entry, day)
    if made.sound:
        return
    counts = (
        (len(made.overlaps), "重叠", "overlap"),
        (len(made.uncovered), "没有覆盖", "left out"),
        (len(made.crossing), "跨出村社", "over a border"),
        (len(made.too_few), "人口不足", "too few people"),
        (len(made.too_many), "人口过多", "too many people"),
    )
    said = [(f"{zh} {number} 处", f"{en}: {number}") for number, zh, en in counts if number]
    words = Bilingual("、".join(zh for zh, _ in said), ", ".join(en for _, en in said))
    remedy = Bilingual("在 grids.csv、boundaries.geojson 里改", "mend grids.csv or boundaries.geojson")
    yield row.fault(words, remedy, what=row.entry.name, code="GR760")


def below_floor(civic: Civic, row: Row[Evaluation]) -> Iterator[Fault]:
    """That an evaluation counts for less than its floor (I24)."""
    one = row.entry
    floor = civic.county.policy.parameters[one.floor].value if one.floor in civic.county.policy.parameters else None
    if isinstance(floor, int) and one.share is not None and one.share < floor:
        words = Bilingual(
            f"占比 {one.share}% 低于“{one.floor}”的 {floor}%",
            f"its share of {one.share}% is below {floor}% (“{one.floor}”)",
        )
        yield row.fault(words, Bilingual(f"至少写 {floor}", f"at least {floor}"), ("share",), one.name, code="GR758")


def _evaluation(civic: Civic, row: Row[Evaluation], day: date) -> Iterator[Fault]:
    """A share below its floor, and an answer that is not there or goes another way."""
    one = row.entry
    yield from below_floor(civic, row)
    if one.mutual:
        other = civic.named(Evaluation, one.mutual, day)
        if other is None or not (set(other.rater) & set(one.ratee) and set(other.ratee) & set(one.rater)):
            words = Bilingual(f"没有反向的评价“{one.mutual}”", f"“{one.mutual}” is no evaluation the other way round")
            yield row.fault(words, NOTHING, ("mutual",), one.name, code="GR752")


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of a source and what the county's own data comes to; null where nothing is compared."""

    fact: Fact
    counted: int | None

    @property
    def agrees(self) -> bool | None:
        """Whether both are the same; null where nothing is compared."""
        return None if self.counted is None else self.counted == self.fact.value


def compared(civic: Civic, fact: Fact, day: date) -> Compared:
    """``fact`` with what it should equal on ``day``."""
    kind = kind_named(fact.of) if fact.of and unfit(fact.of, fact.where) is None else None
    if kind is None:
        return Compared(fact, None)
    return Compared(fact, sum(one.count for one in things(civic, kind, fact.where, day)))


def _fact(civic: Civic, row: Row[Fact], day: date) -> Iterator[Fault]:
    fact = row.entry
    wrong = unfit(fact.of, fact.where) if fact.of else None
    if wrong is not None:
        yield row.fault(*wrong, path=("of",), what=fact.id, code="GR756")
        return
    made = compared(civic, fact, day)
    if made.agrees is False:
        words = Bilingual(
            f"{fact.name}: 依据为 {fact.value}{fact.unit},台账里有 {made.counted}",
            f"{fact.name}: the source says {fact.value}, the data comes to {made.counted}",
        )
        remedy = Bilingual("核对台账,或在备注里说明口径", "check the data, or note what the source counts")
        yield row.fault(words, remedy, ("value",), fact.id, code="GR755")
