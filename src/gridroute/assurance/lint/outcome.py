"""派单体检: what becomes of one plain matter of each category: who leads it, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from gridroute.assurance.lint.finding import Finding
from gridroute.dispatch.county import County
from gridroute.dispatch.dispatcher import Dispatcher
from gridroute.errors import Bilingual, Fault
from gridroute.model import Decision, Issue, Place
from gridroute.policy.category import rows_of
from gridroute.policy.condition import Op, Test, is_under, tests
from gridroute.policy.layer import own_files
from gridroute.policy.rule import LeadRow, Rule

#: Words of a text in which nothing but the category says anything.
_PLAIN = "反映情况"


def leads(county: County, at: datetime) -> Iterator[Finding]:
    """Categories without a lead, with two, or without a deadline; and withdrawn items given to a township.

    Each last category is routed once in a village of the first township: what no rule covers at all is found,
    what only some texts or places bring about is not.
    """
    towns = county.territory.townships
    place = next((one for one in county.territory.communities if towns and one.parent == towns[0].code), None)
    if place is not None:
        yield from _routed(county, place, at)
    yield from _withdrawn(county, at)


def _routed(county: County, place: Place, at: datetime) -> Iterator[Finding]:
    dispatcher, found = Dispatcher(county, engine="index"), dict[str, list[str]]()
    homes, tied = _homes(county), dict[str, tuple[str, int]]()
    for category in _last(list(county.policy.categories.nodes)):
        issue = Issue(id="-", received_at=at, text=_PLAIN, category=category, channel="12345", address=place.name)
        decision = dispatcher.route(issue, at)
        code = _wrong(decision)
        if code == "GR651":
            tied[category] = _tie(county, decision)
        if code:
            found.setdefault(code, []).append(category)
    file = f"{county.policy.county.root.name}/policy"
    for code, categories in sorted(found.items()):
        for (top, _), below in _together(categories, tied).items():
            words, remedy = _TOLD[code]
            one = below[0] if len(below) == 1 else top
            many = f"{len(below)} 类,如“{below[0]}”: ", f"{len(below)} categories, such as “{below[0]}”: "
            said = Bilingual(many[0] + words.zh, many[1] + words.en) if len(below) > 1 else words
            home = (tied if code == "GR651" else homes).get(below[0], (file, 0))
            yield Finding(Fault(*home, one, said, remedy, code))


def _homes(county: County) -> dict[str, tuple[str, int]]:
    """Where each category is written: the file and the line of its row, in the lowest layer that has it."""
    made: dict[str, tuple[str, int]] = {}
    for layer in county.policy.layers:
        for path in own_files(layer.root):
            if path.name == "categories.csv" or path.name.endswith(".categories.csv"):
                shown = layer.shown(path)
                made |= {row["类别"]: (shown, line) for line, row in rows_of(path, shown, (), ("类别",), [])}
    return made


def _tie(county: County, decision: Decision) -> tuple[str, int]:
    """Where the last of the rows stands that name the bodies between which a matter is tied."""
    lost = [entry for entry in decision.trace if entry.stage == "party" and entry.reason]
    rows = {entry.rule for entry in lost if entry.reason and entry.reason.code == "tied"}
    homes = [rule.home for rule in county.policy.rules if rule.id in rows]
    return homes[-1] if homes else (f"{county.policy.county.root.name}/policy", 0)


def _together(
    categories: Sequence[str], tied: Mapping[str, tuple[str, int]]
) -> dict[tuple[str, tuple[str, int] | None], list[str]]:
    """Categories by the first level that they lie under, for a county without a department has dozens at once; what
    is tied also by the row that ties it, which is what has to be mended."""
    made: dict[tuple[str, tuple[str, int] | None], list[str]] = {}
    for one in categories:
        made.setdefault((one.partition("/")[0], tied.get(one)), []).append(one)
    return made


def _last(categories: Sequence[str]) -> list[str]:
    """The categories below which there is none."""
    above = {one.rpartition("/")[0] for one in categories}
    return sorted(one for one in categories if one not in above)


def _wrong(decision: Decision) -> str:
    """The code of what is wrong with a decision on a matter that somebody should lead; empty where nothing is."""
    if decision.exit is not None or decision.state == "grid_assigned":
        return ""
    if decision.contested:
        return "GR651"
    if decision.lead is None:
        return "GR650"
    mine = [duty for duty in decision.obligations if duty.obligor.id == decision.lead.id]
    return "" if any(duty.due_at for duty in mine) else "GR652"


_TOLD = {
    "GR650": (
        Bilingual("没有主办", "nobody leads it"),
        Bilingual("在 catalogue 表里写一行主办", "write a row with a lead in a catalogue table"),
    ),
    "GR651": (
        Bilingual("有两个主办,每件都要裁定", "two bodies lead it, so every matter is adjudicated"),
        Bilingual("只留一行,或让一行更具体", "keep one row, or make one more specific"),
    ),
    "GR652": (
        Bilingual("主办没有一项义务有时限", "no duty of the lead has a time"),
        Bilingual("在 reporting 规则里写 due", "write due in a reporting rule"),
    ),
}


def _withdrawn(county: County, at: datetime) -> Iterator[Finding]:
    """Rows that give a township what the duty list has taken back from townships (三张清单)."""
    edition = county.policy.on(at.date())
    taken = [rule for rule in edition.at("lists") if _says(rule, "duty_list", "recalled")]
    for rule in edition.at("catalogue"):
        if not _to_township(county, rule):
            continue
        for other in taken:
            shared = _overlap(rule, other)
            if shared:
                where = f"{other.home[0]}:{other.home[1]}"
                words = Bilingual(
                    f"“{shared}”是收回清单的事项(“{other.id}” {where}),却派给镇街",
                    f"“{shared}” is withdrawn from townships (“{other.id}” {where}) and given to one",
                )
                remedy = Bilingual("改派收回它的部门", "give it to the department that took it back")
                yield Finding(Fault(*rule.home, rule.id, words, remedy, "GR653"))


def _says(rule: Rule, outcome: str, value: str) -> bool:
    return any(outcomes.get(outcome) == value for outcomes in rule.outcomes.values())


def _to_township(county: County, rule: Rule) -> bool:
    """Whether a row of the catalogue names a township's own role as lead."""
    roles = county.policy.vocabulary.roles
    named = (outcomes.get("lead") for outcomes in rule.outcomes.values())
    leads = [one for value in named if isinstance(value, tuple) for one in value if isinstance(one, LeadRow)]
    return any("township" in (roles[one.role.name].level, roles[one.role.name].key) for one in leads)


def _overlap(one: Rule, other: Rule) -> str:
    """A category of which both rules speak."""
    for mine in _paths(one):
        for theirs in _paths(other):
            if is_under(mine, theirs) or is_under(theirs, mine):
                return max(mine, theirs, key=len)
    return ""


def _paths(rule: Rule) -> list[str]:
    made: list[str] = []
    for test, negated in tests(rule.condition):
        if test.field == "category" and not negated and test.op in (Op.EQUALS, Op.ONE_OF, Op.UNDER):
            made.extend(_words(test))
    return made


def _words(test: Test) -> list[str]:
    return [str(one) for one in test.value] if isinstance(test.value, tuple) else [str(test.value)]
