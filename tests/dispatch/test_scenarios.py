"""The scenarios of the domain at the level of a decision: those of Sishui, and the routing halves of others."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from gridroute import Decision
from gridroute.model import Obligation

VILLAGE = "泉林镇卞桥一村"
URBAN = "泗河街道仲子社区"


def duty(decision: Decision, act: str, role: str | None = None) -> Obligation:
    """The one obligation of that act, and that role if one is named."""
    found = [one for one in decision.obligations if one.act == act and role in (None, one.role)]
    assert len(found) == 1, [(one.act, one.role, one.obligor.name) for one in decision.obligations]
    return found[0]


def everyone(decision: Decision) -> set[str]:
    """The names of all bodies that a decision gives anything to do or know."""
    bodies = [decision.responsible, decision.first_receiver, *decision.supports, *decision.notify]
    bodies += [decision.lead, decision.holder, decision.resolver, decision.signatory, decision.party_lead]
    bodies += [one.obligor for one in decision.obligations]
    if decision.whistle:
        bodies += [decision.whistle.blower, *decision.whistle.required, *decision.whistle.invited]
    return {body.name for body in bodies if body is not None}


def test_t01_makeup_saturday_counts_as_a_workday(route: Any) -> None:
    made = route("村口路面破损", at="2026-02-13T16:00:00+08:00", category="城乡建设/道路/路面破损", address=URBAN)
    handle = duty(made, "handle")
    assert (handle.due_on, handle.rule) == (date(2026, 2, 25), "ss-SS12")
    assert handle.due_at == datetime.fromisoformat("2026-02-26T00:00:00+08:00")
    assert not handle.provisional


@pytest.mark.parametrize(
    ("at", "due"),
    [("2026-09-30T10:00:00+08:00", date(2026, 10, 10)), ("2026-03-02T09:00:00+08:00", date(2026, 3, 5))],
)
def test_three_workdays_over_holidays(route: Any, at: str, due: date) -> None:
    made = route("路面破损", at=at, category="城乡建设/道路/路面破损", address=URBAN)
    assert duty(made, "handle").due_on == due


def test_t05_border_in_one_township(route: Any) -> None:
    made = route("两村中间堆着垃圾", address="泗河街道大鲍村和小鲍村交界处", category="市容环卫/环境卫生/垃圾清运")
    assert (made.state, made.grid.status) == ("triaged", "border")
    assert {one.code for one in made.grid.candidates} == {"370831001227", "370831001228"} or len(
        made.grid.candidates
    ) == 2
    assert made.resolver is not None
    assert made.resolver.name == "泗河街道"
    assert duty(made, "designate").obligor.name == "泗河街道"
    assert duty(made, "designate").due_on == date(2026, 3, 3)
    assert made.responsible.as_ == "holder"
    assert duty(made, "interim").obligor.name == "泗河街道", "an on-site duty of the hotline passes to the one township"


def test_t06_border_of_two_townships_in_matters_of_appearance(route: Any) -> None:
    made = route("路边一大堆垃圾", address="泉林镇和泗张镇交界处", category="市容环卫/环境卫生/垃圾清运")
    assert (made.state, made.grid.status) == ("triaged", "border")
    assert made.resolver is not None
    assert made.resolver.name == "泗水县综合行政执法局"
    assert duty(made, "designate").source == "《济宁市城镇容貌和环境卫生管理条例》15条"
    interim = duty(made, "interim")
    assert interim.obligor.name == "泗水县民意受理中心", "two townships: the duty stays"
    assert {"泉林镇", "泗张镇"} <= {one.name for one in made.notify}
    assert made.responsible.as_ == "holder"


def test_t06_border_of_two_townships_in_other_matters(route: Any) -> None:
    made = route("路坏了", address="泉林镇和泗张镇交界处", category="城乡建设/道路/路面破损")
    assert made.resolver is not None
    assert made.resolver.name == "泗水县人民政府"
    assert duty(made, "designate").due_on == date(2026, 3, 3)


def test_t07_sunk_enforcement(route: Any) -> None:
    made = route("举报有人违法经营", address=VILLAGE, category="市场监管/经营行为/违法经营", nature="report")
    assert made.lead is not None
    assert made.lead.name == "泉林镇综合执法办公室"
    assert made.signatory is not None
    assert made.signatory.name == "泗水县市场监督管理局"
    assert made.confidential == "masked"


def test_t10_property_dispute_goes_to_the_property_forum(route: Any) -> None:
    made = route("物业费涨了没人管", address=URBAN, category="物业/物业服务/物业纠纷")
    assert made.forum == "property"
    assert {"property", "dispute"} <= set(made.tags)
    assert made.lead is not None
    assert made.lead.name == "仲子社区党组织", "the party branch leads before any joint meeting"
    assert "泗水县住房和城乡建设局" not in made.lead.name


def test_t16_complaint_about_a_township_never_reaches_it(route: Any) -> None:
    made = route("举报街道办的人", address=URBAN, channel="patrol", subject_organizations=["泗河街道"])
    own = {"泗河街道", "仲子社区居民委员会", "泗河街道综合执法办公室", "仲子社区党组织"}
    assert not everyone(made) & own
    assert made.first_receiver.name == "泗水县民意受理中心"


def test_t16_the_body_that_would_lead_is_struck_and_said_so(route: Any) -> None:
    made = route("投诉住建局修路不管", address=URBAN, category="城乡建设/道路/路面破损")
    assert made.lead is None
    assert (made.ownerless, made.state) == (True, "adjudicating")
    assert "泗水县住房和城乡建设局" not in everyone(made)
    assert any("被反映单位" in one.why for one in made.trace)
    assert duty(made, "adjudicate").due_on == date(2026, 3, 3)


@pytest.mark.parametrize("channel", ["12345", "patrol", "window"])
def test_complaint_about_the_intake_center_goes_to_the_government(route: Any, channel: str) -> None:
    made = route("投诉民意受理中心不接电话", channel=channel, subject_organizations=["泗水县民意受理中心"])
    assert "泗水县民意受理中心" not in everyone(made)
    assert made.responsible.name == "泗水县人民政府"


def test_t30_gas_at_midnight_passed_on_by_the_police(route: Any) -> None:
    made = route("110转来,群众闻到煤气味,不属警务", at="2026-03-02T00:05:00+08:00", channel="110", address=URBAN)
    assert (made.urgency, made.exit, made.state) == ("emergency", "emergency_handoff", "handed_off")
    assert made.lead is not None
    assert made.lead.name == "泗水县消防救援大队"
    assert {"泗水县燃气企业", "泗河街道"} <= everyone(made)
    assert duty(made, "arrive").due_at == datetime.fromisoformat("2026-03-02T00:35:00+08:00")
    assert made.whistle is not None
    assert made.whistle.kind == "emergency"
    track = duty(made, "track")
    assert track.every
    assert track.obligor.name == "泗水县民意受理中心"


def test_t30_gas_where_nobody_knows_is_still_handed_off(route: Any) -> None:
    made = route("一股煤气味,快来人")
    assert (made.state, made.grid.status) == ("handed_off", "unknown")
    assert made.lead is not None
    assert made.responsible.as_ == "holder"
    assert len(made.notify) >= 13, "everyone in the smallest area that is sure"
    assert duty(made, "locate").due_at == datetime.fromisoformat("2026-03-02T11:00:00+08:00")


def test_t43_abolished_body_is_continued_by_its_successor(route: Any) -> None:
    made = route(
        "城管局没收我的三轮车", address=URBAN, category="市容环卫/市容秩序/占道经营", first_receiver="泗水县城市管理局"
    )
    assert made.lead is not None
    assert made.lead.name == "泗水县综合行政执法局"
    assert "泗水县城市管理局" not in everyone(made)


def test_t43_complaint_about_an_abolished_body_strikes_its_successor(route: Any) -> None:
    made = route(
        "投诉", address=URBAN, category="市容环卫/市容秩序/占道经营", subject_organizations=["泗水县城市管理局"]
    )
    assert "泗水县综合行政执法局" not in everyone(made)


def test_t47_the_one_real_danger_among_fifty_hoaxes(route: Any) -> None:
    hoax = route("喂喂喂你猜我是谁", hoax_calls_month=50)
    real = route("我要跳楼", hoax_calls_month=50)
    assert hoax.urgency == "normal"
    assert hoax.state == "triaged", "a hoax is received like any other"
    assert (real.urgency, real.state) == ("emergency", "handed_off")


def test_t49_outside_the_county(route: Any) -> None:
    made = route("路灯坏了", address="曲阜市尼山镇某村")
    assert (made.state, made.exit, made.lead) == ("referred", "outside_county", None)
    assert made.responsible.as_ == "exit_body"
    assert duty(made, "return_notice").due_on == date(2026, 3, 3)
    polluted = route("河水发黑", address="曲阜市尼山镇某村", category="生态环境/水/水体污染")
    assert any("共同" in one for one in polluted.explain)


def test_t51_a_year_without_a_calendar(route: Any) -> None:
    made = route("路面破损", at="2026-12-30T10:00:00+08:00", category="城乡建设/道路/路面破损", address=URBAN)
    assert made.state == "dispatched"
    assert duty(made, "handle").provisional
    assert duty(made, "handle").due_on == date(2027, 1, 4), "Monday to Friday counted"
    assert any("暂定" in one for one in made.warnings)
    urgent = route("家里着火了", at="2026-12-31T23:50:00+08:00", address=URBAN)
    arrive = duty(urgent, "arrive")
    assert arrive.due_at == datetime.fromisoformat("2027-01-01T00:20:00+08:00")
    assert not arrive.provisional


def test_nothing_known_is_never_lost(route: Any) -> None:
    made = route("那个事你们到底管不管")
    assert made.category is None
    assert made.lead is None
    assert made.responsible.name == "泗水县民意受理中心"
    assert duty(made, "locate")


def test_heating_failure_in_the_holiday_is_a_whistle_at_once(route: Any) -> None:
    made = route(
        "停暖两天了",
        at="2026-02-18T20:00:00+08:00",
        address=URBAN,
        category="公用事业/供热/供热中断",
        affected_households=60,
    )
    assert made.whistle is not None
    assert made.whistle.kind == "appeal"
    assert made.whistle.blower.name == "仲子社区居民委员会"
    assert {one.name for one in made.whistle.required} == {"泗水县住房和城乡建设局", "泗水县供热企业"}
    for one in made.obligations:
        if one.act == "check_in":
            assert one.due_at == datetime.fromisoformat("2026-02-18T21:00:00+08:00")
    assert duty(made, "handle").due_at == datetime.fromisoformat("2026-02-19T20:00:00+08:00")


def test_when_everyone_must_stand_aside_the_level_above_takes_it(route: Any) -> None:
    made = route("投诉县里", address=URBAN, subject_organizations=["泗水县人民政府", "泗水县民意受理中心"])
    assert made.responsible.name == "济宁市12345市民服务热线"
    assert not everyone(made) & {"泗水县人民政府", "泗水县民意受理中心"}
    assert {one.obligor.name for one in made.obligations} == {"济宁市12345市民服务热线"}


def test_some_department_of_the_government_is_nobody_in_particular(route: Any) -> None:
    made = route("投诉县政府有关部门,路灯一直不亮", address=URBAN)
    assert made.lead is not None
    assert made.lead.name == "泗水县住房和城乡建设局"


@pytest.mark.parametrize("text", ["低保申请统一审核半年没消息", "宅基地统一审批迟迟不办", "停电了,法院正在开庭都停了"])
def test_no_exit_from_words_that_only_look_like_a_court(route: Any, text: str) -> None:
    assert route(text, address=URBAN).exit is None


@pytest.mark.parametrize(
    "text",
    [
        "投诉\uff1a泗水县住房和城乡建设局不作为,路灯不亮",
        "投诉\uff08住建局\uff09路灯不亮",
        "投诉咱县住建局路灯不修",
        "投诉泗水住建局路灯不修",
    ],
)
def test_a_body_complained_about_in_words_never_leads(route: Any, text: str) -> None:
    assert "泗水县住房和城乡建设局" not in everyone(route(text, address=URBAN))


@pytest.mark.parametrize("name", ["泗水县住建局", "泗水县住房和城乡建设局路灯管理科", "某某管理中心"])
def test_an_office_that_is_named_but_not_registered_is_looked_into_first(route: Any, name: str) -> None:
    made = route("路灯不亮", address=URBAN, subject_organizations=[name])
    assert (made.state, made.lead) == ("adjudicating", None)


def test_a_company_that_is_not_registered_stops_nothing(route: Any) -> None:
    made = route("路灯不亮", address=URBAN, subject_organizations=["光明物业公司"])
    assert made.state == "dispatched"
    assert "台账里没有被反映单位“光明物业公司”" in made.warnings


def test_an_emergency_that_nobody_understands_reaches_emergency_bodies(route: Any) -> None:
    made = route("阿巴阿巴", urgency="emergency", address=URBAN)
    assert made.lead is not None
    assert {"泗水县公安局", "泗水县消防救援大队", "泗水县120急救调度"} <= everyone(made)


def test_an_exit_that_lost_says_nothing(route: Any) -> None:
    made = route("着火了", address=URBAN, same_matter_closed_lawfully=True)
    assert made.exit == "emergency_handoff"
    assert made.explain == ()
    assert not any(one.act == "written_explanation" for one in made.obligations)


def test_a_report_of_discipline_never_goes_to_the_township_it_is_about(route: Any) -> None:
    made = route("泉林镇镇长吃拿卡要收好处费", address="泉林镇泉林村")
    assert made.confidential == "sealed"
    assert "泉林镇" not in everyone(made)


@pytest.mark.parametrize("text", ["投诉热力公司,暖气不热", "家里停电了", "水停了一天"])
def test_an_outage_in_words_is_urgent_whatever_the_category(route: Any, text: str) -> None:
    assert route(text, address=URBAN).urgency == "utility"


@pytest.mark.parametrize("address", [URBAN, VILLAGE])
def test_t53_a_supplement_that_smells_of_gas_raises_the_urgency_and_routes_anew(route: Any, address: str) -> None:
    """The routing half: what was said before is routed again with what is added; the case path delivers it."""
    said = "楼道里灯不亮,晚上老人不敢下楼"
    before, after = route(said, address=address), route(f"{said}。补充: 还闻到煤气味", address=address)
    assert (before.urgency, before.state) == ("normal", "dispatched")
    assert (after.urgency, after.exit, after.state) == ("emergency", "emergency_handoff", "handed_off")
    assert "gas" in after.tags
    assert after.lead is not None
    assert "泗水县燃气企业" in everyone(after)
    assert all(one.unit.startswith("clock_") for one in after.obligations if one.act in ("arrive", "first_report"))
    assert after.grid == before.grid
