"""收发室: one round: everything new comes in, everything due goes out; bounded, and stopped after any step."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from gridroute.adapters.backoff import Backoff
from gridroute.errors import Bilingual, NotNow, internal, place_of
from gridroute.exchange import (
    Admit,
    Clock,
    Connection,
    Delivered,
    Delivery,
    Envelope,
    Intake,
    Message,
    Outlet,
    Receipt,
    Refused,
    TryAgain,
    Unreadable,
)

if TYPE_CHECKING:
    from gridroute.store import Message as Kept
    from gridroute.store import Outbox

#: The name space of the identifiers of messages (a random one, for good).
_MESSAGES = UUID("6f2b7c0e-6d0e-4a55-9a6e-3f1c1d2b7a90")
#: Quoted words that are long, or hold as many digits as a telephone number or a number of identity.
_QUOTED = re.compile(r"“(?:[^”]*\d{7}[^”]*|[^”]{25,})”")
USUAL = Backoff()
#: How many messages are claimed at once: all of them can time out before their lease is over.
BATCH = 8
#: After so many failures on end a system is left in peace for the round, so that it holds up no other.
PATIENCE = 3


def _nothing(words: Bilingual) -> None:
    """Hears nothing."""


def _never() -> bool:
    return False


@dataclass
class Tally:
    """What one round did, and whether something needs a person: ``rejected``, ``failed`` or ``buried``."""

    accepted: int = 0
    duplicate: int = 0
    rejected: int = 0
    delivered: int = 0
    #: Messages to be tried again.
    waiting: int = 0
    #: Messages that were given up.
    buried: int = 0
    #: What broke off: a desk that takes nothing now, an adapter that failed.
    failed: list[Bilingual] = field(default_factory=list)


def take_in(
    name: str,
    intake: Intake,
    admit: Admit,
    tally: Tally,
    tell: Callable[[Bilingual], None] = _nothing,
    stopping: Callable[[], bool] = _never,
    limit: int | None = None,
) -> None:
    """Admits what ``intake`` has, up to ``limit``, and acknowledges each; what is rejected is told with its place.

    Where it cannot go on, the rest is left for the next round. An issue at which the program itself fails is not
    acknowledged and holds up no other.
    """
    warned: set[Bilingual] = set()
    envelopes: Iterator[Envelope | Unreadable] = iter(())
    try:
        envelopes = intake.receive()
        for number, one in enumerate(envelopes, start=1):
            try:
                receipt = admit(one)
            except NotNow:
                raise
            except Exception as error:  # one issue of ours that fails must not hold up the others
                tally.failed.append(_at(one.where, internal(place_of(error))))
                continue
            intake.acknowledge(one, receipt)
            _count(one.where, receipt, tally, tell, warned)
            if stopping() or number == limit:
                return
    except NotNow as error:
        tally.failed.append(_at(name, error.words))
    except Exception as error:  # an adapter that fails must not keep others from their work
        tally.failed.append(_at(name, internal(place_of(error))))
    finally:
        close = getattr(envelopes, "close", None)
        if close is not None:
            close()


def _count(
    where: str, receipt: Receipt, tally: Tally, tell: Callable[[Bilingual], None], warned: set[Bilingual]
) -> None:
    match receipt.status:
        case "accepted":
            tally.accepted += 1
        case "duplicate":
            tally.duplicate += 1
        case "rejected":
            tally.rejected += 1
            if receipt.reason:
                tell(_at(where, _discreet(receipt.reason)))
    for words in receipt.warnings:
        if words not in warned:  # a field that every row has is told once
            warned.add(words)
            tell(_at(where, _discreet(words)))


def _discreet(words: Bilingual) -> Bilingual:
    """``words`` for a log: a quoted word may be a telephone number in the wrong column; the receipt has it in full."""
    return Bilingual(*(_QUOTED.sub("“…”", text) for text in words))


def send_out(
    outbox: Outbox,
    outlets: Sequence[tuple[Connection, Outlet]],
    now: Clock,
    jitter: Callable[[], float],
    tally: Tally,
    tell: Callable[[Bilingual], None] = _nothing,
    stopping: Callable[[], bool] = _never,
    limit: int = 1_000,
    backoff: Backoff = USUAL,
) -> None:
    """Delivers up to ``limit`` messages that are due to the systems that take them, oldest first.

    Messages for whom no connection is wait where they are; so do those for a system that fails on end.
    """
    by_recipient = {recipient: pair for pair in outlets for recipient in pair[0].recipients}
    failures: Counter[str] = Counter()
    warned: set[tuple[str, Bilingual]] = set()
    left = limit
    while left > 0 and not stopping():
        awake = [one for one, (connection, _) in by_recipient.items() if failures[connection.name] < PATIENCE]
        claimed = outbox.claim(min(BATCH, left), now(), awake) if awake else []
        if not claimed:
            return
        left -= len(claimed)
        for kept in claimed:
            connection, outlet = by_recipient[kept.recipient]
            if stopping():
                return  # the lease gives the others back
            if failures[connection.name] >= PATIENCE:
                continue
            message = message_of(kept)
            delivery = _delivered(outlet, message)
            failures[connection.name] = failures[connection.name] + 1 if isinstance(delivery, TryAgain) else 0
            _noted(outbox, kept, delivery, now(), jitter, backoff, tally)
            if not isinstance(delivery, Delivered):
                tell(_at(f"{connection.name}: {message.id}", delivery.reason))
                continue
            for words in delivery.warnings:
                if (connection.name, words) not in warned:
                    warned.add((connection.name, words))
                    tell(_at(connection.name, words))


def message_of(kept: Kept) -> Message:
    """A kept message as it leaves. Its identifier is made of what it tells of, so that no database changes it."""
    payload: Mapping[str, Any] = kept.payload
    identifier = uuid5(_MESSAGES, f"{kept.case}\n{kept.seq}\n{kept.recipient}")
    at = datetime.fromisoformat(str(payload["at"]))
    return Message(str(identifier), kept.recipient, kept.topic, payload, at)


def _delivered(outlet: Outlet, message: Message) -> Delivery:
    try:
        return outlet.deliver(message)
    except Exception as error:  # an adapter that raises has not delivered
        return TryAgain(internal(place_of(error)))


def _noted(
    outbox: Outbox,
    kept: Kept,
    delivery: Delivery,
    now: datetime,
    jitter: Callable[[], float],
    backoff: Backoff,
    tally: Tally,
) -> None:
    match delivery:
        case Delivered():
            outbox.done(kept.id)
            tally.delivered += 1
        case Refused(reason):
            outbox.bury(kept.id, _kept(reason))
            tally.buried += 1
        case TryAgain(reason, asked):
            wait = backoff.wait(kept.attempts + 1, jitter, asked)
            outbox.failed(kept.id, now, _kept(reason), wait)
            tally.buried += wait is None
            tally.waiting += wait is not None


def _kept(reason: Bilingual) -> str:
    """A reason as the store keeps it: a line in each language."""
    return "\n".join(text.replace("\n", " ")[:900] for text in reason)


def _at(where: str, words: Bilingual) -> Bilingual:
    return Bilingual(f"{where}: {words.zh}", f"{where}: {words.en}")


def overlapping(connections: Iterable[Connection]) -> list[tuple[str, str, str]]:
    """Recipients that two connections claim, each with the two."""
    first: dict[str, str] = {}
    found: list[tuple[str, str, str]] = []
    for one in connections:
        for recipient in one.recipients:
            if first.setdefault(recipient, one.name) != one.name:
                found.append((recipient, first[recipient], one.name))
    return found
