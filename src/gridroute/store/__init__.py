"""案卷库: cases in a database: the log of events, states, deadlines, messages that leave, and archived policies."""

from gridroute.store.archive import Archive, Edition
from gridroute.store.database import Database
from gridroute.store.deadline import Deadlines
from gridroute.store.docket import Docket, Fired, Receipt
from gridroute.store.intake import Stray
from gridroute.store.ledger import Entry, Listed, Refused
from gridroute.store.outbox import Message, Outbox
from gridroute.store.replay import Astray, repair, replay

__all__ = [
    "Archive",
    "Astray",
    "Database",
    "Deadlines",
    "Docket",
    "Edition",
    "Entry",
    "Fired",
    "Listed",
    "Message",
    "Outbox",
    "Receipt",
    "Refused",
    "Stray",
    "repair",
    "replay",
]
