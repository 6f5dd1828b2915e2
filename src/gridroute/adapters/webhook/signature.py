"""签名: what proves who sent a request and that nobody changed it, and that it is not an old one sent again.

The scheme is that of Standard Webhooks 1.0: HMAC-SHA256 over ``id.timestamp.body``, in the headers ``webhook-id``,
``webhook-timestamp`` (seconds since 1970) and ``webhook-signature`` (``v1,`` and base64; several, separated by
blanks, while a secret is being changed). Its own library reads the wall clock; here the moment is passed in.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from pydantic import SecretStr

from gridroute.errors import Bilingual, InputError

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
TOLERANCE = timedelta(minutes=5)
_PREFIX = "whsec_"
_SHORTEST = 16


class BadSignature(Exception):
    """The request is not proven; the message says why, and never what would be right."""


def key_of(secret: SecretStr) -> bytes:
    """The bytes of a secret: base64 after ``whsec_``, else its characters. ``InputError``: too short to be one."""
    text = secret.get_secret_value()
    try:
        key = base64.b64decode(text.removeprefix(_PREFIX), validate=True) if text.startswith(_PREFIX) else text.encode()
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < _SHORTEST:
        raise InputError(
            Bilingual(
                f"密钥太短或不是 base64: 至少 {_SHORTEST} 字节",
                f"the secret is too short or no base64: it takes {_SHORTEST} bytes or more",
            )
        )
    return key


def sign(key: bytes, identifier: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers that go with ``body``."""
    stamp = str(int(at.timestamp()))
    return {ID: identifier, TIMESTAMP: stamp, SIGNATURE: f"v1,{_digest(key, identifier, stamp, body)}"}


def verify(
    keys: Sequence[bytes],
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
    tolerance: timedelta = TOLERANCE,
) -> str:
    """The identifier of the request. ``BadSignature``: a header is missing, it is old, or no key signed it.

    ``headers`` are by lower-case names. All signatures are compared with all keys, each in constant time.
    """
    identifier, stamp, given = (headers.get(name, "") for name in (ID, TIMESTAMP, SIGNATURE))
    if not (identifier and stamp and given):
        raise BadSignature("a signature header is missing")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise BadSignature("the timestamp is no number of seconds")
    if abs(now.timestamp() - int(stamp)) > tolerance.total_seconds():
        raise BadSignature("the timestamp is too far from now")
    right = [_digest(key, identifier, stamp, body).encode() for key in keys]
    proven = False
    for one in given.split(" ")[:10]:
        version, _, said = one.partition(",")
        for digest in right:
            same = hmac.compare_digest(digest, said.encode("utf-8", "surrogateescape"))
            proven |= version == "v1" and same
    if not proven:
        raise BadSignature("no signature fits")
    return identifier


def _digest(key: bytes, identifier: str, stamp: str, body: bytes) -> str:
    content = f"{identifier}.{stamp}.".encode("utf-8", "surrogateescape") + body
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
