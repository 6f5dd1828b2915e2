"""One body whistled for by many: in order, one visit for what lies together, and nothing is dropped (B9, B10, T39)."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.casework.story import BLOW, Story, at

from gridroute.casework import Case, CaseDesk
from gridroute.casework.contention import calls_of, visits

ROAD = "城乡建设/道路/路面破损"


def whistled(desk: CaseDesk, name: str, village: str, when: str, **more: object) -> Case:
    story = Story(
        desk, "2026-03-02T09:00", name, **({"text": "村口路面破损", "category": ROAD, "grid": village} | more)
    )
    story.do("accept", "lead", "2026-03-02T10:00")
    story.do("blow", "community", when, **BLOW)
    assert story.case.state == "whistled", story.answer.refusal
    return story.case


def villages(desk: CaseDesk, town: str) -> list[str]:
    return [one.code for one in desk.dispatcher.county.territory.communities if one.code.startswith(town)]


def test_t39_four_communities_whistle_for_one_department_on_one_day(desk: CaseDesk) -> None:
    street, other = villages(desk, "370831001"), villages(desk, "370831002") or villages(desk, "3708311")
    cases = [
        whistled(desk, "A", street[0], "2026-03-02T10:30"),
        whistled(desk, "B", street[1], "2026-03-02T11:30", affected_people=50),
        whistled(desk, "C", other[0], "2026-03-02T10:40", affected_people=20),
        whistled(desk, "D", street[2], "2026-03-02T16:00"),
    ]
    body = str(cases[0].lead)
    found = visits(cases, body, desk.dispatcher.county)
    assert [[call.case for call in visit.calls] for visit in found] == [["B", "A"], ["C"], ["D"]]
    assert all(visit.remote for visit in found)
    assert sorted(call.case for visit in found for call in visit.calls) == ["A", "B", "C", "D"]
    assert found[0].due_at == min(one.due_at for one in found[0].calls)


def test_b9_what_is_urgent_comes_first_and_not_online(desk: CaseDesk) -> None:
    street = villages(desk, "370831001")
    many = whistled(desk, "A", street[0], "2026-03-02T10:30", affected_people=900)
    urgent = whistled(desk, "B", street[1], "2026-03-02T11:30").model_copy(update={"urgency": "emergency"})
    found = visits([many, urgent], str(many.lead), desk.dispatcher.county)
    assert [[call.case for call in visit.calls] for visit in found] == [["B"], ["A"]]
    assert [visit.remote for visit in found] == [False, True]


def test_b10_one_visit_answers_many_and_each_still_owes_an_opinion(desk: CaseDesk) -> None:
    street = villages(desk, "370831001")
    cases = {name: whistled(desk, name, street[number], "2026-03-02T10:30") for number, name in enumerate("AB")}
    body = str(cases["A"].lead)
    (visit,) = visits(cases.values(), body, desk.dispatcher.county)
    for name, attempt in visit.check_ins(at("2026-03-02T15:00")):
        answer = desk.attempt(cases[name], attempt)
        assert answer.refusal is None
        assert body in answer.case.checked_in
        assert [one.duty.obligor.id for one in answer.case.owed("opinion")] == [body]
        (came,) = (one for one in answer.events if one.type == "check_in")
        assert came.said["visit"] == ["A", "B"]
        assert [one for one in calls_of(answer.case) if one.obligor == body] == []


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 600), st.integers(1, 90), st.sampled_from(["normal", "utility"])),
        max_size=9,
    )
)
def test_law_nothing_is_dropped_nor_answered_twice(desk: CaseDesk, drawn: list[tuple[int, int, int, str]]) -> None:
    base = whistled(desk, "A", villages(desk, "370831001")[0], "2026-03-02T10:30")
    cases = []
    for number, (town, later, people, urgency) in enumerate(drawn):
        issue = base.issue.model_copy(update={"affected_people": people})
        duties = tuple(
            one.model_copy(update={"opened_at": one.opened_at + timedelta(minutes=later)}) for one in base.duties
        )
        more = {"id": f"C{number}", "issue": issue, "urgency": urgency, "township": f"37083100{town}", "duties": duties}
        cases.append(base.model_copy(update=more))
    body = str(base.lead)
    found = visits(cases, body, desk.dispatcher.county)
    answered = [call.case for visit in found for call in visit.calls]
    assert sorted(answered) == sorted(one.id for one in cases)
    for visit in found:
        assert len({(one.zone, one.kind, one.urgency) for one in visit.calls}) == 1
        blown = [one.blown_at for one in visit.calls]
        assert max(blown) - min(blown) <= timedelta(hours=2)
    first = [visit.calls[0].urgency for visit in found]
    assert first == sorted(first, key=["utility", "normal"].index)
