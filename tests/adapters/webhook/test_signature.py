"""Signatures: the published example, and everything that is not proven."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from gridroute.adapters.webhook import BadSignature, sign, verify
from gridroute.adapters.webhook.signature import ID, SIGNATURE, TIMESTAMP, key_of
from gridroute.errors import InputError

KEY = key_of(SecretStr("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
OTHER = b"another key of many bytes"
AT = datetime.fromtimestamp(1614265330, UTC)
BODY = b'{"test": 2432232314}'


def test_the_published_example() -> None:
    """Of the tests of Standard Webhooks, libraries/python."""
    headers = sign(KEY, "msg_p5jXN8AQM9LWM0D4loKWxJek", AT, BODY)
    assert headers == {
        ID: "msg_p5jXN8AQM9LWM0D4loKWxJek",
        TIMESTAMP: "1614265330",
        SIGNATURE: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    assert verify([KEY], headers, BODY, AT) == "msg_p5jXN8AQM9LWM0D4loKWxJek"


SIGNED = sign(KEY, "m-1", AT, BODY)
GOOD = SIGNED[SIGNATURE]


@pytest.mark.parametrize(
    ("headers", "body", "now", "why"),
    [
        ({ID: ""}, BODY, AT, "a signature header is missing"),
        ({TIMESTAMP: ""}, BODY, AT, "a signature header is missing"),
        ({SIGNATURE: ""}, BODY, AT, "a signature header is missing"),
        ({ID: "m-2"}, BODY, AT, "no signature fits"),
        ({TIMESTAMP: "1614265331"}, BODY, AT, "no signature fits"),
        ({TIMESTAMP: "hello"}, BODY, AT, "the timestamp is no number of seconds"),
        ({TIMESTAMP: "١٦١"}, BODY, AT, "the timestamp is no number of seconds"),
        ({TIMESTAMP: "9" * 400}, BODY, AT, "the timestamp is no number of seconds"),
        ({}, BODY + b" ", AT, "no signature fits"),
        ({}, BODY, AT + timedelta(seconds=301), "the timestamp is too far from now"),
        ({}, BODY, AT - timedelta(seconds=301), "the timestamp is too far from now"),
        ({SIGNATURE: GOOD.replace("v1", "v2")}, BODY, AT, "no signature fits"),
        ({SIGNATURE: GOOD.removeprefix("v1,")}, BODY, AT, "no signature fits"),
        ({SIGNATURE: GOOD[:-2]}, BODY, AT, "no signature fits"),
        ({SIGNATURE: "v1,"}, BODY, AT, "no signature fits"),
        ({SIGNATURE: "v1,\udcff"}, BODY, AT, "no signature fits"),
        ({SIGNATURE: "v1,x " * 10 + GOOD}, BODY, AT, "no signature fits"),
    ],
    ids=lambda value: "" if isinstance(value, bytes | datetime) else str(value)[:40],
)
def test_what_is_not_proven(headers: dict[str, str], body: bytes, now: datetime, why: str) -> None:
    with pytest.raises(BadSignature, match=why):
        verify([KEY], SIGNED | headers, body, now)


def test_a_secret_is_changed_while_requests_are_on_their_way() -> None:
    assert verify([OTHER, KEY], SIGNED, BODY, AT) == "m-1"
    both = f"v1,bm90IHRoaXM= {GOOD}"
    assert verify([KEY], SIGNED | {SIGNATURE: both}, BODY, AT) == "m-1"
    with pytest.raises(BadSignature):
        verify([OTHER], SIGNED, BODY, AT)


def test_signatures_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every signature is compared with every key, by the function made for it, whichever of them fits."""
    compared: list[tuple[bytes, bytes]] = []
    monkeypatch.setattr(hmac, "compare_digest", lambda a, b: compared.append((a, b)) or a == b)
    verify([KEY, OTHER], SIGNED | {SIGNATURE: f"{GOOD} v1,x"}, BODY, AT)
    assert len(compared) == 4


@pytest.mark.parametrize("secret", ["zu kurz", "whsec_c2hvcnQ=", "whsec_not base64 at all !!"])
def test_a_secret_that_is_none(secret: str) -> None:
    with pytest.raises(InputError) as caught:
        key_of(SecretStr(secret))
    assert secret not in caught.value.text("en") + caught.value.text("zh") + repr(caught.value)


@settings(max_examples=40)
@given(st.binary(max_size=40), st.binary(max_size=40), st.text("a1.中\x00", max_size=10))
def test_law_one_changed_byte_is_seen(body: bytes, other: bytes, identifier: str) -> None:
    headers = sign(KEY, identifier or "m", AT, body)
    assert verify([KEY], headers, body, AT) == (identifier or "m")
    if other != body:
        with pytest.raises(BadSignature):
            verify([KEY], headers, other, AT)
