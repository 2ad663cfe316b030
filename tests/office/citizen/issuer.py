"""A small OpenID Connect issuer in a thread, which can be told to answer wrongly."""

import json
import threading
import time
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwk, jwt

CLIENT = "layani"


@dataclass
class Issuer:
    """The issuer. person: what it tells of who signs in; spoil: claims put over the right ones; alg: its header."""

    address: str = ""
    person: dict = field(default_factory=dict)
    told_by_userinfo: dict = field(default_factory=dict)
    spoil: dict = field(default_factory=dict)
    alg: str = "RS256"
    foreign_key: bool = False
    down: bool = False
    used: set = field(default_factory=set)
    asked: dict = field(default_factory=dict)
    key: object = field(default_factory=lambda: jwk.RSAKey.generate_key(2048, {"kid": "one"}))
    other: object = field(default_factory=lambda: jwk.RSAKey.generate_key(2048, {"kid": "one"}))

    def asked_by(self, location: str) -> dict:
        """Take note of how a browser was sent here, as the authorization endpoint would, and return it."""
        self.asked = dict(parse_qsl(urlsplit(location).query))
        return self.asked

    def token(self, form: dict) -> str | None:
        """Return the ID token for a code, or None where the request is refused."""
        if form["code"] in self.used or form.get("redirect_uri") != self.asked["redirect_uri"]:
            return None
        self.used.add(form["code"])
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT, "sub": "s-1", "iat": now, "exp": now + 300,
            "nonce": self.asked["nonce"], **self.person, **self.spoil,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.alg == "none":
            return _unsigned(claims)
        if self.alg == "HS256":
            return jwt.encode({"alg": "HS256"}, claims, jwk.OctKey.import_key(b"s" * 40))
        return jwt.encode({"alg": self.alg, "kid": "one"}, claims, self.other if self.foreign_key else self.key)


def _unsigned(claims: dict) -> str:
    parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
    return ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def _handler(issuer: Issuer) -> type:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            at = issuer.address
            self._answer(
                {
                    "/.well-known/openid-configuration": {
                        "issuer": at, "authorization_endpoint": f"{at}/auth", "token_endpoint": f"{at}/token",
                        "jwks_uri": f"{at}/jwks", "userinfo_endpoint": f"{at}/me", "end_session_endpoint": f"{at}/end",
                    },
                    "/jwks": {"keys": [issuer.key.as_dict(private=False)]},
                    "/me": {"sub": "s-1", **issuer.told_by_userinfo},
                }[self.path]
            )  # fmt: skip

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            token = issuer.token({name: one for name, (one,) in parse_qs(body).items()})
            if token is None:
                return self._answer({"error": "invalid_grant"}, 400)
            return self._answer({"id_token": token, "access_token": "a", "token_type": "Bearer"})

        def _answer(self, content, status=200):
            body = json.dumps(content).encode()
            self.send_response(503 if issuer.down else status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    return Handler


@contextmanager
def running():
    """Run an issuer for a while."""
    issuer = Issuer()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(issuer)) as server:
        issuer.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield issuer
        server.shutdown()
