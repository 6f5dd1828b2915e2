"""签名发件: posts messages to another system, each signed, as CloudEvents; says what became of each.

The message itself is at fault with 400, 410, 413, 415 and 422: it is refused for good. Anything else that is not
2xx is a fault of the connection or of the moment and is tried again, so that a wrong address or an expired secret costs
time and no message. A redirect is not followed: what is signed for one address goes to no other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from gridroute.adapters.characters import visible
from gridroute.adapters.cloudevent import MEDIA_TYPE, cloudevent
from gridroute.adapters.webhook.settings import read_in, webhook_settings
from gridroute.adapters.webhook.signature import sign
from gridroute.errors import Bilingual, InputError
from gridroute.exchange import Connection, Delivered, Delivery, Mapping, Message, Refused, TryAgain

_FOR_GOOD = (400, 410, 413, 415, 422)
#: No receiver may put a message off for longer.
LONGEST = timedelta(days=1)
_READ = 2_000
_SHOWN = 200


class WebhookOutlet:
    """Posts to the address of one connection. ``transport`` is how (the network without it), ``now`` the clock."""

    def __init__(
        self, connection: Connection, now: Callable[[], datetime], transport: httpx.BaseTransport | None = None
    ) -> None:
        self._connection, self._now = connection, now
        self._settings = webhook_settings(connection)
        self._mapping = Mapping(connection)
        self._timeout = timedelta(seconds=self._settings.timeout_seconds)
        self._client = httpx.Client(
            transport=transport, timeout=self._settings.timeout_seconds, follow_redirects=False, trust_env=False
        )

    def deliver(self, message: Message) -> Delivery:
        """Posts it once."""
        data, warnings = self._mapping.outward(message.payload)
        try:
            body = cloudevent(message, self._connection, data)
        except (TypeError, ValueError, RecursionError) as error:
            said = type(error).__name__
            return Refused(Bilingual(f"写不成 JSON ({said})", f"cannot be written as JSON ({said})"))
        try:
            request = self._request(message, body)
            begun = self._now()
            response = self._client.send(request, stream=True)
            try:
                answer = _beginning(response, lambda: self._now() - begun > 3 * self._timeout)
            finally:
                response.close()
        except InputError as error:  # a secret that is missing may come back
            return TryAgain(error.words)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            # its words may hold what was sent, or a secret; its kind does not
            said = type(error).__name__
            return TryAgain(Bilingual(f"没有答复 ({said})", f"no answer ({said})"))
        return self._judged(response, answer, warnings)

    def close(self) -> None:
        """Ends the connections that were kept open."""
        self._client.close()

    def _request(self, message: Message, body: bytes) -> httpx.Request:
        folder = self._connection.folder
        key = self._settings.keys(folder)[0]
        headers = {name: read_in(one, folder).get_secret_value() for name, one in self._settings.headers.items()}
        headers |= sign(key, _ascii(message.id), self._now(), body)
        headers["accept-encoding"] = "identity"
        headers["content-type"] = f"{MEDIA_TYPE}; charset=utf-8"
        return self._client.build_request("POST", self._settings.url or "", content=body, headers=headers)

    def _judged(self, response: httpx.Response, answer: str, warnings: tuple[Bilingual, ...]) -> Delivery:
        code = response.status_code
        if 200 <= code < 300:
            return Delivered(warnings)
        words = Bilingual(f"对方答复 {code} {answer}".strip(), f"the answer was {code} {answer}".strip())
        if code in _FOR_GOOD:
            return Refused(words)
        return TryAgain(words, self._asked_to_wait(response.headers.get("retry-after")))

    def _asked_to_wait(self, said: str | None) -> timedelta | None:
        """``Retry-After``: seconds or a date (RFC 9110 §10.2.3); what is neither is passed over."""
        if said is None:
            return None
        if said.strip().isascii() and said.strip().isdigit():
            return min(timedelta(seconds=int(said.strip()[:9])), LONGEST)
        try:
            moment = parsedate_to_datetime(said)
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(max(moment - self._now(), timedelta()), LONGEST)


def _beginning(response: httpx.Response, late: Callable[[], bool]) -> str:
    """The first words of an answer, on one line; an answer without end costs no memory and little time."""
    read = b""
    for chunk in response.iter_bytes():
        read += chunk
        if len(read) >= _READ or late():
            break
    return visible(read[:_READ].decode("utf-8", "replace").strip(), keep="")[:_SHOWN]


def _ascii(identifier: str) -> str:
    """An identifier as a header holds it, the same for the same message; the body holds it in full."""
    return visible(identifier, keep="").encode("ascii", "backslashreplace").decode().replace("\n", " ")
