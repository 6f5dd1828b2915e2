"""规则: what of rules wants mending though they load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from gridroute.assurance.lint.finding import Finding
from gridroute.dispatch.county import County
from gridroute.errors import Bilingual, Fault
from gridroute.model import Issue
from gridroute.model.issue import Reporter
from gridroute.policy.condition import All, AnyOf, Condition, Not, Op, Test, is_under, tests
from gridroute.policy.policy import Policy
from gridroute.policy.rule import Rule
from gridroute.policy.vocabulary import Field

#: Raw fields whose name in rules is not their name in the issue (design §11).
_SAID = {"nature": "nature_given", "urgency": "urgency_given", "confidential": "confidential_requested"}
_SAID |= {"anonymous": "reporter_anonymous"}
#: What gridroute finds out itself where the issue does not say it.
_FOUND = {"category", "channel", "county", "tags"}


def rules(county: County) -> Iterator[Finding]:
    """Conditions that hold where nothing is known or miss what they seem to name, and rules that say the same twice."""
    yield from _negated(county.policy)
    yield from _above(county.policy)
    yield from _repeated(county.policy)


def optional_fields(fields: Mapping[str, Field]) -> frozenset[str]:
    """The fields that arrive with an issue and may be absent."""
    own = {name for name, item in Issue.model_fields.items() if not item.is_required()}
    own |= set(Reporter.model_fields)
    named = {_SAID.get(name, name) for name in own - _FOUND}
    return frozenset(name for name, item in fields.items() if name in named or item.given)


def _negated(policy: Policy) -> Iterator[Finding]:
    """A negated test on an optional field (§2). A guard is excused: it refuses until the field is filled in."""
    optional = optional_fields(policy.vocabulary.fields)
    for rule in policy.rules:
        if rule.street or "refuse" in {name for outcomes in rule.outcomes.values() for name in outcomes}:
            continue
        known = {test.field for test in _certain(rule.condition)}
        bare = [
            test.field
            for test, negated in tests(rule.condition)
            if negated and test.op is not Op.EXISTS and test.field in optional and test.field not in known
        ]
        for name in dict.fromkeys(bare):
            words = Bilingual(
                f"来件可以不写“{policy.vocabulary.fields[name].label}”,不写时“非”也成立",
                f"an issue may lack “{name}”, and then the negated test holds",
            )
            remedy = Bilingual(f"另写 {name}: {{exists: true}}", f"also write {name}: {{exists: true}}")
            yield Finding(Fault(*rule.home, rule.id, words, remedy, "GR241"))


def _above(policy: Policy) -> Iterator[Finding]:
    """A category with others below it, written so that none of them is meant: 公用事业/供热 without /*.

    Whoever names some of those below beside it, as the tables of the nation do, means just that one.
    """
    above = {one.rpartition("/")[0] for one in policy.categories.nodes}
    for rule in policy.rules:
        if rule.street:
            continue
        asked = [test for test, negated in tests(rule.condition) if test.field == "category" and not negated]
        exact = [word for test in asked if test.op in (Op.EQUALS, Op.ONE_OF) for word in _many(test.value)]
        named = [word for test in asked for word in _many(test.value)]
        for word in dict.fromkeys(exact):
            if word in above and not any(other != word and is_under(other, word) for other in named):
                words = Bilingual(
                    f"“{word}”下面还有类别,这样写它们都不算",
                    f"there are categories below “{word}”, and none of them is meant",
                )
                remedy = Bilingual(
                    f"表里写 {word}/*,规则里写 {{under: {word}}}",
                    f"write {word}/* in a table, {{under: {word}}} in a rule",
                )
                yield Finding(Fault(*rule.home, rule.id, words, remedy, "GR243"))


def _many(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def _certain(condition: Condition) -> Iterator[Test]:
    """The tests that hold wherever the condition does, which say that their field is there."""
    match condition:
        case Test() if condition.op is not Op.EXISTS or condition.value is True:
            yield condition
        case All(parts):
            for part in parts:
                yield from _certain(part)
        case Not(Test(op=Op.EXISTS, value=False) as test):
            yield test


def _repeated(policy: Policy) -> Iterator[Finding]:
    """Two rules of one layer that say the same under the same condition on the same days."""
    first: dict[object, Rule] = {}
    for rule in policy.rules:
        if rule.street:
            continue
        said = (rule.layer, rule.scope, rule.stage, _plain(rule.condition), _sorted(rule.outcomes), _days(rule))
        other = first.setdefault(said, rule)
        if other is not rule and other.home != rule.home:
            where = f"{other.home[0]}:{other.home[1]}"
            words = Bilingual(
                f"与“{other.id}”({where})条件、结果都一样", f"says just what “{other.id}” ({where}) says already"
            )
            yield Finding(Fault(*rule.home, rule.id, words, Bilingual("删去一条", "remove one of them"), "GR242"))


def _plain(condition: Condition) -> str:
    """A condition in one form, whatever order its parts and its values were written in."""
    match condition:
        case Test(field, op, value, _):
            many = value if isinstance(value, tuple) else (value,)
            kept = many if op is Op.BETWEEN else sorted(set(many), key=repr)
            asked = Op.ONE_OF if op is Op.EQUALS else op
            return f"{field} {asked} {list(kept)!r}"
        case Not(part):
            return f"not ({_plain(part)})"
        case All((one,)) | AnyOf((one,)):
            return _plain(one)
        case All():
            return f"all ({'; '.join(sorted(set(_flat(condition, All))))})"
        case AnyOf():
            return f"any ({'; '.join(sorted(set(_flat(condition, AnyOf))))})"


def _flat(condition: All | AnyOf, kind: type[All] | type[AnyOf]) -> Iterator[str]:
    for part in condition.parts:
        if isinstance(part, (All, AnyOf)) and isinstance(part, kind):
            yield from _flat(part, kind)
        else:
            yield _plain(part)


def _sorted(value: object) -> str:
    """Outcomes in one form, whatever order their keys were written in."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_sorted(value[key])}" for key in sorted(value)) + "}"
    return repr(value)


def _days(rule: Rule) -> tuple[date | None, date | None]:
    return rule.effective_from, rule.effective_to
