"""要求: what a check demands of an adapter; it holds with ``python -O`` too."""

from __future__ import annotations

from typing import NoReturn


class Nonconforming(AssertionError):
    """An adapter does not do what every adapter has to; the message says what it did."""


def demand(holds: object, otherwise: str) -> None:
    """``Nonconforming`` with ``otherwise`` unless it ``holds``."""
    if not holds:
        fail(otherwise)


def fail(said: str) -> NoReturn:
    """``Nonconforming`` with what was ``said``."""
    raise Nonconforming(said)
