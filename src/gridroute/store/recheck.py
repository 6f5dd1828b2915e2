"""复核: does a civic record over from its log and says where it does not come out as it is kept (T55)."""

from __future__ import annotations

from collections.abc import Sequence

from gridroute.casework import Attempt
from gridroute.civic.proceeding import Opening
from gridroute.civic.record import Record, applied, fold
from gridroute.civic.switching import KIND, Switch
from gridroute.store.recordbook import RecordEntry, snapshot_of
from gridroute.store.recorddesks import RecordDesks


def astray(
    desks: RecordDesks, record: Record, log: Sequence[RecordEntry], lines: Sequence[str]
) -> tuple[int, str, str] | None:
    """Where ``record`` does not come out of its ``log``: after which event, what is kept, what is made; else nothing.

    Every step that somebody asked for or that fell due is asked anew of the registers that decided it; ``lines`` are
    the events as they were written.
    """
    kept = snapshot_of(record)
    made = snapshot_of(fold(one.event for one in log))
    if made != kept:
        return log[-1].event.seq, kept, made
    state: Record | None = None
    for entry, line in zip(log, lines, strict=True):
        again = _again(desks, state, entry)
        if again is not None and again != line:
            return entry.event.seq - 1, line, again
        state = applied(state, entry.event)
    return None


def _again(desks: RecordDesks, state: Record | None, entry: RecordEntry) -> str | None:
    """The event as it comes out now; nothing where it followed from another record."""
    event, desk = entry.event, desks.at(entry.edition)
    if entry.origin == "follow" or (state is None and event.type != "open"):
        return None
    if state is None and event.change.set["kind"] == KIND:
        given = event.change.set
        outcome = desk.switch(Switch(event.record, given["name"], event.at, event.by, given["said"]))
    elif state is None:
        given = event.change.set
        opening = Opening(
            event.record,
            given["name"],
            event.at,
            event.by,
            given["title"],
            given["place"],
            given["parties"],
            given["said"],
            tuple(given["links"]),
        )
        outcome = desk.open(opening)
    elif state.kind == "check_in" and entry.origin == "asked":
        return None  # it is worth what the rules say, and that stands in the accounts
    elif entry.origin == "time":
        outcome = desk.advance(state, event.at)
    else:
        said = dict(event.said)
        outcome = desk.attempt(state, Attempt(type=event.type, at=event.at, by=event.by, said=said))
    return outcome.events[0].as_json() if outcome.events else "-"
