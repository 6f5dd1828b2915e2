"""What holds of every decision, whatever comes in."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from gridroute import County, Decision, Dispatcher, Issue, load_county

WORDS = [
    "煤气味",
    "暖气不热",
    "停水",
    "路灯不亮",
    "举报",
    "投诉",
    "住建局",
    "泗水县公安局",
    "物业",
    "卞桥一村",
    "泉林镇",
    "仲子社区",
    "交界处",
    "曲阜市",
    "辛庄村",
    "朱家村",
    "工资",
    "法院判决",
    "信访局已受理",
    "咨询",
    "。",
    ",",
    "吃拿卡要",
    "邻居打架",
]
STATES = {"handed_off", "declined", "referred", "triaged", "adjudicating", "grid_assigned", "dispatched"}

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join)
moments = st.integers(0, 400 * 24 * 60).map(
    lambda minutes: datetime.fromisoformat("2026-01-01T00:00:00+08:00") + timedelta(minutes=minutes)
)


COUNTY = load_county("sishui")
BODIES = sorted({body.name for body in COUNTY.bodies.by_id.values() if body.level == "county"})


def issues() -> st.SearchStrategy[Issue]:
    optional: dict[str, Any] = {
        "category": st.sampled_from(sorted(COUNTY.policy.categories.nodes)),
        "address": texts,
        "grid": st.sampled_from(["370831001003", "370831101", "370831001003001", "370881001001", "x"]),
        "channel": st.sampled_from(["12345", "patrol", "window", "somewhere"]),
        "nature": st.sampled_from(["consult", "report", "praise"]),
        "urgency": st.sampled_from(["normal", "utility", "emergency"]),
        "subject_organizations": st.lists(st.sampled_from([*BODIES, "泗河街道", "没有这个单位"]), max_size=2),
        "affected_households": st.integers(0, 100),
        "in_petition_system": st.booleans(),
        "in_litigation": st.booleans(),
        "same_matter_closed_lawfully": st.booleans(),
        "anonymous": st.booleans(),
        "first_receiver": st.sampled_from(["仲子社区居民委员会", "nobody"]),
    }
    needed = {"id": st.just("L"), "received_at": moments, "text": texts}
    return st.fixed_dictionaries(needed, optional=optional).map(Issue.model_validate)


def check(decision: Decision, issue: Issue, county: County) -> None:
    assert decision.responsible.name
    assert decision.state in STATES
    assert decision.obligations, "somebody owes something by some time (I7)"
    assert all(one.due_at >= decision.at for one in decision.obligations)
    assert all(one.rule and one.source for one in decision.obligations)
    assert len({(one.obligor.id, one.act) for one in decision.obligations}) == len(decision.obligations)
    if decision.lead is not None:
        assert decision.lead.id not in {one.id for one in decision.supports}
        assert any(one.won and one.stage == "party" for one in decision.trace)
    if decision.state == "dispatched":
        assert decision.lead is not None
        assert decision.responsible.id == decision.lead.id
        assert decision.grid.status == "certain"
    if decision.contested or decision.ownerless:
        assert decision.lead is None
    subjects = {
        one.id
        for name in issue.subject_organizations
        for body in county.bodies.named(name)
        for one in (body, *county.bodies.in_office(body, decision.at.date()))
    }
    named = {one.id for one in (*decision.supports, *decision.notify)} | {
        one.obligor.id for one in decision.obligations
    }
    named |= {decision.responsible.id, decision.first_receiver.id}
    named |= {decision.lead.id} if decision.lead else set()
    below = {
        body.id for body in county.bodies.by_id.values() if subjects & {above.id for above in county.bodies.above(body)}
    }
    more = [decision.holder, decision.resolver, decision.party_lead, decision.signatory]
    named |= {one.id for one in more if one is not None}
    if decision.whistle is not None:
        named |= {one.id for one in (decision.whistle.blower, *decision.whistle.required, *decision.whistle.invited)}
    assert not named & (subjects | below), "the target is nowhere in its own case (I29)"
    if decision.urgency == "emergency":
        statutory = {rule.id for rule in county.policy.rules if rule.special_law}
        ours = [one for one in decision.obligations if one.rule not in statutory]
        assert all(one.unit in ("clock_minutes", "clock_hours") for one in ours), "no calendar (I10)"
        assert not any(one.provisional for one in ours)
    json.loads(decision.as_json())


MIDNIGHT = datetime.fromisoformat("2026-01-01T00:00:00+08:00")


@example(issue=Issue(id="L", received_at=MIDNIGHT, text="煤气味邻居打架"))
@given(issue=issues())
def test_law_every_decision_is_whole(issue: Issue) -> None:
    check(Dispatcher(COUNTY).route(issue, issue.received_at), issue, COUNTY)


@given(issue=issues())
def test_law_same_input_same_answer(issue: Issue) -> None:
    first = Dispatcher(COUNTY).route(issue, issue.received_at)
    again = Dispatcher(COUNTY).route(Issue.model_validate(issue.model_dump()), issue.received_at)
    assert first == again
    assert first.as_json() == again.as_json()
