"""挂载: several WSGI applications under their names, and the small server of the standard library for them.

For a county's own network behind a proxy that speaks TLS; any other WSGI server may mount :class:`Mount` as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Seconds for which a caller may say nothing.
PATIENCE = 30


class Mount:
    """Each application at ``/NAME``; 404 for any other path."""

    def __init__(self, applications: Mapping[str, WSGIApplication]) -> None:
        self._applications = dict(applications)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The answer of the application of that path."""
        # WSGI gives the bytes of a path as Latin-1 (PEP 3333)
        path = str(environ.get("PATH_INFO", "")).encode("latin-1", "replace").decode("utf-8", "replace")
        found = self._applications.get(path.strip("/"))
        if found is None:
            start_response("404 Not Found", [("Content-Type", "application/json"), ("Content-Length", "2")])
            return [b"{}"]
        return found(environ, start_response)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    timeout = PATIENCE

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: a path or a header may hold what no log should."""


def serve(application: WSGIApplication, host: str, port: int) -> WSGIServer:
    """A server that is bound and does not serve yet; port 0 takes a free one."""
    return make_server(host, port, application, server_class=_Server, handler_class=_Handler)
