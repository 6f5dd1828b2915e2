"""试用的收件处: stands where the store stands, remembers what reached it, and fails on demand."""

from __future__ import annotations

from collections.abc import Collection

from gridroute.errors import Bilingual, NotNow
from gridroute.exchange import Envelope, Receipt, Unreadable


class Killed(BaseException):
    """The process ends here; nobody may catch it."""


class Desk:
    """Takes envelopes in, each key once.

    :param die_before: numbers at which the process dies before the case is kept.
    :param die_after: numbers at which it dies when the case is kept and nobody has heard.
    :param reject: numbers that are refused.
    """

    def __init__(
        self, die_before: Collection[str] = (), die_after: Collection[str] = (), reject: Collection[str] = ()
    ) -> None:
        self.die_before, self.die_after, self.reject = set(die_before), set(die_after), set(reject)
        self.open = True
        #: What reached it, in order.
        self.heard: list[Envelope | Unreadable] = []
        #: The first envelope of each case, by channel and number.
        self.cases: dict[tuple[str, str], Envelope] = {}

    @property
    def numbers(self) -> list[str]:
        """The numbers of the envelopes that reached it, in order."""
        return [one.external_id for one in self.heard if isinstance(one, Envelope)]

    def envelope(self, number: str) -> Envelope | None:
        """The envelope of that number."""
        return next((one for one in self.cases.values() if one.external_id == number), None)

    def admit(self, one: Envelope | Unreadable) -> Receipt:
        """Answers as the store would."""
        if not self.open:
            raise NotNow(Bilingual("现在不收", "nothing is taken in now"))
        self.heard.append(one)
        if isinstance(one, Unreadable):
            return Receipt("rejected", reason=one.problem)
        if one.external_id in self.die_before:
            self.die_before.discard(one.external_id)
            raise Killed
        if one.external_id in self.reject:
            return Receipt("rejected", reason=Bilingual("试件: 不收这一件", "on trial: this one is not taken"))
        key = (one.channel, one.external_id)
        known = key in self.cases
        self.cases.setdefault(key, one)
        if one.external_id in self.die_after:
            self.die_after.discard(one.external_id)
            raise Killed
        return Receipt("duplicate" if known else "accepted", f"case-{one.external_id}", warnings=one.warnings)
