"""试验台: plays the other system, so that the checks can be run on an adapter."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from gridroute.conformance.sample import Sample, Spoiled
from gridroute.exchange import Admit, Intake, Outlet


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other system was told of one thing it handed over; ``text`` is the whole of it."""

    external_id: str | None
    status: str
    case: str | None
    text: str


class IntakeRig(Protocol):
    """Another system that hands issues over, and the adapter that fetches or receives them.

    One rig is used for one check. Its state outside the process (files, the other system's list of what was
    not answered) lives on between runs.
    """

    #: The channel of its issues.
    channel: str
    #: One of its codes for a category, and the word of ours that it is.
    category: tuple[str, str]
    #: What may stand in no log.
    secrets: Collection[str]

    def send(self, *items: Sample | Spoiled) -> None:
        """The other system hands these over, in this order, together where it can."""
        ...

    def run(self, admit: Admit) -> None:
        """A new adapter, as after a restart: what was handed over and is not answered reaches ``admit``.

        ``Killed`` must come through.
        """
        ...

    def answers(self) -> Sequence[Answer]:
        """What the other system was told so far, in any order."""
        ...


@dataclass(frozen=True, slots=True)
class Received:
    """A message as the receiver has it, under the names of our payload."""

    id: str
    payload: Mapping[str, object]
    occurred_at: datetime


#: failing: says it cannot now. refusing: will never take it. slow: answers too late. loses_answers: takes it, and
#: its answer is lost.
Behaviour = Literal["well", "failing", "refusing", "slow", "loses_answers"]


class OutletRig(Protocol):
    """Another system that is told, and the adapter that tells it; its connection renames and recodes nothing."""

    secrets: Collection[str]
    #: What it can play beside ``well``; other checks are passed over.
    plays: Collection[Behaviour]

    def outlet(self) -> Outlet:
        """A new adapter, as after a restart."""
        ...

    def behave(self, how: Behaviour) -> None:
        """From now on the receiver behaves so."""
        ...

    def received(self) -> Sequence[Received]:
        """What the receiver has, in the order in which it came; the same twice where it came twice."""
        ...


def pull(intake: Intake, admit: Admit) -> None:
    """Fetches, admits and acknowledges all that ``intake`` has, as a round of the mailroom does."""
    for one in intake.receive():
        intake.acknowledge(one, admit(one))
