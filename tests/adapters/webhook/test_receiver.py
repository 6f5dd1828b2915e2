"""The receiver: which answer each request gets, and that nothing is taken in that is not proven."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from tests.adapters.rigs import HEADS, NOW, SECRET, WEBHOOK, call, connected, row_of

from gridroute.adapters.webhook import Receiver, sign
from gridroute.adapters.webhook.signature import key_of
from gridroute.conformance import Desk
from gridroute.conformance.sample import Sample, samples
from gridroute.errors import InputError, WrongConnection
from gridroute.exchange import Envelope, Receipt, Unreadable

KEY = key_of(SecretStr(SECRET))


def issue(one: Sample) -> dict[str, str]:
    return dict(zip(HEADS, row_of(one), strict=True))


def posted(folder: Path, desk: Desk, data: object, settings: str = "") -> tuple[int, dict[str, str], Any]:
    body = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
    text = WEBHOOK.replace("settings: {", f"settings: {{{settings}")
    application = Receiver(connected(folder, text), desk.admit, lambda: NOW)
    return call(application, body, sign(KEY, "r-1", NOW, body))


def test_one_issue(tmp_path: Path) -> None:
    desk, (one,) = Desk(), samples(1)
    status, headers, said = posted(tmp_path, desk, issue(one))
    assert (status, said["status"], said["case"], said["external_id"]) == (201, "accepted", "case-G-1", "G-1")
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert posted(tmp_path, desk, issue(one))[0] == 200


def test_an_issue_in_a_cloudevent(tmp_path: Path) -> None:
    desk, (one,) = Desk(), samples(1)
    event = {"specversion": "1.0", "id": "e-1", "source": "/y", "type": "issue", "data": issue(one)}
    assert posted(tmp_path, desk, event)[0] == 201
    assert desk.numbers == ["G-1"]


def test_a_list(tmp_path: Path) -> None:
    desk, given = Desk(reject=["G-2"]), samples(3)
    status, _, said = posted(tmp_path, desk, [issue(given[0]), 7, issue(given[1]), issue(given[2])])
    assert status == 200
    assert [one["status"] for one in said] == ["accepted", "rejected", "rejected", "accepted"]
    assert said[1]["reason"] == {"zh": "一件应是一个对象", "en": "an issue is an object"}


@pytest.mark.parametrize(
    ("data", "settings", "status", "words"),
    [
        (b"{no json", "", 400, "not valid JSON"),
        (b'{"\xff": 1}', "", 400, "not UTF-8"),
        (b"[" * 100_000, "", 400, "not valid JSON"),
        (b"7", "", 422, "an issue is an object"),
        ({"工单编号": ""}, "", 422, "is missing"),
        ([{}] * 1001, "", 413, "no more than 1000 issues"),
        (b"x" * 1001, "max_bytes: 1000, ", 413, "more than 1000 bytes"),
    ],
    ids=["no JSON", "no UTF-8", "deep", "no object", "no number", "a long list", "too large"],
)
def test_what_is_not_taken(tmp_path: Path, data: object, settings: str, status: int, words: str) -> None:
    desk = Desk()
    answer = posted(tmp_path, desk, data, settings)
    assert answer[0] == status
    assert words in answer[2]["reason"]["en"]
    assert answer[2]["reason"]["zh"]
    assert desk.cases == {}


def test_who_is_not_proven_reaches_nobody(tmp_path: Path) -> None:
    desk, (one,) = Desk(), samples(1)
    body = json.dumps(issue(one)).encode()
    application = Receiver(connected(tmp_path, WEBHOOK), desk.admit, lambda: NOW)
    for headers in ({}, sign(b"the key of somebody else", "r-1", NOW, body), sign(KEY, "r-1", NOW, b"other")):
        status, _, said = call(application, body, headers)
        assert status == 401
        assert said["reason"]["en"] == "the signature is not right"
    assert desk.heard == []


def test_other_methods_and_broken_bodies(tmp_path: Path) -> None:
    application = Receiver(connected(tmp_path, WEBHOOK), Desk().admit, lambda: NOW)
    status, headers, _ = call(application, b"", {}, "GET")
    assert (status, headers["Allow"]) == (405, "POST")
    answered: list[str] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], object]:
        answered.append(status)
        return answered.append

    broken: dict[str, Any] = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "10", "wsgi.input": io.BytesIO(b"half")}
    list(application(broken, start))
    list(application(broken | {"CONTENT_LENGTH": "-1"}, start))
    list(application(broken | {"CONTENT_LENGTH": ""}, start))
    assert [one[:3] for one in answered] == ["400", "411", "411"]


def test_not_now(tmp_path: Path) -> None:
    desk = Desk()
    desk.open = False
    status, headers, _ = posted(tmp_path, desk, issue(samples(1)[0]))
    assert (status, headers["Retry-After"]) == (503, "30")


def test_a_fault_of_ours_is_no_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def broken(one: Envelope | Unreadable) -> Receipt:
        raise ArithmeticError("路灯不亮 13800001234")

    body = json.dumps(issue(samples(1)[0])).encode()
    application = Receiver(connected(tmp_path, WEBHOOK), broken, lambda: NOW)
    status, headers, _ = call(application, body, sign(KEY, "r-1", NOW, body))
    assert (status, headers["Retry-After"]) == (503, "30")
    assert [one.getMessage() for one in caplog.records] == ["云河12345: a request failed: ArithmeticError"]


def test_a_missing_secret_is_told_at_the_start(tmp_path: Path) -> None:
    connection = connected(tmp_path, WEBHOOK)
    (tmp_path / "key").write_text("")
    with pytest.raises(InputError, match="there is no secret"):
        Receiver(connection, Desk().admit, lambda: NOW)


def test_a_secret_may_be_changed_while_it_runs(tmp_path: Path) -> None:
    desk, (one,) = Desk(), samples(1)
    application = Receiver(connected(tmp_path, WEBHOOK), desk.admit, lambda: NOW)
    body, other = json.dumps(issue(one)).encode(), "another-secret-of-many-characters"
    (tmp_path / "key").write_text(other)
    assert call(application, body, sign(KEY, "r-1", NOW, body))[0] == 401
    assert call(application, body, sign(other.encode(), "r-1", NOW, body))[0] == 201


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("http://127.0.0.1:9/hook", "http://yunhe.example/hook", "https, or plain_http"),
        ("http://127.0.0.1:9/hook", "https://u:p@yunhe.example/hook", "without password"),
        ("http://127.0.0.1:9/hook", "https://yunhe.example/hook?token=1", "without password"),
        ("http://127.0.0.1:9/hook", "ftp://yunhe.example", "begins with https"),
        ("[{file: key}]", "[]", "settings.secrets is empty"),
        ("[{file: key}]", "[{file: key, env: KEY}]", "either file or env"),
        ("[{file: key}]", "[{plain: abc}]", "unknown key"),
        ("secrets", "secret", "unknown key “settings.secret”: did you mean “secrets”?"),
    ],
)
def test_settings_are_checked(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(WrongConnection) as caught:
        Receiver(connected(tmp_path, WEBHOOK.replace(old, new)), Desk().admit, lambda: NOW)
    assert words in caught.value.text("en") + caught.value.text("zh")
    assert "yunhe.yaml:11" in caught.value.text("en")
