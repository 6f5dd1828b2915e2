"""签名收件: a WSGI application that takes in signed issues and answers each with its receipt.

Any server can mount it. Nothing is kept here: the answer is given when the issue is a case in the store, so that a
process that dies loses nothing, and a sender whose answer was lost sends again and hears ``duplicate``.

One request holds one issue (a JSON object of the other system's fields, or a CloudEvent with it as ``data``) or a
list of them. Answers: 201 accepted, 200 duplicate, 422 rejected, with a receipt in JSON; 200 with a list of receipts
for a list; 400 no JSON, 401 not proven, 413 too large, 503 with ``Retry-After`` for another time.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from gridroute.adapters.characters import json_safe
from gridroute.adapters.webhook.settings import webhook_settings
from gridroute.adapters.webhook.signature import ID, SIGNATURE, TIMESTAMP, BadSignature, verify
from gridroute.errors import Bilingual, InputError, NotNow
from gridroute.exchange import Admit, Connection, Envelope, Mapping, Receipt, Unreadable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

logger = logging.getLogger(__name__)
#: Seconds after which a sender may try again.
RETRY_AFTER = 30
_STATUS = {"accepted": HTTPStatus.CREATED, "duplicate": HTTPStatus.OK, "rejected": HTTPStatus.UNPROCESSABLE_ENTITY}
#: A list longer than this is no request but a file.
MOST = 1_000


class _Problem(Exception):
    def __init__(self, status: HTTPStatus, words: Bilingual) -> None:
        self.status, self.words = status, words


class Receiver:
    """The application of one connection. ``admit`` takes in an envelope; ``now`` is the clock."""

    def __init__(self, connection: Connection, admit: Admit, now: Callable[[], datetime]) -> None:
        self._connection, self._admit, self._now = connection, admit, now
        self._settings = webhook_settings(connection)
        self._mapping = Mapping(connection)
        self._settings.keys(connection.folder)  # a missing secret is told at the start, not at the first request

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answers one request."""
        headers: list[tuple[str, str]] = []
        try:
            status, said = self._answer(environ)
        except _Problem as problem:
            status, said = problem.status, {"reason": problem.words._asdict()}
        except NotNow as error:
            status, said = HTTPStatus.SERVICE_UNAVAILABLE, {"reason": error.words._asdict()}
            headers.append(("Retry-After", str(RETRY_AFTER)))
        except Exception as error:  # whatever went wrong, the sender keeps the issue and sends it again
            # its words may quote the issue or a secret; its kind does not
            logger.error("%s: a request failed: %s", self._connection.name, type(error).__name__)
            words = Bilingual("程序内部出错: 请稍后再发", "internal error: send it again later")
            status, said = HTTPStatus.SERVICE_UNAVAILABLE, {"reason": words._asdict()}
            headers.append(("Retry-After", str(RETRY_AFTER)))
        body = json_safe(json.dumps(said, ensure_ascii=False)).encode()
        headers += [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(body)))]
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", "POST"))
        start_response(f"{status.value} {status.phrase}", headers)
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> tuple[HTTPStatus, Any]:
        if environ.get("REQUEST_METHOD") != "POST":
            raise _Problem(HTTPStatus.METHOD_NOT_ALLOWED, Bilingual("只收 POST", "POST only"))
        body = self._body(environ)
        identifier = self._proven(environ, body)
        data = _data(body)
        if isinstance(data, list):
            if len(data) > MOST:
                words = Bilingual(f"一次最多 {MOST} 件", f"no more than {MOST} issues at once")
                raise _Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)
            numbered = [self._envelope(one, f"{identifier}#{number}") for number, one in enumerate(data, start=1)]
            return HTTPStatus.OK, [self._receipt(one) for one in numbered]
        said = self._receipt(self._envelope(data, identifier))
        return _STATUS[said["status"]], said

    def _body(self, environ: WSGIEnvironment) -> bytes:
        length = str(environ.get("CONTENT_LENGTH") or "")
        if not (length.isascii() and length.isdigit()):
            raise _Problem(HTTPStatus.LENGTH_REQUIRED, Bilingual("没有写长度", "the length is not said"))
        if int(length) > self._settings.max_bytes:
            words = Bilingual(f"超过 {self._settings.max_bytes} 字节", f"more than {self._settings.max_bytes} bytes")
            raise _Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)
        body: bytes = environ["wsgi.input"].read(int(length))
        if len(body) < int(length):
            raise _Problem(HTTPStatus.BAD_REQUEST, Bilingual("内容没有收全", "the content broke off"))
        return body

    def _proven(self, environ: WSGIEnvironment, body: bytes) -> str:
        headers = {name: str(environ.get(f"HTTP_{name.upper().replace('-', '_')}", "")) for name in _HEADERS}
        try:
            keys = self._settings.keys(self._connection.folder)
        except InputError:
            raise NotNow(Bilingual("密钥读不出", "the secret cannot be read")) from None
        try:
            tolerance = timedelta(seconds=self._settings.tolerance_seconds)
            return verify(keys, headers, body, self._now(), tolerance)
        except BadSignature as error:
            logger.warning("%s: a request was not taken: %s", self._connection.name, error)
            raise _Problem(HTTPStatus.UNAUTHORIZED, Bilingual("签名不对", "the signature is not right")) from None

    def _envelope(self, data: object, identifier: str) -> Envelope | Unreadable:
        where = f"{self._connection.name}:{identifier[:100]}"
        if isinstance(data, dict) and data.get("specversion") is not None:
            data = data.get("data")
        if not isinstance(data, dict):
            return Unreadable(identifier, where, Bilingual("一件应是一个对象", "an issue is an object"))
        return self._mapping.envelope(data, identifier, where)

    def _receipt(self, one: Envelope | Unreadable) -> dict[str, Any]:
        receipt = self._admit(one)
        return receipt_as_json(one.external_id, receipt)


_HEADERS = (ID, TIMESTAMP, SIGNATURE)


def receipt_as_json(external_id: str | None, receipt: Receipt) -> dict[str, Any]:
    """A receipt as the other system reads it."""
    return {
        "external_id": external_id,
        "status": receipt.status,
        "case": receipt.case,
        "reason": receipt.reason._asdict() if receipt.reason else None,
        "warnings": [words._asdict() for words in receipt.warnings],
    }


def _data(body: bytes) -> object:
    try:
        return json.loads(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise _Problem(HTTPStatus.BAD_REQUEST, Bilingual("不是 UTF-8 编码", "not UTF-8")) from None
    except (ValueError, RecursionError):
        raise _Problem(HTTPStatus.BAD_REQUEST, Bilingual("不是合法的 JSON", "not valid JSON")) from None
