"""旁听: hears what the rules of each stage are asked and what is decided. It changes nothing."""

from __future__ import annotations

from collections.abc import Set
from typing import Protocol

from gridroute.model import Decision
from gridroute.policy.condition import Fact
from gridroute.policy.policy import Edition


class Observer(Protocol):
    """Whoever listens while matters are routed and cases are handled.

    It is handed to a ``Dispatcher`` by whoever makes one; without it nothing is kept and nothing costs more.
    """

    def asked(self, edition: Edition, stage: str, fact: Fact) -> None:
        """The rules of ``stage`` in ``edition`` are asked of ``fact``."""

    def studying(self) -> None:
        """From here to ``decided``, what is asked is asked for one decision."""

    def decided(self, decision: Decision, idle: Set[str]) -> None:
        """That decision is made. ``idle``: the rules that only call bodies in or tell them, and found nobody to be."""
