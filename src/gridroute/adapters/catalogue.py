"""对接方式: which adapters there are, from the core and from plugins, and the one that a connection names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gridroute.adapters import builtin
from gridroute.errors import Bilingual, WrongConnection, nearest
from gridroute.exchange import Admit, Clock, Connection, Intake, Outlet
from gridroute.plugins import LOADING_LIMIT, Plugins, ask

_INTAKES, _RECEIVERS, _OUTLETS = "gridroute_intakes", "gridroute_receivers", "gridroute_outlets"


class Catalogue:
    """The adapters that a manager's plugins bring; the core's own are registered with it."""

    def __init__(self, manager: Plugins) -> None:
        if not manager.is_registered(builtin):
            manager.register(builtin, name="gridroute")
        self._made = {hook: _offered(manager, hook) for hook in (_INTAKES, _RECEIVERS, _OUTLETS)}

    def intake(self, connection: Connection, now: Clock) -> Intake | None:
        """What fetches the issues of ``connection``; nothing where none come, or where the other system calls us.

        ``WrongConnection``: there is no such adapter, or its settings have faults.
        """
        if connection.issues is None:
            return None
        make = self._find(connection, _INTAKES)
        if make is None and self._find(connection, _RECEIVERS) is None:
            raise self._unknown(connection, (_INTAKES, _RECEIVERS), Bilingual("收件", "take issues in"))
        made: Intake | None = make(connection, now) if make else None
        return made

    def receiver(self, connection: Connection, admit: Admit, now: Clock) -> Any | None:
        """The WSGI application of ``connection``; nothing where it is no system that calls us."""
        make = self._find(connection, _RECEIVERS) if connection.issues is not None else None
        return make(connection, admit, now) if make else None

    def outlet(self, connection: Connection, now: Clock) -> Outlet | None:
        """What tells the system of ``connection``; nothing where it is told nothing. ``WrongConnection`` as above."""
        if connection.messages is None:
            return None
        make = self._find(connection, _OUTLETS)
        if make is None:
            raise self._unknown(connection, (_OUTLETS,), Bilingual("发消息", "send messages"))
        made: Outlet = make(connection, now)
        return made

    def _find(self, connection: Connection, hook: str) -> Callable[..., Any] | None:
        found = self._made[hook].get(connection.adapter, [])
        if len(found) > 1:
            names = "、".join(name for name, _ in found)
            problem = Bilingual(
                f"“{connection.adapter}”有几个插件都带 ({names})",
                f"several plugins bring “{connection.adapter}” ({names})",
            )
            remedy = Bilingual("只留一个", "keep one of them")
            raise WrongConnection((connection.fault(("adapter",), problem, remedy),))
        return found[0][1] if found else None

    def _unknown(self, connection: Connection, hooks: Iterable[str], what: Bilingual) -> WrongConnection:
        known = sorted({name for hook in hooks for name in self._made[hook]})
        problem = Bilingual(
            f"没有能{what.zh}的对接方式“{connection.adapter}”",
            f"there is no adapter “{connection.adapter}” that can {what.en}",
        )
        listed = Bilingual(f"有: {'、'.join(known)}", f"there are: {', '.join(known)}")
        remedy = nearest(connection.adapter, known)
        return WrongConnection((connection.fault(("adapter",), problem, remedy if remedy.en else listed),))


def _offered(manager: Plugins, hook: str) -> dict[str, list[tuple[str, Callable[..., Any]]]]:
    """The makers by the name of their adapter, each with the plugin that brings it; who fails brings none."""
    found: dict[str, list[tuple[str, Callable[..., Any]]]] = {}
    answers, failures = ask(manager, hook, LOADING_LIMIT)
    manager.broken.extend(failures)
    for plugin, answer in answers:
        for name, make in (answer if isinstance(answer, Mapping) else {}).items():
            if callable(make):
                found.setdefault(str(name), []).append((plugin, make))
    return found
