"""I1 to I40 of domain.md §3.7 as checks by name. I24's weights and I31's index are not casework's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.casework.world import World

from gridroute.casework import REPORTER, SYSTEM, Actor, Case, CaseEvent, fold, protected
from gridroute.casework.capacity import is_subject
from gridroute.casework.case import applied
from gridroute.casework.catalogue import supports
from gridroute.casework.group import tally
from gridroute.casework.scene import Scene
from gridroute.dispatch import Hints
from gridroute.model import Duration, Failure, Unit
from gridroute.policy.stage import SECRECY, URGENCIES

Check = Callable[[World], None]
_BY_THE_CLOCK = {Unit.CLOCK_HOURS: 60, Unit.CLOCK_MINUTES: 1}
_MOVES_DEADLINES = {"extend", "resume", "fix_deadlines"}
_CALLBACK = {"start_callback", "attempt_callback", "verify_on_site", "satisfied", "unsatisfied", "lawful_exit"}
_HANDLED = {"dispatched", "grid_handling", "in_progress", "joint_handling", "executing"}
_RESTS = {"closed", "archived", "referred", "declined", "merged", "handed_off"}
#: What belongs to the end of a case, and is not owed again where it goes on.
_OF_THE_END = {"callback", "return_notice", "track"}
_COMMITTEES = {"village_committee", "residents_committee", "property_firm"}


#: Of whom the histories try as approver, those who may give time (I11).
_MAY_GRANT = {"泗水县人民政府", "受理中心"}


@dataclass(frozen=True)
class Invariant:
    """不变量: its number, what it says, and the check, which raises ``AssertionError`` where it does not hold."""

    name: str
    says: str
    check: Check


INVARIANTS: list[Invariant] = []


def invariant(name: str, says: str) -> Callable[[Check], Check]:
    """Files a check under its number."""

    def filed(check: Check) -> Check:
        INVARIANTS.append(Invariant(name, says, check))
        return check

    return filed


def _case(world: World) -> Case:
    return world.touched.case


def _scene(world: World) -> Scene:
    case = _case(world)
    return Scene(case, world.desk.dispatcher, case.at)


@invariant("I1", "登记数等于各状态数之和")
def i1(world: World) -> None:
    cases = [one.case for one in world.histories]
    assert sum(Counter(one.state for one in cases).values()) == len(world.histories)
    assert all(one.state in world.desk.life.states for one in cases)
    assert tally(cases).reports == len(world.histories)
    assert tally(cases).events == len(cases) - sum(1 for one in cases if one.master)


@invariant("I2", "每件恰有一个责任主体")
def i2(world: World) -> None:
    bodies = world.desk.dispatcher.county.bodies.by_id
    assert all(move.after.responsible in bodies for move in world.moves)
    assert _case(world).responsible in bodies


@invariant("I3", "恰一个主办,主办不在协办之中")
def i3(world: World) -> None:
    for case in [_case(world), *(move.after for move in world.moves)]:
        assert case.lead is None or case.lead not in case.supports
        if case.state in ("in_progress", "joint_handling", "executing"):
            assert case.lead is not None
        assert len(case.supports) == len(set(case.supports))


@invariant("I4", "归属唯一,有首责人或代管人")
def i4(world: World) -> None:
    case, territory = _case(world), world.desk.dispatcher.county.territory
    if case.community is not None:
        place = territory.community_of(case.community)
        assert place is not None
        assert case.township in (None, place.parent)
    elif case.state == "triaged":
        assert case.holder
    for move in world.moves:
        if move.event.type == "new_officer":  # time's own, to another, and nothing else of the case changes (T32)
            assert move.event.by.body == SYSTEM
            assert move.before.officer != move.after.officer
            for name in ("state", "lead", "supports", "responsible", "community", "township", "grid_given", "duties"):
                assert getattr(move.before, name) == getattr(move.after, name), name


@invariant("I5", "主单反馈或办结,每个成员都有自己的回访")
def i5(world: World) -> None:
    by_id = {one.case.id: one.case for one in world.histories}
    for case in by_id.values():
        if case.state == "merged" and case.master in by_id:
            master = by_id[case.master]
            assert case.id in master.members
            assert master.state not in ("replied", "callback", "closed", "archived")


@invariant("I6", "编号不复用,原文不改")
def i6(world: World) -> None:
    ids = [one.case.id for one in world.histories]
    assert len(ids) == len(set(ids))
    for one in world.histories:
        assert one.case.issue == one.issue
        assert [event.seq for event in one.log] == list(range(1, len(one.log) + 1))


@invariant("I7", "每个义务都有时限,在办的都有人办")
def i7(world: World) -> None:
    case = _case(world)
    assert all(one.duty.due_at and one.duty.due_at >= case.opened_at for one in case.duties)
    if case.state in _HANDLED:
        assert case.owed("handle")
    if case.state == "listed":
        assert case.next_review is not None
        assert not case.lead or case.owed("progress")


@invariant("I8", "异议、改派、裁定不清零总时钟")
def i8(world: World) -> None:
    for move in world.moves:
        if move.event.type in (
            "object",
            "accept_objection",
            "reject_objection",
            "reassign",
            "escalate_dispute",
            "designate",
        ):
            after = {one.number: one for one in move.after.duties}
            for one in move.before.owed("handle"):
                assert after[one.number].duty.due_at == one.duty.due_at
                assert after[one.number].owed


@invariant("I9", "时限存档,只由写明的事件更正")
def i9(world: World) -> None:
    for move in world.moves:
        after = {one.number: one for one in move.after.duties}
        for one in move.before.duties:
            assert one.number in after
            moved = after[one.number].duty.due_at != one.duty.due_at
            assert not moved or move.event.type in _MOVES_DEADLINES or move.before.paused_at is not None


@invariant("I10", "紧急时限按自然时;未知年份的时限标明暂定")
def i10(world: World) -> None:
    calendar = world.desk.dispatcher.county.calendar
    for one in _case(world).duties:
        duty = one.duty
        if duty.unit in _BY_THE_CLOCK and duty.act in ("arrive", "recover", "handle", "check_in", "opinion"):
            assert duty.due_at - one.opened_at == timedelta(minutes=duty.amount * _BY_THE_CLOCK[duty.unit])
        if duty.unit is Unit.WORKDAYS and not calendar.knows(duty.due_on):
            assert duty.provisional

    for move in world.moves:  # nothing but being done, or a later danger, moves what is urgent to a later time
        if move.event.type == "resolve_item" and move.before.urgency != "normal":
            before, after = move.before.owed("handle"), move.after.owed("handle")
            assert not before or min(one.duty.due_at for one in after) <= min(one.duty.due_at for one in before)
        assert not (move.after.state == "listed" and move.after.urgency != "normal")


@invariant("I11", "延期、停表、挂账有理由、有批准、有上限,并已告知")
def i11(world: World) -> None:
    scene = _scene(world)
    for move in world.moves:
        if move.event.type == "extend":
            assert move.event.said["reason"]
            assert move.event.said["told"] is True
            assert move.event.role in ("intake_center", "supervisor")
            assert move.event.said["approver"] in _MAY_GRANT
            assert move.event.said["approver"] not in {move.before.lead, *move.before.supports, *move.before.required}
            assert move.before.urgency == "normal"
            assert move.after.extension_count <= scene.number("延期次数")
            assert move.after.extension_workdays <= scene.number("延期总长")

        if move.event.type == "pause":
            assert move.event.said["approver"] in _MAY_GRANT
            assert move.before.urgency == "normal"
            assert move.after.pause_count <= scene.number("停表次数")
        if move.event.type == "list":
            assert move.event.said["told"] is True
            assert move.event.said["milestones"]
            assert move.after.next_review is not None
            assert move.event.at < move.after.next_review
            assert (move.after.next_review - move.event.at).days <= scene.number("挂账评审间隔")
            assert move.after.listings_at_level <= scene.number("挂账次数")


@invariant("I12", "不经满意回访不得办结,除非六个出口")
def i12(world: World) -> None:
    for move in world.moves:
        if move.after.state == "closed" and move.before.state != "closed":
            assert _lawful(move.before, move.event), move.event
        if move.event.type == "reopen":
            assert move.event.said.get("recurred") is True or move.event.said.get("new_facts") is True
            waived = [one for one in move.before.duties if one.closed_at == move.before.waiting_since]
            waived = [one for one in waived if one.status == "waived" and one.duty.act not in _OF_THE_END]
            owed = {(one.duty.act, one.duty.obligor.id) for one in move.after.owed()}
            assert {(one.duty.act, one.duty.obligor.id) for one in waived} <= owed


def _lawful(before: Case, event: CaseEvent) -> bool:
    said = event.said
    match event.type:
        case "satisfied":
            seen = not before.site_verified or before.resolved is True
            return seen and all(said.get(name) is True for name in ("reached", "resolved", "satisfied"))
        case "confirm_receipt":
            reported = before.state != "handed_off" or set(before.supports) <= set(before.reported)
            away = before.state != "handed_off" and said["confirmed_by"] == "曲阜市12345"
            proven = (away and said["evidence"] == ["回执"]) or (said["confirmed_by"] in (before.lead, before.receiver))
            owing = {one.duty.obligor.id for one in before.owed() if one.duty.act in ("check_in", "arrive")}
            if before.state == "handed_off" and said.get("absence_noted") is not True:  # nobody who had to come is left
                reported = reported and owing <= {before.lead, before.receiver}
            return before.state in ("handed_off", "referred", "declined") and reported and proven
        case "withdraw":
            known = before.nature != "report" and before.issue.anonymous is not True
            return event.role == REPORTER and known and before.urgency != "emergency"
        case "lawful_exit":
            if set(said["approvers"]) != {"受理中心", "承办负责人"}:  # of what the histories try, these alone may
                return False
            seen = bool(before.site_verified and before.resolved)
            match said["exit_way"]:
                case "final_reply":
                    return said.get("reply_lawful") is True and bool(said.get("evidence"))
                case "unreachable":
                    ways, days = {one[1] for one in before.calls}, {one[0].date() for one in before.calls}
                    return seen and len(before.calls) >= 3 and len(ways) >= 2 and len(days) >= 2
                case "anonymous":
                    return seen and before.issue.anonymous is True
    return False


@invariant("I13", "挂账、移交、已反馈都不是办结")
def i13(world: World) -> None:
    case = _case(world)
    assert not any(world.desk.life.states[one].final for one in ("listed", "handed_off", "replied", "merged"))
    assert (case.closed_by is not None) == (case.state in ("closed", "archived"))


@invariant("I14", "仅主办可反馈,协办未回报要注明缺席")
def i14(world: World) -> None:
    for move in world.moves:
        if move.event.type == "reply":
            assert move.event.role == "lead"
            assert move.event.by.body == move.before.lead
            missing = set(move.before.supports) - set(move.before.reported)
            owing = {one.duty.obligor.id for one in move.before.owed() if one.duty.act in ("check_in", "opinion")}
            missing |= (owing & set(move.before.required)) - {move.before.lead}
            assert not missing or move.event.said.get("absence_noted") is True


@invariant("I15", "回访人不是经办人")
def i15(world: World) -> None:
    for move in world.moves:
        if move.event.type in _CALLBACK:
            case = move.before
            assert move.event.by.body not in {case.lead, case.original, *case.supports, *case.required}


@invariant("I16", "退单不对诉求人显示为关闭")
def i16(world: World) -> None:
    case = _case(world)
    shown = world.view(case, Actor(body=REPORTER), world.desk.dispatcher.county)
    assert shown is not None
    assert (shown.state in ("closed", "archived")) == (case.state in ("closed", "archived"))


@invariant("I17", "升级逐级,每次有触发器编号")
def i17(world: World) -> None:
    for move in world.moves:
        before, after = move.before, move.after
        if after.state == "awaiting_meeting":
            assert after.triggers
        assert "x" not in after.triggers  # what the histories say without any ground
        if move.event.type == "skip_level" and move.event.said.get("skip_reason") == "emergency":
            assert before.urgency == "emergency"
        if before.rung is None or after.rung is None or move.event.type == "skip_level":
            continue
        scene = Scene(before, world.desk.dispatcher, move.event.at)
        for number in range(before.rung + 1, min(after.rung, len(scene.ladder.rungs))):
            reference = scene.ladder.rungs[number].convener or scene.ladder.rungs[number].body
            assert reference is None or not scene.resolved(reference)


@invariant("I18", "重办次数单调,超限必升级")
def i18(world: World) -> None:
    assert all(move.after.redo_count >= move.before.redo_count for move in world.moves)
    case = _case(world)
    assert case.state != "redo" or case.redo_count <= _scene(world).number("重办上限")


@invariant("I19", "同一单位至多一次异议,被指定后零次")
def i19(world: World) -> None:
    assert all(count <= 1 for count in Counter(_case(world).objections).values())
    assert not any(move.event.type == "object" and move.before.designated for move in world.moves)


@invariant("I20", "裁定必终止")
def i20(world: World) -> None:
    case, scene = _case(world), _scene(world)
    if case.state == "adjudicating":
        assert case.adjudicator
        assert case.adjudications < len(scene.county.policy.successions["adjudicator"].roles)
        assert any(one.fires == "adjudication_overdue" for one in case.timers)


@invariant("I21", "转办链无环")
def i21(world: World) -> None:
    for move in world.moves:
        if move.event.type in ("accept_objection", "reassign"):
            assert move.after.lead not in (move.before.lead, *move.before.led)
            assert len(move.before.led) < _scene(world).number("改派次数")
            assert not (move.event.type == "reassign" and move.before.designated)
        if move.event.type == "transfer":  # duties pass from a body that is abolished, and from no other (B14)
            bodies = world.desk.dispatcher.county.bodies
            (gone,) = bodies.named(move.event.said["from_body"])
            assert not gone.in_office(move.event.at.date())


@invariant("I22", "裁定期间有先行处置单位")
def i22(world: World) -> None:
    case = _case(world)
    if case.state == "adjudicating":
        assert case.responsible == case.first_receiver
        assert any(one.duty.act == "interim" for one in case.duties)


@invariant("I23", "无执法权者不主办执法件")
def i23(world: World) -> None:
    scene = _scene(world)
    for move in world.moves:
        if move.event.type == "enforce":
            body, category = scene.county.bodies.by_id[move.event.by.body], scene.matter.category
            assert body.kind not in _COMMITTEES | {"party_org", "utility", "intake_center"}
            assert scene.matter.lead is not None or scene.county.policy.may_punish(body, category or "")
    for move in world.moves:
        if move.event.type in ("accept_objection", "reassign", "designate") and move.after.lead:
            lead = scene.county.bodies.by_id[move.after.lead]
            assert not (scene.matter.yes("enforcement_required") and lead.kind in _COMMITTEES)
            if scene.studied[1].administrative:
                assert lead.kind not in ("village_committee", "residents_committee")
            if move.event.type != "designate":  # by the catalogue, or by a superior (t11)
                at_first = Scene(move.before, world.desk.dispatcher, move.event.at)
                assert supports(at_first, lead, move.event.said.get("category"))


@invariant("I24", "配合责任不产生负分")
def i24(world: World) -> None:
    bodies = world.desk.dispatcher.county.bodies.by_id
    for one in _case(world).duties:
        helps = one.duty.role == "support" and bodies[one.duty.obligor.id].kind == "township"
        assert not (helps and one.charged == one.duty.obligor.id)
        assert one.charged is None or one.found_late_at is not None


@invariant("I25", "撤销单位无在办义务")
def i25(world: World) -> None:
    case, bodies = _case(world), world.desk.dispatcher.county.bodies
    for one in case.owed():
        body = bodies.by_id[one.duty.obligor.id]
        assert body.in_office(case.at.date()) or not bodies.in_office(body, case.at.date())


@invariant("I26", "签到不等于履行")
def i26(world: World) -> None:
    for move in world.moves:
        after = {one.number: one for one in move.after.duties}
        for one in move.before.owed("opinion"):
            if after[one.number].status == "fulfilled":
                assert move.event.type in ("opinion", "reply")
                assert move.event.type == "opinion" or move.event.said["evidence"]
                assert move.event.by.body == one.duty.obligor.id
        if move.event.type == "check_in":
            assert any(one.duty.obligor.id == move.event.by.body for one in move.after.owed("opinion"))


@invariant("I27", "插件不得放宽上层的界")
def i27(world: World) -> None:
    scene = _scene(world)
    now = datetime.fromisoformat("2026-03-02T09:00+08:00")
    assert scene.due(now, scene.parameter("异议窗口")).due_at <= scene.due(now, Duration(5, Unit.WORKDAYS)).due_at
    assert scene.number("部门评价权重") >= 30


@invariant("I28", "举报人身份不出现在被举报单位及其上下级的视图中")
def i28(world: World) -> None:
    case, county = _case(world), world.desk.dispatcher.county
    hidden = protected(case)
    near = {*case.parties, *case.subjects, *case.informed, case.community, case.township} & county.bodies.by_id.keys()
    asked = county.bodies.by_id if world.thorough else near
    for body in (county.bodies.by_id[one] for one in asked):
        below = is_subject(case, Actor(body=body.id), county.bodies)
        shown = world.view(case, Actor(body=body.id), county)
        if shown is None:
            continue
        assert not below or (shown.text is None and shown.address is None)
        if "intake_center" not in shown.capacities:
            line = shown.as_json()
            assert not [one for one in hidden if one in line]
    told = {body.id for move in world.moves for body in move.event.notify}
    assert not told & set(case.subjects)


@invariant("I29", "被反映方不在办理、回访、裁定、表决之列")
def i29(world: World) -> None:
    case = _case(world)
    if case.state in _RESTS:
        return
    bodies = world.desk.dispatcher.county.bodies
    stand_ins = [*bodies.with_function("本级政府"), *bodies.with_function("民意受理")]
    if all(is_subject(case, Actor(body=one.id), bodies) for one in stand_ins):
        return  # nobody is left to take their place (I2)
    named = {*case.supports, *case.required, case.lead, case.adjudicator, case.convener, case.holder, case.original}
    named |= {case.first_receiver, case.responsible, *(one.duty.obligor.id for one in case.owed())}
    accused = {one for one in named if one is not None and is_subject(case, Actor(body=one), bodies)}
    assert not accused, accused
    for move in world.moves:
        assert move.event.by.body not in move.before.subjects


@invariant("I30", "派单包只含办理所必需的个人信息")
def i30(world: World) -> None:
    case, county = _case(world), world.desk.dispatcher.county
    for body in {case.lead, *case.supports, *case.required} - {None}:
        shown = world.view(case, Actor(body=str(body)), county)
        if shown is not None and "intake_center" not in shown.capacities:
            assert shown.reporter is None
            assert shown.external_id is None
            assert "370831198001011234" not in shown.as_json()


@invariant("I32", "恶意标签不吞掉涉及人身安全的诉求")
def i32(world: World) -> None:
    if not world.thorough:
        return
    dispatcher, issue = world.desk.dispatcher, world.touched.issue
    plain = dispatcher.route(issue, issue.received_at)
    hoax = dispatcher.route(issue.model_copy(update={"hoax_calls_month": 50}), issue.received_at)
    assert URGENCIES.index(hoax.urgency) >= URGENCIES.index(plain.urgency)
    assert hoax.urgency != "emergency" or hoax.state != "declined"


@invariant("I33", "同样的输入、同样的结果")
def i33(world: World) -> None:
    step = world.step
    if step.attempt is not None and world.thorough:
        again = world.desk.attempt(step.before, step.attempt)
        assert [one.as_json() for one in again.events] == [one.as_json() for one in step.answer.events]
        assert again.refusal == step.answer.refusal


@invariant("I34", "每个决定、每次拒绝都说得出理由")
def i34(world: World) -> None:
    refusal = world.step.answer.refusal
    if refusal is not None:
        assert refusal.words.zh
        assert refusal.words.en
        assert refusal.kind != "guard" or refusal.rules
    known = {rule.id for rule in world.desk.dispatcher.county.policy.rules}
    for move in world.moves:
        assert set(move.event.rules) <= known, set(move.event.rules) - known


@invariant("I35", "在办件按受理时的策略版本")
def i35(world: World) -> None:
    assert _case(world).policy == world.touched.log[0].change.set["policy"]


@invariant("I36", "只追加;状态由事件重放得到")
def i36(world: World) -> None:
    for move in world.moves:
        again = CaseEvent.model_validate_json(move.event.as_json())
        assert again.as_json() == move.event.as_json()
        assert move.event.seq == 1 or applied(move.before, again) == move.after
    for one in world.histories if world.thorough else ():
        assert fold(one.log) == one.case


@invariant("I37", "插件异常不丢件")
def i37(world: World) -> None:
    if not world.thorough:
        return
    failed = Failure(plugin="x", hook="suggest", error="boom")
    first = world.touched.steps[0]
    made = world.desk.open(world.touched.issue, first.now, Hints(failures=(failed,)))
    assert made.case.responsible
    assert made.case.state == first.answer.case.state


@invariant("I38", "时间一律带时区")
def i38(world: World) -> None:
    case = _case(world)
    moments = [case.at, case.opened_at, *(one.duty.due_at for one in case.duties), *(one.at for one in case.timers)]
    moments += [move.event.at for move in world.moves]
    assert all(one.tzinfo is not None for one in moments)


@invariant("I39", "重复投递不产生新件")
def i39(world: World) -> None:
    if not world.thorough:
        return
    first = world.touched.steps[0]
    again = world.desk.open(world.touched.issue, first.now)
    assert [one.as_json() for one in again.events] == [one.as_json() for one in world.touched.log[: len(again.events)]]


@invariant("I40", "紧急判定只增不减")
def i40(world: World) -> None:
    for move in world.moves:
        assert URGENCIES.index(move.after.urgency) >= URGENCIES.index(move.before.urgency)
        assert SECRECY.index(move.after.confidential) >= SECRECY.index(move.before.confidential)
        if move.event.type == "supplement" and any(one in move.event.said["text"] for one in ("煤气", "高压线")):
            assert move.after.urgency == "emergency", move.event.said
