"""收件口: the side of an adapter on which another system hands issues over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from gridroute.exchange.connection import Connection
from gridroute.exchange.envelope import Envelope, Unreadable
from gridroute.exchange.receipt import Receipt

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

#: Takes in one envelope and answers it. ``NotNow``: it cannot just now; nothing may be acknowledged.
Admit = Callable[[Envelope | Unreadable], Receipt]

#: The clock of whoever runs an adapter; it gives aware moments.
Clock = Callable[[], datetime]


@runtime_checkable
class Intake(Protocol):
    """Hands over what has come from one other system.

    The same issue may be handed over again, at any time: its key ``(channel, external_id)`` says that it is the
    same. What has not been acknowledged is handed over again, also after the process has died. An intake
    acknowledges nothing by itself. A system that calls us (a webhook) needs none of this: its receiver
    calls :data:`Admit` and answers at once.
    """

    def receive(self) -> Iterator[Envelope | Unreadable]:
        """All that is there now, one by one; the caller may stop after any of them and close the iterator."""
        ...

    def acknowledge(self, one: Envelope | Unreadable, receipt: Receipt) -> None:
        """Tells the other system what became of ``one``; afterwards it is not handed over again."""
        ...


#: How an adapter is made for a connection. ``WrongConnection``: the settings have faults.
MakeIntake = Callable[[Connection, Clock], Intake]
#: How the WSGI application is made on which another system calls us.
MakeReceiver = Callable[[Connection, Admit, Clock], "WSGIApplication"]
