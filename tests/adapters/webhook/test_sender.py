"""The sender: what each answer of a receiver means, and what is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from tests.adapters.rigs import MESSAGES, NOW, SECRET, WEBHOOK, connected

from gridroute.adapters.backoff import Backoff
from gridroute.adapters.webhook import verify
from gridroute.adapters.webhook.sender import WebhookOutlet
from gridroute.adapters.webhook.signature import key_of
from gridroute.conformance.outlet import messages
from gridroute.exchange import Delivered, Delivery, Refused, TryAgain

(MESSAGE,) = messages(1)


def sent(folder: Path, answer: Callable[[httpx.Request], httpx.Response], text: str = WEBHOOK + MESSAGES) -> Delivery:
    return WebhookOutlet(connected(folder, text), lambda: NOW, httpx.MockTransport(answer)).deliver(MESSAGE)


def test_what_is_sent(tmp_path: Path) -> None:
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200)

    text = WEBHOOK.replace("settings: {", "settings: {headers: {X-Token: {file: key}}, ") + MESSAGES
    assert sent(tmp_path, answer, text) == Delivered()
    (request,) = requests
    assert request.method == "POST"
    assert request.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert request.headers["x-token"] == SECRET
    assert verify([key_of(SecretStr(SECRET))], dict(request.headers), request.content, NOW) == "m-1"
    assert json.loads(request.content) == {
        "specversion": "1.0",
        "id": "m-1",
        "source": "/gridroute/%E4%BA%91%E6%B2%B312345",
        "type": "gridroute.dispatch",
        "time": "2026-03-02T09:11:00+08:00",
        "recipient": "body:zjj",
        "datacontenttype": "application/json",
        "data": dict(MESSAGE.payload),
    }


@pytest.mark.parametrize(
    ("status", "headers", "kind", "after"),
    [
        (200, {}, Delivered, None),
        (202, {}, Delivered, None),
        (204, {}, Delivered, None),
        (301, {"location": "https://elsewhere.example/"}, TryAgain, None),
        (400, {}, Refused, None),
        (401, {}, TryAgain, None),
        (403, {}, TryAgain, None),
        (404, {}, TryAgain, None),
        (408, {}, TryAgain, None),
        (410, {}, Refused, None),
        (413, {}, Refused, None),
        (415, {}, Refused, None),
        (422, {}, Refused, None),
        (429, {"retry-after": "120"}, TryAgain, 120),
        (500, {}, TryAgain, None),
        (503, {"retry-after": "Mon, 02 Mar 2026 04:05:00 GMT"}, TryAgain, 300),
        (503, {"retry-after": "Mon, 02 Mar 2026 03:05:00 GMT"}, TryAgain, 0),
        (503, {"retry-after": "soon"}, TryAgain, None),
        (503, {"retry-after": "-5"}, TryAgain, None),
        (503, {"retry-after": "9" * 30}, TryAgain, 86_400),
    ],
)
def test_what_an_answer_means(
    tmp_path: Path, status: int, headers: dict[str, str], kind: type, after: int | None
) -> None:
    calls: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls.append(request.url.host)
        return httpx.Response(status, headers=headers, text="稍后\n\x1b[2J再试")

    delivery = sent(tmp_path, answer)
    assert isinstance(delivery, kind)
    assert calls == ["127.0.0.1"]
    if isinstance(delivery, TryAgain):
        assert delivery.after == (None if after is None else timedelta(seconds=after))
    if not isinstance(delivery, Delivered):
        assert delivery.reason.zh == f"对方答复 {status} 稍后\\x0a\\x1b[2J再试"


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError, httpx.InvalidURL])
def test_no_answer(tmp_path: Path, error: type[Exception]) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error(f"with {SECRET}")

    delivery = sent(tmp_path, answer)
    assert isinstance(delivery, TryAgain)
    assert delivery.reason.zh == f"没有答复 ({error.__name__})"


def test_a_secret_that_is_gone_costs_no_message(tmp_path: Path) -> None:
    outlet = WebhookOutlet(
        connected(tmp_path, WEBHOOK + MESSAGES), lambda: NOW, httpx.MockTransport(lambda _: httpx.Response(200))
    )
    (tmp_path / "key").unlink()
    assert isinstance(outlet.deliver(MESSAGE), TryAgain)
    (tmp_path / "key").write_text(SECRET)
    assert outlet.deliver(MESSAGE) == Delivered()


def test_an_answer_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    given = 0

    class Endless(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            nonlocal given
            while True:
                given += 1
                yield b"x" * 1000

    delivery = sent(tmp_path, lambda request: httpx.Response(500, stream=Endless()))
    assert isinstance(delivery, TryAgain)
    assert given <= 3


def test_backoff() -> None:
    backoff = Backoff(timedelta(seconds=10), timedelta(seconds=60), attempts=6)
    assert [backoff.wait(n, lambda: 1.0) for n in range(1, 7)] == [
        *(timedelta(seconds=s) for s in (10, 20, 40, 60, 60)),
        None,
    ]
    assert backoff.wait(2, lambda: 0.0) == timedelta(seconds=10)
    assert backoff.wait(1, lambda: 1.0, timedelta(seconds=99)) == timedelta(seconds=99)
    assert backoff.wait(4, lambda: 1.0, timedelta(seconds=1)) == timedelta(seconds=60)
    assert Backoff().wait(44, lambda: 0.5) == timedelta(hours=4.5)


def test_the_defaults_last_a_week() -> None:
    waits = [Backoff().wait(n, lambda: 0.5) for n in range(1, 45)]
    total = sum((one for one in waits if one), timedelta())
    assert timedelta(days=6) < total < timedelta(days=8)
