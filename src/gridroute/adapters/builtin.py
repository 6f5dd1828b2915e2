"""自带的对接方式: the adapters of the core, brought by the same hooks as those of plugins."""

from __future__ import annotations

from collections.abc import Mapping

from gridroute.errors import Bilingual, WrongConnection
from gridroute.exchange import Admit, Clock, Connection, Intake, MakeIntake, MakeOutlet, MakeReceiver, Outlet
from gridroute.hookspecs import hookimpl


@hookimpl
def gridroute_intakes() -> Mapping[str, MakeIntake]:
    """The drop folder."""

    def folder(connection: Connection, now: Clock) -> Intake:
        from gridroute.adapters.folder import FolderIntake

        return FolderIntake(connection, now)

    return {"folder": folder}


@hookimpl
def gridroute_receivers() -> Mapping[str, MakeReceiver]:
    """The signed webhook."""
    from gridroute.adapters.webhook import Receiver

    def webhook(connection: Connection, admit: Admit, now: Clock) -> Receiver:
        return Receiver(connection, admit, now)

    return {"webhook": webhook}


@hookimpl
def gridroute_outlets() -> Mapping[str, MakeOutlet]:
    """The drop folder and the signed webhook."""

    def folder(connection: Connection, now: Clock) -> Outlet:
        from gridroute.adapters.folder import FolderOutlet

        return FolderOutlet(connection)

    def webhook(connection: Connection, now: Clock) -> Outlet:
        try:
            from gridroute.adapters.webhook.sender import WebhookOutlet
        except ModuleNotFoundError:
            problem = Bilingual("没有装 httpx,不能发消息", "httpx is not installed, so no message can be sent")
            remedy = Bilingual("pip install 'gridroute[webhook]'", "pip install 'gridroute[webhook]'")
            raise WrongConnection((connection.fault(("adapter",), problem, remedy),)) from None

        return WebhookOutlet(connection, now)

    return {"folder": folder, "webhook": webhook}
