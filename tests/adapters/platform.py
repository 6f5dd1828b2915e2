"""A simulated 12345 platform: it loses, doubles, delays and reorders issues, messages and their acknowledgements.

It posts issues to a receiver over HTTP until it has heard what became of each, and runs an HTTP server of its own
that takes messages. All chance comes from one seeded source; the clock is the test's.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from gridroute.adapters.webhook import BadSignature, sign, verify


class Platform:
    """:param trouble: how likely each thing goes wrong, from 0 to 1."""

    def __init__(self, key: bytes, now: Callable[[], datetime], seed: int, trouble: float) -> None:
        self.key, self.now, self.trouble = key, now, trouble
        self.chance = random.Random(seed)
        #: Issues that nobody has answered yet, by number.
        self.open: dict[str, dict[str, Any]] = {}
        #: What it was told of each issue: status and case, every time.
        self.told: dict[str, list[tuple[str, str | None]]] = {}
        #: Messages as they came, with their identifiers, doubles too.
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.unproven = 0
        self.posts = 0

    def hurt(self) -> bool:
        """Whether something goes wrong here."""
        return self.chance.random() < self.trouble

    # ---- issues ----------------------------------------------------------------------------------------

    def post_all(self, port: int, path: str) -> None:
        """Posts what is open in any order: some not at all, some twice, some whose answer is lost."""
        numbers = sorted(self.open)
        self.chance.shuffle(numbers)
        for number in numbers:
            if self.hurt():  # lost on the way, or put off
                continue
            for _ in range(2 if self.hurt() else 1):
                status, said = self._post(port, path, self.open[number])
                if self.hurt():  # the answer is lost
                    continue
                if status in (200, 201, 422):
                    self.told.setdefault(number, []).append((said["status"], said["case"]))
        for number in [one for one in self.open if one in self.told]:
            del self.open[number]

    def _post(self, port: int, path: str, record: dict[str, Any]) -> tuple[int, Any]:
        self.posts += 1
        body = json.dumps(record, ensure_ascii=False).encode()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("POST", path, body, sign(self.key, f"p-{self.posts}", self.now(), body))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    # ---- messages --------------------------------------------------------------------------------------

    @contextmanager
    def serving(self) -> Iterator[int]:
        """Its server, on the port that this gives."""
        platform = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                platform._take(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def _take(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        if self.hurt():  # nothing arrived
            request.close_connection = True
            return
        if self.hurt():
            request.send_response(503)
            request.send_header("Retry-After", "90")
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        try:
            verify([self.key], {name.lower(): value for name, value in request.headers.items()}, body, self.now())
        except BadSignature:
            self.unproven += 1
            request.send_error(401)
            return
        event = json.loads(body)
        self.heard.append((event["id"], event))
        if self.hurt():  # it has the message, and its answer is lost
            request.close_connection = True
            return
        request.send_response(204)
        request.end_headers()
