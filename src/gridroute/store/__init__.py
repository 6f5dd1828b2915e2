"""案卷库: cases in a database: the log of events, states, deadlines, messages that leave, and archived policies."""

from gridroute.store.archive import Archive, Edition
from gridroute.store.database import Database
from gridroute.store.deadline import Deadlines
from gridroute.store.docket import Docket, Fired, Receipt
from gridroute.store.intake import Stray
from gridroute.store.ledger import Entry, Listed, Refused
from gridroute.store.outbox import Message, Outbox
from gridroute.store.recordbook import ListedRecord
from gridroute.store.records import Counted, Records
from gridroute.store.replay import Astray, repair, replay

__all__ = [
    "Archive",
    "Astray",
    "Counted",
    "Database",
    "Deadlines",
    "Docket",
    "Edition",
    "Entry",
    "Fired",
    "Listed",
    "ListedRecord",
    "Message",
    "Outbox",
    "Receipt",
    "Records",
    "Refused",
    "Stray",
    "repair",
    "replay",
]
