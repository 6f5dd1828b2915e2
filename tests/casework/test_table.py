"""The full table of states and events: what is not allowed is refused with its reason, and nothing changes."""

from __future__ import annotations

import pytest
from tests.casework.story import Story, at

from gridroute.casework import SYSTEM, Actor, Attempt, Case, CaseDesk
from gridroute.policy.lifecycle import Transition

STRANGER = Actor(body="370831-nobody")


@pytest.fixture(scope="module")
def story(desk: CaseDesk) -> Story:
    return Story(desk)


def in_state(story: Story, state: str) -> Case:
    return story.case.model_copy(update={"state": state, "timers": ()})


def holders(story: Story, event: Transition) -> list[Actor]:
    """Somebody for each capacity in which the event may be brought from outside."""
    held = {"intake_center", "supervisor", "reporter", "lead", "first_receiver", "community", "township"}
    return [Actor(body=story.body(role)) for role in event.by if role in held and story.body(role) != "None"]


def test_every_cell_of_states_and_events(story: Story) -> None:
    desk, cells = story.desk, 0
    for state in desk.life.states:
        case = in_state(story, state)
        for event in desk.life.events.values():
            cells += 1
            allowed = state in event.sources
            for actor in [STRANGER, Actor(body=SYSTEM), *(() if allowed else holders(story, event))]:
                answer = desk.attempt(case, Attempt(type=event.name, at=at("2026-03-02T09:30"), by=actor))
                assert answer.refusal is not None, (state, event.name, actor)
                expected = "who" if allowed or actor.body == SYSTEM else "state"
                assert answer.refusal.kind == expected, (state, event.name)
                assert answer.refusal.words.zh
                assert answer.refusal.words.en
                assert (answer.case, answer.events) == (case, ())
    assert cells == len(desk.life.states) * len(desk.life.events)


def test_inside_the_door_the_life_cycle_holds_as_well(story: Story) -> None:
    desk = story.desk
    for state in desk.life.states:
        case = in_state(story, state)
        for event in desk.life.events.values():
            if state in event.sources and SYSTEM in event.by:
                continue
            answer = desk.bring(case, event.name, at("2026-03-02T09:30"))
            assert answer.refusal is not None, (state, event.name)
            assert (answer.case, answer.events) == (case, ())


def test_what_must_be_said_is_asked_for(story: Story) -> None:
    desk, asked = story.desk, 0
    for event in desk.life.events.values():
        if not event.needs:
            continue
        case = in_state(story, sorted(event.sources)[0])
        for actor in holders(story, event):
            answer = desk.attempt(case, Attempt(type=event.name, at=at("2026-03-02T09:30"), by=actor))
            assert answer.refusal is not None
            assert answer.refusal.kind == "needs", event.name
            assert all(name in answer.refusal.words.zh for name in event.needs)
            assert (answer.case, answer.events) == (case, ())
            asked += 1
    assert asked > 20


def test_an_unknown_event_is_named(story: Story) -> None:
    answer = story.desk.attempt(story.case, Attempt(type="fly", at=at("2026-03-02T09:30"), by=STRANGER))
    assert answer.refusal is not None
    assert "fly" in answer.refusal.words.zh
    assert answer.case == story.case
