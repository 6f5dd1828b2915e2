"""The national life cycle, and what a life cycle must not be."""

from __future__ import annotations

import pytest

from gridroute import County
from gridroute.errors import Fault
from gridroute.policy.closing import reaching_an_end
from gridroute.policy.document import parse_document
from gridroute.policy.lifecycle import Lifecycle, read_lifecycle

WRITTEN = """
states:
  open: {label: 在办, en: open, timer: {fires: close, param: 时限}}
  closed: {label: 办结, en: closed, final: true}
roles:
  system: [系统, the system]
events:
  close: {label: 办结, en: close, from: open, to: closed, by: [system], unrefusable: true}
"""


@pytest.fixture(scope="module")
def life(sishui: County) -> Lifecycle:
    return sishui.policy.lifecycle


def read(text: str) -> tuple[Lifecycle, list[str]]:
    faults: list[Fault] = []
    made = read_lifecycle(parse_document(text, "lifecycle.yaml", faults), faults)
    return made, [fault.text("zh") for fault in faults]


def test_every_state_is_reached_and_leads_to_an_end(life: Lifecycle) -> None:
    reached, todo = {"registered"}, ["registered"]
    while todo:
        state = todo.pop()
        more = {event.leads_to(state) for event in life.possible(state)} - reached
        reached |= more
        todo.extend(more)
    assert reached == set(life.states)
    assert reaching_an_end(life, {}) == set(life.states)


def test_every_open_state_has_a_way_out_that_no_guard_can_refuse(life: Lifecycle) -> None:
    assert [name for name, state in life.states.items() if not state.final and not life.way_out(name)] == []


def test_only_the_system_fires_timers(life: Lifecycle) -> None:
    for name, state in life.states.items():
        if state.timer is not None:
            event = life.events[state.timer.fires]
            assert event.by == ("system",), name
            assert name in event.sources, name
            assert event.unrefusable, name


def test_all_transitions_of_the_specification_are_there(life: Lifecycle) -> None:
    """domain.md §3.4: t2 to t35; t1 is the registration itself, which makes the case."""
    numbers = {number for event in life.events.values() for number in event.number.split()}
    assert {f"t{n}" for n in range(2, 36)} - numbers == set()


def test_fields_of_rules_know_the_states_events_and_roles(sishui: County, life: Lifecycle) -> None:
    fields = sishui.policy.vocabulary.fields
    assert fields["state"].values == tuple(sorted(life.states))
    assert fields["event"].values == tuple(sorted(life.events))
    assert fields["actor_role"].values == tuple(sorted(life.roles))


def test_a_small_life_cycle_reads() -> None:
    made, faults = read(WRITTEN)
    assert faults == []
    assert made.events["close"].sources == {"open"}
    assert [event.name for event in made.possible("open")] == ["close"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (", unrefusable: true", "", "状态“在办”没有守门规则拦不住的出路"),
        ("to: closed", "to: clsed", "没有状态“clsed”"),
        ("by: [system]", "by: [sytem]", "没有身份“sytem”"),
        ("by: [system]", "by: []", "要写身份"),
        ("fires: close", "fires: clos", "没有事件“clos”"),
        ("param: 时限", "parm: 时限", "没有“parm”这一项"),
        ("final: true", "finl: true", "没有“finl”这一项"),
        ("from: open", "from: [opn]", "没有状态“opn”"),
        ("[系统, the system]", "系统", "叫法应写成 [中文, English]"),
        ("roles:\n  system: [系统, the system]\n", "", "缺少 roles"),
        ("states:", "stages: {}\nstates:", "生命周期没有“stages”"),
    ],
)
def test_a_wrong_life_cycle_is_named_with_its_line(old: str, new: str, said: str) -> None:
    assert old in WRITTEN
    _, faults = read(WRITTEN.replace(old, new))
    assert any(said in fault and fault.startswith("lifecycle.yaml:") for fault in faults), faults
