"""States, events and timers, from the life cycle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generating.markdown import Meanings, table, ticked
from generating.parameters import value_of
from gridroute.assurance.chart import mermaid
from gridroute.policy.lexicon import Lexicon
from gridroute.policy.lifecycle import SAME, Lifecycle, Timer, Transition


def lifecycle_page(words: Lexicon, meanings: Meanings) -> Iterator[str]:
    """States, events, who may, timers."""
    life = words.lifecycle
    yield "The states (状态) of a case, the events (事件) that move it, who may cause them, and what fires by"
    yield "itself. The nation alone writes it, in"
    yield "[lifecycle.yaml](../../rules/lifecycle.yaml); a county adds rules of the stage `event` that refuse an event,"
    yield "and values of parameters. Events marked"
    yield "*always* cannot be refused, so that every open state has a way out."
    yield ""
    yield "`gridroute lifecycle --format svg` draws it with the guards of a county. `gridroute lifecycle --check`"
    yield "explores every state with the counts of redo, disputes, rungs and sending down, and names what is not"
    yield "reached, cannot end, has no bound or can be shut."
    yield ""
    yield "## Diagram"
    yield ""
    yield "Events that leave the state as it is, that stand aside (a merger, a withdrawal), or that may start in"
    yield "any open state, are in the table only."
    yield ""
    yield "```mermaid"
    yield from mermaid(life).splitlines()
    yield "```"
    yield ""
    yield "## States"
    yield ""
    rows = (
        [f"`{s.name}`", s.label.zh, s.label.en, "final" if s.final else "", timed(s.timer, life, words)]
        for s in life.states.values()
    )
    yield from table(["state", "中文", "English", "", "fires by itself"], rows)
    yield "## Who"
    yield ""
    yield "A capacity in the case. It follows from the register of bodies, never from what somebody says of himself."
    yield ""
    rows = ([f"`{name}`", label.zh, label.en] for name, label in life.roles.items())
    yield from table(["who", "中文", "English"], rows)
    yield "## Events"
    yield ""
    heads = ["event", "中文", "English", "from", "to", "who may", "must say", ""]
    yield from table(heads, (event_row(event, life) for event in life.events.values()))


def timed(timer: Timer | None, life: Lifecycle, words: Lexicon) -> str:
    """When a state ends by itself."""
    if timer is None:
        return "—"
    known = words.parameters.get(timer.key)
    value = f" ({value_of(known.value)})" if known and known.value is not None else ""
    when = {
        "param": f"after 参数 {timer.key}{value}",
        "duty": f"when the act `{timer.key}` is overdue",
        "ladder": "when the stay at this level of meetings is over",
        "date": f"on `{timer.key}`",
    }[timer.kind]
    instead = (
        f"; `{timer.unreached}` instead, where the resident was called and never reached" if timer.unreached else ""
    )
    return f"`{timer.fires}` {life.events[timer.fires].label.zh}: {when}{instead}"


def event_row(event: Transition, life: Lifecycle) -> Sequence[str]:
    """One event as a row."""
    still_open = {name for name, state in life.states.items() if not state.final}
    if event.sources == set(life.states):
        sources = "any"
    elif event.sources == still_open:
        sources = "any open"
    else:
        sources = ticked(name for name in life.states if name in event.sources)
    target = "the same" if event.target == SAME else f"`{event.target}`"
    marks = ", ".join(mark for mark, on in (("always", event.unrefusable), ("aside", event.aside)) if on)
    called = f"`{event.name}`", event.label.zh, event.label.en
    return *called, sources, target, ticked(event.by), ticked(event.needs) or "—", marks
