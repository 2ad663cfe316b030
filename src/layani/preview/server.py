"""Serves one service while it is edited: each request is answered by a process of its own, which reads the files anew.

The office's pages are the real ones. They keep what they once read of the catalogue in many places; a process that
answers one request and ends cannot show anything old. Started by ``layani try`` with an office in a folder of its own.
"""

import argparse
import re
import socketserver
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from layani.office.start import start_django

start_django()

# The office's modules can be imported only after Django has started.
from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connections  # noqa: E402
from django.http.request import split_domain_port, validate_host  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from layani.office.house import calendar, use_catalogue  # noqa: E402
from layani.preview import editor, pages  # noqa: E402
from layani.preview.editing import LONGEST  # noqa: E402
from layani.preview.letters import letter_page, letter_pdf  # noqa: E402
from layani.preview.signing_in import FIRST_TO_SIGN_IN, button, signed_in  # noqa: E402
from layani.preview.tried import Tried, read_tried  # noqa: E402
from layani.rules.catalogue.examples import Worked  # noqa: E402

LONGEST_POST = 3_000_000  # bytes: a file of editing.LONGEST as a form sends it; answers typed in have some hundred
HTML = "text/html; charset=utf-8"
# The preview's own pages have a style inside and show the office's pages in a frame; nothing else may run or load.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
_FRAMES = "x-frame-options"
_BODY = re.compile(rb"<body[^>]*>")

Respond = Callable[..., Any]
Application = Callable[[dict[str, Any], Respond], Iterable[bytes]]


class Server(socketserver.ForkingMixIn, WSGIServer):
    """A web server that answers each request in a process of its own."""

    max_children = 16

    def server_bind(self) -> None:
        """Listen, without asking a name server what this machine is called: that can take half a minute."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Preview:
    """The web application: the preview's own pages under /try/, and the office's pages with a line on top."""

    folder: Path
    catalogue: Path
    office: Application

    def __call__(self, environ: dict[str, Any], respond: Respond) -> Iterable[bytes]:
        """Answer one request."""
        path = str(environ.get("PATH_INFO", ""))
        # A page elsewhere that points its name here must not read what is tried; the office refuses it.
        own = validate_host(split_domain_port(environ.get("HTTP_HOST", ""))[0], settings.ALLOWED_HOSTS)
        if not own or path.startswith(settings.STATIC_URL) or path == "/health/":
            return self.office(environ, respond)
        if path.startswith((editor.EDIT, editor.WORDS)):
            return self._edit(path, environ, respond)
        tried = read_tried(self.folder, self.catalogue)
        found = tried.catalogue
        if found is None:
            return _answer(respond, HTML, pages.start(tried).encode())
        use_catalogue(found)
        if path == pages.SIGN_IN and environ.get("REQUEST_METHOD") == "POST":
            respond("303 See Other", [("Location", f"/apply/{tried.slug}/"), ("Content-Length", "0"), *signed_in()])
            return []
        if path.startswith(pages.START):
            return _own(tried, path.removeprefix(pages.START), environ, respond)
        return _with_line(self.office, tried, environ, respond)

    def _edit(self, path: str, environ: dict[str, Any], respond: Respond) -> Iterable[bytes]:
        """Answer a page of the editor, which works while the service cannot be shown."""
        if path.startswith(editor.WORDS):
            return _answer(respond, HTML, editor.words().encode())
        asked = None
        if environ.get("REQUEST_METHOD") == "POST":
            if _length(environ) > LONGEST_POST:
                return _answer(respond, HTML, editor.too_long(LONGEST).encode())
            asked = editor.asked_in(_typed(environ))
            if asked is None:
                return _answer(respond, HTML, editor.refused().encode())
        name = path.removeprefix(editor.EDIT)
        return _answer(respond, HTML, editor.editor(self.folder, self.catalogue, name, asked).encode())


def _own(tried: Tried, path: str, environ: dict[str, Any], respond: Respond) -> Iterable[bytes]:
    service, now = tried.service, timezone.now()
    worked = next(iter(tried.worked.values()), Worked())
    name, _, ending = path.removeprefix("letter/").partition(".pdf")
    if path == "rules/":
        local = calendar().local(now).replace(tzinfo=None)
        return _answer(respond, HTML, pages.rules(tried, _typed(environ), local).encode())
    if service is None or not path.startswith("letter/") or name not in pages.letter_names(service):
        return _answer(respond, HTML, pages.start(tried).encode())
    if path.endswith(".pdf"):
        return _answer(respond, "application/pdf", letter_pdf(service, worked, name, now))
    return _answer(respond, HTML, letter_page(service, worked, name, now).encode())


def _typed(environ: dict[str, Any]) -> dict[str, str]:
    """Return what was posted, or asked for in the address."""
    text = str(environ.get("QUERY_STRING", ""))
    if environ.get("REQUEST_METHOD") == "POST":
        text = environ["wsgi.input"].read(min(_length(environ), LONGEST_POST)).decode("utf-8", "replace")
    return {key: values[-1] for key, values in parse_qs(text, keep_blank_values=True).items()}


def _length(environ: dict[str, Any]) -> int:
    said = str(environ.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isdigit() else 0


def _answer(respond: Respond, kind: str, body: bytes) -> Iterable[bytes]:
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    respond("200 OK", [*headers, ("Content-Security-Policy", POLICY)] if kind == HTML else headers)
    return [body]


def _with_line(office: Application, tried: Tried, environ: dict[str, Any], respond: Respond) -> Iterable[bytes]:
    """Answer with the office's page; a page that people read says on top how the files stand."""
    begun: list[Any] = []
    body = office({**environ, "HTTP_ACCEPT_ENCODING": "identity"}, lambda *said: begun.append(said))
    content = b"".join(body)
    status, headers = begun[0][0], begun[0][1]
    if any(name.lower() == "content-type" and value.startswith("text/html") for name, value in headers):
        told = f"{tried.errors} errors, {len(tried.problems) - tried.errors} warnings"
        more = button() if str(environ.get("PATH_INFO", "")).startswith(FIRST_TO_SIGN_IN) else ""
        about = f'layani try {tried.slug}: <a href="{pages.START}">{told}</a>{more}'
        line = f'<aside lang="en" aria-label="layani try">{about}</aside>'.encode()
        content = _BODY.sub(lambda found: found[0] + line, content, count=1)
        headers = [_framed(name, value) for name, value in headers if name.lower() not in ("content-length", _FRAMES)]
        headers.append(("Content-Length", str(len(content))))
    respond(status, headers)
    return [content]


def _framed(name: str, value: str) -> tuple[str, str]:
    """Return a header of the office's page; the editor of this server may show the page in a frame."""
    if name.lower() != "content-security-policy":
        return name, value
    return name, re.sub(r"frame-ancestors [^;]*", "frame-ancestors 'self'", value)


def main() -> int:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    args = parser.parse_args()
    office = get_wsgi_application()
    reverse("home")  # imports every page once, for all the processes to come
    connections.close_all()
    preview = Preview(args.folder, args.catalogue, office)
    with make_server(args.host, args.port, preview, server_class=Server, handler_class=Quiet) as server:
        server.serve_forever(poll_interval=0.1)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
