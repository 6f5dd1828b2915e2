"""Random histories of cases: anybody tries anything, and time passes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from tests.casework.story import at

from gridroute import Issue
from gridroute.casework import REPORTER, SYSTEM, Actor, Answer, Attempt, Case, CaseDesk, CaseEvent, Refusal
from gridroute.casework.catalogue import leads_of
from gridroute.casework.scene import Scene

#: How many histories a property looks at: few in the quick suite, many in the fuzzing.
SOME = 12 if settings.default.max_examples < 1_000 else 600
#: How long it takes until the next thing happens: mostly little, now and then three weeks.
MINUTES = (0, 1, 30, 300, 3_000, 30_000)
#: Events that lead a case on; they are tried more often than those that stand beside its way.
ONWARD = frozenset(
    "accept reply start_callback satisfied unsatisfied restart blow check_in opinion object accept_objection designate "
    "resolve_item lawful_exit verify_on_site attempt_callback confirm_receipt assign_grid dispatch pause extend list reopen".split()
)
TEXTS = (
    "路灯不亮",
    "停水三天了,我叫张建国,电话13805371234",
    "闻到燃气味",
    "举报镇政府不作为,我是王小明,住3号楼2单元501室,身份证370831198001011234",
    "投诉泗水县住房和城乡建设局不作为,联系微信zhang_san88",
    "小区物业不修电梯",
    "举报水厂偷排,我是李志刚,家在6-2-301。——李志刚",
    "投诉村委,住户孙秀英13905371234,3栋2-501",
)


@dataclass
class Step:
    """One thing that was tried: before, after, what was asked and what came of it."""

    before: Case
    answer: Answer
    attempt: Attempt | None
    now: datetime


@dataclass
class History:
    """One case's random life. ``seed`` decides everything."""

    desk: CaseDesk
    seed: int
    steps: list[Step] = field(default_factory=list)
    log: list[CaseEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        rng, county = self.rng, self.desk.dispatcher.county
        place = rng.choice(county.territory.communities)
        self.now = at("2026-03-02T09:00") + timedelta(hours=rng.randrange(2000))
        said: dict[str, Any] = {
            "id": f"W{self.seed}",
            "received_at": self.now,
            "channel": rng.choice(["12345", "民意快车", "wechat_group", "web"]),
            "external_id": f"EXT-{self.seed}-0001",
            "text": rng.choice(TEXTS),
            "reporter": {"residence_community": "隐私社区", "vulnerable": True},
            "longitude": 117.2512345,
            "latitude": 35.6612345,
            "anonymous": rng.random() < 0.3,
        }
        if rng.random() < 0.8:
            said["grid"] = place.code
        if rng.random() < 0.7:
            said["category"] = rng.choice(sorted(county.policy.categories.nodes))
        if rng.random() < 0.3:
            said["confidential"] = "masked"
        if rng.random() < 0.3:
            said["subject_organizations"] = [rng.choice(sorted(county.bodies.by_id))]
        self.issue = Issue.model_validate(said)
        self.answer = self.desk.open(self.issue, self.now)
        self.log.extend(self.answer.events)
        self.steps.append(Step(self.answer.case, self.answer, None, self.now))
        #: Whom the catalogue supports as its lead.
        scene, category = Scene(self.case, self.desk.dispatcher, self.now), self.case.category
        self.leads = [one.id for one in leads_of(scene, category)] if category else []

    @property
    def case(self) -> Case:
        """The case as it now is."""
        return self.answer.case

    def run(self, steps: int, check: Callable[[History], None] | None = None) -> History:
        """Tries that many things."""
        for _ in range(steps):
            self.one()
            if check is not None:
                check(self)
        return self

    def one(self) -> Step:
        """One more attempt, or some time that passes."""
        rng, before = self.rng, self.case
        self.now = max(self.now, before.at) + timedelta(minutes=rng.choices(MINUTES, (4, 4, 6, 6, 2, 1))[0])
        if rng.random() < 0.1:
            return self._take(before, self.desk.advance(before, self.now), None)
        kind = self._kind(before)
        attempt = Attempt(type=kind, at=self.now, by=self._actor(before, kind), said=self._said(before))
        return self._take(before, self.desk.attempt(before, attempt), attempt)

    def again(self) -> Step | None:
        """The last attempt delivered once more, as by a channel that doubles."""
        last = next((one for one in reversed(self.steps) if one.attempt is not None), None)
        if last is None or last.attempt is None:
            return None
        attempt = last.attempt.model_copy(update={"at": max(last.attempt.at, self.case.at)})
        return self._take(self.case, self.desk.attempt(self.case, attempt), attempt)

    def _take(self, before: Case, answer: Answer, attempt: Attempt | None) -> Step:
        self.answer = answer
        self.log.extend(answer.events)
        step = Step(before, answer, attempt, self.now)
        self.steps.append(step)
        return step

    def _kind(self, case: Case) -> str:
        life = self.desk.life
        if self.rng.random() < 0.1:
            return self.rng.choice(sorted(life.events))
        possible = [event.name for event in life.possible(case.state) if set(event.by) != {SYSTEM}]
        onward = [one for one in possible if one in ONWARD]
        return self.rng.choice(onward if onward and self.rng.random() < 0.7 else possible or ["archive"])

    def _actor(self, case: Case, kind: str) -> Actor:
        rng, bodies = self.rng, self.desk.dispatcher.county.bodies
        center = bodies.with_function("民意受理")[0].id
        government = bodies.with_function("本级政府")[0].id
        held = {
            "lead": case.lead, "support": next(iter(case.supports), None), "required": next(iter(case.required), None),
            "first_receiver": case.first_receiver, "holder": case.holder, "resolver": case.resolver,
            "receiver": case.receiver, "adjudicator": case.adjudicator, "convener": case.convener,
            "blower": case.blower, "community": case.community, "township": case.township,
            "intake_center": center, "supervisor": government, "reporter": REPORTER, "system": SYSTEM,
        }  # fmt: skip
        event = self.desk.life.events[kind]
        fitting = [body for role in event.by if (body := held.get(role))]
        if fitting and rng.random() < 0.8:
            return Actor(body=rng.choice(fitting))
        return Actor(body=rng.choice([*(one for one in held.values() if one), rng.choice(sorted(bodies.by_id))]))

    def _accusation(self, case: Case) -> str:
        """A word that complains about whoever answers for the case."""
        body = self.desk.dispatcher.county.bodies.by_id.get(case.lead or case.convener or case.responsible)
        return f"我要举报{body.name if body else '泗河街道'}收钱"

    def _said(self, case: Case) -> dict[str, Any]:
        rng, bodies = self.rng, sorted(self.desk.dispatcher.county.bodies.by_id)
        departments = [one for one in bodies if self.desk.dispatcher.county.bodies.by_id[one].kind == "gov_dept"]
        return {
            "reason": rng.choice(["x", "force_majeure"]), "to": rng.choice([*self.leads * 8, *departments, rng.choice(bodies), "无此单位"]),
            "whistle_kind": rng.choice(["appeal", "emergency"]), "evidence": rng.choice([["photo"], ["回执"]]), "reached": rng.random() < 0.6,
            "resolved": rng.random() < 0.5, "satisfied": rng.random() < 0.5, "reasonable": rng.random() < 0.8,
            "reviewed": True, "qualified_officers": 2, "beyond_own_power": True, "basis": "x", "destination": rng.choice(["泗水县交通运输局", "泗水县教育和体育局", "x"]),
            "method": rng.choice(["phone", "visit", "sms"]), "trigger": rng.choice(["C2.5", "C2.5", "C2.1", "x"]), "funding_gap": rng.random() < 0.7, "workdays": rng.choice([1, 3, 20]),
            "text": rng.choice(["再说一遍", "还闻到煤气味", "我的电话是13905370000", "煤气管子被挖断了", "高压线垂下来了", self._accusation(case)]), "told": rng.random() < 0.8,
            "confirmed_by": rng.choice(["对方值班室", "曲阜市12345", case.lead or "x", "泗水县民意受理中心"]), "recurred": rng.random() < 0.5,
            "approver": rng.choice(["x", "泗水县人民政府", "受理中心", "泗水县旅游局", case.lead or "x"]), "papers": ["事实", "已做措施", "争点", "建议主办", "资金缺口"], "opinion": "x",
            "resolution": {"主办": rng.choice([*departments, "x"]), "协办": [], "时限": "5 workdays", "节点": ["x"], "验收标准": "x"},
            "milestones": ["x"], "measure": "送水", "supervise": rng.choice(["yellow", "letter"]),
            "next_review": (self.now + timedelta(days=rng.choice([-3, 30, 30, 4000]))).isoformat(), "master": "M",
            "exit_way": rng.choice(["final_reply", "unreachable", "anonymous", "别的"]),
            "approvers": rng.choice([["受理中心", "承办负责人"], ["a", "b"]]), "reply_lawful": rng.random() < 0.5,
            "absence_noted": rng.random() < 0.5, "from_body": case.lead or "x",
            "act": rng.choice(["contact", "arrive", "progress", "handle", "x"]),
        }  # fmt: skip


def refused(step: Step) -> Refusal | None:
    """Why the step's attempt was refused."""
    return step.answer.refusal
