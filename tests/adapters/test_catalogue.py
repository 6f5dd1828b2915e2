"""Which adapter a connection means: the core's own, a plugin's, none, or one too many."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.adapters.rigs import FOLDER, MESSAGES, NOW, WEBHOOK, connected

from gridroute.adapters.catalogue import Catalogue
from gridroute.adapters.folder import FolderIntake, FolderOutlet
from gridroute.adapters.webhook import Receiver
from gridroute.adapters.webhook.sender import WebhookOutlet
from gridroute.conformance import Desk
from gridroute.conformance.outlet import messages
from gridroute.errors import WrongConnection
from gridroute.exchange import Connection, Delivered, Delivery, MakeOutlet, Message
from gridroute.hookspecs import hookimpl
from gridroute.plugins import build_manager


class Screen:
    def deliver(self, message: Message) -> Delivery:
        return Delivered()


class Plugin:
    @hookimpl
    def gridroute_outlets(self) -> Mapping[str, MakeOutlet]:
        return {"screen": lambda connection, now: Screen()}


class Broken:
    @hookimpl
    def gridroute_outlets(self) -> Mapping[str, MakeOutlet]:
        raise RuntimeError("away")


def catalogue(*plugins: object) -> Catalogue:
    return Catalogue(build_manager(plugins, installed=False))


def test_the_adapters_of_the_core(tmp_path: Path) -> None:
    found, desk = catalogue(), Desk()
    folder = connected(tmp_path / "folder", FOLDER + MESSAGES)
    assert isinstance(found.intake(folder, lambda: NOW), FolderIntake)
    assert isinstance(found.outlet(folder, lambda: NOW), FolderOutlet)
    assert found.receiver(folder, desk.admit, lambda: NOW) is None
    webhook = connected(tmp_path / "webhook", WEBHOOK + MESSAGES)
    assert found.intake(webhook, lambda: NOW) is None
    assert isinstance(found.outlet(webhook, lambda: NOW), WebhookOutlet)
    assert isinstance(found.receiver(webhook, desk.admit, lambda: NOW), Receiver)


def test_what_a_connection_does_not_do(tmp_path: Path) -> None:
    assert catalogue().outlet(connected(tmp_path, FOLDER), lambda: NOW) is None
    only_out = Connection.model_validate({"name": "a", "adapter": "webhook", "channel": "b", "messages": {}})
    assert catalogue().intake(only_out, lambda: NOW) is None
    assert catalogue().receiver(only_out, Desk().admit, lambda: NOW) is None


def test_the_adapter_of_a_plugin(tmp_path: Path) -> None:
    one = connected(tmp_path, FOLDER.replace("adapter: folder", "adapter: screen") + MESSAGES)
    outlet = catalogue(Broken(), Plugin()).outlet(one, lambda: NOW)
    assert outlet is not None
    assert outlet.deliver(messages(1)[0]) == Delivered()


@pytest.mark.parametrize(
    ("adapter", "plugins", "en", "zh"),
    [
        (
            "foldr",
            [],
            "yunhe.yaml:10: there is no adapter “foldr” that can send messages: did you mean “folder”?",
            "yunhe.yaml:10: 没有能发消息的对接方式“foldr”: 是不是“folder”?",
        ),
        (
            "screen",
            [],
            "yunhe.yaml:10: there is no adapter “screen” that can send messages: there are: folder, webhook",
            "yunhe.yaml:10: 没有能发消息的对接方式“screen”: 有: folder、webhook",
        ),
        ("screen", [Plugin(), Plugin()], "several plugins bring “screen”", "“screen”有几个插件都带"),
    ],
    ids=["misspelt", "not installed", "twice"],
)
def test_no_adapter_or_too_many(tmp_path: Path, adapter: str, plugins: list[object], en: str, zh: str) -> None:
    one = connected(tmp_path, FOLDER.replace("adapter: folder", f"adapter: {adapter}") + MESSAGES)
    with pytest.raises(WrongConnection) as caught:
        catalogue(*plugins).outlet(one, lambda: NOW)
    assert en in caught.value.text("en")
    assert zh in caught.value.text("zh")


def test_without_httpx_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "gridroute.adapters.webhook.sender")
    monkeypatch.setitem(sys.modules, "httpx", None)
    one = connected(tmp_path, WEBHOOK + MESSAGES)
    with pytest.raises(WrongConnection, match=r"httpx is not installed.*pip install 'gridroute\[webhook\]'"):
        catalogue().outlet(one, lambda: NOW)
    assert catalogue().receiver(one, Desk().admit, lambda: NOW) is not None
