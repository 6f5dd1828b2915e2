"""对接: what other systems hand over and what they are told; the contract that every adapter keeps.

Two protocols, :class:`Intake` and :class:`Outlet`, the nouns that pass through them, and how the other system's
fields and codes are ours (:class:`Connection`, data). Adapters are in ``gridroute.adapters`` and in plugins;
``gridroute.conformance`` tries them.
"""

from gridroute.exchange.connection import Connection, read_connection
from gridroute.exchange.envelope import Envelope, Unreadable
from gridroute.exchange.intake import Admit, Clock, Intake, MakeIntake, MakeReceiver
from gridroute.exchange.mapping import Mapping
from gridroute.exchange.message import Delivered, Delivery, Message, Refused, TryAgain
from gridroute.exchange.outlet import MakeOutlet, Outlet
from gridroute.exchange.receipt import Receipt
from gridroute.exchange.secret import Secret

__all__ = [
    "Admit",
    "Clock",
    "Connection",
    "Delivered",
    "Delivery",
    "Envelope",
    "Intake",
    "MakeIntake",
    "MakeOutlet",
    "MakeReceiver",
    "Mapping",
    "Message",
    "Outlet",
    "Receipt",
    "Refused",
    "Secret",
    "TryAgain",
    "Unreadable",
    "read_connection",
]
