"""发件口: the side of an adapter on which another system is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from gridroute.exchange.connection import Connection
from gridroute.exchange.intake import Clock
from gridroute.exchange.message import Delivery, Message


@runtime_checkable
class Outlet(Protocol):
    """Delivers messages to one other system, each at least once."""

    def deliver(self, message: Message) -> Delivery:
        """What became of ``message``. It never raises and never waits without end: who is late is tried again."""
        ...


#: How an adapter is made for a connection. ``WrongConnection``: the settings have faults.
MakeOutlet = Callable[[Connection, Clock], Outlet]
